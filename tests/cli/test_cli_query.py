"""`papergraph query`: questions as text, from files and by name, over the last build."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import Run

NAMES = "SELECT ?name { ?paper a schema:ScholarlyArticle ; schema:name ?name } ORDER BY ?name"
STUDY, LISTS = "Graphs from Notes: a Study", "Lists of Papers Considered Useful"


@pytest.fixture
def built(run: Run, sample: Path) -> Path:
    """The sample, built."""
    assert run("build", "--format", "nt", "--format", "ttl").code == 0
    return sample


@pytest.mark.usefixtures("built")
def test_an_answer_is_a_table(run: Run) -> None:
    assert run("query", NAMES).out.splitlines() == ["name", "─" * len(LISTS), STUDY, LISTS]


@pytest.mark.usefixtures("built")
def test_numbers_are_aligned_in_a_table_and_bare_in_csv(run: Run) -> None:
    sparql = "SELECT ?name ?stars { VALUES (?name ?stars) { ('a' 12345) ('b' 7) } } ORDER BY ?name"

    assert run("query", sparql).out.splitlines() == ["name  stars", "────  ─────", "a     12345", "b         7"]
    assert run("query", sparql, "--format", "csv").out == "name,stars\na,12345\nb,7\n"


@pytest.mark.usefixtures("built")
def test_a_query_may_come_from_a_file_or_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("mine.rq").write_text(f"\ufeff# mine\n{NAMES}\n", encoding="utf-8")
    with Path("mine.rq").open(encoding="utf-8-sig") as file:
        monkeypatch.setattr("sys.stdin", file)

        assert run("query", "-f", "-", "--format", "csv").out == f"name\n{STUDY}\n{LISTS}\n"
    assert run("query", "-f", "mine.rq", "--format", "csv").out == f"name\n{STUDY}\n{LISTS}\n"


@pytest.mark.usefixtures("built")
def test_an_answer_is_written_in_the_format_asked_for(run: Run) -> None:
    answer = json.loads(run("query", NAMES, "--format", "json").out)

    assert [row["name"]["value"] for row in answer["results"]["bindings"]] == [STUDY, LISTS]
    assert run("query", NAMES, "--format", "tsv").out == f'?name\n"{STUDY}"\n"{LISTS}"\n'
    turtle = run("query", "CONSTRUCT { ?a cito:discusses ?p } { ?a cito:discusses ?p }", "--format", "ttl").out
    assert "cito:discusses arxiv:2401.01234" in turtle.replace("<https://arxiv.org/abs/2401.01234>", "arxiv:2401.01234")


@pytest.mark.usefixtures("built")
def test_a_table_is_no_turtle(run: Run) -> None:
    finished = run("query", NAMES, "--format", "ttl")

    assert finished.code == 5
    assert finished.err.startswith("papergraph: Only CONSTRUCT and DESCRIBE give triples")


def test_the_queries_that_ship_are_listed(run: Run) -> None:
    listed = run("query", "--list").out.splitlines()

    assert len(listed) >= 2 + 12
    assert any(line.startswith("papers-without-code ") for line in listed)


@pytest.mark.usefixtures("built")
def test_a_query_that_ships_is_asked_by_name(run: Run) -> None:
    finished = run("query", "papers-without-code", "--format", "csv")

    assert finished.code == 0
    assert LISTS in finished.out
    assert STUDY not in finished.out


@pytest.mark.usefixtures("built")
def test_a_name_that_is_none_brings_the_nearest(run: Run) -> None:
    finished = run("query", "paper-without-code")

    assert finished.code == 5
    assert "papers-without-code" in finished.err


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("value", ["https://arxiv.org/abs/2402.05678", "arxiv:2402.05678"])
def test_a_variable_can_be_given(run: Run, value: str) -> None:
    sparql = "SELECT ?name { ?thing schema:name ?name ; a schema:ScholarlyArticle }"
    finished = run("query", sparql, "--param", f"thing={value}", "--format", "csv")

    assert finished.out.splitlines()[1:] == [LISTS]


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        ([], "Give one query: SPARQL, a name from `papergraph query --list`, or -f with a file."),
        (["ASK {}", "-f", "x.rq"], "Give one query: SPARQL, a name from `papergraph query --list`, or -f with a file."),
        (["ASK {}", "--param", "x"], "--param must be NAME=VALUE, as in topic=pruning, and is 'x'."),
        (["-f", "nowhere.rq"], "nowhere.rq cannot be read: No such file or directory."),
    ],
)
def test_a_wrong_argument_is_one_sentence(run: Run, arguments: list[str], sentence: str) -> None:
    finished = run("query", *arguments)

    assert finished.code == 2
    assert finished.err == f"papergraph: {sentence}\n"


@pytest.mark.usefixtures("built")
def test_a_file_in_another_encoding_is_one_sentence(run: Run) -> None:
    Path("mine.rq").write_bytes("ASK { ?x ?y 'é' }".encode("latin-1"))
    finished = run("query", "-f", "mine.rq")

    assert finished.code == 2
    assert finished.err == "papergraph: mine.rq is not UTF-8.\n"


@pytest.mark.usefixtures("built")
def test_wrong_sparql_points_at_its_place(run: Run) -> None:
    finished = run("query", "SELECT ?x WHERE {\n  ?x schema:name\n}")

    assert finished.code == 5
    assert finished.err.startswith("papergraph: The query is wrong in line 3")
    assert finished.out == ""


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("sparql", ["ASK { SERVICE <https://example.org/> { ?s ?p ?o } }", "DELETE WHERE { ?s ?p ?o }"])
def test_what_reaches_out_or_changes_is_refused(run: Run, sparql: str) -> None:
    finished = run("query", sparql)

    assert finished.code == 5
    assert finished.out == ""


def test_the_newest_rdf_is_asked(run: Run, built: Path) -> None:
    for name in ("graph.nt", "graph.ttl"):
        (built / "output" / name).write_text("", encoding="utf-8")
        os.utime(built / "output" / name, (1, 1))

    assert STUDY in run("query", NAMES).out  # the index is younger
    os.utime(built / "output" / "graph.ttl", (1 << 33, 1 << 33))
    assert STUDY not in run("query", NAMES).out


def test_without_a_build_it_says_what_to_do(run: Run, sample: Path) -> None:
    finished = run("query", NAMES)

    assert finished.code == 3
    assert finished.err == (f"papergraph: There is no graph in {sample}/output yet: run `papergraph build` first.\n")


def test_an_export_that_is_broken_is_one_sentence(run: Run, built: Path) -> None:
    (built / "output" / "graph.nt").write_text("nonsense", encoding="utf-8")
    os.utime(built / "output" / "graph.nt", (1 << 33, 1 << 33))
    finished = run("query", NAMES)

    assert finished.code == 3
    assert finished.err.count("\n") == 1


def test_the_build_of_another_folder_is_asked_on_request(run: Run, sample: Path) -> None:
    assert sample.is_dir()
    assert run("build", "--format", "nt", "-o", "my-graph").code == 0

    assert STUDY in run("query", NAMES, "-o", "my-graph").out
    assert run("query", NAMES).code == 3


def test_a_build_of_any_format_can_be_asked(run: Run, sample: Path) -> None:
    assert run("build", "--format", "html", "-o", "my-graph").code == 0

    assert (sample / "my-graph" / "graph.html").is_file()
    assert STUDY in run("query", NAMES, "-o", "my-graph").out


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    "arguments", [("--least", "1"), ("--least=1",), ("--param", "least=1"), ("--limit", "9", "--least", "1")]
)
def test_parameters_of_a_named_query_are_options(run: Run, arguments: tuple[str, ...]) -> None:
    finished = run("query", "top-authors", *arguments, "--format", "csv")

    assert finished.code == 0
    assert "Ada Example" in finished.out


@pytest.mark.usefixtures("built")
def test_a_limit_is_that_of_the_answer(run: Run) -> None:
    assert len(run("query", NAMES, "--limit", "1", "--format", "csv").out.splitlines()) == 2
    assert len(run("query", "top-authors", "--limit", "1", "--format", "csv").out.splitlines()) == 2
    assert "LIMIT 7" in run("query", "top-authors", "--limit", "7", "--show").out


@pytest.mark.usefixtures("built")
def test_values_alone_fill_the_parameters_in_their_order(run: Run) -> None:
    shown = run("query", "top-authors", "--show", "--", "物体検出", "2").out

    assert shown == run("query", "top-authors", "--show", "--topic", "物体検出", "--least=2").out
    assert run("query", "topic", "--", "目标检测").code == 0
    assert (
        run("query", "top-authors", "2", "--topic", "x").out
        == run("query", "top-authors", "--topic=x", "--least=2").out
    )


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    "arguments, code, sentence",
    [
        (("top-authors", "--most", "1"), 5, "has no parameter 'most'. It has --topic, --least."),
        (("top-authors", "--least"), 2, "--least needs a value."),
        (("stars", "many"), 2, "'many' stands where `--PARAMETER VALUE` is expected"),
        (("top-authors", "a", "2", "more"), 2, "'more' stands where"),
        (("ASK {}", "more"), 2, "'more' stands where"),
        (("SELECT", "?x", "{}"), 2, "'?x' stands where `--PARAMETER VALUE` is expected"),
        (("stars", "-i", "nowhere.ttl"), 3, "nowhere.ttl cannot be read: No such file or directory."),
        (("stars", "--endpoint", "http://127.0.0.1:1/"), 5, "cannot be asked: no connection can be made."),
    ],
)
def test_a_wrong_word_is_one_sentence(run: Run, arguments: tuple[str, ...], code: int, sentence: str) -> None:
    finished = run("query", *arguments)

    assert finished.code == code
    assert sentence in finished.err
    assert finished.out == ""


def test_the_help_of_a_named_query_tells_its_parameters(run: Run) -> None:
    told = run("query", "top-authors", "--help").out

    assert "--topic  only papers about this topic or a narrower one (may be left out)" in told
    assert "--least  how many papers at the least (default: 1)" in told
    assert "Usage: papergraph query [OPTIONS]" in run("query", "--help").out


def test_own_queries_are_asked_and_listed(run: Run, built: Path) -> None:
    (built / "queries").mkdir()
    (built / "queries" / "mine.rq").write_text(f"# title: My papers\n{NAMES}\n", encoding="utf-8")

    assert STUDY in run("query", "mine").out
    assert any(line.split() == ["mine", "My", "papers", "(yours)"] for line in run("query", "--list").out.splitlines())


def test_several_files_are_asked(run: Run, built: Path) -> None:
    other = built / "other.ttl"
    other.write_text(
        '@prefix s: <https://schema.org/> . <urn:x> a s:ScholarlyArticle ; s:name "Zebras" .', encoding="utf-8"
    )
    answer = run("query", NAMES, "-i", "output/graph.ttl", "-i", "other.ttl", "--format", "csv").out.splitlines()

    assert answer == ["name", STUDY, LISTS, "Zebras"]


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("form, start", [("xml", "<?xml"), ("md", "| name |"), ("arrow", "")])
def test_more_forms_of_an_answer(run: Run, form: str, start: str) -> None:
    finished = run("query", NAMES, "--format", form)

    assert finished.code == 0
    assert finished.out.startswith(start)


@pytest.mark.usefixtures("built")
def test_a_query_that_takes_too_long_ends_at_its_limit() -> None:
    sparql = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?l) }"
    command = [sys.executable, "-m", "papergraph", "query", sparql, "--timeout", "0.5"]
    finished = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)

    assert finished.returncode == 5
    assert finished.stderr == "papergraph: There was no answer within 0.5 s, the --timeout.\n"
    assert finished.stdout == ""
