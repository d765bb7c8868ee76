"""docs/cli.md is the help of every command; `make docs` rewrites it."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from papergraph.cli import COMMANDS, papergraph
from papergraph.cli.validate import NOT_CONFORMING
from papergraph.errors import (
    AccessError,
    ConfigError,
    InputError,
    MismatchError,
    OutputError,
    QueryError,
    ServerError,
    StoreError,
)

HEAD = f"""\
# The command line

What follows is what `--help` prints; `make docs` writes this page.

Results go to standard output, progress and failures to standard error. Colour and progress bars appear on a
terminal only, and `NO_COLOR=1` turns colour off. Text from notes cannot steer the terminal: control characters in it
are spelt out.

| exit code | what happened |
|---|---|
| 0 | All went well. Problems in notes are reported and do not change it. |
| 1 | `papergraph search` found nothing. |
| {ConfigError.exit_code} | `papergraph.toml`, an option or an argument is wrong. |
| {InputError.exit_code} | Notes, a catalogue or the last build cannot be read. |
| {OutputError.exit_code} | An output cannot be written. |
| {QueryError.exit_code} | A SPARQL query is wrong, or asks for what is not allowed. |
| {StoreError.exit_code} | The store of what services said cannot be read or written. |
| {NOT_CONFORMING} | `papergraph validate` found what must not be. |
| {ServerError.exit_code} | The server to publish to does not answer, or not as it must. |
| {AccessError.exit_code} | The server to publish to wants credentials, or others. |
| {MismatchError.exit_code} | The server does not hold what was published. |
| 130 | Ctrl-C. What an earlier build wrote is as it was. |
| 141 | The program that read the output went away. |

## Completion in the shell

Tab completes commands, options and their values after one line in the shell's start-up file:

| shell | file | line |
|---|---|---|
| bash 4.4 or later | `~/.bashrc` | `eval "$(_PAPERGRAPH_COMPLETE=bash_source papergraph)"` |
| zsh | `~/.zshrc` | `eval "$(_PAPERGRAPH_COMPLETE=zsh_source papergraph)"` |
| fish | `~/.config/fish/config.fish` | `_PAPERGRAPH_COMPLETE=fish_source papergraph | source` |
"""
CELL_BAR = "papergraph | source"


def reference() -> str:
    """The whole page."""
    # The settings hold the names of the help option, which a command keeps from the first context that asks for it.
    top = click.Context(papergraph, info_name="papergraph", terminal_width=100, **papergraph.context_settings)
    parts = [HEAD.replace(CELL_BAR, CELL_BAR.replace("|", "\\|")), _section(top)]
    for name in COMMANDS:
        command = papergraph.get_command(top, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=top, terminal_width=100)
        parts.append(_section(context))
        for below, inner in command.commands.items() if isinstance(command, click.Group) else ():
            parts.append(_section(click.Context(inner, info_name=below, parent=context, terminal_width=100), "###"))
    return "\n".join(parts)


def _section(context: click.Context, level: str = "##") -> str:
    return f"{level} {context.command_path}\n\n```text\n{context.get_help()}\n```\n"


def test_the_page_is_what_the_commands_say(checkout: Path, pytestconfig: pytest.Config) -> None:
    page = checkout / "docs" / "cli.md"
    if pytestconfig.getoption("--update"):
        page.write_text(reference(), encoding="utf-8")

    assert page.read_text(encoding="utf-8") == reference()
