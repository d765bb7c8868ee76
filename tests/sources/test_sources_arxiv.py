"""The arXiv source: what it asks, when it gives up, what it says from the store; its traps have their own module."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator

import pytest

from emulated_arxiv import ArxivEmulator, many_papers, paper, partial_entry
from emulation import UNRESOLVABLE, Action, FakeClock, RefusedPort, Request, gaps
from emulation import Answer as Sent
from emulators.arxiv_feeds import Question, feed_head
from emulators.faults import (
    both,
    captive_portal,
    cut,
    from_the,
    gzip_bomb,
    instead,
    invalid_utf8,
    mentions,
    nth,
    rate_exceeded,
    redirect,
    redirect_loop,
    reset,
    rewritten,
    status,
    too_many_requests,
    unavailable,
)
from handmade import ARXIV as SAID
from handmade import fetched_paper, ref
from papergraph.failures import BadAnswerError
from papergraph.model import Paper, Status
from papergraph.sources.arxiv import BATCH, MOST_REFUSALS, ArxivSource, Client, found_answer, paper_records
from papergraph.sources.arxiv_answers import VERSION
from papergraph.sources.asking import Asked, Heard
from papergraph.sources.settings import ARXIV, DAY
from papergraph.store import Answer, Kept, State
from ways import QUICK, a_way, answers, due, hear, states, stop, stored

A, B, C = "arxiv:2101.00001", "arxiv:2101.00002", "arxiv:2101.00003"
OK, MISSING, ERROR = State.OK, State.MISSING, State.ERROR
PAPERS = many_papers(250)
NAMES = [f"arxiv:{one.identifier}" for one in PAPERS]


@pytest.fixture
def clock() -> FakeClock:
    """The clock of server and client."""
    return FakeClock()


@pytest.fixture
def server(clock: FakeClock) -> Iterator[ArxivEmulator]:
    """Papers enough for three batches, and three more."""
    with ArxivEmulator([*PAPERS, *(paper(name.removeprefix("arxiv:")) for name in (A, B, C))], clock) as running:
        yield running


def ask(server: ArxivEmulator, *references: str) -> list[Heard]:
    """What the source hears."""
    with a_way(server.clock) as way:
        return hear(ArxivSource(ARXIV._replace(url=server.query_url)), references, way)


def test_it_is_known_by_its_name_and_wants_identifiers_of_arxiv_only() -> None:
    source = ArxivSource()

    assert (source.name, source.title, source.settings) == ("arxiv", "arXiv", ARXIV)
    assert source.wants(ref(A))
    assert not any(map(source.wants, map(ref, ("github:a/b", "title:arxiv", "doi:10.48550/arxiv.2101.00001"))))


def test_what_does_not_exist_is_asked_for_again_within_a_week() -> None:
    assert ArxivSource().missing_age == 7 * DAY
    assert ArxivSource(ARXIV._replace(max_age=4 * DAY)).missing_age == DAY


def test_papers_are_asked_for_in_batches_three_seconds_apart_in_the_order_of_their_worth(
    server: ArxivEmulator,
) -> None:
    heard = ask(server, *NAMES)

    assert [request.query["id_list"].split(",") for request in server.requests] == [
        [name.removeprefix("arxiv:") for name in NAMES[start : start + BATCH]] for start in (0, 100, 200)
    ]
    assert gaps(server.requests) == [3.0, 3.0]
    assert [one.requests for one in heard] == [1, 2, 3]
    assert list(states(heard)) == NAMES
    assert set(states(heard).values()) == {OK}
    assert stop(heard) == ""


def test_an_answer_holds_the_payload_and_the_fields_of_its_own_paper(server: ArxivEmulator) -> None:
    told = answers(ask(server, A))[A]

    assert (told.asked, told.state, told.reference, told.version) == (ref(A), OK, None, VERSION)
    assert json.loads(told.raw)["id"] == "http://arxiv.org/abs/2101.00001v1"
    assert json.loads(told.parsed)["title"] == "On the Subject of 2101.00001"
    assert (told.etag, told.message, told.unchanged) == ("", "", False)


def test_nothing_is_sent_before_it_is_asked_for(server: ArxivEmulator) -> None:
    with a_way(server.clock) as way:
        asking = ArxivSource(ARXIV._replace(url=server.query_url)).ask(due(NAMES), way)
        assert server.requests == []
        next(asking)
        assert len(server.requests) == 1


def test_the_address_may_have_a_query_of_its_own(server: ArxivEmulator) -> None:
    with a_way(server.clock) as way:
        heard = hear(ArxivSource(ARXIV._replace(url=f"{server.query_url}?key=x")), [A], way)

    assert states(heard) == {A: OK}
    assert server.requests[0].query["key"] == "x"


def test_what_is_missing_is_missing_when_all_else_adds_up(server: ArxivEmulator) -> None:
    assert states(ask(server, A, "arxiv:2101.99999", B)) == {A: OK, "arxiv:2101.99999": MISSING, B: OK}
    assert len(server.requests) == 1, "one that nobody knew, among others, is easily believed"


GONE = [f"arxiv:2101.99{number:03d}" for number in range(12)]


def asked_for(server: ArxivEmulator) -> list[list[str]]:
    """The identifiers of each request."""
    return [request.query["id_list"].split(",") for request in server.requests]


def plain(references: list[str]) -> list[str]:
    """Identifiers without their prefix."""
    return [reference.removeprefix("arxiv:") for reference in references]


@pytest.mark.parametrize("number", [1, 2, 12])
def test_what_an_empty_feed_does_not_know_is_asked_for_once_more(server: ArxivEmulator, number: int) -> None:
    """ArXiv has moments in which it knows nothing."""
    gone = GONE[:number]

    heard = ask(server, *gone)

    assert states(heard) == dict.fromkeys(gone, MISSING)
    assert asked_for(server) == [plain(gone)] * 2
    assert [len(one.answers) for one in heard] == [0, number], "before the second answer nothing is said"


@pytest.mark.parametrize("number, sent", [(10, 1), (11, 1), (12, 2)])
def test_more_than_a_tenth_that_is_missing_is_asked_for_once_more_in_one_request(
    server: ArxivEmulator, number: int, sent: int
) -> None:
    gone = GONE[:number]
    known = NAMES[: BATCH - number]

    heard = ask(server, *known, *gone)

    assert states(heard) == dict.fromkeys(known, OK) | dict.fromkeys(gone, MISSING)
    assert asked_for(server)[1:] == [plain(gone)] * (sent - 1)


def shortened(keep: int, *, total: bool = True) -> Action:
    """A feed of the first entries only, which says that there are no more, or does not."""

    def change(body: bytes) -> bytes:
        for one in re.findall(rb"  <entry>\n.*?  </entry>\n", body, re.DOTALL)[keep:]:
            body = body.replace(one, b"")
        return re.sub(rb"(totalResults[^>]*>)\d+", rb"\g<1>%d" % keep, body) if total else body

    return rewritten(change)


@pytest.mark.parametrize("asked", [[A], [A, B, C], NAMES[:50]])
@pytest.mark.parametrize("keep", [0, 1])
def test_a_moment_in_which_arxiv_leaves_papers_out_takes_none_away(
    server: ArxivEmulator, asked: list[str], keep: int
) -> None:
    server.faults.add(shortened(keep), times=1)

    assert states(ask(server, *asked)) == dict.fromkeys(asked, OK)
    assert len(server.requests) == (1 if keep == len(asked) else 2)


def test_what_the_second_answer_has_is_found_and_the_rest_is_missing(server: ArxivEmulator) -> None:
    server.faults.add(shortened(0), times=1)

    assert states(ask(server, A, *GONE[:2], B)) == {A: OK, B: OK} | dict.fromkeys(GONE[:2], MISSING)


def test_a_second_answer_that_does_not_add_up_leaves_it_open(server: ArxivEmulator) -> None:
    server.faults.in_turn(shortened(1), shortened(0, total=False))

    assert list(states(ask(server, A, B, C)).values()).count(ERROR) == 2
    assert len(server.requests) == 2


def test_a_paper_that_was_there_before_is_looked_for_twice(server: ArxivEmulator) -> None:
    """ArXiv never deletes a paper."""
    server.faults.add(shortened(BATCH - 1), times=1)
    before = [Asked(ref(name), Kept("arxiv", ref(name), OK, raw="{}")) for name in NAMES[:BATCH]]
    with a_way(server.clock) as way:
        heard = list(ArxivSource(ARXIV._replace(url=server.query_url)).ask(before, way))

    assert states(heard) == dict.fromkeys(NAMES[:BATCH], OK)
    assert [len(names) for names in asked_for(server)] == [BATCH, 1]


def test_a_thousand_papers_with_one_that_is_missing_take_ten_requests(clock: FakeClock) -> None:
    papers = many_papers(999)
    names = [f"arxiv:{one.identifier}" for one in papers]
    with ArxivEmulator(papers, clock) as server:
        told = states(ask(server, *names[:300], GONE[0], *names[300:]))

        assert len(server.requests) == 10
    assert [name for name in told if told[name] is not OK] == [GONE[0]]
    assert told[GONE[0]] is MISSING


def test_what_was_found_stays_when_the_second_look_fails(server: ArxivEmulator) -> None:
    server.faults.in_turn(shortened(1), unavailable(), unavailable(), unavailable())

    heard = ask(server, A, B, C)

    assert sorted(states(heard).values()) == [ERROR, ERROR, OK]
    assert stop(heard) == "arXiv has trouble of its own (status 503)."


def test_a_second_look_that_is_refused_is_halved_and_stays_the_last(server: ArxivEmulator) -> None:
    server.faults.add(status(414), both(from_the(2), lambda request: "%2C" in request.target))

    assert states(ask(server, *GONE[:2])) == dict.fromkeys(GONE[:2], MISSING)
    assert asked_for(server) == [plain(GONE[:2])] * 2 + [[name] for name in plain(GONE[:2])]


def empty_feed(request: Request) -> Sent:
    """A feed that knows of nothing."""
    body = f"{feed_head(Question('', '', 0, 100), 0, request.moment)}</feed>\n".encode()
    return Sent(200, (("Content-Type", "application/atom+xml"),), body)


def test_a_second_look_that_goes_wrong_leaves_all_open(server: ArxivEmulator) -> None:
    server.faults.in_turn(instead(empty_feed), captive_portal(), captive_portal(), captive_portal())

    assert set(states(ask(server, A, B, C)).values()) == {ERROR}


@pytest.mark.parametrize(
    "action, reason, sent",
    [
        (captive_portal(), "sends text/html instead of a feed", 1),
        (rate_exceeded(), "sends text/plain instead of a feed", 1),
        (cut(), "sends a feed that is cut or damaged", 1),
        (invalid_utf8(), "sends a feed that is cut or damaged", 1),
        (status(403), "refuses the request (status 403)", 1),
        (status(404), "refuses the request (status 404)", 1),
        (status(204), "refuses the request (status 204)", 1),
        (unavailable(503), "has trouble of its own (status 503)", 3),
        (unavailable(500), "has trouble of its own (status 500)", 3),
        (too_many_requests(), "wants to be asked less often (status 429)", 3),
        (too_many_requests(900), "wants to be asked less often (status 429)", 1),
        (reset(), "breaks off in the middle of an answer", 3),
        (redirect("http://portal.example/"), "redirects to portal.example, which is another host", 1),
        (redirect_loop(), "redirects in a circle", 6),
        (gzip_bomb(40, content_type="application/atom+xml"), "sends more than 32 MB at once", 1),
    ],
)
def test_a_service_that_never_answered_is_given_up_at_once_and_nothing_is_missing(
    server: ArxivEmulator, action: Action, reason: str, sent: int
) -> None:
    server.faults.add(action)

    heard = ask(server, *NAMES)

    assert len(heard) == 1
    assert stop(heard).startswith(f"arXiv {reason}")
    assert list(states(heard)) == NAMES[:BATCH], "what was not asked for is nobody's failure"
    assert set(states(heard).values()) == {ERROR}
    assert all(answer.message.startswith(f"arXiv {reason}") for answer in answers(heard).values())
    assert (len(server.requests), heard[0].requests) == (sent, sent)


@pytest.mark.parametrize("address", ["refused", UNRESOLVABLE])
def test_a_service_that_cannot_be_reached_costs_one_try(clock: FakeClock, address: str) -> None:
    with RefusedPort() as port, a_way(clock) as way:
        url = port.url if address == "refused" else address
        heard = hear(ArxivSource(ARXIV._replace(url=f"{url}/api/query")), NAMES, way)

    assert [one.requests for one in heard] == [1]
    assert stop(heard).startswith("arXiv cannot be reached (")
    assert clock.sleeps == []


def test_one_bad_answer_among_good_ones_costs_one_batch(server: ArxivEmulator) -> None:
    second = NAMES[BATCH].removeprefix("arxiv:")
    server.faults.add(captive_portal(), mentions(second))

    heard = ask(server, *NAMES)

    assert stop(heard) == ""
    told = states(heard)
    assert [name for name in NAMES if told[name] is ERROR] == NAMES[BATCH : 2 * BATCH]
    assert len(server.requests) == 2 + QUICK.tries


def test_two_bad_answers_in_a_row_end_it(server: ArxivEmulator) -> None:
    server.faults.add(captive_portal(), from_the(2))

    heard = ask(server, *NAMES)

    assert [len(one.answers) for one in heard] == [100, 100, 50]
    assert stop(heard).startswith("arXiv sends text/html")
    assert [one.stop != "" for one in heard] == [False, False, True]


def test_an_outage_that_begins_later_ends_it_and_keeps_what_was_heard(server: ArxivEmulator) -> None:
    server.faults.add(unavailable(), from_the(2))

    heard = ask(server, *NAMES)

    told = states(heard)
    assert [name for name in NAMES if told.get(name) is OK] == NAMES[:BATCH]
    assert [name for name in NAMES if told.get(name) is ERROR] == NAMES[BATCH : 2 * BATCH]
    assert stop(heard) == "arXiv has trouble of its own (status 503)."


def test_what_goes_well_at_the_second_try_went_well(server: ArxivEmulator) -> None:
    server.faults.in_turn(unavailable(), reset())

    assert set(states(ask(server, A, B)).values()) == {OK}
    assert len(server.requests) == 3


def test_refusals_without_end_end_it(server: ArxivEmulator) -> None:
    server.faults.add(status(400))

    heard = ask(server, *NAMES)

    assert stop(heard) == "arXiv refuses request after request."
    assert len(server.requests) == MOST_REFUSALS
    assert set(states(heard).values()) <= {ERROR}


def test_the_client_s_warnings_are_not_written_on_the_screen(
    server: ArxivEmulator, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    server.faults.add(partial_entry(), nth(1))

    ask(server, A, B)

    assert capsys.readouterr() == ("", "")


def test_a_client_that_was_never_asked_has_no_feed(clock: FakeClock) -> None:
    with a_way(clock) as way:
        client = Client(ARXIV, way)
        assert (client.requests, client.answered, client.last) == (0, False, None)
        with pytest.raises(BadAnswerError):
            client._doorway.feed()  # noqa: SLF001 - no public way leads there


def ok(server: ArxivEmulator, reference: str) -> Answer:
    """A good answer."""
    return answers(ask(server, reference))[reference]


def test_a_paper_comes_out_of_the_store_with_the_day_on_which_it_was_fetched(server: ArxivEmulator) -> None:
    (record,) = ArxivSource().records(stored(ArxivSource(), ok(server, A), "2026-11-24T23:59:59Z"))

    assert isinstance(record, Paper)
    assert (record.reference, record.title, record.origin) == (ref(A), "On the Subject of 2101.00001", SAID)


def test_a_payload_of_another_version_of_the_program_is_read_anew(server: ArxivEmulator) -> None:
    kept = stored(ArxivSource(), ok(server, A))
    old = kept._replace(version="arxiv/0", parsed='{"title": "Read wrongly"}')

    assert paper_records(old) == paper_records(kept)
    assert paper_records(kept._replace(parsed="")) == paper_records(kept), "one that came from elsewhere"


def test_fields_of_this_version_are_not_read_again() -> None:
    kept = Kept(
        "arxiv", ref(A), OK, fetched_at="2026-11-24T10:00:00Z", raw="{}", parsed='{"title": "T"}', version=VERSION
    )

    assert paper_records(kept) == (fetched_paper(A, "T"),)


@pytest.mark.parametrize("raw", ["{}", "no JSON", '{"id": "http://arxiv.org/abs/2101.00002v1"}'])
def test_a_payload_that_is_not_the_paper_s_says_nothing(raw: str) -> None:
    assert paper_records(Kept("arxiv", ref(A), OK, raw=raw, version="arxiv/0")) == ()


def test_a_paper_that_is_missing_now_keeps_what_was_known_with_both_days(server: ArxivEmulator) -> None:
    known = stored(ArxivSource(), ok(server, A), "2026-01-01T00:00:00Z")
    gone = known._replace(state=MISSING, checked_at="2026-11-24T00:00:00Z")

    facts, missing = paper_records(gone)

    assert isinstance(facts, Paper)
    assert isinstance(missing, Paper)
    assert (facts.title, facts.status, facts.origin.date) == ("On the Subject of 2101.00001", None, "2026-01-01")
    assert missing == Paper(ref(A), SAID, status=Status.MISSING.value)


def test_a_failure_says_nothing_and_takes_nothing_away(server: ArxivEmulator) -> None:
    known = stored(ArxivSource(), ok(server, A))

    assert paper_records(Kept("arxiv", ref(A), ERROR, message="no answer")) == ()
    assert paper_records(known._replace(state=ERROR, message="no answer")) == paper_records(known)


def test_a_payload_that_cannot_be_read_is_a_failure() -> None:
    answer = found_answer(ref(A), '{"id": "http://arxiv.org/abs/"}')

    assert (answer.state, answer.message) == (ERROR, "arXiv sent an entry that cannot be read")


def test_what_the_store_knew_before_makes_no_difference_to_what_is_asked(server: ArxivEmulator) -> None:
    before = Kept("arxiv", ref(A), OK, etag="x", raw="{}")
    with a_way(server.clock) as way:
        heard = list(ArxivSource(ARXIV._replace(url=server.query_url)).ask([Asked(ref(A), before)], way))

    assert states(heard) == {A: OK}
    assert "if-none-match" not in server.requests[0].headers
