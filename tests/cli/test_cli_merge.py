"""`papergraph merge`: two people's files become one, and where they agree and do not is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import Run

NOTE = """\
# {day}

1. [{title}](https://blog.example.org/{title})

   - Paper: [Graphs from Notes: a Study](https://arxiv.org/abs/2401.01234)
   - Code: https://github.com/Example-Lab/Notes2Graph
"""


def build(run: Run, folder: Path, person: str, stars: int, seen: str, format_: str, name: str = "") -> str:
    """Build a person's graph, and return where it is."""
    notes = folder / person
    (notes / "catalog").mkdir(parents=True)
    (notes / f"{name or person}.md").write_text(NOTE.format(day="2024-05-06", title=person), encoding="utf-8")
    said = {"full_name": "Example-Lab/Notes2Graph", "stargazers_count": stars, "retrieved": seen}
    (notes / "catalog" / "github.jsonl").write_text(json.dumps(said) + "\n", encoding="utf-8")
    assert run("build", person, "-o", f"{person}-out", "--format", format_).code == 0
    return f"{person}-out/graph.{format_}"


def test_two_graphs_become_one(run: Run, folder: Path) -> None:
    ada = build(run, folder, "ada", 10, "2024-01-01", "ttl")
    ben = build(run, folder, "ben", 20, "2024-02-01", "nt.gz")
    finished = run("merge", ada, ben, "-o", "both.nt")
    lines = finished.out.splitlines()

    assert finished.code == 0
    assert lines[2:6] == [
        "in more than one file: 0 articles, 1 paper, 1 repository, 1 link",
        "  2 notes link this paper: <https://arxiv.org/abs/2401.01234>",
        "  2 notes link this repository: <https://github.com/example-lab/notes2graph>",
        "1 conflict; what was seen later is kept:",
    ]
    assert '"20"' in lines[6]
    assert lines[6].index('"20"') < lines[6].index('not "10"')
    assert lines[7].startswith("wrote both.nt: ")
    written = (folder / "both.nt").read_text(encoding="utf-8")
    run("merge", ben, ada, "both.nt", "-o", "again.nt")
    assert (folder / "again.nt").read_text(encoding="utf-8") == written


@pytest.mark.parametrize("extension", ["ttl", "nt.gz", "trig", "nq", "jsonld", "rdf"])
def test_the_order_of_files_does_not_change_a_byte(run: Run, folder: Path, extension: str) -> None:
    ada = build(run, folder, "ada", 10, "2024-01-01", "trig")
    ben = build(run, folder, "ben", 20, "2024-02-01", "jsonld.gz")
    run("merge", ada, ben, "-o", f"1.{extension}")
    run("merge", ben, ada, "-o", f"2.{extension}")

    assert (folder / f"1.{extension}").read_bytes() == (folder / f"2.{extension}").read_bytes()


def test_notes_of_one_name_need_the_names_of_their_people(run: Run, folder: Path) -> None:
    ada = build(run, folder, "ada", 10, "2024-01-01", "ttl", "today")
    ben = build(run, folder, "ben", 10, "2024-01-01", "ttl", "today")
    refused = run("merge", ada, ben, "-o", "both.trig")

    assert refused.code == 2
    assert refused.err.count("\n") == 1
    assert f"papergraph merge ada={ada} ben={ben}" in refused.err
    assert not (folder / "both.trig").exists()
    named = run("merge", f"ada={ada}", f"ben={ben}", "-o", "both.trig")
    assert named.code == 0
    text = (folder / "both.trig").read_text(encoding="utf-8")
    assert "<urn:papergraph:ada:note/today.md>" in text
    assert "<urn:papergraph:ben:dataset>" in text


@pytest.mark.parametrize(
    "arguments,code,said",
    [
        (("x.ttl", "-o", "y.ttl"), 3, "No such file"),
        (("x.pdf", "-o", "y.ttl"), 2, "no extension of RDF"),
        (("ada=", "-o", "y.ttl"), 2, "empty"),
        (("-o", "y.ttl"), 2, "FILE"),
    ],
)
def test_what_cannot_be_merged_is_one_sentence(
    run: Run, folder: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    finished = run("merge", *arguments)

    assert (finished.code, finished.err.count("\n")) == (code, 1)
    assert said in finished.err
    assert list(folder.iterdir()) == []


def test_more_than_a_few_are_listed_when_asked_for(run: Run, folder: Path) -> None:
    lines = [f'<urn:x:{number}> <https://schema.org/name> "{{}}" .\n' for number in range(7)]
    (folder / "a.nt").write_text("".join(line.format("a") for line in lines), encoding="utf-8")
    (folder / "b.nt").write_text("".join(line.format("b" * 99) for line in lines), encoding="utf-8")

    assert "  and 2 more: -v lists them\n" in run("merge", "a.nt", "b.nt", "-o", "c.nt").out
    assert run("merge", "a.nt", "b.nt", "-o", "c.nt", "-v").out.count('not "a"') == 7
