"""A plan in, the graphs of a server out: sent beside what is there, put in its place at once, and verified.

Chunks go to a graph of their own, whose name tells what is in it, so that a run that was interrupted is gone on with,
and readers see the old graph until one update copies the new one over it. Sending a chunk twice does no harm: a graph
is a set of triples, and none of them has a blank node. Where a server takes no updates, chunks go to the graph itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import NamedTuple, TypeAlias

from papergraph.errors import AccessError, ConfigError, MismatchError, ServerError
from papergraph.publish.journal import Journal
from papergraph.publish.plan import Plan
from papergraph.publish.sample import Difference, differences
from papergraph.publish.server import PassingError, Server

STAGING = "urn:papergraph:staging:"
"""How the names of graphs begin that hold what is not complete yet."""
_STAGED = re.compile(re.escape(STAGING) + "[0-9a-f]+:[0-9]+")
_NOBODYS = f"{STAGING}probe"
_NAME_LENGTH = 16
_ATTEMPTS = 3

Tell: TypeAlias = Callable[[int, str], None]
"""Told how many triples are sent, and what is done."""


class Job(NamedTuple):
    """What is to be published."""

    plan: Plan
    graph: str
    """The IRI of the graph for what is in none; empty for the default graph."""
    add: bool = False
    """Whether what the graph holds already stays."""
    direct: bool = False
    """Whether chunks go straight to the graph, which readers then see grow."""

    def targets(self) -> dict[str, str]:
        """Return the graphs of the export with those of the server."""
        return {part.graph: part.graph or self.graph for part in self.plan.parts}


class Outcome(NamedTuple):
    """What came of it."""

    before: int
    """Triples in the graphs."""
    after: int
    sent: int
    """Chunks that were sent."""
    resumed: int
    """Chunks that the server had from an earlier run."""
    at_once: bool
    """Whether readers saw the old graphs until the new ones were complete."""
    subjects: int
    """How many were compared."""
    rewritten: tuple[Difference, ...]
    """Values that the server writes otherwise."""


def publish(job: Job, server: Server, journal: Journal, tell: Tell = lambda *_: None) -> Outcome:
    """Send a plan to a server.

    Raises:
        ConfigError: the graph is none that can be published to.
        InputError: the export has changed meanwhile.
        ServerError: the server does not answer, or refuses.
        AccessError: the server wants credentials, or others.
        MismatchError: the server does not hold what it was sent.
        StoreError: the journal cannot be written.
    """
    check_graph(job, server)
    run = _Publishing(job, server, journal, tell)
    try:
        return run.run()
    except MismatchError:
        with suppress(ServerError, AccessError):
            run.start_over()  # what is there is not to be gone on with
        raise


def check_graph(job: Job, server: Server) -> None:
    """Raise ConfigError where the graph is none that can be published to."""
    import pyoxigraph as ox

    targets = list(job.targets().values())
    if server.kind.union and "" in targets:
        raise ConfigError(f"{server.kind.title} has no default graph of its own: name one with --graph.")
    for target in filter(None, targets):
        try:
            ox.NamedNode(target)
        except ValueError:
            raise ConfigError(f"--graph {target!r} is no absolute IRI.") from None
        if target.startswith(STAGING):
            raise ConfigError(f"Graphs whose names begin with {STAGING} are for what is not complete yet.")
    if len(set(targets)) < len(targets):
        raise ConfigError(f"The export has a graph <{job.graph}> of its own: choose another --graph for the rest.")


class _Publishing:
    """One run."""

    def __init__(self, job: Job, server: Server, journal: Journal, tell: Tell) -> None:
        self._job, self._plan, self._server, self._journal, self._tell = job, job.plan, server, journal, tell
        self._targets = job.targets()
        self._wanted = {self._targets[graph]: number for graph, number in job.plan.counts().items()}
        """Triples by the graph of the server."""
        self._staging: dict[str, str] = {}
        """Where what is to be in a graph of the server is put first; nothing where it goes there directly."""
        self._sent = self._resumed = 0

    def run(self) -> Outcome:
        """Publish."""
        before = self._server.count(list(self._wanted))
        if not self._job.direct and self._server.takes_updates(_NOBODYS):
            name = f"{STAGING}{self._plan.checksum[:_NAME_LENGTH]}"
            self._staging = {target: f"{name}:{number}" for number, target in enumerate(self._wanted)}
        self._clear_up()
        resumed = self._journal.resume(self._head(), [one.checksum for one in self._plan.planned])
        if not (self._journal.done and self._holds(before, before, exactly=not self._job.add)):
            self._load(before, resumed=resumed)
            if self._staging:
                self._swap()
        after = self._server.count(list(before))
        if not self._holds(after, before, exactly=not self._job.add):
            raise MismatchError(self._counted(after))
        rewritten = self._compare()
        self._journal.finish()
        self._drop(self._staging.values())
        self._journal.remove()
        sums = sum(before.values()), sum(after.values())
        compared, at_once = len(self._plan.sample), bool(self._staging) and self._server.kind.whole
        return Outcome(*sums, self._sent, self._resumed, at_once, compared, rewritten)

    def _head(self) -> dict[str, object]:
        """What tells this upload from others."""
        names = list(self._staging.values())
        return {"checksum": self._plan.checksum, "chunk": self._plan.size, "add": self._job.add, "staging": names}

    def _clear_up(self) -> None:
        """Drop what an upload of something else has left on the server, as our journal says."""
        old = self._journal.head.get("staging")
        names = {str(name) for name in old} if isinstance(old, list) else set()
        left = sorted(name for name in names - {*self._staging.values()} if _STAGED.fullmatch(name))
        if left and (self._staging or self._server.takes_updates(_NOBODYS)):
            self._drop(left)

    def _drop(self, graphs: Iterable[str]) -> None:
        if update := " ;\n".join(f"DROP SILENT GRAPH <{graph}>" for graph in graphs):
            self._server.update(update)

    def _load(self, before: Mapping[str, int], *, resumed: bool) -> None:
        """Send chunks until the server has as many triples as there are; once more from the start where it has not."""
        if resumed and self._lost():
            self.start_over()
        self._resumed = len(self._journal.confirmed)
        self._send()
        exactly = bool(self._staging) or not self._job.add
        if not self._holds(self._loaded(), before, exactly=exactly):
            self.start_over()
            self._resumed = 0
            self._send()
            if not self._holds(loaded := self._loaded(), before, exactly=exactly):
                raise MismatchError(self._counted(loaded))

    def _lost(self) -> bool:
        """Whether the server has less than it had confirmed."""
        had = dict.fromkeys(self._wanted, 0)
        for number in self._journal.confirmed:
            chunk = self._plan.planned[number]
            had[self._targets[chunk.graph]] += chunk.triples
        there = self._loaded()
        return any(there[target] < number for target, number in had.items())

    def start_over(self) -> None:
        """Forget what was sent, here and there."""
        self._drop(self._staging.values())
        self._journal.begin(self._head())

    def _loaded(self) -> dict[str, int]:
        """Return how many triples of each target are on the server, be it in its staging graph."""
        places = {target: self._staging.get(target, target) for target in self._wanted}
        there = self._server.count(list(places.values()))
        return {target: there[place] for target, place in places.items()}

    def _send(self) -> None:
        """Send the chunks that are not confirmed."""
        confirmed, begun, done = self._journal.confirmed, set[str](), 0
        for chunk in self._plan.chunks():
            target = self._targets[chunk.graph]
            if chunk.number not in confirmed:
                first = target not in begun and not (self._staging or self._job.add)
                self._server.send(self._staging.get(target, target), chunk.lines, replace=first)
                self._journal.confirm(chunk.number, chunk.checksum)
                self._sent += 1
            begun.add(target)
            done += len(chunk.lines)
            self._tell(done, f"chunk {chunk.number + 1:,} of {len(self._plan.planned):,}")

    def _swap(self) -> None:
        """Put what is complete in its place, in one update.

        It is never repeated blindly: some servers copy a graph that is not there, and empty the other one.
        """
        verb = "ADD" if self._job.add else "COPY"
        names = {target: f"<{target}>" if target else "DEFAULT" for target in self._staging}
        update = " ;\n".join(f"{verb} <{staging}> TO {names[target]}" for target, staging in self._staging.items())
        self._tell(self._plan.triples, "replacing the graph")
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                self._server.update(update, once=True)
            except PassingError:
                if attempt == _ATTEMPTS:
                    raise
                self._server.pause(attempt)
            else:
                return
            if (loaded := self._loaded()) != self._wanted:
                raise MismatchError(self._counted(loaded))

    def _holds(self, there: Mapping[str, int], before: Mapping[str, int], *, exactly: bool) -> bool:
        """Whether graphs have as many triples as were sent, or as there can be with those that were there before."""
        if exactly:
            return there == self._wanted
        return all(
            max(before[target], number) <= there[target] <= before[target] + number
            for target, number in self._wanted.items()
        )

    def _counted(self, there: Mapping[str, int]) -> str:
        """Say of which graph the count is wrong."""
        target = next((one for one, number in self._wanted.items() if there[one] != number), next(iter(there)))
        name = f"<{target}>" if target else "its default graph"
        title, wanted = self._server.kind.title, self._wanted[target]
        return f"{title} holds {there[target]:,} triples for {name}, where {wanted:,} were sent: publish again."

    def _compare(self) -> tuple[Difference, ...]:
        """Compare what was drawn; return what is written otherwise.

        Raises MismatchError where something is missing, or there that was not sent.
        """
        drawn = [(self._targets[graph], lines) for graph, lines in self._plan.sample]
        found = tuple(differences(self._server, drawn, more=self._job.add))
        wrong = [one for one in found if not one.alike]
        if wrong:
            subject, predicate, sent, there, _ = wrong[0]
            what = f"{sent} is missing" if sent else f"{there} is there, and was not sent"
            raise MismatchError(
                f"{self._server.kind.title} differs from the export in {len(wrong):,} of the values that were"
                f" compared: of {subject} {predicate}, {what}. Publish again."
            )
        return found
