"""Text for people: control characters made harmless, columns aligned, numbers with their nouns."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest
from typing import TextIO
from unicodedata import combining, east_asian_width

import click

# C0 and C1 controls, line and paragraph separators, bidirectional overrides and isolates, lone surrogates.
_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_HARMFUL_IN_LINES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_NARROWEST = 12
_GAP = "  "


def harmless(text: str, *, lines: bool = False) -> str:
    """The text with every character that could steer a terminal spelt out by its number.

    With `lines`, line feeds and tabs stay.
    """
    return (_HARMFUL_IN_LINES if lines else _HARMFUL).sub(_spell_out, text)


def one_line(text: str) -> str:
    """The text harmless and on one line, each run of white space as one space."""
    return harmless(" ".join(text.split()))


def echo(text: str = "", *, error: bool = False) -> None:
    """Print a line; colour in it appears on a terminal only, and not where NO_COLOR is set."""
    click.echo(text, err=error, color=None if colourful(sys.stderr if error else sys.stdout) else False)


def colourful(stream: TextIO) -> bool:
    """Whether the stream is a terminal that wants colour (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def count(number: int, noun: str, plural: str = "") -> str:
    """The number with its noun: "1 entry", "1,204 entries"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def width(text: str) -> int:
    """Cells that the text takes on a terminal: two for each wide character, none for a combining one."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def columns(
    rows: Iterable[Sequence[str]], heading: Sequence[str], limit: int | None = None, right: Collection[int] = ()
) -> Iterable[str]:
    """The rows as lines of aligned columns under their heading, those whose places are in `right` to the right.

    Cells longer than their share of `limit` cells in all are cut and end in "…"; without a limit nothing is cut.
    """
    cells = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip_longest(heading, *cells, fillvalue="")]
    if limit is not None:
        widths = _narrowed(widths, limit - len(_GAP) * (len(widths) - 1))
    for row in [list(heading), ["─" * cells for cells in widths], *cells]:
        padded = (
            _padded(cell, cells, right=place in right)
            for place, (cell, cells) in enumerate(zip(row, widths, strict=True))
        )
        yield _GAP.join(padded).rstrip()


def _narrowed(widths: list[int], limit: int) -> list[int]:
    """The widths, the widest cut first, until their sum is within the limit or all are narrow."""
    narrowed = list(widths)
    while sum(narrowed) > limit and max(narrowed) > _NARROWEST:
        widest = max(narrowed)
        second = max((cells for cells in narrowed if cells < widest), default=_NARROWEST)
        many = narrowed.count(widest)
        cut = max(second, _NARROWEST, widest - -(-(sum(narrowed) - limit) // many))
        narrowed = [cut if cells == widest else cells for cells in narrowed]
    return narrowed


def _padded(text: str, cells: int, *, right: bool) -> str:
    taken = width(text)
    if taken <= cells:
        room = " " * (cells - taken)
        return room + text if right else text + room
    kept, taken = [], 1
    for letter in text:
        taken += width(letter)
        if taken > cells:
            break
        kept.append(letter)
    cut = "".join(kept) + "…"
    return cut + " " * (cells - width(cut))


def _spell_out(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")
