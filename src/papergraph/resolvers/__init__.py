"""URL in, reference out: identity by identifier. One file a host family, tried in the order of `RESOLVERS`.

Everything is pure and total: any text may be given, nothing is raised, nothing is looked up.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from papergraph.errors import ConfigError
from papergraph.model import Reference
from papergraph.resolvers import (
    acl,
    arxiv,
    doi,
    forges,
    github,
    huggingface,
    ieee,
    openreview,
    pages,
    paperswithcode,
    proceedings,
    pubmed,
    semanticscholar,
    web,
)
from papergraph.resolvers.cleaning import parse
from papergraph.resolvers.publishers import carries_papers
from papergraph.resolvers.text import references_in_text
from papergraph.resolvers.url import Find, Prefix, Resolver, Url, decoded

__all__ = [
    "RESOLVERS",
    "Prefix",
    "Resolver",
    "Target",
    "Url",
    "canonical_url",
    "clean",
    "display_name",
    "follow",
    "installed",
    "kind",
    "paper_host",
    "references_in_text",
    "resolve",
    "version",
]

RESOLVERS: Final[tuple[Resolver, ...]] = (
    arxiv.RESOLVER,
    proceedings.PMLR,
    github.RESOLVER,
    github.BEHIND,
    github.BADGES,
    openreview.RESOLVER,
    acl.RESOLVER,
    proceedings.CVF,
    proceedings.NEURIPS,
    ieee.RESOLVER,
    semanticscholar.RESOLVER,
    pubmed.RESOLVER,
    huggingface.RESOLVER,
    forges.GITLAB,
    forges.FLAT,
    paperswithcode.RESOLVER,
    doi.RESOLVER,
    doi.PUBLISHERS,
    doi.ONE_SEGMENT,
    doi.OXFORD,
    doi.PREPRINTS,
    doi.NATURE,
    doi.PLOS,
    doi.IJCAI,
    pages.RESOLVER,
    doi.ANYWHERE,
    web.RESOLVER,
)
"""The first that gives a reference wins; `web` takes what is left."""


def resolve(url: str, resolvers: tuple[Resolver, ...] = RESOLVERS) -> Reference | None:
    """Return what the link identifies, `url:…` at the least; None where it is no web link."""
    parts = _parse(url)
    return None if parts is None else _identify(parts, _index(resolvers))


class Target(NamedTuple):
    """All that a link says of what it leads to."""

    url: str
    """The cleaned URL."""
    reference: Reference
    kind: str
    """`paper`, `repository` or `web`."""
    paper: bool
    """Whether it leads to a paper, also where there is no identifier."""
    version: int | None
    """The arXiv version that it names."""


def follow(url: str) -> Target | None:
    """Answer `clean`, `resolve`, `kind`, `paper_host` and `version` in one pass; None for what is no web link."""
    parts = _parse(url)
    if parts is None:
        return None
    reference = _identify(parts, _INDEX)
    what = kind(reference)
    seen = arxiv.seen_version(reference.identifier, decoded(str(parts))) if reference.prefix == "arxiv" else None
    return Target(str(parts), reference, what, what == "paper" or carries_papers(parts), seen)


def clean(url: str) -> str | None:
    """Return the http(s) URL that was meant, without glued punctuation, tracking and redirects; None for no link."""
    parts = _parse(url)
    return None if parts is None else str(parts)


def canonical_url(reference: Reference, resolvers: tuple[Resolver, ...] = RESOLVERS) -> str | None:
    """Return the URL that stands for the reference in the world; None where it has none (`title:`, `note:`)."""
    prefix = _index(resolvers).prefixes.get(reference.prefix)
    url = prefix.canonical(reference.identifier) if prefix else ""
    return url if url.startswith(("https://", "http://")) else None


def kind(reference: Reference, resolvers: tuple[Resolver, ...] = RESOLVERS) -> str:
    """Return `paper`, `repository` or `web`; a paper known by title only is a paper too."""
    match reference.prefix:
        case "title":
            return "paper"
        case "doi":
            return doi.kind(reference.identifier)
        case name:
            prefix = _index(resolvers).prefixes.get(name)
            return prefix.kind if prefix else "web"


def version(url: str) -> int | None:
    """Return the arXiv version that the link names."""
    reference = resolve(url)
    if reference is None or reference.prefix != "arxiv":
        return None
    return arxiv.seen_version(reference.identifier, decoded(clean(url) or ""))


def display_name(url: str) -> str | None:
    """Return `owner/name` of a repository in the case of the link; None for anything else."""
    reference = resolve(url)
    if reference is None or kind(reference) != "repository":
        return None
    name = reference.identifier.removeprefix("datasets/").removeprefix("spaces/")
    written = decoded(clean(url) or "")
    place = written.lower().find(name)
    return written[place : place + len(name)] if place >= 0 else name


def paper_host(url: str) -> bool:
    """Tell whether the link leads to a paper, also where it holds no identifier: publishers' pages, any PDF."""
    parts = _parse(url)
    return parts is not None and (carries_papers(parts) or kind(_identify(parts, _INDEX)) == "paper")


def installed() -> tuple[Resolver, ...]:
    """Return `RESOLVERS` with those of other distributions (entry points `papergraph.resolvers`) ahead of `web`.

    Raises:
        ConfigError: one of them cannot be imported, or is no `Resolver`.
    """
    from importlib.metadata import entry_points

    found: list[Resolver] = []
    for point in sorted(entry_points(group="papergraph.resolvers"), key=lambda point: point.name):
        try:
            resolver = point.load()
        except Exception as error:
            raise ConfigError(f"the resolver {point.name} ({point.value}) cannot be loaded: {error}") from error
        if not isinstance(resolver, Resolver):
            raise ConfigError(f"the resolver {point.name} ({point.value}) is no papergraph.resolvers.Resolver")
        found.append(resolver)
    return (*RESOLVERS[:-1], *found, RESOLVERS[-1])


class _Index(NamedTuple):
    """The resolvers by what decides first."""

    hosts: dict[str, tuple[Find, ...]]
    families: dict[str, tuple[Find, ...]]
    """By `.example.org`."""
    anywhere: tuple[Find, ...]
    prefixes: dict[str, Prefix]


def _build(resolvers: tuple[Resolver, ...]) -> _Index:
    index = _Index({}, {}, tuple(resolver.resolve for resolver in resolvers if "*" in resolver.hosts), {})
    for resolver in resolvers:
        for prefix in resolver.prefixes:
            index.prefixes.setdefault(prefix.name, prefix)
        for host in resolver.hosts:
            table = index.families if host.startswith(".") else index.hosts
            table[host] = (*table.get(host, ()), resolver.resolve)
    return index


_ROUNDS: Final = 8
_MEMORABLE: Final = 1024
_INDEX: Final = _build(RESOLVERS)
_build_once = lru_cache(maxsize=8)(_build)
_parse_once = lru_cache(maxsize=4096)(parse)


def _index(resolvers: tuple[Resolver, ...]) -> _Index:
    return _INDEX if resolvers is RESOLVERS else _build_once(resolvers)


def _parse(url: str) -> Url | None:
    """Several questions are asked of one link in a row: remember the parts, but not of giant texts."""
    return _parse_once(url) if len(url) < _MEMORABLE else parse(url)


def _identify(url: Url, index: _Index) -> Reference:
    """Ask the resolvers; where only `web` answers, ask again for the canonical URL, until that is its own."""
    found = _ask(url, index)
    if found.prefix != "url" or web.is_settled(url):
        return found
    for _ in range(_ROUNDS):
        settled = _parse(found.identifier)
        if settled is None or settled[1:] == url[1:]:
            break
        url = settled
        found = _ask(url, index)
        if found.prefix != "url":
            break
    return found


def _ask(url: Url, index: _Index) -> Reference:
    host = url.host.removeprefix("www.")
    for find in index.hosts.get(host) or _family(host, index):
        found = find(url)
        if found is not None:
            return found
    for find in index.anywhere:
        found = find(url)
        if found is not None:
            return found
    return web.resolve(url)


def _family(host: str, index: _Index) -> tuple[Find, ...]:
    """The resolvers of the nearest domain above the host."""
    _, dot, parent = host.partition(".")
    while dot:
        found = index.families.get(dot + parent)
        if found:
            return found
        _, dot, parent = parent.partition(".")
    return ()
