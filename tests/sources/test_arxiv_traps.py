"""The traps of arXiv's API and of its client, one test each: first the bare client falls into it, then we do not.

Where the first half of a test fails, the client has changed, and what guards against it may go.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import arxiv
import pytest
import requests

from emulated_arxiv import (
    ArxivEmulator,
    duplicated,
    malformed_id,
    many_papers,
    other_papers,
    paper,
    partial_entry,
    wrong_total,
)
from emulation import Action, Answer, FakeClock, Request, gaps
from emulators.arxiv_feeds import Question, entry, feed_head
from emulators.arxiv_records import Found
from emulators.arxiv_records import Paper as Recorded
from emulators.faults import (
    captive_portal,
    cut,
    empty_body,
    instead,
    mentions,
    nth,
    rate_exceeded,
    redirect,
    retyped,
    rewritten,
    stalled,
    status,
    too_many_requests,
    unavailable,
)
from handmade import ref
from papergraph.model import Paper, Reference, Status
from papergraph.resolvers import resolve
from papergraph.sources.arxiv import ArxivSource
from papergraph.sources.arxiv_titles import Named, TitleSource
from papergraph.sources.asking import Heard, Way
from papergraph.sources.settings import ARXIV
from papergraph.store import Answer as Told
from papergraph.store import State
from ways import QUICK, a_way, answers, hear, states, stop, stored

OK, MISSING, ERROR = State.OK, State.MISSING, State.ERROR
A, B, C = "2101.00001", "2101.00002", "2101.00003"
THREE = [paper(name) for name in (A, B, C)]
ALL_OK = {f"arxiv:{name}": OK for name in (A, B, C)}
ALL_FAILED = {f"arxiv:{name}": ERROR for name in (A, B, C)}


@pytest.fixture
def clock() -> FakeClock:
    """The clock of server and client."""
    return FakeClock()


@pytest.fixture
def server(clock: FakeClock) -> Iterator[ArxivEmulator]:
    """Three papers of arXiv."""
    with ArxivEmulator(THREE, clock) as running:
        yield running


@contextmanager
def bare(server: ArxivEmulator, *, page_size: int = 100, num_retries: int = 0) -> Iterator[arxiv.Client]:
    """The client as it comes, without its waits, at the emulated arXiv."""
    client = arxiv.Client(page_size, delay_seconds=0, num_retries=num_retries)
    client.query_url_format = f"{server.query_url}?{{}}"
    yield client
    client._session.close()  # noqa: SLF001 - it has no other way
    server.forget()


def plain_results(server: ArxivEmulator, *identifiers: str, **options: Any) -> list[arxiv.Result]:
    """What the bare client gives."""
    with bare(server, **options) as client:
        return list(client.results(arxiv.Search(id_list=list(identifiers), max_results=None)))


def ask(server: ArxivEmulator, *identifiers: str, **options: Any) -> list[Heard]:
    """What our source hears of identifiers."""
    clock = server.clock
    with a_way(clock, **options) as way:
        return hear(source(server), [f"arxiv:{name}" for name in identifiers], way)


def source(server: ArxivEmulator) -> ArxivSource:
    """Our source, at the emulated arXiv."""
    return ArxivSource(ARXIV._replace(url=server.query_url))


def read(answer: Told) -> Paper:
    """The paper that an answer tells of, by way of the store."""
    (record,) = ArxivSource().records(stored(ArxivSource(), answer))
    assert isinstance(record, Paper)
    return record


def feed(*entries: str, total: int | None = None) -> Action:
    """A feed with these entries, whatever is asked."""

    def answer(request: Request) -> Answer:
        question = Question("", request.query.get("id_list", ""), 0, 100)
        head = feed_head(question, len(entries) if total is None else total, request.moment)
        body = f"{head}{''.join(entries)}</feed>\n".encode()
        return Answer(200, (("Content-Type", "application/atom+xml; charset=utf-8"),), body)

    return instead(answer)


def entry_of(name: str, **changes: Any) -> str:
    """An entry of a feed; the version is 1."""
    return entry(Found(paper(name, **changes), 1))


def test_a_search_ends_after_a_hundred_results_unless_told_otherwise(clock: FakeClock) -> None:
    papers = many_papers(150)
    names = [one.identifier for one in papers]
    with ArxivEmulator(papers, clock) as server:
        with bare(server) as client:
            assert len(list(client.results(arxiv.Search(id_list=names)))) == 100

        heard = ask(server, *names)

        assert states(heard) == {f"arxiv:{name}": OK for name in names}
        assert [request.query["max_results"] for request in server.requests] == ["100", "50"]


def test_a_limit_of_no_results_means_all_of_them(server: ArxivEmulator) -> None:
    with bare(server) as client:
        assert len(list(client.results(arxiv.Search(id_list=[A, B, C], max_results=0)))) == 3

    assert ask(server) == []
    assert server.requests == [], "nobody asks for nothing"


def test_a_page_smaller_than_the_batch_costs_requests(server: ArxivEmulator) -> None:
    with bare(server, page_size=2) as client:
        list(client.results(arxiv.Search(id_list=[A, B, C], max_results=None)))
        assert [request.query["start"] for request in server.requests] == ["0", "2"]

    ask(server, A, B, C)

    assert [(request.query["start"], request.query["max_results"]) for request in server.requests] == [("0", "3")]


def test_a_later_page_that_is_empty_raises_and_there_is_never_a_later_page(server: ArxivEmulator) -> None:
    server.faults.add(wrong_total(500))
    with bare(server) as client, pytest.raises(arxiv.UnexpectedEmptyPageError):
        list(client.results(arxiv.Search(id_list=[A, B, C], max_results=None)))

    assert states(ask(server, A, B, C)) == ALL_OK
    assert len(server.requests) == 1


def test_long_lists_of_identifiers_are_refused(clock: FakeClock) -> None:
    papers = many_papers(700)
    names = [one.identifier for one in papers]
    with ArxivEmulator(papers, clock) as server:
        with pytest.raises(arxiv.HTTPError) as refused:
            plain_results(server, *names, page_size=700)
        assert refused.value.status == 414
        server.forget()

        heard = ask(server, *names)

        assert set(states(heard).values()) == {OK}
        assert len(server.requests) == 7


def test_a_batch_that_is_too_long_for_a_server_is_halved(server: ArxivEmulator) -> None:
    server.faults.add(status(414), lambda request: request.target.count("%2C") >= 2)

    assert states(ask(server, A, B, C)) == ALL_OK
    assert [request.query["id_list"].count(",") + 1 for request in server.requests] == [3, 1, 2]


def test_the_order_is_not_the_one_of_the_request(clock: FakeClock) -> None:
    names = [f"2101.{number:05d}" for number in range(1, 21)]
    with ArxivEmulator(map(paper, names), clock) as server:
        given = [result.get_short_id() for result in plain_results(server, *names)]
        assert given != [f"{name}v1" for name in names]
        assert sorted(given) == [f"{name}v1" for name in names]

        told = answers(ask(server, *names))

    assert list(told) == [f"arxiv:{name}" for name in names]
    assert all(read(answer).title == f"On the Subject of {answer.asked.identifier}" for answer in told.values())


def test_a_page_of_html_is_not_taken_for_nothing_found(server: ArxivEmulator) -> None:
    server.faults.add(captive_portal())
    assert plain_results(server, A, B, C) == []

    heard = ask(server, A, B, C)

    assert states(heard) == ALL_FAILED
    assert stop(heard) == "arXiv sends text/html instead of a feed: is there a login page in the way?"


def test_a_feed_that_calls_itself_something_else_is_read_by_the_client_and_not_by_us(server: ArxivEmulator) -> None:
    server.faults.add(retyped("text/html"))
    assert len(plain_results(server, A, B, C)) == 3

    assert states(ask(server, A, B, C)) == ALL_FAILED


def test_rate_exceeded_in_plain_text_is_not_taken_for_nothing_found(server: ArxivEmulator) -> None:
    server.faults.add(rate_exceeded())
    assert plain_results(server, A, B, C) == []

    heard = ask(server, A, B, C)

    assert states(heard) == ALL_FAILED
    assert "text/plain" in stop(heard)


@pytest.mark.parametrize("content_type", ["application/atom+xml; charset=utf-8", "", "text/plain"])
def test_an_empty_body_is_not_taken_for_nothing_found(server: ArxivEmulator, content_type: str) -> None:
    server.faults.add(empty_body(content_type))
    assert plain_results(server, A, B, C) == []

    assert states(ask(server, A, B, C)) == ALL_FAILED


def test_an_error_that_comes_with_200_is_not_taken_for_nothing_found(server: ArxivEmulator) -> None:
    server.faults.add(malformed_id("abc", 200))
    assert plain_results(server, A, B, C) == []

    heard = ask(server, A, B, C)

    assert states(heard) == ALL_FAILED
    assert stop(heard) == "arXiv reports an error: incorrect id format for abc."


def test_a_moment_in_which_arxiv_knows_nothing_is_not_taken_for_nothing_found(server: ArxivEmulator) -> None:
    server.faults.add(feed(), nth(1))
    assert plain_results(server, A, B, C) == []
    server.faults.clear()

    server.faults.add(feed(), nth(1))

    assert states(ask(server, A, B, C)) == ALL_OK
    assert len(server.requests) == 2


def test_a_body_that_is_cut_leaves_half_an_entry_that_looks_whole(server: ArxivEmulator) -> None:
    server.faults.add(cut(after=b"<name>"))
    results = plain_results(server, A, B, C)
    assert len(results) == 3
    assert results[-1].authors[-1].name == ""

    heard = ask(server, A, B, C)

    assert states(heard) == ALL_FAILED
    assert stop(heard) == "arXiv sends a feed that is cut or damaged."


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("framing", ["close", "chunked", "length"])
def test_wherever_a_body_is_cut_nothing_of_it_is_believed(server: ArxivEmulator, share: float, framing: Any) -> None:
    server.faults.add(cut(share, framing=framing))

    assert states(ask(server, A, B, C)) == ALL_FAILED


@pytest.mark.parametrize("element", ["published", "updated", "id"])
def test_an_entry_that_the_client_skips_makes_it_ask_again_and_get_duplicates(
    server: ArxivEmulator, element: str
) -> None:
    server.faults.add(partial_entry(element, position=0), nth(1))
    with bare(server) as client:
        names = [one.get_short_id() for one in client.results(arxiv.Search(id_list=[A, B, C], max_results=None))]
        assert len(names) > len(set(names))
        assert len(server.requests) == 2

    told = states(ask(server, A, B, C))

    assert len(server.requests) == 1
    assert sorted(told.values()) == [ERROR, OK, OK]


@pytest.mark.parametrize("element", ["title", "author"])
def test_an_entry_without_a_title_or_an_author_is_only_a_part_of_one(server: ArxivEmulator, element: str) -> None:
    server.faults.add(partial_entry(element))
    assert len(plain_results(server, A, B, C)) == 3, "the client does not mind"

    told = answers(ask(server, A, B, C))

    (failed,) = [answer for answer in told.values() if answer.state is not OK]
    assert failed.state is ERROR
    assert failed.message == "arXiv sent only a part of the entry"


@pytest.mark.parametrize("date", ["yesterday", "2021-13-45T00:00:00Z", "0001-01-01T00:00:00+23:00", "2021"])
def test_a_date_that_is_none_raises_out_of_the_client(server: ArxivEmulator, date: str) -> None:
    pattern = rb"<published>[^<]*"
    server.faults.add(rewritten(lambda body: re.sub(pattern, b"<published>" + date.encode(), body, count=1)))
    with pytest.raises((ValueError, OverflowError)):
        plain_results(server, A, B, C)

    heard = ask(server, A, B, C)

    assert MISSING not in states(heard).values()


def test_an_answer_about_other_papers_says_nothing_of_those_that_were_asked_for(server: ArxivEmulator) -> None:
    server.faults.add(other_papers(paper("1706.03762"), paper("1512.03385"), paper("1505.04597")))
    assert len(plain_results(server, A, B, C)) == 3

    assert states(ask(server, A, B, C)) == ALL_FAILED


def test_results_that_do_not_add_up_leave_open_what_is_missing(server: ArxivEmulator) -> None:
    server.faults.add(feed(entry_of(A), total=3))

    assert states(ask(server, A, B, C)) == {f"arxiv:{A}": OK, f"arxiv:{B}": ERROR, f"arxiv:{C}": ERROR}


def test_entries_that_come_twice_count_once(server: ArxivEmulator) -> None:
    server.faults.add(duplicated())
    assert len(plain_results(server, A, B, C)) == 6

    heard = ask(server, A, B, C)

    assert states(heard) == ALL_OK
    assert sum(len(one.answers) for one in heard) == 3


def test_one_malformed_identifier_is_asked_for_again_and_its_name_thrown_away(server: ArxivEmulator) -> None:
    with bare(server, num_retries=2) as client:
        with pytest.raises(arxiv.HTTPError) as refused:
            list(client.results(arxiv.Search(id_list=[A, "malformed", C])))
        assert len(server.requests) == 3
        assert "incorrect id format" not in str(refused.value)

    told = answers(ask(server, A, "malformed", C))

    assert {key: answer.state for key, answer in told.items()} == {
        "arxiv:malformed": MISSING,
        f"arxiv:{A}": OK,
        f"arxiv:{C}": OK,
    }
    assert told["arxiv:malformed"].message == "arXiv: incorrect id format for malformed"
    assert [request.query["id_list"] for request in server.requests] == [f"{A},malformed,{C}", f"{A},{C}"]


def test_an_identifier_that_is_refused_without_a_word_is_found_by_halving(clock: FakeClock) -> None:
    papers = many_papers(100)
    names = [one.identifier for one in papers]
    with ArxivEmulator(papers, clock) as server:
        server.faults.add(status(400, b"Bad request"), mentions(names[37]))

        told = states(ask(server, *names))

        assert told.pop(f"arxiv:{names[37]}") is ERROR, "no feed of arXiv's says that there is no such paper"
        assert len(told) == 99
        assert set(told.values()) == {OK}
        assert len(server.requests) <= 15


@pytest.mark.parametrize("place", [0, 99])
def test_wherever_the_identifier_stands_that_is_to_blame_the_others_are_found(clock: FakeClock, place: int) -> None:
    papers = many_papers(100)
    names = [one.identifier for one in papers]
    with ArxivEmulator(papers, clock) as server:
        server.faults.add(status(400), mentions(names[place]))

        told = states(ask(server, *names))

    assert list(told.values()).count(OK) == 99


def test_a_refusal_that_names_somebody_else_blames_nobody(server: ArxivEmulator) -> None:
    server.faults.add(malformed_id("abc"))

    heard = ask(server, A)

    assert states(heard) == {f"arxiv:{A}": ERROR}


def test_a_server_that_refuses_everything_is_not_asked_for_every_identifier(clock: FakeClock) -> None:
    papers = many_papers(1000)
    with ArxivEmulator(papers, clock) as server:
        server.faults.add(status(400))

        heard = ask(server, *[one.identifier for one in papers])

        assert len(server.requests) <= 20
        assert stop(heard)
        assert MISSING not in states(heard).values()


@pytest.mark.parametrize("date", [False, True])
def test_a_service_that_says_when_to_come_back_is_not_listened_to(server: ArxivEmulator, *, date: bool) -> None:
    server.faults.add(too_many_requests(30, date=date), nth(1))
    with bare(server, num_retries=1) as client:
        assert len(list(client.results(arxiv.Search(id_list=[A, B, C])))) == 3
        assert gaps(server.requests) == [0.0]
    server.faults.clear()

    server.faults.add(too_many_requests(30, date=date), nth(1))
    heard = ask(server, A, B, C)

    assert states(heard) == ALL_OK
    assert gaps(server.requests) == [30.0]


def test_a_service_that_wants_a_long_rest_gets_it(server: ArxivEmulator) -> None:
    server.faults.add(too_many_requests(3600))

    heard = ask(server, A, B, C)

    assert states(heard) == ALL_FAILED
    assert stop(heard).startswith("arXiv wants to be asked less often (status 429)")
    assert len(server.requests) == 1


class Impatient(requests.Session):
    """A session that has the timeout which the client does not give."""

    def request(self, *arguments: Any, **options: Any) -> requests.Response:
        """Do it soon."""
        return super().request(*arguments, **{**options, "timeout": 0.1})


def test_a_timeout_comes_raw_out_of_the_client(server: ArxivEmulator) -> None:
    server.faults.add(stalled())
    with bare(server, num_retries=3) as client:
        client._session.close()  # noqa: SLF001
        client._session = Impatient()  # noqa: SLF001
        with pytest.raises(requests.ReadTimeout):
            list(client.results(arxiv.Search(id_list=[A])))
        assert len(server.requests) == 1, "and is not tried again"

    heard = ask(server, A, B, C, limits=QUICK._replace(silence=0.1))

    assert states(heard) == ALL_FAILED
    assert stop(heard) == "arXiv does not answer in time."


def test_an_answer_that_breaks_off_comes_raw_out_of_the_client(server: ArxivEmulator) -> None:
    server.faults.add(cut(noticed=True))
    with bare(server, num_retries=3) as client:
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            list(client.results(arxiv.Search(id_list=[A])))
        assert len(server.requests) == 1
    server.faults.clear()

    server.faults.add(cut(noticed=True), nth(1))

    assert states(ask(server, A, B, C)) == ALL_OK


def test_there_is_no_timeout_at_all(server: ArxivEmulator, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []
    send = requests.adapters.HTTPAdapter.send

    def watched(self: Any, request: Any, **options: Any) -> requests.Response:
        given.append(options["timeout"])
        return send(self, request, **options)

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", watched)
    plain_results(server, A)
    assert given == [None]

    ask(server, A)

    ((connect, silence),) = given[1:]
    assert 0 < connect <= QUICK.connect
    assert 0 < silence <= QUICK.silence


@pytest.mark.parametrize("code", [403, 404, 500, 503])
def test_every_refusal_is_tried_again_at_the_same_pace(server: ArxivEmulator, code: int) -> None:
    server.faults.add(status(code))
    with bare(server, num_retries=2) as client:
        with pytest.raises(arxiv.HTTPError):
            list(client.results(arxiv.Search(id_list=[A])))
        assert len(server.requests) == 3

    heard = ask(server, A, B, C)

    assert states(heard) == ALL_FAILED
    assert f"status {code}" in stop(heard)
    assert len(server.requests) == (3 if code >= 500 else 1), "what is not there does not come with time"


def test_versioned_and_unversioned_identifiers_together_give_both(clock: FakeClock) -> None:
    revised = paper(A, title="Then").revised(title="Now")
    with ArxivEmulator([revised], clock) as server:
        assert len(plain_results(server, A, f"{A}v1")) == 2

        server.faults.add(feed(*(entry(Found(revised, number)) for number in (2, 1))))
        told = answers(ask(server, A))

    latest = read(told[f"arxiv:{A}"])
    assert (latest.title, latest.version) == ("Now", 2)


@pytest.mark.parametrize("numbers", [(9, 10), (10, 9)])
def test_the_tenth_version_is_later_than_the_ninth(clock: FakeClock, numbers: tuple[int, ...]) -> None:
    many = paper(A)
    for number in range(2, 11):
        many = many.revised(title=f"Version {number}")
    with ArxivEmulator([many], clock) as server:
        server.faults.add(feed(*(entry(Found(many, number)) for number in numbers)))

        assert read(answers(ask(server, A))[f"arxiv:{A}"]).version == 10


def test_a_version_that_does_not_exist_is_silently_absent_and_no_version_is_ever_asked_for(
    server: ArxivEmulator,
) -> None:
    assert plain_results(server, f"{A}v9") == []

    reference = resolve(f"https://arxiv.org/abs/{A}v9")

    assert reference == ref(f"arxiv:{A}")
    assert states(ask(server, reference.identifier)) == {f"arxiv:{A}": OK}
    assert server.requests[0].query["id_list"] == A


@pytest.mark.parametrize(
    "written, plain",
    [
        (f"arXiv:{A}", A),
        (f" {A}", A),
        (f"{A}.pdf", A),
        (f"{A}v2", A),
        ("math.GT/0309136", "math/0309136"),
        ("math/0309136v1.pdf", "math/0309136"),
    ],
)
def test_spellings_that_pass_the_check_of_the_server_match_nothing(clock: FakeClock, written: str, plain: str) -> None:
    with ArxivEmulator([paper(A), paper("math/0309136")], clock) as server:
        assert plain_results(server, written) == []

        reference = resolve(f"https://arxiv.org/abs/{written.strip()}")

        assert reference == Reference("arxiv", plain)
        assert states(ask(server, plain)) == {f"arxiv:{plain}": OK}


def test_a_paper_that_does_not_exist_is_told_apart_from_one_that_was_not_sent(server: ArxivEmulator) -> None:
    assert len(plain_results(server, A, "2101.99999")) == 1, "the client does not say which one"

    told = answers(ask(server, A, "2101.99999"))

    assert told["arxiv:2101.99999"].state is MISSING
    assert told["arxiv:2101.99999"].message == "arXiv does not know it"
    assert told[f"arxiv:{A}"].state is OK


def test_the_identifier_of_an_entry_is_an_http_address_with_a_version(clock: FakeClock) -> None:
    revised = paper(A).revised().revised()
    old = paper("astro-ph/0601001")
    with ArxivEmulator([revised, old], clock) as server:
        found = {result.entry_id for result in plain_results(server, A, "astro-ph/0601001")}
        assert found == {f"http://arxiv.org/abs/{A}v3", "http://arxiv.org/abs/astro-ph/0601001v1"}

        told = {key: read(answer) for key, answer in answers(ask(server, A, "astro-ph/0601001")).items()}

    assert {key: (str(one.reference), one.version) for key, one in told.items()} == {
        f"arxiv:{A}": (f"arxiv:{A}", 3),
        "arxiv:astro-ph/0601001": ("arxiv:astro-ph/0601001", 1),
    }


@pytest.mark.parametrize("name", [A, "solv-int/9912001"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_entry_whose_identifier_has_no_version_is_the_paper_all_the_same(
    clock: FakeClock, name: str, scheme: str
) -> None:
    """The `v` in the name of an archive is none of a version."""
    bare_id = entry_of(name).replace(f"http://arxiv.org/abs/{name}v1", f"{scheme}://arxiv.org/abs/{name}", 1)
    with ArxivEmulator([], clock) as server:
        server.faults.add(feed(bare_id))

        told = answers(ask(server, name))

    assert told[f"arxiv:{name}"].state is OK
    assert read(told[f"arxiv:{name}"]).version is None


def test_an_entry_under_an_address_that_nobody_knows_leaves_open_whose_it_is(server: ArxivEmulator) -> None:
    server.faults.add(rewritten(lambda body: body.replace(b"http://arxiv.org/abs/", b"http://mirror.example/abs/")))

    assert states(ask(server, A, B, C)) == ALL_FAILED


def rich() -> list[Recorded]:
    """Papers with everything that a feed can hold."""
    return [
        paper(
            A,
            doi="10.1000/xyz",
            journal_ref="J. Ex. 1 (2021) 2",
            comment="8 pages",
            categories=("cs.LG", "cs.CV"),
            authors=(("Ada Example", "University"), ("Bo Sample",)),
        ),
        paper(B),
    ]


def test_links_without_a_title_leave_the_client_without_a_pdf(clock: FakeClock) -> None:
    papers = {}
    for generation in ("current", "nov2025", "legacy"):
        with ArxivEmulator(rich(), clock, generation=generation) as server:
            pdfs = {result.pdf_url for result in plain_results(server, A, B)}
            assert (pdfs == {None}) == (generation == "nov2025")
            papers[generation] = {key: read(answer) for key, answer in answers(ask(server, A, B)).items()}

    assert papers["current"] == papers["nov2025"] == papers["legacy"]
    assert papers["current"][f"arxiv:{A}"].doi == "10.1000/xyz"


def test_a_feed_that_counts_what_is_missing_makes_the_client_ask_again(clock: FakeClock) -> None:
    """The Perl server counted it, and had an empty entry for it."""
    with ArxivEmulator([paper(A)], clock, generation="legacy") as server:
        with bare(server) as client:
            with suppress(arxiv.UnexpectedEmptyPageError):
                list(client.results(arxiv.Search(id_list=[B, A, C])))
            assert len(server.requests) == 2

        told = states(ask(server, B, A, C))

        assert told == {f"arxiv:{A}": OK, f"arxiv:{B}": MISSING, f"arxiv:{C}": MISSING}
        assert len(server.requests) == 1


@pytest.mark.parametrize("total", [0, 1, 2, 7, 10_000])
def test_the_number_of_results_takes_no_paper_away(server: ArxivEmulator, total: int) -> None:
    server.faults.add(wrong_total(total))

    assert states(ask(server, A, B, C)) == ALL_OK


@pytest.mark.parametrize(
    "comment",
    [
        "This paper has been withdrawn by the author due to a crucial sign error in equation 1",
        "This submission has been withdrawn by arXiv administrators because of disputed authorship",
        "Withdrawn",
        "withdrawn by the authors",
        "Paper withdrawn: Lemma 3 is wrong",
        "[Withdrawn] see comments",
        "5 pages. This article was withdrawn by its author.",
    ],
)
def test_a_withdrawn_paper_is_known_by_its_words_alone(clock: FakeClock, comment: str) -> None:
    with ArxivEmulator([paper(A).withdrawn(comment)], clock) as server:
        (result,) = plain_results(server, A)
        assert not any("withdrawn" in name for name in vars(result))
        assert result.pdf_url

        assert read(answers(ask(server, A))[f"arxiv:{A}"]).status == Status.WITHDRAWN


@pytest.mark.parametrize(
    "words",
    [
        {"comment": "Withdrawn from ICML 2021; accepted at NeurIPS 2021"},
        {"comment": "Accepted. An earlier version was withdrawn from CVPR"},
        {"summary": "Withdrawn drugs are a source of labels. We train on all drugs that were withdrawn in 2019."},
        {"summary": "The withdrawn drug rofecoxib was on the market for five years."},
        {"summary": "We list the products that were withdrawn by the authorities of eleven countries."},
        {"title": "Withdrawn: A Study of Withdrawal"},
    ],
)
def test_a_paper_that_speaks_of_withdrawal_is_not_withdrawn(clock: FakeClock, words: dict[str, str]) -> None:
    with ArxivEmulator([paper(A, **words)], clock) as server:
        assert read(answers(ask(server, A))[f"arxiv:{A}"]).status is None


def test_commas_stray_into_the_names_of_authors(clock: FakeClock) -> None:
    written = ("Yuchen, Guo", "Sammy Davis", "Jr.", "Ada Example,", "Ada Example", ",", r"Andr\'e Weil", "Li, III")
    with ArxivEmulator([paper(A, authors=written)], clock) as server:
        (result,) = plain_results(server, A)
        assert [author.name for author in result.authors] == list(written)

        authors = read(answers(ask(server, A))[f"arxiv:{A}"]).authors

    assert authors == ("Yuchen Guo", "Sammy Davis Jr.", "Ada Example", "Ada Example", "André Weil", "Li III")


def test_a_title_may_be_a_zero(clock: FakeClock) -> None:
    with ArxivEmulator([paper(A, title="0")], clock) as server:
        (result,) = plain_results(server, A)
        assert result.title == "0"

        assert read(answers(ask(server, A))[f"arxiv:{A}"]).title == "0"


def test_clients_know_nothing_of_each_other_and_none_keeps_the_pace_of_all(
    clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(arxiv.time, "sleep", slept.append)
    with ArxivEmulator(THREE, clock) as server:
        for name in (A, B):
            with bare(server) as client:
                client.delay_seconds = 3.0
                list(client.results(arxiv.Search(id_list=[name])))
        assert slept == [], "each has just begun"

        with a_way(clock) as way:
            for name in (A, B):
                hear(source(server), [f"arxiv:{name}"], way)

        assert gaps(server.requests) == [3.0]


def titles(server: ArxivEmulator) -> tuple[TitleSource, list[Reference]]:
    """The source that searches by title, and two titles."""
    named = {
        Reference("title", f"onthesubjectof{name.replace('.', '')}"): Named(
            f"On the Subject of {name}", frozenset(), ""
        )
        for name in (A, B)
    }
    return TitleSource(named, ARXIV._replace(url=server.query_url)), list(named)


def run_both(server: ArxivEmulator, names: list[str], way: Way) -> list[Heard]:
    """Look identifiers up, then search by title."""
    by_title, wanted = titles(server)
    return [*hear(source(server), [f"arxiv:{name}" for name in names], way), *hear(by_title, wanted, way)]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: None,
        lambda faults: faults.in_turn(unavailable(), None, redirect("/api/query?id_list=2101.00001"), unavailable(502)),
        lambda faults: faults.in_turn(too_many_requests(), too_many_requests(retry_after=1), None, unavailable()),
        lambda faults: faults.add(status(400), mentions(B)),
        lambda faults: faults.add(unavailable(), times=2),
        lambda faults: faults.add(rate_exceeded(), nth(2)),
        lambda faults: faults.add(redirect("/api/query"), times=4),
    ],
    ids=["well", "mixed", "limited", "halving", "trouble", "plain", "redirects"],
)
def test_no_two_requests_ever_come_within_three_seconds_nor_over_two_connections(
    clock: FakeClock, spoil: Callable[[Any], object]
) -> None:
    """Batches, tries, redirects, halves and searches by title together; the server's clock is the client's."""
    papers = [*THREE, *many_papers(250)]
    with ArxivEmulator(papers, clock, pace=3.0) as server:
        spoil(server.faults)
        with a_way(clock) as way:
            run_both(server, [one.identifier for one in papers], way)

        assert len(server.requests) >= 4
        assert min(gaps(server.requests)) >= 3.0
        assert {request.connection for request in server.requests} == {1}


def test_who_asks_is_said_and_not_only_by_which_client(server: ArxivEmulator) -> None:
    with bare(server) as client:
        list(client.results(arxiv.Search(id_list=[A])))
        assert server.requests[0].headers["user-agent"] == f"arxiv.py/{arxiv.__version__}"

    ask(server, A, contact="ada@example.org")

    agent = server.requests[0].headers["user-agent"]
    assert re.fullmatch(
        rf"papergraph/\S+ \(https://w3id\.org/papergraph; ada@example\.org\) arxiv\.py/{re.escape(arxiv.__version__)}",
        agent,
    )


def test_everything_that_the_client_reads_is_kept(clock: FakeClock) -> None:
    """A later version of the program may want more than this one."""
    with ArxivEmulator(rich(), clock) as server:
        (result,) = plain_results(server, A)
        told = answers(ask(server, A))[f"arxiv:{A}"]

    kept = json.loads(told.raw)
    names = {"entry_id": "id", "summary": "abstract"}
    for name, value in vars(result).items():
        if name not in {"pdf_url", "authors", "links", "published", "updated"}:
            assert kept[names.get(name, name)] == value, name
    assert kept["affiliations"] == [["University"], []]
    assert kept["links"] == [link.href for link in result.links]
