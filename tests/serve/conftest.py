"""The server that most tests of a module ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from servers import Server, build, serving


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a build."""
    folder = tmp_path_factory.mktemp("served")
    build(folder, "--format", "html", "--format", "ttl", "--format", "nt")
    return folder


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Server]:
    """A server over that build with short limits, whose answers pages of one other origin may read."""
    with serving(built, "--timeout", "2", "--max-answer", "1", "--cors", "https://friend.example") as server:
        yield server
