"""Repositories by REST, one a request: without a token GitHub answers sixty an hour, the most valuable come first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from papergraph.failures import FetchError, LimitedError, RefusedError, UnreachableError
from papergraph.moments import clock_time
from papergraph.sources.asking import Asked, Heard, sentence, unanswered
from papergraph.sources.github_answers import TITLE, VERSION, found_answer, rest_payload
from papergraph.sources.github_client import BLOCKED, FORBIDDEN, GONE, NOT_FOUND, UNAUTHORISED, Client
from papergraph.sources.github_graphql import BATCH
from papergraph.store import Answer, State

MOST_FAILURES = 3
"""Repositories in a row that may fail before the source gives up."""
WORTH_A_HINT = 20
"""Requests from which a token is worth a word."""


def ask_rest(client: Client, wanted: Sequence[Asked]) -> Iterator[Heard]:
    """Ask for repositories one by one, in their order, until GitHub answers no more."""
    failures = 0
    for place, asked in enumerate(wanted):
        rest = len(wanted) - place
        left, limit, _ = client.remaining
        if limit > 0:
            client.door.waiting(f"{left} of {limit} requests left this hour, without a token")
        try:
            answer = _ask(client, asked)
        except LimitedError as limited:
            stop = _limit(client, rest, limited.until)
            yield Heard(unanswered([asked], TITLE, limited), client.door.requests, stop)
            return
        except FetchError as failure:
            failures += 1
            given_up = isinstance(failure, UnreachableError) or failures == MOST_FAILURES
            stop = sentence(TITLE, failure) if given_up else ""
            yield Heard(unanswered([asked], TITLE, failure), client.door.requests, stop)
            if given_up:
                return
            continue
        failures = 0
        left, _, reset = client.remaining
        stop = _limit(client, rest - 1, reset or None) if left == 0 and rest > 1 else ""
        hint = _hint(client, len(wanted)) if place + 1 == len(wanted) > WORTH_A_HINT else ""
        yield Heard((answer,), client.door.requests, stop, hint)
        if stop:
            client.door.hold(reset or None)
            return


def _ask(client: Client, asked: Asked) -> Answer:
    """What GitHub says of one repository; raises where it is nothing to be believed."""
    reference, kept = asked
    # What is kept has to be read anew where it was read by an older version, so it is asked for whole.
    known = kept if kept and kept.reference == reference and kept.version == VERSION else None
    try:
        described = client.repository(reference.identifier, *((known.etag, known.raw) if known else ()))
    except RefusedError as refused:
        if refused.status == BLOCKED:
            return Answer(reference, State.MISSING, message=f"blocked: {TITLE} {refused}")
        if refused.status in {NOT_FOUND, GONE}:
            return Answer(reference, State.MISSING, message=f"{TITLE} does not know it")
        if refused.status == UNAUTHORISED:
            raise
        if refused.status == FORBIDDEN:
            return Answer(reference, State.ERROR, message=f"{TITLE} {refused}")
        raise
    if described.unchanged:
        return Answer(reference, State.OK, etag=described.etag, unchanged=True)
    text = rest_payload(described.answer)
    if text is None:
        return Answer(reference, State.ERROR, message=f"{TITLE} sent what is no description of a repository")
    return found_answer(reference, text)._replace(etag=described.etag)


def _hint(client: Client, repositories: int) -> str:
    taken = client.door.requests
    return f"{TITLE} took {taken:,} requests; with a token in GITHUB_TOKEN it takes {_batches(repositories)}."


def _limit(client: Client, waiting: int, until: float | None) -> str:
    """Say what the limit is, when it ends, and what a token would bring."""
    _, limit, _ = client.remaining
    rate = f"{limit} requests an hour" if limit > 0 else "only so many requests an hour"
    again = f", and again from {clock_time(until)}" if until else ""
    return f"{TITLE} answers {rate} without a token{again}. With one in GITHUB_TOKEN it takes {_batches(waiting)}."


def _batches(repositories: int) -> str:
    """How many requests a token would need."""
    requests = -(-repositories // BATCH)
    return "1 request" if requests == 1 else f"{requests:,} requests"
