"""`papergraph store`: what services answered is listed, forgotten, written and taken; one sentence for each failure."""

from __future__ import annotations

import gzip
import inspect
import io
import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from command_line import CATALOG, Run
from papergraph.cli.store import command
from papergraph.model import Reference
from papergraph.store import Store
from store_answers import at, failed, found, github, missing

A, B = github("owner/a"), github("owner/b")
STORE = Path(".papergraph", "store.sqlite")
SUBCOMMANDS = sorted(command.commands)
PAPER = '{"id":"http://arxiv.org/abs/2401.01234v2","title":"Graphs from Notes"}'
TITLE = Reference("title", "graphsfromnotes")

TABLE = """\
reference          state    seen        name                      message
─────────────────  ───────  ──────────  ────────────────────────  ─────────────────────────────
arxiv:2401.01234   ok       2026-11-24  Graphs\\x1b[2J from Notes
github:owner/b     ok       2026-11-24  owner/b (was owner/a)
github:owner/gone  missing  2026-11-24                            GitHub does not know it
github:owner/slow  error                                          GitHub has trouble of its own
"""


@pytest.fixture
def filled(folder: Path) -> Path:
    """A folder with a store that knows a paper, a renamed repository, a missing one, and one that failed."""
    with Store.open(folder / STORE) as store:
        paper = Reference("arxiv", "2401.01234")
        title = json.dumps({"title": "Graphs\x1b[2J from Notes"})
        store.put("arxiv", [found(paper)._replace(raw=PAPER, parsed=title)], at(1))
        store.put("github", [found(A, 7, B), missing(github("owner/gone")), failed(github("owner/slow"))], at(2))
    return folder


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    assert f"\n  papergraph store {name} " in inspect.cleandoc(command.commands[name].help or "")


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_option_has_help(name: str) -> None:
    options = [option for option in command.commands[name].params if isinstance(option, click.Option)]

    assert [option.name for option in options if not (option.help or "").endswith(".")] == []


def test_without_a_command_there_is_help(run: Run) -> None:
    finished = run("store")

    assert finished.code == 0
    assert {name for name in SUBCOMMANDS if f"\n  {name} " in finished.out} == set(SUBCOMMANDS)


def test_a_table_lists_what_is_known(run: Run, filled: Path) -> None:
    finished = run("store", "list")

    assert finished.out == TABLE
    assert finished.err.startswith(f"{filled / STORE}: 4 answers, ")
    assert finished.err.endswith(" kB\n")


def test_the_configuration_says_where_the_store_is(run: Run, filled: Path) -> None:
    (filled / STORE).rename(filled / "mine.sqlite")
    (filled / "papergraph.toml").write_text('store = "mine.sqlite"\n', encoding="utf-8")

    assert run("store", "list").err.startswith(f"{filled}/mine.sqlite: 4 answers, ")


def test_a_list_can_be_narrowed(run: Run, filled: Path) -> None:
    assert filled.is_dir()
    assert [line.split()[0] for line in run("store", "list", "--source", "github").out.splitlines()[2:]] == [
        "github:owner/b",
        "github:owner/gone",
        "github:owner/slow",
    ]
    finished = run("store", "list", "--state", "missing", "--format", "jsonl")

    assert [json.loads(line)["reference"] for line in finished.out.splitlines()] == ["github:owner/gone"]
    assert ": 1 answer, " in finished.err


def test_a_list_of_nothing_makes_no_store(run: Run, folder: Path) -> None:
    finished = run("store", "list")

    assert finished == (0, "", f"{folder / STORE}: not there yet\n")
    assert list(folder.iterdir()) == []


def test_what_failed_since_it_was_known_is_both(run: Run, filled: Path) -> None:
    with Store.open(filled / STORE) as store:
        gone = github("owner/gone")
        store.put("github", [failed(A, "GitHub is ill."), failed(gone, "GitHub is ill")], at(3))

    assert run("store", "list", "--state", "error", "--source", "github").out.splitlines()[2:] == [
        "github:owner/b     ok, failed since       2026-11-24  owner/b (was owner/a)  GitHub is ill",
        "github:owner/gone  missing, failed since  2026-11-24                         GitHub is ill",
        "github:owner/slow  error                                                     GitHub has trouble of its own",
    ]


def test_a_title_has_the_title_of_what_was_found_or_its_key(run: Run, filled: Path) -> None:
    with Store.open(filled / STORE) as store:
        answers = [found(TITLE)._replace(raw=PAPER, parsed="{}"), missing(Reference("title", "nosuchpaper"))]
        store.put("arxiv-title", answers, at(1))

    assert run("store", "list", "--source", "arxiv-title").out.splitlines()[2:] == [
        "title:graphsfromnotes  ok       2026-11-24  Graphs from Notes",
        "title:nosuchpaper      missing  2026-11-24  nosuchpaper        GitHub does not know it",
    ]


def test_a_source_that_is_none_is_a_wrong_option(run: Run, filled: Path) -> None:
    assert filled.is_dir()
    finished = run("store", "list", "--source", "gihub")

    assert (finished.code, finished.out) == (2, "")
    assert "'gihub' is not one of 'arxiv', 'github', 'arxiv-title'" in finished.err
    assert len(run("store", "list", "--source", "GitHub").out.splitlines()) == 5


@pytest.mark.parametrize(
    "what, cleared",
    [
        (["github"], "3 answers"),
        (["arxiv:2401.01234"], "1 answer"),
        (["https://arxiv.org/abs/2401.01234v2", "arXiv:2401.01234v1"], "1 answer"),
        (["github:Owner/A"], "1 answer"),
        (["Owner/B", "github.com/owner/gone/tree/main"], "2 answers"),
        (["GitHub"], "3 answers"),
        (["github:owner/b", "github:owner/slow", "arxiv"], "3 answers"),
        (["--all"], "4 answers"),
    ],
)
def test_answers_are_forgotten(run: Run, filled: Path, what: list[str], cleared: str) -> None:
    finished = run("store", "clear", *what)

    assert (finished.code, finished.out) == (0, f"forgot {cleared}\n")
    with Store.open_readonly(filled / STORE) as store:
        assert len(list(store.rows())) == 4 - int(cleared.split(maxsplit=1)[0])


def test_what_was_not_known_is_said(run: Run, filled: Path) -> None:
    assert filled.is_dir()
    assert run("store", "clear", "Owner/No", "github") == (0, "forgot 3 answers\n", "nothing was known of Owner/No\n")


def test_what_is_nothing_is_said_before_anything_is_forgotten(run: Run, filled: Path) -> None:
    finished = run("store", "clear", "github", "gihub")

    assert finished == (2, "", "papergraph: 'gihub' is neither a source nor a reference; did you mean github?\n")
    with Store.open_readonly(filled / STORE) as store:
        assert len(list(store.rows())) == 4


def test_with_the_answers_of_arxiv_those_about_titles_are_forgotten(run: Run, filled: Path) -> None:
    with Store.open(filled / STORE) as store:
        store.put("arxiv-title", [found(TITLE)._replace(raw=PAPER), missing(Reference("title", "no"))], at(1))

    assert run("store", "clear", str(TITLE)).out == "forgot 1 answer\n"
    assert run("store", "clear", "arxiv").out == "forgot 2 answers\n"


def test_every_key_that_is_listed_can_be_forgotten(run: Run, filled: Path) -> None:
    with Store.open(filled / STORE) as store:
        store.put("arxiv-title", [missing(Reference("title", "图谱2"))], at(1))
        store.put("arxiv", [missing(Reference("arxiv", "hep-th/9901001"))], at(1))
    keys = [text.split()[0] for text in run("store", "list").out.splitlines()[2:]]

    assert [run("store", "clear", key).out for key in keys] == ["forgot 1 answer\n"] * 6
    assert filled.is_dir()


@pytest.mark.parametrize("arguments", [[], ["--all", "github"]])
def test_what_to_forget_has_to_be_said(run: Run, filled: Path, arguments: list[str]) -> None:
    finished = run("store", "clear", *arguments)

    assert finished.code == 2
    assert finished.err.startswith("papergraph: Say what to forget: ")
    with Store.open_readonly(filled / STORE) as store:
        assert len(list(store.rows())) == 4


def test_nothing_is_forgotten_where_there_is_nothing(run: Run, folder: Path) -> None:
    assert run("store", "clear", "--all") == (0, "", f"{folder / STORE}: not there yet\n")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["team.jsonl", "team.jsonl.gz"])
def test_one_checkout_gives_another_what_it_knows(run: Run, filled: Path, name: str) -> None:
    finished = run("store", "export", name)
    content = (filled / name).read_bytes()

    assert finished == (0, f"wrote {name}: 4 answers, 1 former name\n", "")
    assert (gzip.decompress(content) if name.endswith(".gz") else content).decode() == run("store", "export").out

    (filled / "other").mkdir()
    taken = run("-C", "other", "store", "import", f"../{name}")

    assert taken == (0, f"../{name}: 4 answers and 1 former name taken, 0 known already\n", "")
    os.chdir(filled)
    assert run("-C", "other", "store", "export").out == run("-C", "..", "store", "export").out
    os.chdir(filled)
    assert run("store", "import", name).out == f"{name}: 0 answers and 0 former names taken, 5 known already\n"


def test_an_empty_store_takes_the_place_of_nothing(run: Run, folder: Path) -> None:
    (folder / "team.jsonl").write_text("{}\n", encoding="utf-8")
    finished = run("store", "export", "team.jsonl")

    assert (finished.code, finished.out) == (4, "")
    assert finished.err.startswith("papergraph: team.jsonl stays as it is: ")
    assert (folder / "team.jsonl").read_text(encoding="utf-8") == "{}\n"
    assert run("store", "export", "other.jsonl") == (0, "wrote other.jsonl: 0 answers, 0 former names\n", "")


@pytest.mark.parametrize("packed", [False, True])
def test_standard_input_is_a_file_too(run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch, *, packed: bool) -> None:
    content = run("store", "export").out.encode() + b"no\n"
    stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(gzip.compress(content) if packed else content)))
    monkeypatch.setattr("sys.stdin", stream)
    (filled / "other").mkdir()
    finished = run("-C", "other", "store", "import", "-")

    assert finished.out == "standard input: 4 answers and 1 former name taken, 0 known already\n"
    assert finished.err.startswith("standard input:6: The line is no JSON object")


def test_problems_of_a_file_are_listed_with_their_lines(run: Run, folder: Path) -> None:
    (folder / "team.jsonl").write_text('{"source": 1, "reference": 2}\n\x1b[2J\n', encoding="utf-8")
    finished = run("store", "import", "team.jsonl")

    assert finished.code == 0
    assert [line.partition(": ")[0] for line in finished.err.splitlines()] == ["team.jsonl:1", "team.jsonl:2"]


@pytest.mark.parametrize(
    "content, sentence",
    [
        ('{"nodes": [], "links": []}', "is no export of `papergraph store export`."),
        (CATALOG, "looks like a catalogue: name it under `catalogs` in papergraph.toml."),
        ('{"id": 1, "full_name": "o/n"}', "looks like a catalogue: name it under `catalogs` in papergraph.toml."),
    ],
)
def test_what_is_no_export_is_an_input_error(run: Run, folder: Path, content: str, sentence: str) -> None:
    (folder / "graph.json").write_text(content, encoding="utf-8")

    assert run("store", "import", "graph.json") == (3, "", f"papergraph: graph.json {sentence}\n")


STRANGE: dict[str, tuple[dict[str, object], str]] = {
    "a source that is none": ({"source": "gitlab"}, "“source” is none of arxiv, github, arxiv-title"),
    "the prefix of another": ({"source": "arxiv"}, "“reference” is nothing that arxiv is asked for"),
    "a key of no repository": ({"reference": "github:owner"}, "“reference” is nothing that github is asked for"),
    "a key in capitals": ({"reference": "github:Owner/B"}, "“reference” is nothing that github is asked for"),
    "no facts": ({"raw": {}}, "“raw” is no answer of github that can be read"),
    "facts of another": ({"raw": {"full_name": "o/n"}}, "“raw” is no answer of github that can be read"),
    "a paper": (
        {"source": "arxiv", "reference": "arxiv:2401.01234"},
        "“raw” is no answer of arxiv that can be read",
    ),
    "a title": (
        {"source": "arxiv-title", "reference": f"{TITLE}"},
        "“raw” is no answer of arxiv-title that can be read",
    ),
    "missing with facts": (
        {"state": "missing", "raw": {"full_name": 7}},
        "“raw” is no answer of github that can be read",
    ),
    "an alias of a paper": ({"alias": "arxiv:2401.01234"}, "“alias” is nothing that github is asked for"),
}


@pytest.mark.parametrize("fields, message", STRANGE.values(), ids=STRANGE.keys())
def test_what_its_source_cannot_have_said_is_not_taken(
    run: Run, filled: Path, fields: dict[str, object], message: str
) -> None:
    before = run("store", "export").out
    row = next(json.loads(text) for text in before.splitlines() if '"github:owner/b"' in text)
    row |= dict.fromkeys(("checked_at", "fetched_at", "tried_at"), at(9))
    (filled / "team.jsonl").write_text(json.dumps(row | fields), encoding="utf-8")
    finished = run("store", "import", "team.jsonl")

    assert finished.err == f"team.jsonl:1: {message}\n"
    assert run("store", "export").out == before


@pytest.mark.parametrize("source, reference", [("arxiv", "arxiv:2401.01234"), ("arxiv-title", str(TITLE))])
def test_what_arxiv_said_is_taken(run: Run, folder: Path, source: str, reference: str) -> None:
    said = {"source": source, "reference": reference, "state": "ok", "checked_at": at(1), "fetched_at": at(1)}
    (folder / "team.jsonl").write_text(json.dumps(said | {"raw": json.loads(PAPER)}), encoding="utf-8")

    assert run("store", "import", "team.jsonl").out.startswith("team.jsonl: 1 answer and ")


def test_an_answer_from_the_future_is_not_taken(run: Run, filled: Path) -> None:
    run("store", "export", "team.jsonl")
    text = (filled / "team.jsonl").read_text(encoding="utf-8").replace("2026-11-24", "9026-11-24")
    (filled / "team.jsonl").write_text(text, encoding="utf-8")
    finished = run("store", "import", "team.jsonl")

    assert finished.out == "team.jsonl: 0 answers and 0 former names taken, 0 known already\n"
    assert finished.err.count("in the future") == 5


def test_a_file_that_is_not_there_is_an_input_error(run: Run, folder: Path) -> None:
    assert folder.is_dir()
    assert run("store", "import", "none.jsonl") == (
        3,
        "",
        "papergraph: none.jsonl cannot be read: No such file or directory.\n",
    )


def test_an_export_that_cannot_be_written_is_an_output_error(run: Run, filled: Path) -> None:
    (filled / "file").touch()
    finished = run("store", "export", "file/team.jsonl")

    assert (finished.code, finished.out) == (4, "")
    assert finished.err.startswith("papergraph: file/team.jsonl cannot be written: ")


@pytest.mark.parametrize(
    "arguments", [["list"], ["export"], ["export", "x.jsonl"], ["import", "x"], ["clear", "--all"]]
)
def test_what_is_no_store_is_one_sentence(run: Run, folder: Path, arguments: list[str]) -> None:
    STORE.parent.mkdir()
    STORE.write_text("no database", encoding="utf-8")
    finished = run("store", *arguments)

    assert (finished.code, finished.out) == (6, "")
    assert finished.err.startswith(f"papergraph: {folder / STORE} is no store of papergraph: ")
    assert finished.err.count("\n") == 1
    assert not (folder / "x.jsonl").exists()


def test_a_damaged_store_is_exported_as_far_as_it_can_be_read(run: Run, folder: Path) -> None:
    with Store.open(folder / STORE) as store:
        store.put("github", [found(github(f"owner/{number}"), filling="x" * 500) for number in range(400)], at(1))
    content = STORE.read_bytes()
    STORE.write_bytes(content[: len(content) // 2] + bytes(len(content) - len(content) // 2))
    finished = run("store", "export")

    assert finished.code == 6
    assert "is damaged" in finished.err
    assert 0 < len(finished.out.splitlines()) < 400
    assert all(json.loads(line) for line in finished.out.splitlines())


def limited() -> None:
    """Let no file grow beyond so many bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def test_a_disk_that_is_full_is_one_sentence_and_harms_nothing(run: Run, filled: Path) -> None:
    before = run("store", "export").out
    row = json.loads(before.splitlines()[0])
    papers = [f"2402.{number:05}" for number in range(1000)]
    raws = ({"raw": {"id": f"http://arxiv.org/abs/{paper}v1"}, "reference": f"arxiv:{paper}"} for paper in papers)
    many = (json.dumps({**row, **raw, "etag": "x" * 500}) for raw in raws)
    (filled / "many.jsonl").write_text("\n".join(many), encoding="utf-8")
    finished = subprocess.run(
        [sys.executable, "-m", "papergraph", "store", "import", "many.jsonl"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limited,
    )

    assert finished.returncode == 6
    assert finished.stderr.startswith(f"papergraph: The store {filled / STORE} cannot be written: ")
    assert finished.stderr.count("\n") == 1
    assert run("store", "export").out == before
