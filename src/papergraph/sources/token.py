"""Where a GitHub token comes from: the environment, or GitHub's own command line where the configuration allows it.

A token is kept in memory only. It is checked before it is used, because a header that cannot be sent is quoted, token
and all, by those who refuse to send it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from typing import NamedTuple

VARIABLES = ("GITHUB_TOKEN", "GH_TOKEN")
TOKEN = re.compile(r"[A-Za-z0-9_.-]{1,255}")
PATIENCE = 5.0
"""Seconds that `gh` may take."""


class Token(NamedTuple):
    """A token, and where it was found, which is all that is ever told of it."""

    secret: str
    place: str

    def __repr__(self) -> str:
        return f"Token from {self.place}"


def find_token(environment: Mapping[str, str] = os.environ, *, ask_gh: bool = False) -> Token | str | None:
    """Return the token; why what was found is none; or None where there is none."""
    for variable in VARIABLES:
        if secret := environment.get(variable, "").strip():
            return _checked(secret, variable)
    if ask_gh and (program := shutil.which("gh")):
        try:
            finished = subprocess.run(  # noqa: S603 - no part of the command comes from elsewhere
                [program, "auth", "token"], capture_output=True, text=True, timeout=PATIENCE, check=False
            )
        except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
            return None
        if finished.returncode == 0 and (secret := finished.stdout.strip()):
            return _checked(secret, "gh auth token")
    return None


def _checked(secret: str, place: str) -> Token | str:
    return Token(secret, place) if TOKEN.fullmatch(secret) else f"What is in {place} is no token of GitHub."
