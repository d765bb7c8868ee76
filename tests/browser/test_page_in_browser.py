"""The page as a person meets it: opened from disk in a real browser, by mouse, by keyboard, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from opened_pages import Opened, Opener
from page_graphs import HOSTILE, enriched, graph_of, hostile, large, story
from papergraph.exporters import html
from papergraph.exporters.details import FIELDS, WORDS
from papergraph.model import RANK_SERVICE, Graph, Method, Origin, Reference, Repository, Status, Topic
from papergraph.statuses import GONE

RESNET = "Deep Residual Learning for Image Recognition"
ONE = Topic(Reference("topic", "alone"), Origin(1, "a.md", 1), "Alone")
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def place_of(name: str) -> str:
    """The expression for the place of a mark on the screen, by the name of its thing."""
    return f"""(() => {{
        const node = nodes[things.findIndex(thing => thing.name === {name!r})];
        const at = map.network.canvasToDOM(node), pane = map.pane.getBoundingClientRect();
        return [at.x + pane.left, at.y + pane.top];
    }})()"""


@pytest.mark.parametrize(
    "graph",
    [graph_of, lambda: graph_of([ONE]), story, lambda: large(2000), hostile],
    ids=["nothing", "one thing", "about thirty", "two thousand", "hostile"],
)
def test_a_page_opens_without_request_or_complaint(opened: Opener, graph: Callable[[], Graph]) -> None:
    page = opened(graph())

    assert page.evaluate("nodes.length") == len(graph().records)
    for view in ("table", "problems", "about", "map"):
        page.page.click(f"#{view}-tab")
        assert page.page.is_visible(f"#{view}-view")
    assert page.quiet


def test_the_map_is_drawn(opened: Opener) -> None:
    page = opened(story())

    colours = page.evaluate(
        """(() => {
        const canvas = document.querySelector("#map canvas"), seen = new Set();
        const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        for (let at = 0; at < data.length; at += 4) seen.add(`${data[at]},${data[at + 1]},${data[at + 2]}`);
        return [...seen];
    })()"""
    )
    assert {"27,10,92", "255,71,26", "0,153,153", "184,77,255", "92,10,10", "80,80,80"} <= set(colours)


def test_one_line_says_what_this_is(opened: Opener) -> None:
    page = opened(story())

    assert page.text("#statement") == (
        "From 2 notes: 3 articles, 6 papers, 4 repositories, 13 people, 1 venue, 4 topics, 31 links."
    )


def test_a_click_shows_every_fact_with_its_source(opened: Opener) -> None:
    page = opened(story())
    page.page.mouse.click(*page.evaluate(place_of(RESNET)))
    panel = page.text("#panel")

    assert page.text("#panel h2") == RESNET
    for line in ("Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun", "2015-12-10", "elsewhere: " + RESNET + "."):
        assert line in panel
    assert "catalog/arxiv.jsonl:1 · 2024-02-20" in panel
    assert "2024-03-02.md:11 · 2024-03-02" in panel
    assert page.page.get_attribute("#panel .head a", "href") == "https://arxiv.org/abs/1512.03385"
    assert page.quiet


def test_unknown_is_not_the_same_as_not_fetched(opened: Opener) -> None:
    page = opened(story(), "#github%3Amicrosoft%2Fswin-transformer")
    asked = opened(story(), "#github%3Afacebookresearch%2Fmae")

    assert page.page.inner_text("#panel dd.unknown >> nth=0") == "not fetched"
    assert asked.page.inner_text("#panel dd.unknown >> nth=0") == "unknown"


def facts_of(page: Opened) -> dict[str, str]:
    """The facts in the details, each with all that is written beside it, its footnotes left out."""
    rows = page.evaluate(
        """[...document.querySelectorAll("#panel section:nth-of-type(1) dt")].map(term => {
        const told = term.nextElementSibling.cloneNode(true);
        told.querySelectorAll("sup").forEach(mark => mark.remove());
        return [term.textContent, told.textContent];
    })"""
    )
    return dict(rows)


def test_a_repository_is_shown_as_a_service_knows_it_with_the_day_of_its_stars(opened: Opener) -> None:
    page = opened(enriched(), "#github%3Areader%2Ffork-of-segment")

    assert facts_of(page) == {
        "Name": "Reader/Fork-of-Segment",
        "Description": "一个分叉",
        "Stars": "12,345 · 2026-11-20",
        "Forks": "0 · 2026-11-20",
        "Language": "Python",
        "Licence": "unknown",
        "Topics": "segmentation",
        "Archived": "yes",
        "Is a fork": "yes",
        "Forked from": "FacebookResearch/Segment-Anything",
        "Last push": "2024-06-15",
    }
    assert (
        page.page.get_attribute("#panel .fork_of a", "href") == "https://github.com/FacebookResearch/Segment-Anything"
    )
    assert "GitHub · 2026-11-20" in page.text("#panel .sources")
    page.page.click("#language")
    assert facts_of(page)["星标"] == "12,345 · 2026-11-20"
    assert (facts_of(page)["已归档"], facts_of(page)["分叉自"]) == ("是", "FacebookResearch/Segment-Anything")
    assert page.quiet


def test_a_paper_that_arxiv_does_not_know_is_shown_with_the_day_of_asking(opened: Opener) -> None:
    page = opened(enriched(), "#arxiv%3A2399.99999")

    assert facts_of(page) == {
        "Title": "Segment Everything",
        "Status": "not on arXiv · 2026-11-24",
        "Authors": "unknown",
        "Published": "unknown",
        "Abstract": "unknown",
    }
    page.page.click("#language")
    assert facts_of(page)["状态"] == "arXiv 上没有 · 2026-11-24"
    page.page.click("#problems-tab")
    assert "arxiv:2399.99999 is not on arXiv; looked up 2026-11-24" in page.text("#problems-view")
    assert page.quiet


@pytest.mark.parametrize(
    "reference,english,chinese",
    [
        ("arxiv:2402.00001", {"Status": "withdrawn · 2026-11-24"}, {"状态": "已撤稿 · 2026-11-24"}),
        (
            "github:somebody/gone",
            {"Status": "gone from GitHub · 2026-11-24", "Stars": "7 · 2026-09-01", "Licence": "unknown"},
            {"状态": "已从 GitHub 消失 · 2026-11-24", "星标": "7 · 2026-09-01", "许可": "未知"},
        ),
        ("github:nobody/asked", {"Stars": "not fetched"}, {"星标": "未获取"}),
    ],
)
def test_what_is_the_matter_is_shown_in_words(
    opened: Opener, reference: str, english: dict[str, str], chinese: dict[str, str]
) -> None:
    page = opened(enriched(), f"#{reference}")
    assert english.items() <= facts_of(page).items()

    page.page.click("#language")
    assert chinese.items() <= facts_of(page).items()
    assert page.quiet


STATUSES = {
    "arxiv:2399.99999": ("not on arXiv", "arXiv 上没有"),
    "arxiv:2402.00001": ("withdrawn", "已撤稿"),
    "github:somebody/gone": ("gone from GitHub", "已从 GitHub 消失"),
}


def test_the_table_and_the_search_say_what_is_the_matter_after_the_name(opened: Opener) -> None:
    page = opened(enriched())
    page.page.click("#table-tab")
    rows = page.page.locator("#table-view tbody tr").filter(has=page.page.locator(".trouble"))
    assert sorted(rows.locator(".trouble").all_inner_texts()) == sorted(english for english, _ in STATUSES.values())
    assert page.page.get_by_role("rowheader", name="A Paper That Was Withdrawn withdrawn", exact=True).count() == 1

    page.page.click("#language")
    assert sorted(rows.locator(".trouble").all_inner_texts()) == sorted(chinese for _, chinese in STATUSES.values())
    page.page.click("#map-tab")
    page.page.fill("#query", "that was withdrawn")
    assert page.text("#found [role=option] .trouble") == "已撤稿"
    assert page.quiet


def colour_of(page: Opened, reference: str) -> list[int]:
    """The colour in the middle of a mark."""
    colour: list[int] = page.evaluate(
        f"""(() => {{
        const canvas = document.querySelector("#map canvas"), grain = canvas.width / canvas.clientWidth;
        const at = map.network.canvasToDOM(nodes[byReference.get({reference!r})]);
        const copy = new OffscreenCanvas(1, 1).getContext("2d", {{willReadFrequently: true}});
        copy.drawImage(canvas, -Math.round(at.x * grain), -Math.round(at.y * grain));
        return [...copy.getImageData(0, 0, 1, 1).data].slice(0, 3);
    }})()"""
    )
    return colour


def test_what_is_missing_or_withdrawn_is_an_outline_on_the_map_also_when_it_is_chosen(opened: Opener) -> None:
    page = opened(enriched(), color_scheme="light")
    white, sound = [255, 255, 255], "arxiv:1512.03385"

    assert [colour_of(page, reference) for reference in STATUSES] == [white] * 3
    assert colour_of(page, sound) == [27, 10, 92]
    for reference in (*STATUSES, sound):
        page.evaluate(f"select(byReference.get({reference!r}))")
        page.evaluate("new Promise(requestAnimationFrame)")
        assert colour_of(page, reference) == ([27, 10, 92] if reference == sound else white)
    page.page.emulate_media(color_scheme="dark")
    page.until("map.all.nodes.get(byReference.get('arxiv:2402.00001')).color.background", "#11151c")
    assert page.quiet


def test_what_is_the_matter_is_in_the_tip_and_told_to_screen_readers(opened: Opener) -> None:
    page = opened(enriched())
    page.page.mouse.move(*page.evaluate(place_of("A Paper That Was Withdrawn")))
    page.until("document.querySelector('#tip .trouble')?.textContent", "withdrawn")

    page.evaluate("select(byReference.get('arxiv:2402.00001'))")
    assert page.text("#said").startswith("A Paper That Was Withdrawn, paper (withdrawn), ")
    page.page.click("#language")
    page.evaluate("select(byReference.get('github:somebody/gone'))")
    assert page.text("#said").startswith("Somebody/Gone，代码仓库 (已从 GitHub 消失)，")
    assert page.quiet


@pytest.mark.parametrize("status", [Status.PRIVATE, Status.EMPTY])
def test_what_an_author_may_well_know_is_not_marked(opened: Opener, status: Status) -> None:
    origin = Origin(RANK_SERVICE, "GitHub", 0, "2026-11-24")
    page = opened(graph_of([Repository(Reference("github", "a/b"), origin, "A/B", status=status)]))
    page.page.click("#table-tab")

    assert page.text("#table-view tbody th") == "A/B"
    assert page.evaluate("map.all.nodes.get(0).shapeProperties") is None


def test_a_paper_that_was_found_by_its_title_says_so(opened: Opener) -> None:
    page = opened(enriched(), "#arxiv%3A1512.03385")

    assert facts_of(page)["Authors"] == "Kaiming He, Xiangyu Zhang"
    assert "A note names it by title only" in page.text("#panel")
    assert page.text("#panel .evidence").split("\n") == ["title search · arXiv · 2026-11-24", RESNET]
    assert page.quiet


def test_links_are_told_with_their_evidence(opened: Opener) -> None:
    page = opened(story(), "#github%3Afacebookresearch%2Fmae")

    assert "Code of (1)" in page.text("#panel")
    assert page.text("#panel .evidence").split("\n") == ["labelled field · 2024-03-02.md:25 · 2024-03-02", "Code:"]


def test_the_notes_own_words_are_shown_and_images_stay_links(opened: Opener) -> None:
    page = opened(story(), "#url%3Ahttps%3A%2F%2Fexample.org%2Fs%2Fresidual")
    panel = page.text("#panel")

    for words in ("用一个例子讲清残差连接。", "看图 2 就够了。", "今日要点", "video.example.org/v/1 讲解视频", "★★★★★"):
        assert words in panel
    assert page.page.get_attribute("#panel a:text-is('image 1')", "href") == "https://images.example.org/one.png"
    assert page.evaluate("document.images.length") == 0
    assert "Mentions: example.org/project" in panel
    assert page.quiet


def test_a_neighbour_in_the_details_leads_on(opened: Opener) -> None:
    page = opened(story(), "#arxiv%3A1512.03385")
    page.page.click("#panel button.thing:has-text('Kaiming He')")

    assert page.text("#panel h2") == "Kaiming He"
    assert page.evaluate("decodeURIComponent(location.hash)") == "#person:kaiming he"
    assert page.evaluate("lit().map(place => things[place].name).sort()") == [
        RESNET,
        "Kaiming He",
        "Masked Autoencoders Are Scalable Vision Learners",
    ]


def test_the_address_leads_to_a_thing(opened: Opener) -> None:
    page = opened(story(), "#person%3Akaiming%20he")

    assert page.text("#panel h2") == "Kaiming He"
    page.evaluate("void (location.hash = '#topic%3Aattention')")
    page.until("document.querySelector('#panel h2').textContent", "attention")


def test_search_finds_names_authors_and_chinese_by_keyboard_alone(opened: Opener) -> None:
    page = opened(story())
    page.page.keyboard.press("/")
    page.page.keyboard.type("自监督")
    assert page.text("#found").split("\n") == ["自监督学习"]

    page.page.fill("#query", "vaswani attention")
    assert [line for line in page.text("#found").split("\n") if line] == ["Attention Is All You Need", "2017"]
    page.page.keyboard.press("Enter")
    assert page.text("#panel h2") == "Attention Is All You Need"

    page.page.fill("#query", "TRANS ｆｏｒｍｅｒ")
    page.page.keyboard.press("ArrowDown")
    page.page.keyboard.press("ArrowDown")
    assert page.page.get_attribute("#query", "aria-activedescendant") == "found-1"
    page.page.keyboard.press("Enter")
    assert page.text("#panel h2") == "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows"

    for _ in range(2):
        page.page.keyboard.press("Escape")
    assert page.page.input_value("#query") == ""
    assert not page.page.is_visible("#panel")


def test_a_search_for_nothing_says_so(opened: Opener) -> None:
    page = opened(story())
    page.page.fill("#query", "no such thing")

    assert page.text("#found") == "Nothing found"
    assert page.text("#said") == "Nothing found"


def test_the_legend_takes_a_kind_out_and_puts_it_back(opened: Opener) -> None:
    page = opened(story(), "#person%3Akaiming%20he")
    person = page.page.locator("#legend [data-kind=person]")
    person.click()

    assert person.get_attribute("aria-pressed") == "false"
    assert page.evaluate("[map.nodes.length, map.edges.length]") == [18, 17]
    assert not page.page.is_visible("#panel")
    person.click()
    assert page.evaluate("[map.nodes.length, map.edges.length]") == [31, 31]
    assert page.quiet


def test_hiding_every_kind_says_what_to_do(opened: Opener) -> None:
    page = opened(story())
    for button in page.page.locator("#legend button").all():
        button.click()

    assert page.text("#empty") == "Every kind is hidden. Choose one above."


def test_the_map_is_walked_with_arrow_keys(opened: Opener) -> None:
    page = opened(story())
    page.page.focus("#map")
    page.page.keyboard.press("ArrowRight")
    first = page.evaluate("page.selected")
    assert first == 0

    page.page.keyboard.press("ArrowRight")
    second = page.evaluate("page.selected")
    assert page.evaluate(f"nodes[{second}].x > nodes[{first}].x")
    page.page.keyboard.press("ArrowLeft")
    page.page.keyboard.press("Escape")
    assert page.evaluate("page.selected") is None

    scale = page.evaluate("map.network.getScale()")
    page.page.keyboard.press("+")
    assert page.evaluate("map.network.getScale()") > scale
    page.page.keyboard.press("0")
    assert page.evaluate("map.network.getScale()") == pytest.approx(scale, rel=0.05)
    assert page.quiet


def test_everything_is_reached_by_tab(opened: Opener) -> None:
    page = opened(story())
    seen = []
    for _ in range(20):
        page.page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.dataset.kind || 'zoom'"))

    wanted = [
        "language",
        "query",
        "map-tab",
        "article",
        "paper",
        "repository",
        "person",
        "venue",
        "topic",
        "map",
        "zoom",
    ]
    assert [name for name in dict.fromkeys(seen) if name in wanted] == wanted


def test_the_table_holds_the_same_and_sorts(opened: Opener) -> None:
    page = opened(story())
    page.page.click("#table-tab")
    rows = page.page.locator("#table-view tbody tr")
    assert rows.count() == 31
    assert page.page.get_attribute("th[data-column=links]", "aria-sort") == "descending"

    page.page.click("th[data-column=stars] button")
    assert page.page.locator("#table-view tbody th").first.inner_text() == "google-research/vision_transformer"
    page.page.click("th[data-column=name] button")
    assert page.page.get_attribute("th[data-column=name]", "aria-sort") == "ascending"
    page.page.fill("#query", "he")
    page.page.click("#legend [data-kind=paper]")
    assert 0 < rows.count() < 31
    page.page.locator("#table-view tbody button").first.click()
    assert page.page.is_visible("#panel")
    assert page.quiet


def test_a_long_table_is_shown_by_parts(opened: Opener) -> None:
    page = opened(large(600))
    page.page.click("#table-tab")
    rows = page.page.locator("#table-view tbody tr")
    assert rows.count() == 200

    page.page.click("#table-view .more")
    assert rows.count() == 400


def test_problems_are_listed_with_both_places(opened: Opener) -> None:
    page = opened(story())
    page.page.click("#problems-tab")
    problems = page.text("#problems-view")

    assert page.text("#problems-tab") == "Problems (2)"
    assert "This numbered line has no link and was not understood as an entry." in problems
    assert "lists/vision.md:12 · see also 2024-03-02.md:4" in problems
    assert "because of less weight: 1" in problems
    assert str(page.page.get_attribute("#problems-view a >> nth=0", "href")).endswith("/notes/2024-03-02.md")


def test_chinese_browsers_read_chinese_and_the_switch_goes_back(opened: Opener) -> None:
    page = opened(story(), "#arxiv%3A1512.03385", locale="zh-CN")
    assert page.text("#statement").startswith("2 篇笔记中提到：3 篇文章、6 篇论文、")
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    assert "作者" in page.text("#panel")

    page.page.click("#language")
    assert page.text("#statement").startswith("From 2 notes: ")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "Authors" in page.text("#panel")
    assert page.quiet


def test_both_languages_have_every_text(opened: Opener) -> None:
    page = opened(graph_of())
    keys = """Object.fromEntries(Object.entries(STRINGS).map(([language, texts]) => {
        const names = (value, path) => value && typeof value === "object" && !Array.isArray(value)
            ? Object.entries(value).flatMap(([key, inner]) => names(inner, `${path}.${key}`))
            : [`${path} ${value.length ?? 0} ${typeof value} ${String(value).match(/\\{\\d\\}/g) ?? ""}`
                .replace(/ \\d+ string/, " string")];
        return [language, names(texts, "").sort()];
    }))"""
    texts = page.evaluate(keys)

    assert texts["en"] == texts["zh"]


def test_the_page_knows_every_field_that_it_is_told(opened: Opener) -> None:
    page = opened(graph_of())
    fields = {field for told in FIELDS.values() for field in told}

    words = page.evaluate("STRINGS.en.fields")
    assert words == {field: word[0].upper() + word[1:] for field in fields for word in [WORDS.get(field, field)]}
    assert set(html.SHAPES) == set(page.evaluate("Object.keys(STRINGS.en.kinds)"))
    assert {*Status, GONE} == set(page.evaluate("Object.keys(STRINGS.en.statuses)"))
    assert set(Method) == set(page.evaluate("Object.keys(STRINGS.en.methods)"))


def test_dark_systems_get_dark_colours_at_once(opened: Opener) -> None:
    page = opened(story(), color_scheme="dark")
    assert page.evaluate("map.colours.paper") == "#80ffb3"

    page.page.emulate_media(color_scheme="light")
    page.until("map.colours.paper", "#1b0a5c")
    assert page.quiet


def test_hostile_texts_are_only_text(opened: Opener) -> None:
    page = opened(hostile())
    for place in range(page.evaluate("nodes.length")):
        page.evaluate(f"select({place})")
        assert page.evaluate("document.querySelectorAll('script').length") == 4 + 1 + len(html.SCRIPTS)
    assert (
        page.evaluate("document.querySelectorAll('#panel img, #panel svg:not(.icon), b, iframe, object').length") == 0
    )
    schemes = "[...document.querySelectorAll('a')].map(link => new URL(link.href).protocol)"
    assert set(page.evaluate(schemes)) <= {"https:", "http:"}
    assert page.quiet


def test_turned_text_is_made_visible_and_kept_apart(opened: Opener) -> None:
    page = opened(hostile())
    turned = page.evaluate("things.findIndex(thing => thing.name.startsWith('\\u202e'))")
    page.evaluate(f"select({turned})")

    assert page.text("#panel h2").startswith("⟨U+202E⟩gnp.exe <b>bold</b> ⟨U+2066⟩ &amp;")
    assert page.evaluate("document.querySelector('#panel h2').firstChild.tagName") == "BDI"
    assert HOSTILE[2].startswith("\u202e")


@pytest.mark.parametrize(
    "attempt",
    [
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.hurt = 1'}))",
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.hurt=1\">')",
        "setTimeout('window.hurt = 1')",
        "new Image().src = 'https://example.org/a.png'",
        "fetch('https://example.org/')",
        "navigator.sendBeacon('https://example.org/')",
        "document.body.append(Object.assign(document.createElement('iframe'), {src: 'https://example.org/'}))",
    ],
)
def test_the_policy_is_in_force(opened: Opener, attempt: str) -> None:
    """Also a mistake of ours would neither let a text act nor let anything out."""
    page = opened(story())
    page.evaluate(
        f"""new Promise(done => {{
        const tried = document.createElement("button");
        try {{ Promise.resolve({attempt}).catch(() => 0); }} catch {{ }}
        setTimeout(done, 200);
    }})"""
    )

    assert page.evaluate("window.hurt === undefined")
    assert page.requests == []
    assert page.errors != []


def test_a_page_past_the_limit_says_so_in_numbers(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LIMIT", 50)
    page = opened(large(300))

    total = page.evaluate("about.total")
    assert total > 250
    assert page.text("#cut") == f"There are {total} things; this page shows the 50 that are most connected."


def test_on_a_phone_nothing_is_wider_than_the_screen(opened: Opener) -> None:
    page = opened(story(), "#arxiv%3A1512.03385", **PHONE)
    for view in ("map", "table", "problems", "about"):
        page.page.click(f"#{view}-tab")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.querySelector('#panel').getBoundingClientRect().height") < 500
    assert page.quiet


def test_a_tap_beside_a_small_mark_still_finds_it(opened: Opener) -> None:
    page = opened(story(), **PHONE)
    x, y = page.evaluate(place_of("CVPR 2016"))
    page.page.touchscreen.tap(x + 9, y - 8)

    page.until("document.querySelector('#panel h2')?.textContent", "CVPR 2016")


def test_labels_lie_neither_over_one_another_nor_outside(opened: Opener) -> None:
    page = opened(story())
    boxes = page.evaluate(
        """(() => {
        const boxes = new Set(), add = Taken.prototype.add;
        Taken.prototype.add = function (box) { boxes.add(box); return add.call(this, box); };
        drawLabels(document.querySelector("#map canvas").getContext("2d"), map.network.getScale(), nodes.keys(), 0);
        return [...boxes];
    })()"""
    )
    over = [
        (a, b)
        for place, a in enumerate(boxes)
        for b in boxes[:place]
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]

    assert len(boxes) > 50
    assert over == []
    assert all(box[0] >= 0 and box[2] <= 1280 for box in boxes)


def test_the_mouse_shows_the_whole_name(opened: Opener) -> None:
    page = opened(story())
    page.page.mouse.move(*page.evaluate(place_of(RESNET)))

    page.until("document.querySelector('#tip').textContent", RESNET)
