"""`python -m papergraph` and the installed command are the same, and Ctrl-C while they load is quiet."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from papergraph import __main__, __version__, cli


def test_the_version_is_printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["papergraph", "--version"])

    assert __main__.main() == 0
    assert capsys.readouterr().out == f"papergraph {__version__}\n"


def test_other_arguments_go_to_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    def run(arguments: list[str]) -> int:
        seen.append(arguments)
        return 7

    monkeypatch.setattr(sys, "argv", ["papergraph", "build", "-v"])
    monkeypatch.setattr(cli, "run", run)

    assert __main__.main() == 7
    assert seen == [["build", "-v"]]


def test_ctrl_c_while_loading_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def run(_: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys, "argv", ["papergraph", "build"])
    monkeypatch.setattr(cli, "run", run)

    assert __main__.main() == 130
    assert capsys.readouterr().err == "papergraph: interrupted.\n"


def test_the_installed_command_is_this_one() -> None:
    program = Path(sys.executable).with_name("papergraph")
    for command in ([program], [sys.executable, "-m", "papergraph"]):
        finished = subprocess.run([*command, "nonsense"], capture_output=True, text=True, check=False)

        assert finished.returncode == 2
        assert finished.stderr.startswith("papergraph: there is no command 'nonsense'")
