"""Front matter in YAML, TOML and Logseq properties: the paper that a file is about, or a problem with file and line."""

from __future__ import annotations

import pytest

from papergraph.model import Entry, Problem, Reading
from papergraph.readers import read

TREES, BUSHES = "https://arxiv.org/abs/2401.00001", "https://arxiv.org/abs/2401.00002"
CODE = "https://github.com/Example/Trees"
LISTED = f"- [A Paper about Bushes]({BUSHES})\n"


def yaml(*rows: str, body: str = "") -> Reading:
    """A note with front matter whose first row is line 2."""
    return read("trees.md", "\n".join(("---", *rows, "---", body)))


def entry(reading: Reading) -> Entry:
    (found,) = reading.entries
    return found


def problem(reading: Reading) -> Problem:
    (found,) = reading.problems
    assert found.location.path == "trees.md"
    return found


def paper(reading: Reading) -> tuple[str, str, int]:
    """Title of the only entry, URL of its only paper and the line of that."""
    found = entry(reading)
    (mention,) = found.papers
    return found.title, mention.url or "", mention.line


def code(reading: Reading) -> tuple[str, str, int]:
    (mention,) = entry(reading).repositories
    return mention.url, mention.role, mention.line


ABOUT = {
    "plain fields": ("title: A Paper about Trees", "authors: Ada Example", f"url: {TREES}", f"code: {CODE}"),
    "a list of maps": (
        "title: A Paper about Trees",
        "links:",
        f"  - {{name: Paper, url: {TREES}}}",
        f"  - {{name: Code, url: {CODE}}}",
    ),
    "a map of addresses": ("title: A Paper about Trees", "resources:", f"  paper: {TREES}", f"  code: {CODE}"),
    "a list of addresses": (
        "title: A Paper about Trees",
        "authors: [Ada Example]",
        "links:",
        f"  - {TREES}",
        f"  - {CODE}",
    ),
    "an arXiv identifier": (
        "title: A Paper about Trees",
        "authors: [Ada Example]",
        "arxiv: 2401.00001",
        f"code: {CODE}",
    ),
    "an address and nothing about people": (
        "title: A Paper about Trees",
        "year: 2024",
        f"url: {TREES}",
        f"code: {CODE}",
    ),
    "quotation marks and a folded title": (
        "title: >-",
        f'paper: "{TREES}"',
        f"code: '{CODE}'",
    ),
}


@pytest.mark.parametrize("rows", ABOUT.values(), ids=ABOUT.keys())
def test_a_file_is_about_the_paper_that_its_front_matter_gives_as(rows: tuple[str, ...]) -> None:
    if rows[0].endswith(">-"):
        rows = (rows[0], "  A Paper", "  about Trees", *rows[1:])
    reading = yaml(*rows, body="\nSome text.\n")
    lines = dict(enumerate(rows, 2))
    where = {
        url: next(line for line, row in lines.items() if url in row) for url in (TREES, CODE) if url in "".join(rows)
    }

    assert paper(reading) == ("A Paper about Trees", TREES, where.get(TREES, 4))
    assert code(reading) == (CODE, "code", where[CODE])
    assert reading.note.title == "A Paper about Trees"
    assert reading.problems == ()


def test_the_other_fields_of_front_matter_are_those_of_the_entry() -> None:
    found = entry(
        yaml(
            "title: A Paper about Trees",
            "authors:",
            "  - Ada Example",
            "  - 丁霄",
            "venue: ICLR 2024",
            "year: 2024",
            "rating: 4",
            'tags: [wood, "#leaves", wood]',
            f"paper: {TREES}v2",
            "",
        )
    )

    assert found.authors == ("Ada Example", "丁霄")
    assert (found.venue, found.date, found.rating) == ("ICLR 2024", "2024", 4)
    assert found.tags == ("wood", "leaves")
    assert found.papers[0].version == 2


def test_a_title_and_the_address_of_a_paper_are_enough() -> None:
    assert paper(yaml("title: A Paper about Trees", f"url: {TREES}")) == ("A Paper about Trees", TREES, 3)


def test_an_alternate_address_that_leads_brings_its_line() -> None:
    reading = yaml("title: A Paper about Trees", "doi: 10.1000/1", "url: https://doi.org/10.1000/1", f"arxiv: {TREES}")

    assert paper(reading) == ("A Paper about Trees", TREES, 5)


def test_front_matter_about_no_paper_leaves_the_list_alone() -> None:
    reading = yaml("title: What I read", "date: 2024-05-06", "tags: [lists]", body=LISTED)

    assert paper(reading) == ("A Paper about Bushes", BUSHES, 6)
    assert (reading.note.title, reading.note.date) == ("What I read", "2024-05-06")
    assert entry(reading).tags == ()


@pytest.mark.parametrize(
    "rows", [("layout: page",), ("- a", "- b"), ("just words",), ()], ids=["no title", "a list", "a text", "nothing"]
)
def test_front_matter_without_fields_changes_nothing(rows: tuple[str, ...]) -> None:
    reading = yaml(*rows, body=LISTED)

    assert paper(reading) == ("A Paper about Bushes", BUSHES, len(rows) + 3)
    assert reading.problems == ()


MALFORMED = {
    "a bracket that is not closed": (("title: A Paper about Trees", "tags: [a", f"paper: {TREES}"), (3, 4)),
    "a colon in a plain title": (("title: Trees: a Paper about Trees", f"paper: {TREES}"), (2,)),
    "a tab for indentation": (("title: A Paper about Trees", "links:", f"\tpaper: {TREES}"), (4,)),
    "a tag that only Python understands": (("title: !!python/name:os.system x", f"paper: {TREES}"), (2,)),
    "a day that no month has": (("title: A Paper about Trees", "date: 2024-13-45", f"paper: {TREES}"), (2, 3)),
    "an alias of nothing": (("title: A Paper about Trees", "tags: *none", f"paper: {TREES}"), (3,)),
}


@pytest.mark.parametrize("rows, lines", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_front_matter_is_a_problem_with_its_line(rows: tuple[str, ...], lines: tuple[int, ...]) -> None:
    assert problem(yaml(*rows, body=LISTED)).location.line in lines


def test_malformed_front_matter_is_read_line_by_line() -> None:
    reading = yaml("title: Trees: a Paper about Trees", f"paper: {TREES}", f"code: {CODE}")

    assert paper(reading) == ("Trees: a Paper about Trees", TREES, 3)
    assert code(reading) == (CODE, "code", 4)


def test_front_matter_that_is_never_closed_is_a_problem_and_what_follows_is_read() -> None:
    reading = read("trees.md", f"---\ntitle: Cut\nyear: 2024\n\n# A list\n\n{LISTED}")

    assert problem(reading).location.line == 1
    assert paper(reading) == ("A Paper about Bushes", BUSHES, 7)


def test_front_matter_that_is_never_closed_is_a_problem_in_a_file_of_nothing_else() -> None:
    assert problem(read("trees.md", f"---\ntitle: Cut\nurl: {TREES}\n")).location.line == 1


def test_a_rule_at_the_top_is_not_front_matter_that_was_cut() -> None:
    assert read("trees.md", f"---\n\n{LISTED}").problems == ()


def test_a_key_that_is_given_twice_is_a_problem() -> None:
    reading = yaml("title: A Paper about Trees", "title: A Paper about Bushes", f"paper: {TREES}")

    assert problem(reading).location.line == 3


def test_logseq_properties_are_front_matter() -> None:
    reading = read(
        "pages/trees.md",
        f"title:: A Paper about Trees\nauthors:: [[Ada Example]], [[Bo Sample]]\nurl:: {TREES}\ncode:: {CODE}\n"
        "tags:: [[wood]], #leaves\n\n- A thought.\n",
    )

    assert paper(reading) == ("A Paper about Trees", TREES, 3)
    assert code(reading) == (CODE, "code", 4)
    assert entry(reading).authors == ("Ada Example", "Bo Sample")
    assert entry(reading).tags == ("wood", "leaves")


def test_toml_is_front_matter() -> None:
    reading = read(
        "trees.md",
        '+++\ntitle = "A Paper about Trees"\nauthors = ["Ada Example", "Bo Sample"]\n'
        f'paper = "{TREES}"\ncode = "{CODE}"\ntags = ["wood"]\n+++\n\nSome text.\n',
    )

    assert paper(reading) == ("A Paper about Trees", TREES, 4)
    assert code(reading) == (CODE, "code", 5)
    assert entry(reading).authors == ("Ada Example", "Bo Sample")
    assert entry(reading).tags == ("wood",)
    assert reading.note.title == "A Paper about Trees"


def test_malformed_toml_is_a_problem() -> None:
    assert problem(read("trees.md", f'+++\ntitle = "unclosed\npaper = "{TREES}"\n+++\n')).location.line in {1, 2}


ALIASES = {
    "lists": ("a0: &a0 [x, x]", "a{0}: &a{0} [*a{1}, *a{1}, *a{1}]"),
    "maps": ("a0: &a0 {x: y}", "a{0}: &a{0} {{b: *a{1}, c: *a{1}, d: *a{1}}}"),
    "a ring": ("a0: &a0 [*a0]", "a{0}: &a{0} [*a{0}, *a{1}]"),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("first, then", ALIASES.values(), ids=ALIASES.keys())
def test_aliases_that_multiply_do_no_harm_as(first: str, then: str) -> None:
    rows = (first, *(then.format(number, number - 1) for number in range(1, 40)))
    reading = yaml(*rows, "title: A Paper about Trees", f"paper: {TREES}")

    assert [one.url for found in reading.entries for one in found.papers] == [TREES]
