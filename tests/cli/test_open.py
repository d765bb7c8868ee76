"""`papergraph open`: the page in a browser, or its address where there is no display."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import pytest

from command_line import Run


@pytest.fixture
def page(folder: Path) -> Path:
    """A page of an earlier build."""
    page = folder / "output" / "graph.html"
    page.parent.mkdir()
    page.touch()
    return page


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser was told to open."""
    addresses: list[str] = []

    def open_address(address: str) -> bool:
        addresses.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", open_address)
    return addresses


def test_the_page_is_opened_where_there_is_a_display(
    run: Run, page: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")

    assert run("open").out == ""
    assert opened == [page.as_uri()]


def test_the_address_is_printed_where_there_is_none(
    run: Run, page: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")

    assert run("open").out == f"{page.as_uri()}\n"
    assert opened == []


def test_the_address_is_printed_on_request(
    run: Run, page: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")

    assert run("open", "--print").out == f"{page.as_uri()}\n"
    assert opened == []


def test_without_a_build_it_says_what_to_do(run: Run, folder: Path) -> None:
    finished = run("open")

    assert finished.code == 3
    assert finished.err == (
        f"papergraph: There is no page {folder}/output/graph.html yet: run `papergraph build` first.\n"
    )


def test_the_page_of_another_folder_is_opened_on_request(run: Run, folder: Path) -> None:
    (folder / "mine").mkdir()
    page = folder / "mine" / "graph.html"
    page.touch()

    assert run("open", "--print", "-o", "mine").out == f"{page.as_uri()}\n"


def test_a_build_without_a_page_says_how_to_get_one(run: Run, folder: Path) -> None:
    (folder / "mine").mkdir()
    (folder / "mine" / "graph.nt").touch()
    finished = run("open", "-o", "mine")

    assert finished.code == 3
    assert finished.err == (
        f"papergraph: The build in {folder}/mine wrote no page: run `papergraph build --format html -o mine`.\n"
    )
