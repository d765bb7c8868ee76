"""Publishing: the old graph until the new one is complete, whatever is interrupted, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulation import Action, Answer, Request
from emulators.faults import status
from papergraph.errors import AccessError, ConfigError, InputError, MismatchError, ServerError
from papergraph.http import Clock, Limits
from papergraph.publish import Job, Login, Outcome, Server, planned, publish, reached
from papergraph.publish.journal import journal
from stores import GONE, UNSEEN, Small, chunk

GRAPH = "https://example.org/kg"
OTHER = "https://example.org/other"
LINES = [f'<https://example.org/s{n // 3:03}> <urn:p{n % 3}> "{n}" .\n' for n in range(300)]
OLD = [f'<https://example.org/old{n}> <urn:p> "{n}" .\n' for n in range(7)]
LIMITS = Limits(connect=5.0, silence=5.0, whole=5.0, tries=3, wait=60.0)


@pytest.fixture
def small() -> Iterator[Small]:
    """A server that holds an old graph and somebody else's."""
    with Small() as server:
        for graph in (GRAPH, OTHER):
            server.store.load("".join(OLD), ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(graph))
        server.store.load("".join(OLD), ox.RdfFormat.N_TRIPLES)
        yield server


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A file of 300 triples."""
    path = tmp_path / "graph.nt"
    path.write_text("".join(LINES), encoding="ascii")
    return path


def triples(lines: list[str]) -> set[tuple[str, ...]]:
    return {tuple(line.removesuffix(" .\n").split(" ", 2)) for line in lines}


def at(small: Small) -> Server:
    """The server as a client sees it, at a clock that stands still."""
    clock = Clock(small.clock.now, small.clock.sleep)
    return reached(small.url, Login(small.url, {}), limits=LIMITS, clock=clock)


def run(
    small: Small, export: Path, *, graph: str = GRAPH, add: bool = False, direct: bool = False, subjects: int = 20
) -> Outcome:
    """Publish in chunks of some 1,500 bytes."""
    job = Job(planned([export], subjects, 1500), graph, add, direct)
    with journal(export.parent / "published", small.url, graph, str(add)) as kept:
        return publish(job, at(small), kept)


def chunks(small: Small) -> int:
    return sum(map(chunk, small.requests))


def test_the_graph_is_replaced_and_nothing_else_is_touched(small: Small, export: Path) -> None:
    outcome = run(small, export)

    assert small.triples(GRAPH) == triples(LINES)
    assert small.triples(OTHER) == small.triples() == triples(OLD)
    assert small.graphs() == {GRAPH, OTHER}
    assert outcome == Outcome(7, 300, chunks(small), 0, at_once=True, subjects=20, rewritten=())
    assert chunks(small) > 5
    assert not list((export.parent / "published").iterdir())


def test_readers_see_the_old_graph_until_one_update_replaces_it(small: Small, export: Path) -> None:
    seen: list[set[tuple[str, ...]]] = []

    def look(_: Request, right: Callable[[], Answer]) -> Answer:
        answer = right()
        seen.append(small.triples(GRAPH))
        return answer

    small.faults.add(look)
    run(small, export)

    assert all(found in (triples(OLD), triples(LINES)) for found in seen)
    updates = [request for request in small.requests if b"COPY" in request.body]
    assert len(updates) == 1


def test_what_is_added_leaves_what_was_there(small: Small, export: Path) -> None:
    export.write_text("".join(sorted([*LINES, *OLD[:3]])), encoding="ascii")
    outcome = run(small, export, add=True)

    assert small.triples(GRAPH) == triples(LINES) | triples(OLD)
    assert (outcome.before, outcome.after) == (7, 307)
    assert small.graphs() == {GRAPH, OTHER}


def test_the_default_graph_is_one_too(small: Small, export: Path) -> None:
    run(small, export, graph="")

    assert small.triples() == triples(LINES)
    assert small.triples(GRAPH) == triples(OLD)


def test_named_graphs_are_replaced_together(small: Small, tmp_path: Path) -> None:
    lines = [line.replace(" .\n", f" <{GRAPH}/note/{n % 3}> .\n" if n % 4 else " .\n") for n, line in enumerate(LINES)]
    (tmp_path / "graph.nq").write_text("".join(lines), encoding="ascii")
    run(small, tmp_path / "graph.nq")

    for note in range(3):
        wanted = triples([line for n, line in enumerate(LINES) if n % 4 and n % 3 == note])
        assert small.triples(f"{GRAPH}/note/{note}") == wanted
    assert small.triples(GRAPH) == triples(LINES[::4])
    assert sum(b"COPY" in request.body for request in small.requests) == 1
    assert len(small.graphs()) == 5


@pytest.mark.parametrize("cut", range(0, 9, 2))
def test_a_run_that_stops_anywhere_is_gone_on_with(small: Small, export: Path, cut: int) -> None:
    small.faults.add(status(507, b"disk full"), chunk, skip=cut)
    with pytest.raises(ServerError, match=r"Oxigraph refuses the request \(status 507\): disk full"):
        run(small, export)
    assert small.triples(GRAPH) == triples(OLD)
    small.faults.clear()
    small.forget()
    outcome = run(small, export)

    assert (outcome.resumed, outcome.sent) == (cut, chunks(small))
    assert small.triples(GRAPH) == triples(LINES)
    assert small.graphs() == {GRAPH, OTHER}


def test_a_chunk_of_which_the_answer_was_lost_is_sent_again(small: Small, export: Path) -> None:
    small.faults.in_turn(None, UNSEEN, None, UNSEEN, when=chunk)
    outcome = run(small, export)

    assert chunks(small) == outcome.sent + 2
    assert small.triples(GRAPH) == triples(LINES)


def test_a_server_that_has_forgotten_meanwhile_gets_everything_again(small: Small, export: Path) -> None:
    small.faults.add(status(507), chunk, skip=4)
    with pytest.raises(ServerError):
        run(small, export)
    small.faults.clear()
    small.store.update("DELETE WHERE { GRAPH ?g { <https://example.org/s001> ?p ?o } }")
    outcome = run(small, export)

    assert outcome.resumed == 0
    assert small.triples(GRAPH) == triples(LINES)


def test_a_server_that_loses_a_chunk_during_the_run_gets_everything_once_more(small: Small, export: Path) -> None:
    small.faults.add(status(204), chunk, skip=3, times=1)
    outcome = run(small, export)

    assert outcome.sent == chunks(small)
    assert outcome.sent == 2 * len(planned([export], 0, 1500).planned)
    assert small.triples(GRAPH) == triples(LINES)


def test_a_server_that_loses_chunks_always_is_told_and_the_old_graph_stays(small: Small, export: Path) -> None:
    lost = b'"150"'
    small.faults.add(status(204), lambda request: chunk(request) and lost in request.body)
    with pytest.raises(MismatchError, match=r"Oxigraph holds \d+ triples for <https://example.org/kg>, where 300 were"):
        run(small, export)

    assert small.triples(GRAPH) == triples(OLD)


@pytest.mark.parametrize("answered", [True, False])
def test_the_swap_is_repeated_where_nothing_is_known_of_it(small: Small, export: Path, *, answered: bool) -> None:
    small.faults.add(UNSEEN if answered else (lambda *_: GONE), lambda one: b"COPY" in one.body, times=1)
    run(small, export)

    assert small.triples(GRAPH) == triples(LINES)
    assert small.graphs() == {GRAPH, OTHER}


def test_nothing_is_copied_from_a_graph_that_has_vanished(small: Small, export: Path) -> None:
    def vanish(_: Request, __: Callable[[], Answer]) -> Answer:
        for graph in small.graphs() - {GRAPH, OTHER}:
            small.store.remove_graph(ox.NamedNode(graph))
        return GONE

    small.faults.add(vanish, lambda one: b"COPY" in one.body)
    with pytest.raises(MismatchError, match="holds 0 triples"):
        run(small, export)

    assert small.triples(GRAPH) == triples(OLD)


def test_a_run_that_stops_after_the_swap_only_clears_up(small: Small, export: Path) -> None:
    small.faults.add(status(500), lambda one: b"DROP" in one.body and b"probe" not in one.body)
    with pytest.raises(ServerError):
        run(small, export)
    small.faults.clear()
    small.forget()
    outcome = run(small, export)

    assert chunks(small) == outcome.sent == 0
    assert not any(b"COPY" in request.body for request in small.requests)
    assert small.graphs() == {GRAPH, OTHER}


def test_what_an_older_export_left_half_sent_is_dropped(small: Small, export: Path) -> None:
    small.faults.add(status(507), chunk, skip=4)
    with pytest.raises(ServerError):
        run(small, export)
    small.faults.clear()
    assert len(small.graphs()) == 3
    export.write_text("".join(LINES[:100]), encoding="ascii")
    run(small, export)

    assert small.triples(GRAPH) == triples(LINES[:100])
    assert small.graphs() == {GRAPH, OTHER}


def test_it_is_dropped_by_a_run_that_goes_straight_to_the_graph_as_well(small: Small, export: Path) -> None:
    small.faults.add(status(507), chunk, skip=4)
    with pytest.raises(ServerError):
        run(small, export)
    small.faults.clear()
    run(small, export, direct=True)

    assert small.triples(GRAPH) == triples(LINES)
    assert small.graphs() == {GRAPH, OTHER}


def test_a_journal_that_somebody_wrote_drops_no_graph_that_is_not_ours(small: Small, export: Path) -> None:
    names = [GRAPH, f"urn:papergraph:staging:x> ; DROP ALL ; DROP SILENT GRAPH <{OTHER}", OTHER]
    with journal(export.parent / "published", small.url, GRAPH, "False") as kept:
        kept.begin({"staging": names})
    run(small, export)

    assert small.triples(OTHER) == triples(OLD)
    assert small.triples(GRAPH) == triples(LINES)


NO_UPDATES = pytest.mark.parametrize("code", [404, 405, 501])


@NO_UPDATES
def test_a_server_without_updates_gets_the_graph_itself(small: Small, export: Path, code: int) -> None:
    small.faults.add(status(code), lambda one: one.path == "/update")
    outcome = run(small, export)

    assert small.triples(GRAPH) == triples(LINES)
    assert small.triples(OTHER) == triples(OLD)
    assert not outcome.at_once
    assert [request.method for request in small.requests if chunk(request)].count("PUT") == 1


@pytest.mark.parametrize("cut", [0, 1, 4])
def test_a_direct_run_that_stops_is_gone_on_with(small: Small, export: Path, cut: int) -> None:
    small.faults.add(status(507), chunk, skip=cut)
    with pytest.raises(ServerError):
        run(small, export, direct=True)
    small.faults.clear()
    small.forget()
    outcome = run(small, export, direct=True)

    assert outcome.resumed == cut
    assert small.triples(GRAPH) == triples(LINES)
    assert not any(request.path == "/update" for request in small.requests)


def test_a_direct_run_can_add(small: Small, export: Path) -> None:
    run(small, export, direct=True, add=True)

    assert small.triples(GRAPH) == triples(LINES) | triples(OLD)


def test_a_wrong_value_behind_a_right_count_is_found(small: Small, export: Path) -> None:
    def twist(request: Request, _: Callable[[], Answer]) -> Answer:
        text = request.body.decode().replace("<urn:p1>", "<urn:wrong>")
        small.store.load(text, ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(request.query["graph"]))
        return Answer(204)

    small.faults.add(twist, chunk)
    with pytest.raises(MismatchError, match=r"differs from the export in 40 of the values .* <urn:p1>, .* is missing"):
        run(small, export)
    small.faults.clear()

    assert run(small, export).resumed == 0
    assert small.triples(GRAPH) == triples(LINES)
    assert small.graphs() == {GRAPH, OTHER}


def test_a_value_that_is_written_otherwise_is_told_and_is_no_mistake(small: Small, tmp_path: Path) -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    (tmp_path / "graph.nt").write_text(f'<urn:a> <urn:p> "007"^^<{xsd}integer> .\n', encoding="ascii")
    (difference,) = run(small, tmp_path / "graph.nt").rewritten

    assert (difference.sent, difference.found) == (f'"007"^^<{xsd}integer>', f'"7"^^<{xsd}integer>')


@pytest.mark.parametrize(
    "graph",
    [
        "https://example.org/> ; DROP ALL ; COPY <urn:a> TO <urn:b",
        "https://example.org/a b",
        "https://example.org/\n",
        "dataset",
        "urn:papergraph:staging:x",
        'https://example.org/"',
    ],
)
def test_what_is_no_name_of_a_graph_is_refused_before_anything_is_sent(small: Small, export: Path, graph: str) -> None:
    with pytest.raises(ConfigError, match=r"graph|Graphs"):
        run(small, export, graph=graph)

    assert not any(request.path in {"/store", "/update"} for request in small.requests)


def test_a_graph_with_every_character_that_an_iri_has_is_reached(small: Small, export: Path) -> None:
    graph = "https://例.example/kg?a=1&graph=urn:x&default#f%20+;(')"
    run(small, export, graph=graph)

    assert small.triples(graph) == triples(LINES)
    assert small.graphs() == {GRAPH, OTHER, graph}


def test_a_graph_of_the_export_and_that_for_the_rest_are_not_mixed_up(small: Small, tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text(f"<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> <urn:d> <{GRAPH}> .\n", "ascii")
    with pytest.raises(ConfigError, match="of its own"):
        run(small, tmp_path / "graph.nq")

    assert small.triples(GRAPH) == triples(OLD)


def test_a_server_whose_default_graph_is_all_graphs_wants_a_name(small: Small, export: Path) -> None:
    small.signature = "Virtuoso/07.20"
    with pytest.raises(ConfigError, match="Virtuoso has no default graph of its own: name one with --graph"):
        run(small, export, graph="")


def test_an_export_that_changes_meanwhile_ends_the_run(small: Small, export: Path) -> None:
    job = Job(planned([export], 0, 1500), GRAPH)
    export.write_text("".join(LINES[:-1]), encoding="ascii")
    with journal(export.parent / "published", "x") as kept, pytest.raises(InputError, match="has changed"):
        publish(job, at(small), kept)

    assert small.triples(GRAPH) == triples(OLD)


def test_a_server_that_lets_nobody_write_is_told_without_a_change(small: Small, export: Path) -> None:
    small.faults.add(status(403, b"read-only"), lambda one: one.path == "/update")
    with pytest.raises(AccessError, match="wants to know who asks"):
        run(small, export)

    assert small.triples(GRAPH) == triples(OLD)


FULL = status(507)


def lost(request: Request, right: Callable[[], Answer]) -> Answer:
    """Promise to keep a chunk, and forget it."""
    return Answer(204) if chunk(request) else right()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    script=st.lists(st.sampled_from([None, None, UNSEEN, (lambda *_: GONE), lost, FULL, status(429)]), max_size=16),
    direct=st.booleans(),
    seed=st.integers(0, 999),
)
def test_whatever_happens_on_the_way_the_next_run_that_ends_well_has_everything(
    tmp_path_factory: pytest.TempPathFactory, script: list[Action | None], seed: int, *, direct: bool
) -> None:
    export = tmp_path_factory.mktemp("any") / "graph.nt"
    export.write_text("".join(LINES), encoding="ascii")
    with Small() as small:
        for graph in (GRAPH, OTHER):
            small.store.load("".join(OLD), ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(graph))
        dice = Random(seed)  # noqa: S311 - nobody is kept from guessing
        small.faults.in_turn(*script, when=lambda one: one.path in {"/store", "/update"} and dice.random() < 0.7)
        for _ in range(30):
            try:
                outcome = run(small, export, direct=direct)
                break
            except (ServerError, MismatchError):
                assert direct or small.triples(GRAPH) in (triples(OLD), triples(LINES))
        else:
            raise AssertionError("it never ends")

        assert outcome.after == 300
        assert small.triples(GRAPH) == triples(LINES)
        assert small.graphs() == {GRAPH, OTHER}
        assert small.triples(OTHER) == triples(OLD)
