"""The making of an index: in one pass, from wherever it was interrupted, to the same bytes."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from papergraph.catalogs import adding, database, files, units
from papergraph.catalogs.adding import Added, Step, add, remove
from papergraph.catalogs.folder import entries, finished, unfinished
from papergraph.catalogs.lookup import opened
from papergraph.errors import ConfigError, InputError, StoreError
from papergraph.model import Reference
from small_catalogs import array, gzipped, paper, pwc_link, repository, written, zipped

MANY = 700
ROWS = [paper(f"2401.{number + 1:05}") for number in range(MANY)]
ADDING = """
import sys
from pathlib import Path
from papergraph.catalogs import adding, units
adding.CHECKPOINT, units.CHUNK = 2, 4096
def tell(step):
    print(step.stage, step.records, flush=True)
    sys.stdin.readline()
adding.add(Path(sys.argv[1]), Path(sys.argv[2]), tell=tell)
"""
"""A process that adds a file, and waits for a line after each step."""


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """A folder for indexes."""
    return tmp_path / "catalogs"


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write every thirty-two records."""
    monkeypatch.setattr(adding, "CHECKPOINT", 2)
    monkeypatch.setattr(units, "CHUNK", 4096)


def snapshot(folder: Path, form: str) -> Path:
    """A file of some hundred rows and two that are not understood."""
    rows = [*ROWS[:100], *(["?", {}] if form != "array" else [{}, 7]), *ROWS[100:]]
    path = (array if form == "array" else written)(folder / "rows.json", rows)
    return {"gz": gzipped, "zip": zipped}.get(form, lambda same: same)(path)


def stopping_at(number: int) -> Callable[[Step], None]:
    """What interrupts adding at a step."""
    steps = iter(range(number))

    def tell(_: Step) -> None:
        if next(steps, None) is None:
            raise KeyboardInterrupt

    return tell


FORMS = ["lines", "array", "gz", "zip"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.usefixtures("small_steps")
def test_interrupted_at_every_step_the_index_ends_byte_for_byte_the_same(
    tmp_path: Path, index: Path, form: str
) -> None:
    path = snapshot(tmp_path, form)
    whole = add(path, tmp_path / "whole").entry
    attempts = 0
    for steps in range(2, 99):
        try:
            made = add(path, index, tell=stopping_at(steps % 3 + 1))
            break
        except KeyboardInterrupt:
            attempts += 1
            assert not finished(index, "rows.json").exists()
    else:
        pytest.fail("it never came to its end")

    assert attempts > 5
    assert made.resumed == MANY
    assert made.entry.database.read_bytes() == whole.database.read_bytes()
    assert made.entry.digest == whole.digest
    assert [number for number, _ in made.entry.problems] == [101, 102]
    assert not unfinished(index, "rows.json").exists()


@pytest.mark.parametrize("seed", range(6))
def test_killed_at_any_moment_the_index_ends_the_same(tmp_path: Path, index: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- moments of a test
    path = snapshot(tmp_path, chance.choice(FORMS))
    whole = add(path, tmp_path / "whole").entry
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", ADDING, str(path), str(index)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert process.stdin
        assert process.stdout
        for _ in range(chance.randint(1, 12)):
            if not process.stdout.readline():
                break
            process.stdin.write(b"\n")
            process.stdin.flush()
        process.send_signal(signal.SIGKILL)  # in the midst of whatever follows the step
        process.wait()
        process.stdin.close()
        process.stdout.close()

    made = add(path, index)

    assert made.entry.digest == whole.digest
    assert made.entry[7:] == whole[7:]


def full_after(pages: int) -> Callable[[Path], sqlite3.Connection]:
    """What opens an index that has no more room than so many pages."""

    def create(path: Path) -> sqlite3.Connection:
        connection = OPEN(path)
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    return create


OPEN = database.create


@pytest.mark.parametrize("pages", [7, 12, 17, 20])
@pytest.mark.usefixtures("small_steps")
def test_a_full_disk_is_one_sentence_and_adding_goes_on_when_there_is_room(
    tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    path = snapshot(tmp_path, "lines")
    whole = add(path, tmp_path / "whole").entry
    monkeypatch.setattr(database, "create", full_after(pages))
    with pytest.raises(StoreError, match=r"rows\.json\.unfinished cannot be written: the disk is full\. Make room"):
        add(path, index)
    monkeypatch.setattr(database, "create", OPEN)

    assert add(path, index).entry.digest == whole.digest


def test_a_file_that_is_there_is_not_read_again(tmp_path: Path, index: Path) -> None:
    path = written(tmp_path / "rows.json", ROWS[:3])
    first = add(path, index)
    again = add(path, index)
    os.utime(path, (1, 1))
    touched = add(path, index)

    assert (first.known, again.known, touched.known) == (False, True, True)
    assert touched.entry.state == "unchanged"
    assert touched.entry.digest == first.entry.digest


def test_a_newer_file_of_the_name_takes_the_place_of_the_older_one_at_once(tmp_path: Path, index: Path) -> None:
    path = written(tmp_path / "rows.json", ROWS[:3])
    add(path, index)
    written(path, ROWS[:5])
    with pytest.raises(KeyboardInterrupt):
        add(path, index, tell=stopping_at(1))
    before = [entry.records for entry in entries(index) if entry.digest]
    with opened(finished(index, "rows.json")) as old:
        made = add(path, index)
        assert len(old.read([Reference("arxiv", "2401.00001")]).records) == 1

    assert before == [3]
    assert (made.replaced, made.entry.records) == (True, 5)
    assert [entry.records for entry in entries(index)] == [5]


def test_an_attempt_with_another_file_of_the_name_is_not_gone_on_with(tmp_path: Path, index: Path) -> None:
    path = written(tmp_path / "rows.json", ROWS[:100])
    with pytest.raises(KeyboardInterrupt):
        add(path, index, tell=stopping_at(1))
    written(path, ROWS[100:])

    made = add(path, index)

    assert (made.resumed, made.entry.records) == (0, MANY - 100)


@pytest.mark.usefixtures("small_steps")
def test_an_attempt_is_gone_on_with_from_wherever_the_file_is_now(tmp_path: Path, index: Path) -> None:
    path = written(tmp_path / "rows.json", ROWS)
    with pytest.raises(KeyboardInterrupt):
        add(path, index, tell=stopping_at(3))
    (tmp_path / "moved").mkdir()
    moved = path.rename(tmp_path / "moved" / "rows.json")

    made = add(moved, index)

    assert made.resumed > 0
    assert (made.entry.file, made.entry.state) == (moved, "unchanged")


def test_a_catalogue_of_another_kind_needs_another_name(tmp_path: Path, index: Path) -> None:
    path = written(tmp_path / "rows.json", ROWS[:3])
    add(path, index)
    written(path, [repository("owner/name")])

    with pytest.raises(ConfigError, match="give this one another name, with --name"):
        add(path, index)
    assert add(path, index, "stars").entry.kinds == (("github", 1),)
    assert [entry.name for entry in entries(index)] == ["rows.json", "stars"]


@pytest.mark.parametrize("name", ["", "../x", ".hidden", "a/b", "x" * 200])
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, index: Path, name: str) -> None:
    path = written(tmp_path / "rows.json", ROWS[:3])

    if name:
        with pytest.raises(ConfigError, match="give it another one, with --name"):
            add(path, index, name)
    else:
        assert add(path, index, name).entry.name == "rows.json"


@pytest.mark.parametrize("content", ["", "{}\n", "not json\n", "[]", '[{"a": 1}]'])
def test_what_is_no_catalogue_leaves_nothing_behind(tmp_path: Path, index: Path, content: str) -> None:
    path = tmp_path / "rows.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(InputError, match="the file holds no record of a form that is known"):
        add(path, index)
    assert entries(index) == ()


@pytest.mark.parametrize("form", ["gz", "zip"])
@pytest.mark.usefixtures("small_steps")
def test_of_a_damaged_file_is_taken_what_stands_before_the_damage(
    tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(files, "BUFFER", 4096)
    path = snapshot(tmp_path, form)
    payload = bytearray(path.read_bytes())
    middle = len(payload) // 2
    payload[middle : middle + 40] = bytes(40)
    if form == "gz":
        del payload[middle + 40 :]
    path.write_bytes(payload)

    entry = add(path, index).entry

    assert 0 < entry.records < MANY
    assert entry.problems[-1][1] in {adding.DAMAGE, adding.UNFIT}


def test_problems_are_told_up_to_a_number_and_counted_beyond(tmp_path: Path, index: Path) -> None:
    path = written(tmp_path / "rows.json", [*["?"] * 60, ROWS[0]])

    entry = add(path, index).entry

    assert (len(entry.problems), entry.hidden, entry.records) == (50, 10, 1)


def test_a_file_that_changes_meanwhile_is_refused(tmp_path: Path, index: Path) -> None:
    path = written(tmp_path / "rows.json", ROWS[:3])

    def change(_: Step) -> None:
        written(path, ROWS[:4])

    with pytest.raises(InputError, match="was changed while it was read"):
        add(path, index, tell=change)
    assert entries(index) == ()


def test_two_processes_do_not_add_one_catalogue_at_once(tmp_path: Path, index: Path) -> None:
    path = written(tmp_path / "rows.json", ROWS[:3])
    add(path, index)

    with FileLock(index / ".rows.json.lock"):
        with pytest.raises(StoreError, match=r"Another process is busy with the catalogue rows\.json"):
            add(path, index)
        with pytest.raises(StoreError, match="Another process"):
            remove(index, "rows.json")
    assert add(path, index).known


def test_what_is_removed_is_gone_finished_or_not(tmp_path: Path, index: Path) -> None:
    path = written(tmp_path / "rows.json", ROWS[:3])
    add(path, index)
    written(path, ROWS[:4])
    with pytest.raises(KeyboardInterrupt):
        add(path, index, tell=stopping_at(1))

    remove(index, "rows.json")

    assert entries(index) == ()
    assert path.exists()
    with pytest.raises(ConfigError, match=r"There is no catalogue 'rows\.json'; none was added"):
        remove(index, "rows.json")


def test_a_line_of_many_records_is_written_in_pieces(tmp_path: Path, index: Path) -> None:
    path = written(tmp_path / "rows.json", [{"full_name": "a/b"}, [repository(f"a/r{n}") for n in range(40)]])

    entry = add(path, index).entry

    assert entry.kinds == (("github", 41),)
    with opened(entry.database) as index_:
        assert index_.read([Reference("github", "a/r39")]).records[0].origin.line == 2


def test_forms_are_told_apart_by_what_is_in_them(tmp_path: Path, index: Path) -> None:
    made = [
        add(written(tmp_path / "a.json", ROWS[:2]), index),
        add(zipped(written(tmp_path / "b.json", ROWS[:2])), index),
        add(gzipped(array(tmp_path / "c.json", [pwc_link("2401.00001", "https://github.com/a/b")])), index),
        add(written(tmp_path / "d.json", [repository("a/b")]), index),
    ]

    assert [kinds(added) for added in made] == ["arxiv", "arxiv", "pwc-links", "github"]


def kinds(added: Added) -> str:
    return ",".join(kind for kind, _ in added.entry.kinds)
