"""docs/notebook.ipynb runs from its first cell to its last in the sample, and is kept without what it printed."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def cells(checkout: Path) -> list[dict[str, Any]]:
    """The cells of the notebook."""
    notebook = json.loads((checkout / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))
    assert notebook["nbformat"] == 4
    found: list[dict[str, Any]] = notebook["cells"]
    return found


def shown(cell: dict[str, Any], names: dict[str, object]) -> object:
    """Run a cell as a notebook does: the value of an expression at its end is what it shows."""
    tree = ast.parse("".join(cell["source"]))
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, cell["id"], "exec"), names)  # noqa: S102 - our own documentation
    if isinstance(last, ast.Expr):
        return eval(compile(ast.Expression(last.value), cell["id"], "eval"), names)  # noqa: S307
    return None


def run(cells: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[object, str]]:
    """What each cell shows and prints."""
    names: dict[str, object] = {}
    told = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            value = shown(cell, names)
            told[cell["id"]] = (value, capsys.readouterr().out)
    return told


@pytest.mark.parametrize("library", ["pyarrow", "oxrdflib"])
def test_every_cell_runs_with_and_without_what_is_optional(
    library: str,
    cells: list[dict[str, Any]],
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(checkout)
    if library == "pyarrow":
        monkeypatch.setitem(sys.modules, "pyarrow", None)
    else:
        monkeypatch.setattr("papergraph.api.find_spec", lambda _: None)
    told = run(cells, capsys)

    assert "papers 16" in repr(told["build"][0])
    assert told["query"][1].splitlines()[0].split(maxsplit=1) == ["4", "Guiguang Ding"]
    assert len(told["central"][1].splitlines()) == 5
    assert " → github:" in told["why"][1]
    assert {"method", "source", "line"} <= told["why"][0][0].keys()  # type: ignore[index]
    assert len(told["rdf"][1].splitlines()) == 4
    assert "16 papers" in told["table"][1] or "title: string" in told["table"][1]


def test_the_same_notes_give_the_same_cells(
    cells: list[dict[str, Any]], checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(checkout)

    assert [text for _, text in run(cells, capsys).values()] == [text for _, text in run(cells, capsys).values()]


def test_the_notebook_is_kept_without_its_outputs(cells: list[dict[str, Any]]) -> None:
    for cell in cells:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
    assert len({cell["id"] for cell in cells}) == len(cells)
