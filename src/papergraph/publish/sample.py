"""What was drawn from an export, and what the server says of the same subjects: what is missing, more or otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from papergraph.errors import InputError
from papergraph.publish.server import Server, Triple


class Difference(NamedTuple):
    """A value of which the export and the server disagree."""

    subject: str
    predicate: str
    sent: str
    """As N-Triples; empty where the server has one more."""
    found: str
    """Empty where the server has none."""
    alike: bool = False
    """Whether both are the same number, truth or moment, written otherwise."""


def differences(server: Server, sample: Iterable[tuple[str, Sequence[bytes]]], *, more: bool) -> Iterator[Difference]:
    """Ask a server for the subjects of a sample, whose graphs are those of the server, and yield what differs.

    Args:
        server: who is asked.
        sample: graphs, and lines of N-Triples about one subject each.
        more: whether the server may know more than was sent.
    """
    graphs: dict[str, set[Triple]] = defaultdict(set)
    for graph, lines in sample:
        graphs[graph] |= set(_terms(lines))
    for graph, sent in graphs.items():
        subjects = sorted({subject.strip("<>") for subject, _, _ in sent})
        found = set(map(_plain, server.triples(graph, subjects)))
        wanted = {_plain(triple): triple for triple in sent}
        yield from _paired(
            [wanted[triple] for triple in sorted(wanted.keys() - found)], [] if more else sorted(found - wanted.keys())
        )


def _paired(missing: Sequence[Triple], extra: Sequence[Triple]) -> Iterator[Difference]:
    """Yield differences, what was sent beside what may have become of it."""
    left: dict[tuple[str, str], list[str]] = defaultdict(list)
    for subject, predicate, value in extra:
        left[subject, predicate].append(value)
    for subject, predicate, value in missing:
        candidates = left[subject, predicate]
        same = next((one for one in candidates if equal(value, one)), None)
        if same is not None:
            candidates.remove(same)
            yield Difference(subject, predicate, value, same, alike=True)
        else:
            yield Difference(subject, predicate, value, "")
    for (subject, predicate), values in left.items():
        for value in values:
            yield Difference(subject, predicate, "", value)


def equal(one: str, other: str) -> bool:
    """Tell whether two literals of N-Triples have the same value, as SPARQL compares them."""
    import pyoxigraph as ox

    if not (one.startswith('"') and other.startswith('"')):
        return False
    try:
        return bool(ox.Store().query(f"ASK {{ FILTER({one} = {other}) }}"))
    except (SyntaxError, ValueError):
        return False


def _plain(triple: Triple) -> Triple:
    """Return a triple as it is compared: tags of languages have no case."""
    subject, predicate, value = triple
    text, mark, tag = value.rpartition('"@')
    return subject, predicate, f"{text}{mark}{tag.lower()}" if mark else value


def _terms(lines: Sequence[bytes]) -> Iterator[Triple]:
    import pyoxigraph as ox

    try:
        for quad in ox.parse(b"".join(lines), ox.RdfFormat.N_TRIPLES):
            yield str(quad.subject), str(quad.predicate), str(quad.object)
    except SyntaxError as error:  # a server may take what is no RDF
        raise InputError(f"The export is no valid RDF: {error}.") from error
