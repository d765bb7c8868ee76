"""One record of arXiv's metadata snapshot (the JSON Lines that Kaggle distributes) in, one `Paper` out.

The keys that are read: id, title, authors_parsed, authors, comments, journal-ref, doi, categories, license,
abstract, versions. `update_date` is not: it is the day on which arXiv last touched the record, neither the
day of a version nor of the observation. In `versions`, `created` may also be an ISO date, or be absent.
"""

from __future__ import annotations

import re

from papergraph.model import Origin, Paper, Reference
from papergraph.resolvers import resolve
from papergraph.sources.arxiv_fields import SUFFIX, first_doi, prose
from papergraph.sources.fields import Fields, day, tidy
from papergraph.sources.latex import decode

IDENTIFIER = re.compile(r"(?:arxiv:)?([a-z.-]+/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?\Z", re.IGNORECASE)
VERSION = re.compile(r"v([1-9][0-9]{0,3})\Z")
NAME_BREAK = re.compile(r" and |[,;]")
MARKS = ("id", "authors_parsed", "authors", "categories", "versions", "update_date")


def is_arxiv(record: dict[str, object]) -> bool:
    """Whether a JSON object is such a record: an id, and one more of the keys that only these have."""
    return "id" in record and any(key in record for key in MARKS[1:])


def read_paper(fields: Fields, origin: Origin) -> Paper | None:
    """The record as a `Paper`; None, with a complaint, where it has no arXiv identifier."""
    reference = paper_reference(fields.text("id") or "")
    if reference is None:
        fields.complaints.append("“id” is not an arXiv identifier")
        return None
    versions = _versions(fields)
    latest = max(versions, default=None)
    return Paper(
        reference,
        origin,
        title=prose(fields, "title"),
        authors=_authors(fields),
        abstract=prose(fields, "abstract"),
        published=versions.get(1),
        updated=versions[latest] if latest else None,
        categories=_categories(fields),
        comment=prose(fields, "comments"),
        doi=first_doi(fields.text("doi") or ""),
        journal=prose(fields, "journal-ref"),
        version=latest,
        license=_license(fields.text("license") or ""),
    )


def paper_reference(identifier: str) -> Reference | None:
    """Return the paper of an identifier, with or without its version; None where it is none of arXiv."""
    match = IDENTIFIER.match(identifier)
    reference = resolve(f"https://arxiv.org/abs/{match[1]}") if match else None
    return reference if reference and reference.prefix == "arxiv" else None


def _authors(fields: Fields) -> tuple[str, ...]:
    """Names in their order, first names first; `authors_parsed` is believed before `authors`."""
    match fields.record.get("authors_parsed"):
        case list(rows) if rows and all(isinstance(row, list) for row in rows):
            return tuple(filter(None, map(_name, rows)))
        case None | []:
            return _split_authors(fields.text("authors") or "")
    fields.complaints.append("“authors_parsed” is not a list of names")
    return _split_authors(fields.text("authors") or "")


def _name(row: list[object]) -> str:
    last, first, suffix, *_ = [_part(part) for part in row] + ["", "", ""]
    return " ".join(filter(None, (first, last, suffix)))


def _part(part: object) -> str:
    return decode(tidy(part)).strip(" ,;") if isinstance(part, str) else ""


def _split_authors(line: str) -> tuple[str, ...]:
    names: list[str] = []
    for part in NAME_BREAK.split(_without_parentheses(line)):
        name = _part(part)
        if names and SUFFIX.match(name):
            names[-1] = f"{names[-1]} {name}"
        elif name:
            names.append(name)
    return tuple(names)


def _without_parentheses(line: str) -> str:
    """The line without the affiliations that stand in parentheses, nested or not."""
    depth = 0
    kept: list[str] = []
    for part in re.split(r"([()])", line):
        if part == "(":
            depth += 1
        elif part == ")":
            depth = max(depth - 1, 0)
        elif not depth:
            kept.append(part)
    return tidy(" ".join(kept))


def _versions(fields: Fields) -> dict[int, str | None]:
    """Version number → the day it was made, None where that is unknown."""
    versions: dict[int, str | None] = {}
    rows = fields.record.get("versions")
    for row in rows if isinstance(rows, list) else []:
        match row:
            case {"version": str(name), **rest} if number := VERSION.match(name):
                created = rest.get("created")
                versions[int(number[1])] = day(tidy(created)) if isinstance(created, str) else None
            case _:
                fields.complaints.append("“versions” has an element that is no version")
    return versions


def _categories(fields: Fields) -> tuple[str, ...]:
    """The primary category first; the oldest snapshots have them as a list of one text."""
    listed = isinstance(fields.record.get("categories"), list)
    text = " ".join(fields.texts("categories")) if listed else fields.text("categories") or ""
    return tuple(dict.fromkeys(text.split()))


def _license(text: str) -> str | None:
    return text if text.startswith(("http://", "https://")) and " " not in text else None
