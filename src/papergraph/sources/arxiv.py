"""arXiv's API: papers asked for by identifier, through the `arxiv` client, as its terms of use ask.

At most one request every three seconds over one connection (https://info.arxiv.org/help/api/tou.html), at most a
hundred identifiers a request (the client sends them in the URL, and much longer ones are refused).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from papergraph.failures import BadAnswerError, FetchError, RefusedError
from papergraph.http import Door, Response, Service
from papergraph.model import Paper, Record, Reference, Status
from papergraph.sources.arxiv_answers import VERSION, payload, read_result
from papergraph.sources.arxiv_feed import BAD_REQUEST, TOO_LONG, Feed, check, identity, refusal
from papergraph.sources.asking import (
    Asked,
    Heard,
    Way,
    failed,
    from_parsed,
    origin,
    parsed,
    sentence,
    unanswered,
    unheard,
)
from papergraph.sources.settings import ARXIV, Settings, missing_age
from papergraph.store import Answer, Kept, State

if TYPE_CHECKING:
    import arxiv

BATCH = 100
INTERVAL = 3.0
MOST_FAILURES = 2
"""Batches in a row that may fail before the source gives up."""
MOST_REFUSALS = 10
"""Requests in a row that bring nothing; a batch is halved down to one in fewer."""
TITLE = "arXiv"


class Batch(NamedTuple):
    """What one request asks for."""

    asked: Sequence[Asked]
    again: bool = False
    """Whether an answer did not have it that may have been wrong, so that this one decides."""


class ArxivSource:
    """Papers by identifier."""

    name = "arxiv"
    title = TITLE

    def __init__(self, settings: Settings = ARXIV) -> None:
        self.settings = settings
        self.missing_age = missing_age(settings)

    def wants(self, reference: Reference) -> bool:
        """Tell whether it is an identifier of arXiv."""
        return reference.prefix == "arxiv"

    def ask(self, wanted: Sequence[Asked], way: Way) -> Iterator[Heard]:
        """Ask in batches.

        A batch that is refused is halved until the identifier that is to blame stands alone. What an answer does
        not have is asked for once more where that is hard to believe.
        """
        client = Client(self.settings, way)
        batches = deque(Batch(wanted[start : start + BATCH]) for start in range(0, len(wanted), BATCH))
        failures = refusals = 0
        while batches:
            if refusals == MOST_REFUSALS:
                yield Heard(requests=client.requests, stop=f"{TITLE} refuses request after request.")
                return
            batch = batches.popleft()
            try:
                answers, further = _ask(client, batch)
            except FetchError as failure:
                failures += 1
                given_up = not isinstance(failure, BadAnswerError) or failures == MOST_FAILURES or not client.answered
                stop = sentence(TITLE, failure) if given_up else ""
                yield Heard(unanswered(batch.asked, TITLE, failure), client.requests, stop)
                if given_up:
                    return
            else:
                failures = 0
                refusals = 0 if any(answer.state is not State.ERROR for answer in answers) else refusals + 1
                batches.extendleft(reversed(further))
                yield Heard(tuple(answers), client.requests)

    def records(self, kept: Kept) -> tuple[Record, ...]:
        """Return the paper, and beside it that arXiv does not know it any more."""
        return paper_records(kept)


class Client:
    """The `arxiv` client behind our door."""

    def __init__(self, settings: Settings, way: Way) -> None:
        import arxiv

        unheard("arxiv")
        service = Service("arxiv", TITLE, settings.url, INTERVAL)
        self._doorway = _Doorway(way.door(service, f"arxiv.py/{arxiv.__version__}"))
        # The door keeps the pace and tries again: the client would sleep unseen, and take every refusal for a hiccup.
        self._client = arxiv.Client(page_size=BATCH, delay_seconds=0, num_retries=0)
        self._client.query_url_format = f"{settings.url}{'&' if urlsplit(settings.url).query else '?'}{{}}"
        self._client._session = self._doorway  # noqa: SLF001 - there is no other way in

    @property
    def requests(self) -> int:
        """Requests that were sent."""
        return self._doorway.door.requests

    @property
    def answered(self) -> bool:
        """Whether arXiv has answered at all."""
        return self._doorway.last is not None

    @property
    def last(self) -> Response | None:
        """The last answer, which the client throws away where it is a refusal."""
        return self._doorway.last

    def results(
        self, query: str = "", identifiers: Sequence[str] = (), most: int = BATCH
    ) -> tuple[Feed, list[arxiv.Result]]:
        """Return a whole page of results, with what it promises.

        Raises:
            FetchError: there is no feed that can be believed.
            RefusedError: arXiv refuses the request, with status 400 or 414.
        """
        import arxiv

        # Without a limit of its own a search ends after a hundred results, and one of 0 means all there are.
        search = arxiv.Search(query=query, id_list=list(identifiers), max_results=None)
        self._client.page_size = most
        try:
            results = self._client.results(search)
            first = list(islice(results, 1))
            feed = self._doorway.feed()
            # One page is all: the client counts entries that it skips as not yet seen and asks for them again.
            return feed, first + list(islice(results, max(feed.readable - 1, 0)))
        except arxiv.HTTPError as error:
            raise RefusedError(f"refuses the request (status {error.status})", error.status) from None
        except (ValueError, OverflowError) as error:  # a date that is none
            raise BadAnswerError("sends an entry that cannot be read") from error


class _Doorway:
    """What the client uses of a `requests.Session`."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.last: Response | None = None
        self._feed: Feed | None = None

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Response:
        """Ask through the door; the client's own headers only name the client, as the door does."""
        del headers
        self.last = self.door.ask("GET", url, headers={"Accept": "application/atom+xml"}, check=self._check)
        return self.last

    def feed(self) -> Feed:
        """What the last answer promises."""
        if self._feed is None:
            raise BadAnswerError("was not asked")
        return self._feed

    def _check(self, response: Response) -> None:
        self._feed = check(response)


def _ask(client: Client, batch: Batch) -> tuple[list[Answer], list[Batch]]:
    """What arXiv says of a batch, and the batches that it makes necessary."""
    identifiers = [asked.reference.identifier for asked in batch.asked]
    try:
        feed, results = client.results(identifiers=identifiers, most=len(identifiers))
    except RefusedError as refused:
        if refused.status not in {BAD_REQUEST, TOO_LONG}:
            raise
        return _divided(client, batch, refused)
    answers = _answers(batch, feed, results)
    missing = [asked for asked, answer in zip(batch.asked, answers, strict=True) if answer.state is State.MISSING]
    if batch.again or not _is_doubtful(feed, batch, missing):
        return answers, []
    return [answer for answer in answers if answer.state is not State.MISSING], [Batch(missing, again=True)]


def _is_doubtful(feed: Feed, batch: Batch, missing: Sequence[Asked]) -> bool:
    """Whether so much is missing, or of such a kind, that it may be a moment in which arXiv does not know its own.

    It never deletes a paper; and one mistyped identifier among ten is as many as notes have. An empty entry says that
    a paper does not exist, and leaves nothing out.
    """
    seen = any(asked.kept and asked.kept.raw for asked in missing)
    left_out = len(missing) - sum(entry.empty for entry in feed.entries)
    return bool(missing) and (seen or not feed.entries or left_out > 1 + len(batch.asked) // 10)


def _divided(client: Client, batch: Batch, refused: RefusedError) -> tuple[list[Answer], list[Batch]]:
    """A refused batch: the identifier that is to blame set apart where arXiv names it, else two halves."""
    reason = refusal(client.last) if client.last and refused.status == BAD_REQUEST else None
    blamed = [asked for asked in batch.asked if reason and reason.endswith(f" {asked.reference.identifier}")]
    if blamed:
        answers = [Answer(asked.reference, State.MISSING, message=f"{TITLE}: {reason}") for asked in blamed]
        rest = [asked for asked in batch.asked if asked not in blamed]
        return answers, [batch._replace(asked=rest)] if rest else []
    if len(batch.asked) == 1:
        return list(failed(batch.asked, f"{TITLE} {refused}")), []
    middle = len(batch.asked) // 2
    return [], [batch._replace(asked=half) for half in (batch.asked[:middle], batch.asked[middle:])]


def _answers(batch: Batch, feed: Feed, results: Iterable[arxiv.Result]) -> list[Answer]:
    """What a feed says of each paper of the batch, in its order."""
    found = _latest(results)
    whole = {entry.identifier for entry in feed.entries if entry.whole}
    asked_for = {asked.reference.identifier for asked in batch.asked}
    of_these = all(entry.identifier in asked_for for entry in feed.entries if not entry.empty)
    adds_up = of_these and len(feed.entries) >= min(feed.total, len(batch.asked))
    halves = {entry.identifier for entry in feed.entries if not (entry.whole or entry.empty)}
    return [_answer(asked.reference, found, whole, halves, certain=adds_up) for asked in batch.asked]


def _latest(results: Iterable[arxiv.Result]) -> dict[str, str]:
    """Identifier → the payload of its latest version among the results."""
    latest: dict[str, tuple[int, str]] = {}
    for result in results:
        identifier, version = identity(result.entry_id)
        latest[identifier] = max(latest.get(identifier, (0, "")), (version, payload(result)))
    return {identifier: text for identifier, (_, text) in latest.items()}


def _answer(
    reference: Reference, found: Mapping[str, str], whole: set[str], halves: set[str], *, certain: bool
) -> Answer:
    identifier = reference.identifier
    if identifier in found and identifier in whole:
        return found_answer(reference, found[identifier])
    if identifier in halves:
        return Answer(reference, State.ERROR, message=f"{TITLE} sent only a part of the entry")
    if not certain:
        return Answer(reference, State.ERROR, message=f"{TITLE} sent an answer that does not add up")
    return Answer(reference, State.MISSING, message=f"{TITLE} does not know it")


def found_answer(reference: Reference, text: str) -> Answer:
    """Return the answer for a payload that is whole."""
    paper = read_result(text, origin(TITLE, ""))
    if paper is None:
        return Answer(reference, State.ERROR, message=f"{TITLE} sent an entry that cannot be read")
    return Answer(reference, State.OK, raw=text, parsed=parsed(paper), version=VERSION)


def paper_records(kept: Kept) -> tuple[Record, ...]:
    """Return what arXiv said of one paper: facts with their day, and that it is missing with that one's."""
    records: list[Record] = []
    if kept.raw:
        records += _facts(kept)
    if kept.state is State.MISSING:
        records.append(Paper(kept.reference, origin(TITLE, kept.checked_at), status=Status.MISSING.value))
    return tuple(records)


def _facts(kept: Kept) -> list[Record]:
    said = origin(TITLE, kept.fetched_at)
    if kept.version == VERSION and kept.parsed:
        return [from_parsed(Paper, kept.reference, said, kept.parsed)]
    paper = read_result(kept.raw, said)
    return [paper] if paper and paper.reference == kept.reference else []
