"""Entry → one line of JSON: the contract of `papergraph entries`, which other programs depend on; pure.

The first fourteen keys, their order and the keys inside them never change; `date`, `authors`, `code_status` and a
paper's `version` and `alternates` come after them, and only where they are known.
"""

from __future__ import annotations

import json
import re
from typing import Any

from papergraph.model import Entry, Link, PaperMention, Reference, RepositoryMention

# Programs that split text at every Unicode line boundary would break a line of JSON in two, and C1 controls
# steer some terminals.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029]")


def line(entry: Entry) -> str:
    """The entry as JSON on one line, without a line feed."""
    text = _ENCODE(mapping(entry))
    return _UNSAFE.sub(_escape, text) if _UNSAFE.search(text) else text


def mapping(entry: Entry) -> dict[str, Any]:
    """The entry as JSON sees it: null for what is unknown, an empty list where there is none."""
    location = entry.location
    row: dict[str, Any] = {
        "source": {"path": location.path, "line": location.line, "end_line": location.end_line},
        "note_date": entry.note_date,
        "title": entry.title,
        "article": entry.article,
        "section": entry.section,
        "rating": entry.rating,
        "abstract": entry.abstract,
        "tips": entry.tips,
        "papers": [_paper(paper) for paper in entry.papers],
        "repos": [_repository(repository) for repository in entry.repositories],
        "links": [_link(link) for link in entry.links],
        "images": entry.images,
        "tags": entry.tags,
        "venue": entry.venue,
    }
    if entry.date:
        row["date"] = entry.date
    if entry.authors:
        row["authors"] = entry.authors
    if entry.code_status:
        row["code_status"] = entry.code_status
    return row


def _paper(paper: PaperMention) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": _identifier(paper.reference),
        "url": paper.url,
        "title": paper.title,
        "line": paper.line,
    }
    if paper.version is not None:
        row["version"] = paper.version
    if paper.alternates:
        row["alternates"] = paper.alternates
    return row


def _repository(repository: RepositoryMention) -> dict[str, Any]:
    return {
        "id": _identifier(repository.reference),
        "url": repository.url,
        "role": repository.role,
        "line": repository.line,
    }


def _link(link: Link) -> dict[str, Any]:
    return {"url": link.url, "role": link.role, "label": link.label, "line": link.line}


def _identifier(reference: Reference | None) -> str | None:
    """The reference as text; None where it is no identifier but the URL or the title itself."""
    return None if reference is None or reference.prefix in {"url", "title"} else str(reference)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


_ENCODE = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
