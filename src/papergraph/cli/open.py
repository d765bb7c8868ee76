"""`papergraph open`: the page of the last build, in a browser."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path

import click

from papergraph.cli.paths import GivenPath
from papergraph.cli.settings import asked_for, configured
from papergraph.cli.terminal import echo, harmless
from papergraph.errors import InputError


@click.command("open")
@click.option("--print", "only_print", is_flag=True, help="Print the address of the page instead of opening it.")
@click.option("-o", "--output", type=GivenPath(), help="Open the build in this folder.")
@click.pass_context
def command(ctx: click.Context, *, only_print: bool, output: Path | None) -> None:
    """Open the page of the last build in a browser.

    Where there is no display, the address is printed.

    \b
    Examples:
      papergraph open
      papergraph open --print
      papergraph open -o my-graph
    """
    folder = configured(ctx, output=output).output
    page = folder / "graph.html"
    if not page.is_file():
        option = asked_for(output)
        if any(folder.glob("graph.*")):
            raise InputError(f"The build in {folder} wrote no page: run `papergraph build --format html{option}`.")
        raise InputError(f"There is no page {page} yet: run `papergraph build{option}` first.")
    address = page.resolve().as_uri()
    if only_print or not _has_display() or not webbrowser.open(address):
        echo(harmless(address))


def _has_display() -> bool:
    """Whether a browser could show a window; X11 and Wayland say so in the environment."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
