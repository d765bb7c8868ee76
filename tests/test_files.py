"""Finding files of notes survives whatever a file system holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from papergraph import files
from papergraph.files import Found, find
from papergraph.model import Problem, Severity


def make(root: Path, *paths: str) -> None:
    """Make files, each with its path as content."""
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path, encoding="utf-8")


def found(root: Path, *exclude: str) -> list[str]:
    """The paths that are found."""
    return [file.path for file in find(root, exclude).files]


def test_markdown_files_come_sorted_by_path(tmp_path: Path) -> None:
    make(tmp_path, "b.md", "a/z.markdown", "a/B.MD", "a.mdown", "c.qmd", "c.Rmd", "readme.txt", "md", "a/b.md.bak")

    assert found(tmp_path) == ["a.mdown", "a/B.MD", "a/z.markdown", "b.md", "c.Rmd", "c.qmd"]


def test_a_file_comes_with_its_place_and_size(tmp_path: Path) -> None:
    make(tmp_path, "a/b.md")

    assert find(tmp_path).files == (Found("a/b.md", tmp_path / "a" / "b.md", 6),)


def test_a_root_that_is_a_file_is_found_whatever_its_name(tmp_path: Path) -> None:
    make(tmp_path, "notes.txt")

    assert find(tmp_path / "notes.txt").files == (Found("notes.txt", tmp_path / "notes.txt", 9),)


def test_hidden_files_and_folders_are_left_alone(tmp_path: Path) -> None:
    make(tmp_path, ".git/a.md", "a/.obsidian/b.md", ".c.md", ".md", "d.md")

    assert found(tmp_path) == ["d.md"]


@pytest.mark.parametrize(
    "pattern, left",
    [
        ("drafts", ["a.md", "b/template.md", "template.md"]),
        ("drafts/", ["a.md", "b/template.md", "template.md"]),
        ("drafts/*", ["a.md", "b/drafts/c.md", "b/template.md", "template.md"]),
        ("./drafts/**", ["a.md", "b/drafts/c.md", "b/template.md", "template.md"]),
        ("template.md", ["a.md", "b/drafts/c.md", "drafts/a.md", "drafts/d/e.md"]),
        ("**/template.md", ["a.md", "b/drafts/c.md", "drafts/a.md", "drafts/d/e.md"]),
        ("b/*.md", ["a.md", "drafts/a.md", "drafts/d/e.md", "template.md"]),
        ("*.md", []),
        ("[", ["a.md", "b/drafts/c.md", "b/template.md", "drafts/a.md", "drafts/d/e.md", "template.md"]),
    ],
)
def test_what_is_excluded_is_left_out(tmp_path: Path, pattern: str, left: list[str]) -> None:
    make(tmp_path, "a.md", "drafts/a.md", "drafts/d/e.md", "b/drafts/c.md", "b/template.md", "template.md")

    assert found(tmp_path, pattern) == left


def test_links_that_lead_up_the_tree_end(tmp_path: Path) -> None:
    make(tmp_path, "a/b/c.md")
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "self").symlink_to("self")
    (tmp_path / "0").symlink_to("a", target_is_directory=True)

    assert find(tmp_path) == files.Discovery((Found("a/b/c.md", tmp_path / "a" / "b" / "c.md", 8),), ())


def test_what_a_link_leads_to_is_read_once_under_its_real_path(tmp_path: Path) -> None:
    make(tmp_path, "notes/z/real.md", "elsewhere/far.md", "elsewhere/other.md")
    notes = tmp_path / "notes"
    (notes / "a").symlink_to("z", target_is_directory=True)
    (notes / "a.md").symlink_to("z/real.md")
    (notes / "far").symlink_to("../elsewhere", target_is_directory=True)
    (notes / "more").symlink_to("../elsewhere", target_is_directory=True)
    (notes / "0.md").symlink_to("../elsewhere/other.md")

    assert found(notes) == ["far/far.md", "far/other.md", "z/real.md"]


def test_a_linked_file_is_a_note(tmp_path: Path) -> None:
    make(tmp_path, "notes/z.md", "elsewhere/far.txt")
    (tmp_path / "notes" / "a.md").symlink_to("../elsewhere/far.txt")
    (tmp_path / "notes" / "b.md").symlink_to("../elsewhere/far.txt")

    assert found(tmp_path / "notes") == ["a.md", "z.md"]


def test_two_names_of_one_file_are_two_notes(tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    (tmp_path / "b.md").hardlink_to(tmp_path / "a.md")

    assert found(tmp_path) == ["a.md", "b.md"]


def test_a_link_to_nowhere_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "gone.md").symlink_to("nowhere.md")
    (tmp_path / "gone").symlink_to("nowhere")

    discovery = find(tmp_path)

    assert discovery.files == ()
    assert [problem.location.path for problem in discovery.problems] == ["gone.md"]


def test_what_is_named_as_a_note_and_is_no_regular_file_is_a_problem(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "null.md").symlink_to(os.devnull)
    (tmp_path / "folder.md").mkdir()
    os.mkfifo(tmp_path / "pipe")
    make(tmp_path, "folder.md/a.md")

    assert found(tmp_path) == ["folder.md/a.md"]
    assert [(problem.location.path, problem.message) for problem in find(tmp_path).problems] == [
        ("null.md", "This cannot be read: it is no regular file"),
        ("pipe.md", "This cannot be read: it is no regular file"),
    ]


def test_a_root_that_is_a_pipe_is_a_problem(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    discovery = find(tmp_path / "pipe")

    assert discovery.files == ()
    assert [problem.location.path for problem in discovery.problems] == ["pipe"]


def test_a_folder_that_cannot_be_listed_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.md", "locked/b.md")
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)

    discovery = find(tmp_path)

    assert [file.path for file in discovery.files] == ["a.md"]
    (problem,) = discovery.problems
    assert (problem.location.path, problem.message) == ("locked", "This cannot be read: Permission denied")
    assert problem.severity is Severity.ERROR


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    (file,) = find(tmp_path).files
    assert files.read(file) == b"a.md"

    file.file.unlink()

    problem = files.read(file)
    assert isinstance(problem, Problem)
    assert problem.location.path == "a.md"
    assert problem.message == "This cannot be read: No such file or directory"


def test_a_root_that_does_not_exist_is_a_problem(tmp_path: Path) -> None:
    discovery = find(tmp_path / "nowhere")

    assert discovery.files == ()
    assert [problem.location.path for problem in discovery.problems] == ["."]


def test_names_that_are_not_utf_8_are_replaced_and_still_found(tmp_path: Path) -> None:
    make(tmp_path, "论文.md")
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("this file system has no other names than UTF-8")
    (folder / "a.md").write_bytes(b"A")

    odd, even = find(tmp_path).files

    assert (odd.path, even.path) == ("caf\ufffd\ufffd\ufffd/a.md", "论文.md")
    assert files.read(odd) == b"A"


def test_a_deep_tree_is_walked(tmp_path: Path) -> None:
    deep = "/".join(["d"] * 200)
    make(tmp_path, f"{deep}/a.md")

    assert found(tmp_path) == [f"{deep}/a.md"]
