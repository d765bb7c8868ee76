"""Topics in the reader's language: everywhere they show, by browser, configuration, switch, address and setting."""

from __future__ import annotations

import pytest

from opened_pages import Made, Opened, Opener
from page_graphs import (
    HOSTILE,
    hostile_labels,
    labelled,
    labelled_in_japanese,
    labelled_in_traditional_chinese,
    large,
    scheme,
)
from papergraph.model import Graph

DETECTION = {
    "en": "object detection",
    "zh-Hans": "目标检测",
    "zh-Hant": "物件偵測",
    "ja": "物体検出",
    "ko": "객체 탐지",
}
VISION = {"en": "computer vision", "zh-Hans": "计算机视觉", "ja": "コンピュータビジョン"}


def name_of(page: Opened, reference: str = "pgt:object-detection") -> str:
    """What the page calls a thing."""
    name: str = page.evaluate(
        "async reference => papergraph.app.graph.name(await papergraph.app.details.place(reference))", reference
    )
    return name


def found(page: Opened, query: str) -> list[tuple[str, str]]:
    """Search, and return the names that are listed, each with the label that stands beside it."""
    page.page.fill("#query", query)
    rows = page.page.locator("#found [role=option]")
    listed = []
    for row in rows.all():
        label = row.locator(".label")
        listed.append((row.locator("bdi").first.inner_text(), label.inner_text() if label.count() else ""))
    return listed


def topics_on_map(page: Opened) -> set[str]:
    """The labels of the map."""
    return set(page.drawn().evaluate("papergraph.app.map.labels.map(({thing}) => papergraph.app.map.labelText(thing))"))


@pytest.mark.parametrize(
    "locale,language,texts",
    [
        ("en-US", "en", "en"),
        ("zh-CN", "zh-Hans", "zh-Hans"),
        ("zh-TW", "zh-Hant", "zh-Hans"),
        ("ja-JP", "ja", "en"),
        ("ko-KR", "ko", "en"),
        ("fr-FR", "en", "en"),
    ],
)
def test_topics_are_called_as_the_readers_browser_speaks(
    opened: Opener, locale: str, language: str, texts: str
) -> None:
    page = opened(labelled, locale=locale)

    assert name_of(page) == DETECTION[language]
    assert name_of(page, "topic:reading list") == "reading list"
    assert page.evaluate("document.documentElement.lang") == texts
    assert DETECTION[language] in topics_on_map(page)
    assert page.quiet


@pytest.mark.parametrize(
    "graph,language,texts",
    [(labelled_in_japanese, "ja", "en"), (labelled_in_traditional_chinese, "zh-Hant", "zh-Hans")],
)
def test_the_configuration_chooses_before_the_browser(opened: Opener, graph: Made, language: str, texts: str) -> None:
    page = opened(graph, locale="ko-KR")

    assert name_of(page) == DETECTION[language]
    assert page.evaluate("document.documentElement.lang") == texts
    assert page.fragment() == ""


def test_the_nearest_language_stands_in_for_one_that_is_missing(opened: Opener) -> None:
    assert name_of(opened(labelled, locale="ko-KR"), "pgt:computer-vision") == "computer vision"
    assert name_of(opened(labelled, locale="zh-TW"), "pgt:slam") == "同步定位与建图"


def test_the_switch_renames_topics_everywhere(opened: Opener) -> None:
    page = opened(labelled, "#at=pgt:object-detection")
    assert page.told().text("#panel h2") == "object detection"
    page.page.click("#language")
    page.until("document.querySelector('#panel h2')?.textContent", "目标检测")

    panel = page.told().text("#panel")
    assert "目标检测" in panel.split("名称")[1]
    assert page.page.get_attribute("#panel h2 bdi", "lang") == "zh-Hans"
    assert page.text("#panel dd.broader bdi") == "计算机视觉"
    assert page.page.locator("#panel .neighbours .thing", has_text="计算机视觉").count() == 1
    assert {"object detection", "detector", "物体検出", "物体检测", "객체 탐지"} <= {
        text for line in page.page.locator("#panel dd.labels bdi").all_inner_texts() for text in [line]
    }
    page.view("table")
    assert {"目标检测", "计算机视觉", "reading list"} <= set(
        page.page.locator("#table-view tbody th").all_inner_texts()
    )
    page.page.click("#language")
    assert {"object detection", "computer vision"} <= set(page.page.locator("#table-view tbody th").all_inner_texts())
    assert page.quiet


def test_the_switch_renames_the_map_and_the_neighbourhood(opened: Opener) -> None:
    page = opened(labelled)
    assert "object detection" in topics_on_map(page)
    page.page.click("#language")
    assert "目标检测" in topics_on_map(page)
    assert "object detection" not in topics_on_map(page)

    page.view("near")
    page.until("papergraph.near.things.length > 5")
    spoken = """async () => {
        const pen = CanvasRenderingContext2D.prototype, write = pen.fillText, seen = [];
        pen.fillText = function (text, ...rest) { seen.push(text); return write.call(this, text, ...rest); };
        document.querySelector("#language").click();
        await new Promise(done => setTimeout(done, 300));
        pen.fillText = write;
        return seen;
    }"""
    assert "computer vision" in page.evaluate(spoken)
    assert "计算机视觉" in page.evaluate(spoken)
    assert page.quiet


def test_the_switch_leads_back_to_the_readers_own_language(opened: Opener) -> None:
    page = opened(labelled, locale="ja-JP")
    assert name_of(page) == "物体検出"
    page.page.click("#language")
    assert name_of(page) == "目标检测"
    page.page.click("#language")
    assert name_of(page) == "物体検出"
    assert page.fragment() == "#lang=ja-JP"


def test_a_setting_chooses_the_language_of_topics_alone(opened: Opener) -> None:
    page = opened(labelled, locale="zh-CN").settings()
    options = page.page.locator("#names option").all_inner_texts()
    assert options == ["English", "日本語", "한국어", "简体中文", "繁體中文"]
    assert page.page.input_value("#names") == "zh-Hans"

    page.page.select_option("#names", "ja")
    assert name_of(page) == "物体検出"
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    assert page.fragment() == "#names=ja"
    again = opened(labelled, page.fragment(), locale="en-US")
    assert name_of(again) == "物体検出"
    assert again.evaluate("document.documentElement.lang") == "en"
    page.page.click("#language")
    assert name_of(page) == "object detection"


def test_without_labels_there_is_nothing_to_choose(opened: Opener) -> None:
    assert opened(plain).settings().page.locator("#names").count() == 0


def plain() -> Graph:
    """Topics without labels."""
    return large(40)


@pytest.mark.parametrize("fragment,language", [("#lang=ko", "ko"), ("#lang=zh-Hant", "zh-Hant"), ("#lang=xx", "ja")])
def test_the_address_chooses_a_language_that_the_page_has(opened: Opener, fragment: str, language: str) -> None:
    assert name_of(opened(labelled_in_japanese, fragment)) == DETECTION[language]


@pytest.mark.parametrize(
    "query,label",
    [
        ("object detection", ""),
        ("目标检测", "目标检测"),
        ("物件偵測", "物件偵測"),
        ("物体検出", "物体検出"),
        ("객체", "객체 탐지"),
        ("ＤＥＴＥＣＴＯＲ", "detector"),
    ],
)
def test_any_label_finds_the_topic_and_stands_beside_its_name(standing: Opener, query: str, label: str) -> None:
    assert ("object detection", label) in found(standing(labelled), query)


@pytest.mark.parametrize(
    "query,label", [("目标检测", ""), ("object detection", "object detection"), ("検出", "物体検出")]
)
def test_what_is_found_is_called_in_the_readers_language(standing: Opener, query: str, label: str) -> None:
    assert found(standing(labelled, locale="zh-CN"), query) == [("目标检测", label)]


def test_a_topic_of_another_language_is_found_together_with_a_neighbour(standing: Opener) -> None:
    assert "Deep Residual Learning for Image Recognition" in {
        name for name, _ in found(standing(labelled), "residual 目标检测")
    }


def test_communities_and_discs_are_called_in_the_readers_language(opened: Opener) -> None:
    page = opened(communal, locale="zh-CN")
    names = """papergraph.app.graph.header.communities.filter(topic => topic !== null)
        .map(topic => papergraph.app.graph.name(topic))"""
    assert page.evaluate(names)
    assert all(name.startswith("主题") for name in page.evaluate(names))
    page.evaluate("papergraph.app.setLayout('topics')")
    page.page.click("#language")

    assert all(name.startswith("topic") for name in page.drawn().evaluate(names))
    assert page.quiet


def communal() -> Graph:
    """A large graph whose topics have labels."""
    graph = large(600)
    labels: dict[str, dict[str, tuple[str, ...]]] = {
        str(one.reference): {"en": (f"topic {k}",), "zh-Hans": (f"主题{k}",)}
        for k, one in enumerate(graph.topics.values())
    }
    told = zip(graph.topics.items(), scheme(labels), strict=True)
    return graph._replace(topics={one: topic._replace(labels=record.labels) for (one, topic), record in told})


@pytest.mark.parametrize("locale,where", [("en-US", "in the title"), ("zh-CN", "在标题中")])
def test_a_link_to_a_topic_says_in_which_text_it_is_named(opened: Opener, locale: str, where: str) -> None:
    page = opened(labelled, locale=locale).select("Deep Residual Learning for Image Recognition")
    evidence = page.page.locator("#panel .neighbours > li", has_text=name_of(page)).locator(".evidence").inner_text()

    assert evidence.endswith(where)
    assert "detector" in evidence
    assert evidence.startswith({"en-US": "text", "zh-CN": "文本"}[locale])


def test_of_several_texts_the_number_is_told(opened: Opener) -> None:
    page = opened(labelled).select("Attention Is All You Need")

    assert page.page.locator("#panel .evidence", has_text="in tip 3").count() == 1


@pytest.mark.parametrize("fragment", ["", "#lang=__proto__", "#names=constructor&lang=<b>"])
def test_hostile_labels_and_languages_are_only_text(opened: Opener, fragment: str) -> None:
    page = opened(hostile_labels, fragment).settings()
    before = page.page.locator("img, script").count()
    for query in HOSTILE:
        found(page, query)
    for number in range(len(HOSTILE)):
        page.evaluate(
            "async place => papergraph.app.select(await papergraph.app.details.place(place))", f"pgt:t{number}"
        )
        page.told()
        page.page.click("#language")
        page.told()
    for language in page.evaluate("papergraph.app.graph.labels.languages"):
        page.evaluate("language => papergraph.app.speak(null, language)", language)
    for view in ("near", "table", "map"):
        page.view(view)

    assert page.page.locator("img, script").count() == before + 1  # vis-network
    assert page.quiet
