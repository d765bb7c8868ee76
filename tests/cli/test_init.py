"""`papergraph init`: a configuration and a note that work as they are, and nothing overwritten."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from command_line import Run
from papergraph import config
from papergraph.cli.init import CONFIGURATION
from papergraph.config import Config, load
from papergraph.sources.settings import ARXIV, GITHUB


def test_the_configuration_says_what_holds_without_it(run: Run, folder: Path) -> None:
    assert run("init").code == 0
    assert load(folder) == Config(
        root=folder, notes=(folder / "notes",), output=folder / "output", file=folder / "papergraph.toml"
    )


@pytest.mark.parametrize("key", config._KEYS)  # noqa: SLF001 - the template must know every key
def test_the_configuration_explains_every_key(key: str) -> None:
    assert any(f"\n{written}" in CONFIGURATION for written in (f"{key} = ", f"# {key} = ", f"# [{key}]\n"))


def test_everything_in_the_configuration_may_be_taken_in(folder: Path) -> None:
    text = re.sub(r"^# (?=\w+ = |\[)", "", CONFIGURATION, flags=re.MULTILINE)
    (folder / "papergraph.toml").write_text(
        text.replace("catalogs = [", "# catalogs = [").replace("topics = [", "# topics = ["), encoding="utf-8"
    )
    taken = load(folder)

    assert (taken.arxiv, taken.github, taken.network) == (ARXIV, GITHUB, True)
    assert taken.store == folder / ".papergraph" / "store.sqlite"
    assert (taken.contact, taken.creator) == ("you@example.org", "Your name")


def test_the_first_note_is_an_entry(run: Run) -> None:
    run("init")
    rows = [json.loads(line) for line in run("entries").out.splitlines()]

    assert len(rows) == 1
    assert rows[0]["rating"] == 4
    assert rows[0]["papers"][0]["id"] == "arxiv:1706.03762"
    assert rows[0]["repos"][0]["id"] == "github:harvardnlp/annotated-transformer"
    assert rows[0]["tips"] == ["Write here what you want to remember."]


def test_what_is_there_is_kept(run: Run, folder: Path) -> None:
    (folder / "papergraph.toml").write_text("title = 'mine'", encoding="utf-8")
    (folder / "notes").mkdir()
    (folder / "notes" / "mine.md").touch()
    finished = run("init")

    assert finished.code == 0
    assert finished.out.splitlines()[:2] == ["kept   papergraph.toml", "kept   notes"]
    assert (folder / "papergraph.toml").read_text(encoding="utf-8") == "title = 'mine'"
    assert [path.name for path in (folder / "notes").iterdir()] == ["mine.md"]


def test_a_folder_that_cannot_be_written_is_one_sentence(run: Run, folder: Path) -> None:
    (folder / "notes").symlink_to("/proc/nowhere")
    finished = run("init")

    assert finished.code == 4
    assert finished.err.startswith("papergraph: notes/")
    assert "cannot be written" in finished.err


def test_notes_that_are_a_file_are_refused_before_anything_is_written(run: Run, folder: Path) -> None:
    (folder / "notes").touch()
    finished = run("init")

    assert finished.code == 2
    assert finished.err.startswith("papergraph: notes is a file")
    assert finished.err.count("\n") == 1
    assert not (folder / "papergraph.toml").exists()


def test_a_folder_without_a_note_gets_one(run: Run, folder: Path) -> None:
    (folder / "notes").mkdir()
    (folder / "notes" / "picture.png").touch()

    assert run("init").code == 0
    assert len(list((folder / "notes").glob("*.md"))) == 1
