"""Jobs in threads: results, mistakes, limits of time and of number."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
import weakref
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import pytest

from papergraph.serve import pool as pools
from papergraph.serve.pool import MOST_WAITING, Pool
from papergraph.serve.protocol import Refusal


def run(main: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(main())


def test_jobs_give_what_they_return_and_raise() -> None:
    async def main() -> None:
        pool = Pool(5, lambda: None)
        jobs = [pool.run(partial(pow, number, 2)) for number in range(200)]
        assert await asyncio.gather(*jobs) == [number**2 for number in range(200)]
        with pytest.raises(ZeroDivisionError):
            await pool.run(lambda: 1 / 0)
        assert pool.busy == 0

    run(main)


@pytest.mark.alone
def test_a_job_that_is_late_is_refused_and_its_thread_is_given_up() -> None:
    async def main() -> None:
        lost: list[int] = []
        go_on = threading.Event()
        pool = Pool(0.1, lambda: lost.append(1))
        started = time.monotonic()
        with pytest.raises(Refusal) as refused:
            await pool.run(lambda: go_on.wait(20))
        assert refused.value.status == 503
        assert 0.1 <= time.monotonic() - started < 2
        await asyncio.sleep(0)
        assert lost == [1]
        assert await pool.run(lambda: "another thread") == "another thread"
        go_on.set()
        assert pool.busy == 0

    run(main)


@pytest.mark.alone
def test_short_jobs_do_not_wait_for_a_long_one() -> None:
    async def main() -> None:
        go_on = threading.Event()
        pool = Pool(20, lambda: None)
        long = asyncio.create_task(pool.run(lambda: go_on.wait(20)))
        started = time.monotonic()
        assert await pool.run(lambda: 1) == 1
        assert time.monotonic() - started < 5
        go_on.set()
        assert await long is True

    run(main)


def test_a_job_that_waits_too_long_is_refused_without_a_thread_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "TICK", 0.01)

    async def main() -> None:
        lost: list[int] = []
        go_on = threading.Event()
        pool = Pool(0.2, lambda: lost.append(1), threads=1)
        jobs = [asyncio.create_task(pool.run(lambda: go_on.wait(20))) for _ in range(3)]
        done = await asyncio.gather(*jobs, return_exceptions=True)
        assert [type(one) for one in done] == [Refusal] * 3
        assert lost == [1]
        go_on.set()

    run(main)


def test_too_many_jobs_are_refused_at_once() -> None:
    async def main() -> None:
        go_on = threading.Event()
        pool = Pool(20, lambda: None, threads=1)
        jobs = [asyncio.create_task(pool.run(lambda: go_on.wait(20))) for _ in range(MOST_WAITING + 1)]
        await asyncio.sleep(0.05)
        with pytest.raises(Refusal, match="Too many"):
            await pool.run(lambda: 1)
        go_on.set()
        assert all(await asyncio.gather(*jobs))
        assert await pool.run(lambda: 1) == 1

    run(main)


def test_everything_can_be_given_up() -> None:
    async def main() -> None:
        go_on = threading.Event()
        pool = Pool(20, lambda: None)
        assert pool.give_up("Nothing runs.") is False
        job = asyncio.create_task(pool.run(lambda: go_on.wait(20)))
        await asyncio.sleep(0.1)
        assert pool.give_up("The server ends.") is True
        with pytest.raises(Refusal, match="The server ends"):
            await job
        go_on.set()

    run(main)


def test_a_thread_that_cannot_start_costs_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        go_on = threading.Event()
        pool = Pool(0.3, lambda: None)
        monkeypatch.setattr(threading.Thread, "start", no_thread)
        jobs = [asyncio.create_task(pool.run(lambda: go_on.wait(20))) for _ in range(3)]
        done = await asyncio.gather(*jobs, return_exceptions=True)
        monkeypatch.undo()
        assert [type(one) for one in done] == [Refusal] * 3
        go_on.set()

    def no_thread(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    run(main)


def test_what_was_answered_is_forgotten_while_an_older_job_runs() -> None:
    async def main() -> None:
        go_on = threading.Event()
        pool = Pool(20, lambda: None)
        old = asyncio.create_task(pool.run(lambda: go_on.wait(20)))
        known = weakref.ref(await pool.run(Large))
        await asyncio.sleep(0.01)  # the turn of the loop that gave it ends
        gc.collect()
        assert known() is None
        go_on.set()
        await old

    class Large:
        pass

    run(main)
