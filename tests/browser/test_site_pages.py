"""The static site in a browser, from the disk and without a network."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from rdf_graphs import small_graph
from site_folder import written_site


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1200])
def test_pages_have_their_style_fit_the_screen_and_ask_for_nothing_else(
    browser: Browser, tmp_path: Path, width: int, scheme: str
) -> None:
    site = written_site(small_graph(), tmp_path)
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.goto((site / "index.html").as_uri())
    page.get_by_role("link", name="papers").click()
    page.get_by_role("link", name="ResRep: Lossless CNN Pruning").click()

    assert page.get_by_role("heading", level=1).inner_text() == "ResRep: Lossless CNN Pruning"
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(17, 21, 28)" if scheme == "dark" else "rgb(255, 255, 255)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Xiaohan Ding").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Xiaohan Ding"
    assert {url.partition(":")[0] for url in asked} == {"file"}
    assert told == []
    context.close()


def test_a_page_that_leads_on_does(browser: Browser, tmp_path: Path) -> None:
    site = written_site(small_graph(), tmp_path)
    page = browser.new_page()
    page.goto(next(iter(sorted((site / "evidence").glob("*.html")))).as_uri())
    page.wait_for_url("**/*.html#evidence/*")

    assert page.locator(":target").count() == 1
    page.close()
