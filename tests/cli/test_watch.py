"""`papergraph build --watch`: what is saved is built, whatever happens in between, and nothing else is."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from typing import IO, Any

import pytest

from papergraph.config import load
from random_edits import Vault, contents, fresh, index_name

EDITS = 200
BATCH = 10
"""Edits between two moments at which the watch is waited for."""
PATIENCE = 60
"""Seconds after which a line does not come."""


class Watch:
    """A running `papergraph build --watch`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: Queue[str] = Queue()
        """Of standard output and standard error, as they come."""
        streams = [stream for stream in (process.stdout, process.stderr) if stream]
        self._listeners = [threading.Thread(target=self._listen, args=(stream,)) for stream in streams]
        for listener in self._listeners:
            listener.start()

    def _listen(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self.lines.put(line.rstrip("\n"))

    def until(self, means: Callable[[str], bool] | str) -> list[str]:
        """The lines up to and with one that has a text, or that means it."""
        seen = []
        while True:
            seen.append(self.lines.get(timeout=PATIENCE))
            if means in seen[-1] if isinstance(means, str) else means(seen[-1]):
                return seen

    def end(self) -> list[str]:
        """Press Ctrl-C, and return the lines that were not looked at yet."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(PATIENCE) == 0
        return self.until("stopped watching")

    def kill(self) -> None:
        """End it, if it has not ended."""
        self.process.kill()
        self.process.wait()
        for listener in self._listeners:
            listener.join()


@contextmanager
def watching(folder: Path, *arguments: str) -> Iterator[Watch]:
    """A watch that has made its first build; its output must not hold back, as that of a pipe does."""
    process = subprocess.Popen(
        [sys.executable, "-m", "papergraph", "build", "--watch", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    watch = Watch(process)
    try:
        watch.until("watching ")
        yield watch
    finally:
        watch.kill()


def entry(title: str) -> str:
    """A note with one entry."""
    return f"- [A study of {title}](https://arxiv.org/abs/2406.{sum(map(ord, title)):05})\n"


def shows(title: str) -> Callable[[str], bool]:
    """Whether a line for programs says that an entry came."""

    def means(line: str) -> bool:
        if not line.startswith("{"):
            return False
        changed: dict[str, Any] = json.loads(line)["changed"]
        return any(title in name for name in changed["entries"]["added"])

    return means


def test_200_random_edits_end_in_what_a_fresh_build_makes(tmp_path: Path) -> None:
    vault = Vault(tmp_path, 2024)
    with watching(tmp_path, "--json") as watch:
        for number in range(EDITS):
            vault.edit()
            if number % BATCH == BATCH - 1:
                vault.mend(f"marker-{number}")
                watch.until(shows(f"marker-{number}"))
        # What shows this was begun when all else was done.
        vault.mend("the-end")
        watch.until(shows("the-end"))
        watch.end()
    config = load(tmp_path)
    expected = contents(fresh(config))

    # Settings that were half saved may have asked for the page too, which nobody takes away.
    assert {name: content for name, content in contents(config.output).items() if name in expected} == expected
    assert index_name(config.output) == index_name(config.root / "fresh")


def test_a_page_that_is_watched_is_a_fresh_one_with_the_same_positions(tmp_path: Path) -> None:
    vault = Vault(tmp_path, 5, 'formats = ["html"]\ntopics = ["own.ttl"]\n')
    with watching(tmp_path, "--json") as watch:
        for number in range(4):
            vault.edit()
            vault.mend(f"marker-{number}")
            watch.until(shows(f"marker-{number}"))
        watch.end()
    config = load(tmp_path)

    assert contents(config.output) == contents(fresh(config))


@pytest.fixture
def notes(sample: Path) -> Path:
    """The notes of the sample."""
    return sample / "notes"


def test_each_build_is_one_line(notes: Path) -> None:
    with watching(notes.parent, "--format", "nt") as watch:
        (notes / "new.md").write_text(entry("One"), encoding="utf-8")
        *before, line = watch.until("built in")
        assert before == []
        assert line.endswith(" s, changed: +1 note, +1 entry, +1 paper")

        (notes / "new.md").unlink()
        assert watch.until("built in")[-1].endswith(" s, changed: -1 note, -1 entry, -1 paper")
        assert watch.end() == ["stopped watching"]


def test_mistakes_are_told_and_the_last_good_build_stays(notes: Path) -> None:
    settings = notes.parent / "papergraph.toml"
    with watching(notes.parent, "--format", "nt") as watch:
        good = (notes.parent / "output" / "graph.nt").read_bytes()
        settings.write_text("title = [\n", encoding="utf-8")
        assert watch.until("this is not TOML")[-1].startswith("papergraph: ")
        assert (notes.parent / "output" / "graph.nt").read_bytes() == good

        mended = settings.with_suffix(".new")
        mended.write_text('title = "Mended"\n', encoding="utf-8")
        mended.replace(settings)  # at once: an empty file would be built from as well
        assert watch.until("built in")[-1].endswith("changed: nothing")
        assert b"Mended" in (notes.parent / "output" / "graph.nt").read_bytes()


def test_the_folder_of_notes_may_go_and_come_back(notes: Path) -> None:
    with watching(notes.parent, "--format", "nt") as watch:
        for number in range(3):
            shutil.rmtree(notes)
            watch.until("There are no notes")
            (notes / "deep" / "deeper").mkdir(parents=True)
            (notes / "deep" / "deeper" / "new.md").write_text(entry(f"Number {number}"), encoding="utf-8")
            watch.until("built in")
        (notes / "deep" / "deeper" / "more.md").write_text(entry("More"), encoding="utf-8")
        assert "+1 note" in watch.until("built in")[-1]


def test_its_own_output_makes_no_build_wherever_it_lies(notes: Path) -> None:
    with watching(notes.parent, "--format", "nt", "-o", "notes/output") as watch:
        for number in range(3):
            (notes / "new.md").write_text(entry(f"Number {number}"), encoding="utf-8")
            assert len(watch.until("built in")) == 1
        # Another build of the same writes there too, and so does somebody else.
        (notes / "output" / "mine.txt").write_text("mine", encoding="utf-8")
        (notes / "new.md").write_text(entry("The last"), encoding="utf-8")
        assert len(watch.until("built in")) == 1
        assert watch.end() == ["stopped watching"]


def test_what_cannot_be_written_is_told_once_for_each_change(notes: Path) -> None:
    with watching(notes.parent, "--format", "nt", "-o", "notes/output") as watch:
        export = notes / "output" / "graph.nt"
        export.unlink()
        (export / "in the way").mkdir(parents=True)
        for name in ("one", "two"):
            (notes / "new.md").write_text(entry(name), encoding="utf-8")
            assert len(watch.until("graph.nt cannot be written")) == 1

        shutil.rmtree(export)
        (notes / "new.md").write_text(entry("three"), encoding="utf-8")
        assert len(watch.until("built in")) == 1
        assert watch.end() == ["stopped watching"]


def test_what_is_wrong_at_first_ends_it(folder: Path) -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "papergraph", "build", "--watch"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert finished.returncode == 3
    assert finished.stderr.startswith("papergraph: There are no notes")


def test_a_system_that_watches_no_more_folders_is_no_end(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "WATCHFILES_FORCE_POLLING", "1")
    with watching(notes.parent, "--format", "nt") as watch:
        (notes / "new.md").write_text(entry("One"), encoding="utf-8")
        assert "+1 note" in watch.until("built in")[-1]
