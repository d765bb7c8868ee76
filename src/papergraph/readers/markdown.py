"""A Markdown document → entries and problems; pure, and never failing on any text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from sys import intern

from papergraph.model import Entry, Location, Note, Problem, Reading
from papergraph.readers import details
from papergraph.readers.blocks import parse
from papergraph.readers.dates import note_date
from papergraph.readers.drafts import PERHAPS, SURE, Draft
from papergraph.readers.frontmatter import FrontMatter, read_front_matter
from papergraph.readers.interpret import interpret
from papergraph.readers.labels import Label
from papergraph.readers.silence import not_understood, strays, unclosed
from papergraph.readers.spans import plain
from papergraph.readers.titles import unadorned
from papergraph.readers.units import Units, units, whole
from papergraph.readers.weigh import accepted, kept
from papergraph.resolvers import clean

_NO_FRONT = FrontMatter(None, None, (), None, ())


def read_markdown(path: str, text: str, checksum: str = "") -> Reading:
    """Read one document.

    Args:
        path: relative to the notes root, with `/`.
        text: the decoded document.
        checksum: of its bytes, kept in the note.
    """
    root, cut = parse(text)
    front = read_front_matter(path, cut) if cut.kind else _NO_FRONT
    heading = next((block for block in root.children if block.kind == "heading"), None)
    title = front.title or (unadorned(plain(heading.spans)) if heading and heading.level == 1 else None)
    note = Note(path, title or None, note_date(path, front.date or title), checksum)
    found = Units([whole(front.unit, root)], []) if front.unit else units(root)
    drafts = [interpret(unit) for unit in found.found]
    entries, problems = _decide(note, drafts, front.tags if front.unit else ())
    problems += strays(path, found.stray, entries)
    if cut.open:
        first = next((number for number, row in enumerate(text.split("\n"), 1) if not row.strip()), 0)
        problems = [problem for problem in problems if not problem.location.line < first]
    said = (*front.problems, *unclosed(path, root, text, front_open=cut.open), *problems)
    return Reading(note, entries, tuple(sorted(said, key=lambda problem: problem.location)))


def _decide(note: Note, drafts: list[Draft], more_tags: tuple[str, ...]) -> tuple[tuple[Entry, ...], list[Problem]]:
    """Turn drafts into entries; what looks like an entry and is none becomes a problem."""
    total: Counter[object] = Counter(draft.unit.group for draft in drafts if draft.company)
    sure: Counter[object] = Counter(draft.unit.group for draft in drafts if draft.evidence == SURE)
    entries: list[Entry] = []
    problems: list[Problem] = []
    for draft in drafts:
        group = draft.unit.group
        others = total[group] - (draft.company and draft.evidence != SURE)
        share = sure[group] / others if others > 1 and sure[group] > 1 else 0.0
        is_paper = draft.evidence == SURE or (draft.evidence == PERHAPS and accepted(draft, share))
        settled = draft if is_paper else draft._replace(papers=())
        if is_paper or kept(settled):
            entries.append(_entry(note, settled, len(entries) + 1, more_tags))
        else:
            problems += not_understood(note.path, draft, share)
    return tuple(entries), problems


def _entry(note: Note, draft: Draft, position: int, more_tags: tuple[str, ...]) -> Entry:
    unit = draft.unit
    images = [image for image in map(clean, unit.images) if image]
    return Entry(
        location=Location(note.path, unit.line, unit.end_line),
        position=position,
        note_date=note.date,
        title=draft.title or _fallback(draft),
        article=draft.article,
        section=_shared(unit.section),
        rating=details.rating(unit),
        abstract=details.abstract(unit),
        tips=details.texts(unit, Label.TIPS),
        papers=draft.papers,
        repositories=draft.repositories,
        links=draft.links,
        images=tuple(dict.fromkeys(images)),
        tags=_shared(dict.fromkeys((*details.tags(unit), *more_tags))),
        venue=details.venue_of(unit),
        date=details.date_of(unit),
        authors=_shared(details.authors(unit)) if draft.article is None else (),
        code_status=details.code_status(unit),
        row=unit.kind == "row",
    )


def _shared(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts that other entries have as well, each held once."""
    return tuple(map(intern, texts))


def _fallback(draft: Draft) -> str:
    """The name of an entry whose title was not written: that of its first paper, else its address."""
    for paper in draft.papers:
        if paper.title or paper.url:
            return paper.title or paper.url or ""
    return draft.repositories[0].url if draft.repositories else (draft.article or "")
