"""The search by title: what may be searched for, what is found, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulated_arxiv import ArxivEmulator, duplicated, paper, partial_entry, wrong_total
from emulation import Action, FakeClock, gaps
from emulators.arxiv_records import Paper as Recorded
from emulators.faults import captive_portal, cut, from_the, nth, rate_exceeded, status, too_many_requests, unavailable
from handmade import catalog_paper, catalog_repository, entry, fetched_paper, names, reading
from papergraph.model import Note, Paper, Reading, Record, Reference
from papergraph.sources.arxiv_titles import (
    BATCH,
    LONGEST,
    MOST_REQUESTS,
    MOST_RESULTS,
    Named,
    TitleSource,
    contradicted,
    named_only,
    titles_of,
)
from papergraph.sources.asking import Heard
from papergraph.sources.settings import ARXIV
from papergraph.store import Answer, Kept, State
from papergraph.titles import normal_title
from store_answers import at, in_memory
from ways import a_way, answers, hear, states, stop, stored

OK, MISSING, ERROR = State.OK, State.MISSING, State.ERROR
RESREP = "ResRep: Lossless CNN Pruning via Decoupling Remembering and Forgetting"
BOTNET = "Bottleneck Transformers for Visual Recognition"
PAPERS = [paper("2007.03260", title=RESREP), paper("2101.11605", title=BOTNET), paper("1706.00001", title="Other")]


def key(title: str) -> Reference:
    """The reference of a title."""
    return Reference("title", normal_title(title))


def plain(*titles: str) -> dict[Reference, Named]:
    """Papers that are named by title, of which nothing else is known."""
    return {key(title): Named(title, frozenset(), "") for title in titles}


@pytest.fixture
def clock() -> FakeClock:
    """The clock of server and client."""
    return FakeClock()


@pytest.fixture
def server(clock: FakeClock) -> Iterator[ArxivEmulator]:
    """Three papers."""
    with ArxivEmulator(PAPERS, clock) as running:
        yield running


def search(server: ArxivEmulator, *titles: str) -> list[Heard]:
    """What the source hears."""
    source = TitleSource(plain(*titles), ARXIV._replace(url=server.query_url))
    with a_way(server.clock) as way:
        return hear(source, list(plain(*titles)), way)


def state(server: ArxivEmulator, title: str) -> State:
    """What becomes of one title."""
    return states(search(server, title))[str(key(title))]


def test_it_wants_the_titles_that_it_was_given_and_keeps_what_it_found_as_long_as_what_it_did_not() -> None:
    source = TitleSource(plain(BOTNET))

    assert (source.name, source.title, source.missing_age) == ("arxiv-title", "arXiv, by title", ARXIV.max_age)
    assert source.wants(key(BOTNET))
    assert not source.wants(key(RESREP))
    assert not source.wants(Reference("arxiv", "2101.11605"))


def test_a_paper_is_found_by_its_title(server: ArxivEmulator) -> None:
    source = TitleSource(plain(BOTNET, "No Such Paper Exists"))
    told = answers(search(server, BOTNET, "No Such Paper Exists"))

    (record,) = source.records(stored(source, told[str(key(BOTNET))]))
    assert isinstance(record, Paper)
    assert (str(record.reference), record.title, record.origin.source) == ("arxiv:2101.11605", BOTNET, "arXiv")
    missing = told[str(key("No Such Paper Exists"))]
    assert (missing.state, missing.message) == (MISSING, "no paper on arXiv has this title")
    assert source.records(stored(source, missing)) == ()


@pytest.mark.parametrize(
    "written",
    [
        "bottleneck transformers for visual recognition",
        "Bottleneck Transformers for Visual Recognition.",
        "Bottleneck  Transformers -- for “Visual” Recognition!",
        "ＢＯＴＴＬＥＮＥＣＫ Transformers for Visual Recognition",
    ],
)
def test_spelling_that_does_not_matter_does_not_matter(server: ArxivEmulator, written: str) -> None:
    assert key(written) == key(BOTNET)
    assert state(server, written) in ({OK} if written.isascii() or "“" in written else {OK, MISSING})


@pytest.mark.parametrize(
    "written",
    ["Bottleneck Transformers for Visual", "Transformers for Visual Recognition", "ResRep Lossless CNN Pruning"],
)
def test_a_part_of_a_title_is_not_the_title(server: ArxivEmulator, written: str) -> None:
    assert state(server, written) is MISSING


def test_several_titles_share_a_request(server: ArxivEmulator) -> None:
    titles = [BOTNET, RESREP, *(f"A Title That Nobody Has Given Yet {letter}" for letter in "ABCDEFGHI")]

    heard = search(server, *titles)

    assert list(states(heard)) == [str(key(title)) for title in titles]
    assert [one.requests for one in heard] == [1, 2]
    assert [request.query["search_query"].count("ti:") for request in server.requests] == [BATCH, 1]
    assert gaps(server.requests) == [3.0]
    assert server.requests[0].query["max_results"] == str(MOST_RESULTS)


@pytest.mark.parametrize(
    "title", ['Quotes " in " a title of a paper', "AND OR ANDNOT (all:words) of a query", "a & b = c? %22 + #1 of ten"]
)
def test_what_a_title_holds_is_no_part_of_the_query(server: ArxivEmulator, title: str) -> None:
    heard = search(server, title, BOTNET)

    assert states(heard) == {str(key(title)): MISSING, str(key(BOTNET)): OK}
    assert len(server.requests) == 1


def test_two_papers_of_one_title_are_none_of_them(clock: FakeClock) -> None:
    with ArxivEmulator([*PAPERS, paper("2202.00001", title=f"{BOTNET}.")], clock) as server:
        told = answers(search(server, BOTNET))[str(key(BOTNET))]

    assert (told.state, told.message) == (MISSING, "several papers on arXiv have this title")


def test_a_paper_that_comes_twice_is_one(server: ArxivEmulator) -> None:
    server.faults.add(duplicated())

    assert state(server, BOTNET) is OK


def crowd(title: str, month: int = 1) -> list[Recorded]:
    """Papers of one month with the words of a title in theirs, more than a page can hold."""
    return [paper(f"22{month:02d}.{k:05d}", title=f"{title}: Part {k}") for k in range(MOST_RESULTS + 1)]


def test_a_title_of_common_words_hides_no_other(clock: FakeClock) -> None:
    """Its many results fill the page; the others are then asked for without it."""
    common, absent = "Deep Learning for Computer Vision", "No Such Paper Exists"
    with ArxivEmulator([*crowd(common), *PAPERS], clock, order="given") as server:
        told = answers(search(server, common, BOTNET, RESREP, absent))

    assert {title: told[str(key(title))].state for title in (common, BOTNET, RESREP, absent)} == {
        common: MISSING,
        BOTNET: OK,
        RESREP: OK,
        absent: MISSING,
    }
    assert told[str(key(common))].message == "too many papers on arXiv have these words"
    assert told[str(key(absent))].message == "no paper on arXiv has this title"


def test_a_title_that_is_found_among_many_may_be_another_s_too(clock: FakeClock) -> None:
    """Of what the page does not show, one may have the title as well."""
    with ArxivEmulator([*PAPERS, *crowd(BOTNET), paper("2301.00001", title=BOTNET)], clock, order="given") as server:
        told = answers(search(server, BOTNET))[str(key(BOTNET))]

        assert (told.state, told.message) == (MISSING, "too many papers on arXiv have these words")
        assert len(server.requests) == 1


def test_a_page_that_is_just_full_is_believed(clock: FakeClock) -> None:
    with ArxivEmulator([*PAPERS, *crowd(BOTNET)[: MOST_RESULTS - 1]], clock) as server:
        assert state(server, BOTNET) is OK


def test_on_a_page_that_is_cut_nothing_of_several_titles_is_accepted(clock: FakeClock) -> None:
    common = "Deep Learning for Computer Vision"
    papers = [*PAPERS, *crowd(common), paper("2301.00001", title=BOTNET)]
    with ArxivEmulator(papers, clock, order="given") as server:
        heard = search(server, BOTNET, common)

        assert [len(one.answers) for one in heard] == [0, 1, 1]
        assert answers(heard)[str(key(BOTNET))].message == "several papers on arXiv have this title"


def test_a_build_asks_ten_times_and_leaves_the_others_to_the_next(server: ArxivEmulator) -> None:
    titles = [f"A Title That Nobody Has Given Yet {number}" for number in range(BATCH * MOST_REQUESTS + 1)]

    heard = search(server, *titles)

    assert len(server.requests) == MOST_REQUESTS
    assert len(states(heard)) == BATCH * MOST_REQUESTS
    assert heard[-1] == Heard(requests=MOST_REQUESTS, hint="1 title is left to search for in later builds.")


def test_common_words_without_end_end_too(clock: FakeClock) -> None:
    commons = [f"Deep Learning for Computer Vision {letter}" for letter in "ABCDEFGHIJ"]
    papers = [one for month, common in enumerate(commons, 1) for one in crowd(common, month)]
    with ArxivEmulator(papers, clock) as server:
        heard = search(server, *commons)

        assert len(server.requests) == MOST_REQUESTS
    assert set(states(heard).values()) == {MISSING}
    assert "left to search for" in heard[-1].hint


@pytest.mark.parametrize(
    "action, reason",
    [
        (captive_portal(), "sends text/html instead of a feed"),
        (rate_exceeded(), "sends text/plain instead of a feed"),
        (cut(), "sends a feed that is cut or damaged"),
        (status(400), "refuses the request (status 400)"),
        (status(414), "refuses the request (status 414)"),
        (unavailable(), "has trouble of its own (status 503)"),
        (too_many_requests(900), "wants to be asked less often (status 429)"),
    ],
)
def test_the_first_failure_ends_the_search_and_nothing_is_missing(
    server: ArxivEmulator, action: Action, reason: str
) -> None:
    server.faults.add(action)
    titles = [BOTNET, *(f"A Title That Nobody Has Given Yet {number}" for number in range(BATCH))]

    heard = search(server, *titles)

    assert len(heard) == 1
    assert stop(heard).startswith(f"arXiv {reason}")
    assert set(states(heard).values()) == {ERROR}
    assert len(states(heard)) == BATCH
    assert answers(heard)[str(key(BOTNET))].message.startswith(f"arXiv {reason}")


def test_a_failure_keeps_what_was_found_before(server: ArxivEmulator) -> None:
    server.faults.add(unavailable(), from_the(2))
    titles = [BOTNET, *(f"A Title That Nobody Has Given Yet {number}" for number in range(BATCH))]

    told = states(search(server, *titles))

    assert told[str(key(BOTNET))] is OK
    assert list(told.values()).count(ERROR) == 1


@pytest.mark.parametrize("element", ["author", "published", "updated", "id"])
def test_half_an_entry_is_not_found_and_leaves_open_what_is_missing(server: ArxivEmulator, element: str) -> None:
    server.faults.add(partial_entry(element))

    assert states(search(server, BOTNET, "No Such Paper Exists")) == {
        str(key(BOTNET)): ERROR,
        str(key("No Such Paper Exists")): ERROR,
    }
    assert len(server.requests) == 1


def test_results_that_do_not_add_up_leave_everything_open(server: ArxivEmulator) -> None:
    server.faults.add(wrong_total(50))

    told = answers(search(server, BOTNET, "No Such Paper Exists"))

    assert {(one.state, one.message) for one in told.values()} == {(ERROR, "arXiv sent an answer that does not add up")}
    assert len(server.requests) == 3


def test_results_that_do_not_add_up_once_are_asked_for_apart(server: ArxivEmulator) -> None:
    server.faults.add(wrong_total(50), nth(1))

    assert states(search(server, BOTNET, "No Such Paper Exists")) == {
        str(key(BOTNET)): OK,
        str(key("No Such Paper Exists")): MISSING,
    }


def only(*readings: Reading, having: tuple[str, ...] = ()) -> dict[str, Named]:
    """Title → what is known of a paper that is named by it alone."""
    return {reference.identifier: named for reference, named in named_only(readings, having).items()}


def test_a_paper_that_is_named_without_a_link_may_be_searched_for() -> None:
    one = entry(papers=(names(title=BOTNET),), authors=("Aravind Srinivas", "Lin, Tsung-Yi"), note_date="2021-02-03")

    assert only(reading(one)) == {
        normal_title(BOTNET): Named(BOTNET, frozenset({"srinivas", "tsungyi"}), "2021-02-03"),
    }


@pytest.mark.parametrize(
    "mention",
    [
        names("arxiv:2101.11605", BOTNET),
        names("url:https://a.example/paper", BOTNET),
        names("doi:10.1000/abc", BOTNET),
        names(title=None),
        names(title=""),
    ],
)
def test_a_paper_that_is_linked_or_has_no_title_is_not_searched_for(mention: object) -> None:
    assert only(reading(entry(papers=(mention,)))) == {}


@pytest.mark.parametrize(
    "title",
    [
        *("GPT-4", "Two Words", "A B C", "a an the", "Deep Nets", "...", "1 2 3 4 5"),
        "瓶颈变换器用于视觉识别 a b c",
        "Трансформеры для распознавания",
        f"A Title {'Without an End ' * 40}",
        "x" * 999,
    ],
)
def test_what_is_too_short_too_long_or_in_another_script_is_not_searched_for(title: str) -> None:
    assert only(reading(entry(papers=(names(title=title),)))) == {}


def test_ten_of_the_longest_titles_fit_into_a_request(server: ArxivEmulator) -> None:
    titles = [f"{letter} " + "a title of many words " * 18 for letter in "ABCDEFGHIJ"]
    assert all(LONGEST - 20 < len(title) <= LONGEST for title in titles)

    assert set(states(search(server, *titles)).values()) == {MISSING}
    assert len(server.requests) == 1


def test_a_title_that_a_linked_paper_has_is_not_searched_for() -> None:
    one = reading(entry(papers=(names(title=BOTNET),)), entry(papers=(names(title=RESREP),)))

    assert list(only(one, having=(BOTNET.upper(),))) == [normal_title(RESREP)]


def test_the_earliest_note_and_all_authors_count() -> None:
    late = entry(papers=(names(title=BOTNET),), authors=("Ada A",), note_date="2021-05-01")
    early = entry(papers=(names(title=BOTNET.lower()),), authors=("Bo B",), note_date="2021-02-03")
    undated = entry(papers=(names(title=BOTNET),), note_date=None)

    for order in ((late, early, undated), (undated, late, early), (early, undated, late)):
        (named,) = only(*map(reading, order)).values()
        assert (named.authors, named.day) == (frozenset({"a", "b"}), "2021-02-03")


def test_the_date_of_the_note_counts_where_the_entry_has_none() -> None:
    one = entry(papers=(names(title=BOTNET),))

    (named,) = only(Reading(Note("a.md", None, "2021-02-03", ""), (one,), ())).values()

    assert named.day == "2021-02-03"


def test_the_day_of_one_paper_is_not_that_of_its_neighbour() -> None:
    early = entry(papers=(names(title=BOTNET),), note_date="2019-01-01")
    both = entry(papers=(names(title=BOTNET), names(title=RESREP)), note_date="2021-02-03")

    assert [named.day for named in only(reading(early), reading(both)).values()] == ["2019-01-01", "2021-02-03"]


def test_authors_of_an_entry_with_two_papers_belong_to_neither() -> None:
    both = entry(papers=(names(title=BOTNET), names(title=RESREP)), authors=("Ada A",))

    assert [named.authors for named in only(reading(both)).values()] == [frozenset(), frozenset()]


@pytest.mark.parametrize(
    "date, venue, year",
    [
        (None, None, None),
        ("2017", None, 2017),
        ("2017-03-04", None, 2017),
        (None, "ICLR 2017", 2017),
        (None, "CVPR'21", 2021),
        (None, "TKDE-22", 2022),
        (None, "arXiv 2019", 2019),
        (None, "Journal of Examples, 2016", 2016),
        (None, "ICLR", None),
        ("2018-01", "NeurIPS 2017", 2017),
        ("2017", "JMLR 2019", 2017),
    ],
)
def test_the_year_of_publication_is_the_date_s_or_the_venue_s(
    date: str | None, venue: str | None, year: int | None
) -> None:
    (named,) = only(reading(entry(papers=(names(title=BOTNET),), date=date, venue=venue))).values()

    assert (named.year, named.day) == (year, "")


def test_the_earliest_year_counts_and_none_that_may_be_a_neighbour_s() -> None:
    one, other, bare = (entry(papers=(names(title=BOTNET),), date=date) for date in ("2019", "2017", None))
    both = entry(papers=(names(title=BOTNET), names(title=RESREP)), date="2001", venue="ICLR 2001")

    for order in ((one, other, bare, both), (both, bare, other, one)):
        assert only(*map(reading, order))[normal_title(BOTNET)].year == 2017
    assert only(reading(both))[normal_title(RESREP)].year is None


def test_titles_of_papers_that_are_known_come_from_records_and_from_notes() -> None:
    records: list[Record] = [
        fetched_paper("arxiv:2101.00001", "Fetched"),
        fetched_paper("arxiv:2101.00002"),
        catalog_paper("arxiv:2101.00003", "Listed"),
        catalog_repository("a/b"),
    ]
    linked = entry(papers=(names("arxiv:2101.00004", "Linked"), names(title="Bare"), names("arxiv:2101.00005")))

    assert list(titles_of(records, [reading(linked)])) == ["Fetched", "Listed", "Linked"]


NAMED = Named(BOTNET, frozenset({"srinivas"}), "2021-02-03")
FOUND = fetched_paper("arxiv:2101.11605", BOTNET, authors=("Aravind Srinivas", "Tsung-Yi Lin"), published="2021-01-27")


@pytest.mark.parametrize(
    "named, found, wrong",
    [
        (NAMED, FOUND, False),
        (NAMED, FOUND._replace(published="2021-02-03"), False),
        (NAMED, FOUND._replace(published="2021-02-04"), True),
        (NAMED, FOUND._replace(published="2021"), False),
        (NAMED, FOUND._replace(published="2022"), True),
        (NAMED, FOUND._replace(published=None), False),
        (NAMED._replace(day="2021"), FOUND._replace(published="2021-12-31"), False),
        (NAMED._replace(day="2021-01"), FOUND, False),
        (NAMED._replace(day="2020-12"), FOUND, True),
        (NAMED._replace(day=""), FOUND._replace(published="2099-01-01"), False),
        (NAMED._replace(authors=frozenset({"lin", "nobody"})), FOUND, False),
        (NAMED._replace(authors=frozenset({"nobody"})), FOUND, True),
        (NAMED._replace(authors=frozenset()), FOUND, False),
        (NAMED._replace(authors=frozenset({"srinivas"})), FOUND._replace(authors=()), True),
        (NAMED, FOUND._replace(authors=("SRINIVAS",)), False),
        (NAMED._replace(day="", year=2017), FOUND._replace(published="2018-12-31"), False),
        (NAMED._replace(day="", year=2017), FOUND._replace(published="2019-01-01"), True),
        (NAMED._replace(day="", year=2017), FOUND._replace(published="2019"), True),
        (NAMED._replace(day="", year=2017), FOUND._replace(published="1999-01-01"), False),
        (NAMED._replace(day="", year=2017), FOUND._replace(published=None), False),
    ],
)
def test_a_paper_that_is_newer_than_the_note_or_by_other_people_is_not_meant(
    named: Named, found: Paper, *, wrong: bool
) -> None:
    assert contradicted(named, found) is wrong


def test_what_was_found_is_looked_at_again_in_the_light_of_what_the_notes_say_now(server: ArxivEmulator) -> None:
    source = TitleSource(plain(BOTNET))
    kept = stored(source, answers(search(server, BOTNET))[str(key(BOTNET))])

    assert len(source.records(kept)) == 1
    assert TitleSource({key(BOTNET): Named(BOTNET, frozenset({"nobody"}), "")}).records(kept) == ()
    assert TitleSource({}).records(kept) == ()
    assert source.records(Kept("arxiv-title", key(BOTNET), ERROR)) == ()


def test_what_was_found_holds_until_an_answer_says_otherwise(server: ArxivEmulator) -> None:
    """A failure is no answer; that several papers have the title now is one."""
    source, reference = TitleSource(plain(BOTNET)), key(BOTNET)
    told = [
        answers(search(server, BOTNET))[str(reference)],
        Answer(reference, ERROR, message="arXiv does not answer in time"),
        Answer(reference, MISSING, message="several papers on arXiv have this title"),
        Answer(reference, ERROR, message="arXiv does not answer in time"),
    ]

    kept: list[Kept] = []
    with in_memory() as store:
        for second, answer in enumerate(told):
            store.put(source.name, [answer], at(second))
            kept.append(store.get(source.name, [reference])[reference])

    assert all(one.raw for one in kept), "what was found once is kept"
    assert [len(source.records(one)) for one in kept] == [1, 1, 0, 0]


@given(st.text(max_size=80))
@settings(max_examples=80)
def test_whatever_a_title_is_it_can_be_asked_for_or_is_not(title: str) -> None:
    for named in only(reading(entry(papers=(names(title=title),)))).values():
        assert named.title == title
        assert len(title) <= LONGEST
