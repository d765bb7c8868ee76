"""A page read back: its elements, its packed blocks, and what they tell, decoded here without the writer's code."""

from __future__ import annotations

import gzip
import io
import json
from base64 import b64decode
from collections.abc import Iterator
from functools import cached_property
from html.parser import HTMLParser
from typing import Any, NamedTuple

import numpy as np

from papergraph.exporters import html
from papergraph.exporters.columns import Drawing, blocks
from papergraph.exporters.page import contents
from papergraph.model import Graph

CONSOLE = ("console", "editor", "engine", "oxigraph", "triples")
"""Blocks of the console, which `page_triples` and its tests read."""


class Elements(HTMLParser):
    """Every start tag with its attributes, and the text of each script and style."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.inside = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append((tag, dict(attrs)))
        self.texts.append("")
        self.inside = True

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self.inside = self.inside and tag != self.tags[-1][0]

    def handle_data(self, data: str) -> None:
        """Note text of the element that is open."""
        if self.inside:
            self.texts[-1] += data

    def of(self, tag: str) -> Iterator[tuple[dict[str, str | None], str]]:
        """Attributes and text of every element of a tag."""
        return (
            (attributes, text) for (name, attributes), text in zip(self.tags, self.texts, strict=True) if name == tag
        )


def page_of(graph: Graph) -> str:
    """The page of a graph, as a browser decodes it."""
    file = io.BytesIO()
    html.write(graph, file)
    return file.getvalue().decode("utf-8")


def in_rows(count: int) -> Drawing:
    """Things in rows of ten, thirty of them a community; quicker than a layout."""
    places = np.arange(count)
    return Drawing(np.stack((places % 10 * 1.3, places // 10 * 1.1), axis=1), places // 30)


def scripts_of(page: str) -> dict[str, str]:
    """The texts of the scripts and data blocks of a page, by their ids."""
    return {str(attributes["id"]): text for attributes, text in Elements(page).of("script")}


class Source(NamedTuple):
    """Who says something, as the page tells it."""

    what: int
    name: str
    line: int
    day: str


class Reason(NamedTuple):
    """Why an edge is there, as the page tells it."""

    method: str
    source: Source
    quote: str | None
    confidence: float | None
    text: tuple[str, int] | None
    """The text of an entry that the quote stands in, and which of its kind it is."""


class Line(NamedTuple):
    """An edge of the page."""

    subject: int
    predicate: str
    object: int


class Told(NamedTuple):
    """What a page tells of one thing."""

    name: str
    url: str | None
    facts: dict[str, list[tuple[Any, list[Source]]]]
    asked: bool
    left: int
    joined: list[Reason]
    elsewhere: list[tuple[str, str, list[Reason]]]
    entries: list[int]


class Read:
    """The packed blocks of a page, by their names, and what they mean."""

    def __init__(self, blocks: dict[str, bytes]) -> None:
        self.blocks = blocks
        framed = blocks["graph"]
        start = 4 + int.from_bytes(framed[:4], "little")
        self.header: dict[str, Any] = json.loads(framed[4:start])
        self.columns: dict[str, bytes] = {}
        for name, _, length in self.header["columns"]:
            self.columns[name] = framed[start : start + length]
            start += length
        self.rest = framed[start:]
        self.count: int = self.header["things"]

    def json(self, name: str) -> Any:
        """What a block holds."""
        return json.loads(self.blocks[name])

    def numbers(self, name: str) -> list[int]:
        """The numbers of a column."""
        types = {column: type_ for column, type_, _ in self.header["columns"]}
        data = self.columns[name]
        if types[name] == "numbers":
            return leb128(data)
        if types[name] == "words":
            return [low | high << 8 for low, high in zip(data[: self.count], data[self.count :], strict=True)]
        return list(data)

    @cached_property
    def kinds(self) -> list[str]:
        """The kind of each thing."""
        return [self.header["kinds"][kind] for kind in self.numbers("kind")]

    @cached_property
    def names(self) -> list[str]:
        """The name of each thing on the map."""
        return self.columns["names"].decode().split("\n")[: self.count]

    @cached_property
    def labels(self) -> dict[int, dict[str, tuple[str | None, list[str]]]]:
        """What each topic that has labels is called in each language: the preferred label, and all others."""
        topics = [place for place, kind in enumerate(self.kinds) if kind == "topic"]
        lines = self.columns["labels"].decode().split("\n")
        found: dict[int, dict[str, tuple[str | None, list[str]]]] = {}
        for topic, line in zip(topics, lines if self.header["languages"] else [], strict=False):
            for language, told in zip(self.header["languages"], line.split("\t"), strict=False):
                first, *others = told.split("\x1f")
                if told:
                    found.setdefault(topic, {})[language] = (first or None, others)
        assert not self.columns["labels"] or len(lines) == len(topics)
        return found

    @cached_property
    def references(self) -> list[str]:
        """The reference of each thing; one that ends with its first colon goes on with the name in small letters."""
        lines = self.blocks["references"].decode().split("\n")[: self.count]
        short = [line.find(":") == len(line) - 1 for line in lines]
        return [line + name.lower() if cut else line for line, name, cut in zip(lines, self.names, short, strict=True)]

    @cached_property
    def positions(self) -> list[tuple[float, float]]:
        """Where each thing stands."""
        left, top, step = self.header["bounds"]
        middles = self.header["middles"]
        placed = []
        for x, y, one in zip(self.numbers("x"), self.numbers("y"), self.numbers("community"), strict=True):
            middle = middles[one] if one < len(middles) else (0, 0)
            placed.append((left + (unfolded(x) + middle[0]) * step, top + (unfolded(y) + middle[1]) * step))
        return placed

    @cached_property
    def dates(self) -> list[tuple[int, int | None] | None]:
        """Year and month of each thing, as far as they are known."""
        parts = [divmod(time - 1, 13) if time else None for time in self.numbers("time")]
        return [(self.header["firstYear"] + part[0], part[1] or None) if part else None for part in parts]

    @cached_property
    def edges(self) -> list[Line]:
        """All edges, in their order."""
        steps, relations = iter(self.numbers("step")), iter(self.numbers("relation"))
        lines = []
        for later, count in enumerate(self.numbers("back")):
            earlier = 0
            for _ in range(count):
                earlier += next(steps)
                says, turned = divmod(next(relations), 2)
                one, other = (earlier, later) if turned else (later, earlier)
                lines.append(Line(one, self.header["predicates"][says], other))
        return lines

    @cached_property
    def _sources(self) -> list[Source]:
        sources = self.json("origins")["sources"]
        return [Source(what, name, line, day) for what, name, day, lines in sources for line in lines]

    @cached_property
    def chunks(self) -> list[Any]:
        """What is told of things and edges."""
        return [self.json(f"details-{k}") for k in range(-(-self.count // self.header["detailsSize"]))]

    @cached_property
    def _reasons(self) -> list[Any]:
        return [told for chunk in self.chunks for told in chunk["edges"]]

    def _packed(self, place: int) -> dict[str, Any]:
        size = self.header["detailsSize"]
        told = self.chunks[place // size]["things"][place % size]
        return told if isinstance(told, dict) else {"says": told}

    def thing(self, place: int) -> Told:
        """All that is told of a thing."""
        packed, kind, header = self._packed(place), self.kinds[place], self.header
        prefix, _, identifier = self.references[place].partition(":")
        usual = header["addresses"].get(prefix)
        rows = [(self._origins(numbers), values) for numbers, *values in packed["says"]]
        who = [source for sources, _ in rows for source in sources]
        entries = [self.entry_at(source) for source in who] if kind in header["quoted"] else []
        return Told(
            name=packed.get("name", self.names[place]),
            url=packed.get("url", None if usual is None else usual + identifier),
            facts=self._facts(place, rows, packed.get("name", self.names[place])),
            asked=prefix not in header["fetchable"] or any(source.what == 2 for source in who),
            left=packed.get("left", 0),
            joined=self._told_reasons(packed.get("joined", [])),
            elsewhere=[(says, other, self._told_reasons(some)) for says, other, some in packed.get("elsewhere", [])],
            entries=[entry for entry in dict.fromkeys(entries) if entry is not None],
        )

    def _origins(self, numbers: int | list[int]) -> list[Source]:
        return [self._sources[number] for number in (numbers if isinstance(numbers, list) else [numbers])]

    def _facts(
        self, place: int, rows: list[tuple[list[Source], list[Any]]], name: str
    ) -> dict[str, list[tuple[Any, list[Source]]]]:
        kind, facts = self.kinds[place], {}
        for number, field in enumerate(self.header["fields"][kind]):
            sayings: dict[str, tuple[Any, list[Source]]] = {}
            for sources, values in rows:
                value = values[number] if number < len(values) else None
                if value is None:
                    continue
                value = name if value == "" else self._value(place, value)
                sayings.setdefault(json.dumps(value), (value, []))[1].extend(sources)
            if sayings or field in self.header["expected"].get(kind, ()):
                facts[field] = list(sayings.values())
        return facts

    def _value(self, place: int, value: Any) -> Any:
        if not (isinstance(value, list) and value and isinstance(value[0], int)):
            return value
        people = sorted(line.object for line in self.edges if line.subject == place and line.predicate == "author")
        return [self.names[people[each]] for each in value]

    def _told_reasons(self, packed: list[Any]) -> list[Reason]:
        whole = ([*reason, None, None, None][:5] for reason in packed)
        return [
            Reason(method, self._sources[number], quote, sure, self._text(text))
            for method, number, quote, sure, text in whole
        ]

    def _text(self, number: int | None) -> tuple[str, int] | None:
        texts = self.header["texts"]
        return None if number is None else (texts[number % len(texts)], number // len(texts))

    def reasons(self, edge: int) -> list[Reason]:
        """Why an edge is there."""
        told, line = self._reasons[edge], self.edges[edge]
        if isinstance(told, list) and (not told or isinstance(told[0], list)):
            return self._told_reasons(told)
        place, quote, text = [*told, None][:3] if isinstance(told, list) else (told, None, None)
        ends = max(line.subject, line.object), min(line.subject, line.object)
        first = self._packed(ends[place % 2])["says"][0][0]
        number = (first[0] if isinstance(first, list) else first) + unfolded(place // 2)
        return [Reason(self.header["usual"][line.predicate], self._sources[number], quote, None, self._text(text))]

    def entry_at(self, source: Source) -> int | None:
        """The number of the entry whose lines a source lies in."""
        if source.what != 1 or not source.line:
            return None
        before = 0
        for path, places in self.json("origins")["entries"].items():
            if path == source.name:
                within = [number for number, (first, _) in enumerate(places) if first <= source.line]
                return before + within[-1] if within and source.line <= places[within[-1]][1] else None
            before += len(places)
        return None

    def entry(self, number: int) -> dict[str, Any]:
        """An entry in its own words."""
        size = self.header["entriesSize"]
        told = dict(self.json(f"entries-{number // size}")[number % size])
        told["origin"] = self._sources[told["origin"]]
        if isinstance(told["title"], int):
            told["title"] = self._packed(told["title"]).get("name", self.names[told["title"]])
        return told


def read(page: str) -> Read:
    """What a page holds in its packed blocks."""
    elements = Elements(page).of("script")
    packed = {str(found["id"]): text for found, text in elements if found.get("type") == "text/plain"}
    for other in ("count", *CONSOLE):
        packed.pop(other, None)
    return Read({name: gzip.decompress(b64decode(text, validate=True)) for name, text in packed.items()})


def told_of(graph: Graph, limit: int = html.LIMIT, drawing: Drawing | None = None) -> Read:
    """What the page of a graph would hold, without the page around it."""
    shown = contents(graph, limit)
    held = blocks(shown, drawing or in_rows(len(shown.things)), {})
    return Read({name: gzip.decompress(packed) for name, packed in held})


def leb128(data: bytes) -> list[int]:
    """Numbers in seven bits a byte, the lowest first; the top bit says that more follow."""
    found, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            found.append(value)
            value = shift = 0
    assert shift == 0
    return found


def unfolded(number: int) -> int:
    """0, -1, 1, -2 … for 0, 1, 2, 3 …."""
    return -(number + 1) // 2 if number % 2 else number // 2
