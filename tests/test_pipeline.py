"""The whole job: what is read, what is written, and what stays as it was when something goes wrong."""

from __future__ import annotations

import base64
import gc
import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from handmade import ref
from papergraph import pipeline
from papergraph.config import Config
from papergraph.errors import ConfigError, InputError, OutputError
from papergraph.exporters import export, ntriples, turtle
from papergraph.index import FOLDER, published
from papergraph.indexing import write_texts
from papergraph.model import Graph, Reading
from papergraph.pipeline import Progress, build, build_graph

NOTES = {
    "2021-09-30.md": "1. [ResRep](https://mp.weixin.qq.com/s/a1)\n"
    "   - Paper: [ResRep: Lossless CNN Pruning](https://arxiv.org/abs/2007.03260)\n"
    "   - Code: https://github.com/DingXiaoH/ResRep\n",
    "lists/pruning.md": "# Pruning\n\n- [ResRep: Lossless CNN Pruning](https://arxiv.org/abs/2007.03260)\n"
    "- [A survey of pruning methods](https://arxiv.org/abs/2101.00001) [code](https://github.com/a/survey)\n",
    "lists/more.md": "- [Another paper with a title](https://arxiv.org/abs/2101.00002)\n",
}
CATALOG = (
    '{"id": "2007.03260", "title": "ResRep: Lossless CNN Pruning", "authors_parsed": [["Ding", "Xiaohan", ""]], '
    '"categories": "cs.CV"}\n'
)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """The configuration of a folder with three notes and a catalogue."""
    for name, text in NOTES.items():
        note = tmp_path / "notes" / name
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(text, encoding="utf-8")
    catalog = tmp_path / "arxiv.jsonl"
    catalog.write_text(CATALOG, encoding="utf-8")
    return configuration(tmp_path, tmp_path / "notes", catalogs=(catalog,))


def configuration(
    root: Path,
    *notes: Path,
    formats: tuple[str, ...] = ("nt", "ttl"),
    catalogs: tuple[Path, ...] = (),
    workers: int = 1,
) -> Config:
    return Config(root, notes, root / "output", catalogs=catalogs, formats=formats, workers=workers)


def changed(config: Config, *, formats: tuple[str, ...] = ("nt", "ttl"), workers: int = 1) -> Config:
    return configuration(config.root, *config.notes, formats=formats, catalogs=config.catalogs, workers=workers)


WRITTEN_WITH_SITE = [FOLDER, "dataset.ttl", "graph.nt", "graph.ttl", "site"]


def outputs(config: Config) -> dict[str, bytes]:
    """Everything in the output folder."""
    return {path.name: path.read_bytes() for path in sorted(config.output.iterdir()) if path.name != FOLDER}


def paths(readings: Sequence[Reading]) -> list[str]:
    return [reading.note.path for reading in readings]


def test_a_build_reads_looks_up_assembles_checks_and_writes(config: Config) -> None:
    made = build(config)

    assert [note.path for note in made.graph.notes] == ["2021-09-30.md", "lists/more.md", "lists/pruning.md"]
    assert made.graph.papers[ref("arxiv:2007.03260")].authors == ("Xiaohan Ding",)
    assert ref("github:dingxiaoh/resrep") in made.graph.repositories
    assert [path.name for path in made.written] == ["graph.nt", "graph.ttl", "dataset.ttl"]
    assert list(outputs(config)) == ["dataset.ttl", "graph.nt", "graph.ttl"]
    assert b"2007.03260" in outputs(config)["graph.nt"]


def test_what_a_catalogue_calls_otherwise_is_a_problem(config: Config) -> None:
    config.catalogs[0].write_text(CATALOG.replace("ResRep: Lossless CNN Pruning", "Quite Another Thing Altogether"))

    problems = build_graph(config).problems

    assert [problem.location.path for problem in problems] == ["2021-09-30.md"]
    assert problems[0].other is not None
    assert problems[0].other.path == "arxiv.jsonl"


def test_progress_tells_of_every_stage(config: Config) -> None:
    told: list[Progress] = []
    build(config, told.append)

    assert [progress[:3] for progress in told] == [
        ("read", 1, 3),
        ("read", 2, 3),
        ("read", 3, 3),
        ("catalog", 1, 1),
        ("assemble", 1, 1),
        ("check", 1, 1),
        ("export", 0, 2),
        ("export", 1, 2),
        ("export", 2, 2),
        ("index", 0, 1),
        ("index", 1, 1),
    ]
    assert [progress.what for progress in told[:4]] == [
        "2021-09-30.md",
        "lists/more.md",
        "lists/pruning.md",
        "arxiv.jsonl",
    ]


def test_the_bytes_are_the_same_however_many_processes_write(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "MANY", 0)
    formats = ("html", "ttl", "json", "trig")
    written = []
    for workers in (1, 2, 4):
        config = replace(changed(config, formats=formats, workers=workers), output=tmp_path / f"output-{workers}")
        build(config)
        written.append(outputs(config))

    assert written[0] == written[1] == written[2]
    assert len(written[0]) == len(formats) + 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems write in one process")
def test_a_process_that_is_killed_while_it_writes_costs_nothing(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "MANY", 0)
    build(config)
    before, here, write = outputs(config), os.getpid(), write_texts

    def killed(graph: Graph, path: Path) -> None:
        write(graph, path)
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(pipeline, "write_texts", killed)
    shutil.rmtree(config.output)
    build(changed(config, workers=2))
    assert outputs(config) == before
    assert published(config.output)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_another_process_cannot_write_is_told_and_leaves_what_was_there(
    config: Config, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(pipeline, "MANY", 0)
    build(config)
    before = outputs(config)

    def failing(graph: Graph, name: str, path: Path, memory: Path | None) -> None:
        if name == "ttl":
            raise OutputError(f"{path} cannot be written: there is no room.")
        export(graph, name, path, memory)

    monkeypatch.setattr(pipeline, "export", failing)
    with pytest.raises(OutputError, match=r"output/graph\.ttl cannot be written: there is no room\.$"):
        build(changed(config, workers=workers))
    assert outputs(config) == before


def test_a_folder_that_does_not_exist_is_one_clear_sentence(tmp_path: Path) -> None:
    config = configuration(tmp_path, tmp_path / "nowhere")

    with pytest.raises(InputError, match=r"^There are no notes: .*/nowhere does not exist\.$"):
        build(config)
    assert not config.output.exists()


def test_a_folder_without_notes_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").touch()
    config = configuration(tmp_path, tmp_path / "notes")

    with pytest.raises(InputError, match=r"^There are no notes in .*/notes: no file there ends in \.md, "):
        build(config)
    assert not config.output.exists()


def test_notes_that_all_lead_nowhere_say_why(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "gone.md").symlink_to("nowhere")

    with pytest.raises(InputError, match=r"notes: gone\.md: This cannot be read: No such file"):
        build(configuration(tmp_path, tmp_path / "notes"))


def test_a_note_that_cannot_be_read_is_a_problem_and_the_others_are_read(config: Config) -> None:
    (config.notes[0] / "gone.md").symlink_to("nowhere.md")

    graph = build(config).graph

    assert [(problem.location.path, problem.severity.value) for problem in graph.problems] == [("gone.md", "error")]
    assert len(graph.notes) == 3


def test_builds_are_equal_byte_by_byte_whatever_the_seed_of_hashes(config: Config) -> None:
    program = (
        "import sys, pathlib; from papergraph.config import Config; from papergraph.pipeline import build; "
        "root = pathlib.Path(sys.argv[1]); "
        "build(Config(root, (root / 'notes',), root / 'output', (root / 'arxiv.jsonl',), ('nt', 'ttl')))"
    )
    made = []
    for seed in ("0", "1"):
        subprocess.run(
            [sys.executable, "-c", program, str(config.root)], env={**os.environ, "PYTHONHASHSEED": seed}, check=True
        )
        made.append(outputs(config))

    assert made[0] == made[1]


def more(config: Config) -> None:
    """Change the notes, so that a build would write something else."""
    (config.notes[0] / "new.md").write_text("- [A new paper](https://arxiv.org/abs/2201.00001)\n", encoding="utf-8")


def failing(error: BaseException) -> Callable[[Graph, object], None]:
    """An exporter that writes a little and then fails."""

    def write(graph: Graph, file: object) -> None:  # noqa: ARG001
        assert hasattr(file, "write")
        file.write(b"half")
        raise error

    return write


@pytest.mark.parametrize("module", [ntriples, turtle])
def test_an_output_that_cannot_be_written_leaves_all_of_the_last_build(
    config: Config, monkeypatch: pytest.MonkeyPatch, module: object
) -> None:
    build(config)
    before = outputs(config)
    more(config)
    monkeypatch.setattr(module, "write", failing(OSError(28, "No space left on device")))

    with pytest.raises(OutputError, match=r"^.*/output/graph\.\w+ cannot be written: No space left on device\.$"):
        build(config)
    assert outputs(config) == before


@pytest.mark.parametrize("module", [ntriples, turtle])
def test_ctrl_c_while_writing_leaves_all_of_the_last_build(
    config: Config, monkeypatch: pytest.MonkeyPatch, module: object
) -> None:
    build(config)
    before = outputs(config)
    more(config)
    monkeypatch.setattr(module, "write", failing(KeyboardInterrupt()))

    with pytest.raises(KeyboardInterrupt):
        build(config)
    assert outputs(config) == before


@pytest.mark.parametrize("stage", ["read", "catalog", "assemble", "check", "export"])
def test_ctrl_c_at_any_stage_leaves_all_of_the_last_build(config: Config, stage: str) -> None:
    build(config)
    before = outputs(config)
    more(config)

    def interrupt(progress: Progress) -> None:
        if progress.stage == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(config, interrupt)
    assert outputs(config) == before
    assert gc.isenabled()


def test_an_output_folder_that_is_a_file_is_one_clear_sentence(config: Config) -> None:
    config.output.touch()

    with pytest.raises(OutputError, match=r"^The output folder .*/output cannot be written to: "):
        build(config)


def test_an_output_that_is_a_folder_is_one_clear_sentence(config: Config) -> None:
    (config.output / "graph.ttl" / "x").mkdir(parents=True)

    with pytest.raises(OutputError, match=r"/output/graph\.ttl cannot be written: "):
        build(config)


def test_an_unknown_format_is_refused_before_anything_is_written(config: Config) -> None:
    with pytest.raises(ConfigError, match="docx"):
        build(changed(config, formats=("nt", "docx")))
    assert not config.output.exists()


def test_the_collector_is_left_as_it_was(config: Config) -> None:
    build(config)
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0

    gc.disable()
    try:
        build_graph(config)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_graph_knows_the_way_from_the_outputs_to_the_notes(config: Config) -> None:
    (config.root / "my notes").mkdir()

    assert pipeline.metadata(config).notes_url == "../notes"
    assert pipeline.metadata(configuration(config.root, config.root / "my notes")).notes_url == "../my%20notes"


def with_site(config: Config, **fields: Any) -> Config:
    """The same, with a site."""
    return replace(config, site=True, **fields)


def site_of(config: Config) -> dict[str, bytes]:
    """Every file of the site."""
    site = config.output / "site"
    return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_a_site_is_written_beside_the_formats_and_holds_them(config: Config) -> None:
    made = build(with_site(config))
    site = site_of(config)

    assert made.written[-1] == config.output / "site" / "index.html"
    assert sorted(path.name for path in config.output.iterdir()) == WRITTEN_WITH_SITE
    assert site["graph.ttl"] == (config.output / "graph.ttl").read_bytes()
    assert b"ResRep: Lossless CNN Pruning" in site["paper/arxiv/2007.03260.html"]
    assert b"graph.html" not in site["paper/arxiv/2007.03260.html"]


def test_a_second_build_of_a_site_changes_nothing_and_leaves_files_alone(config: Config) -> None:
    build(with_site(config))
    before, page = site_of(config), config.output / "site" / "people.html"
    node = page.stat().st_ino
    build(with_site(config))

    assert site_of(config) == before
    assert page.stat().st_ino == node


def test_the_map_of_a_site_knows_the_way_to_the_notes_from_there(config: Config) -> None:
    build(with_site(config, formats=("html",)))
    own, outer = site_of(config)["graph.html"], (config.output / "graph.html").read_bytes()

    assert notes_url(own) == "../../notes"
    assert notes_url(outer) == "../notes"
    assert b'href="../../graph.html#at=arxiv:2007.03260"' in site_of(config)["paper/arxiv/2007.03260.html"]


def test_with_an_address_of_the_notes_both_maps_are_the_same_and_lead_there(config: Config) -> None:
    build(with_site(config, formats=("html",), notes_url="https://example.org/notes"))
    own = site_of(config)["graph.html"]

    assert own == (config.output / "graph.html").read_bytes()
    assert notes_url(own) == "https://example.org/notes"


def notes_url(page: bytes) -> object:
    """Where a page says that the notes are."""
    block = re.search(rb'id="graph"[^>]*>([^<]+)<', page)
    assert block
    data = gzip.decompress(base64.b64decode(block[1]))
    return json.loads(data[4 : 4 + int.from_bytes(data[:4], "little")])["notesUrl"]


def test_what_somebody_else_wrote_where_the_site_is_to_be_is_left_alone(config: Config) -> None:
    mine = config.output / "site" / "mine.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")

    with pytest.raises(OutputError, match="was not written by papergraph"):
        build(with_site(config))
    assert sorted(path.name for path in config.output.iterdir()) == ["site"]
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_site_that_cannot_be_finished_leaves_the_last_one(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    build(with_site(config))
    before = site_of(config)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("papergraph.site.folder._write", full)
    (config.notes[0] / "new.md").write_text("- [A new paper](https://arxiv.org/abs/2101.00009)\n", encoding="utf-8")
    with pytest.raises(OutputError, match="site cannot be written: No space left on device"):
        build(with_site(config))
    assert site_of(config) == before
    assert sorted(path.name for path in config.output.iterdir()) == WRITTEN_WITH_SITE
