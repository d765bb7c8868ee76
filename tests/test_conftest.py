"""A run that may skip nothing fails when it does, and what measures time runs alone, in however many processes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from side_by_side import processes, turn

HEAD = "import pytest\n\n\ndef test_one():\n    pass\n\n\n"
ALONE = """
import fcntl, pytest

def is_free(pytestconfig):
    with open(pytestconfig.cache.mkdir("turns") / "room") as room:
        try:
            fcntl.flock(room, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

@pytest.mark.alone
def test_one(pytestconfig):
    assert not is_free(pytestconfig)

def test_two(pytestconfig):
    assert is_free(pytestconfig)
"""


def in_processes(folder: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    """Run the tests of a folder with the rules of this one."""
    # An empty configuration file keeps pytest from looking for one above.
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "conftest", *flags, "test_it.py"],
        cwd=folder,
        env={"PYTHONPATH": str(Path(__file__).parent), "PAPERGRAPH_SHARED": str(folder / "nowhere")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "test, flags, code",
    [
        ("def test_two():\n    pass\n", ["--no-skips"], 0),
        ("def test_two():\n    pytest.skip('no reason')\n", [], 0),
        ("def test_two():\n    pytest.skip('no reason')\n", ["--no-skips"], 1),
        ("pytest.skip('no reason', allow_module_level=True)\n", ["--no-skips"], 1),
        ("@pytest.mark.skipif(True, reason='x')\ndef test_two():\n    pass\n", ["--no-skips"], 1),
        ("@pytest.mark.xfail\ndef test_two():\n    assert False\n", ["--no-skips"], 0),
        ("def test_two(shared):\n    pass\n", ["--no-skips"], 0),
        ("def test_two():\n    pass\n", ["--no-skips", "-n2"], 0),
        ("def test_two():\n    pytest.skip('no reason')\n", ["--no-skips", "-n2"], 1),
        ("pytest.skip('no reason', allow_module_level=True)\n", ["--no-skips", "-n2"], 1),
        ("def test_two(shared):\n    pass\n", ["--no-skips", "-n2"], 0),
    ],
)
def test_skips_fail_a_run_that_forbids_them(tmp_path: Path, test: str, flags: list[str], code: int) -> None:
    (tmp_path / "test_it.py").write_text(HEAD + test, encoding="utf-8")
    finished = in_processes(tmp_path, *flags)

    assert finished.returncode == code, finished.stdout
    assert ("skipped, and should have run" in finished.stdout) == bool(code)


@pytest.mark.parametrize("first, second", [(True, True), (True, False), (False, True)])
def test_what_runs_alone_and_another_wait_for_each_other(tmp_path: Path, first: bool, second: bool) -> None:  # noqa: FBT001
    runs = threading.Event()

    def other() -> None:
        with turn(tmp_path, alone=second):
            runs.set()

    thread = threading.Thread(target=other)
    with turn(tmp_path, alone=first):
        thread.start()

        assert not runs.wait(0.05)
    thread.join()
    assert runs.is_set()


def test_what_may_run_beside_others_does(tmp_path: Path) -> None:
    with turn(tmp_path, alone=False), turn(tmp_path, alone=False):
        pass


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of forks beside threads, which tests side by side have
def test_a_process_that_a_test_left_keeps_no_other_waiting(tmp_path: Path) -> None:
    end, hold = os.pipe()
    with turn(tmp_path, alone=True):
        child = os.fork()
        if child == 0:
            os.close(hold)
            os.read(end, 1)
            os._exit(0)
    try:
        with turn(tmp_path, alone=True):
            pass
    finally:
        os.close(hold)
        os.close(end)
        os.waitpid(child, 0)


def test_a_test_that_needs_to_run_alone_says_so_to_every_process(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(ALONE, encoding="utf-8")
    finished = in_processes(tmp_path, "--strict-markers", "-n2")

    assert finished.returncode == 0, finished.stdout
    assert "2 passed" in finished.stdout.splitlines()[-1]


@pytest.mark.parametrize("cores, number", [(None, 3), (1, 3), (2, 4), (4, 6), (64, 8)])
def test_somewhat_more_processes_run_than_there_are_cores(
    monkeypatch: pytest.MonkeyPatch, cores: int | None, number: int
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: cores)

    assert processes() == number
