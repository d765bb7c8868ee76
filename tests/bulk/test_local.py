"""The local engine: a process that dies, a job that is interrupted, work that is done once."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from bulk_jobs import local
from papergraph.bulk.dataflow import Group, Pair, Step
from papergraph.errors import OutputError, PapergraphError


def numbers(unit: int) -> Iterator[Pair]:
    """Ten pairs a unit."""
    for number in range(10):
        yield f"S{number}", unit


def total(number: int, groups: Iterator[Group]) -> Iterator[Pair]:  # noqa: ARG001
    """The sum of each key."""
    for key, values in groups:
        yield key, sum(values)


def dying_once(unit: int, mark: Path) -> Iterator[Pair]:
    """As `numbers`, but that the first process to come here is killed."""
    if unit == 3:
        try:
            mark.touch(exist_ok=False)
        except FileExistsError:
            pass
        else:
            os.kill(os.getpid(), signal.SIGKILL)
    yield from numbers(unit)


def dying(unit: int) -> Iterator[Pair]:
    """Never come to an end."""
    os.kill(os.getpid(), signal.SIGKILL)
    yield str(unit), None


def failing(unit: int) -> Iterator[Pair]:
    """Raise what says why."""
    if unit == 0:
        raise PapergraphError(f"Unit {unit} cannot be read.")
    yield "S", unit


def full(unit: int) -> Iterator[Pair]:
    """Have no room for a pair."""
    if unit >= 0:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    yield str(unit), None


EXPECTED = [(f"S{number}", sum(range(6))) for number in range(10)]


@pytest.mark.parametrize("workers", [1, 2])
def test_values_are_put_together_by_key(tmp_path: Path, workers: int) -> None:
    engine = local(tmp_path, workers=workers)

    assert sorted(engine.made(range(6), numbers).group("sum", total).collect("sums")) == EXPECTED


def test_a_process_that_is_killed_takes_only_its_task_with_it(tmp_path: Path) -> None:
    engine = local(tmp_path / "work", workers=2)
    made = engine.made(range(6), partial(dying_once, mark=tmp_path / "mark"))

    assert sorted(made.group("sum", total).collect("sums")) == EXPECTED
    assert (tmp_path / "mark").exists()


def test_processes_that_die_again_and_again_end_the_job_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PapergraphError, match="died 5 times in a row"):
        local(tmp_path, workers=2).made(range(3), dying).kept("dying")


def test_what_a_task_raises_ends_the_job(tmp_path: Path) -> None:
    with pytest.raises(PapergraphError, match="Unit 0 cannot be read"):
        local(tmp_path, workers=2).made([0], failing).kept("failing")


def test_what_was_done_is_not_done_again(tmp_path: Path) -> None:
    calls: list[int] = []

    def counted(unit: int) -> Iterator[Pair]:
        calls.append(unit)
        if unit == 2 and len(calls) == 3:
            raise KeyboardInterrupt
        yield from numbers(unit)

    for _ in range(2):
        try:
            local(tmp_path).made(range(6), counted).kept("numbers")
        except KeyboardInterrupt:
            continue

    assert calls == [0, 1, 2, 2, 3, 4, 5]


def test_progress_is_told_task_by_task(tmp_path: Path) -> None:
    steps: list[Step] = []
    local(tmp_path, tell=steps.append).made(range(3), numbers).kept("numbers")

    assert steps == [Step("numbers", done, 3) for done in range(4)]


def test_a_shared_value_that_changed_is_read_anew(tmp_path: Path) -> None:
    engine = local(tmp_path)
    assert engine.share("value", [1]).get() == [1]
    assert engine.share("value", [2, 3]).get() == [2, 3]


def test_a_folder_that_others_can_write_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o777)

    with pytest.raises(OutputError, match="can be written by others"):
        local(tmp_path / "shared")


def test_what_is_between_the_stages_is_for_the_user_alone(tmp_path: Path) -> None:
    engine = local(tmp_path / "work")

    if sys.platform != "win32":
        assert (tmp_path / "work").stat().st_mode & 0o077 == 0
    engine.made([1], numbers).kept("numbers")
    engine.forget()
    assert not (tmp_path / "work").exists()


@pytest.mark.parametrize("workers", [1, 2])
def test_the_folder_that_has_no_room_is_named(tmp_path: Path, workers: int) -> None:
    with pytest.raises(OutputError, match=r"work cannot be written: No space left on device\.$"):
        local(tmp_path / "work", workers=workers).made(range(3), full).kept("read")
