"""A dialect fixture and what was read from it → every difference between the two, by the rules of its README.

An expected entry is found when an entry near its line, the nearest first, names one of its papers: by identifier, by
URL, by an alternate URL or by title. Repositories of role `code` are compared on forges and hubs only.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from papergraph.model import Entry, PaperMention, Reading, Reference, RepositoryMention
from papergraph.readers import read_bytes
from papergraph.readers.decoding import decode

DIALECTS = Path(__file__).parent / "readers" / "dialects"
NAMES = tuple(sorted(folder.name for folder in DIALECTS.iterdir() if folder.is_dir()))
FORGES = {"github", "gitlab", "bitbucket", "gitee", "hf"}
FEW = 3
"""Entries in a note, up to which the distance of lines says nothing."""
NEAR = 12
"""Lines between the place that is expected and that of an entry which may be meant."""
SHORTEST_TITLE = 4
LONGEST_LINK = 4
"""Lines over which one link may be written."""

Expected = dict[str, Any]


class Fixture(NamedTuple):
    """One folder of fixtures, read."""

    name: str
    rows: tuple[Expected, ...]
    lines: tuple[str, ...]
    """The text of the note."""
    reading: Reading


class Miss(NamedTuple):
    """One way in which a reading differs from what is expected."""

    line: int
    what: str
    """`missed`, `invented`, `title`, `code`, … : the fact that differs."""
    shown: str


@cache
def load(name: str) -> Fixture:
    """Read the note of a fixture, and what is expected of it."""
    folder = DIALECTS / name
    payload = (folder / "input.md").read_bytes()
    path = json.loads((folder / "meta.json").read_text(encoding="utf-8")).get("path", f"{name}.md")
    rows = (folder / "expected.jsonl").read_text(encoding="utf-8").split("\n")
    text, _ = decode(path, payload)
    assert text is not None
    return Fixture(name, tuple(map(json.loads, filter(None, rows))), tuple(text.split("\n")), read_bytes(path, payload))


def misses(fixture: Fixture) -> list[Miss]:
    """Every difference, in the order of the lines."""
    left = [entry for entry in fixture.reading.entries if entry.papers]
    found: list[Miss] = []
    for row in fixture.rows:
        entry = _meant(row, left)
        if entry is not None:
            left.remove(entry)
        if row.get("ambiguous"):
            continue
        if entry is None:
            found.append(Miss(row["line"], "missed", row["title"]))
        else:
            found += _differences(fixture, row, entry)
    found += [Miss(entry.location.line, "invented", entry.title) for entry in left]
    return sorted(found)


def holds(fixture: Fixture, line: int, url: str, reference: Reference | None = None) -> bool:
    """Whether a link stands in a line: its address, the identifier it was made from, or the text that it is put on."""
    text = fixture.lines[line - 1]
    bare = re.sub(r"^\w+://", "", url)
    if bare in text or (reference is not None and reference.identifier in text):
        return True
    if any(f"]: {url}" in row and f"[{row[1:].partition(']')[0]}]" in text for row in fixture.lines):
        return True
    return ("[" in text or "<" in text) and bare in "\n".join(fixture.lines[line : line + LONGEST_LINK - 1])


def linked(entry: Entry) -> Iterator[tuple[int, str, Reference | None]]:
    """Line, address and reference of all that an entry links to; a paper known by title only has no address."""
    yield from ((paper.line, paper.url or "", paper.reference) for paper in entry.papers)
    yield from ((one.line, one.url, one.reference) for one in entry.repositories)
    yield from ((link.line, link.url, None) for link in entry.links)


def normal(text: str | None) -> str:
    """Letters and digits of a text, case folded."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text or "").casefold()))


def _meant(row: Expected, entries: list[Entry]) -> Entry | None:
    """The entry that a row is about: of those that name one of its papers the nearest."""
    wanted = set().union(*_expected_keys(row))
    near = [
        entry
        for entry in entries
        if (abs(entry.location.line - row["line"]) <= NEAR or len(entries) <= FEW)
        and any(wanted & _keys(paper) for paper in entry.papers)
    ]
    return min(near, key=lambda entry: abs(entry.location.line - row["line"]), default=None)


def _differences(fixture: Fixture, row: Expected, entry: Entry) -> Iterator[Miss]:
    """What an entry says otherwise than its row."""
    line = row["line"]
    if not _begins(fixture, row, entry):
        yield Miss(line, "line", str(entry.location.line))
    titles = {normal(title) for title in (row["title"], *row.get("alt_titles", ()), row["papers"][0]["title"])}
    if not titles & {normal(title) for title in (entry.title, *(paper.title for paper in entry.papers))}:
        yield Miss(line, "title", entry.title)
    yield from _paper_differences(fixture, row, entry)
    yield from _code_differences(row, entry)
    for field, got in (("rating", entry.rating), ("date", entry.date), ("article", entry.article)):
        if field in row and row[field] != got:
            yield Miss(line, field, str(got))
    if "tags" in row and tuple(row["tags"]) != entry.tags:
        yield Miss(line, "tags", ", ".join(entry.tags))
    if "venue" in row and _venue(row["venue"]) != _venue(entry.venue or ""):
        yield Miss(line, "venue", str(entry.venue))


def _begins(fixture: Fixture, row: Expected, entry: Entry) -> bool:
    """Whether an entry begins with its title or with the heading above it; one that is the whole note, in its head."""
    first = entry.location.line
    headed = first == row["line"] - 1 and fixture.lines[first - 1].startswith("#")
    return first == row["line"] or headed or (len(fixture.rows) == 1 and first <= row["papers"][0]["line"])


def _paper_differences(fixture: Fixture, row: Expected, entry: Entry) -> Iterator[Miss]:
    papers = list(entry.papers)
    for wanted, keys in zip(row["papers"], _expected_keys(row), strict=True):
        paper = next((paper for paper in papers if keys & _keys(paper)), None)
        if paper is None:
            yield Miss(row["line"], "paper missed", str(wanted["url"] or wanted["title"]))
            continue
        papers.remove(paper)
        if paper.url == wanted["url"] and paper.line != wanted["line"]:
            yield Miss(wanted["line"], "line of paper", str(paper.line))
    open_to_doubt = {
        key for other in fixture.rows if other.get("ambiguous") for keys in _expected_keys(other) for key in keys
    }
    for paper in papers:
        if not _keys(paper) & open_to_doubt:
            yield Miss(row["line"], "paper invented", str(paper.url or paper.title))


def _code_differences(row: Expected, entry: Entry) -> Iterator[Miss]:
    wanted = set(row["code"])
    got = set(_forge_names(entry.repositories, "code")) - set(row.get("either", ()))
    for name in sorted(wanted - got):
        yield Miss(row["line"], "code missed", name)
    for name in sorted(got - wanted):
        yield Miss(row["line"], "code invented", name)
    for name, role in row.get("other_repos", {}).items():
        if name not in _forge_names(entry.repositories, role) and name not in got:
            yield Miss(row["line"], role, name)


def _forge_names(repositories: Iterable[RepositoryMention], role: str) -> list[str]:
    """Repositories of a role as `forge:owner/name`, those of Hugging Face without their kind."""
    return [
        re.sub(r"^hf:(?:datasets|spaces|models)/", "hf:", str(one.reference).casefold())
        for one in repositories
        if one.role == role and one.reference is not None and one.reference.prefix in FORGES
    ]


def _expected_keys(row: Expected) -> list[set[str]]:
    """What each paper of a row goes by; the titles of the row are those of its first."""
    titles = [row["title"], *row.get("alt_titles", ())]
    return [
        _all_keys(
            paper["id"], [paper["url"], *paper.get("alternates", ())], [paper["title"], *(titles if first else ())]
        )
        for paper, first in zip(row["papers"], [True] + [False] * len(row["papers"]), strict=False)
    ]


def _keys(paper: PaperMention) -> set[str]:
    identifier = str(paper.reference) if paper.reference else None
    return _all_keys(identifier, [paper.url, *paper.alternates], [paper.title])


def _all_keys(identifier: str | None, urls: Iterable[str | None], titles: Iterable[str | None]) -> set[str]:
    keys = {identifier.casefold()} if identifier and identifier.startswith("arxiv:") else set()
    keys |= {"url:" + _normal_url(url) for url in urls if url}
    return keys | {"title:" + key for title in titles if len(key := normal(title)) >= SHORTEST_TITLE}


def _normal_url(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", url.strip()).rstrip("/").casefold().removesuffix(".pdf")


def _venue(text: str) -> str:
    """A venue with its year, however the year is written."""
    return normal(re.sub(r"(?:19|20)(?=\d\d\b)", "", text))
