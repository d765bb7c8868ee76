"""Compile the topics that ship, after a change of their Turtle: `python scripts/compile_topics.py [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path

from papergraph.topics.compiled import encode
from papergraph.topics.shipped import COMPILED, compile_shipped, content, sources_checksum

TOPICS = Path(__file__).resolve().parent.parent / "src" / "papergraph" / "topics"


def main() -> int:
    """Write the compiled index, or say whether it is current."""
    made = encode(compile_shipped(), sources_checksum())
    if "--check" in sys.argv[1:]:
        current = (TOPICS / COMPILED).exists() and content(COMPILED) == made
        print("The compiled topics are current." if current else "Run `python scripts/compile_topics.py`.")
        return not current
    (TOPICS / COMPILED).write_bytes(made)
    print(f"{TOPICS / COMPILED}: {len(made)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
