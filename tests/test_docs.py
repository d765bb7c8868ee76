"""README and docs/ are executed, each in a fresh copy of the sample: what they show is what happens.

In a `console` block each line after `$ ` is run, and the lines under it are compared with what it printed; `…`
stands for anything within a line, alone on a line for any lines. `python` blocks are run as doctests. A block
whose opening line names a file is written to that file. `sh` blocks are for a person.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import pytest

from papergraph.config import load
from papergraph.pipeline import build_graph
from papergraph.readers import read
from papergraph.triples import triples
from papergraph.vocabulary import expand

ROOT = Path(__file__).resolve().parent.parent
GENERATED = {"cli.md"}
DOCUMENTS = [
    ROOT / "README.md",
    *sorted(path for path in (ROOT / "docs").rglob("*.md") if path.name not in GENERATED),
]
FENCE = re.compile(r"```(\w*)(?: +(\S+))?\n?\Z")
LINK = re.compile(r"\]\(([^)\s]+)\)")
REFERENCE = re.compile(r"`((?:arxiv|doi|github):[^`]+)`")


class Block(NamedTuple):
    """A fenced block: its language, the file it is to be written to, its text, and its first line."""

    language: str
    file: str
    text: str
    line: int


def blocks(document: Path) -> Iterator[Block]:
    opened: re.Match[str] | None = None
    kept: list[str] = []
    for number, line in enumerate(document.read_text(encoding="utf-8").splitlines(keepends=True), 1):
        if opened is None:
            opened, kept = FENCE.match(line), []
        elif line.rstrip() == "```":
            yield Block(opened[1], opened[2] or "", "".join(kept), number - len(kept))
            opened = None
        else:
            kept.append(line)
    assert opened is None, f"{document}: a block is not closed"


def matches(expected: str, printed: str) -> bool:
    """Whether what was printed is what was expected, `…` standing for anything."""
    lines = (
        r"(?:[^\n]*\n)*" if line == "…" else "[^\n]*".join(map(re.escape, line.split("…"))) + r"[ \t]*\n"
        for line in (line.rstrip() for line in expected.splitlines())
    )
    return (
        re.fullmatch("".join(lines), printed if printed.endswith("\n") or not printed else printed + "\n") is not None
    )


class Checker(doctest.OutputChecker):
    """Compares what a Python block printed as transcripts are compared."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:  # noqa: ARG002 - doctest's signature
        """Whether `got` is `want`, `…` standing for anything."""
        return matches(want, got)


def transcript(text: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with what it is to print; a quote that is open goes on in the next line."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        while expected and (command.endswith("\\") or command.count("'") % 2):
            more, _, expected = expected.partition("\n")
            command += f"\n{more}"
        yield command, expected


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample as the working directory, with `papergraph` on the path."""
    folder, programs = tmp_path / "papergraph", tmp_path / "bin"
    shutil.copytree(ROOT / "notes", folder / "notes")
    if (ROOT / "papergraph.toml").exists():
        shutil.copy(ROOT / "papergraph.toml", folder)
    programs.mkdir()
    program = programs / "papergraph"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m papergraph "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join((str(programs), os.environ["PATH"])))
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.chdir(folder)
    return folder


def run_console(block: Block, document: Path) -> None:
    bash = shutil.which("bash")
    assert bash
    for command, expected in transcript(block.text):
        ran = subprocess.run(
            [bash, "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, check=False
        )
        where = f"{document.relative_to(ROOT)}:{block.line}: $ {command}\n"
        assert ran.returncode == 0, f"{where}ended with {ran.returncode}:\n{ran.stdout}"
        assert matches(expected, ran.stdout), f"{where}was to print\n{expected}\nand printed\n{ran.stdout}"


def run_python(block: Block, document: Path, names: dict[str, object]) -> None:
    name = f"{document.relative_to(ROOT)}:{block.line}"
    report: list[str] = []
    if not block.text.startswith(">>>"):
        exec(compile(block.text, name, "exec"), names)  # noqa: S102 - our own documentation
        return
    test = doctest.DocTestParser().get_doctest(block.text, names, name, name, 0)
    results = doctest.DocTestRunner(Checker()).run(test, out=report.append, clear_globs=False)
    names |= test.globs
    assert results.failed == 0, "".join(report)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_the_document_shows_is_what_happens(document: Path, sample: Path) -> None:
    names: dict[str, object] = {}
    for block in blocks(document):
        if block.file:
            path = sample / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            run_console(block, document)
        elif block.language == "python":
            run_python(block, document, names)


def test_the_readme_and_the_tutorial_show_what_they_say() -> None:
    for name in ("README.md", "docs/tutorial.md", "docs/how-to.md"):
        assert any(block.language in {"console", "python"} for block in blocks(ROOT / name)), name


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in LINK.findall(text):
        if not link.startswith(("http://", "https://", "#")):
            path, _, heading = unquote(link).partition("#")
            target = document.parent / path
            assert target.exists(), f"{document}: {link}"
            assert not heading or heading in anchors(target), f"{document}: {link}"


def anchors(document: Path) -> set[str]:
    """The names by which the headings of a document can be linked."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_nobody_is_told_to_install_a_stranger_s_package() -> None:
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        assert not re.search(r"(?:pip|pipx|uv(?: pip| tool)?) (?:install|add|run) (?:-\S+ )*papergraph\b(?!-kg)", text)


def dialects() -> Mapping[str, tuple[str, str]]:
    """Heading → the example under it and what is said to be found in it."""
    text = (ROOT / "docs" / "dialects.md").read_text(encoding="utf-8")
    found = re.findall(r"^## (.+?)\n\n```markdown\n(.+?)^```\n\n(Found: .+?)$", text, flags=re.MULTILINE | re.DOTALL)
    return {heading: (example, said) for heading, example, said in found}


@pytest.mark.parametrize("heading", dialects())
def test_each_dialect_is_understood_as_documented(heading: str) -> None:
    example, said = dialects()[heading]
    reading = read("example.md", example)
    (entry,) = reading.entries
    assert reading.problems == ()
    found = [*(mention.reference for mention in entry.papers), *(mention.reference for mention in entry.repositories)]
    assert list(map(str, found)) == REFERENCE.findall(said)
    assert {mention.role for mention in entry.repositories} == {"code"}


def test_there_are_enough_dialects() -> None:
    assert len(dialects()) >= 7


def test_every_property_of_the_sample_is_in_the_vocabulary() -> None:
    text = (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8")
    documented = {expand(curie) for curie in re.findall(r"`([a-z]+:[A-Za-z]+)`", text)}
    used = {predicate.strip("<>") for _, predicate, _ in triples(build_graph(load(ROOT)))}
    assert used - documented <= {expand("a"), expand("rdf:first"), expand("rdf:rest")}


def test_the_vocabulary_has_every_own_term_and_no_other() -> None:
    documented = re.findall(r"`(pg:[A-Za-z]+)`", (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8"))
    ontology = files("papergraph").joinpath("papergraph.ttl").read_text(encoding="utf-8")
    assert set(documented) == set(re.findall(r"^(pg:[A-Za-z]+)", ontology, flags=re.MULTILINE))


@pytest.mark.parametrize(
    "expected, printed, same",
    [
        ("a\n", "a\n", True),
        ("a\n", "b\n", False),
        ("a … c\n", "a bb c\n", True),
        ("a … c\n", "a b\nc\n", False),
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("a\n…\nd\n", "a\nd\n", True),
        ("…\nd\n", "a\nb\n", False),
        ("", "", True),
        ("", "a\n", False),
    ],
)
def test_the_comparison_of_transcripts(expected: str, printed: str, *, same: bool) -> None:
    assert matches(expected, printed) is same
