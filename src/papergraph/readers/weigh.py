"""How sure it is that a title is a paper's, where nothing identifies the paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papergraph.readers.fields import joined, titled
from papergraph.readers.labels import WIDE, Label
from papergraph.readers.naming import is_local
from papergraph.readers.sections import boilerplate, leaning, path_leaning
from papergraph.readers.spans import Style, plain
from papergraph.readers.titles import AUTHORED, looks_titled, words
from papergraph.readers.venues import dated_venues
from papergraph.titles import normal_title

if TYPE_CHECKING:
    from papergraph.readers.drafts import Draft
    from papergraph.readers.links import Found
    from papergraph.readers.unit import Part, Unit

_ET_AL = re.compile(r"\bet\.? ?al\b", re.IGNORECASE)
_DRIVES = re.compile(
    r"^https?://(?:pan\.baidu\.com|drive\.google\.com|(?:www\.)?dropbox\.com|1drv\.ms|docs\.google\.com/(?:viewer|file))",
    re.IGNORECASE,
)
_YEAR_AT_END = re.compile(r"[,.(]\s?(?:19|20)\d\d\)?\.?$")
_ENOUGH = 3


def cues(unit: Unit, title: str, main: Found | None, found: list[Found], *, code: bool) -> int:
    """How much around a title says that it is a paper's."""
    text = joined(unit.head) + " " + " ".join(joined(part.spans)[:200] for part in unit.parts if not part.prose)
    count = words(title)
    score = 2 if dated_venues(text) or _venue_field(unit.parts) else 0
    score += 2 if _ET_AL.search(text) else 0
    score += any(link.label is Label.PAPER for link in found) + any(part.label is Label.AUTHORS for part in unit.parts)
    score += 2 if any(part.label is Label.PAPER and not part.prose for part in unit.parts) else 0
    score += code and not (main and main.kind == "repository")
    score += (count >= 4) + (count >= 7) + (":" in title and count >= 3) - 2 * (count < 3) - 2 * title[:1].islower()
    score += bool(main and _DRIVES.match(main.url)) - bool(WIDE.search(title))
    section = path_leaning(unit.section)
    score += section if section > 0 else 3 * section
    score += 2 * bool({Label.TITLE, Label.PAPER} & unit.columns) + 3 * ({Label.TITLE, Label.AUTHORS} <= unit.columns)
    score += 2 * bool(AUTHORED.search(text[:200])) + bool(_YEAR_AT_END.search(text.strip()))
    score += next(
        (
            3 if span.url.endswith(".pdf") else -3
            for span in unit.head
            if titled(span) and is_local(span.url) and "." in span.url
        ),
        0,
    )
    if main is not None:
        score -= (
            4 * main.article
            + 3 * (_repository_name(main, title) and not dated_venues(joined(unit.head)))
            + 3 * bool(main.span.style & Style.STRUCK)
        )
        score -= 2 * (
            main.url.rstrip("/").count("/") <= 2 and not main.url.endswith(".io") and ".github.io" not in main.url
        )
    elif not found:
        score -= 1 + 2 * (unit.kind == "paragraph" and "." in title)
    return score


def _venue_field(parts: list[Part]) -> bool:
    return any(part.label is Label.VENUE and joined(part.spans) for part in parts)


def _repository_name(link: Found, title: str) -> bool:
    """Whether a title is only the name of the repository that it links to."""
    if link.kind != "repository":
        return False
    name = normal_title(link.reference.identifier.rpartition("/")[2])
    given = normal_title(title)
    return bool(name) and (given == name or given == normal_title(link.reference.identifier))


def accepted(draft: Draft, share: float) -> bool:
    """Whether a perhaps is a paper, given the share of sure papers in its list (0 to 1)."""
    inner = draft.unit.section[-1] if draft.unit.section else ""
    if (boilerplate(inner) and share <= 0.5) or (draft.unit.kind == "heading" and leaning(draft.title) != 0):
        return False
    return draft.cues + (share > 0.5) + (share > 0.8) >= _ENOUGH


def kept(draft: Draft) -> bool:
    """Whether a draft without papers is an entry all the same: an article or a repository that it is about."""
    unit = draft.unit
    inner = any(map(boilerplate, unit.section))
    if draft.article is not None:
        fields = any(part.label for part in unit.parts) or bool(unit.number)
        return fields or (looks_titled(draft.title, least=2) and not inner)
    return bool(draft.repositories) and not inner and unit.kind != "heading" and plain(unit.head) != ""
