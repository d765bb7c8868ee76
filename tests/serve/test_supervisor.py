"""The processes of a server: none is lost by a query, a crash, a build or the end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from command_line import NOTE, Run
from papergraph.alone import alone
from papergraph.errors import ConfigError, OutputError
from papergraph.index import CURRENT, STORE, published
from papergraph.serve.supervisor import bound
from servers import RUNAWAY, Server, build, serving

pytestmark = pytest.mark.alone  # its many processes are to use every core, and the time that they take is promised
LIMIT = 2.0
SMALL = "SELECT ?name { <https://arxiv.org/abs/2401.01234> schema:name ?name } #"


def at_once(functions: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)


def children(pid: int) -> list[int]:
    listed = subprocess.run(["/bin/ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = (tuple(map(int, line.split())) for line in listed.splitlines())
    return [child for child, parent in pairs if parent == pid]


def is_running(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")
    return False


def eventually(condition: Callable[[], bool], seconds: float = 15) -> bool:
    last = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > last:
            return False
        time.sleep(0.02)
    return True


def ask_often(server: Server, times: int, statuses: Counter[int | str], seed: int) -> None:
    """Ask so many different queries over one connection, which is made anew where the server closes it."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    for number in range(times):
        try:
            connection.request(
                "GET", f"/sparql?query={quote(f'{SMALL}{seed}-{number}')}", headers={"Accept": "text/csv"}
            )
            response = connection.getresponse()
            body = response.read()
            statuses[response.status if b"Graphs from Notes" in body else "another answer"] += 1
        except OSError as error:
            statuses[repr(error)] += 1
            connection.close()
    connection.close()


def test_a_runaway_query_is_answered_at_the_limit_while_others_are_answered(built: Path) -> None:
    statuses: Counter[int | str] = Counter()
    slowest: list[float] = []
    came: list[tuple[int, float]] = []
    ended = threading.Event()
    with serving(built, "--timeout", str(LIMIT)) as server:

        def runaway() -> None:
            started = time.monotonic()
            status = server.ask(RUNAWAY).status
            came.append((status, time.monotonic() - started))
            ended.set()

        def other(seed: int) -> None:
            while not ended.is_set():
                started = time.monotonic()
                ask_often(server, 5, statuses, seed)
                slowest.append(time.monotonic() - started)

        at_once([runaway, *(partial(other, seed) for seed in range(20))])
        server.wait_for("took too long")
        after = server.ask(SMALL)

    ((status, seconds),) = came
    assert status == 503
    assert LIMIT - 0.1 <= seconds <= LIMIT + 1
    assert set(statuses) == {200}
    assert statuses[200] > 200
    assert max(slowest) < LIMIT  # nobody waited behind it
    assert after.status == 200


def test_a_refusal_for_time_says_the_limit_and_when_to_ask_again(server: Server) -> None:
    response = server.ask(RUNAWAY)

    assert (response.status, response.type) == (503, "text/plain")
    assert "2 s" in response.text
    assert response.headers["retry-after"]


def test_several_runaways_at_once_are_all_answered_and_the_server_lives(built: Path) -> None:
    statuses: list[int] = []
    with serving(built, "--timeout", "1") as server:
        at_once([lambda: statuses.append(server.ask(RUNAWAY).status) for _ in range(12)])

        assert statuses == [503] * 12
        assert server.ask(SMALL).status == 200
        assert eventually(lambda: len(children(server.process.pid)) == 2)


def test_small_queries_are_answered_beside_many_runaways(built: Path) -> None:
    statuses: Counter[int | str] = Counter()
    came: list[int] = []
    slowest: list[float] = []
    with serving(built, "--timeout", "3") as server:

        def runaway() -> None:
            came.append(server.ask(RUNAWAY).status)

        def others(seed: int) -> None:
            time.sleep(0.5)
            started = time.monotonic()
            ask_often(server, 5, statuses, seed)
            slowest.append(time.monotonic() - started)

        at_once([*[runaway] * 8, *(partial(others, seed) for seed in range(4))])

    assert came == [503] * 8
    assert statuses == {200: 20}
    assert max(slowest) < 2.5


def test_a_query_of_ones_own_that_cannot_be_read_ends_no_server(tmp_path: Path) -> None:
    build(tmp_path, "--format", "nt")
    (tmp_path / "papergraph.toml").write_text("", encoding="utf-8")
    with serving(tmp_path, "--timeout", "1") as server:
        (tmp_path / "queries").mkdir()
        (tmp_path / "queries" / "bad.rq").write_bytes(b"# title: caf\xe9\nASK {}\n")
        assert server.ask(RUNAWAY).status == 503
        assert eventually(lambda: len(children(server.process.pid)) == 2)
        build(tmp_path, "--format", "nt", note=NOTE.replace("Useful", "Useless"))
        server.wait_for("last build")
        assert server.ask(SMALL).status == 200


def test_a_query_that_eats_memory_is_given_up(built: Path) -> None:
    greedy = "SELECT DISTINCT ?a ?d ?g ?j { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?a ?d ?g ?j"
    with serving(built, "--timeout", "60", "--max-memory", "200") as server:
        response = server.ask(greedy)

        assert response.status == 503
        assert "memory" in response.text
        assert server.ask(SMALL).status == 200


def test_many_requests_of_many_clients_are_all_answered(server: Server) -> None:
    statuses: Counter[int | str] = Counter()
    counters = [Counter[int | str]() for _ in range(16)]

    at_once([partial(ask_often, server, 625, counters[seed], seed) for seed in range(16)])

    for counter in counters:
        statuses += counter
    assert statuses == {200: 10_000}


def test_a_worker_that_is_killed_is_replaced(built: Path) -> None:
    with serving(built) as server:
        assert eventually(lambda: len(children(server.process.pid)) == 2)
        victim = children(server.process.pid)[0]
        os.kill(victim, signal.SIGKILL)
        server.wait_for("signal 9")

        assert eventually(lambda: len(children(server.process.pid)) == 2)
        assert victim not in children(server.process.pid)
        assert all(server.ask(SMALL).status == 200 for _ in range(10))


def test_a_build_replaces_what_is_served_and_no_request_is_lost(tmp_path: Path) -> None:
    build(tmp_path)
    statuses: Counter[int | str] = Counter()
    ended = threading.Event()
    seen: list[bool] = []
    names = "SELECT ?name { ?paper a schema:ScholarlyArticle ; schema:name ?name }"
    with serving(tmp_path) as server:

        def rebuild() -> None:
            build(tmp_path, note=NOTE.replace("Considered Useful", "Considered Useless"))
            seen.append(eventually(lambda: "Considered Useless" in server.ask(names).text))
            seen.append(eventually(lambda: len(children(server.process.pid)) == 2))
            ended.set()

        def others(seed: int) -> None:
            while not ended.is_set():
                ask_often(server, 20, statuses, seed)

        at_once([rebuild, *(partial(others, seed) for seed in range(4))])

    assert seen == [True, True]
    assert set(statuses) == {200}


def test_a_long_query_and_a_search_outlive_a_build(tmp_path: Path) -> None:
    build(tmp_path, "--format", "nt")
    ended = threading.Event()
    searches: Counter[int] = Counter()
    came: list[tuple[int, str]] = []
    product = "?a ?b ?c . ?d ?e ?f . ?g ?h 1 FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g))) > 1)"
    long = f"SELECT (COUNT(*) AS ?n) {{ {product} }}"
    with serving(tmp_path, "--timeout", "60") as server:

        def slow() -> None:
            response = server.ask(long)
            came.append((response.status, response.text))

        def rebuild() -> None:
            for number in range(3):
                build(tmp_path, "--format", "nt", note=NOTE.replace("Useful", f"Useful {number}"))
                time.sleep(0.7)
            ended.set()

        def search() -> None:
            while not ended.is_set():
                searches[server.request("GET", "/search?q=Graphs").status] += 1

        at_once([slow, rebuild, search])

    ((status, text),) = came
    assert status == 200
    assert int(text.split()[-1]) > 0
    assert set(searches) == {200}


def test_a_page_that_changed_is_served(tmp_path: Path) -> None:
    build(tmp_path, "--format", "html")
    with serving(tmp_path) as server:
        first = server.request("GET", "/").text
        build(tmp_path, "--format", "html", note=NOTE.replace("Read it twice.", "Read it three times."))
        server.wait_for("built anew")

        assert eventually(lambda: server.request("GET", "/").text != first)


def test_what_cannot_be_read_leaves_the_last_build_served(tmp_path: Path) -> None:
    build(tmp_path)
    with serving(tmp_path) as server:
        for file in (tmp_path / "output" / ".index").glob("*/store"):
            file.rename(file.with_name("elsewhere"))
        for file in (tmp_path / "output").glob("graph.*"):
            file.unlink()
        (tmp_path / "output" / ".index" / "current").write_text("nothing\n", encoding="utf-8")
        server.wait_for("last build")

        assert server.ask(SMALL).status == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_server_ends_at_once_when_it_is_told_to(built: Path, number: int) -> None:
    with serving(built, "--timeout", "30") as server:
        workers = children(server.process.pid)
        answered: list[int] = []
        thread = threading.Thread(target=lambda: answered.append(server.ask(RUNAWAY).status))
        thread.start()
        time.sleep(0.5)
        started = time.monotonic()
        code = server.stop(number)

        assert code == 0
        assert time.monotonic() - started < 5
        thread.join(10)
        assert answered == [503]
        assert not any(map(is_running, workers))


def test_workers_end_when_the_supervisor_is_killed(built: Path) -> None:
    with serving(built) as server:
        assert eventually(lambda: len(children(server.process.pid)) == 2)
        workers = children(server.process.pid)
        server.process.kill()

        assert eventually(lambda: not any(map(is_running, workers)))


@pytest.mark.usefixtures("sample")
def test_a_port_that_is_taken_is_told(run: Run) -> None:
    assert run("build", "--format", "nt").code == 0
    with socket.create_server(("127.0.0.1", 0)) as other:
        finished = run("serve", "--port", str(other.getsockname()[1]))

    assert finished.code == ConfigError.exit_code
    assert "is taken; --port chooses another" in finished.err


def test_a_socket_is_bound_to_what_is_asked() -> None:
    with bound("localhost", 0) as listener:
        assert listener.getsockname()[0] in {"127.0.0.1", "::1"}
    with pytest.raises(ConfigError, match="no address"):
        bound("no.such.host.invalid", 0)
    with pytest.raises(ConfigError, match="cannot be had"):
        bound("192.0.2.1", 0)


def test_workers_are_replaced_while_another_process_loads_triples(tmp_path: Path) -> None:
    build(tmp_path, "--format", "nt")
    index = published(tmp_path / "output")
    assert index
    with serving(tmp_path, "--workers", "2") as server:
        workers = children(server.process.pid)
        shutil.rmtree(index.folder / STORE)
        with alone(index.folder / "fill.lock", OutputError("nobody")):
            os.utime(index.folder.parent / CURRENT)
            assert eventually(lambda: len(children(server.process.pid)) > len(workers))
            for pid in workers:
                os.kill(pid, signal.SIGKILL)
            assert server.ask(SMALL).status == 200
            assert not index.holds_triples()
        server.wait_for("The graph was built anew")
        assert index.holds_triples()
        assert server.ask(SMALL).status == 200
