"""How long `papergraph --version` takes beside `python -c "import click"`, in CPU seconds of whole processes.

usage: bench_start.py [RUNS]      exits with 1 when the version takes more than 2.5 times as long
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

ALLOWED = 2.5
"""Times of `import click` that printing the version may take."""

COMMANDS = {
    "python -c 'import click'": [sys.executable, "-c", "import click"],
    "papergraph --version": [str(Path(sys.executable).with_name("papergraph")), "--version"],
}


def main() -> int:
    """Measure each command and print its median and its ratio to the first."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    seconds = {name: statistics.median(cpu_seconds(command) for _ in range(runs)) for name, command in COMMANDS.items()}
    yardstick = seconds["python -c 'import click'"]
    for name, taken in seconds.items():
        print(f"{name:26} {taken * 1000:7.1f} ms CPU  {taken / yardstick:5.2f} times")
    return int(seconds["papergraph --version"] > ALLOWED * yardstick)


def cpu_seconds(command: list[str]) -> float:
    """User and system time of one run."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    sys.exit(main())
