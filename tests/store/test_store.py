"""The store: what answers make of what is known, under every name, in every order, by several at once."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.errors import StoreError
from papergraph.model import Reference
from papergraph.store import Answer, Kept, State, Store
from store_answers import any_answers, at, failed, found, github, in_memory, missing, tell, true_answers, unchanged

A, B, C = github("owner/a"), github("owner/b"), github("owner/c")
EXAMPLES = 60
LATER = "2030-01-01T00:00:00Z"
"""What a clock showed that was ahead."""


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store."""
    with in_memory() as store:
        yield store


def known(store: Store, name: Reference) -> Kept:
    """What the store knows of a repository, which it does know."""
    return store.get("github", [name])[name]


def test_nothing_is_known_at_first(store: Store) -> None:
    assert store.get("github", [A, B]) == {}
    assert list(store.rows()) == []


def test_facts_are_kept_as_they_came(store: Store) -> None:
    answer = found(A, 7)
    tell(store, (answer, at(1)))

    assert known(store, A) == Kept(
        "github", A, State.OK, at(1), at(1), at(1), answer.etag, answer.raw, answer.parsed, answer.version
    )


def test_what_one_source_says_is_no_answer_of_another(store: Store) -> None:
    tell(store, (found(A, 7), at(1)))

    assert store.get("arxiv", [A]) == {}


def test_newer_facts_replace_older_ones(store: Store) -> None:
    tell(store, (found(A, 7), at(1)), (missing(A), at(2)), (found(A, 8), at(3)))

    assert known(store, A).raw == found(A, 8).raw
    assert known(store, A)[2:6] == (State.OK, at(3), at(3), at(3))
    assert known(store, A).message == ""


def test_what_is_unchanged_is_confirmed(store: Store) -> None:
    tell(store, (found(A, 7), at(1)), (missing(A), at(2)), (failed(A), at(3)), (unchanged(A), at(4)))

    with in_memory() as other:
        assert known(store, A) == known(tell(other, (found(A, 7), at(4))), A)


def test_a_new_etag_of_what_is_unchanged_is_kept(store: Store) -> None:
    tell(store, (found(A, 7), at(1)), (unchanged(A)._replace(etag='"new"'), at(2)))

    assert known(store, A).etag == '"new"'
    assert known(store, A).raw == found(A, 7).raw


@pytest.mark.parametrize("empty", [unchanged(A), Answer(A, State.OK)], ids=["unchanged", "no payload"])
def test_nothing_is_confirmed_where_nothing_is_known(store: Store, empty: Answer) -> None:
    tell(store, (empty, at(1)))

    assert known(store, A)[2:6] == (State.ERROR, "", "", at(1))
    assert "not known" in known(store, A).message


def test_what_is_missing_keeps_its_facts_with_their_date(store: Store) -> None:
    tell(store, (found(A, 7), at(1)), (missing(A), at(2)))

    assert known(store, A)[2:6] == (State.MISSING, at(2), at(1), at(2))
    assert known(store, A).raw == found(A, 7).raw
    assert known(store, A).reason == "GitHub does not know it"


def test_what_was_never_there_is_known_to_be_missing(store: Store) -> None:
    tell(store, (missing(A), at(1)))

    assert known(store, A)[2:6] == (State.MISSING, at(1), "", at(1))


@pytest.mark.parametrize("before", [found(A, 7), missing(A)])
def test_a_failure_changes_neither_state_nor_facts(store: Store, before: Answer) -> None:
    verified = known(tell(store, (before, at(1))), A)
    tell(store, (failed(A), at(2)))

    assert known(store, A) == verified._replace(tried_at=at(2), message="GitHub has trouble of its own")


def test_a_failure_is_all_that_is_known_where_nothing_ever_came(store: Store) -> None:
    tell(store, (failed(A, "first"), at(1)), (failed(A, "second"), at(2)))

    assert known(store, A) == Kept("github", A, State.ERROR, tried_at=at(2), message="second")


def test_an_answer_that_comes_late_overwrites_nothing_and_loses_nothing(store: Store) -> None:
    tell(store, (missing(A), at(5)), (found(A, 7), at(1)))

    assert known(store, A)[2:6] == (State.MISSING, at(5), at(1), at(5))
    assert known(store, A).raw == found(A, 7).raw


def test_of_two_answers_at_one_moment_the_last_counts(store: Store) -> None:
    store.put("github", [found(A, 1), found(A, 2)], at(1))
    store.put("github", [found(A, 3)], at(1))

    assert known(store, A).raw == found(A, 3).raw


def test_a_renamed_repository_is_found_by_both_names(store: Store) -> None:
    tell(store, (found(A, 7, B), at(1)))

    assert known(store, A) == known(store, B)
    assert known(store, A).reference == B
    assert known(store, B).former == (A,)
    assert [row.reference for row in store.rows()] == [B]


def test_facts_move_with_a_name(store: Store) -> None:
    tell(store, (found(A, 7), at(1)), (missing(A), at(2)), (found(A, 8, B), at(3)))

    with in_memory() as other:
        assert list(store.rows()) == list(tell(other, (found(A, 8, B), at(3))).rows())


def test_newer_facts_under_the_new_name_stay(store: Store) -> None:
    tell(store, (found(B, 9), at(5)), (found(A, 7), at(1)), (found(A, 8, B), at(3)))

    assert known(store, A).raw == found(B, 9).raw
    assert known(store, B).checked_at == at(5)


def test_a_former_name_is_as_old_as_its_last_answer(store: Store) -> None:
    tell(store, (found(A, 7, B), at(1)), (found(B, 8), at(5)))

    assert known(store, A).checked_at == at(1)
    assert known(store, B).checked_at == at(5)

    tell(store, (found(A, 8, B), at(6)), (missing(B), at(4)))

    assert known(store, A).checked_at == at(6)


def test_chains_of_names_are_flat(store: Store) -> None:
    tell(store, (found(A, 1, B), at(1)), (found(B, 2, C), at(2)))

    assert [(alias.alias, alias.reference) for alias in store.aliases()] == [(A, C), (B, C)]
    assert known(store, A).former == (A, B)


def test_a_name_that_is_given_back_leads_nowhere_else(store: Store) -> None:
    tell(store, (found(A, 1, B), at(1)), (found(B, 2, A), at(2)))

    assert [(alias.alias, alias.reference) for alias in store.aliases()] == [(B, A)]
    assert [row.reference for row in store.rows()] == [A]


def test_somebody_may_take_a_name_that_was_given_up(store: Store) -> None:
    tell(store, (found(A, 1, B), at(1)), (found(A, 50), at(2)))

    assert known(store, A).raw == found(A, 50).raw
    assert known(store, B).raw == found(A, 1, B).raw
    assert known(store, B).former == ()


def test_an_old_answer_takes_no_name_from_who_has_it_now(store: Store) -> None:
    tell(store, (found(A, 50), at(5)), (found(A, 1, B), at(1)))

    assert known(store, A).raw == found(A, 50).raw
    assert known(store, B).raw == found(A, 1, B).raw

    tell(store, (found(A, 2, B), at(9)), (found(A, 60), at(7)))

    assert known(store, A).raw == found(A, 2, B).raw


@pytest.mark.parametrize("same", [unchanged(A), Answer(A, State.OK, B, unchanged=True)])
def test_what_is_unchanged_may_be_asked_by_a_former_name(store: Store, same: Answer) -> None:
    tell(store, (found(A, 7, B), at(1)), (same, at(5)))

    assert known(store, A)[1:6] == (B, State.OK, at(5), at(5), at(5))


def test_what_is_unchanged_may_have_a_new_name(store: Store) -> None:
    tell(store, (found(A, 7, B), at(1)), (Answer(A, State.OK, C, unchanged=True), at(5)))

    assert known(store, A)[1:6] == (C, State.OK, at(5), at(5), at(5))
    assert known(store, A).former == (A, B)
    assert known(store, A).raw == found(A, 7, B).raw


def test_what_is_missing_by_a_former_name_is_there_by_its_own(store: Store) -> None:
    tell(store, (found(A, 7, B), at(1)))
    before = known(store, B)
    tell(store, (missing(A), at(5)))

    assert known(store, A) == Kept("github", A, State.MISSING, at(5), tried_at=at(5), reason="GitHub does not know it")
    assert known(store, B) == before._replace(former=())
    assert list(store.aliases()) == []


def test_a_former_name_that_led_nowhere_may_lead_on_again(store: Store) -> None:
    tell(store, (found(A, 7, B), at(1)), (missing(A), at(5)), (found(A, 8, B), at(6)))

    assert known(store, A) == known(store, B)
    assert known(store, B)[1:6] == (B, State.OK, at(6), at(6), at(6))
    assert [row.reference for row in store.rows()] == [B]


def test_an_old_answer_says_nothing_of_a_name_that_leads_on_since(store: Store) -> None:
    before = known(tell(store, (found(A, 7, B), at(5))), A)
    tell(store, (missing(A), at(1)))

    assert known(store, A) == before
    assert [row.reference for row in store.rows()] == [B]


def test_an_old_answer_brings_its_facts_to_the_present_name(store: Store) -> None:
    tell(store, (found(C, 1, A), at(0)), (found(A, 7), at(1)), (missing(A), at(5)), (found(A, 8, B), at(3)))

    with in_memory() as other:
        tell(other, (found(C, 1, A), at(0)), (found(A, 7), at(1)), (found(A, 8, B), at(3)), (missing(A), at(5)))
        assert list(store.rows()) == list(other.rows())
    assert known(store, A)[1:6] == (A, State.MISSING, at(5), "", at(5))
    assert known(store, B)[1:6] == (B, State.OK, at(3), at(3), at(3))
    assert known(store, B).former == (C,)


def test_a_failure_by_a_former_name_is_noted_and_changes_nothing_else(store: Store) -> None:
    before = known(tell(store, (found(A, 7, B), at(1))), B)
    tell(store, (failed(A), at(6)))

    assert known(store, B) == before._replace(tried_at=at(6), message="GitHub has trouble of its own")
    assert known(store, A) == known(store, B)
    assert known(store, B).failing


def test_a_former_name_does_not_fail_because_it_was_not_asked_lately(store: Store) -> None:
    tell(store, (found(A, 7, B), at(1)), (found(B, 8), at(5)))

    assert not known(store, A).failing


def test_the_own_name_counts_for_more_than_a_former_one(store: Store) -> None:
    tell(store, (found(A, 7, B), at(1)))
    store.put("github", [found(B, 8), missing(A), failed(A)], at(5))

    assert known(store, A).state is State.MISSING
    assert known(store, B).state is State.OK
    assert not known(store, B).failing


def test_any_number_of_references_is_found(store: Store) -> None:
    many = [github(f"owner/{number}") for number in range(2500)]
    store.put("github", [found(one, 1, github(f"{one.identifier}-new")) for one in many[::2]], at(1))
    store.put("github", [found(one, 2) for one in many[1::2]], at(1))

    assert list(store.get("github", set(many))) == sorted(many)
    assert store.get("github", many)[many[0]].former == (many[0],)


@pytest.mark.parametrize(
    "identifier",
    ["', 'x'); DROP TABLE answers; --", "a:b", "%_?*", "图谱", "a\x00b", "half \ud800 a pair", "\U0001f600"],
)
def test_text_is_never_part_of_a_statement(store: Store, identifier: str) -> None:
    strange = Reference("github", identifier)
    answer = found(strange, 7, strange._replace(identifier=f"{identifier}2"), description=identifier)
    tell(store, (answer, at(1)), (failed(strange, identifier), at(2)))

    assert known(store, strange).raw == answer.raw
    assert known(store, strange).message.startswith(identifier[:1])
    assert store.clear(references=[strange]) == 1


def test_rows_are_sorted_by_source_and_reference(store: Store) -> None:
    tell(store, (found(C), at(1)), (found(A), at(1)), (found(B, 1, A), at(2)))
    store.put("arxiv", [missing(Reference("arxiv", "2401.01234"))], at(1))

    assert [(row.source, row.reference.identifier) for row in store.rows()] == [
        ("arxiv", "2401.01234"),
        ("github", "owner/a"),
        ("github", "owner/c"),
    ]


def test_rows_may_be_changed_while_they_are_read(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite") as store:
        store.put("github", [found(github(f"owner/{number}")) for number in range(50)], at(1))
        for row in store.rows():
            store.put("github", [missing(row.reference)], at(2))

        assert {row.state for row in store.rows()} == {State.MISSING}


def test_a_source_or_a_reference_or_all_can_be_forgotten(store: Store) -> None:
    paper = Reference("arxiv", "2401.01234")
    store.put("arxiv", [missing(paper)], at(1))
    tell(store, (found(A, 1, B), at(1)), (found(C), at(1)))

    assert store.clear(references=[A, github("owner/unknown")]) == 1
    assert store.get("github", [A, B]) == {}
    assert list(store.aliases()) == []
    assert store.clear("arxiv", [C]) == 0
    assert store.clear("github") == 1
    assert store.clear() == 1
    assert list(store.rows()) == []


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    def answers() -> Iterator[Answer]:
        yield found(A)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        store.put("github", answers(), at(1))
    with pytest.raises(AttributeError):
        store.put("github", [found(A), None], at(1))  # type: ignore[list-item]

    assert list(store.rows()) == []
    tell(store, (found(A), at(1)))


def test_each_request_has_a_moment_of_its_own(store: Store) -> None:
    assert [store.reserve("arxiv", 3.0, 100.0) for _ in range(3)] == [100.0, 103.0, 106.0]
    assert store.reserve("github", 0.5, 100.0) == 100.0
    assert store.reserve("arxiv", 3.0, 200.0) == 200.0


def test_the_next_request_waits_from_the_end_of_the_last_one(store: Store) -> None:
    moment = store.reserve("arxiv", 3.0, 100.0)
    store.release("arxiv", moment + 20.0, 3.0)
    store.release("arxiv", moment + 1.0, 3.0)

    assert store.reserve("arxiv", 3.0, 121.0) == 123.0


def test_one_request_at_a_time_never_starts_too_early(store: Store) -> None:
    now = 100.0
    for _ in range(50):
        moment = store.reserve("arxiv", 3.0, now)
        assert moment >= now
        store.release("arxiv", moment + 1.0, 3.0)
        assert store.reserve("arxiv", 3.0, moment) == moment + 4.0
        now = moment + 2.0


def test_a_service_is_not_asked_until_the_moment_that_it_named(store: Store) -> None:
    assert store.held("github", 100.0) is None
    store.hold("github", 3700.0)

    assert store.held("github", 100.0) == 3700.0
    assert store.held("github", 3699.5) == 3700.0
    assert store.held("github", 3700.0) is None
    assert store.held("arxiv", 100.0) is None


def test_the_last_word_about_a_hold_counts(store: Store) -> None:
    store.hold("github", 3700.0)
    store.hold("github", 500.0)
    assert store.held("github", 100.0) == 500.0

    store.hold("github", 0.0)
    assert store.held("github", 100.0) is None


@pytest.mark.parametrize("until", [100.0 + 86_401, 1e12, math.inf, -math.inf, math.nan])
def test_a_hold_of_a_broken_clock_stops_nobody(store: Store, until: float) -> None:
    store.hold("github", until)

    assert store.held("github", 100.0) is None
    store.hold("github", 100.0 + 86_400)
    assert store.held("github", 100.0) == 100.0 + 86_400


def test_a_hold_is_no_pace(store: Store) -> None:
    store.hold("github", 3700.0)

    assert store.reserve("github", 3.0, 100.0) == 100.0
    assert store.held("github", 100.0) == 3700.0


def test_what_is_said_now_wins_over_the_future(store: Store) -> None:
    tell(store, (found(A, 7), LATER), (found(A, 8), at(1)))

    with in_memory() as other:
        assert known(store, A) == known(tell(other, (found(A, 8), at(1))), A)


def test_facts_of_the_future_stay_until_there_are_new_ones(store: Store) -> None:
    tell(store, (found(A, 7), LATER), (missing(A), at(1)))

    assert known(store, A)[2:6] == (State.MISSING, at(1), LATER, at(1))
    assert known(store, A).raw == found(A, 7).raw

    tell(store, (unchanged(A), at(2)))
    assert known(store, A)[2:6] == (State.OK, at(2), at(2), at(2))
    assert known(store, A).raw == found(A, 7).raw


def test_a_failure_now_is_noted_over_the_future(store: Store) -> None:
    tell(store, (found(A, 7), LATER), (failed(A), at(1)))

    assert known(store, A)[2:6] == (State.OK, LATER, LATER, at(1))
    assert known(store, A).failing


def test_a_former_name_of_the_future_is_believed_until_now(store: Store) -> None:
    tell(store, (found(A, 7, B), LATER), (found(A, 8, B), at(1)))
    assert known(store, A)[1:6] == (B, State.OK, at(1), at(1), at(1))
    assert [alias.checked_at for alias in store.aliases()] == [at(1)]

    tell(store, (found(A, 9, C), LATER), (found(A, 10, B), at(2)))
    assert known(store, A).reference == B

    tell(store, (found(A, 11, B), LATER), (found(A, 50), at(3)))
    assert known(store, A).raw == found(A, 50).raw

    tell(store, (found(A, 12, C), LATER), (missing(A), at(4)))
    assert known(store, A)[1:6] == (A, State.MISSING, at(4), "", at(4))


def test_what_is_unchanged_now_confirms_a_former_name_of_the_future(store: Store) -> None:
    tell(store, (found(A, 7, B), LATER), (Answer(A, State.OK, C, unchanged=True), at(1)))

    assert known(store, A)[1:6] == (C, State.OK, at(1), at(1), at(1))
    assert known(store, A).former == (A, B)


def test_what_is_unchanged_now_dates_a_former_name_of_the_future(store: Store) -> None:
    tell(store, (found(A, 7, B), LATER), (unchanged(A), at(1)))

    assert [alias.checked_at for alias in store.aliases()] == [at(1)]


def test_a_former_name_of_the_future_moves_on_from_a_name_that_is_taken(store: Store) -> None:
    tell(store, (found(C, 7, A), LATER), (found(A, 50), at(5)), (found(A, 8, B), at(1)))

    assert known(store, A).raw == found(A, 50).raw
    assert known(store, C).reference == B


def test_facts_of_the_future_move_with_a_name(store: Store) -> None:
    tell(store, (found(C, 7, A), LATER), (found(A, 8, B), at(1)))

    assert known(store, C).reference == B
    assert known(store, B)[2:6] == (State.OK, at(1), at(1), at(1))
    assert [row.reference for row in store.rows()] == [B]


def test_clocks_may_differ_by_a_day(store: Store) -> None:
    tell(store, (found(A, 7), "2026-11-25T13:00:01Z"), (found(A, 8), at(1)))
    assert known(store, A).raw == found(A, 7).raw

    tell(store, (found(A, 9), at(0)))
    assert known(store, A).raw == found(A, 9).raw


def test_the_last_day_that_there_is_ends_in_nothing(store: Store) -> None:
    tell(store, (found(A, 7), "9999-12-31T23:59:59Z"), (found(A, 8), at(1)))

    assert known(store, A).raw == found(A, 8).raw


def test_a_broken_clock_stops_nobody(store: Store) -> None:
    store.reserve("arxiv", 3.0, 1e12)

    assert store.reserve("arxiv", 3.0, 100.0) == 100.0
    assert store.reserve("arxiv", 3.0, 100.0) == 103.0


def test_threads_share_a_store(tmp_path: Path) -> None:
    moments: list[float] = []

    def work(shared: Store, number: int) -> None:
        for turn in range(10):
            shared.put("github", [found(github(f"owner/{number}-{turn}"), now=A)], at(turn))
        moments.extend(shared.reserve("arxiv", 3.0, 100.0) for _ in range(2))

    with Store.open(tmp_path / "store.sqlite") as store:
        threads = [threading.Thread(target=work, args=(store, number)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(known(store, A).former) == 40
        assert sorted(moments) == [100.0 + 3.0 * place for place in range(8)]


def test_a_closed_store_is_a_mistake_of_the_program(store: Store) -> None:
    store.close()

    with pytest.raises(Exception, match="closed database") as caught:
        list(store.rows())
    assert not isinstance(caught.value, StoreError)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data())
def test_the_order_in_which_true_answers_arrive_changes_nothing(data: st.DataObject) -> None:
    answers = data.draw(true_answers())
    with in_memory() as one, in_memory() as other:
        tell(one, *answers)
        tell(other, *data.draw(st.permutations(answers)))

        assert list(one.rows()) == list(other.rows())
        assert [alias[:3] for alias in one.aliases()] == [alias[:3] for alias in other.aliases()]


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data())
def test_in_any_order_the_present_names_have_their_facts(data: st.DataObject) -> None:
    answers = data.draw(true_answers(former=True))
    given_up = {answer.asked for answer, _ in answers if answer.reference not in {None, answer.asked}}
    with in_memory() as one, in_memory() as other:
        tell(one, *answers)
        tell(other, *data.draw(st.permutations(answers)))

        # An attempt is noted where its name led to at that time.
        one_row, other_row = (
            {row.reference: row._replace(tried_at="", message="", former=()) for row in store.rows()}
            for store in (one, other)
        )
        assert {name: row for name, row in one_row.items() if name not in given_up} == {
            name: row for name, row in other_row.items() if name not in given_up
        }


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data())
def test_what_is_missing_by_a_former_name_changes_no_other_row(data: st.DataObject) -> None:
    with in_memory() as store:
        tell(store, *data.draw(any_answers()))
        for alias in list(store.aliases()):
            before = [row._replace(former=()) for row in store.rows()]
            tell(store, (missing(alias.alias), at(100)))

            gone = Kept("github", alias.alias, State.MISSING, at(100), "", at(100), reason="GitHub does not know it")
            after = [row._replace(former=()) for row in store.rows()]
            assert after == sorted([*before, gone], key=lambda row: row.reference)
        assert list(store.aliases()) == []


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data())
def test_what_a_clock_said_that_was_ahead_blocks_nothing(data: st.DataObject) -> None:
    ahead = [(answer, moment.replace("2026", "2030")) for answer, moment in data.draw(any_answers())]
    last = [(found(name, 100 + number), at(number)) for number, name in enumerate((A, B, C))]
    with in_memory() as store, in_memory() as other:
        tell(store, *ahead, *last)
        tell(other, *last)

        mine, yours = store.get("github", [A, B, C]), other.get("github", [A, B, C])
        assert [row[:-1] for row in mine.values()] == [row[:-1] for row in yours.values()]


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data())
def test_the_order_of_facts_never_changes_them_whoever_takes_a_name(data: st.DataObject) -> None:
    answers = [one for one in data.draw(any_answers()) if one[0].tells]
    with in_memory() as one, in_memory() as other:
        tell(one, *answers)
        tell(other, *data.draw(st.permutations(answers)))

        assert [row[:-1] for row in one.rows()] == [row[:-1] for row in other.rows()]


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data())
def test_facts_vanish_only_from_names_that_lead_nowhere_and_no_name_leads_to_two_things(data: st.DataObject) -> None:
    answers = data.draw(st.permutations(data.draw(any_answers())))
    named = {github(f"owner/{letter}") for letter in "abcd"}
    facts: set[Reference] = set()
    with in_memory() as store:
        for answer, moment in answers:
            tell(store, (answer, moment))
            got = store.get("github", named)

            facts -= {name for name, kept in got.items() if (kept.reference, kept.state) == (name, State.MISSING)}
            assert facts <= {name for name, kept in got.items() if kept.raw}
            facts |= {name for name, kept in got.items() if kept.raw}
            rows = {row.reference for row in store.rows()}
            aliases = list(store.aliases())
            assert not rows & {alias.alias for alias in aliases}
            assert {alias.reference for alias in aliases} <= rows
            assert all((kept.raw == "") == (kept.fetched_at == "") for kept in got.values())
            assert all((kept.state is State.ERROR) == (kept.checked_at == "") for kept in got.values())


def test_a_failure_leaves_the_reason_why_something_is_missing(store: Store) -> None:
    store.put("github", [missing(A)], at(1))
    store.put("github", [failed(A)], at(2))

    assert known(store, A).reason == "GitHub does not know it"
    assert known(store, A).failing


def test_what_is_there_again_has_no_reason(store: Store) -> None:
    store.put("github", [missing(A)], at(1))
    store.put("github", [found(A)], at(2))

    assert known(store, A).reason == ""
    assert not known(store, A).failing
