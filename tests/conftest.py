"""What every test may ask for, and the rule about tests that were skipped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from command_line import CATALOG, NOTE, Finished, Run
from side_by_side import Turns, processes

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
NO_SHARED = "the shared corpora are not beside this checkout"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--no-skips` is what continuous integration asks for; `--update` is for a person."""
    parser.addoption("--no-skips", action="store_true", help="fail when a test was skipped that could have run here")
    parser.addoption("--update", action="store_true", help="rewrite generated documentation instead of comparing it")


def pytest_configure(config: pytest.Config) -> None:
    """Hand pytest the rules about skipped tests and tests side by side, and hypothesis that no example is timed."""
    config.addinivalue_line("markers", "alone: measures time, so no other test runs at that moment")
    if config.getoption("--no-skips"):
        config.pluginmanager.register(SkippedTests(), "skipped-tests")
    if hasattr(config, "workerinput"):
        config.pluginmanager.register(Turns(config.cache.mkdir("turns")), "turns")
    settings.register_profile("untimed", settings(), deadline=None)
    settings.load_profile("untimed")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """How many processes `make test` starts."""
    return processes()


class SkippedTests:
    """Turns a run that skipped a test into a failed one; only the corpora may be elsewhere."""

    def __init__(self) -> None:
        self.skipped: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note each test that was skipped, with its reason."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self._note(report.nodeid, report.longrepr)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note each module that was skipped as a whole."""
        if report.skipped:
            self._note(report.nodeid, report.longrepr)

    def _note(self, nodeid: str, longrepr: object) -> None:
        reason = str(longrepr[2]) if isinstance(longrepr, tuple) else str(longrepr)
        if NO_SHARED not in reason:
            self.skipped.append(f"{nodeid}: {reason}")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run when anything was skipped."""
        if self.skipped and session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what was skipped."""
        if self.skipped:
            terminalreporter.section("skipped, and should have run", red=True)
            for line in self.skipped:
                terminalreporter.line(line)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test, and the commands that it starts, off the network and away from a token of whoever runs it.

    A test that asks emulated services takes `PAPERGRAPH_OFFLINE` out of the environment.
    """
    monkeypatch.setenv("PAPERGRAPH_OFFLINE", "1")
    for variable in ("GITHUB_TOKEN", "GH_TOKEN", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(variable.lower(), raising=False)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared corpora beside the checkout; without it the test is skipped."""
    folder = Path(os.environ.get("PAPERGRAPH_SHARED", ROOT.parent / "shared"))
    if not (folder / "corpora").is_dir():
        pytest.skip(NO_SHARED)
    return folder


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of this checkout."""
    return ROOT


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder: Path, capfd: pytest.CaptureFixture[str]) -> Run:  # noqa: ARG001 - the command runs in the folder
    """A function that runs a papergraph command in an empty folder, in this process."""
    from papergraph.cli import run as run_command

    def run(*arguments: str) -> Finished:
        capfd.readouterr()
        code = run_command(arguments)
        return Finished(code, *capfd.readouterr())

    return run


@pytest.fixture
def sample(folder: Path) -> Path:
    """The folder with a note of two entries and a catalogue that knows the paper of the first."""
    (folder / "notes" / "catalog").mkdir(parents=True)
    (folder / "notes" / "2024-05-06.md").write_text(NOTE, encoding="utf-8")
    (folder / "notes" / "catalog" / "arxiv.jsonl").write_text(CATALOG, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium: the one that `make test` found, or one of this machine."""
    from playwright.sync_api import sync_playwright

    found = ROOT / ".venv" / "browser"
    program = found.read_text(encoding="utf-8") if found.exists() else shutil.which("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program or None)
        yield chromium
        chromium.close()
