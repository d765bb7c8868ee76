"""What else the page tells: problems of the notes, what it was made from, how to read it; and both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from opened_pages import DESKTOP, Opened, Opener
from page_extremes import alone
from page_graphs import enriched, graph_of, story
from papergraph.exporters import html
from papergraph.exporters.details import FIELDS, TEXTS, WORDS
from papergraph.model import Graph, Location, Method, Predicate, Problem, Severity, Status
from papergraph.statuses import GONE

SOURCE = Path(html.__file__).parent.parent / "web" / "src" / "strings.ts"


def test_problems_are_listed_with_both_places(opened: Opener) -> None:
    page = opened(story).view("problems")
    page.page.wait_for_selector("#problems-view .problems li")
    problems = page.text("#problems-view")

    assert page.text("#problems-tab") == "Problems (2)"
    assert "This numbered line has no link and was not understood as an entry." in problems
    assert "lists/vision.md:12 · see also 2024-03-02.md:4" in problems
    assert "because of less weight: 1" in problems
    assert page.page.locator("#problems-view .severity").all_inner_texts() == ["warning", "error"]
    assert str(page.page.get_attribute("#problems-view a >> nth=0", "href")).endswith("/notes/2024-03-02.md")
    assert page.quiet


def test_no_problem_is_said_to_be_none(opened: Opener) -> None:
    page = opened(alone).view("problems")

    page.until("document.querySelector('#problems-view p')?.textContent", "No problem was found in the notes.")


def troubled() -> Graph:
    """More problems than the page lists."""
    return graph_of(problems=[Problem(Location("a.md", n), f"Problem {n}", Severity.WARNING) for n in range(1, 1502)])


def test_of_very_many_problems_the_rest_is_counted(opened: Opener) -> None:
    page = opened(troubled).view("problems")
    page.page.wait_for_selector("#problems-view .problems li")

    assert page.page.locator("#problems-view .problems li").count() == 1000
    assert "Not listed here, for their number: 501;" in page.text("#problems-view")


def test_the_page_says_what_it_was_made_from_and_by(opened: Opener) -> None:
    page = opened(story).view("about")
    about = page.text("#about-view")

    assert page.page.locator("#about-view .inputs li").all_inner_texts() == [
        "2 notes",
        "catalog/arxiv.jsonl · catalogue · fetched 2024-02-20",
        "catalog/github.jsonl · catalogue · fetched 2024-01-15",
    ]
    assert re.search(r"Written by papergraph [\d.]+\S* with pyvis 0\.3\.2", about)
    assert "vis-network 9.1.2" in about
    assert "run papergraph build" in about
    assert page.page.locator("#about-view kbd").count() >= 5


def test_services_are_named_with_their_latest_day(opened: Opener) -> None:
    page = opened(enriched).view("about")

    inputs = page.page.locator("#about-view .inputs li").all_inner_texts()
    assert inputs[1:] == ["GitHub · service · fetched 2026-11-24", "arXiv · service · fetched 2026-11-24"]


def test_chinese_browsers_read_chinese_and_the_switch_goes_back(opened: Opener) -> None:
    page = opened(story, "#arxiv%3A1512.03385", locale="zh-CN")
    assert page.text("#statement").startswith("2 篇笔记中提到：3 篇文章、6 篇论文、")
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    assert "作者" in page.told().text("#panel")

    page.page.click("#language")
    assert page.text("#statement").startswith("From 2 notes: ")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.until("document.querySelector('#panel dt')?.textContent", "Title")
    assert page.quiet


VISIBLE = """() => {
    const found = [], own = new Set(["SCRIPT", "STYLE", "BDI", "CODE", "KBD", "NOSCRIPT"]);
    const walk = node => {
        if (node.nodeType === 3 && node.textContent.trim()) found.push(node.textContent.trim());
        if (node.nodeType !== 1 || own.has(node.tagName) || node.id === "language" || node.hidden) return;
        for (const name of ["aria-label", "title", "placeholder", "aria-valuetext", "alt"]) {
            const text = node.getAttribute(name);
            if (text) found.push(text);
        }
        node.childNodes.forEach(walk);
    };
    walk(document.body);
    return found;
}"""
"""All that the page itself says, without names and words of notes."""

NAMES = re.compile(
    r"https?://\S+|papergraph(\.toml| build -v| build)?|pyvis|vis-network|PNG|SVG|CSV|DOI|SPARQL"
    r"|Esc|Enter|Shift|Ctrl|arXiv|GitHub"
    r"|cs\.\w\w|\bMIT\b|\bPython\b|\.md\b|\w+(/\w+)*\.(md|jsonl)(:\d+)?|example\.org\S*|video\.\S*|CV\b|Vision\b"
)


def english(page: Opened) -> list[str]:
    """What the page says in English words."""
    titles = {page.evaluate("document.title"), *page.evaluate("papergraph.app.graph.names").split("\n")}
    texts = set(page.evaluate(VISIBLE))
    for name in sorted(titles, key=len, reverse=True):
        texts = {text.replace(name, "") for text in texts} if name else texts
    return sorted(text for text in texts if re.search(r"[A-Za-z]{2}", NAMES.sub("", text)))


@pytest.mark.parametrize(
    "name", ["Deep Residual Learning for Image Recognition", "microsoft/Swin-Transformer", "attention"]
)
@pytest.mark.parametrize("view", ["map", "near", "table", "problems", "about"])
def test_no_english_word_is_left_in_chinese(standing: Opener, view: str, name: str) -> None:
    page = standing(story, **{**DESKTOP, "locale": "zh-CN"})
    page.settings().view(view)
    page.select(name)
    page.page.fill("#query", "attention")
    page.evaluate("new Promise(done => setTimeout(done, 300))")

    assert english(page) == []
    page.evaluate("document.activeElement.blur()")


def test_a_switch_of_language_changes_every_text_of_the_page(opened: Opener) -> None:
    page = opened(story, "#at=arxiv:1512.03385&to=person:ross%20girshick&layout=time&years=2015-2023")
    page.told().settings()
    before = set(page.evaluate(VISIBLE))
    page.page.click("#language")
    page.until("document.querySelector('#panel h3')?.textContent !== 'Facts'")
    page.told()
    same = {text for text in before & set(page.evaluate(VISIBLE)) if re.search(r"[A-Za-z]{2}", NAMES.sub("", text))}

    assert same <= {"阅读笔记 Reading notes"} | set(page.evaluate("papergraph.app.graph.names").split("\n"))
    page.page.click("#language")
    page.until("document.querySelector('#panel h3')?.textContent.startsWith('Path')")
    page.told()
    assert set(page.evaluate(VISIBLE)) >= {text for text in before if text != "Copy link"}


def group(name: str, language: int) -> dict[str, str]:
    """The texts of a group in the page's strings."""
    found = re.findall(rf"^  {name}: \{{(.*?)\}}[,;]?$", SOURCE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return dict(re.findall(r'"?(\b[\w ]+)"?: \[?"([^"]*)"', found[language]))


@pytest.mark.parametrize("language", [0, 1])
def test_the_page_knows_every_field_kind_and_method_that_it_is_told(language: int) -> None:
    fields = {field for told in FIELDS.values() for field in told}

    assert set(group("fields", language)) == fields
    assert set(html.SHAPES) == set(group("kinds", language))
    assert {*Status, GONE} == set(group("statuses", language))
    assert set(Method) == set(group("methods", language))
    assert set(Predicate) <= set(group("predicates", language))
    assert set(TEXTS) == set(group("texts", language))


def test_fields_are_called_in_the_page_as_in_documents() -> None:
    fields = {field for told in FIELDS.values() for field in told}

    assert group("fields", 0) == {
        field: word[0].upper() + word[1:] for field in fields for word in [WORDS.get(field, field)]
    }
