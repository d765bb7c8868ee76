"""Repositories by GraphQL, fifty a request: what a partial answer holds is kept, the rest asked for in smaller ones."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from papergraph.failures import SERVER_ERROR, FetchError, RefusedError
from papergraph.model import Reference
from papergraph.moments import clock_time
from papergraph.sources.asking import Asked, Heard, failed, sentence, unanswered
from papergraph.sources.fields import tidy
from papergraph.sources.github_answers import FACTS, TITLE, found_answer, graphql_payload
from papergraph.sources.github_client import SHOWN, UNAUTHORISED, Client, Json
from papergraph.store import Answer, State

BATCH = 50
MOST_FRUITLESS = 8
"""Requests in a row that bring nothing; a batch is halved down to one in fewer."""
LIMITED = frozenset({"RATE_LIMITED", "RATE_LIMIT"})
BLOCKED_WORDS = ("access blocked", "dmca", "terms of service")


def ask_graphql(client: Client, wanted: Sequence[Asked]) -> Iterator[Heard]:
    """Ask for repositories in batches until all are answered, or GitHub answers no more."""
    batches = deque(wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH))
    fruitless = 0
    while batches:
        if fruitless == MOST_FRUITLESS:
            yield Heard(requests=client.door.requests, stop=f"{TITLE} has trouble with request after request.")
            return
        batch = batches.popleft()
        client.patient = len(batch) == 1
        try:
            data, errors = client.graphql(question(len(batch)), variables(batch))
        except RefusedError as refused:
            fruitless += 1
            if refused.status < SERVER_ERROR or len(batch) == 1:
                stop = _stop(refused, client) if refused.status < SERVER_ERROR else ""
                yield Heard(failed(batch, f"{TITLE} {refused}"), client.door.requests, stop)
                if stop:
                    return
            else:
                batches.extendleft(_halves(batch))
            continue
        except FetchError as failure:
            yield Heard(unanswered(batch, TITLE, failure), client.door.requests, _stop(failure, client))
            return
        limited = next((error for error in errors if error.get("type") in LIMITED), None)
        if limited:
            stop = f"{TITLE} {_limited(client)}."
            yield Heard(failed(batch, stop), client.door.requests, stop)
            return
        answers, again = _answers(batch, data, errors)
        fruitless = 0 if any(answer.state is not State.ERROR for answer in answers) else fruitless + 1
        if again:
            batches.extendleft(_halves(again) if len(again) == len(batch) else [again])
        stop = _spent(data, client) if batches else ""
        yield Heard(tuple(answers), client.door.requests, stop)
        if stop:
            return


def question(number: int) -> str:
    """Return the query for so many repositories: `r0`, `r1`, … of the variables `$o0`, `$n0`, …."""
    declared = ", ".join(f"$o{place}: String!, $n{place}: String!" for place in range(number))
    fields = "\n".join(
        f"  r{place}: repository(owner: $o{place}, name: $n{place}, followRenames: true) {{ ...Facts }}"
        for place in range(number)
    )
    return f"query Repositories({declared}) {{\n{fields}\n  rateLimit {{ cost limit remaining resetAt }}\n}}\n{FACTS}"


def variables(batch: Sequence[Asked]) -> dict[str, str]:
    """Return the owners and names of a batch."""
    given = {}
    for place, asked in enumerate(batch):
        given[f"o{place}"], _, given[f"n{place}"] = asked.reference.identifier.partition("/")
    return given


def _answers(
    batch: Sequence[Asked], data: Mapping[str, Any], errors: Sequence[Json]
) -> tuple[list[Answer], list[Asked]]:
    """What was answered, and what is to be asked again."""
    reasons: dict[str, Json] = {}
    for error in errors:
        path = error.get("path")
        if isinstance(path, list) and path:
            reasons.setdefault(str(path[0]), error)
    answers, again = [], []
    for place, asked in enumerate(batch):
        alias = f"r{place}"
        node = data.get(alias)
        text = graphql_payload(node) if isinstance(node, dict) else None
        if text:
            answers.append(found_answer(asked.reference, text))
        elif refusal := _refusal(asked.reference, reasons.get(alias)):
            answers.append(refusal)
        elif len(batch) > 1:
            again.append(asked)
        else:
            answers += failed([asked], f"{TITLE} {_reason(reasons.get(alias) or next(iter(errors), {}))}")
    return answers, again


def _refusal(reference: Reference, error: Json | None) -> Answer | None:
    """The answer where GitHub itself says that there is nothing to see."""
    if error is None:
        return None
    message = str(error.get("message") or "")
    if any(words in message.lower() for words in BLOCKED_WORDS):
        return Answer(reference, State.MISSING, message=f"blocked: {tidy(message)[:SHOWN]}")
    if error.get("type") == "NOT_FOUND":
        return Answer(reference, State.MISSING, message=f"{TITLE} does not know it")
    if error.get("type") == "FORBIDDEN":
        return Answer(reference, State.ERROR, message=f"{TITLE} does not show it: {tidy(message)[:SHOWN]}")
    return None


def _reason(error: Json) -> str:
    message = tidy(str(error.get("message") or ""))[:SHOWN]
    return f"reports an error: {message}" if message else "does not say anything about it"


def _halves(batch: Sequence[Asked]) -> list[Sequence[Asked]]:
    """Two halves in the order in which `extendleft` wants them."""
    middle = max(len(batch) // 2, 1)
    return [half for half in (batch[middle:], batch[:middle]) if half]


def _stop(failure: FetchError, client: Client) -> str:
    if isinstance(failure, RefusedError) and failure.status == UNAUTHORISED:
        return f"{TITLE} does not accept the token in {client.place}: make a new one, or take this one away."
    return sentence(TITLE, failure)


def _limited(client: Client) -> str:
    *_, reset = client.remaining
    again = f"; it answers again at {clock_time(reset)}" if reset > 0 else ""
    return f"has answered as much as it does in an hour{again}"


def _spent(data: Mapping[str, Any], client: Client) -> str:
    """Why to ask no further: the points of this hour do not reach for another batch like this one."""
    match data.get("rateLimit"):
        case {"remaining": int(remaining), "cost": int(cost)} if remaining < max(cost, 1):
            return f"{TITLE} {_limited(client)}."
    return ""
