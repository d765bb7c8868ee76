"""What builds are told by added catalogues."""

from __future__ import annotations

from pathlib import Path

import pytest

from papergraph.catalogs.adding import Step, add
from papergraph.catalogs.folder import entries
from papergraph.catalogs.wanted import read_added
from papergraph.config import load
from papergraph.model import Graph, Reference
from papergraph.pipeline import build_graph, build_only, read_notes
from small_catalogs import FOLDER, array, paper, pwc_link, repository, written

PAPER = Reference("arxiv", "2402.05678")
TITLE = "Lists of Papers That Nobody Considered Useful Before"
NAMED = f"1. [About lists](https://blog.example.org/x)\n\n   - Paper: {TITLE}\n"


def built(folder: Path) -> Graph:
    return build_graph(load(folder))


def test_a_build_knows_what_was_added(sample: Path) -> None:
    rows = [paper("2402.05678", "The Title of arXiv"), repository("Now/Name", former_names=["Example-Lab/Notes2Graph"])]
    add(written(sample / "rows.jsonl", rows), sample / FOLDER)
    (sample / "rows.jsonl").unlink()

    made = build_only(load(sample))

    assert made.graph.papers[PAPER].title == "The Title of arXiv"
    assert Reference("github", "now/name") in made.graph.repositories
    assert [file.name for file in made.catalogs] == ["arxiv.jsonl", "rows.jsonl"]
    assert not any(problem.location.path == "rows.jsonl" for problem in made.graph.problems)


def test_an_added_catalogue_says_what_a_configured_one_says(sample: Path) -> None:
    text = (sample / "notes" / "catalog" / "arxiv.jsonl").read_bytes()
    streamed = built(sample)
    add(sample / "notes" / "catalog" / "arxiv.jsonl", sample / FOLDER)
    both = built(sample)
    (sample / "notes" / "catalog" / "arxiv.jsonl").unlink()
    added = built(sample)

    assert text
    assert streamed == both == added


def test_what_has_changed_or_was_not_added_to_its_end_is_told(sample: Path) -> None:
    def interrupt(step: Step) -> None:
        if step.stage == "finish":
            raise KeyboardInterrupt

    add(written(sample / "rows.jsonl", [paper("2402.05678")]), sample / FOLDER)
    written(sample / "rows.jsonl", [paper("2402.05678"), paper("2402.05679")])
    with pytest.raises(KeyboardInterrupt):
        add(written(sample / "more.jsonl", [paper("2402.05678")]), sample / FOLDER, tell=interrupt)

    told = {problem.location.path: problem.message for problem in built(sample).problems}

    assert "has changed since it was added" in told["rows.jsonl"]
    assert "was not added to its end" in told["more.jsonl"]


def test_a_paper_named_by_title_only_is_the_one_that_has_the_title(sample: Path) -> None:
    (sample / "notes" / "2024-05-07.md").write_text(NAMED, encoding="utf-8")
    add(written(sample / "rows.jsonl", [paper("2301.00001", TITLE.upper())]), sample / FOLDER)

    graph = built(sample)

    ((alone, evidence),) = graph.joined[Reference("arxiv", "2301.00001")]
    assert alone.prefix == "title"
    assert (evidence.method, evidence.origin.source, evidence.origin.line) == ("SameTitle", "rows.jsonl", 1)


@pytest.mark.parametrize(
    "rows",
    [
        [[paper("2301.00001", TITLE), paper("2301.00002", TITLE)]],
        [[paper("2301.00001", TITLE)], [paper("2301.00002", TITLE)]],
        [[paper("2301.00001", TITLE, versions=[{"version": "v1", "created": "Tue, 2 Jan 2029 10:00:00 GMT"}])]],
        [[paper("2301.00001", f"{TITLE} Than")]],
    ],
    ids=["two papers", "two catalogues", "later than the note", "another title"],
)
def test_by_a_title_that_may_be_another_s_nothing_is_joined_or_added(sample: Path, rows: list[list[object]]) -> None:
    (sample / "notes" / "2024-05-07.md").write_text(NAMED, encoding="utf-8")
    before = built(sample)
    for number, records in enumerate(rows):
        add(written(sample / f"{number}.jsonl", records), sample / FOLDER)

    assert built(sample) == before


def test_a_title_that_a_linked_paper_has_is_not_looked_up(sample: Path) -> None:
    (sample / "notes" / "2024-05-07.md").write_text(f"{NAMED}\n- [{TITLE}](https://openreview.net/forum?id=abcdefgh)\n")
    before = built(sample)
    add(written(sample / "rows.jsonl", [paper("2301.00001", TITLE)]), sample / FOLDER)

    assert built(sample) == before


def test_what_papers_with_code_says_is_not_told(sample: Path) -> None:
    add(array(sample / "links.json", [pwc_link("2402.05678", "https://github.com/a/b")]), sample / FOLDER)

    assert read_added(entries(sample / FOLDER), read_notes(load(sample))) == ()
