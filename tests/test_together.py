"""Jobs with one value, in several processes: each done once, or done here, and nobody left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from papergraph.together import MOST, together

VALUE = list(range(1000))
FORKS = pytest.mark.skipif(sys.platform != "linux", reason="other systems do all jobs in one process")


def where(value: list[int]) -> tuple[int, int]:
    """The process that does it, and what it sees."""
    return os.getpid(), sum(value)


def adding(number: int) -> Callable[[list[int]], int]:
    return lambda value: sum(value) + number


@pytest.mark.parametrize("workers", [0, 1, 2, 3, 9])
def test_each_job_is_done_once(workers: int) -> None:
    with together(VALUE, [adding(number) for number in range(20)], workers) as rest:
        done = dict(rest.finish())

    assert done == {number: sum(VALUE) + number for number in range(20)}


def test_one_worker_is_this_process() -> None:
    with together(VALUE, [where] * 3, 1) as rest:
        assert [pid for _, (pid, _) in rest.finish()] == [os.getpid()] * 3


@FORKS
def test_others_begin_before_this_process_does() -> None:
    with together(VALUE, [where] * 3, 2) as rest:
        (wire,) = rest._wires  # noqa: SLF001 - nothing else tells
        assert wire.poll(30)
        time.sleep(0.2)
        done = [result for _, result in rest.finish()]

    assert len(done) == 3
    assert {pid for pid, _ in done} != {os.getpid()}
    assert {seen for _, seen in done} == {sum(VALUE)}


@FORKS
def test_there_are_no_more_processes_than_jobs_and_few_at_all() -> None:
    with together(VALUE, [where], 9) as rest:
        assert len(rest._wires) == 1  # noqa: SLF001
    with together(VALUE, [where] * 9, 9) as rest:
        assert len(rest._wires) == MOST  # noqa: SLF001


@pytest.mark.parametrize("workers", [1, 2])
def test_what_a_job_raises_is_raised(workers: int) -> None:
    def fails(value: list[int]) -> int:
        raise ValueError(f"{len(value)} are too many")

    with pytest.raises(ValueError, match="1000 are too many"), together(VALUE, [fails], workers) as rest:
        list(rest.finish())
    assert multiprocessing.active_children() == []


@FORKS
def test_what_a_killed_process_had_begun_is_done_here(tmp_path: Path) -> None:
    here = os.getpid()

    def dies(value: list[int]) -> int:
        if os.getpid() != here:
            (tmp_path / "begun").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return len(value)

    with together(VALUE, [dies, adding(1)], 2) as rest:
        while not (tmp_path / "begun").exists():
            time.sleep(0.01)
        assert dict(rest.finish()) == {0: 1000, 1: sum(VALUE) + 1}


@FORKS
def test_what_there_was_no_room_for_beside_others_is_done_here() -> None:
    here = os.getpid()

    def grows(value: list[int]) -> int:
        if os.getpid() != here:
            raise MemoryError
        return len(value)

    with together(VALUE, [grows, adding(1)], 2) as rest:
        assert dict(rest.finish()) == {0: 1000, 1: sum(VALUE) + 1}


@FORKS
def test_what_went_wrong_in_another_process_says_where() -> None:
    def fails(_: list[int]) -> int:
        raise KeyError("missing")

    with together(VALUE, [fails], 2) as rest:
        (wire,) = rest._wires  # noqa: SLF001
        assert wire.poll(30)
        with pytest.raises(KeyError) as raised:
            list(rest.finish())
    assert "in fails" in "".join(raised.value.__notes__)


def test_a_daemon_does_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    daemon = multiprocessing.Process(daemon=True)
    monkeypatch.setattr("papergraph.together.current_process", lambda: daemon)

    with together(VALUE, [where] * 3, 4) as rest:
        assert [pid for _, (pid, _) in rest.finish()] == [os.getpid()] * 3


@FORKS
def test_what_cannot_be_sent_is_done_here(capfd: pytest.CaptureFixture[str]) -> None:
    def later(value: list[int]) -> Callable[[], int]:
        return lambda: len(value)

    with together(VALUE, [later], 2) as rest:
        (wire,) = rest._wires  # noqa: SLF001
        assert wire.poll(30)
        ((_, result),) = rest.finish()

    assert result() == 1000
    assert "pickle" in capfd.readouterr().err


@FORKS
def test_nobody_works_on_where_something_is_raised(tmp_path: Path) -> None:
    def works(_: list[int]) -> None:
        (tmp_path / "begun").touch()
        time.sleep(60)

    def interrupted() -> None:
        with together(VALUE, [works], 2):
            while not (tmp_path / "begun").exists():
                time.sleep(0.01)
            raise KeyboardInterrupt

    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert multiprocessing.active_children() == []
    assert time.monotonic() - start < 30
