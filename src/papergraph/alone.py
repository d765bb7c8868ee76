"""One process at a time at something that lies on disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def alone(lock: Path, busy: Exception, patience: float = 0) -> Iterator[None]:
    """Hold a lock, which ends with the process, however that ends; its file is gone afterwards.

    In a folder that can have no locks, nothing is held.

    Args:
        lock: the file of the lock, in a folder that is there.
        busy: raised where another process holds it.
        patience: seconds to wait until it does not.
    """
    from filelock import FileLock, Timeout

    held = FileLock(lock, timeout=patience, mode=0o666)
    try:
        held.acquire()
    except Timeout:
        raise busy from None
    except (OSError, NotImplementedError):
        yield
        return
    try:
        yield
    finally:
        with suppress(OSError):
            lock.unlink()  # while it is held: who has waited for it makes another
        held.release()
