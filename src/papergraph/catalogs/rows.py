"""One object of a catalogue in, what of it is kept in an index out: its keys, its title, its fields; pure.

Names and accents are not looked at here but when a record is asked for: a snapshot has millions that never are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

from papergraph.model import Reference
from papergraph.resolvers import resolve
from papergraph.sources.arxiv_fields import prose
from papergraph.sources.arxiv_metadata import is_arxiv, paper_reference
from papergraph.sources.fields import Fields
from papergraph.sources.github_metadata import github_reference, is_github
from papergraph.titles import normal_title

STRANGE = "The record is of no form that is known: arXiv metadata, GitHub repository, Papers with Code"
REGISTRY = "pwc "
"""Before the keys of what Papers with Code says: it stays apart."""
_PLAIN = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+/\d{7})\Z", re.ASCII)
_ARXIV = (
    "id",
    "title",
    "authors_parsed",
    "comments",
    "journal-ref",
    "doi",
    "categories",
    "license",
    "abstract",
    "versions",
    "update_date",
    "retrieved",
)
_GITHUB = (
    "full_name",
    "description",
    "stargazers_count",
    "forks_count",
    "language",
    "topics",
    "homepage",
    "archived",
    "fork",
    "created_at",
    "pushed_at",
    "former_names",
    "disabled",
    "private",
    "is_empty",
    "retrieved",
)
_WITHIN = {"license": "spdx_id", "parent": "full_name"}
"""Keys of a repository whose values are objects → the one key of them that is read."""
_PAPER = (
    "paper_url",
    "arxiv_id",
    "openreview_id",
    "title",
    "abstract",
    "url_abs",
    "url_pdf",
    "proceeding",
    "authors",
    "date",
    "conference",
)
_LINK = (
    "paper_url",
    "paper_title",
    "paper_arxiv_id",
    "paper_url_abs",
    "paper_url_pdf",
    "repo_url",
    "is_official",
    "mentioned_in_paper",
    "mentioned_in_github",
    "framework",
)


class Row(NamedTuple):
    """What an index keeps of one object."""

    kind: str
    keys: tuple[str, ...]
    """By which it is found: references, as text."""
    title: int | None
    """`title_key` of its title, where papers are found by theirs."""
    payload: bytes
    """The fields that are read, as JSON on one line."""


def row(record: object) -> Row | str:
    """Return what is kept of an object, or what is wrong with it."""
    if not isinstance(record, dict):
        return STRANGE
    if is_github(record):
        return _repository(record)
    if is_link(record):
        return Row("pwc-links", tuple(_registry_keys(record, "paper_")), None, _payload(record, _LINK))
    if is_paper(record):
        return Row("pwc-papers", tuple(_registry_keys(record, "")), None, _payload(record, _PAPER))
    return _preprint(record) if is_arxiv(record) else STRANGE


def is_link(record: Mapping[str, object]) -> bool:
    """Whether an object links a paper to a repository, as Papers with Code does."""
    return "repo_url" in record and "paper_url" in record


def is_paper(record: Mapping[str, object]) -> bool:
    """Whether an object describes a paper, as Papers with Code does."""
    return "paper_url" in record and "url_abs" in record


def title_key(title: str) -> int:
    """Return the number under which the papers of a title are kept; titles that are the same have the same."""
    digest = blake2b(normal_title(title).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def references(record: Mapping[str, object], prefix: str) -> Iterator[Reference]:
    """Yield what a row of Papers with Code is about, the best identifier first.

    Args:
        record: the row.
        prefix: of its keys: `paper_` in links, none in papers.
    """
    fields = Fields(record)
    identifier = fields.text(f"{prefix}arxiv_id")
    forum = fields.text("openreview_id")
    urls = [f"https://arxiv.org/abs/{identifier}" if identifier else None]
    urls += [fields.text(f"{prefix}url_abs"), fields.text(f"{prefix}url_pdf")]
    urls += [f"https://openreview.net/forum?id={forum}" if forum else None, fields.text("paper_url")]
    yield from dict.fromkeys(reference for url in urls if url and (reference := resolve(url)))


def _preprint(record: dict[str, Any]) -> Row | str:
    identifier, title = record["id"], record.get("title")
    if not (isinstance(identifier, str) and _PLAIN.match(identifier)):
        reference = paper_reference(Fields(record).text("id") or "")
        if reference is None:
            return "“id” is not an arXiv identifier"
        identifier = reference.identifier
    named = title_key(prose(Fields(record), "title") or "") if isinstance(title, str) else None
    match record.get("authors_parsed"):
        case [list(), *rest] if all(isinstance(name, list) for name in rest):
            kept = _payload(record, _ARXIV)  # the line of authors is believed only where it was not taken apart
        case _:
            kept = _payload(record, (*_ARXIV, "authors"))
    return Row("arxiv", (f"arxiv:{identifier}",), named, kept)


def _repository(record: dict[str, Any]) -> Row | str:
    fields = Fields(record)
    reference = github_reference(fields.text("full_name") or "")
    if reference is None:
        return "“full_name” is not the name of a GitHub repository"
    former = [str(old) for name in fields.texts("former_names") if (old := github_reference(name))]
    kept = {key: record[key] for key in _GITHUB if key in record}
    for key, inner in _WITHIN.items():
        if isinstance(whole := record.get(key), dict):
            kept[key] = {inner: whole.get(inner)}
    return Row("github", tuple(dict.fromkeys((str(reference), *former))), None, _dumps(kept))


def _registry_keys(record: Mapping[str, object], prefix: str) -> Iterator[str]:
    return (f"{REGISTRY}{reference}" for reference in references(record, prefix))


def _payload(record: Mapping[str, Any], keys: tuple[str, ...]) -> bytes:
    return _dumps({key: record[key] for key in keys if key in record})


def _dumps(value: object) -> bytes:
    import orjson

    try:
        return orjson.dumps(value)
    except TypeError:  # half a surrogate pair
        return json.dumps(value, separators=(",", ":")).encode()
