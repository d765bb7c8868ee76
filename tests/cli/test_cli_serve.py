"""`papergraph serve`: what it says, and what it does not start with."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from command_line import Run
from papergraph.index import CURRENT, STORE, published
from servers import build, serving


def test_nothing_to_serve_is_told(run: Run) -> None:
    finished = run("serve", "-o", "there")

    assert finished.code == 3
    assert "papergraph build -o there" in finished.err


@pytest.mark.parametrize("origin", ["example.org", "https://example.org/", "*.org"])
def test_an_origin_is_one(run: Run, origin: str) -> None:
    finished = run("serve", "--cors", origin)

    assert finished.code == 2
    assert "--cors" in finished.err


def test_it_says_where_it_is_and_prints_requests(tmp_path: Path) -> None:
    build(tmp_path, "--format", "nt")
    with serving(tmp_path, "--verbose") as server:
        assert server.address.startswith("http://127.0.0.1:")
        server.request("GET", "/health?\x1b".replace("\x1b", "%1b"))
        server.wait_for("GET /health 200")
        server.wait_for("Ctrl-C ends the server.")
        assert not any("can read the graph" in line for line in server.said)


def test_triples_that_a_build_has_left_are_loaded_before_it_answers(tmp_path: Path) -> None:
    build(tmp_path, "--format", "nt")
    index = published(tmp_path / "output")
    assert index
    shutil.rmtree(index.folder / STORE)
    with serving(tmp_path) as server:
        server.wait_for(f"Indexing {index.triples():,} triples, once")
        assert server.ask("ASK { ?paper a schema:ScholarlyArticle }", "application/json").status == 200
        assert index.holds_triples()

        # A build that leaves them again, while it is served.
        shutil.rmtree(index.folder / STORE)
        os.utime(index.folder.parent / CURRENT)
        server.wait_for("The graph was built anew")
        assert index.holds_triples()
        assert server.ask("ASK { ?paper a schema:ScholarlyArticle }", "application/json").status == 200


def test_a_server_for_everybody_warns_and_goes_by_any_name(tmp_path: Path) -> None:
    build(tmp_path, "--format", "nt")
    with serving(tmp_path, "--host", "0.0.0.0", "--cors", "*") as server:  # noqa: S104 - the warning is about that
        server.wait_for("can read the graph")
        response = server.request("GET", "/health", {"Host": "any.example", "Origin": "https://any.example"})

        assert response.status == 200
        assert response.headers["access-control-allow-origin"] == "*"
