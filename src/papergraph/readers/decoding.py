"""Bytes of a note → text, and a problem where they had to be guessed at."""

from __future__ import annotations

import codecs

from papergraph.model import Location, Problem, Severity

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes(set(range(32)) - {8, 9, 10, 12, 13, 27})


def decode(path: str, payload: bytes) -> tuple[str | None, tuple[Problem, ...]]:
    """Decode a note: by its byte-order mark, else as UTF-8, else as GB 18030; None for what is no text at all."""
    for mark, encoding in _MARKS:
        if payload.startswith(mark):
            return _marked(path, payload[len(mark) :], encoding)
    head = payload[:4096]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > 8 and controls > len(head) * 0.02:
        return None, (Problem(Location(path), "This is no text file; it was left out", Severity.ERROR),)
    try:
        return _text(payload.decode("utf-8")), _nul(path, payload)
    except UnicodeDecodeError as error:
        line = _line(payload, error.start)
    try:
        text = payload.decode("gb18030")
        guess = "it was read as GB 18030"
    except UnicodeDecodeError:
        text = payload.decode("utf-8", "replace")
        guess = "the bytes that are no UTF-8 were replaced"
    return _text(text), (Problem(Location(path, line), f"This line is not UTF-8; {guess}"),)


def _marked(path: str, payload: bytes, encoding: str) -> tuple[str, tuple[Problem, ...]]:
    """Text with a byte-order mark; bytes that belie the mark are replaced and reported."""
    try:
        return _text(payload.decode(encoding)), ()
    except UnicodeDecodeError as error:
        text = _text(payload.decode(encoding, "replace"))
        line = _text(payload[: error.start].decode(encoding, "replace")).count("\n") + 1
    name = encoding.upper()
    return text, (
        Problem(Location(path, line), f"This line is not {name}, as the mark at the top says; bytes were replaced"),
    )


def _line(payload: bytes, end: int) -> int:
    """The line that an offset is in, whatever ends lines."""
    return payload[:end].replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1


def _nul(path: str, payload: bytes) -> tuple[Problem, ...]:
    if b"\0" not in payload:
        return ()
    line = _line(payload, payload.index(b"\0"))
    return (Problem(Location(path, line), "There is a NUL character here; it was replaced"),)


def _text(text: str) -> str:
    """Line feeds as line ends, NUL replaced as CommonMark demands."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "\ufffd")
