"""Records made by hand, with sensible values for whatever a test does not care about.

`more` are fields of the record, of whatever type they have.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from papergraph.model import (
    RANK_CATALOG,
    RANK_NOTE,
    RANK_SERVICE,
    Entry,
    Location,
    Note,
    Origin,
    Paper,
    PaperMention,
    Problem,
    Reading,
    Reference,
    Repository,
    RepositoryMention,
    Status,
)

CATALOG = Origin(RANK_CATALOG, "catalog.jsonl", 1, "2022-01-01")
ARXIV = Origin(RANK_SERVICE, "arXiv", 0, "2026-11-24")
GITHUB = Origin(RANK_SERVICE, "GitHub", 0, "2026-11-24")


def ref(text: str) -> Reference:
    """`prefix:identifier` → the reference."""
    prefix, _, identifier = text.partition(":")
    return Reference(prefix, identifier)


def names(text: str | None = None, title: str | None = None, line: int = 2, **more: Any) -> PaperMention:
    """A paper as an entry names it, by reference or by title."""
    reference = ref(text) if text else None
    url = reference.identifier if reference and reference.prefix == "url" else None
    return PaperMention(reference, url, title, line, **more)


def code(text: str, role: str = "code", line: int = 3, **more: Any) -> RepositoryMention:
    """A repository as an entry names it: `github:Owner/name`, in display case."""
    prefix, _, name = text.partition(":")
    if prefix != "github":
        return RepositoryMention(ref(text), name, role, line, **more)
    return RepositoryMention(Reference("github", name.lower()), f"https://github.com/{name}", role, line, **more)


def entry(title: str = "A title", position: int = 1, path: str = "a.md", line: int = 1, **more: Any) -> Entry:
    """An entry that names nothing, with the given fields changed."""
    bare = Entry(
        Location(path, line, line + 9),
        position,
        note_date=None,
        title=title,
        article=None,
        section=(),
        rating=None,
        abstract=None,
        tips=(),
        papers=(),
        repositories=(),
        links=(),
        images=(),
        tags=(),
        venue=None,
    )
    return bare._replace(**more)


def reading(*entries: Entry, title: str | None = None, problems: Iterable[Problem] = ()) -> Reading:
    """A note with these entries."""
    path = entries[0].location.path if entries else "a.md"
    date = entries[0].note_date if entries else None
    return Reading(Note(path, title, date, f"checksum of {path}"), entries, tuple(problems))


def catalog_paper(text: str, title: str | None = None, origin: Origin = CATALOG, **more: Any) -> Paper:
    """A paper as a catalogue has it."""
    return Paper(ref(text), origin, title=title, **more)


def catalog_repository(name: str, origin: Origin = CATALOG, **more: Any) -> Repository:
    """A GitHub repository as a catalogue has it."""
    return Repository(Reference("github", name.lower()), origin, name=name, **more)


def fetched_paper(text: str, title: str | None = None, day: str = ARXIV.date, **more: Any) -> Paper:
    """A paper as arXiv answers."""
    return Paper(ref(text), ARXIV._replace(date=day), title=title, **more)


def fetched_repository(name: str, day: str = GITHUB.date, **more: Any) -> Repository:
    """A repository as GitHub answers; what it does not have has no name either."""
    shown = None if more.get("status") == Status.MISSING else name
    return Repository(Reference("github", name.lower()), GITHUB._replace(date=day), **{"name": shown, **more})


ORIGINS = st.builds(
    Origin,
    rank=st.integers(0, 3),
    source=st.sampled_from(["a.md", "b.md", "catalog"]),
    line=st.integers(0, 2),
    date=st.sampled_from(["", "2021-01-01", "2022-02-02"]),
)
"""Origins that often coincide."""

PAPERS = st.builds(
    Paper,
    reference=st.just(ref("arxiv:2101.00001")),
    origin=ORIGINS,
    title=st.none() | st.sampled_from(["", "One title", "Another title"]),
    authors=st.lists(st.sampled_from(["Ada", "Bob", "阿"]), max_size=2).map(tuple),
    version=st.none() | st.integers(0, 2),
    urls=st.lists(st.sampled_from(["https://a.org/", "https://b.org/"]), max_size=2, unique=True).map(tuple),
    status=st.none() | st.sampled_from(["", *Status]),
)
"""Records of one paper."""

RECORDS = st.lists(PAPERS, max_size=5).map(tuple)

NOTE_ORIGIN = Origin(RANK_NOTE, "a.md", 2, "")
