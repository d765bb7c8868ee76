"""A graph in, articles that share a paper but no topic out: most often a link was copied and not changed; pure.

An article is compared with its only paper, as far as texts name topics of both; articles of a paper whose title names
none are compared with each other. No topic goes over from a paper to an article or back, so a slip spoils neither.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias

from papergraph.model import Edge, Graph, Location, Method, Predicate, Problem, Reference

ABOUT, DISCUSSES = Predicate.ABOUT.value, Predicate.DISCUSSES.value
TEXT_MATCH = Method.TEXT_MATCH.value

Topics: TypeAlias = dict[Reference, Location]
"""The topics of a thing → where a text of it names them."""


def slips(graph: Graph) -> Iterator[Problem]:
    """Yield a problem, with both places, where what discusses a paper is about something else."""
    discussing = [edge for edge in graph.edges if edge.predicate == DISCUSSES]
    about = _about(graph, {end for subject, _, paper, _ in discussing for end in (subject, paper)})
    papers: dict[Reference, list[Reference]] = {}
    articles: dict[Reference, list[Reference]] = {}
    for subject, _, paper, _ in discussing:
        if subject in about:
            papers.setdefault(subject, []).append(paper)
            articles.setdefault(paper, []).append(subject)
    for paper, discussed in articles.items():
        alone = [one for one in discussed if len(papers[one]) == 1]
        for place, article in enumerate(alone):
            others = [paper] if paper in about else alone[:place]
            other = next((one for one in others if _differ(about[article], about[one], graph)), None)
            if other:
                yield _problem(article, other, paper, about, graph)


def _about(graph: Graph, things: Collection[Reference]) -> dict[Reference, Topics]:
    """The topics that texts of some things name."""
    found: dict[Reference, Topics] = {}
    for edge in graph.edges:
        if edge.predicate == ABOUT and edge.subject in things and (place := _place(edge)):
            found.setdefault(edge.subject, {})[edge.object] = place
    return found


def _place(edge: Edge) -> Location | None:
    for reason in edge.evidence:
        if reason.method == TEXT_MATCH:
            return Location(reason.origin.source, reason.origin.line)
    return None


def _differ(one: Topics, other: Topics, graph: Graph) -> bool:
    """Whether two things have no topic in common, nor one that is broader, but those of whole fields of research."""
    above, others = _with_broader(one, graph), _with_broader(other, graph)
    if not (above.isdisjoint(other) and others.isdisjoint(one)):
        return False
    return all(_is_field(topic, graph) for topic in above & others)


def _is_field(topic: Reference, graph: Graph) -> bool:
    """Whether a topic is at the top, or right below it."""
    return not any(graph.topics[broader].broader for broader in graph.topics[topic].broader)


def _with_broader(topics: Topics, graph: Graph) -> set[Reference]:
    found = set(topics)
    waiting = list(topics)
    while waiting:
        topic = graph.topics.get(waiting.pop())
        new = set(topic.broader) - found if topic else set()
        found |= new
        waiting += new
    return found


def _problem(
    article: Reference, other: Reference, paper: Reference, about: Mapping[Reference, Topics], graph: Graph
) -> Problem:
    here, there = (f"{_title(one, graph)!r} ({_names(about[one], graph)})" for one in (article, other))
    shared = "discusses the paper" if other == paper else f"and there, of the same paper {_title(paper, graph)!r},"
    message = f"{here} {shared} {there}: they have no topic in common; is the link right?"
    places = [min(about[one].values()) for one in (article, other)]
    return Problem(places[0], message, other=places[1])


def _title(reference: Reference, graph: Graph) -> str:
    thing = graph.articles.get(reference) or graph.papers.get(reference)
    return (thing.title if thing else None) or str(reference)


def _names(topics: Topics, graph: Graph) -> str:
    return ", ".join(graph.topics[topic].name or topic.identifier for topic in topics)
