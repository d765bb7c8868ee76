"""What a person typed → the source or the reference that is meant, as the store knows it; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from papergraph.errors import ConfigError
from papergraph.model import Reference
from papergraph.resolvers import resolve
from papergraph.sources.arxiv import ArxivSource
from papergraph.sources.arxiv_titles import TitleSource
from papergraph.sources.due import ALL
from papergraph.sources.github import GithubSource
from papergraph.titles import normal_title

PREFIXES = {ArxivSource.name: "arxiv", GithubSource.name: "github", TitleSource.name: "title"}
"""Source → the prefix of the references that it is asked for."""
SOURCES = tuple(PREFIXES)

_PAPER = re.compile(r"(?:[a-z-]+(?:\.[a-z-]{2,})?/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?", re.ASCII | re.IGNORECASE)
_REPOSITORY = re.compile(r"[\w-]+/[\w.-]+/?", re.ASCII)
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)+/", re.ASCII)
_CLONED = re.compile(r"(?:git\+)?(?:ssh://git@|git@|https://|git://)(github\.com)[:/]", re.IGNORECASE)


def named(text: str, words: Iterable[str] = ()) -> str | Reference:
    """Return the source, the word or the reference that is meant.

    A reference may be spelt as people do: `arXiv:2005.12872v2`, `2005.12872`, `Owner/Name`, `github.com/Owner/Name`,
    a URL, what git clones from, or the key that `papergraph store list` prints.

    Args:
        text: what was typed.
        words: what may be meant beside a source and a reference, such as `all`.

    Raises:
        ConfigError: it is nothing of the kind.
    """
    text = text.strip()
    known = (*words, *SOURCES)
    if text.casefold() in known:
        return text.casefold()
    reference = _meant(text)
    if reference is None:
        raise ConfigError(_unknown(text, known))
    return reference


def to_refresh(written: Sequence[str]) -> frozenset[str]:
    """What `--refresh` names: sources, references in the form that the store knows, or all.

    Raises ConfigError where it names nothing of the kind.
    """
    return frozenset(str(_refreshed(text)) for text in written)


def _refreshed(text: str) -> str | Reference:
    if Path(text).exists():
        raise ConfigError(f"--refresh {text!r} is a file or folder: where notes follow, write --refresh=all.")
    return named(text, [ALL])


def is_key(source: str, reference: Reference) -> bool:
    """Tell whether a source knows things by such a reference, spelt as the store spells it."""
    return PREFIXES.get(source) == reference.prefix and _meant(str(reference)) == reference


def _meant(text: str) -> Reference | None:
    """The paper or repository that is meant, or the title of a paper; None where it is neither."""
    prefix, colon, rest = text.partition(":")
    if colon and prefix.casefold() == "title":
        title = normal_title(rest)
        return Reference("title", title) if title else None
    address = _address(prefix.casefold(), rest.strip()) if colon else _address("", text)
    reference = resolve(address or _CLONED.sub(r"https://\1/", text, count=1))
    return reference if reference and reference.prefix in PREFIXES.values() else None


def _address(prefix: str, written: str) -> str:
    """The URL of what is written behind a prefix, or behind none; empty where it is of no form that is known."""
    if prefix in {"", "arxiv"} and _PAPER.fullmatch(written):
        return f"https://arxiv.org/abs/{written}"
    if prefix in {"", "github"} and _REPOSITORY.fullmatch(written) and not _SITE.match(written):
        return f"https://github.com/{written}"
    if prefix == "doi" or (prefix == "" and written.startswith("10.")):
        return f"https://doi.org/{written}"
    return f"https://{written}" if prefix == "" and _SITE.match(written) else ""


def _unknown(text: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(text.casefold(), known, 1)
    prefix, colon, rest = text.partition(":")
    if colon:
        spelt = (f"{match}:{rest}" for match in get_close_matches(prefix.casefold(), PREFIXES.values()))
        near = [str(reference) for reference in map(_meant, spelt) if reference]
    if near:
        return f"{text!r} is neither a source nor a reference; did you mean {near[0]}?"
    return (
        f"{text!r} is neither a source ({', '.join(known)}) nor a paper on arXiv or a repository on GitHub, "
        "such as arxiv:1706.03762 or github:owner/name."
    )
