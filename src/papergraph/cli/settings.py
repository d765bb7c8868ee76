"""The configuration that a command runs with, from where it was started and what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shlex import quote

import click

from papergraph.config import Config, load


def configured(
    ctx: click.Context,
    *,
    notes: Sequence[Path] = (),
    output: Path | None = None,
    formats: Sequence[str] = (),
    workers: int | None = None,
    site: bool | None = None,
) -> Config:
    """The configuration of the working directory, or of `--config`, with the command's own options."""
    file = ctx.obj if isinstance(ctx.obj, Path) else None
    return load(Path.cwd(), file=file, notes=notes, output=output, formats=formats, workers=workers, site=site)


def asked_for(output: Path | None) -> str:
    """What a `papergraph build` has to be given so that it writes to the folder that was asked for."""
    return "" if output is None else f" -o {quote(str(output))}"
