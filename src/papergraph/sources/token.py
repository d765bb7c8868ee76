"""Where a GitHub token comes from: the environment, or GitHub's own command line where the configuration allows it.

A token is kept in memory only, and sent only to where it belongs: a configuration that comes with somebody's notes may
name any host. It is checked before it is used, because a header that cannot be sent is quoted, token and all, by those
who refuse to send it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from papergraph.sources.settings import GITHUB

VARIABLES = ("GITHUB_TOKEN", "GH_TOKEN")
"""For github.com."""
OWN_VARIABLES = ("GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN")
"""For the GitHub server of a company, whose host `GH_HOST` names; as for GitHub's own command line."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
TOKEN = re.compile(r"[A-Za-z0-9_.-]{1,255}")
NO_GH = "gh is not installed here or not signed in (gh auth login)."
PATIENCE = 5.0
"""Seconds that `gh` may take."""


class Token(NamedTuple):
    """A token, and where it was found, which is all that is ever told of it."""

    secret: str
    place: str

    def __repr__(self) -> str:
        return f"Token from {self.place}"


def find_token(
    environment: Mapping[str, str] = os.environ, *, url: str = GITHUB.url, ask_gh: bool = False
) -> Token | str | None:
    """Return the token for the API at `url`; why what was found is none; or None where there is none."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    home = host in LOOPBACK or (parts.scheme, host) == ("https", urlsplit(GITHUB.url).hostname)
    own = environment.get("GH_HOST", "").strip().lower()
    is_own = parts.scheme == "https" and own and host in {own, f"api.{own}"}
    for variable in VARIABLES if home else OWN_VARIABLES if is_own else ():
        if secret := environment.get(variable, "").strip():
            return _checked(secret, variable)
    if not home:
        found = next((variable for variable in VARIABLES if environment.get(variable, "").strip()), None)
        to_do = "for a server of your own set GH_HOST and GH_ENTERPRISE_TOKEN"
        return (
            f"The token in {found} is for github.com and is not sent to {parts.scheme}://{host}: {to_do}."
            if found
            else None
        )
    if not ask_gh:
        return None
    if program := shutil.which("gh"):
        try:
            finished = subprocess.run(  # noqa: S603 - no part of the command comes from elsewhere
                [program, "auth", "token", "--hostname", "github.com"],
                capture_output=True,
                text=True,
                timeout=PATIENCE,
                check=False,
            )
        except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
            return NO_GH
        if finished.returncode == 0 and (secret := finished.stdout.strip()):
            return _checked(secret, "gh auth token")
    return NO_GH


def _checked(secret: str, place: str) -> Token | str:
    return Token(secret, place) if TOKEN.fullmatch(secret) else f"What is in {place} is no token of GitHub."
