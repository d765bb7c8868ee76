"""Query files: their headers, the user's own beside those that ship, and names that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from papergraph.canned import CannedQuery, Parameter, catalogue, named, own, parse, shipped, values
from papergraph.errors import ConfigError, QueryError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with two queries of the user's own, one under a name that ships."""
    folder = tmp_path / "queries"
    folder.mkdir()
    (folder / "mine.rq").write_text("\ufeff# title: My own\n# parameter: word\nASK {}\n", encoding="utf-8")
    (folder / "stars.rq").write_text("# title: My stars\nASK {}\n", encoding="utf-8")
    (folder / "notes.txt").write_text("no query")
    return tmp_path


def test_the_users_own_queries_stand_beside_those_that_ship(root: Path) -> None:
    found = {query.name: query for query in catalogue(root)}

    assert set(found) == {"mine", *(query.name for query in shipped())}
    assert found["mine"].file == root / "queries" / "mine.rq"
    assert found["mine"].sparql.startswith("# title")
    assert found["stars"].title == "My stars"
    assert list(found) == sorted(found)


def test_without_a_folder_only_those_that_ship_are_known(tmp_path: Path) -> None:
    assert catalogue(tmp_path) == catalogue() == shipped()


def test_a_query_that_cannot_be_read_is_one_sentence(root: Path) -> None:
    (root / "queries" / "mine.rq").write_bytes("# title: é".encode("latin-1"))

    with pytest.raises(ConfigError, match=r"mine\.rq cannot be read: it is not UTF-8\."):
        own(root)


def test_a_name_of_before_still_works() -> None:
    assert named("repositories-by-stars", shipped()).name == "stars"


@pytest.mark.parametrize(
    "name, hint", [("top-author", "did you mean 'top-authors'?"), ("xyz", "papergraph query --list shows all.")]
)
def test_a_name_that_is_none_is_an_error_with_what_is_near(name: str, hint: str) -> None:
    with pytest.raises(QueryError) as caught:
        named(name, shipped())

    assert str(caught.value) == f"There is no query {name!r}; {hint}"


def test_the_header_of_a_query_file_is_read() -> None:
    lines = ("title: T", "description: One", "description: two.", "parameter: a (default: x y) - what", "parameter: b")
    header = (*lines, "parameter: c (default: ) - may be left out", "also: s")
    text = "".join(f"# {line}\n" for line in header) + "ASK {}"
    parameters = (Parameter("a", "x y", "what"), Parameter("b", None, ""), Parameter("c", "", "may be left out"))

    assert parse("t", text) == CannedQuery("t", "T", "One two.", parameters, text, ("s",))


def test_parameters_have_defaults_or_must_be_given() -> None:
    one = CannedQuery("t", "T", "", (Parameter("a", "x", ""), Parameter("b", None, "the second")), "ASK {}")

    assert values(one, {"b": "y"}) == {"a": "x", "b": "y"}
    with pytest.raises(QueryError, match=r"needs --b …: the second\."):
        values(one, {})
    with pytest.raises(QueryError, match=r"has no parameter 'c'\. It has --a, --b\."):
        values(one, {"c": "1"})
