"""`papergraph` on the command line, and `python -m papergraph`.

The version is printed before anything else is imported: whoever asks for it wants only it. Every other
command goes to `papergraph.cli`.
"""

from __future__ import annotations

import os
import sys

from papergraph import __version__

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy places nodes; a pool of threads costs more than it saves


def main() -> int:
    """Run the command that the arguments name and return its exit code."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"papergraph {__version__}\n")
        return 0
    try:
        from papergraph.cli import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.stderr.write("papergraph: interrupted.\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
