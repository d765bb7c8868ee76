"""YAML front matter → a title, fields and a unit of the paper that the file is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from papergraph.model import Location, Problem
from papergraph.readers.front import Front
from papergraph.readers.labels import Label, field_label
from papergraph.readers.spans import Kind, Span
from papergraph.readers.unit import Part, Unit
from papergraph.resolvers import kind, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

_NESTING = re.compile(r"[\[\]{}]")
_DEEPEST = 60
_ALIASES = 16
"""Aliases of aliases multiply what a few lines say."""
_URL = re.compile(r"https?://\S+")
_ARXIV_ID = re.compile(r"^(?:arxiv:)?(\d{4}\.\d{4,5}(?:v\d+)?)$", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_KEY = re.compile(r"^([A-Za-z_][\w -]{0,40}?)\s*(?::(?=\s|$)|=)(.*)$")
_IGNORED = {
    "layout",
    "permalink",
    "id",
    "slug",
    "cssclass",
    "aliases",
    "alias",
    "created",
    "modified",
    "image",
    "cover",
    "draft",
    "lang",
}


class FrontMatter(NamedTuple):
    """What the front matter of a file says."""

    title: str | None
    date: str | None
    tags: tuple[str, ...]
    unit: Unit | None
    """The paper that the file is about; None when it is about none."""
    problems: tuple[Problem, ...]


def read_front_matter(path: str, front: Front) -> FrontMatter:
    """Read front matter; what is malformed is a problem, and is read line by line."""
    values, problems = _load(path, front)
    problems += _repeated(path, front)
    places = _Places(front.text, front.line)
    parts = list(_parts(values, places))
    named = next((str(key) for key in values if str(key).lower() != "name" and _label(key) is Label.TITLE), "title")
    title = _text(values.get(named))
    tags = tuple(
        dict.fromkeys(tag for key, value in values.items() if _label(key) is Label.TAGS for tag in _listed(value))
    )
    dated = next(
        (_text(value) for key, value in values.items() if str(key).lower() in {"date", "created", "published"}), None
    )
    unit = None
    if title and (_is_paper(parts) or {Label.PAPER, Label.CODE} <= set(map(_label, values))):
        line = places.of(named)
        unit = Unit("front", line, [Span(Kind.TEXT, title, line=line)], (), "front")
        unit.parts = parts
        unit.extend(front.line + front.text.count("\n"))
    return FrontMatter(title, dated, tags, unit, tuple(problems))


def _label(key: Any) -> Label | None:
    return field_label(str(key).replace("_", " ").replace("-", " "))


def _load(path: str, front: Front) -> tuple[dict[Any, Any], list[Problem]]:
    text = front.text
    if front.kind == "properties":
        pairs = (row.partition("::") for row in text.split("\n") if "::" in row)
        return {key.strip(): value.replace("[[", "").replace("]]", "").strip() for key, _, value in pairs}, []
    loaded, wrong, line = (_toml if front.kind == "toml" else _yaml)(text)
    if not wrong:
        return (loaded if isinstance(loaded, dict) else {}), []
    said = f"The front matter is malformed ({wrong}); it was read line by line"
    found = (_KEY.match(row) for row in text.split("\n"))
    values = {match[1].strip(): match[2].strip().strip("\"'") for match in found if match}
    place = min(front.line + line, front.line + text.count("\n"))  # YAML knows more line breaks than we do
    return values, [Problem(Location(path, place), said)]


def _yaml(text: str) -> tuple[Any, str, int]:
    """What YAML says, else what is wrong and in which line of it, from 0."""
    import yaml

    if _depth(text) > _DEEPEST:
        return None, "it is nested too deeply", 0
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if "&" in text and sum(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, loader)) > _ALIASES:
            return None, "it has too many aliases", 0
        return yaml.load(text, Loader=loader), "", 0  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        return None, str(getattr(error, "problem", None) or "it is no YAML"), mark.line if mark else 0


def _depth(text: str) -> int:
    """How deep brackets, or indented lines, nest at the most: the parser has no limit of its own."""
    depth = deepest = 0
    for sign in _NESTING.findall(text):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    indents = {len(row) - len(row.lstrip(" -?:")) for row in text.split("\n")}
    return max(deepest, len(indents))


def _toml(text: str) -> tuple[Any, str, int]:
    """What TOML says, else what is wrong and in which line of it, from 0."""
    import tomllib

    if _depth(text) > _DEEPEST:
        return None, "it is nested too deeply", 0

    try:
        return tomllib.loads(text), "", 0
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"line (\d+)", str(error))
        return None, str(error).partition(" (at")[0], int(place[1]) - 1 if place else 0


def _repeated(path: str, front: Front) -> list[Problem]:
    """A problem for every key that is given twice; the last one counts."""
    seen: dict[str, int] = {}
    problems = []
    for number, row in enumerate(front.text.split("\n"), front.line):
        found = _KEY.match(row) if front.kind == "yaml" else None
        if found and found[1] in seen:
            before = seen[found[1]]
            said = f"The key {found[1]!r} stands twice in the front matter, here and in line {before}; this one counts"
            problems.append(Problem(Location(path, number), said, other=Location(path, before)))
        if found:
            seen[found[1]] = number
    return problems


class _Places:
    """Where keys and addresses stand in the text."""

    def __init__(self, text: str, first: int) -> None:
        self.rows = text.split("\n")
        self.first = first
        self.known: dict[str, int] = {}
        for number, row in enumerate(self.rows, first):
            for written in (row.lstrip(" -").partition(":")[0], *_URL.findall(row)):
                self.known.setdefault(written, number)

    def of(self, wanted: str) -> int:
        """The line of a key or an address; the first line when it is not written as it is."""
        if wanted not in self.known:
            within = (number for number, row in enumerate(self.rows, self.first) if len(wanted) > 8 and wanted in row)
            self.known[wanted] = next(within, self.first)
        return self.known[wanted]


def _parts(values: dict[Any, Any], places: _Places) -> Iterator[Part]:
    for key, value in values.items():
        name = str(key)
        if name.lower() in _IGNORED or value in (None, "", [], {}):
            continue
        yield from _of(name, value, places, name)


def _of(name: str, value: Any, places: _Places, key: str) -> Iterator[Part]:
    """The parts that one value gives; lists and `{name, url}` maps give several."""
    if isinstance(value, dict):
        label = _text(value.get("name") or value.get("title") or value.get("label") or value.get("type"))
        url = _text(value.get("url") or value.get("link") or value.get("href"))
        if url:
            yield from _of(label or name, url, places, key)
        else:
            for inner, content in value.items():
                yield from _of(str(inner), content, places, str(inner))
    elif isinstance(value, list) and any(isinstance(one, dict) or _URL.match(str(one)) for one in value):
        for one in value:
            yield from _of(name, one, places, key)
    else:
        names = map(_forenames_first, _listed(value)) if _label(name) is Label.AUTHORS else _listed(value)
        text = ", ".join(names) if isinstance(value, list) else _text(value)
        if text:
            yield _part(name, text, places, key)


def _forenames_first(name: str) -> str:
    """One author of a list: "[[Ada Example]]" and "Example, Ada" are Ada Example."""
    bare = name.removeprefix("[[").removesuffix("]]")
    family, comma, forenames = bare.partition(", ")
    return f"{forenames} {family}" if comma and "," not in forenames else bare


def _part(name: str, text: str, places: _Places, key: str) -> Part:
    words = name.replace("_", " ").replace("-", " ")
    label = _label(name)
    identifier = _ARXIV_ID.match(text.strip())
    if identifier and "arxiv" in name.lower():
        return Part(
            Label.PAPER,
            name,
            [Span(Kind.LINK, "", f"https://arxiv.org/abs/{identifier[1]}", places.of(key))],
            places.of(key),
        )
    if name.lower() == "doi" and _DOI.fullmatch(text):
        return Part(Label.PAPER, name, [Span(Kind.LINK, "", f"https://doi.org/{text}", places.of(key))], places.of(key))
    spans: list[Span] = []
    position = 0
    for found in _URL.finditer(text):
        line = places.of(found[0])
        if found.start() > position:
            spans.append(Span(Kind.TEXT, text[position : found.start()], line=line))
        spans.append(Span(Kind.LINK, "", found[0], line))
        position = found.end()
    line = spans[0].line if spans else places.of(key)
    if position < len(text):
        spans.append(Span(Kind.TEXT, text[position:], line=line))
    return Part(label, words, spans, line)


def _is_paper(parts: list[Part]) -> bool:
    """Whether fields are those of one paper: authors beside a link or a date, or a link to a paper or code."""
    labels = {part.label for part in parts}
    linked = [(part.label, span.url) for part in parts for span in part.spans if span.kind == Kind.LINK]
    if Label.AUTHORS in labels and (linked or labels & {Label.VENUE, Label.DATE}):
        return not any(part.name.lower() == "isbn" for part in parts)
    return any(
        label in {Label.PAPER, Label.CODE}
        or (label in {Label.LINK, None} and (found := resolve(url)) and kind(found) == "paper")
        for label, url in linked
    ) and not any(part.name.lower() == "isbn" for part in parts)


def _listed(value: Any) -> list[str]:
    if isinstance(value, str):
        return [tag for piece in re.split(r"[,，;；]", value) if (tag := piece.strip(" #[]\"'"))]
    if isinstance(value, list):
        return [text for one in value if not isinstance(one, (dict, list)) and (text := (_text(one) or "").strip("# "))]
    return []


def _text(value: Any) -> str | None:
    return " ".join(str(value).split()) or None if value is not None and not isinstance(value, (dict, list)) else None
