"""`papergraph publish`: what it says, which graph it takes, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import Run
from emulation import RefusedPort
from emulators.faults import status
from papergraph.errors import AccessError, ConfigError, InputError, MismatchError, ServerError
from stores import Small, chunk

LINES = [f'<urn:s{n:03}> <urn:p> "{n}" .\n' for n in range(30)]


@pytest.fixture
def small() -> Iterator[Small]:
    with Small() as server:
        yield server


@pytest.fixture
def export(folder: Path) -> Path:
    """A file in the working directory."""
    (folder / "graph.nt").write_text("".join(LINES), encoding="ascii")
    return Path("graph.nt")


def test_the_last_build_is_published_into_the_graph_of_its_data_set(run: Run, sample: Path, small: Small) -> None:
    (sample / "papergraph.toml").write_text('base_iri = "https://example.org/kg/"\n', encoding="utf-8")
    run("build", "--offline", "--format", "nt")
    done = run("publish", small.url)

    assert (done.code, done.err) == (0, "")
    number = len((sample / "output" / "graph.nt").read_text(encoding="utf-8").splitlines())
    assert len(small.triples("https://example.org/kg/dataset")) == number
    assert small.graphs() == {"https://example.org/kg/dataset"}
    lines = done.out.splitlines()
    assert lines[0].startswith(f"read  {number} triples in 1 chunk (")
    assert lines[1] == f"to    Oxigraph at {small.url}/store: graph <https://example.org/kg/dataset>"
    assert lines[2].startswith("sent  1 chunk (")
    assert lines[3] == f"holds {number} triples, and held 0 before"
    assert lines[4].startswith("compared ")
    assert lines[4].endswith("subjects: all as they were sent")


def test_a_gzipped_build_is_found_too(run: Run, sample: Path, small: Small) -> None:
    run("build", "--offline", "--format", "nt.gz")

    assert run("publish", small.url, "--check", "0").code == 0
    assert small.triples("urn:papergraph:dataset")
    assert sample.exists()


def test_any_file_goes_into_any_graph(run: Run, export: Path, small: Small) -> None:
    done = run("publish", f"{small.url}/store", "-i", str(export), "--graph", "default")

    assert done.code == 0
    assert "the default graph" in done.out
    assert len(small.triples()) == 30


def test_a_dry_run_asks_and_changes_nothing(run: Run, export: Path, small: Small) -> None:
    done = run("publish", small.url, "-i", str(export), "--dry-run")

    assert done.code == 0
    assert "holds 0 triples, which would be replaced" in done.out
    assert {request.path for request in small.requests} == {"/", "/query"}
    assert not Path(".papergraph").exists()


def test_a_graph_that_grew_in_sight_is_warned_of(run: Run, export: Path, small: Small) -> None:
    done = run("publish", small.url, "-i", str(export), "--direct")

    assert done.code == 0
    assert "warning: the graph did not change at once" in done.out


def test_values_that_are_written_otherwise_are_shown_once(run: Run, folder: Path, small: Small) -> None:
    value = '"007"^^<http://www.w3.org/2001/XMLSchema#integer>'
    (folder / "graph.nt").write_text("".join(f"<urn:s{n}> <urn:p> {value} .\n" for n in range(9)), encoding="ascii")
    done = run("publish", small.url, "-i", "graph.nt")

    assert "compared 9 subjects: all values are right, 9 written otherwise by the server" in done.out
    assert done.out.count("sent as") == 1


def test_how_it_ends_tells_what_went_wrong(run: Run, export: Path, small: Small) -> None:
    given = ("-i", str(export))
    with RefusedPort() as port:
        assert run("publish", port.url, *given).code == ServerError.exit_code
    assert run("publish", small.url).code == InputError.exit_code
    for wrong in (["http://ada:secret@127.0.0.1"], ["http://[::1"], [""], [small.url, "--graph", ""]):
        assert run("publish", *wrong, *given).code == ConfigError.exit_code
    small.faults.add(status(401), lambda one: one.path == "/query")
    assert run("publish", small.url, *given).code == AccessError.exit_code
    small.faults.clear()
    small.faults.add(status(204), chunk)
    assert run("publish", small.url, *given).code == MismatchError.exit_code


def test_a_secret_is_never_printed(run: Run, export: Path, small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERGRAPH_ENDPOINT_USER", "ada")
    monkeypatch.setenv("PAPERGRAPH_ENDPOINT_PASSWORD", "s3cret")
    small.faults.add(status(401), lambda one: one.path == "/query")
    for address in (small.url, f"{small.url}/store?key=s3cret", "http://kg.example", "http://ada:s3cret@127.0.0.1"):
        done = run("publish", address, "-i", str(export), "--timeout", "5")
        assert done.code != 0
        assert "s3cret" not in done.out + done.err
    for file in Path(".papergraph").rglob("*"):
        assert file.is_dir() or "s3cret" not in file.read_text(encoding="utf-8")


def test_what_a_server_says_cannot_steer_the_terminal(run: Run, export: Path, small: Small) -> None:
    small.faults.add(status(400, b"\x1b[2J\x9b31mbroken"), lambda one: one.path == "/query")
    done = run("publish", small.url, "-i", str(export))

    assert "\x1b" not in done.err
    assert "broken" in done.err
