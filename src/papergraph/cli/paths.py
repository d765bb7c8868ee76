"""A path that a person gives on the command line: any but the empty one, which is nearly always a variable unset."""

from __future__ import annotations

import os
from pathlib import Path

import click


class GivenPath(click.Path):
    """A path argument or option; the empty text is a wrong argument, not the working directory."""

    def __init__(self, *, dir_okay: bool = True) -> None:
        super().__init__(dir_okay=dir_okay, path_type=Path)

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> Path | str | bytes | os.PathLike[str]:
        """The path; fails for an empty one."""
        if not os.fspath(value):
            self.fail("the path is empty.", param, ctx)
        return super().convert(value, param, ctx)
