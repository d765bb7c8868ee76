"""Where a GitHub token comes from, and that it is never shown."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.sources import token
from papergraph.sources.token import NO_GH, Token, find_token

SECRET = "ghp_0123456789abcdefABCDEF0123456789abcd"  # noqa: S105 - of nobody


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose programs come before all others."""
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def gh(folder: Path, script: str) -> None:
    """Put a program named `gh` in a folder."""
    program = folder / "gh"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


@pytest.mark.parametrize(
    "environment, place",
    [
        ({"GITHUB_TOKEN": SECRET}, "GITHUB_TOKEN"),
        ({"GH_TOKEN": SECRET}, "GH_TOKEN"),
        ({"GITHUB_TOKEN": SECRET, "GH_TOKEN": "other"}, "GITHUB_TOKEN"),
        ({"GITHUB_TOKEN": "  ", "GH_TOKEN": f" {SECRET}\n"}, "GH_TOKEN"),
    ],
)
def test_the_environment_has_it(environment: dict[str, str], place: str) -> None:
    assert find_token(environment) == Token(SECRET, place)


def test_the_real_environment_is_looked_at_where_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_token() is None
    monkeypatch.setenv("GH_TOKEN", SECRET)
    assert find_token() == Token(SECRET, "GH_TOKEN")


@pytest.mark.parametrize("secret", ["two words", "line\nbreak", "ключ", "x" * 256, "a:b", "\x00", "“quoted”"])
def test_what_cannot_be_sent_in_a_header_is_no_token_and_is_not_repeated(secret: str) -> None:
    told = find_token({"GITHUB_TOKEN": secret})

    assert told == "What is in GITHUB_TOKEN is no token of GitHub."


@given(st.text(min_size=1, max_size=50))
@settings(max_examples=60)
def test_whatever_the_environment_holds_is_a_token_that_can_be_sent_or_a_sentence_without_it(text: str) -> None:
    found = find_token({"GITHUB_TOKEN": text})

    match found:
        case Token(secret=secret):
            assert secret == text.strip()
            assert secret.isascii()
            assert secret.isprintable()
        case str():
            assert found == "What is in GITHUB_TOKEN is no token of GitHub."
        case None:
            assert not text.strip()


def test_a_token_does_not_show_itself() -> None:
    secret = Token(SECRET, "GITHUB_TOKEN")

    shown = f"{secret} {secret!r} {[secret]}" + "".join(traceback.format_exception(ValueError(secret)))

    assert shown.count("Token from GITHUB_TOKEN") == 4
    assert SECRET not in shown


def test_the_command_line_of_github_is_asked_only_where_that_is_allowed(programs: Path) -> None:
    asked = programs / "asked"
    gh(programs, f'echo "$@" >> {asked}; echo {SECRET}')

    assert find_token({}) is None
    assert not asked.exists()
    assert find_token({}, ask_gh=True) == Token(SECRET, "gh auth token")
    assert asked.read_text(encoding="utf-8") == "auth token --hostname github.com\n"


def test_the_environment_comes_before_the_command_line(programs: Path) -> None:
    gh(programs, "echo other")

    assert find_token({"GITHUB_TOKEN": SECRET}, ask_gh=True) == Token(SECRET, "GITHUB_TOKEN")


@pytest.mark.parametrize(
    "script",
    ["echo not logged in >&2; exit 1", f"echo {SECRET}; exit 4", "exit 0", "printf '\\377\\376'", "sleep 30"],
    ids=["not logged in", "token but failed", "nothing", "no text", "hangs"],
)
def test_a_command_line_that_gives_none_means_that_there_is_none(
    programs: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setattr(token, "PATIENCE", 0.3)
    gh(programs, script)

    assert find_token({}, ask_gh=True) == NO_GH


def test_a_command_line_that_says_something_else_is_not_believed(programs: Path) -> None:
    gh(programs, "echo you have no token")

    assert find_token({}, ask_gh=True) == "What is in gh auth token is no token of GitHub."


def test_a_program_that_cannot_be_run_means_that_there_is_none(programs: Path) -> None:
    (programs / "gh").write_bytes(b"\x7fELF, or so")
    (programs / "gh").chmod(0o755)

    assert find_token({}, ask_gh=True) == NO_GH


def test_a_machine_without_that_program_has_none(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(programs))

    assert find_token({}, ask_gh=True) == NO_GH


@pytest.mark.parametrize(
    "url, environment, expected",
    [
        ("https://api.github.com", {"GITHUB_TOKEN": SECRET}, Token(SECRET, "GITHUB_TOKEN")),
        ("http://127.0.0.1:8000", {"GITHUB_TOKEN": SECRET}, Token(SECRET, "GITHUB_TOKEN")),
        ("https://ghe.example/api/v3", {"GH_HOST": "ghe.example", "GH_ENTERPRISE_TOKEN": SECRET}, "own"),
        ("https://api.ghe.example", {"GH_HOST": "GHE.example", "GITHUB_ENTERPRISE_TOKEN": SECRET}, "own"),
        ("https://ghe.example/api/v3", {"GH_HOST": "other.example", "GH_ENTERPRISE_TOKEN": SECRET}, None),
        ("http://ghe.example/api/v3", {"GH_HOST": "ghe.example", "GH_ENTERPRISE_TOKEN": SECRET}, None),
        ("https://ghe.example/api/v3", {}, None),
    ],
)
def test_a_token_goes_only_where_it_belongs(
    url: str, environment: dict[str, str], expected: Token | str | None
) -> None:
    found = find_token(environment, url=url)

    assert (found.secret == SECRET if isinstance(found, Token) else False) if expected == "own" else found == expected


@pytest.mark.parametrize("url", ["http://api.github.com", "https://api.github.com.evil.example", "http://evil.example"])
def test_a_strange_host_gets_no_token_and_that_is_told(url: str, programs: Path) -> None:
    gh(programs, f"echo {SECRET}")
    told = find_token({"GH_TOKEN": SECRET}, url=url, ask_gh=True)

    assert isinstance(told, str)
    assert "The token in GH_TOKEN is for github.com and is not sent to" in told
    assert SECRET not in told
    assert find_token({}, url=url, ask_gh=True) is None
