"""What passes between sources and the build."""

from __future__ import annotations

from hypothesis import given, settings

from emulation import FakeClock, Server
from handmade import ARXIV, PAPERS, fetched_paper, fetched_repository, ref
from papergraph.http import Service
from papergraph.model import RANK_SERVICE, Origin, Paper, Repository
from papergraph.sources.asking import Heard, failed, from_parsed, origin, parsed
from papergraph.store import Answer, State
from ways import a_way, due

REPOSITORY = fetched_repository("Ada/Engine", stars=0, archived=False, topics=("a", "b"), description="引擎")


def test_a_service_is_an_origin_with_the_day_and_not_the_hour() -> None:
    assert origin("arXiv", "2026-11-24T13:00:00Z") == Origin(RANK_SERVICE, "arXiv", 0, "2026-11-24")
    assert origin("arXiv", "") == Origin(RANK_SERVICE, "arXiv")


def test_only_what_is_known_is_kept_and_zero_and_false_are_known() -> None:
    assert parsed(REPOSITORY) == (
        '{"name": "Ada/Engine", "description": "引擎", "stars": 0, "topics": ["a", "b"], "archived": false}'
    )
    assert parsed(fetched_paper("arxiv:2101.00001", "0")) == '{"title": "0"}'
    assert parsed(fetched_paper("arxiv:2101.00001")) == "{}"


@given(PAPERS)
@settings(max_examples=40)
def test_a_paper_comes_back_as_it_was_kept(paper: Paper) -> None:
    known = Paper._make(None if value == "" else value for value in paper)

    assert from_parsed(Paper, paper.reference, paper.origin, parsed(paper)) == known


def test_a_repository_comes_back_under_the_name_and_the_day_that_the_store_gives() -> None:
    today = ARXIV._replace(source="GitHub", date="2027-01-01")

    back = from_parsed(Repository, ref("github:ada/machine"), today, parsed(REPOSITORY))

    assert back == REPOSITORY._replace(reference=ref("github:ada/machine"), origin=today)


def test_a_failure_is_the_same_for_each_reference() -> None:
    asked = due(["arxiv:2101.00001", "arxiv:2101.00002"])

    assert failed(asked, "no answer") == (
        Answer(ref("arxiv:2101.00001"), State.ERROR, message="no answer"),
        Answer(ref("arxiv:2101.00002"), State.ERROR, message="no answer"),
    )


def test_nothing_was_heard_unless_something_was() -> None:
    assert Heard() == Heard((), 0, "", "")


def test_a_door_keeps_the_pace_tells_what_it_waits_for_and_says_who_asks() -> None:
    clock, told = FakeClock(), list[str]()
    with Server(clock) as server, a_way(clock, contact="ada@example.org", told=told) as way:
        door = way.door(Service("slow", "The Slow One", server.url, 2.0), "client/1")
        for _ in range(2):
            door.ask("GET", server.url)

    assert [request.headers["user-agent"].split(" ", 1)[1] for request in server.requests] == [
        "(https://w3id.org/papergraph; ada@example.org) client/1"
    ] * 2
    assert server.requests[1].moment - server.requests[0].moment == 2.0
    assert told == ["one request every 2 s, as The Slow One asks"]
    assert door.requests == 2
