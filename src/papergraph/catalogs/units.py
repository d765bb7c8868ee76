"""The content of a catalogue in, its JSON values out one by one, each with where it stands; from any place on.

One object a line, or arrays of objects, however large: nothing but the value at hand is held. What is not understood
is a `Fault`. Between two values the place in the content is known, so that reading can go on there another time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple, TypeAlias

from papergraph.sources.catalog import NOT_JSON
from papergraph.textfile import lines

LONGEST = 1 << 23
"""Bytes of a value that is read: a thousand times what they are long."""
CHUNK = 1 << 20
"""Bytes of an array that are read at once."""
BOM = b"\xef\xbb\xbf"

TOO_LONG = f"The line is longer than {LONGEST >> 20} MB and was not read"
CUT_OFF = "The file ends in the middle of the array; what stands before was read"
BROKEN = "The array is no JSON from here on; what stands before was read"
_BETWEEN = re.compile(r"[ \t\r\n,\[\]\ufeff]*")


class Fault(NamedTuple):
    """What is wrong at a place."""

    message: str


Unit: TypeAlias = tuple[int, Any]
"""A line or the number of an element, and the value there, or a fault."""


class Lines:
    """One value a line."""

    def __init__(self, content: BinaryIO, number: int) -> None:
        self._content = content
        self._number = number

    def __iter__(self) -> Iterator[Unit]:
        """Give the line and the value, but for blank lines."""
        import orjson

        number = self._number
        for line, cut in lines(self._content):
            number += 1
            self._number = number
            if cut or len(line) > LONGEST:
                yield number, Fault(TOO_LONG)
                continue
            try:
                yield number, orjson.loads(line)
            except orjson.JSONDecodeError:
                if not line.isspace():
                    yield number, _loads(line, "utf-8-sig" if number == 1 else "utf-8")

    def place(self) -> tuple[int, int]:
        """Return the bytes of the content before the next line, and the number of lines before it."""
        return self._content.tell(), self._number


class Elements:
    """The elements of arrays, one array behind another or in another."""

    def __init__(self, content: BinaryIO, number: int) -> None:
        from codecs import getincrementaldecoder

        self._content = content
        self._number = number
        self._offset = content.tell()
        self._decoder = getincrementaldecoder("utf-8")("surrogateescape")
        self._scanner = json.JSONDecoder()
        self._text = ""
        self._at = 0
        """Characters of the text that are done with."""

    def __iter__(self) -> Iterator[Unit]:
        """Give the number of each element, from 1, and the element; a fault is the last."""
        while (closed := self._skip()) is None:
            value = self._value()
            self._number += 1
            yield self._number, value
            if isinstance(value, Fault):
                return
        if not closed:
            yield self._number + 1, Fault(CUT_OFF)

    def place(self) -> tuple[int, int]:
        """Return the bytes of the content before what follows, and the number of elements before it."""
        return self._offset, self._number

    def _skip(self) -> bool | None:
        """Go to the next value; at the end tell whether an array was closed there."""
        closed = False
        while True:
            between = _BETWEEN.match(self._text, self._at)
            end = between.end() if between else self._at
            closed = "]" in self._text[self._at : end] or closed
            self._go(end)
            if self._at < len(self._text):
                return None
            if not self._more():
                return closed

    def _value(self) -> Any:  # noqa: ANN401 -- any JSON
        while True:
            try:
                value, end = self._scanner.raw_decode(self._text, self._at)
            except RecursionError:
                return Fault(BROKEN)
            except ValueError:
                if len(self._text) - self._at > LONGEST:
                    return Fault(BROKEN)
                if not self._more():
                    return Fault(CUT_OFF)
            else:
                # A number at the end of the text may go on.
                if isinstance(value, dict) or end < len(self._text) or not self._more():
                    self._go(end)
                    return value

    def _go(self, end: int) -> None:
        self._offset += len(self._text[self._at : end].encode("utf-8", "surrogateescape"))
        self._at = end

    def _more(self) -> bool:
        """Read as much again as is waiting, so that a long value is not scanned too often."""
        payload = self._content.read(max(CHUNK, len(self._text) - self._at))
        text = self._decoder.decode(payload, not payload)
        self._text, self._at = self._text[self._at :] + text, 0
        return bool(payload)


def units(content: BinaryIO, offset: int = 0, number: int = 0) -> Lines | Elements:
    """Return the values of a content, from a place that `place` has told on; its first bytes say which form it has."""
    array = _is_array(content.readline(LONGEST), content)
    content.seek(offset)
    return Elements(content, number) if array else Lines(content, number)


def _is_array(start: bytes, content: BinaryIO) -> bool:
    """Whether a content is one array: it begins as one, and its first line is not one that others follow."""
    if not start.removeprefix(BOM).lstrip().startswith(b"["):
        return False
    return isinstance(_loads(start, "utf-8-sig"), Fault) or not content.read(1)


def _loads(line: bytes, encoding: str) -> Any:  # noqa: ANN401 -- any JSON
    """What the strict parser refuses: not-a-number, half a surrogate pair, a mark at the beginning."""
    try:
        return json.loads(line.decode(encoding))
    except (ValueError, RecursionError):
        return Fault(NOT_JSON)
