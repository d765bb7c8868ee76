"""Bytes of notes as editors and accidents leave them: text, with a problem where it had to be guessed."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.model import Problem, Severity
from papergraph.readers import read_bytes
from papergraph.readers.decoding import decode

TEXT = "# 2024-05-06\n\n1. [图谱](https://example.org/图) ⭐\n   - Paper: https://arxiv.org/abs/2401.01234\n"


def decoded(payload: bytes) -> str:
    """The text of bytes that are no problem."""
    text, problems = decode("a.md", payload)
    assert problems == ()
    assert text is not None
    return text


def guessed(payload: bytes) -> tuple[str | None, Problem]:
    text, (problem,) = decode("a.md", payload)
    assert problem.location.path == "a.md"
    return text, problem


@pytest.mark.parametrize(
    "mark, encoding",
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
    ids=["plain", "UTF-8", "UTF-16 LE", "UTF-16 BE", "UTF-32 LE", "UTF-32 BE"],
)
def test_a_byte_order_mark_names_the_encoding_and_is_no_text(mark: bytes, encoding: str) -> None:
    assert decoded(mark + TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["CRLF", "CR"])
def test_every_line_end_is_a_line_feed(end: str) -> None:
    assert decoded(TEXT.replace("\n", end).encode()) == TEXT


def test_line_ends_may_be_mixed() -> None:
    assert decoded(b"a\r\nb\rc\nd\r\r\n") == "a\nb\nc\nd\n\n"


def test_an_empty_file_is_an_empty_text() -> None:
    assert decoded(b"") == decoded(codecs.BOM_UTF8) == ""


def test_what_is_not_utf_8_is_read_as_gb_18030_with_the_line_that_shows_it() -> None:
    text, problem = guessed("# Notes\n\n图谱从笔记中来。\n".encode("gb18030"))

    assert text == "# Notes\n\n图谱从笔记中来。\n"
    assert problem.location.line == 3
    assert "GB 18030" in problem.message


def test_the_line_is_right_whatever_ends_lines() -> None:
    _, problem = guessed("a\rb\r图谱\r".encode("gb18030"))

    assert problem.location.line == 3


def test_what_is_no_encoding_at_all_keeps_what_can_be_read() -> None:
    text, problem = guessed(b"good\nbad \xff\xff here\ngood\n")

    assert text is not None
    assert text.startswith("good\nbad \ufffd")
    assert text.endswith(" here\ngood\n")
    assert problem.location.line == 2


def test_a_nul_is_replaced_and_reported() -> None:
    text, problem = guessed(b"a\nb\0c\n")

    assert text == "a\nb\ufffdc\n"
    assert problem.location.line == 2


@pytest.mark.parametrize(
    "payload",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        b"\x7fELF" + b"\0\1\2\3\xff" * 500,
        b"PK\3\4" + bytes(range(255, -1, -1)) * 20,
        b"\0" * 5000,
        b"GIF89a" + b"\0\0\1" * 2000,
    ],
    ids=["PNG", "ELF", "ZIP", "only NUL", "GIF of low bytes"],
)
def test_a_binary_file_is_left_out_with_an_error(payload: bytes) -> None:
    text, problem = guessed(payload)

    assert text is None
    assert problem.severity is Severity.ERROR


def test_a_broken_utf_16_file_keeps_what_can_be_read() -> None:
    text, _ = decode("a.md", codecs.BOM_UTF16_LE + "ab".encode("utf-16-le") + b"\x00")

    assert text is not None
    assert text.startswith("ab")


def test_bytes_that_a_byte_order_mark_belies_are_reported() -> None:
    text, problem = guessed(codecs.BOM_UTF8 + b"a\nb\xff\n")

    assert text == "a\nb\ufffd\n"
    assert problem.location.line == 2


def test_the_note_of_a_binary_file_has_its_checksum_and_no_entries() -> None:
    reading = read_bytes("a.md", b"\x89PNG\xff" + b"\0\1\2" * 100)

    assert reading.entries == ()
    assert len(reading.note.checksum) == 64
    assert [problem.severity for problem in reading.problems] == [Severity.ERROR]


def test_the_same_note_in_other_encodings_gives_the_same_entries() -> None:
    expected = read_bytes("a.md", TEXT.encode()).entries
    assert len(expected) == 1

    for payload in (
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace("⭐", "★").encode("gb18030"),
    ):
        assert read_bytes("a.md", payload).entries == expected


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(payload: bytes) -> None:
    text, problems = decode("a.md", payload)

    assert text is not None or problems
    assert text is None or not {"\r", "\0"} & set(text)
    assert all(0 <= problem.location.line <= payload.count(b"\n") + payload.count(b"\r") + 1 for problem in problems)


@given(st.text(alphabet=st.characters(exclude_characters="\r\0", exclude_categories=["Cs"]), max_size=50))
def test_utf_8_is_never_a_problem(text: str) -> None:
    assert decoded(codecs.BOM_UTF8 + text.encode()) == text
