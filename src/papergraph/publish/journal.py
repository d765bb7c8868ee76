"""How far an upload has come, in a file that outlives it: which chunks a server has confirmed.

A line of JSON first, that says which upload it is; then a line for each chunk: its number and its checksum; then `done`
where the graphs are in place. A line that was cut is as good as none. No address, no name and no password stand in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

from papergraph.alone import alone
from papergraph.errors import ServerError, StoreError
from papergraph.textfile import replaced, unwritable, write

_DONE = "done"


class Journal:
    """The journal of uploads to the same graphs of one server."""

    def __init__(self, path: Path) -> None:
        self._path = path
        head, self._confirmed = _read(path)
        self.head: Mapping[str, object] = head
        """What was begun; empty where nothing was."""

    @property
    def confirmed(self) -> frozenset[int]:
        """The numbers of the chunks that the server has."""
        return frozenset(int(line.partition(" ")[0]) for line in self._confirmed if line != _DONE)

    @property
    def done(self) -> bool:
        """Whether the graphs are in place already."""
        return _DONE in self._confirmed

    def resume(self, head: Mapping[str, object], checksums: Sequence[str]) -> bool:
        """Go on with what was begun where it is the upload with that head and these chunks; else begin it."""
        known = {f"{number} {checksum}" for number, checksum in enumerate(checksums)} | {_DONE}
        if self.head == head and known.issuperset(self._confirmed):
            self._write()  # without a line that was cut
            return bool(self._confirmed)
        self.begin(head)
        return False

    def begin(self, head: Mapping[str, object]) -> None:
        """Begin an upload, and forget any other."""
        self.head, self._confirmed = head, []
        self._write()

    def confirm(self, number: int, checksum: str) -> None:
        """Note that the server has a chunk."""
        self._add(f"{number} {checksum}")

    def finish(self) -> None:
        """Note that the graphs are in place."""
        self._add(_DONE)

    def remove(self) -> None:
        """Forget everything."""
        self.head, self._confirmed = {}, []
        with unwritable(self._path, StoreError):
            self._path.unlink(missing_ok=True)

    def _write(self) -> None:
        with unwritable(self._path, StoreError), replaced(self._path) as file:
            write(file, (json.dumps(self.head), *self._confirmed))

    def _add(self, line: str) -> None:
        self._confirmed.append(line)
        with unwritable(self._path, StoreError), self._path.open("a", encoding="ascii") as file:
            file.write(f"{line}\n")


@contextmanager
def journal(folder: Path, *names: str) -> Iterator[Journal]:
    """Open the journal of a folder for uploads that names tell apart.

    Raises:
        StoreError: the folder cannot be written to.
        ServerError: another process is at the same upload.
    """
    name = blake2b("\n".join(names).encode(), digest_size=12).hexdigest()
    path = folder / f"{name}.journal"
    with unwritable(path, StoreError):
        folder.mkdir(parents=True, exist_ok=True)
    busy = ServerError("Another papergraph is publishing to the same graph: wait for it to end.")
    with alone(path.with_suffix(".lock"), busy):
        yield Journal(path)


def _read(path: Path) -> tuple[Mapping[str, object], list[str]]:
    """Read what a file says as far as it can be believed."""
    with suppress(OSError, ValueError):
        head, *lines = path.read_text(encoding="ascii").splitlines(keepends=True)
        found = json.loads(head)
        if isinstance(found, dict) and head.endswith("\n"):
            whole = [line.rstrip("\n") for line in lines if line.endswith("\n")]
            return found, [line for line in whole if line == _DONE or line.partition(" ")[0].isdecimal()]
    return {}, []
