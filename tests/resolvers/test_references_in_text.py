"""Identifiers that stand bare in running text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.resolvers import references_in_text


@pytest.mark.parametrize(
    "text, found",
    [
        ("see arXiv:1706.03762 for more", [("arxiv:1706.03762", "arXiv:1706.03762")]),
        ("arXiv preprint arXiv:1706.03762v5 (2017).", [("arxiv:1706.03762", "arXiv:1706.03762v5")]),
        ("arXiv: 1706.03762.", [("arxiv:1706.03762", "arXiv: 1706.03762")]),
        ("arXiv 1706.03762", [("arxiv:1706.03762", "arXiv 1706.03762")]),
        ("论文arXiv：1706.03762，代码", [("arxiv:1706.03762", "arXiv：1706.03762")]),
        ("[arXiv:hep-th/9901001v3]", [("arxiv:hep-th/9901001", "arXiv:hep-th/9901001v3")]),
        ("arXiv:math.GT/0309136", [("arxiv:math/0309136", "arXiv:math.GT/0309136")]),
        ("ARXIV:1706.03762 [cs.CL]", [("arxiv:1706.03762", "ARXIV:1706.03762")]),
        ("doi:10.1109/CVPR.2016.90.", [("doi:10.1109/cvpr.2016.90", "doi:10.1109/CVPR.2016.90")]),
        ("DOI: 10.1109/CVPR.2016.90, 2016", [("doi:10.1109/cvpr.2016.90", "DOI: 10.1109/CVPR.2016.90")]),
        (
            "(doi:10.1016/S0004-3702(97)00043-X)",
            [("doi:10.1016/s0004-3702(97)00043-x", "doi:10.1016/S0004-3702(97)00043-X")],
        ),
        ("DOI：10.1109/CVPR.2016.90。", [("doi:10.1109/cvpr.2016.90", "DOI：10.1109/CVPR.2016.90")]),
        ("doi:10.48550/arXiv.1706.03762", [("arxiv:1706.03762", "doi:10.48550/arXiv.1706.03762")]),
        (
            "arXiv:1706.03762; arXiv:1810.04805",
            [("arxiv:1706.03762", "arXiv:1706.03762"), ("arxiv:1810.04805", "arXiv:1810.04805")],
        ),
    ],
)
def test_identifiers_are_found_where_they_stand(text: str, found: list[tuple[str, str]]) -> None:
    assert [(str(reference), text[start:end]) for reference, start, end in references_in_text(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1706.03762",
        "10.1109/CVPR.2016.90",
        "arXiv:1713.03762",
        "arXiv:1706.0376",
        "arXiv:1706.037621",
        "arXiv 2021",
        "https://arxiv.org/abs/1706.03762",
        "https://doi.org/10.1109/CVPR.2016.90",
        "https://ui.adsabs.harvard.edu/abs/arXiv:1706.03762",
        "myarXiv:1706.03762",
        "doi:10.99/x",
        "doi: soon",
    ],
)
def test_what_is_invalid_or_part_of_a_url_is_left_alone(text: str) -> None:
    assert not list(references_in_text(text))


@given(st.text(alphabet="arXivdo: :：10.9/(),。\n", max_size=60))
@settings(max_examples=100)
def test_places_are_in_order_and_do_not_overlap(text: str) -> None:
    places = [place for _, start, end in references_in_text(text) for place in (start, end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
