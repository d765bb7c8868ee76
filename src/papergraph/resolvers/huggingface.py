"""Hugging Face: models as `owner/name`, data sets and spaces behind their word; its paper pages are arXiv's."""

from __future__ import annotations

import re

from papergraph.model import Reference
from papergraph.resolvers import arxiv
from papergraph.resolvers.url import Prefix, Resolver, Url, encoded, segments, words

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,95}")
RESERVED = words(
    "about api autotrain blog brand chat collections contact course datasets docs enterprise front hardware "
    "huggingface.js inference join landing learn legal login logout metrics models new notifications oauth "
    "organizations papers posts pricing privacy search settings shop spaces storage subscribe support tasks "
    "terms-of-service transformers users welcome"
)
_INSIDE = words("tree blob raw resolve commit commits discussions edit upload activity followers following")
"""Second segments that are pages of a one-word model, not names."""


def resolve(url: Url) -> Reference | None:
    """Return the model, data set, space, or paper that the page shows."""
    parts = segments(url.path)
    if parts[:1] == ["api"]:
        parts = parts[1:]
    match parts:
        case ["papers", identifier, *_]:
            found = arxiv.identify(identifier)
            return Reference("arxiv", found) if found else None
        case ["datasets", *rest]:
            return _dataset(rest)
        case ["spaces" as word, owner, name, *_]:
            return _repository(f"{word}/", owner, name)
        case ["models", owner, name, *_]:
            return _repository("", owner, name)
        case [owner, name, *_] if owner not in RESERVED:
            return _repository("", owner, name)
        case _:
            return None


def _dataset(rest: list[str]) -> Reference | None:
    """The oldest data sets have no owner."""
    if len(rest) == 1 or (len(rest) > 1 and rest[1] in _INSIDE | {"viewer"}):
        return Reference("hf", f"datasets/{rest[0].lower()}") if _NAME.fullmatch(rest[0]) else None
    return _repository("datasets/", rest[0], rest[1]) if rest else None


def _repository(word: str, owner: str, name: str) -> Reference | None:
    """The hub tells names apart without regard to case."""
    if not _NAME.fullmatch(owner) or not _NAME.fullmatch(name) or name in _INSIDE:
        return None
    return Reference("hf", f"{word}{owner}/{name.removesuffix('.git')}".lower())


RESOLVER = Resolver(
    "huggingface",
    ("huggingface.co", "hf.co", "hf-mirror.com"),
    resolve,
    (Prefix("hf", "repository", lambda identifier: f"https://huggingface.co/{encoded(identifier)}"),),
)
