"""Where pages are: names for every file system, and the names that servers ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.iris import iri
from papergraph.model import Reference
from papergraph.site.places import LONGEST_STEP, folded, leading_on, places, safe
from rdf_graphs import HOSTILE

BASE = "https://me.example/kg/"
WINDOWS = set('"*:<>?|\\') | {chr(code) for code in range(32)}


def local(*names: str, kind: str = "topic") -> list[str]:
    """The IRIs of these topics."""
    return [iri(Reference(kind, name), BASE) for name in names]


@pytest.mark.parametrize(
    "reference,path",
    [
        (Reference("person", "ada ng"), "person/ada_ng"),
        (Reference("person", "丁 霄汉"), "person/丁_霄汉"),
        (Reference("note", "2021/09 30.md"), "note/2021/09 30.md"),
        (Reference("entry", "2021/0930.md#3"), "entry/2021/0930.md/3"),
        (Reference("topic", "c++"), "topic/c++"),
        (Reference("topic", "ci/cd"), "topic/ci/cd"),
    ],
)
def test_a_plain_name_is_where_a_server_looks_for_it(reference: Reference, path: str) -> None:
    (place,) = places([iri(reference, BASE)], {}, BASE, ()).values()

    assert (place.path, place.exact) == (path, None)


@pytest.mark.parametrize(
    "name", ["con", "aux", "com1", "nul.txt", "what?", "a:b", ".net", "ends.", "a\\b", "tab\there"]
)
def test_what_some_file_system_cannot_hold_has_another_name_and_one_that_leads_on(name: str) -> None:
    (place,) = places(local(name), {}, BASE, ()).values()

    assert place.exact == f"topic/{name}"
    assert place.path.startswith("topic/")
    assert place.path != place.exact
    assert safe(place.path) == place.path


def test_names_that_some_file_system_takes_for_one_have_hashes_and_one_page_that_leads_to_all() -> None:
    iris = local("GAN", "gan", "other")
    found = places(iris, {}, BASE, ())

    assert len({folded(place.path) for place in found.values()}) == 3
    assert found[iris[2]].path == "topic/other"
    assert list(leading_on(found)) == [(["topic/GAN", "topic/gan"], sorted(iris[:2]))]


def test_the_same_letters_in_another_normal_form_are_taken_for_one() -> None:
    iris = local("cafe\u0301", "caf\u00e9")

    assert len({folded(place.path) for place in places(iris, {}, BASE, ()).values()}) == 2


def test_a_long_name_can_be_a_file_and_is_where_a_server_looks_for_it() -> None:
    iris = local("卷积" * 60, "卷积" * 61, "a" * 300)
    found = places(iris, {}, BASE, ())

    assert len(set(iris)) == 3
    assert all(place.exact is None for place in found.values())
    assert all(len(place.path.encode()) <= LONGEST_STEP for place in found.values())


@pytest.mark.parametrize("name", ["..", "a/../b", "../../etc/passwd", "a//b", "/", "x.html", "x.ttl/y", "\0"])
def test_a_name_that_leads_elsewhere_is_another_one_under_the_base(name: str) -> None:
    (place,) = places(local(name), {}, BASE, ()).values()

    assert place.exact is None
    assert not set(place.path.split("/")) & {"", ".", ".."}
    assert place.path.count("/") == 1


def test_a_thing_of_the_world_has_the_name_that_it_would_best_have_or_one_with_a_hash() -> None:
    world = {
        "https://a.org/1": "paper/arxiv/1",
        "https://b.org/1": "paper/ARXIV/1",
        "https://c.org/x?y": "article/c.org/x?y",
        "https://d.org/long": "article/d.org/" + "long/" * 80,
    }
    found = places([], world, BASE, ())

    assert len({folded(place.path) for place in found.values()}) == 4
    assert all(place.exact is None and len(place.path) < 160 for place in found.values())
    assert not set("".join(place.path for place in found.values())) & WINDOWS


def test_the_names_of_lists_are_not_to_be_had() -> None:
    found = places([f"{BASE}papers", f"{BASE}blog/", f"{BASE}?x=1", BASE], {}, BASE, ("papers",))

    assert found[f"{BASE}papers"].path.startswith("papers-")
    assert found[f"{BASE}papers"].exact is None
    assert found[f"{BASE}blog/"].path == "blog/index"
    assert found[f"{BASE}?x=1"].exact is None


@given(st.lists(HOSTILE.map(lambda text: f"{text}x"), min_size=1, max_size=6, unique=True))
def test_every_place_is_safe_and_no_two_are_taken_for_one(names: list[str]) -> None:
    found = places(dict.fromkeys(local(*names)), {}, BASE, ())
    paths = [place.path for place in found.values()]

    assert len({folded(path) for path in paths}) == len(found)
    for path in paths:
        assert not set(path) & WINDOWS
        assert not set(path.split("/")) & {"", ".", ".."}
        assert all(len(step.encode("utf-8", "replace")) <= LONGEST_STEP + 17 for step in path.split("/"))
