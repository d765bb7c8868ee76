"""The import graph of the package, read from its syntax: every module and every import in it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).resolve().parent.parent / "src"


class Import(NamedTuple):
    """One import statement: which module imports which, where."""

    importer: str
    imported: str
    line: int
    hidden: bool
    """Inside a function."""
    typed: bool
    """Under `if TYPE_CHECKING:`, where nothing costs anything at run time."""


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted((SOURCE / "papergraph").rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imports(name: str) -> Iterator[Import]:
    """Every import in a module."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    hidden = _within(tree, lambda node: isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda))
    typed = _within(tree, _is_for_types_only)
    for node in ast.walk(tree):
        where = (id(node) in hidden, id(node) in typed)
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(name, alias.name, node.lineno, *where)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}:{node.lineno}: a relative import"
            for alias in node.names:
                member = f"{node.module}.{alias.name}"
                yield Import(name, member if member in MODULES else str(node.module), node.lineno, *where)


def _within(tree: ast.Module, encloses: Callable[[ast.AST], bool]) -> set[int]:
    return {id(inner) for node in ast.walk(tree) if encloses(node) for inner in ast.walk(node)}


def _is_for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


IMPORTS = [found for name in MODULES for found in imports(name)]
"""Every import of every module."""

OWN = [found for found in IMPORTS if found.imported.split(".")[0] == "papergraph"]
"""Those of the package's own modules."""
