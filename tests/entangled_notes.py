"""Notes that name the same few things in every way: by title, by former names, as one kind of thing and as another."""

from __future__ import annotations

from itertools import groupby

from hypothesis import strategies as st

from handmade import CATALOG, catalog_paper, catalog_repository, code, entry, names, reading
from papergraph.model import Entry, Reading, Record

TITLE = "ResRep: Lossless CNN Pruning"
PAGE = "https://mp.weixin.qq.com/s/abc"

PAPERS = st.sampled_from(
    [
        names("arxiv:1", TITLE),
        names("arxiv:1"),
        names("doi:10.1/2", "Another paper with a title"),
        names(title=TITLE, line=3),
        names(title="Another paper with a title"),
        names("url:https://a.org/", TITLE, line=4),
    ]
)
CODE = st.sampled_from(
    [
        code("github:Old/Name"),
        code("github:New/Name", line=5),
        code("github:a/b", "unofficial"),
        code("url:https://a.org/"),
    ]
)
ENTRIES = st.builds(
    entry,
    title=st.sampled_from([TITLE, "An article"]),
    position=st.integers(1, 3),
    path=st.sampled_from(["a.md", "b.md"]),
    line=st.integers(1, 2),
    note_date=st.sampled_from([None, "2021-09-30"]),
    article=st.sampled_from([None, PAGE, "https://a.org/"]),
    section=st.sampled_from([(), ("Pruning",), ("pruning", "Papers")]),
    papers=st.lists(PAPERS, max_size=2).map(tuple),
    repositories=st.lists(CODE, max_size=2).map(tuple),
    tags=st.sampled_from([(), ("Pruning",)]),
    venue=st.sampled_from([None, "ICCV 2021", "ICCV'21"]),
    authors=st.sampled_from([(), ("Ada", "Bob")]),
)
KNOWN: list[Record] = [
    catalog_paper("arxiv:1", TITLE, authors=("Ada", "Cleo"), categories=("cs.CV",)),
    catalog_repository("New/Name", former_names=("Old/Name",), topics=("pruning",)),
    catalog_repository("New/Name", origin=CATALOG._replace(source="b.jsonl"), stars=5),
]


def read(*entries: Entry) -> list[Reading]:
    """Readings of the notes that the entries are in."""
    by_path = groupby(sorted(entries, key=lambda noted: noted.location.path), key=lambda noted: noted.location.path)
    return [reading(*group) for _, group in by_path]
