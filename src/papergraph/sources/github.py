"""GitHub's API through the `PyGithub` client: GraphQL with a token, fifty repositories a request; REST without.

https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api and
https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api have the limits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from papergraph.model import Record, Reference, Repository, Status
from papergraph.sources.asking import Asked, Heard, Way, from_parsed, origin
from papergraph.sources.github_answers import TITLE, VERSION, read_payload, with_former
from papergraph.sources.github_client import Client
from papergraph.sources.github_graphql import ask_graphql
from papergraph.sources.github_rest import ask_rest
from papergraph.sources.settings import GITHUB, Settings, missing_age
from papergraph.sources.token import Token, find_token
from papergraph.store import Kept, State


class GithubSource:
    """Repositories by name."""

    name = "github"
    title = TITLE

    def __init__(self, settings: Settings = GITHUB) -> None:
        self.settings = settings
        self.missing_age = missing_age(settings)

    def wants(self, reference: Reference) -> bool:
        """Tell whether it is a repository of GitHub."""
        return reference.prefix == "github"

    def ask(self, wanted: Sequence[Asked], way: Way) -> Iterator[Heard]:
        """Ask by the way that the environment allows."""
        token = find_token(url=self.settings.url, ask_gh=self.settings.ask_gh)
        if isinstance(token, Token):
            yield from ask_graphql(Client(self.settings, way, token), wanted)
            return
        if token:
            yield Heard(hint=f"{token} {TITLE} is asked without one.")
        yield from ask_rest(Client(self.settings, way, None), wanted)

    def records(self, kept: Kept) -> tuple[Record, ...]:
        """Return the repository, and beside it that GitHub does not show it any more."""
        records: list[Record] = []
        if kept.raw and (repository := _facts(kept)):
            records.append(repository)
        if kept.state is State.MISSING:
            status = Status.BLOCKED if kept.reason.startswith("blocked") else Status.MISSING
            records.append(Repository(kept.reference, origin(TITLE, kept.checked_at), status=status.value))
        return tuple(records)


def _facts(kept: Kept) -> Repository | None:
    """The repository as the store has it; of one that is private, wherever the answer came from, only that it is."""
    said = origin(TITLE, kept.fetched_at)
    if kept.version == VERSION and kept.parsed:
        repository = with_former(from_parsed(Repository, kept.reference, said, kept.parsed), kept.former)
    else:
        read = read_payload(kept.raw, said, kept.former)
        if read is None or read.reference != kept.reference:
            return None
        repository = read
    if repository.status != Status.PRIVATE:
        return repository
    former = repository.former_names
    return Repository(kept.reference, said, name=repository.name, status=repository.status, former_names=former)
