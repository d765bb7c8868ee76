"""A build that knows the last one makes what a fresh one makes, touches nothing without need, and says what is new."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from command_line import Run
from papergraph.cache.last import FOLDER
from papergraph.cache.readings import NAME
from papergraph.catalogs.adding import add
from papergraph.config import Config, load
from papergraph.errors import PapergraphError
from papergraph.http import Clock
from papergraph.incremental import HOUR, build, problems, unchanged
from papergraph.pipeline import Build, Online
from random_edits import SETTINGS, Vault, contents, fresh, index_name
from small_catalogs import paper, written


def nothing(_: Build) -> dict[str, Any]:
    """A summary for those who want none."""
    return {}


def files_of(folder: Path) -> dict[str, tuple[int, int, int]]:
    """All files and folders below a folder, with what changes when they are touched."""
    found = {str(path): path.lstat() for path in (folder, *folder.rglob("*"))}
    return {path: (status.st_mtime_ns, status.st_ctime_ns, status.st_ino) for path, status in found.items()}


@pytest.fixture
def config(sample: Path) -> Config:
    """The sample, built once in every way that depends on more than the graph."""
    config = replace(load(sample), formats=("html", "nt"), site=True)
    build(config, nothing)
    return config


@pytest.mark.parametrize("seed", range(3))
def test_builds_of_a_vault_that_is_edited_are_as_fresh_ones(tmp_path: Path, seed: int) -> None:
    vault = Vault(tmp_path, seed)
    for step in range(15):
        for _ in range(1 + step % 3):
            vault.edit()
        config = load(tmp_path)
        try:
            expected = fresh(config)
        except PapergraphError as error:
            with pytest.raises(type(error)):
                build(config, nothing)
            continue
        if unchanged(config, online=False) is None:
            build(config, nothing)
        assert contents(config.output) == contents(expected)
        assert index_name(config.output) == index_name(expected)
        assert unchanged(config, online=False)


def test_the_page_and_the_site_are_as_fresh_ones_too(tmp_path: Path) -> None:
    vault = Vault(tmp_path, 7, SETTINGS.replace('"json"', '"html"') + "site = true\n")
    for _ in range(4):
        for _ in range(3):
            vault.edit()
        config = load(tmp_path)
        build(config, nothing)
        assert contents(config.output) == contents(fresh(config))


def test_where_nothing_changed_no_file_is_touched(run: Run, sample: Path) -> None:
    first = run("build", "--format", "html", "--format", "nt", "--site")
    before = files_of(sample)
    finished = run("build", "--format", "html", "--format", "nt", "--site")

    assert "nothing changed: output is as it was\n" in finished.out
    assert finished.out.splitlines()[:2] == first.out.splitlines()[:2]
    assert "wrote" not in finished.out
    assert files_of(sample) == before


def test_a_build_that_is_made_all_the_same_touches_no_output(config: Config) -> None:
    before = files_of(config.output)
    made = build(config, nothing)

    assert made.kept == set(made.build.written)
    after = files_of(config.output)
    # The site is a new folder of old files; the output folder had a folder in it for a while.
    changed = {path for path in before if before[path][0::2] != after[path][0::2] and Path(path).is_file()}
    assert changed == set()
    assert before[str(config.output / ".index" / "current")] == after[str(config.output / ".index" / "current")]


def add_note(config: Config) -> None:
    """A new note."""
    (config.root / "notes" / "new.md").write_text("- [N](https://arxiv.org/abs/2403.00001)\n", encoding="utf-8")


def change_note(config: Config) -> None:
    """Another byte in a note, which has its size and its time still."""
    path = config.root / "notes" / "2024-05-06.md"
    status = path.stat()
    path.write_bytes(path.read_bytes().replace(b"Read it twice", b"Read it thric"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def change_catalog(config: Config) -> None:
    """Another byte in a catalogue."""
    path = config.root / "notes" / "catalog" / "arxiv.jsonl"
    path.write_bytes(path.read_bytes().replace(b"We study", b"I studied"))


def change_output(config: Config) -> None:
    """An output that somebody wrote to."""
    with (config.output / "graph.nt").open("ab") as file:
        file.write(b"# mine\n")


def delete_output(config: Config) -> None:
    """An output that is gone."""
    (config.output / "graph.html").unlink()


def change_site(config: Config) -> None:
    """A page of the site that somebody wrote to."""
    next((config.output / "site").rglob("*.html")).write_text("mine", encoding="utf-8")


def delete_index(config: Config) -> None:
    """An index that is not whole any longer."""
    next((config.output / ".index").rglob("text.sqlite")).unlink()


def forget_positions(config: Config) -> None:
    """Positions that nobody remembers."""
    config.positions.unlink()


def fill_store(config: Config) -> None:
    """Facts that came since."""
    config.store.write_bytes(b"")


def delete_description(config: Config) -> None:
    """A description that is gone."""
    (config.output / "dataset.ttl").unlink()


def link_note(config: Config) -> None:
    """A note that cannot be read."""
    (config.root / "notes" / "gone.md").symlink_to("nowhere.md")


@pytest.mark.parametrize(
    "change",
    [
        add_note,
        change_note,
        change_catalog,
        change_output,
        delete_output,
        change_site,
        delete_index,
        forget_positions,
        fill_store,
        delete_description,
        link_note,
    ],
    ids=lambda change: change.__name__,
)
def test_whatever_changed_is_seen(config: Config, change: Callable[[Config], None]) -> None:
    assert unchanged(config, online=False)
    change(config)

    assert unchanged(config, online=False) is None
    build(config, nothing)
    assert unchanged(config, online=False)
    assert contents(config.output) == contents(fresh(config))


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Another"},
        {"formats": ("nt",)},
        {"site": False},
        {"exclude": ("x",)},
        {"base_iri": "https://example.org/"},
        {"notes_url": "https://example.org/notes"},
    ],
    ids=str,
)
def test_another_configuration_is_another_build(config: Config, other: dict[str, Any]) -> None:
    assert unchanged(replace(config, **other), online=False) is None


def test_what_is_taken_in_beside_the_store_is_seen(config: Config) -> None:
    folder = config.store.with_name("catalogs")
    folder.mkdir()
    assert unchanged(config, online=False)
    download = written(config.root / "rows.jsonl", [paper("2402.05678")])
    add(download, folder)

    assert unchanged(config, online=False) is None
    build(config, nothing)
    assert unchanged(config, online=False)
    download.write_text("something else", encoding="utf-8")
    assert unchanged(config, online=False) is None


def test_builds_into_two_folders_do_not_know_of_each_other(config: Config) -> None:
    other = replace(config, output=config.root / "other")
    made = build(other, nothing)

    assert made.changes is None
    assert unchanged(config, online=False)
    assert unchanged(other, online=False)


def test_a_service_is_asked_again_when_it_is_time(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    assert unchanged(config, online=True) is None
    online = Online(clock=Clock(lambda: 1_000_000.0))
    build(replace(config, arxiv=config.arxiv._replace(enabled=False)), nothing, online=online)
    quiet = replace(
        config,
        arxiv=config.arxiv._replace(enabled=False, title_search=False),
        github=config.github._replace(enabled=False),
    )
    build(quiet, nothing, online=online)

    monkeypatch.setattr("time.time", lambda: 1_000_000.0 + 1)
    assert unchanged(quiet, online=True)
    monkeypatch.setattr("time.time", lambda: 1_000_000.0 + HOUR)
    assert unchanged(quiet, online=True) is None
    monkeypatch.setattr("time.time", lambda: 0.0)  # a clock that was wrong
    assert unchanged(quiet, online=True) is None
    assert unchanged(quiet, online=False)


def test_what_is_new_is_told_in_a_line_and_by_name(run: Run, sample: Path) -> None:
    first = run("build", "--format", "nt")
    assert "changed" not in first.out

    (sample / "notes" / "new.md").write_text(
        "- [A new thing](https://arxiv.org/abs/2403.00001)\n- [Another](https://arxiv.org/abs/2403.00002)\n",
        encoding="utf-8",
    )
    second = run("build", "--format", "nt", "-v")
    assert "changed: +1 note, +2 entries, +2 papers\n" in second.out
    assert {"+ note   new.md", "+ entry  A new thing", "+ paper  arxiv:2403.00001"} <= set(second.out.splitlines())

    (sample / "notes" / "new.md").write_text("- [A new thing](https://arxiv.org/abs/2403.00001)\n", encoding="utf-8")
    third = json.loads(run("build", "--format", "nt", "--json").out)
    assert third["changed"]["edited"] == ["new.md"]
    assert third["changed"]["papers"] == {"added": [], "removed": ["arxiv:2403.00002"]}

    fourth = json.loads(run("build", "--format", "nt", "--json").out)
    assert fourth["kept"] == fourth["written"] == third["written"]
    assert not any(fourth["changed"]["papers"].values())
    assert {**fourth, "kept": [], "changed": {}} == {**third, "kept": [], "changed": {}}


def test_a_name_cannot_steer_the_terminal(run: Run, sample: Path) -> None:
    run("build", "--format", "nt")
    (sample / "notes" / "x\x1b[31m.md").write_text("- [Red \x1b[31m](https://arxiv.org/abs/2403.1)\n", encoding="utf-8")

    assert "\x1b" not in run("build", "--format", "nt", "-v").out


def test_problems_are_listed_where_nothing_changed(run: Run, sample: Path) -> None:
    (sample / "notes" / "gone.md").symlink_to("nowhere.md")
    first = run("build", "--format", "nt", "-v")
    second = run("build", "--format", "nt", "-v")

    assert "nothing changed" in second.out
    lines = [line for line in first.out.splitlines() if line.startswith("gone.md")]
    assert lines
    assert lines == [line for line in second.out.splitlines() if line.startswith("gone.md")]
    assert second.out.splitlines()[-1] == first.out.splitlines()[-1]


@pytest.mark.parametrize("damage", [b"", b"[]", b"null", b"{", b"\xff\xfe", b'[1,"","",{},0.0,{}]'])
def test_what_is_kept_may_be_damaged(config: Config, damage: bytes) -> None:
    for path in (config.store.with_name(NAME), *(config.store.parent / FOLDER).iterdir()):
        path.write_bytes(damage)

    assert unchanged(config, online=False) is None
    assert problems(config) == ()
    made = build(config, nothing)
    assert made.kept == set(made.build.written)
    assert unchanged(config, online=False)
    with sqlite3.connect(config.store.with_name(NAME)) as connection:
        assert connection.execute("SELECT count(*) FROM readings").fetchone() == (1,)


def test_where_nothing_can_be_kept_builds_are_made_all_the_same(sample: Path) -> None:
    (sample / ".papergraph").write_text("in the way", encoding="utf-8")
    config = replace(load(sample), formats=("nt",))

    for _ in range(2):
        assert build(config, nothing).changes is None
        assert unchanged(config, online=False) is None
    assert contents(config.output) == contents(fresh(config))


def test_settings_that_name_no_notes_end_as_a_build_does(run: Run, folder: Path) -> None:
    finished = run("build")

    assert finished.code == 3
    assert "There are no notes" in finished.err
    assert list(folder.iterdir()) == []


def test_finding_out_that_nothing_changed_loads_no_reader_no_engine_and_no_client(sample: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom papergraph.cli import run\n"
        "assert run(['build', '--offline', '-f', 'html', '-f', 'nt', '--site']) == 0\n"
        "print('loaded:', *sorted(sys.modules))"
    )
    command = [sys.executable, "-c", program]
    _, finished = (subprocess.run(command, cwd=sample, capture_output=True, text=True, check=True) for _ in range(2))
    said, _, loaded = finished.stdout.partition("loaded:")
    heavy = {"numpy", "jinja2", "pyoxigraph", "pyromark", "rdflib", "requests", "rich", "sqlite3", "watchfiles"}
    own = {
        f"papergraph.{name}" for name in ("assemble", "concepts", "pipeline", "readers", "resolvers", "site", "triples")
    }

    assert "nothing changed" in said
    assert set(loaded.split()) & (heavy | own) == set()
