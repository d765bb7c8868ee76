"""Text for people: nothing in it steers the terminal, and columns stand under each other."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.cli.terminal import colourful, columns, count, harmless, one_line, width


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Yes."""
        return True


@pytest.mark.parametrize(
    "text, expected",
    [
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x9b31m", "\\x9b31m"),
        ("a\u202eb", "a\\u202eb"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\udc80", "\\udc80"),
        ("论文 résumé 😀", "论文 résumé 😀"),
    ],
)
def test_what_could_steer_a_terminal_is_spelt_out(text: str, expected: str) -> None:
    assert harmless(text) == expected


def test_lines_may_stay() -> None:
    assert harmless("a\n\tb\x1b\r", lines=True) == "a\n\tb\\x1b\\r"


@given(st.text(st.characters()))
def test_harmless_text_holds_no_control_and_can_be_encoded(text: str) -> None:
    safe = harmless(text)

    assert not any(ord(letter) < 0x20 or 0x7F <= ord(letter) < 0xA0 for letter in safe)
    assert safe.encode().decode() == safe


def test_white_space_becomes_one_space() -> None:
    assert one_line("  a \n\t b  ") == "a b"


def test_a_wide_character_takes_two_cells_and_a_combining_one_none() -> None:
    assert width("abc") == 3
    assert width("论文") == 4
    assert width("e\u0301") == 1


def test_columns_stand_under_each_other() -> None:
    assert list(columns([["论文", "1"], ["paper", "22"]], ["kind", "n"])) == [
        "kind   n",
        "─────  ──",
        "论文   1",
        "paper  22",
    ]


def test_numbers_stand_to_the_right_under_their_heading() -> None:
    assert list(columns([["论文", "1"], ["paper", "22"]], ["kind", "many"], right={1})) == [
        "kind   many",
        "─────  ────",
        "论文      1",
        "paper    22",
    ]


def test_columns_are_cut_to_the_width_of_the_terminal() -> None:
    lines = list(columns([["x" * 100, "short"], ["论" * 60, "y" * 40]], ["a", "b"], limit=50))

    assert max(map(width, lines)) <= 50
    assert all("…" in line for line in lines[2:])


@given(st.lists(st.tuples(st.text(), st.text(), st.text()), max_size=5), st.integers(60, 100))
def test_no_line_is_wider_than_the_terminal(rows: list[tuple[str, str, str]], limit: int) -> None:
    assert all(width(line) <= limit for line in columns(rows, ["a", "b", "c"], limit=limit))


def test_a_table_without_rows_is_its_heading() -> None:
    assert list(columns([], ["a", "bb"])) == ["a  bb", "─  ──"]


def test_a_number_brings_its_noun() -> None:
    assert [count(1, "entry", "entries"), count(1204, "entry", "entries"), count(0, "note")] == [
        "1 entry",
        "1,204 entries",
        "0 notes",
    ]


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert colourful(Terminal())
    assert not colourful(io.StringIO())

    monkeypatch.setenv("NO_COLOR", "1")
    assert not colourful(Terminal())

    monkeypatch.setenv("NO_COLOR", "")
    monkeypatch.setenv("TERM", "dumb")
    assert not colourful(Terminal())
