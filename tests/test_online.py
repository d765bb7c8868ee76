"""Whether the network may be used."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from papergraph.config import load
from papergraph.online import is_allowed


@pytest.mark.parametrize(
    "value, allowed", [("", True), ("0", True), ("No", True), (" off ", True), ("1", False), ("yes", False)]
)
def test_the_environment_can_keep_the_network_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, *, allowed: bool
) -> None:
    monkeypatch.setenv("PAPERGRAPH_OFFLINE", value)
    config = load(tmp_path)

    assert is_allowed(config) is allowed
    assert not is_allowed(replace(config, network=False))
