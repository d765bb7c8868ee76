"""Things of a kind in, the pages that list them out: by name and, where they have dates, the latest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from papergraph.site.pages import Book
from papergraph.site.statements import Iri, literal
from papergraph.site.words import Kind

AT_ONCE = 500
"""Things of one page of a list."""
_NEAR = 3
"""Pages before and after one that it leads to; and to the first and the last."""


class Line(NamedTuple):
    """A thing in a list."""

    text: str
    href: str
    language: str
    date: str
    anchor: str = ""


class Listing(NamedTuple):
    """One page of a list."""

    path: str
    """Of the file, without its suffix."""
    part: int
    shown: list[Line]
    pages: list[tuple[int, str]]
    """Numbers of pages and their addresses; 0 for what is left out between them."""
    jumps: list[tuple[str, str]]
    """First letters and where they begin, on the first page of a list by name."""
    orders: list[tuple[str, str]]
    """The orders that there are, with the address of the other one."""


def names_of_lists(counts: Mapping[Kind, int]) -> list[str]:
    """Return the paths of all pages of lists, without their suffix."""
    found = []
    for kind, number in counts.items():
        for name in (kind.name, _by_date(kind)) if kind.dates else (kind.name,):
            found += [numbered(name, part) for part in range(1, -(-number // AT_ONCE) + 1)]
    return found


def listings(book: Book, kind: Kind, things: Sequence[Iri]) -> Iterator[Listing]:
    """Yield the pages of the list of a kind, in each of its orders."""
    by_name = sorted(_lines(book, kind, things), key=lambda line: (line.text.casefold(), line.text, line.href))
    dated = bool(kind.dates) and any(line.date for line in by_name)
    other = f"{_by_date(kind)}.html"
    yield from _paged(kind.name, by_name, [("by name", ""), ("by date", other)] if dated else [], lettered=True)
    if dated:
        by_date = sorted(by_name, key=lambda line: line.date, reverse=True)
        yield from _paged(_by_date(kind), by_date, [("by name", f"{kind.name}.html"), ("by date", "")])


def latest(book: Book, kind: Kind, things: Sequence[Iri], number: int) -> list[Line]:
    """Return the latest things of a kind that have a date."""
    lines = sorted(_lines(book, kind, things), key=lambda line: (line.date, line.href), reverse=True)
    return [line for line in lines[:number] if line.date]


def numbered(name: str, part: int) -> str:
    """Return the path of a part of a list."""
    return name if part == 1 else f"{name}-{part}"


def _by_date(kind: Kind) -> str:
    return f"{kind.name}-by-date"


def _lines(book: Book, kind: Kind, things: Sequence[Iri]) -> list[Line]:
    lines = []
    for iri in things:
        text, _, language, _ = book.names[iri]
        lines.append(Line(text, book.places[iri].url, language, _date(book, kind, iri)))
    return lines


def _date(book: Book, kind: Kind, iri: Iri) -> str:
    """Return the date of a thing; that of its note where an entry has none."""
    said = book.statements.said.get(iri, {})
    for curie in kind.dates:
        if terms := said.get(curie):
            return literal(terms[0]).text
    parent = said.get("dcterms:isPartOf") if kind.dates else None
    return _date(book, kind, parent[0][1:-1]) if parent else ""


def _paged(
    name: str, lines: Sequence[Line], orders: list[tuple[str, str]], *, lettered: bool = False
) -> Iterator[Listing]:
    last = -(-len(lines) // AT_ONCE)
    lines, jumps = _lettered(name, lines) if lettered else (lines, [])
    for part in range(1, last + 1):
        shown = list(lines[(part - 1) * AT_ONCE : part * AT_ONCE])
        first = part == 1 and len(lines) > AT_ONCE // 10
        yield Listing(numbered(name, part), part, shown, _neighbours(name, part, last), jumps if first else [], orders)


def _neighbours(name: str, part: int, last: int) -> list[tuple[int, str]]:
    if last == 1:
        return []
    near = {1, last, *range(max(1, part - _NEAR), min(last, part + _NEAR) + 1)}
    found: list[tuple[int, str]] = []
    for number in sorted(near):
        if found and found[-1][0] + 1 < number:
            found.append((0, ""))
        found.append((number, f"{numbered(name, number)}.html"))
    return found


def _lettered(name: str, lines: Sequence[Line]) -> tuple[list[Line], list[tuple[str, str]]]:
    """Give the first thing of each letter an anchor, and return where the letters begin."""
    found: dict[str, str] = {}
    named = []
    for place, line in enumerate(lines):
        letter = _letter(line.text)
        if letter in found:
            named.append(line)
            continue
        anchor = f"letter-{len(found)}"
        found[letter] = f"{numbered(name, place // AT_ONCE + 1)}.html#{anchor}"
        named.append(line._replace(anchor=anchor))
    return named, list(found.items())


def _letter(text: str) -> str:
    first = text[:1].casefold()
    if "a" <= first <= "z":
        return first.upper()
    if first.isdecimal():
        return "0–9"
    return "#" if first.isascii() else "other scripts"
