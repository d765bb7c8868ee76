"""`papergraph validate`: the last build, files, reports and exit codes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pyoxigraph as ox
import pytest

from broken_graphs import BROKEN, GOOD, broken
from command_line import Run

BAD = {f"{case.shape}{case.name}": case for case in BROKEN}


@pytest.fixture
def built(run: Run, sample: Path) -> Path:
    """The sample, built."""
    assert run("build", "--format", "nt", "--format", "ttl").code == 0
    return sample


@pytest.mark.usefixtures("built")
def test_the_last_build_conforms_with_its_description(run: Run) -> None:
    finished = run("validate")

    assert finished == (0, "graph.ttl and dataset.ttl: conforms\n", "")


def test_the_newest_rdf_of_a_build_is_validated(run: Run, built: Path) -> None:
    os.utime(built / "output" / "graph.nt", (1, 1))
    (built / "output" / "dataset.ttl").unlink()

    assert run("validate").out == "graph.ttl: conforms\n"
    (built / "output").rename(built / "elsewhere")
    assert run("validate", "-o", "elsewhere").out == "graph.ttl: conforms\n"


def test_without_a_build_there_is_nothing_to_validate(run: Run, folder: Path) -> None:
    finished = run("validate")

    assert finished.code == 3
    assert finished.err == (
        f"papergraph: There is no RDF in {folder}/output yet: run `papergraph build` first, or name a file.\n"
    )


def test_a_violation_is_told_with_shape_node_property_and_value(run: Run, folder: Path) -> None:
    (folder / "bad.nt").write_text(broken(BAD["RepositoryStarsthousands"]), encoding="utf-8")
    finished = run("validate", "bad.nt")
    lines = finished.out.splitlines()

    assert finished.code == 7
    assert lines[0] == ("Violation: RepositoryStars: A number of pg:stars must be a whole number from 0. (1 time)")
    assert lines[3].split() == ["https://github.com/dingxiaoh/resrep", "pg:stars", '"1.2k"']
    assert lines[-1] == "bad.nt: does not conform, 1 violation, 1 warning"


def test_a_warning_is_told_and_the_graph_conforms(run: Run, folder: Path) -> None:
    (folder / "two.nt").write_text(broken(BAD["OneAbstract"]), encoding="utf-8")
    finished = run("validate", "two.nt")

    assert finished.code == 0
    assert finished.out.startswith("Warning: OneAbstract: ")
    assert finished.out.endswith("\ntwo.nt: conforms, 1 warning\n")


def test_of_many_findings_a_few_are_shown_and_all_with_v(run: Run, folder: Path) -> None:
    lines = [line for line in GOOD.splitlines(keepends=True) if "ns#method>" not in line]
    (folder / "bad.nt").write_text("".join(lines), encoding="utf-8")
    short, whole = run("validate", "bad.nt").out, run("validate", "-v", "bad.nt").out
    number = GOOD.count("ns#method> <")

    assert short.count("evidence:") == 5
    assert f"  … and {number - 5} more: papergraph validate -v lists them\n" in short
    assert whole.count("evidence:") == number
    assert "more" not in whole


def test_the_way_to_a_value_is_shortened(run: Run, folder: Path) -> None:
    (folder / "bad.nt").write_text(broken(BAD["EntryOfItsNote"]), encoding="utf-8")

    assert "  ^dcterms:hasPart  " in run("validate", "bad.nt").out


def test_several_files_are_one_graph(run: Run, folder: Path) -> None:
    lines = GOOD.splitlines(keepends=True)
    (folder / "a.nt").write_text("".join(lines[::2]), encoding="utf-8")
    (folder / "b.nt").write_text("".join(lines[1::2]), encoding="utf-8")

    assert run("validate", "a.nt").code == 7
    assert run("validate", "a.nt", "b.nt").out == "a.nt and b.nt: conforms\n"


def test_the_report_for_programs(run: Run, folder: Path) -> None:
    (folder / "bad.nt").write_text(broken(BAD["EntryRating"]), encoding="utf-8")
    finished = run("validate", "--format", "json", "bad.nt")
    report = json.loads(finished.out)

    assert finished.code == 7
    assert report["conforms"] is False
    assert report["shapes"] == {"EntryRating": 1, "OneRating": 1}
    assert report["findings"][0] == {
        "severity": "Violation",
        "shape": "https://w3id.org/papergraph/shapes#EntryRating",
        "node": "<urn:papergraph:entry/2021/读书%20notes.md/1>",
        "path": "<https://w3id.org/papergraph/ns#rating>",
        "value": '"6"^^<http://www.w3.org/2001/XMLSchema#integer>',
        "component": "MaxInclusiveConstraintComponent",
        "message": "A pg:rating must be a whole number from 1 to 5.",
    }


def test_the_report_of_shacl(run: Run, folder: Path) -> None:
    (folder / "bad.nt").write_text(broken(BAD["EntryRating"]), encoding="utf-8")
    finished = run("validate", "--format", "ttl", "bad.nt")
    quads = list(ox.parse(finished.out, ox.RdfFormat.TURTLE))

    assert finished.code == 7
    assert sum(quad.predicate.value.endswith("#result") for quad in quads) == 2


def test_text_of_a_file_cannot_steer_the_terminal(run: Run, folder: Path) -> None:
    line = '<https://example.org/a> <https://w3id.org/papergraph/ns#stars> "\\u001B[31m\\u202E" .\n'
    (folder / "bad.nt").write_text(GOOD + line.replace("https://example.org/a", "https://github.com/dingxiaoh/resrep"))
    shown = run("validate", "bad.nt").out
    report = list(ox.parse(run("validate", "--format", "ttl", "bad.nt").out, ox.RdfFormat.TURTLE))

    assert "[31m" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert ox.Literal("\x1b[31m\u202e") in {quad.object for quad in report}


def test_what_is_no_rdf_is_one_clear_sentence(run: Run, folder: Path) -> None:
    (folder / "a.nt").write_text("nonsense")
    finished = run("validate", "a.nt")

    assert finished.code == 3
    assert finished.err.startswith("papergraph: a.nt cannot be read as RDF: ")
    assert finished.err.count("\n") == 1
