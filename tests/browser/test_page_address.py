"""The address: it says what is shown, and showing it again gives the same."""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import quote

import pytest

from opened_pages import Opened, Opener
from page_extremes import SIX_HUNDRED
from page_graphs import HOSTILE, hostile, story

NAMES = (
    "Kaiming He",
    "attention",
    "自监督学习",
    "CVPR 2016",
    "MAE：何恺明团队的掩码自编码器",
    "microsoft/Swin-Transformer",
    "Attention Is All You Need",
)
KINDS = ("article", "paper", "repository", "person", "venue", "topic")


SET_LOOK = "look => papergraph.app.setLook(look)"


def shows(page: Opened, name: str) -> bool:
    """Whether the legend and the years let a thing through."""
    shown: bool = page.evaluate("thing => papergraph.app.isShown(thing)", page.thing(name))
    return shown


def asked(page: Opened, query: str) -> None:
    """Search, and leave the search box."""
    page.page.fill("#query", query)
    page.evaluate("document.activeElement.blur()")


def on_map(page: Opened, movement: str) -> None:
    """Move the map as a hand would, which it does only where it is seen."""
    page.evaluate(f"papergraph.app.state.view === 'map' && papergraph.app.map.{movement}")


def act(page: Opened, dice: random.Random) -> None:
    """Do something that a reader might."""
    choices: dict[str, Any] = {
        "select": lambda: page.select(dice.choice([name for name in NAMES if shows(page, name)] or NAMES)),
        "unselect": lambda: page.evaluate("papergraph.app.select(null)"),
        "hide": lambda: page.page.click(f"#legend [data-kind={dice.choice(KINDS)}]"),
        "years": lambda: page.evaluate(
            "years => papergraph.app.setHidden(papergraph.app.state.hidden, years)", [2016, dice.randint(2017, 2023)]
        ),
        "layout": lambda: page.evaluate(f"papergraph.app.setLayout({dice.choice(('map', 'time', 'topics'))!r})"),
        "zoom": lambda: on_map(page, f"zoomBy({dice.uniform(0.6, 3)}, 300, 200, false)"),
        "pan": lambda: on_map(page, f"panBy({dice.randint(-90, 90)}, {dice.randint(-90, 90)})"),
        "view": lambda: page.page.click(f"#{dice.choice(('map', 'near', 'table', 'problems', 'about'))}-tab"),
        "query": lambda: asked(page, dice.choice(("attention", "视觉", "he", "a&b=c#d%", ""))),
        "sort": lambda: page.evaluate(
            """sort => {
            const {app} = papergraph;
            app.state = {...app.state, sort, falling: !app.state.falling};
            app.tell("sort");
        }""",
            dice.choice(("kind", "name", "year", "stars", "links")),
        ),
        "theme": lambda: page.evaluate(SET_LOOK, {"theme": dice.choice(("auto", "light", "dark"))}),
        "colour": lambda: page.evaluate(SET_LOOK, {"colour": dice.choice(("kind", "community"))}),
        "size": lambda: page.evaluate(SET_LOOK, {"size": dice.choice(("links", "stars"))}),
        "language": lambda: page.page.click("#language"),
        "target": lambda: page.evaluate("papergraph.app.selected !== null && papergraph.app.setTarget(3)"),
    }
    choices[dice.choice(list(choices))]()


def seen(page: Opened) -> dict[str, Any]:
    """What a reader sees."""
    if page.evaluate("papergraph.app.state.view") == "map":
        page.drawn()
    told: dict[str, Any] = page.evaluate(
        """() => {
        const {app} = papergraph, {graph, map} = app;
        const {view, layout, colour, size, hidden, years, query, sort, falling, theme} = app.state;
        return {
            view, layout, colour, size, hidden: [...hidden].sort(), years, query, sort, falling, theme,
            selected: app.selected, target: app.target, path: app.path, found: app.found,
            box: document.querySelector("#query").value,
            language: document.documentElement.lang, heading: document.querySelector("#panel h2")?.textContent,
            shown: [...app.shown].join(""), theme_shown: getComputedStyle(document.body).backgroundColor,
            rows: view === "table"
                && [...document.querySelectorAll("#table-view tbody th")].map(each => each.textContent),
        };
    }"""
    )
    return told


@pytest.mark.parametrize("seed", range(30))
def test_a_link_restores_what_was_seen(standing: Opener, opened: Opener, seed: int) -> None:
    dice, page = random.Random(seed), standing(story)  # noqa: S311 - not for secrets
    page.evaluate("papergraph.app.restore({...papergraph.app.start, language: 'en'})")
    page.page.fill("#query", "")
    page.page.press("#query", "Tab")
    for _ in range(dice.randint(1, 7)):
        act(page, dice)
    fragment = page.fragment()
    again = opened(story, fragment)

    assert seen(again.told()) == seen(page.told())
    assert again.fragment() == fragment
    for each in (again, page):
        each.view("map").drawn()
    assert again.camera == pytest.approx(page.camera, rel=1e-3, abs=0.02)
    assert again.quiet


def test_a_link_restores_a_neighbour_of_a_hidden_kind(opened: Opener) -> None:
    page = opened(story, "#at=arxiv:1512.03385&hide=person")
    page.told().page.click("#panel .thing:has-text('Jian Sun')")
    page.until("document.querySelector('#panel h2').textContent", "Jian Sun")

    assert opened(story, page.fragment()).told().selected == "Jian Sun"


def test_a_link_without_a_language_is_read_in_that_of_the_reader(opened: Opener) -> None:
    page = opened(story)
    page.page.click("#language")
    page.fragment()
    page.evaluate("void (location.hash = '#view=about')")
    page.until("papergraph.app.state.view", "about")

    assert page.evaluate("document.documentElement.lang") == "en"


def test_nothing_is_in_the_address_at_the_start(opened: Opener) -> None:
    assert opened(story).fragment() == ""
    assert opened(SIX_HUNDRED).fragment() == ""


@pytest.mark.parametrize(
    "fragment",
    ["#person:kaiming he", "#person%3Akaiming%20he", "#person:kaiming%20he", "#at=person:kaiming%20he"],
)
def test_a_bare_reference_leads_to_a_thing(opened: Opener, fragment: str) -> None:
    assert opened(story, fragment).told().text("#panel h2") == "Kaiming He"


def test_a_bare_reference_may_hold_an_address_with_a_question(opened: Opener) -> None:
    reference = quote("url:https://example.org/s/residual", safe="")

    assert opened(story, f"#{reference}").told().text("#panel h2").startswith("从零理解残差网络")


def test_the_address_may_change_while_the_page_is_open(opened: Opener) -> None:
    page = opened(story, "#person%3Akaiming%20he")
    page.told()
    page.evaluate("void (location.hash = '#topic%3Aattention')")
    page.until("document.querySelector('#panel h2').textContent", "attention")
    page.evaluate("void (location.hash = '#view=table&hide=person&q=attention')")

    page.until("papergraph.app.state.view", "table")
    assert page.page.input_value("#query") == "attention"
    assert page.selected is None
    assert page.page.locator("#legend [aria-pressed=false]").count() == 1
    assert page.quiet


def test_the_back_button_goes_to_the_previous_selection_and_view(opened: Opener) -> None:
    page = opened(story)
    for name in ("Kaiming He", "attention"):
        page.select(name)
        page.fragment()
    page.view("table")
    page.fragment()

    page.page.go_back()
    page.until("papergraph.app.state.view", "map")
    assert page.selected == "attention"
    page.page.go_back()
    page.until("document.querySelector('#panel h2').textContent", "Kaiming He")
    page.page.go_back()
    page.until("papergraph.app.selected", None)
    assert not page.page.is_visible("#panel")
    page.page.go_forward()
    page.until("document.querySelector('#panel h2')?.textContent", "Kaiming He")
    assert page.quiet


def test_walking_with_the_keys_leaves_the_history_alone(opened: Opener) -> None:
    page = opened(story)
    before = page.evaluate("history.length")
    page.page.focus("#map")
    for _ in range(5):
        page.page.keyboard.press("ArrowRight")

    assert page.evaluate("history.length") == before


WRONG = (
    "#nothing:at-all",
    "#at=nothing:at-all&to=person:kaiming%20he",
    "#%",
    "#%E4%BD",
    "#at=%",
    "#=",
    "#&&&===",
    "#view=nowhere&layout=sideways&colour=mood&size=zero&theme=pink&sort=luck",
    "#camera=1,2",
    "#camera=NaN,0,1",
    "#camera=0,0,0",
    "#camera=0,0,-4",
    "#camera=0,0,1e300",
    "#camera=1e300,1e300,1",
    "#camera=0,0,1e-300",
    "#camera=1e15,0,40",
    "#years=2020",
    "#years=2020-2010",
    "#years=9999-9999",
    "#years=1-1",
    "#hide=__proto__,constructor,person",
    "#hide=" + ",".join(KINDS),
    "#lang=constructor",
    "#lang=__proto__",
    "#lang=toString",
    "#lang=xx",
    "#view=constructor&layout=toString",
    "#q=" + "x" * 20_000,
    "#q=%00%E2%80%AE",
    "#expand=nothing:at-all&expand=person:kaiming%20he&view=near",
    "#expand=person:kaiming%20he&view=near",
    "#to=person:kaiming%20he",
    "#javascript:window.hurt=1",
    "#at=javascript:window.hurt=1",
    "#<img src=x onerror=window.hurt=1>",
)


@pytest.mark.parametrize("fragment", WRONG, ids=lambda text: str(text)[:24])
def test_a_wrong_address_is_harmless(opened: Opener, fragment: str) -> None:
    page = opened(story, fragment)
    page.view("map").drawn()

    assert page.text("#statement")
    page.page.click("#zoom button >> nth=2")
    page.drawn()
    assert page.quiet


@pytest.mark.parametrize("place", range(len(HOSTILE)))
def test_any_reference_can_stand_in_an_address(opened: Opener, standing: Opener, place: int) -> None:
    page = standing(hostile)
    thing = page.evaluate(
        """place => {
            const {graph} = papergraph.app;
            return Array.from({length: graph.count}, (_, k) => k).filter(k => graph.kindName(k) === "topic")[place];
        }""",
        place,
    )
    page.evaluate("thing => papergraph.app.select(thing)", thing)
    page.told()

    again = opened(hostile, page.fragment())
    again.until("papergraph.app.selected", thing)
    assert again.quiet
