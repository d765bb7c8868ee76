"""The emulated arXiv does what the live one does, and the real `arxiv.Client` behaves against it as it is known to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import arxiv
import pytest
import requests
from lxml import etree

from emulated_arxiv import (
    ArxivEmulator,
    Paper,
    duplicated,
    malformed_id,
    many_papers,
    other_papers,
    paper,
    partial_entry,
    wrong_total,
)
from emulation import Action, gaps
from emulators import faults
from emulators.arxiv_search import MalformedQueryError, matches, parse

NAMES = {"a": "http://www.w3.org/2005/Atom", "o": "http://a9.com/-/spec/opensearch/1.1/"}
BOTNET = paper(
    "2101.11605",
    title="Bottleneck Transformers for Visual Recognition",
    authors=("Aravind Srinivas", ("Tsung-Yi Lin", "Google", "Berkeley")),
    categories=("cs.CV", "cs.AI"),
    comment="Technical Report, 20 pages",
    doi="10.1109/x&y",
    journal_ref="CVPR 2021 <1>",
).revised(datetime(2021, 8, 2, 18, 24, 31, tzinfo=UTC), title="Bottleneck Transformers, Again")
OLD = paper("astro-ph/0601001", title="Hot Jupiters", categories=("astro-ph",))
PAPERS = many_papers(150)
IDENTIFIERS = [one.identifier for one in PAPERS]
PLAIN = paper("2007.03260", title="Lossless Pruning of Networks", authors=("Xiaohan Ding",))


def feed(server: ArxivEmulator, **parameters: Any) -> etree._Element:
    """The feed for some parameters."""
    answer = requests.get(server.query_url, params=parameters, timeout=30)
    assert answer.status_code == 200, answer.text
    return etree.fromstring(answer.content)


def identifiers(found: etree._Element) -> list[str]:
    """The identifiers of the entries, without the address before them."""
    return [str(node.text).removeprefix("http://arxiv.org/abs/") for node in found.findall("a:entry/a:id", NAMES)]


def number(found: etree._Element, name: str) -> int:
    """One of the three OpenSearch numbers."""
    return int(found.findtext(f"o:{name}", "", NAMES))


def client(server: ArxivEmulator, **options: Any) -> arxiv.Client:
    """The real client, over the emulator, without its delay."""
    made = arxiv.Client(**{"page_size": 100, "delay_seconds": 0, "num_retries": 0, **options})
    made.query_url_format = f"{server.query_url}?{{}}"
    return made


def found(server: ArxivEmulator, papers: Sequence[str], **options: Any) -> list[str]:
    """The short identifiers that the real client gets."""
    search = arxiv.Search(id_list=list(papers), max_results=None)
    return [result.get_short_id() for result in client(server, **options).results(search)]


def test_an_unversioned_identifier_means_the_latest_version() -> None:
    with ArxivEmulator([BOTNET, OLD]) as server:
        shown = feed(server, id_list="2101.11605")

    assert identifiers(shown) == ["2101.11605v2"]
    assert shown.findtext("a:entry/a:title", None, NAMES) == "Bottleneck Transformers, Again"
    assert shown.findtext("a:entry/a:published", None, NAMES) == "2021-01-27T18:55:27Z"
    assert shown.findtext("a:entry/a:updated", None, NAMES) == "2021-08-02T18:24:31Z"


def test_a_version_is_that_version_and_both_are_both() -> None:
    with ArxivEmulator([BOTNET]) as server:
        assert identifiers(feed(server, id_list="2101.11605v1")) == ["2101.11605v1"]
        assert sorted(identifiers(feed(server, id_list="2101.11605,2101.11605v1"))) == ["2101.11605v1", "2101.11605v2"]
        assert identifiers(feed(server, id_list="2101.11605v3")) == []
        assert identifiers(feed(server, id_list="2101.11605v0")) == []


def test_what_does_not_exist_is_silently_absent() -> None:
    with ArxivEmulator([BOTNET]) as server:
        some, none = feed(server, id_list="2101.11605,9912.99999"), feed(server, id_list="9912.99999")

    assert (identifiers(some), number(some, "totalResults")) == (["2101.11605v2"], 1)
    assert (identifiers(none), number(none, "totalResults")) == ([], 0)


def test_a_repeated_identifier_comes_once() -> None:
    with ArxivEmulator([BOTNET]) as server:
        shown = feed(server, id_list="2101.11605,2101.11605v2,2101.11605")

    assert identifiers(shown) == ["2101.11605v2"]


def test_the_order_is_not_that_of_the_request() -> None:
    papers = many_papers(30)
    names = [one.identifier for one in papers]
    with ArxivEmulator(papers) as server:
        one, other = (
            identifiers(feed(server, id_list=",".join(list_), max_results=50)) for list_ in (names, names[::-1])
        )

    assert one == other
    assert len(one) == 30
    assert [name.partition("v")[0] for name in one] not in (names, names[::-1])


@pytest.mark.parametrize("name", ["abc", "2101.116", "21011.605", "http://arxiv.org/abs/x"])
def test_a_malformed_identifier_fails_the_whole_request(name: str) -> None:
    with ArxivEmulator([BOTNET]) as server:
        answer = requests.get(server.query_url, params={"id_list": f"2101.11605,{name}"}, timeout=30)
    refusal = etree.fromstring(answer.content)

    assert answer.status_code == 400
    assert refusal.findtext("a:entry/a:summary", None, NAMES) == f"incorrect id format for {name}"
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"


@pytest.mark.parametrize("name", ["arXiv:2101.11605", " 2101.11605", "math.GT/0309136", "2101.11605.pdf"])
def test_a_nearly_right_identifier_passes_the_check_and_matches_nothing(name: str) -> None:
    with ArxivEmulator([BOTNET]) as server:
        assert identifiers(feed(server, id_list=name)) == []


def test_ten_results_are_the_default_and_pages_follow_one_another() -> None:
    papers = many_papers(25)
    names = ",".join(one.identifier for one in papers)
    with ArxivEmulator(papers) as server:
        first = feed(server, id_list=names)
        rest = feed(server, id_list=names, start=10, max_results=20)
        none = feed(server, id_list=names, max_results=0)

    assert [len(identifiers(page)) for page in (first, rest, none)] == [10, 15, 0]
    assert len({*identifiers(first), *identifiers(rest)}) == 25
    assert [number(first, name) for name in ("totalResults", "itemsPerPage", "startIndex")] == [25, 10, 0]
    assert [number(rest, name) for name in ("totalResults", "itemsPerPage", "startIndex")] == [25, 20, 10]


@pytest.mark.parametrize(
    "parameters, message",
    [
        ({"start": "x"}, "start must be an integer"),
        ({"start": "-1"}, "start must be non-negative"),
        ({"max_results": "1.5"}, "max_results must be an integer"),
        ({"max_results": "-5"}, "max_results must be non-negative"),
        ({"sortBy": "size"}, "sortBy must be in: lastUpdatedDate, relevance, submittedDate"),
        ({"sortOrder": "up"}, "sortOrder must be in: ascending, descending"),
        ({"search_query": "(ti:x"}, "malformed query: a parenthesis is open"),
    ],
)
def test_wrong_parameters_are_refused(parameters: dict[str, str], message: str) -> None:
    with ArxivEmulator([BOTNET]) as server:
        answer = requests.get(server.query_url, params=parameters, timeout=30)

    assert answer.status_code == 400
    assert etree.fromstring(answer.content).findtext("a:entry/a:summary", None, NAMES) == message


def test_results_are_sorted_by_date_when_asked() -> None:
    first = paper("2001.00001", date=datetime(2020, 1, 1, tzinfo=UTC)).revised(datetime(2023, 1, 1, tzinfo=UTC))
    second = paper("2101.00001", date=datetime(2021, 1, 1, tzinfo=UTC))
    with ArxivEmulator([first, second]) as server:

        def order(**how: str) -> list[str]:
            return identifiers(feed(server, id_list="2001.00001,2101.00001", **how))

        assert order(sortBy="submittedDate") == ["2101.00001v1", "2001.00001v2"]
        assert order(sortBy="submittedDate", sortOrder="ascending") == ["2001.00001v2", "2101.00001v1"]
        assert order(sortBy="lastUpdatedDate") == ["2001.00001v2", "2101.00001v1"]


def test_six_hundred_and_forty_two_identifiers_are_too_long_for_one_address_but_not_for_a_form() -> None:
    names = [f"2101.{k:05d}" for k in range(642)]
    with ArxivEmulator([BOTNET]) as server:
        codes = [
            requests.get(server.query_url, params={"id_list": ",".join(list_)}, timeout=30).status_code
            for list_ in (names, names[:500])
        ]
        posted = requests.post(server.query_url, data={"id_list": ",".join([*names, "2101.11605"])}, timeout=30)

    assert codes == [414, 200]
    assert identifiers(etree.fromstring(posted.content)) == ["2101.11605v2"]


def test_pages_beyond_the_window_of_the_index_are_an_error() -> None:
    with ArxivEmulator([BOTNET]) as server:
        answer = requests.get(server.query_url, params={"search_query": "all:x", "start": "12000"}, timeout=30)

    assert answer.status_code == 500


@pytest.mark.parametrize(
    "query, names",
    [
        ('ti:"bottleneck transformers"', ["2101.11605v2"]),
        ('ti:"Lossless  Pruning"', ["2007.03260v1"]),
        ('ti:"pruning lossless"', []),
        ('ti:"lossless pruning of network"', ["2007.03260v1"]),
        ("au:ding", ["2007.03260v1"]),
        ('au:"tsung yi lin"', ["2101.11605v2"]),
        ("cat:cs.CV", ["2101.11605v2"]),
        ("jupiter", ["astro-ph/0601001v1"]),
        ("all:pruning", ["2007.03260v1"]),
        ('ti:"hot jupiters" OR au:ding', ["2007.03260v1", "astro-ph/0601001v1"]),
        ('ti:"hot jupiters" AND au:ding', []),
        ("cat:cs.LG ANDNOT au:nobody", ["2007.03260v1"]),
        ('(ti:"hot jupiters" OR ti:pruning) AND (au:ding OR co:report)', ["2007.03260v1"]),
        ("jr:cvpr", ["2101.11605v2"]),
        ("abs:subject", ["2007.03260v1", "2101.11605v2", "astro-ph/0601001v1"]),
    ],
)
def test_queries_find_papers(query: str, names: list[str]) -> None:
    with ArxivEmulator([BOTNET, OLD, PLAIN]) as server:
        shown = feed(server, search_query=query)

    assert sorted(identifiers(shown)) == names
    assert number(shown, "totalResults") == len(names)


def test_a_query_searches_only_among_the_identifiers_that_come_with_it() -> None:
    with ArxivEmulator([BOTNET, OLD, PLAIN]) as server:
        shown = feed(server, search_query="abs:subject", id_list="2101.11605v1,2007.03260")

    assert sorted(identifiers(shown)) == ["2007.03260v1", "2101.11605v1"]


@pytest.mark.parametrize("query", ["(", ")", "ti:x AND", "OR", "ti:x ti:y", '"open', "(ti:x))"])
def test_malformed_queries_are_told(query: str) -> None:
    with pytest.raises(MalformedQueryError):
        parse(query)


def test_a_phrase_without_words_matches_nothing() -> None:
    assert not matches(parse('ti:"--"'), {"ti": "-- x"})


def test_entries_say_everything_that_is_known() -> None:
    with ArxivEmulator([BOTNET]) as server:
        (result,) = client(server).results(arxiv.Search(id_list=["2101.11605v1"]))

    assert result.entry_id == "http://arxiv.org/abs/2101.11605v1"
    assert result.title == "Bottleneck Transformers for Visual Recognition"
    assert [(author.name, author.affiliation) for author in result.authors] == [
        ("Aravind Srinivas", []),
        ("Tsung-Yi Lin", ["Google", "Berkeley"]),
    ]
    assert (result.primary_category, result.categories) == ("cs.CV", ["cs.CV", "cs.AI"])
    assert (result.doi, result.journal_ref) == ("10.1109/x&y", "CVPR 2021 <1>")
    assert result.comment == "Technical Report, 20 pages"
    assert result.pdf_url == "https://arxiv.org/pdf/2101.11605v1"
    assert result.published == result.updated == datetime(2021, 1, 27, 18, 55, 27, tzinfo=UTC)


def test_a_withdrawn_paper_has_a_new_version_that_says_so() -> None:
    with ArxivEmulator([BOTNET.withdrawn()]) as server:
        (result,) = client(server).results(arxiv.Search(id_list=["2101.11605"]))

    assert result.get_short_id() == "2101.11605v3"
    assert "withdrawn" in str(result.comment)
    assert result.pdf_url


def test_links_of_november_2025_tell_no_pdf() -> None:
    with ArxivEmulator([BOTNET], generation="nov2025") as server:
        (result,) = client(server).results(arxiv.Search(id_list=["2101.11605"]))

    assert result.pdf_url is None


def test_the_date_of_an_update_meant_something_else_in_november_2025() -> None:
    first = datetime(2022, 1, 31, tzinfo=UTC)
    known = paper("2201.13452", date=first, changed=datetime(2022, 2, 1, tzinfo=UTC))
    with ArxivEmulator([known], generation="nov2025") as then, ArxivEmulator([known]) as now:
        dates = [feed(server, id_list="2201.13452").findtext("a:entry/a:updated", "", NAMES) for server in (then, now)]

    assert dates == ["2022-02-01T00:00:00Z", "2022-01-31T00:00:00Z"]


def test_the_server_before_that_counted_what_is_missing_and_kept_the_order() -> None:
    with ArxivEmulator([BOTNET, OLD], generation="legacy") as server:
        shown = feed(server, id_list="astro-ph/0601001,9912.99999,2101.11605")
        answer = requests.get(server.query_url, params={"id_list": "abc"}, timeout=30)

    assert number(shown, "totalResults") == 3
    assert len(shown.findall("a:entry", NAMES)) == 3
    assert identifiers(shown) == ["astro-ph/0601001v1", "2101.11605v2"]
    assert answer.status_code == 400
    assert "incorrect id format for abc" in answer.text


def test_a_pace_refuses_whoever_comes_too_early() -> None:
    with ArxivEmulator([BOTNET], pace=3.0) as server:
        codes = []
        for wait in (0, 3, 2.9):
            server.clock.sleep(wait)
            codes.append(requests.get(server.query_url, params={"id_list": "2101.11605"}, timeout=30).status_code)

    assert codes == [200, 200, 429]
    assert gaps(server.requests) == [3, pytest.approx(2.9)]


def test_the_log_names_what_was_asked_for() -> None:
    with ArxivEmulator([BOTNET]) as server:
        feed(server, id_list="2101.11605v1,astro-ph/0601001")
        feed(server, search_query="ti:x")

    assert server.requests[0].references == {"2101.11605v1", "2101.11605", "astro-ph/0601001"}
    assert server.requests[1].references == frozenset()
    assert faults.mentions("arxiv:2101.11605")(server.requests[0])


def test_another_path_is_not_found() -> None:
    with ArxivEmulator([BOTNET]) as server:
        assert requests.get(server.url + "/abs/2101.11605", timeout=30).status_code == 404


def test_the_claimed_total_can_be_that_of_a_larger_archive() -> None:
    with ArxivEmulator([BOTNET], total=214_881) as server:
        assert number(feed(server, search_query="bottleneck"), "totalResults") == 214_881


def test_many_papers_are_the_same_every_time_and_as_strange_as_real_ones() -> None:
    papers = many_papers(1000)
    names = {author[0] for one in papers for version in one.versions for author in version.authors}

    assert papers == many_papers(1000)
    assert papers[:10] == many_papers(10)
    assert len({one.identifier for one in papers}) == 1000
    assert all(re.fullmatch(r"\d{4}\.\d{5}", one.identifier) for one in papers)
    assert len({version.title for one in papers for version in one.versions[-1:]}) == 1000
    assert {"Łukasz Kaiser", "王小明", "Yuchen, Guo", 'Bernhard Sch\\"olkopf'} <= names
    assert 0 < sum(one.latest > 1 for one in papers) < 500
    assert 0 < sum(one.versions[-1].doi is not None for one in papers) < 500


def test_the_client_gets_every_paper_of_a_batch() -> None:
    with ArxivEmulator(PAPERS) as server:
        short = found(server, IDENTIFIERS[:100])

    assert len(set(short)) == 100
    assert len(server.requests) == 1


def test_the_client_stops_at_a_hundred_results_unless_told_otherwise() -> None:
    with ArxivEmulator(PAPERS) as server:
        capped = list(client(server).results(arxiv.Search(id_list=list(IDENTIFIERS))))
        whole = found(server, IDENTIFIERS)

    assert (len(capped), len(whole)) == (100, 150)


def test_the_client_is_silent_about_what_is_missing() -> None:
    with ArxivEmulator(PAPERS) as server:
        assert found(server, ["9912.99999"]) == []


@pytest.mark.parametrize(
    "fault",
    [faults.captive_portal(), faults.rate_exceeded(), faults.empty_body(), malformed_id(code=200)],
    ids=["portal", "plain text", "empty", "old error feed"],
)
def test_the_client_takes_an_outage_for_an_empty_result(fault: Action) -> None:
    with ArxivEmulator(PAPERS) as server:
        server.faults.add(fault)

        assert found(server, IDENTIFIERS[:3]) == []


@pytest.mark.parametrize("code", [400, 403, 404, 429, 500, 503])
def test_the_client_retries_every_status_and_raises(code: int) -> None:
    with ArxivEmulator(PAPERS) as server:
        server.faults.add(faults.status(code, Retry_After="1"))
        with pytest.raises(arxiv.HTTPError) as raised:
            found(server, IDENTIFIERS[:3], num_retries=2)

    assert raised.value.status == code
    assert len(server.requests) == 3


def test_the_client_gives_the_last_entry_of_a_cut_feed_in_part() -> None:
    with ArxivEmulator(PAPERS) as server:
        server.faults.add(faults.cut(after=b"<name>"))
        results = list(client(server).results(arxiv.Search(id_list=list(IDENTIFIERS[:3]))))

    assert len(results) == 3
    assert results[-1].authors[-1].name == ""


def test_the_client_skips_an_entry_without_dates_and_then_repeats_another() -> None:
    with ArxivEmulator(PAPERS) as server:
        server.faults.add(partial_entry(position=0), times=1)
        short = found(server, IDENTIFIERS[:3], page_size=3)

    assert (len(short), len(set(short))) == (3, 2)
    assert [request.query["start"] for request in server.requests] == ["0", "2"]


def test_the_client_passes_on_what_it_was_not_asked_for() -> None:
    with ArxivEmulator(PAPERS) as server:
        server.faults.add(other_papers(BOTNET))

        assert found(server, IDENTIFIERS[:1]) == ["2101.11605v2"]


def test_the_client_passes_on_duplicates() -> None:
    with ArxivEmulator(PAPERS) as server:
        server.faults.add(duplicated())
        server.faults.add(wrong_total(3))
        short = found(server, IDENTIFIERS[:3])

    assert len(short) == 6
    assert len(set(short)) == 3


def test_the_client_raises_on_an_empty_later_page() -> None:
    with ArxivEmulator(PAPERS) as server:
        server.faults.add(wrong_total(500))
        with pytest.raises(arxiv.UnexpectedEmptyPageError):
            found(server, IDENTIFIERS[:100])


def test_the_client_keeps_one_connection() -> None:
    with ArxivEmulator(PAPERS) as server:
        found(server, IDENTIFIERS, page_size=50)

    assert [request.connection for request in server.requests] == [1, 1, 1]


def test_a_wrong_total_leaves_the_entries_alone() -> None:
    with ArxivEmulator([BOTNET]) as server:
        server.faults.add(wrong_total(7))
        shown = feed(server, id_list="2101.11605")

    assert (number(shown, "totalResults"), identifiers(shown)) == (7, ["2101.11605v2"])


def test_a_partial_entry_is_the_last_one_unless_told_otherwise() -> None:
    known: list[Paper] = [BOTNET, OLD]
    with ArxivEmulator(known, order="given") as server:
        server.faults.in_turn(partial_entry(), partial_entry("title", position=0), partial_entry())
        both = "2101.11605,astro-ph/0601001"
        last, first, none = (feed(server, id_list=names) for names in (both, both, "9912.99999"))

    assert [len(entry.findall("a:author", NAMES)) for entry in last.findall("a:entry", NAMES)] == [2, 0]
    assert [len(entry.findall("a:title", NAMES)) for entry in first.findall("a:entry", NAMES)] == [0, 1]
    assert identifiers(none) == []


def test_a_refusal_can_come_for_whatever_was_asked() -> None:
    with ArxivEmulator([BOTNET]) as server:
        server.faults.add(malformed_id("2101.11605"))
        answer = requests.get(server.query_url, params={"id_list": "2101.11605"}, timeout=30)

    assert answer.status_code == 400
    assert "incorrect id format for 2101.11605" in answer.text
