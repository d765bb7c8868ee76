"""Graphs at the edges of what people have: of one thing, with a hub, with endless names, without links, huge."""

from __future__ import annotations

from functools import partial

from page_graphs import graph_of, large
from papergraph.model import RANK_NOTE, Edge, Evidence, Graph, Origin, Paper, Person, Reference, Topic

ORIGIN = Origin(RANK_NOTE, "a.md", 1, "2024-05-06")
CROWD = 30_000
"""Authors of one paper."""
LONG = "Long " * 1000
"""A title of 5,000 characters."""
HUB = "A Paper of Very Many"


def nothing() -> Graph:
    """No entry, no thing."""
    return graph_of()


def alone() -> Graph:
    """One thing."""
    return graph_of([Topic(Reference("topic", "alone"), ORIGIN, "Alone")])


def crowded(authors: int = CROWD) -> Graph:
    """One paper of very many authors."""
    hub = Reference("arxiv", "2001.00001")
    names = tuple(f"Author Number {number}" for number in range(authors))
    people = [Reference("person", name.casefold()) for name in names]
    persons = [Person(person, ORIGIN, name) for person, name in zip(people, names, strict=True)]
    edges = [Edge(hub, "author", person, (Evidence("SameEntry", ORIGIN, None, None),)) for person in people]
    return graph_of([Paper(hub, ORIGIN, HUB, names, published="2020-01-01"), *persons], edges)


def long_titled() -> Graph:
    """A paper with a title of 5,000 characters, one whose title is one word of as many, and their author."""
    papers = (
        Paper(Reference("arxiv", "2001.00001"), ORIGIN, LONG, ("Ada Long",), published="2020-01-01"),
        Paper(Reference("arxiv", "2001.00002"), ORIGIN, "x" * 5000, ("Ada Long",), published="2020-01-01"),
    )
    person = Person(Reference("person", "ada long"), ORIGIN, "Ada Long")
    edges = [
        Edge(paper.reference, "author", person.reference, (Evidence("SameEntry", ORIGIN, None, LONG),))
        for paper in papers
    ]
    return graph_of([*papers, person], edges)


def scattered(count: int = 5000) -> Graph:
    """Things without any link."""
    return graph_of(Topic(Reference("topic", f"island {n}"), ORIGIN, f"Island {n}") for n in range(count))


SIX_HUNDRED = partial(large, 600)
TWO_THOUSAND = partial(large, 2000)
TWENTY_THOUSAND = partial(large, 20_000)
HUNDRED_THOUSAND = partial(large, 100_000)
