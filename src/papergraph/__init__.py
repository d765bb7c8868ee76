"""papergraph: a knowledge graph from Markdown reading notes and paper lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from papergraph.api import KnowledgeGraph, build

__all__ = ["KnowledgeGraph", "__version__", "build"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:  # noqa: ANN401 - what a module's members are
    """Load the public names when they are used, so that importing the package costs nothing."""
    if name not in {"KnowledgeGraph", "build"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from papergraph import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted(__all__)
