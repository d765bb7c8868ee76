"""One result of arXiv's API, as its client gives it, ↔ its JSON for the store → one `Paper`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from papergraph.model import Origin, Paper, Status
from papergraph.resolvers import resolve
from papergraph.sources.arxiv_feed import ENTRY_ID
from papergraph.sources.arxiv_fields import SUFFIX, first_doi, prose
from papergraph.sources.fields import Fields, tidy
from papergraph.sources.latex import decode

if TYPE_CHECKING:
    import arxiv

VERSION = "arxiv/1"
"""Of `payload` and `read_result` together; another one in the store means that its payloads are read anew."""

# Compiled when a text has the word: hardly any build needs these patterns, and compiling them takes 3 ms.
_NOUN = r"(?:paper|article|submission|manuscript|preprint|work|note|version|report)"
_STATE = r"(?:(?:has been|have been|is|was) )?(?:now |being |temporarily )?withdrawn\b"
_WITHDRAWN = (
    rf"\W*(?:(?:(?:this|the|our) )?{_NOUN} {_STATE}|{_STATE}(?:\W*\Z|\s?[.,;:!?)\]]|\s?[-–—](?!\w)|"
    r" (?:by|due|because|as|since|until|pending|owing|following|after|for|to|and|from)\b))"
)
"""At the beginning of a text; a withdrawn drug is something else."""
_BY_US = rf"\b(?:authors?|we|I) (?:ha(?:ve|s|d) )?(?:withdr[ae]wn?|decided to withdraw) (?:this|our) {_NOUN}\b"
_IN_ABSTRACT = rf"\b(?:this|our) {_NOUN} {_STATE}|{_BY_US}"
_IN_COMMENT = rf"\b{_NOUN} {_STATE}|{_BY_US}|\bwithdrawn by (?:the |its )?(?:\w+ )?(?:authors?|submitters?|arxiv)\b"
_ELSEWHERE = r"\bwithdrawn from (?!(?:the )?arxiv)"
"""From a conference or a journal."""
_EARLIER = r"earlier|previous|prior|former|old|first|original|initial"
_ANOTHER = (
    rf"\b(?:an?|another|that|{_EARLIER}|conference|workshop|journal) {_NOUN}\b|"
    r"\b(?:replac|supersed)(?:es|ing)\b|"
    rf"\b(?:version |v)[0-9]{{1,3}} (?:of (?:this|the|our) {_NOUN} )?{_STATE}"
)
"""What says, before the word, that something else is withdrawn than this paper as it is now."""
_BETWEEN_SENTENCES = r"(?<=[.;!?]) "
_BEGINNING = 300
"""Characters of an abstract in which a withdrawal is said; further on the word is about something else."""


def payload(result: arxiv.Result) -> str:
    """Return everything that the client read of a result, as JSON text."""
    told = {
        "id": result.entry_id,
        "title": result.title,
        "authors": [author.name for author in result.authors],
        "affiliations": [author.affiliation for author in result.authors],
        "published": result.published.isoformat(),
        "updated": result.updated.isoformat(),
        "abstract": result.summary,
        "comment": result.comment,
        "journal_ref": result.journal_ref,
        "doi": result.doi,
        "primary_category": result.primary_category,
        "categories": result.categories,
        "links": [link.href for link in result.links],
    }
    if not any(told["affiliations"]):
        del told["affiliations"]
    return json.dumps({key: value for key, value in told.items() if value is not None}, ensure_ascii=False)


def read_result(text: str, origin: Origin) -> Paper | None:
    """Return the paper that a payload describes; None where it has no identifier of arXiv."""
    try:
        record = json.loads(text)
    except ValueError:
        return None
    fields = Fields(record if isinstance(record, dict) else {})
    match = ENTRY_ID.match(fields.text("id") or "")
    reference = resolve(f"https://arxiv.org/abs/{match[1]}") if match else None
    if match is None or reference is None or reference.prefix != "arxiv":
        return None
    comment, abstract = prose(fields, "comment"), prose(fields, "abstract")
    return Paper(
        reference,
        origin,
        title=prose(fields, "title"),
        authors=author_names(_listed(fields.record.get("authors"))),
        abstract=abstract,
        published=fields.day("published"),
        updated=fields.day("updated"),
        categories=tuple(dict.fromkeys(filter(None, (fields.text("primary_category"), *fields.texts("categories"))))),
        comment=comment,
        doi=first_doi(fields.text("doi") or ""),
        journal=prose(fields, "journal_ref"),
        version=int(match[2]) if match[2] else None,
        status=Status.WITHDRAWN.value if is_withdrawn(comment or "", abstract or "") else None,
    )


def author_names(written: Iterable[str]) -> tuple[str, ...]:
    """Return the names in their order, without the commas that strayed into them; a suffix keeps to its name."""
    names: list[str] = []
    for text in written:
        name = " ".join(part.strip() for part in decode(tidy(text)).split(",") if part.strip())
        if names and SUFFIX.match(name):
            names[-1] = f"{names[-1]} {name}"
        elif name:
            names.append(name)
    return tuple(names)


def is_withdrawn(comment: str, abstract: str) -> bool:
    """Tell whether the authors or arXiv say that the paper is withdrawn; the feed has no field for it."""
    said = ((comment, _IN_COMMENT), (abstract[:_BEGINNING], _IN_ABSTRACT))
    return any(_says_so(text, words) for text, words in said)


def _says_so(text: str, words: str) -> bool:
    """Whether a sentence of the text, or its beginning, says it of this paper."""
    if "withdr" not in text.casefold():
        return False
    beginning, anywhere, elsewhere, another = map(_pattern, (_WITHDRAWN, words, _ELSEWHERE, _ANOTHER))
    for place, sentence in enumerate(re.split(_BETWEEN_SENTENCES, text)):
        found = (None if place else beginning.match(sentence)) or anywhere.search(sentence)
        if found and not elsewhere.search(sentence) and not another.search(sentence, 0, found.end()):
            return True
    return False


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _listed(value: object) -> list[str]:
    """The texts of a list; two authors may have one name."""
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []
