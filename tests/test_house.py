"""The rules of the house: every module has its tests, every command its help, every promise of README holds."""

from __future__ import annotations

import ast
import inspect
import itertools
import re
import shlex
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from import_graph import OWN
from papergraph import __version__
from papergraph.canned import shipped
from papergraph.cli import COMMANDS, papergraph

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "papergraph"
HEAVY = ("arxiv", "click", "github", "jinja2", "networkx", "numpy", "pyoxigraph", "pyvis", "rdflib", "rich", "yaml")
LONGEST_MODULE = 350
LONG_FOR_A_REASON = {"src/papergraph/model.py"}  # every record in one place, and a line of documentation a field
LONG_FUNCTION = 25

SUBJECTS = {
    "test_conftest": "the rule about skipped tests",
    "test_corpora": "the scores on the shared corpora",
    "test_docs": "README and docs/, executed",
    "test_house": "this module",
    "test_imports": "the import law",
    "test_bad_input": "each kind of bad input, through the command line",
    "test_enriched_build": "from the services to the queries",
    "test_notebook": "docs/notebook.ipynb, executed",
    "test_reference": "docs/cli.md",
    "test_ontology": "the page about the ontology",
    "test_request_budget": "how many requests a whole build makes",
    "test_sample": "the sample in notes/",
    "test_vault": "the vaults that benchmarks are run on",
    "test_web": "the scripts of the page",
}
"""Test modules that are about something else than one module, and what."""

MODULES = sorted(path for path in SOURCE.rglob("*.py") if path.read_text(encoding="utf-8").count("\n") > 1)
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))


def mirrors(module: Path) -> set[str]:
    """Where the tests of a module may be, relative to tests/ and without the suffix."""
    parts = module.relative_to(SOURCE).with_suffix("").parts
    folder, name = parts[:-1], parts[-1]
    if name == "__init__":
        name = folder[-1] if folder else "api"  # whose names the package's own `__init__` lends
    name = name.strip("_")
    return {
        "/".join((*folder, f"test_{name}")),
        "/".join((*folder, f"test_{folder[-1]}_{name}")) if folder else "",
        f"test_{name}",
    }


def package_tests(module: Path) -> set[str]:
    """The tests of a package, for the package itself and for a module in it that nothing outside imports."""
    package = module.parent
    name = ".".join(("papergraph", *module.relative_to(SOURCE).with_suffix("").parts))
    home = name.rpartition(".")[0]
    if package == SOURCE or any(found.imported == name and not found.importer.startswith(home) for found in OWN):
        return set()
    return {tests.stem for tests in TESTS if tests.parent.name == package.name}


def documented(name: str) -> click.Command:
    """The command of that name."""
    command = papergraph.get_command(click.Context(papergraph), name)
    assert command is not None
    return command


def commands(document: Path) -> Iterator[list[str]]:
    """The words of every command in a fenced block of a document that calls papergraph or make."""
    text = document.read_text(encoding="utf-8")
    for block in re.findall(r"^```\w*[^\n]*\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        lines = iter(block.splitlines())
        for line in lines:
            if re.match(r"(\$ )?(papergraph|make) ", line):
                yield list(itertools.takewhile(lambda word: word not in {"|", ">", "&&", ";"}, _words(line, lines)))


def _words(line: str, following: Iterator[str]) -> list[str]:
    """The words of a command, which goes on in the following lines while a quotation is open."""
    while True:
        lexer = shlex.shlex(line.removeprefix("$ "), posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        try:
            return list(lexer)
        except ValueError:
            line += "\n" + next(following)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_module_has_its_tests(module: Path) -> None:
    tests = {str(path.relative_to(ROOT / "tests").with_suffix("")) for path in TESTS}

    assert mirrors(module) & tests or package_tests(module)


@pytest.mark.parametrize("tests", sorted((ROOT / "tests").glob("test_*.py")), ids=lambda path: path.stem)
def test_every_test_module_is_about_a_module_or_a_named_subject(tests: Path) -> None:
    assert tests.stem in SUBJECTS or any(tests.stem in mirrors(module) for module in MODULES)


def test_modules_are_short() -> None:
    lengths = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in MODULES}

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE}.keys() <= LONG_FOR_A_REASON


def test_nine_functions_of_ten_are_short() -> None:
    lengths = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]

    assert statistics.quantiles(lengths, n=10)[-1] < LONG_FUNCTION


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    text = inspect.cleandoc(documented(name).help or "")

    assert re.search(rf"Examples?:\n(.*\n)*  papergraph {name}", text)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_help(name: str) -> None:
    below = getattr(documented(name), "commands", {}).values()
    bare = [
        option.name
        for command in (documented(name), *below)
        for option in command.params
        if isinstance(option, click.Option) and not (option.help or "").endswith(".")
    ]

    assert bare == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    assert f"\n## papergraph {name}\n" in (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_in_documents_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for program, *words in commands(document):
        if program == "make":
            assert words[0] in targets
        elif (name := next((word for word in words if not word.startswith("-")), None)) in COMMANDS:
            below = getattr(documented(str(name)), "commands", {}).values()
            options = [*documented(str(name)).params, *papergraph.params]
            options += [option for inner in below if inner.name in words for option in inner.params]
            known = {flag for option in options for flag in option.opts}
            known |= {
                f"--{parameter.name}" for query in shipped() if query.name in words for parameter in query.parameters
            }
            flags = {word.split("=")[0] for word in words if re.match(r"-[a-zA-Z]$|--[a-z]", word)}
            assert flags <= known | {"-h", "--help"}, words
        else:
            assert set(words) & {"--version", "--help"}, words


def test_the_first_screen_of_readme_says_how_to_start_and_to_test() -> None:
    first_screen = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:40]

    assert {"make graph", "make test"} <= set(re.findall(r"make \w+", "\n".join(first_screen)))


def loaded_by(*arguments: str) -> set[str]:
    """The top-level modules that a papergraph command loads."""
    program = (
        "import sys; sys.argv[1:] = sys.argv[1:]\n"
        "from papergraph.__main__ import main\n"
        "try:\n    main()\n"
        "finally:\n    print('loaded:', *{name.split('.')[0] for name in sys.modules})"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(finished.stdout.rpartition("loaded:")[2].split())


def test_the_version_is_printed_before_anything_heavy_is_imported() -> None:
    assert loaded_by("--version") & set(HEAVY) == set()


def test_help_imports_nothing_heavy_but_click() -> None:
    assert loaded_by("--help") & set(HEAVY) == {"click"}


def test_reading_entries_pays_for_no_graph_and_no_page() -> None:
    heavy = {"networkx", "numpy", "pyoxigraph", "pyvis", "rdflib", "rich", "IPython", "jinja2"}

    assert loaded_by("entries", "notes") & heavy == set()


def test_the_version_is_the_one_that_is_published() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert re.search(r"^## ([\d.]+)", changelog, re.MULTILINE)[1] == __version__  # type: ignore[index]


def test_every_ignored_rule_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    rules = tomllib.loads(text)["tool"]["ruff"]["lint"]["ignore"]
    reasoned = set(re.findall(r'^  "([A-Z]+\d*)", +# ', text, re.MULTILINE))

    assert set(rules) - reasoned == set()


def test_what_the_program_reads_is_in_the_package() -> None:
    assert (SOURCE / "py.typed").exists()
    assert list((SOURCE / "queries").glob("*.rq"))
    assert (SOURCE / "papergraph.ttl").exists()
    assert (SOURCE / "shapes.ttl").exists()
