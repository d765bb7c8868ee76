"""Lines by subject: sorted and each once, whether they fit into memory or not."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryFile
from typing import IO, Any

import pytest

from papergraph.exporters import runs
from papergraph.exporters.runs import MOST_RUNS, Blocks, merged


def lines(number: int) -> str:
    """The lines of a subject."""
    return "".join(f"<s{number:04}> <p{place}> <o> .\n" for place in range(number % 3 + 1))


@pytest.mark.parametrize("most", [1, 100, 5000, 1 << 20])
def test_all_lines_are_there_once_and_in_order_however_much_fits_into_memory(tmp_path: Path, most: int) -> None:
    random = Random(most)  # noqa: S311 - the same lines every time
    numbers = [random.randrange(900) for _ in range(2000)]
    path = tmp_path / "out.nt"

    with path.open("wb") as file, Blocks(file, most) as blocks:
        for number in numbers:
            blocks.add(f"<s{number:04}>", lines(number))
        blocks.write()

    assert path.read_text() == "".join(map(lines, sorted(set(numbers))))
    assert list(tmp_path.iterdir()) == [path]


def test_few_files_are_open_however_many_runs_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[IO[bytes]] = []
    most = 0

    def noted(**options: Any) -> IO[bytes]:
        opened.append(TemporaryFile(**options))  # noqa: SIM115 - who asked for it closes it
        return opened[-1]

    monkeypatch.setattr(runs, "TemporaryFile", noted)
    path = tmp_path / "out.nt"
    with path.open("wb") as file, Blocks(file, 1) as blocks:
        for number in range(MOST_RUNS * 5):
            blocks.add(f"<s{number * 7 % 100:04}>", lines(number * 7 % 100))
            most = max(most, sum(not one.closed for one in opened))
        blocks.write()

    assert len(opened) > MOST_RUNS * 5
    assert most < MOST_RUNS + 6
    assert path.read_text() == "".join(map(lines, range(100)))


def test_different_lines_of_one_subject_are_united_across_runs() -> None:
    file = BytesIO()

    with Blocks(file, 1) as blocks:
        for text in ("<s> <b> <o> .\n", "<s> <a> <o> .\n<s> <b> <o> .\n", "<r> <a> <o> .\n"):
            blocks.add(text[:3], text)
        blocks.write()

    assert file.getvalue() == b"<r> <a> <o> .\n<s> <a> <o> .\n<s> <b> <o> .\n"


def test_runs_of_any_lengths_are_merged() -> None:
    runs = [[("a", b"1"), ("d", b"2")], [("b", b"3")], [], [("c", b"4"), ("e", b"5"), ("f", b"6")]]
    batches = [iter([run[place : place + 2] for place in range(0, len(run), 2)]) for run in runs]

    assert [name for some in merged(batches) for name, _ in some] == list("abcdef")
