"""What holds of a source where the configuration says nothing."""

from __future__ import annotations

import pytest

from papergraph.sources.settings import ARXIV, DAY, GITHUB, missing_age


def test_the_public_services_are_asked_over_tls() -> None:
    assert ARXIV.url == "https://export.arxiv.org/api/query"
    assert GITHUB.url == "https://api.github.com"


def test_papers_hold_for_long_and_stars_for_a_week() -> None:
    assert ARXIV.max_age == 90 * DAY
    assert GITHUB.max_age == 7 * DAY


def test_nothing_is_run_for_a_token_unless_somebody_says_so() -> None:
    assert not GITHUB.ask_gh


@pytest.mark.parametrize("days, missing", [(90, 7), (28, 7), (8, 2), (1, 0.25), (0, 0)])
def test_what_is_missing_is_looked_up_again_sooner_than_what_is_there(days: float, missing: float) -> None:
    assert missing_age(ARXIV._replace(max_age=days * DAY)) == missing * DAY
