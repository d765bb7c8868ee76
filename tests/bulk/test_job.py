"""The whole job: what it writes is what a graph in memory has, in one process or in many, at once or in two goes."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from bulk_jobs import METADATA, NOTES, InMemory, assembled, do, files, lines_of, local, write_corpus, written
from entangled_notes import ENTRIES, KNOWN, read
from papergraph.assemble import assemble
from papergraph.bulk.dataflow import Step
from papergraph.bulk.job import MANIFEST, SUCCESS, fingerprint, of_what_was_read
from papergraph.bulk.parts import write_part
from papergraph.bulk.sources import plan
from papergraph.bulk.stages import Settings, said_by_catalog, said_by_note
from papergraph.errors import OutputError
from papergraph.model import Entry, Metadata, Record
from papergraph.reading import concepts_of


def test_a_job_writes_the_triples_of_the_graph_of_all_its_sources(tmp_path: Path) -> None:
    sources = write_corpus(tmp_path)
    outcome = do(sources, local(tmp_path / "work"), tmp_path / "out")

    lines = written(tmp_path / "out")

    assert lines == assembled(sources)
    assert outcome.rows("triples") == len(lines)
    text = b"".join(lines).decode()
    # The corpus has what it takes: a rename, a title that became a paper, headings in a circle, an unnamed paper.
    assert (
        "<https://github.com/new-owner/resrep> <https://schema.org/sameAs> <https://github.com/old-owner/resrep>"
        in text
    )
    assert "-sameAs-" in text
    assert "<https://arxiv.org/abs/2401.00001>" in text


@settings(max_examples=80, deadline=None)
@given(st.lists(ENTRIES, max_size=5), st.lists(st.sampled_from(KNOWN), unique=True), st.randoms(use_true_random=False))
def test_pieces_in_any_order_say_what_the_whole_says(entries: list[Entry], known: list[Record], random: Random) -> None:
    concepts = concepts_of(())
    readings = read(*entries)
    pairs = [pair for one in readings for pair in said_by_note(one, concepts)]
    pairs += [pair for record in known for pair in said_by_catalog(record)]
    engine = InMemory(random)

    told = of_what_was_read(engine.given(pairs), Settings(METADATA), engine).only("T").collect("")

    lines = {f"{line}\n".encode() for _, text in told for line in text.split("\n")[:-1]}
    assert sorted(lines) == lines_of(assemble(readings, known, METADATA, concepts))


@pytest.mark.parametrize(
    "metadata", [Metadata(), Metadata(creator="Xiaohan Ding"), Metadata(base_iri="https://a.example/")]
)
def test_who_made_the_graph_is_said_as_in_a_graph_in_memory(tmp_path: Path, metadata: Metadata) -> None:
    sources = write_corpus(tmp_path)
    do(sources, local(tmp_path / "work"), tmp_path / "out", metadata=metadata)

    assert written(tmp_path / "out") == assembled(sources, metadata)


@pytest.mark.parametrize("partitions", [1, 2, 7])
def test_the_checksum_does_not_depend_on_the_partitions(tmp_path: Path, partitions: int) -> None:
    sources = write_corpus(tmp_path)
    first = do(sources, local(tmp_path / "a", 3), tmp_path / "one")
    second = do(sources, local(tmp_path / "b", partitions), tmp_path / "two")

    assert first.checksum == second.checksum
    assert written(tmp_path / "one") == written(tmp_path / "two")


def test_processes_write_the_same_bytes_as_one(tmp_path: Path) -> None:
    sources = write_corpus(tmp_path)
    do(sources, local(tmp_path / "a", workers=1), tmp_path / "one")
    do(sources, local(tmp_path / "b", workers=3), tmp_path / "three")

    assert files(tmp_path / "one") == files(tmp_path / "three")


def test_the_checksum_tells_one_changed_word(tmp_path: Path) -> None:
    sources = write_corpus(tmp_path)
    first = do(sources, local(tmp_path / "a"), tmp_path / "one")
    note = tmp_path / "notes" / "2021/0930.md"
    note.write_text(NOTES["2021/0930.md"].replace("read it twice", "read it once"), encoding="utf-8")
    second = do(sources, local(tmp_path / "b"), tmp_path / "two")

    assert first.checksum != second.checksum
    assert first.rows("triples") == second.rows("triples")


def test_only_what_notes_name_is_left_on_request(tmp_path: Path) -> None:
    sources = write_corpus(tmp_path)
    do(sources, local(tmp_path / "work"), tmp_path / "out", only_named=True)

    text = b"".join(written(tmp_path / "out")).decode()

    assert "2401.00001" not in text
    assert "some/fork" not in text
    assert "ResRep: Lossless CNN Pruning via Decoupling" in text


def test_tables_hold_every_thing_and_every_link_once(tmp_path: Path) -> None:
    outcome = do(write_corpus(tmp_path), local(tmp_path / "work"), tmp_path / "out")
    nodes = [row for part in sorted(tmp_path.glob("out/nodes/*")) for row in parquet.read_table(part).to_pylist()]
    edges = [row for part in sorted(tmp_path.glob("out/edges/*")) for row in parquet.read_table(part).to_pylist()]

    by_id = {row["id"]: row for row in nodes}
    assert len(by_id) == len(nodes) == outcome.rows("nodes")
    assert by_id["github:new-owner/resrep"] == {
        "id": "github:new-owner/resrep",
        "iri": "https://github.com/new-owner/resrep",
        "kind": "repository",
        "name": "new-owner/ResRep",
        "text": None,
        "date": None,
        "stars": 321,
    }
    assert by_id["arxiv:2007.03260"]["date"] == "2020-07-07"
    ends = [(row["subject"], row["predicate"], row["object"]) for row in edges]
    assert len(set(ends)) == len(ends) == outcome.rows("edges")
    code = ("arxiv:2007.03260", "https://w3id.org/papergraph/ns#hasRepository", "github:new-owner/resrep")
    assert edges[ends.index(code)]["reasons"] == 2
    assert {end for ends_ in ends for end in ends_[::2]} <= set(by_id)


def test_the_manifest_tells_what_is_there(tmp_path: Path) -> None:
    outcome = do(write_corpus(tmp_path), local(tmp_path / "work", 2), tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / MANIFEST).read_text(encoding="utf-8"))

    assert (tmp_path / "out" / SUCCESS).is_file()
    assert manifest["checksum"] == outcome.checksum
    assert manifest["inputs"] == {"notes": 4, "catalogs": 2}
    held = files(tmp_path / "out")
    assert {one["name"] for one in manifest["files"]} | {MANIFEST, SUCCESS} == set(held)
    for one in manifest["files"]:
        assert (one["size"], one["sha256"]) == (len(held[one["name"]]), sha256(held[one["name"]]).hexdigest())
    assert manifest["triples"] == sum(one["rows"] for one in manifest["files"] if one["name"].startswith("triples/"))


def test_a_later_job_takes_the_place_of_an_earlier_one_at_once(tmp_path: Path) -> None:
    sources = write_corpus(tmp_path)
    do(sources, local(tmp_path / "a", 5), tmp_path / "out")
    before = files(tmp_path / "out")
    seen: list[bool] = []

    def look(_: Step) -> None:
        seen.append(files(tmp_path / "out") == before)

    do(sources, local(tmp_path / "b", 2, tell=look), tmp_path / "out")

    assert all(seen)
    assert len(list(tmp_path.glob("out/triples/*"))) == 2
    assert not list(tmp_path.glob(".out*"))


def test_a_folder_that_is_somebody_elses_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.tex").touch()

    with pytest.raises(OutputError, match="was not written by `papergraph bulk`"):
        do(write_corpus(tmp_path), local(tmp_path / "work"), tmp_path / "out")

    assert (tmp_path / "out" / "thesis.tex").exists()


@pytest.mark.parametrize("manifest", ['{"name": "A web site", "icons": []}', '{\n "format": "papergraph bulk 1"}'])
def test_a_folder_with_a_manifest_and_more_is_not_replaced(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "index.html").touch()
    (tmp_path / "out" / MANIFEST).write_text(manifest, encoding="utf-8")

    with pytest.raises(OutputError, match="was not written by `papergraph bulk`"):
        do(write_corpus(tmp_path), local(tmp_path / "work"), tmp_path / "out")

    assert (tmp_path / "out" / "index.html").exists()


@pytest.mark.parametrize("earlier", [False, True])
def test_the_folder_that_a_link_leads_to_is_written(tmp_path: Path, *, earlier: bool) -> None:
    sources = write_corpus(tmp_path)
    (tmp_path / "disk").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "disk" / "graph")
    if earlier:
        do(sources, local(tmp_path / "a"), tmp_path / "disk" / "graph")
    outcome = do(sources, local(tmp_path / "b"), tmp_path / "out")

    assert outcome.output == tmp_path / "out"
    assert (tmp_path / "out").is_symlink()
    assert [one.name for one in (tmp_path / "disk").iterdir()] == ["graph"]
    assert (tmp_path / "disk" / "graph" / SUCCESS).is_file()


def test_the_folder_that_one_is_in_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = write_corpus(tmp_path)
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    do(sources, local(tmp_path / "work"), Path())

    assert (tmp_path / "out" / SUCCESS).is_file()


def test_two_catalogues_of_one_name_both_count(tmp_path: Path) -> None:
    notes, *_ = write_corpus(tmp_path)
    catalogs = [tmp_path / year / "github.jsonl" for year in ("2023", "2024")]
    said = [
        {"full_name": "new-owner/ResRep", key: value} for key, value in (("description", "Said"), ("forks_count", 7))
    ]
    for catalog, record in zip(catalogs, said, strict=True):
        catalog.parent.mkdir()
        catalog.write_text(json.dumps({**record, "stargazers_count": 1}), encoding="utf-8")
    sources = [notes, *map(str, catalogs)]
    do(sources, local(tmp_path / "work"), tmp_path / "out")

    assert written(tmp_path / "out") == assembled(sources)


def test_an_output_that_cannot_be_written_is_named_and_not_what_is_between_stages(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(OutputError, match=r"file cannot be written: "):
        list(write_part(0, iter(()), str(tmp_path / "file"), "T"))


def test_two_jobs_do_not_write_to_one_folder(tmp_path: Path) -> None:
    sources = write_corpus(tmp_path)
    refused: list[str] = []

    def start_another(step: Step) -> None:
        if step.stage == "read" and not refused:
            with pytest.raises(OutputError, match="Another job is writing") as raised:
                do(sources, local(tmp_path / "b"), tmp_path / "out")
            refused.append(str(raised.value))

    do(sources, local(tmp_path / "a", tell=start_another), tmp_path / "out")

    assert refused
    assert not list(tmp_path.glob(".out*"))


def test_a_job_that_failed_leaves_what_an_earlier_one_wrote(tmp_path: Path) -> None:
    sources = write_corpus(tmp_path)
    do(sources, local(tmp_path / "a"), tmp_path / "out")
    before = files(tmp_path / "out")

    def stop(step: Step) -> None:
        if step.stage == "write":
            raise KeyboardInterrupt

    (tmp_path / "notes" / "new.md").write_text("- [New](https://arxiv.org/abs/2101.00001)", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        do(sources, local(tmp_path / "b", tell=stop), tmp_path / "out")

    assert files(tmp_path / "out") == before


@pytest.mark.parametrize("stage", ["read", "know", "describe", "sort", "write"])
@pytest.mark.parametrize("swept", [False, True])
def test_an_interrupted_job_goes_on_where_it_was(tmp_path: Path, stage: str, *, swept: bool) -> None:
    sources = write_corpus(tmp_path)
    do(sources, local(tmp_path / "a"), tmp_path / "whole")

    def stop(step: Step) -> None:
        if step.stage == stage and step.done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        do(sources, local(tmp_path / "b", tell=stop), tmp_path / "out")
    done = {path: path.stat().st_mtime_ns for path in (tmp_path / "b").rglob("*.done")}
    for unfinished in tmp_path.glob(".out.*") if swept else ():
        shutil.rmtree(unfinished)
    do(sources, local(tmp_path / "b"), tmp_path / "out")

    assert done
    kept = {path for path in done if not swept or path.parent.name != "write"}
    assert {path: path.stat().st_mtime_ns for path in kept} == {path: done[path] for path in kept}
    assert files(tmp_path / "out") == files(tmp_path / "whole")


def test_what_a_killed_process_was_writing_is_not_in_the_output(tmp_path: Path) -> None:
    sources = write_corpus(tmp_path)

    def stop(step: Step) -> None:
        if step.stage == "write" and step.done:
            (unfinished,) = tmp_path.glob(".out.*/triples")
            (unfinished / ".part-00001.nt.gz.4711.tmp").write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        do(sources, local(tmp_path / "work", tell=stop), tmp_path / "out")
    do(sources, local(tmp_path / "work"), tmp_path / "out")

    assert not list(tmp_path.glob("out/*/.*"))


def test_another_input_path_setting_partition_or_output_is_another_job(tmp_path: Path) -> None:
    sources = write_corpus(tmp_path)
    told, out = Settings(METADATA), tmp_path / "out"
    first = plan(sources)
    names = {
        fingerprint(first, told, out, 8, tables=True),
        fingerprint(first, told, tmp_path / "other", 8, tables=True),
        fingerprint(plan([str(tmp_path), *sources[1:]]), told, out, 8, tables=True),
        fingerprint(first, told, out, 9, tables=True),
        fingerprint(first, told, out, 8, tables=False),
        fingerprint(first, told._replace(only_named=True), out, 8, tables=True),
        fingerprint(first, told._replace(metadata=Metadata(title="Other")), out, 8, tables=True),
    }
    (tmp_path / "notes" / "2021/0930.md").write_text("# Changed", encoding="utf-8")
    names.add(fingerprint(plan(sources), told, out, 8, tables=True))

    assert len(names) == 8
    assert fingerprint(plan(sources), told, out, 8, tables=True) in names
