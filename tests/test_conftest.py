"""A run that may skip nothing fails when it does, and only the corpora may be elsewhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAD = "import pytest\n\n\ndef test_one():\n    pass\n\n\n"


@pytest.mark.parametrize(
    "test, flags, code",
    [
        ("def test_two():\n    pass\n", ["--no-skips"], 0),
        ("def test_two():\n    pytest.skip('no reason')\n", [], 0),
        ("def test_two():\n    pytest.skip('no reason')\n", ["--no-skips"], 1),
        ("pytest.skip('no reason', allow_module_level=True)\n", ["--no-skips"], 1),
        ("@pytest.mark.skipif(True, reason='x')\ndef test_two():\n    pass\n", ["--no-skips"], 1),
        ("@pytest.mark.xfail\ndef test_two():\n    assert False\n", ["--no-skips"], 0),
        ("def test_two(shared):\n    pass\n", ["--no-skips"], 0),
    ],
)
def test_skips_fail_a_run_that_forbids_them(tmp_path: Path, test: str, flags: list[str], code: int) -> None:
    (tmp_path / "test_it.py").write_text(HEAD + test, encoding="utf-8")
    # An empty configuration file keeps pytest from looking for one above.
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "conftest", *flags, "test_it.py"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parent), "PAPERGRAPH_SHARED": str(tmp_path / "nowhere")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert finished.returncode == code, finished.stdout
    assert ("skipped, and should have run" in finished.stdout) == bool(code)
