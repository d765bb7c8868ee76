"""One process at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from papergraph.alone import alone
from papergraph.errors import StoreError

HOLDS = """
import sys
from pathlib import Path
from papergraph.alone import alone
with alone(Path(sys.argv[1]), SystemExit(3)):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_what_another_process_holds_cannot_be_held_until_that_has_ended(tmp_path: Path) -> None:
    lock = tmp_path / "a.lock"
    command = [sys.executable, "-c", HOLDS, str(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(StoreError, match="busy"), alone(lock, StoreError("busy")):
            pass
        other.kill()
    with alone(lock, StoreError("busy")):
        assert lock.exists()
    assert not lock.exists()


def test_the_lock_is_given_back_where_something_is_raised(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(KeyError), alone(tmp_path / "a.lock", StoreError("busy")):
            raise KeyError


def test_a_folder_that_can_have_no_locks_holds_up_nobody(tmp_path: Path) -> None:
    done = []
    with alone(tmp_path / "none" / "a.lock", StoreError("busy")):
        done.append(1)

    assert done
