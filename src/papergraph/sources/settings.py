"""What may be said of a source in the configuration, and what holds where nothing is."""

from __future__ import annotations

from typing import NamedTuple

DAY = 86_400.0


class Settings(NamedTuple):
    """What the configuration says of one source."""

    url: str
    max_age: float
    """Seconds after which facts are looked up again."""
    enabled: bool = True
    title_search: bool = True
    """arXiv: whether papers that are named without a link are searched by their title."""
    ask_gh: bool = False
    """GitHub: whether `gh auth token` may be asked where the environment has no token."""


ARXIV = Settings("https://export.arxiv.org/api/query", 90 * DAY)
GITHUB = Settings("https://api.github.com", 7 * DAY)


def missing_age(settings: Settings) -> float:
    """Return the seconds after which what did not exist may have come to be: sooner than facts grow old."""
    return min(settings.max_age / 4, 7 * DAY)
