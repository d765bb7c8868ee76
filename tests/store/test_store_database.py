"""The file of the store: made on demand, shared, whole after kill -9, and a clear sentence for any other file."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from papergraph.errors import StoreError
from papergraph.store import Kept, State, Store
from papergraph.store.database import APPLICATION_ID, MIGRATIONS, connect, size
from store_answers import at, found, github, missing

A = github("owner/a")
KILLS = 20
BATCH = 40

PUTTING = """
import json, sys
from pathlib import Path
from papergraph.model import Reference
from papergraph.store import Answer, State, Store

path, first = Path(sys.argv[1]), int(sys.argv[2])
with Store.open(path) as store:
    for batch in range(first, first + 1000):
        references = [Reference("github", f"owner/{batch}-{number}") for number in range(40)]
        raw = json.dumps({"batch": batch, "filling": "x" * 1000})
        store.put("github", [Answer(one, State.OK, raw=raw) for one in references], f"2026-11-24T13:00:00Z")
        print(batch, flush=True)
"""

SHARING = """
import sys
from pathlib import Path
from papergraph.model import Reference
from papergraph.store import Answer, State, Store

path, mine = Path(sys.argv[1]), sys.argv[2]
shared = Reference("github", "owner/shared")
print("ready", flush=True)
sys.stdin.readline()
with Store.open(path) as store:
    for turn in range(20):
        answers = [Answer(Reference("github", f"owner/{mine}-{turn}"), State.OK, shared, f'{{"turn": {turn}}}')]
        store.put("github", answers, f"2026-11-24T13:00:{turn:02}Z")
    print(store.reserve("arxiv", 3.0, 100.0), store.reserve("arxiv", 3.0, 100.0))
"""


def filled(path: Path) -> Path:
    """A store of many pages."""
    with Store.open(path) as store:
        store.put("github", [found(github(f"owner/{number}"), filling="x" * 500) for number in range(400)], at(1))
    return path


@contextmanager
def nobody() -> Iterator[Path]:
    """A folder in which the file system's rules hold, also for root."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        try:
            yield folder
        finally:
            if os.geteuid() != os.getuid():
                os.seteuid(os.getuid())
            folder.chmod(0o755)


def locked(folder: Path) -> None:
    """Let nobody write to the folder, from now on."""
    folder.chmod(0o555)
    if not os.geteuid():
        os.seteuid(65534)


def test_the_folder_is_made_and_hidden_from_git(tmp_path: Path) -> None:
    with Store.open(tmp_path / "deep" / ".papergraph" / "store.sqlite"):
        pass

    assert (tmp_path / "deep" / ".papergraph" / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert not (tmp_path / "deep" / ".gitignore").exists()


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite") as store:
        store.put("github", [found(A)], at(1))

    assert [path.name for path in tmp_path.iterdir()] == ["store.sqlite"]


def test_what_was_put_is_there_the_next_time(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite") as store:
        store.put("github", [found(A, 7)], at(1))
        before = list(store.rows())
        store.reserve("arxiv", 3.0, 100.0)
        store.hold("github", 3700.0)
    with Store.open(tmp_path / "store.sqlite") as store:
        assert list(store.rows()) == before
        assert store.reserve("arxiv", 3.0, 100.0) == 103.0
        assert store.held("github", 100.0) == 3700.0


def test_reading_where_there_is_no_store_makes_none(tmp_path: Path) -> None:
    with Store.open_readonly(tmp_path / ".papergraph" / "store.sqlite") as store:
        assert list(store.rows()) == []
        assert store.get("github", [A]) == {}
        assert store.held("github", 100.0) is None
        with pytest.raises(StoreError, match="cannot be written"):
            store.put("github", [found(A)], at(1))

    assert list(tmp_path.iterdir()) == []


def test_reading_changes_nothing(tmp_path: Path) -> None:
    path = filled(tmp_path / "store.sqlite")
    before = path.read_bytes()
    with Store.open_readonly(path) as store:
        assert len(list(store.rows())) == 400
        for change in (lambda: store.put("github", [found(A)], at(1)), store.clear):
            with pytest.raises(StoreError, match="cannot be written"):
                change()

    assert path.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["store.sqlite"]


def test_a_reader_sees_what_a_writer_has_put(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with Store.open(path) as writer, Store.open_readonly(path) as reader:
        writer.put("github", [found(A, 7)], at(1))
        assert reader.get("github", [A])[A].state is State.OK
        rows = reader.rows()
        next(rows)
        writer.put("github", [found(A, 8)], at(2))

        assert list(rows) == []


def test_the_schema_has_a_number_and_the_file_a_mark(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "store.sqlite")) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (1,)
        assert connection.execute("PRAGMA busy_timeout").fetchone() == (30_000,)


def test_an_empty_file_is_an_empty_store(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.touch()
    with Store.open_readonly(path) as store:
        assert list(store.rows()) == []
    assert path.stat().st_size == 0
    with Store.open(path) as store:
        store.put("github", [found(A)], at(1))
        assert len(list(store.rows())) == 1


def test_a_newer_schema_is_left_alone(tmp_path: Path) -> None:
    path = filled(tmp_path / "store.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    for opened in (Store.open, Store.open_readonly):
        with pytest.raises(StoreError, match=r"store\.sqlite was written by a newer papergraph \(schema 99; .* delete"):
            opened(path)


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()
    for opened in (Store.open, Store.open_readonly):
        with pytest.raises(StoreError, match="it is the database of another program"):
            opened(path)

    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"no database " * 100, b"\x00" * 5000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_what_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(content)
    for opened in (Store.open, Store.open_readonly):
        with pytest.raises(
            StoreError, match=r"store\.sqlite is no store .* papergraph\.toml, or move this file away\.$"
        ):
            opened(path)

    assert path.read_bytes() == content


def test_a_damaged_store_gives_what_can_still_be_read(tmp_path: Path) -> None:
    path = filled(tmp_path / "store.sqlite")
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    path.write_bytes(content)
    read: list[Kept] = []
    with (
        Store.open_readonly(path) as store,
        pytest.raises(StoreError, match=r"is damaged \(.*\)\. Delete .* fetched anew; `papergraph store export"),
    ):
        read.extend(store.rows())

    assert 0 < len(read) < 400
    with Store.open(path) as store, pytest.raises(StoreError, match="is damaged"):
        store.put("github", [missing(github(f"owner/{number}")) for number in range(400)], at(2))


def test_a_store_that_was_cut_is_damaged(tmp_path: Path) -> None:
    path = filled(tmp_path / "store.sqlite")
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(StoreError, match="is damaged"), Store.open(path) as store:
        list(store.rows())


def test_a_store_without_its_tables_is_damaged(tmp_path: Path) -> None:
    path = filled(tmp_path / "store.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE answers")
    with Store.open(path) as store, pytest.raises(StoreError, match="is damaged"):
        store.get("github", [A])


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").mkdir()
    for opened in (Store.open, Store.open_readonly):
        with pytest.raises(StoreError, match=r"store\.sqlite cannot be opened: Is a directory\."):
            opened(tmp_path / "store.sqlite")


def test_a_file_in_the_way_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"The folder .*/file/deep of the store cannot be made: File exists"):
        Store.open(tmp_path / "file" / "deep" / "store.sqlite")
    with Store.open_readonly(tmp_path / "file" / "store.sqlite") as store:
        assert list(store.rows()) == []


def test_a_folder_that_cannot_be_written_to_can_be_read_from() -> None:
    with nobody() as folder:
        path = filled(folder / "store.sqlite")
        locked(folder)
        with Store.open_readonly(path) as store:
            assert len(list(store.rows())) == 400
        with pytest.raises(StoreError, match=r"store\.sqlite cannot be written: Permission denied\."):
            Store.open(path)
        with pytest.raises(StoreError, match=r"new\.sqlite cannot be opened: Permission denied\."):
            Store.open(folder / "new.sqlite")
        with pytest.raises(StoreError, match=r"The folder .*/new of the store cannot be made: Permission denied"):
            Store.open(folder / "new" / "store.sqlite")


def test_a_store_that_may_not_be_read_is_named() -> None:
    with nobody() as folder:
        path = filled(folder / "deep" / "store.sqlite")
        path.chmod(0)
        locked(folder)
        with pytest.raises(StoreError, match=r"store\.sqlite cannot be opened: Permission denied\."):
            Store.open_readonly(path)


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    path = filled(tmp_path / "store.sqlite")
    connection = connect(path)
    connection.execute("PRAGMA max_page_count = 150")
    with Store(path, connection) as store:
        with pytest.raises(StoreError, match=r"store\.sqlite cannot be written: .*full"):
            store.put("github", [found(github(f"new/{number}"), filling="x" * 500) for number in range(400)], at(2))
        assert len(list(store.rows())) == 400
        store.put("github", [found(github("owner/0"))], at(3))


def test_a_store_that_somebody_keeps_locked_is_in_use(tmp_path: Path) -> None:
    path = filled(tmp_path / "store.sqlite")
    connection = connect(path)
    connection.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(path, isolation_level=None)) as other, Store(path, connection) as store:
        other.execute("BEGIN IMMEDIATE")
        assert len(list(store.rows())) == 400
        with pytest.raises(StoreError, match="is in use: another program keeps it locked"):
            store.put("github", [found(A)], at(1))
        other.execute("ROLLBACK")
        store.put("github", [found(A)], at(1))


def test_an_emptied_store_is_small(tmp_path: Path) -> None:
    path = filled(tmp_path / "store.sqlite")
    before = size(path)
    with Store.open(path) as store:
        assert store.clear() == 400

    assert size(path) < before / 5


@pytest.mark.parametrize("name", ["a b?mode=memory#%41", "ünïcode 图谱", os.fsdecode(b"not-utf-8-\xff")])
def test_a_path_is_taken_as_it_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / name
    with Store.open(path) as store:
        store.put("github", [found(A)], at(1))

    assert path.is_file()
    with Store.open_readonly(path) as store:
        assert len(list(store.rows())) == 1


def test_processes_share_a_new_store(tmp_path: Path) -> None:
    """Four builds start at once where there is no store yet: no answer is lost, and there is one pace."""
    path = tmp_path / ".papergraph" / "store.sqlite"
    builds = [
        subprocess.Popen(
            [sys.executable, "-c", SHARING, str(path), str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for build in builds:
        assert build.stdout
        assert build.stdout.readline() == "ready\n"
    for build in builds:
        assert build.stdin
        build.stdin.write("\n")
        build.stdin.flush()
    finished = [build.communicate() for build in builds]

    assert [errors for _, errors in finished] == [""] * 4
    moments = sorted(float(moment) for output, _ in finished for moment in output.split())
    assert moments == [100.0 + 3.0 * place for place in range(8)]
    with Store.open_readonly(path) as store:
        (row,) = store.rows()
        assert len(row.former) == 80
        assert row.raw == '{"turn": 19}'
        assert row.checked_at == at(19)


def test_a_store_that_was_never_finished_is_made_anew(tmp_path: Path) -> None:
    chance = random.Random(20261125)  # noqa: S311 - for moments
    for turn in range(KILLS // 2):
        path = tmp_path / str(turn) / "store.sqlite"
        command = [sys.executable, "-c", PUTTING, str(path), "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as build:
            while not path.parent.exists():
                time.sleep(0.001)
            time.sleep(chance.uniform(0.0, 0.01))
            build.send_signal(signal.SIGKILL)
        with Store.open(path) as store:
            store.put("github", [found(A)], at(1))
            assert A in store.get("github", [A])


def test_everything_that_was_put_survives_being_killed(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    chance = random.Random(20261124)  # noqa: S311 - for moments
    put: list[int] = []
    for turn in range(KILLS):
        command = [sys.executable, "-c", PUTTING, str(path), str(1000 * turn)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as build:
            assert build.stdout
            put.append(int(build.stdout.readline()))
            time.sleep(chance.uniform(0.0, 0.03))
            build.send_signal(signal.SIGKILL)
            put.extend(int(line) for line in build.stdout if line.endswith("\n"))

    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with Store.open(path) as store:
        batches = [row.reference.identifier.partition("-")[0] for row in store.rows()]
    assert len(put) > KILLS
    assert {f"owner/{batch}" for batch in put} <= set(batches)
    assert {batches.count(batch) for batch in set(batches)} == {BATCH}
