"""The emulated arXiv against what the real one said: the same records give the same bytes, and Atom's schema holds.

The recordings and the schema of RFC 4287 lie beside this checkout; without them these tests are skipped. What the
emulator cannot know it is told: the moment of the recording, and how many papers the whole archive has for a query.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import cast
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
import requests
from lxml import etree

from emulated_arxiv import ArxivEmulator, duplicated, many_papers, other_papers, paper, partial_entry, wrong_total
from emulation import Action, FakeClock
from emulators.arxiv_feeds import Generation
from emulators.arxiv_records import Paper, Version

NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "x": "http://arxiv.org/schemas/atom",
    "o": "http://a9.com/-/spec/opensearch/1.1/",
}
ENTRIES = [
    "current_single.http200.xml",
    "current_missing_and_present.http200.xml",
    "current_all_missing.http200.xml",
    "current_oldstyle_affiliation_journalref.http200.xml",
    "current_oldstyle_versioned.http200.xml",
    "current_title_zero.http200.xml",
    "current_query_100.http200.xml",
    "current_query_page6.http200.xml",
    "nov2025_links_without_rel.xml",
    "nov2025_missing_id.xml",
    "pre2025_legacy_query.xml",
    "pre2025_legacy_missing_id.xml",
    "pre2025_legacy_empty.xml",
]
FORGETFUL = {"pre2025_legacy_missing_id.xml"}
"""The Perl server left the first missing identifier out of the feed's title, and only there."""


@pytest.fixture(scope="module")
def recordings(shared: Path) -> Path:
    """The folder of recorded answers."""
    return shared / "apis" / "recorded" / "arxiv"


@pytest.fixture(scope="module")
def atom(shared: Path) -> etree.RelaxNG:
    """The schema of Atom."""
    return etree.RelaxNG(etree.parse(str(shared / "apis" / "specs" / "atom-rfc4287.trang.rng")))


def text(node: etree._Element, path: str) -> str | None:
    """The text at a path, as it is written."""
    found = node.find(path, NAMES)
    return None if found is None else found.text


def recorded_paper(entry: etree._Element, generation: str) -> Paper:
    """The record behind a recorded entry; versions before the one that it shows are made up but for the first date."""
    name, _, number = re.match(r"http://arxiv.org/abs/(.+?)(v(\d+))$", text(entry, "a:id") or "").groups()  # type: ignore[union-attr]
    dates = [datetime.fromisoformat(text(entry, f"a:{tag}") or "") for tag in ("published", "updated")]
    terms = [str(node.get("term")) for node in entry.findall("a:category", NAMES)]
    authors = [
        tuple(str(part.text) for part in author if part.text is not None) for author in entry.findall("a:author", NAMES)
    ]
    shown = Version(
        title=text(entry, "a:title") or "",
        authors=tuple(authors),
        summary=text(entry, "a:summary") or "",
        date=dates[0] if int(number) == 1 and generation == "nov2025" else dates[1],
        categories=tuple(terms),
        comment=text(entry, "x:comment"),
        journal_ref=text(entry, "x:journal_ref"),
        doi=text(entry, "x:doi"),
        changed=dates[1],
    )
    first = Version("Earlier", (("Nobody",),), "Earlier.", dates[0], ("cs.LG",))
    return Paper(name, (*[first] * (int(number) - 1), shown))


def asked(feed: etree._Element) -> dict[str, str]:
    """The parameters that led to a recording: its own link repeats them."""
    link = str(feed.find("a:link", NAMES).get("href"))  # type: ignore[union-attr]
    query = urlsplit(link).query
    pairs = parse_qsl(unquote(query) if "%3D" in query else query, keep_blank_values=True)
    return dict(pairs)


def filler(number: int) -> list[Paper]:
    """Papers that come before the recorded page of a query."""
    return [paper(f"0001.{k:05d}", title="Testing", summary="all testing electron proton") for k in range(number)]


def emulated(recording: bytes, generation: str) -> bytes:
    """What the emulator answers to the question of a recording, over the records in it, at the same moment."""
    feed = etree.fromstring(recording)
    papers = [recorded_paper(entry, generation) for entry in feed.findall("a:entry", NAMES) if text(entry, "a:id")]
    parameters = asked(feed)
    search, total = parameters["search_query"], int(text(feed, "o:totalResults") or "")
    if search:
        papers = [*filler(int(parameters["start"])), *papers]
    clock = FakeClock(datetime.fromisoformat(text(feed, "a:updated") or "").timestamp())
    kind = cast("Generation", {"pre2025": "legacy"}.get(generation, generation))
    with ArxivEmulator(papers, clock, generation=kind, order="given", total=total if search else None) as server:
        answer = requests.get(server.query_url, params=parameters, timeout=30)
    assert answer.status_code == 200
    return answer.content


@pytest.mark.parametrize("name", ENTRIES)
def test_the_same_records_give_the_same_bytes(recordings: Path, name: str) -> None:
    recording = (recordings / name).read_bytes()

    answer = emulated(recording, name.partition("_")[0])

    if name in FORGETFUL:
        title = rb'(<title type="html">)[^<]*'
        answer, recording = (re.sub(title, rb"\1", body) for body in (answer, recording))
    assert answer.decode() == recording.decode()


def test_a_malformed_identifier_is_refused_in_the_same_bytes(recordings: Path) -> None:
    recording = (recordings / "current_malformed_400.http400.xml").read_bytes()
    clock = FakeClock(datetime.fromisoformat(text(etree.fromstring(recording), "a:updated") or "").timestamp())

    with ArxivEmulator(clock=clock) as server:
        answer = requests.get(server.query_url, params={"id_list": "abc"}, timeout=30)

    assert answer.status_code == 400
    assert answer.content == recording


@pytest.mark.parametrize("name", [*ENTRIES, "current_malformed_400.http400.xml"])
def test_the_schema_knows_what_the_real_server_says(recordings: Path, atom: etree.RelaxNG, name: str) -> None:
    """Only the Perl server's empty entries for missing papers are no Atom."""
    feed = etree.parse(str(recordings / name))

    assert atom.validate(feed) == (name not in FORGETFUL)


@pytest.mark.parametrize("generation", ["current", "nov2025", "legacy"])
@pytest.mark.parametrize("question", [{"search_query": "study", "max_results": "120"}, {"id_list": "0704.0001"}])
def test_emulated_feeds_are_atom(atom: etree.RelaxNG, generation: Generation, question: dict[str, str]) -> None:
    with ArxivEmulator(many_papers(120), generation=generation) as server:
        feed = etree.fromstring(requests.get(server.query_url, params=question, timeout=30).content)

    atom.assertValid(feed)
    assert len(feed.findall("a:entry", NAMES)) == (120 if "search_query" in question else 0)
    for entry in feed.findall("a:entry", NAMES):  # the two rules of RFC 4287 that no schema can say
        assert entry.findall("a:author", NAMES)
        assert any(link.get("rel", "alternate") == "alternate" for link in entry.findall("a:link", NAMES))


@pytest.mark.parametrize("generation", ["current", "nov2025", "legacy"])
def test_emulated_refusals_are_atom(atom: etree.RelaxNG, generation: Generation) -> None:
    with ArxivEmulator(generation=generation) as server:
        feed = etree.fromstring(requests.get(server.query_url, params={"id_list": "a&b<c>"}, timeout=30).content)

    atom.assertValid(feed)


FAULTS: list[tuple[Action, bool]] = [
    (duplicated(), True),
    (wrong_total(7), True),
    (other_papers(paper("9912.00001")), True),
    (partial_entry("published"), True),
    (partial_entry("author"), True),
    (partial_entry("id"), False),
    (partial_entry("title"), False),
]


@pytest.mark.parametrize("fault, valid", FAULTS, ids=range(len(FAULTS)))
def test_the_schema_sees_the_faults_that_it_can_see(atom: etree.RelaxNG, fault: Action, valid: bool) -> None:  # noqa: FBT001
    """It wants an identifier and a title: what else can be wrong with a feed, a client has to see for itself."""
    with ArxivEmulator(many_papers(3)) as server:
        server.faults.add(fault)
        feed = etree.fromstring(requests.get(server.query_url, params={"search_query": "study"}, timeout=30).content)

    assert atom.validate(feed) is valid


@pytest.mark.parametrize(
    "spoil",
    [
        lambda feed: feed.replace(b"<feed ", b"<food ").replace(b"</feed>", b"</food>"),
        lambda feed: re.sub(rb"<updated>[^<]*</updated>", b"<updated>yesterday</updated>", feed),
        lambda feed: feed.replace(b"<id>http://arxiv.org/abs/", b"<number>http://arxiv.org/abs/", 1).replace(
            b"v1</id>", b"v1</number>", 1
        ),
    ],
)
def test_the_schema_refuses_what_is_no_atom(atom: etree.RelaxNG, spoil: Callable[[bytes], bytes]) -> None:
    with ArxivEmulator([paper("2101.11605")]) as server:
        feed = requests.get(server.query_url, params={"search_query": "study"}, timeout=30).content

    assert atom.validate(etree.fromstring(feed))
    assert not atom.validate(etree.fromstring(spoil(feed)))
