"""What a page shows in, packed blocks out: columns of numbers and names, and chunks of what is told, each gzipped.

The reader is `web/src/columns.ts`; both describe the format: a length (4 bytes, least first), so many bytes of
JSON (the header), then the columns in the header's order.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from papergraph.exporters.chunks import DETAILS, ENTRIES, alone, chunks, usual_methods
from papergraph.exporters.details import ADDRESSES, EXPECTED, FETCHABLE, FIELDS, QUOTED, TEXTS, Json, Thing, asked
from papergraph.exporters.labels import labels
from papergraph.exporters.page import Contents, short_name, trouble, when
from papergraph.model import Graph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Integers: TypeAlias = NDArray[np.int64]

Column: TypeAlias = tuple[str, str, bytes]
"""Name, type and bytes; the types are those of `web/src/columns.ts`."""
TELLING = 12
"""A community of fewer things has no name."""
MONTHS = 13
"""Numbers of one year: one for a year without a month, then its months."""
MOST_STARS = (1 << 31) - 3
"""What a column can hold."""
GRAIN = 0.02
"""The least step of a position; marks have a radius of 0.2 and more."""
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")
_SURROGATES = "backslashreplace"


class Block(NamedTuple):
    """One packed part of the page."""

    name: str
    packed: bytes


class Drawing(NamedTuple):
    """Where things are on the map."""

    position: Floats
    """Shape (things, 2); neighbours are about 1 apart."""
    community: Integers
    """The community of each thing, numbered by falling size, shape (things,)."""


def blocks(shown: Contents, drawing: Drawing, versions: dict[str, Json]) -> Iterator[Block]:
    """Yield the graph, the references, and what is told of each thing, edge, entry and problem."""
    names = [short_name(thing.name) for thing in shown.things]
    order, predicates, edges = _edges(shown)
    single = alone(shown.edges)
    usual = usual_methods(shown.edges, single)
    head, things = _things(shown, drawing)
    languages, called = labels(shown)
    header: dict[str, Json] = {
        **shown.about,
        **head,
        "things": len(shown.things),
        "edges": len(shown.edges),
        "predicates": predicates,
        "communities": communities(shown, drawing.community),
        "languages": languages,
        "texts": list(TEXTS),
        "fields": FIELDS,
        "expected": {kind: sorted(fields) for kind, fields in EXPECTED.items()},
        "quoted": sorted(QUOTED),
        "fetchable": sorted(FETCHABLE),
        "usual": usual,
        "addresses": ADDRESSES,
        "detailsSize": DETAILS,
        "entriesSize": ENTRIES,
        "versions": versions,
    }
    columns = [*things, ("names", "text", encoded("\n".join(names))), ("labels", "text", encoded(called)), *edges]
    yield Block("graph", packed(framed(header, columns)))
    yield Block("references", packed(encoded("\n".join(map(_reference, shown.things, names)))))
    for name, told in chunks(shown, names, order, single, usual):
        yield Block(name, packed(as_json(told)))


def packed(data: bytes) -> bytes:
    """Return bytes as gzip without a time in it, the same for the same bytes."""
    pack = zlib.compressobj(6, zlib.DEFLATED, 31)
    return pack.compress(data) + pack.flush()


def as_json(value: Json) -> bytes:
    """Return JSON in UTF-8; half of a pair of code units is written as an escape of JSON."""
    import orjson

    try:
        return orjson.dumps(value, default=list)
    except orjson.JSONEncodeError:  # half of a pair of code units, or a number of more than 64 bits
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return text.encode("utf-8", _SURROGATES)


def encoded(text: str) -> bytes:
    """Return text in UTF-8, half of a pair of code units as �."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def numbers(values: Integers) -> bytes:
    """Return numbers below 2^31 in seven bits a byte, the lowest first; the top bit says that more follow (LEB128)."""
    import numpy as np

    left = np.asarray(values, dtype=np.uint64)
    lengths = np.ones(len(left), dtype=np.int64)
    for bits in (7, 14, 21, 28):
        lengths += left >> np.uint64(bits) > 0
    starts = np.cumsum(lengths) - lengths
    data = np.zeros(int(lengths.sum()), dtype=np.uint8)
    for place in range(int(lengths.max(initial=0))):
        some = lengths > place
        septet = (left[some] >> np.uint64(7 * place)) & np.uint64(127)
        more = (lengths[some] > place + 1).astype(np.uint64) << np.uint64(7)
        data[starts[some] + place] = (septet | more).astype(np.uint8)
    return data.tobytes()


def framed(header: dict[str, Json], columns: Sequence[Column]) -> bytes:
    """Return a header and columns as one text of bytes."""
    header = header | {"columns": [[name, type_, len(data)] for name, type_, data in columns]}
    told = as_json(header)
    return b"".join((len(told).to_bytes(4, "little"), told, *(data for _, _, data in columns)))


def _things(shown: Contents, drawing: Drawing) -> tuple[dict[str, Json], list[Column]]:
    """Return what the header says of the columns of things, and those columns but their names."""
    import numpy as np

    graph, things = shown.graph, shown.things
    kinds = {kind: number for number, kind in enumerate(FIELDS)}
    first_year, times = _times([when(thing, graph) for thing in things])
    troubles = [trouble(thing, graph) for thing in things]
    told = list(dict.fromkeys(one for one in troubles if one))
    placed, x, y = _quantised(drawing)
    beyond = np.zeros(len(things), dtype=np.int64)
    for place, count in shown.beyond.items():
        beyond[place] = count
    head: dict[str, Json] = {"kinds": list(FIELDS), "firstYear": first_year, "troubles": told, **placed}
    return head, [
        ("kind", "bytes", bytes(kinds[thing.kind] for thing in things)),
        ("x", "words", x),
        ("y", "words", y),
        ("time", "numbers", numbers(np.array(times, dtype=np.int64))),
        ("community", "numbers", numbers(drawing.community)),
        ("stars", "numbers", numbers(np.array([_stars(thing, graph) for thing in things], dtype=np.int64))),
        ("beyond", "numbers", numbers(beyond)),
        ("trouble", "bytes", bytes(min(told.index(one) + 1, 255) if one else 0 for one in troubles)),
    ]


def _stars(thing: Thing, graph: Graph) -> int:
    """Return two more than the stars; 1 where those who could know do not say, 0 where nobody was asked."""
    repository = graph.repositories.get(thing.reference) if thing.kind == "repository" else None
    if repository is None:
        return 0
    if repository.stars is not None:
        return min(max(repository.stars, 0), MOST_STARS) + 2
    return int(asked(thing.reference, graph.records.get(thing.reference, ())))


def _times(dates: Sequence[str]) -> tuple[int, list[int]]:
    """Return the first year of all, and of each date 13 · (year - first) + month + 1; 0 where it is unknown."""
    known = [_DATE.match(date) for date in dates]
    years = [int(date[1]) for date in known if date]
    first = min(years, default=0)
    return first, [(int(date[1]) - first) * MONTHS + _month(date[2]) + 1 if date else 0 for date in known]


def _month(digits: str | None) -> int:
    month = int(digits or 0)
    return month if month < MONTHS else 0


def _quantised(drawing: Drawing) -> tuple[dict[str, Json], bytes, bytes]:
    """Return what the header says of positions, and their two columns.

    A position is a number of steps from the middle of the thing's community, 0, -1, 1, -2 … as 0, 1, 2, 3 …;
    of communities with few members it is that from the left top. Both the steps and the middles count from there.
    """
    import numpy as np

    position, community = drawing
    if not len(position):
        return {"bounds": [0.0, 0.0, 1.0], "middles": []}, b"", b""
    low, high = position.min(0), position.max(0)
    grain = max(float((high - low).max()) / 32767, GRAIN)
    steps = np.rint((position - low) / grain).astype(np.int64)
    sizes = np.bincount(community)
    large = int((sizes >= TELLING).sum())
    columns, middles = [], np.zeros((len(sizes), 2), dtype=np.int64)
    for axis in (0, 1):
        middles[:large, axis] = (np.bincount(community, steps[:, axis]) / np.maximum(sizes, 1))[:large]
        away = steps[:, axis] - middles[community, axis]
        folded = np.where(away >= 0, 2 * away, -2 * away - 1)
        columns.append(np.concatenate((folded & 255, folded >> 8)).astype(np.uint8).tobytes())
    bounds = [round(float(low[0]), 3), round(float(low[1]), 3), round(grain, 6)]
    return {"bounds": bounds, "middles": middles[:large].tolist()}, columns[0], columns[1]


def _edges(shown: Contents) -> tuple[Integers, list[str], list[Column]]:
    """Return the order of the links, by their later ends and then their earlier ones, the predicates, the columns."""
    import numpy as np

    subjects, objects = shown.subjects, shown.objects
    predicates = sorted({edge[1] for edge in shown.edges})
    place = {predicate: number for number, predicate in enumerate(predicates)}
    says = np.array([place[edge[1]] for edge in shown.edges], dtype=np.int64)
    later, earlier = np.maximum(subjects, objects), np.minimum(subjects, objects)
    relation = 2 * says + (subjects < objects)
    order = np.lexsort((relation, earlier, later))
    later, earlier, relation = later[order], earlier[order], relation[order]
    step = np.diff(earlier, prepend=0)
    first = np.flatnonzero(np.diff(later, prepend=-1))
    step[first] = earlier[first]
    return (
        order,
        predicates,
        [
            ("back", "numbers", numbers(np.bincount(later, minlength=len(shown.things)))),
            ("step", "numbers", numbers(step)),
            ("relation", "numbers", numbers(relation)),
        ],
    )


def _reference(thing: Thing, name: str) -> str:
    """Return a reference on one line; without its identifier where that is the name in small letters."""
    prefix, identifier = thing.reference
    if name.isascii() and identifier == name.lower():
        return f"{prefix}:"
    return " ".join(f"{prefix}:{identifier}".split("\n"))


def communities(shown: Contents, community: Integers) -> list[Json]:
    """Return the place of the topic that each community is called by, None for a small one: its most telling topic.

    That is the topic of which most uses lie in the community, weighed by how many they are.
    """
    members = community.tolist()
    sizes = Counter(members)
    topics = {place for place, thing in enumerate(shown.things) if thing.kind == "topic"}
    ends = zip(shown.subjects.tolist(), shown.objects.tolist(), strict=True)
    uses = Counter((members[one], other) for one, other in ends if other in topics and one not in topics)
    best: dict[int, tuple[float, int]] = {}
    for (one, topic), count in uses.items():
        telling = count * count / max(shown.things[topic].degree, 1), -topic
        best[one] = max(best.get(one, telling), telling)
    named = {one for one, size in sizes.items() if size >= TELLING}
    return [-best[one][1] if one in best and one in named else None for one in range(max(named, default=-1) + 1)]
