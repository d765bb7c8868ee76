"""What holds of every reading, whatever was read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dialect_scores import linked
from papergraph.model import Entry, Reading, Role, Severity

ROLES = {Role.CODE, Role.UNOFFICIAL, Role.DATASET, Role.PROJECT, Role.MENTION}
DATE = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?")


def keep_their_promises(reading: Reading, text: str) -> None:
    """Assert all that holds of every reading."""
    last = text.count("\n") + 1
    assert [entry.position for entry in reading.entries] == list(range(1, len(reading.entries) + 1))
    starts = [entry.location.line for entry in reading.entries]
    assert starts == sorted(starts)
    for entry in reading.entries:
        assert 1 <= entry.location.line <= entry.location.end_line <= last
        assert entry.title.strip()
        assert "\n" not in entry.title
        assert entry.rating is None or entry.rating in range(1, 6)
        assert entry.date is None or DATE.fullmatch(entry.date)
        assert all(part.strip() for part in (*entry.section, *entry.tags, *entry.authors, *entry.tips))
        mentions_keep_their_promises(entry, last)
    for problem in reading.problems:
        assert problem.location.path == reading.note.path
        assert 0 <= problem.location.line <= last
        assert problem.location.end_line <= last
        assert problem.severity in Severity
        assert problem.message


def mentions_keep_their_promises(entry: Entry, last: int) -> None:
    """Assert all that holds of the papers, repositories and links of every entry."""
    assert all(1 <= line <= last for line, _, _ in linked(entry))
    assert all(re.match(r"https?://[^\s/]", url) for url in addresses(entry))
    assert {one.role for one in entry.repositories} <= ROLES
    assert {link.role for link in entry.links} <= set(Role)
    for paper in entry.papers:
        assert paper.reference or paper.title
        assert paper.reference is None or paper.reference.identifier
        assert paper.version is None or paper.version > 0
    own = {entry.article} | {paper.url for paper in entry.papers} | {one.url for one in entry.repositories}
    assert not own & {link.url for link in entry.links}, "a link is none of the entry's own papers and repositories"


def addresses(entry: Entry) -> Iterator[str]:
    """Every URL of an entry."""
    yield from (url for _, url, _ in linked(entry) if url)
    yield from (url for paper in entry.papers for url in paper.alternates)
    yield from filter(None, (entry.article, *entry.images))
