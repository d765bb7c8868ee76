"""The seam: an ordered, named tuple of resolvers, to which other distributions add theirs."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from papergraph.errors import ConfigError
from papergraph.model import Reference
from papergraph.resolvers import RESOLVERS, Prefix, Resolver, Url, canonical_url, installed, kind, resolve


def _rfc(url: Url) -> Reference | None:
    number = url.path.removeprefix("/rfc/rfc")
    return Reference("rfc", number) if number.isdecimal() else None


RFC = Resolver(
    "rfc",
    ("rfc-editor.org", ".ietf.org"),
    _rfc,
    (Prefix("rfc", "paper", "https://www.rfc-editor.org/rfc/rfc{}".format),),
)
"""What a distribution could add."""


def test_names_are_unique_and_the_last_resolver_takes_what_is_left() -> None:
    names = [resolver.name for resolver in RESOLVERS]
    assert len(set(names)) == len(names)
    assert names[-1] == "web"


def test_no_two_resolvers_claim_a_prefix() -> None:
    prefixes = [prefix.name for resolver in RESOLVERS for prefix in resolver.prefixes]
    assert len(set(prefixes)) == len(prefixes)


def test_a_tuple_of_resolvers_can_be_given() -> None:
    mine = (*RESOLVERS[:-1], RFC, RESOLVERS[-1])
    assert resolve("https://www.rfc-editor.org/rfc/rfc3987", mine) == Reference("rfc", "3987")
    assert resolve("https://datatracker.ietf.org/rfc/rfc3987", mine) == Reference("rfc", "3987")
    assert resolve("https://www.rfc-editor.org/rfc/rfc3987") == Reference(
        "url", "https://www.rfc-editor.org/rfc/rfc3987"
    )
    assert canonical_url(Reference("rfc", "3987"), mine) == "https://www.rfc-editor.org/rfc/rfc3987"
    assert canonical_url(Reference("rfc", "3987")) is None
    assert kind(Reference("rfc", "3987"), mine) == "paper"


def test_the_first_match_wins() -> None:
    everything = Resolver("everything", ("*",), lambda url: Reference("host", url.host))
    assert resolve("https://github.com/owner/name", (everything, *RESOLVERS)) == Reference("github", "owner/name")
    assert resolve("https://example.org/", (everything, *RESOLVERS)) == Reference("host", "example.org")


def test_without_any_resolver_a_link_is_its_page() -> None:
    assert resolve("http://github.com/Owner/Name/", ()) == Reference("url", "https://github.com/Owner/Name")


def _installed(monkeypatch: pytest.MonkeyPatch, *points: EntryPoint) -> None:
    monkeypatch.setattr(
        "importlib.metadata.entry_points", lambda group: points if group == "papergraph.resolvers" else ()
    )


def test_resolvers_of_other_distributions_come_ahead_of_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    _installed(monkeypatch, EntryPoint("rfc", "papergraph.resolvers.web:RESOLVER", "papergraph.resolvers"))
    assert installed() == (*RESOLVERS[:-1], RESOLVERS[-1], RESOLVERS[-1])
    _installed(monkeypatch)
    assert installed() == RESOLVERS


@pytest.mark.parametrize(
    "value", ["papergraph.nowhere:RESOLVER", "papergraph.resolvers.web:NOTHING", "papergraph.model:Paper"]
)
def test_one_that_cannot_be_used_is_named_in_one_sentence(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    _installed(monkeypatch, EntryPoint("mine", value, "papergraph.resolvers"))
    with pytest.raises(ConfigError, match="the resolver mine "):
        installed()
