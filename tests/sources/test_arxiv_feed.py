"""What is believed of a response of arXiv's API, before its client sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulation import START
from emulators.arxiv_feeds import (
    Question,
    entry,
    feed_head,
    legacy_feed,
    legacy_refusal,
    today_refusal,
)
from emulators.arxiv_records import Found, paper
from papergraph.failures import BadAnswerError, FetchError, RefusedError
from papergraph.http import Response
from papergraph.sources.arxiv_feed import SHOWN, Entry, Feed, check, identity, read_feed, refusal

ATOM = "application/atom+xml; charset=utf-8"
A, B = (Found(paper(name), 1) for name in ("2101.00001", "2101.00002"))
QUESTION = Question("", "2101.00001,2101.00002", 0, 2)
GOOD = f"{feed_head(QUESTION, 2, START)}{entry(A)}{entry(B)}</feed>\n"
LINK = "https://arxiv.org/api/errors#incorrect_id_format_for_abc"
REASON = "incorrect id format for abc"


def response(body: str | bytes = GOOD, status: int = 200, content_type: str = ATOM) -> Response:
    """A response with that body."""
    content = body.encode() if isinstance(body, str) else body
    return Response(status, {"Content-Type": content_type}, content, "https://export.arxiv.org/api/query")


def why(answer: Response) -> str:
    """Why a response is not believed."""
    with pytest.raises(BadAnswerError) as caught:
        read_feed(answer)
    return str(caught.value)


def test_a_feed_promises_a_number_of_results_and_has_entries() -> None:
    assert read_feed(response()) == Feed(
        2,
        (
            Entry("2101.00001", 1, readable=True, whole=True, empty=False),
            Entry("2101.00002", 1, readable=True, whole=True, empty=False),
        ),
    )
    assert read_feed(response()).readable == 2


def test_a_feed_without_results_is_one_too() -> None:
    assert read_feed(response(f"{feed_head(QUESTION, 0, START)}</feed>\n")) == Feed(0, ())


@pytest.mark.parametrize("content_type", [ATOM, "application/atom+xml", "text/xml", "application/xml; charset=UTF-8"])
def test_every_type_that_arxiv_may_give_its_feed_is_one(content_type: str) -> None:
    assert read_feed(response(content_type=content_type)).total == 2
    assert read_feed(response(content_type=content_type.upper())).total == 2


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "text/plain", "application/json"])
def test_another_type_is_no_feed_whatever_the_body(content_type: str) -> None:
    kind = content_type.partition(";")[0]

    assert why(response(content_type=content_type)) == (
        f"sends {kind} instead of a feed: is there a login page in the way?"
    )


def test_a_type_is_not_repeated_at_length_and_without_a_type_there_is_no_feed() -> None:
    assert why(response(content_type="")).startswith("sends of no type instead of a feed")
    told = why(response(content_type="x" * 9999 + "\x1b[31m"))
    assert len(told) < SHOWN + 80
    assert told.isprintable()
    assert "login page" in why(Response(200, {}, GOOD.encode(), ""))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "   \n",
        "Rate exceeded.",
        "<html><body>Welcome</body></html>",
        "<!DOCTYPE html><html><head><meta></head></html>",
        '{"feed": []}',
        GOOD[:-8],
        GOOD[: len(GOOD) // 2],
        GOOD + "<html/>",
        GOOD.replace("</title>", "", 1),
        GOOD.replace("<feed ", "<rss ").replace("</feed>", "</rss>"),
        GOOD.replace("http://www.w3.org/2005/Atom", "http://www.w3.org/2005/Atoms"),
        GOOD.encode().replace(b"Subject", b"Subj\xff\xfeect", 1),
        GOOD.replace("On the", "On\x00the", 1),
        b"\xff\xfe\x00",
        b"\x1f\x8b\x08",
    ],
)
def test_what_is_no_whole_feed_is_not_read(body: str | bytes) -> None:
    assert why(response(body)) in {
        "sends a feed that is cut or damaged",
        "sends XML that is no feed",
    }


@pytest.mark.parametrize("declaration", ['<!DOCTYPE feed [<!ENTITY a "aaaa">]>', "<!DOCTYPE feed []>"])
def test_a_feed_that_declares_entities_is_none(declaration: str) -> None:
    head, rest = GOOD.split("\n", 1)

    assert why(response(f"{head}\n{declaration}\n{rest}")) == "sends XML that is no feed"


def test_entities_that_grow_and_files_that_are_named_do_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", encoding="utf-8")
    laughs = "".join(f'<!ENTITY l{k} "{f"&l{k - 1};" * 10}">' for k in range(1, 10))
    head, rest = GOOD.split("\n", 1)
    for declared in (f'<!ENTITY l0 "lol">{laughs}<!ENTITY x "&l9;">', f'<!ENTITY x SYSTEM "{secret.as_uri()}">'):
        body = f"{head}\n<!DOCTYPE feed [{declared}]>\n{rest.replace('On the', '&x; the')}"
        assert why(response(body)) in {"sends XML that is no feed", "sends a feed that is cut or damaged"}


@pytest.mark.parametrize("total", ["", "many", "-1", "1.5", "²", "٣", "0x1", "9" * 5000])
def test_a_feed_that_does_not_count_its_results_is_none(total: str) -> None:
    counted = re.sub("(totalResults>)2", rf"\g<1>{total}", GOOD)

    assert why(response(counted)) == "sends a feed that does not say how many results there are"


def test_a_feed_without_the_count_is_none() -> None:
    uncounted = re.sub("  <opensearch:totalResults.*\n", "", GOOD)

    assert why(response(uncounted)) == "sends a feed that does not say how many results there are"


@pytest.mark.parametrize("refuse", [today_refusal, legacy_refusal])
def test_an_error_in_the_shape_of_a_feed_is_one(refuse: Callable[[str, str, float], str]) -> None:
    assert why(response(refuse(REASON, LINK, START))) == f"reports an error: {REASON}"


def one(body: str) -> Entry:
    """The only entry of a feed."""
    (found,) = read_feed(response(f"{feed_head(QUESTION, 1, START)}{body}</feed>\n")).entries
    return found


def without(element: str, body: str | None = None) -> str:
    """An entry without one of its elements."""
    return re.sub(rf"    <{element}\b[^>]*(/>|>.*?</{element}>)\n", "", body or entry(A), flags=re.DOTALL)


@pytest.mark.parametrize("element", ["published", "updated", "id"])
def test_an_entry_that_the_client_skips_is_known(element: str) -> None:
    found = one(without(element))

    assert (found.readable, found.whole, found.empty) == (False, False, False)


@pytest.mark.parametrize("element", ["title", "author"])
def test_half_an_entry_is_known(element: str) -> None:
    found = one(without(element))

    assert (found.readable, found.whole, found.empty) == (True, False, False)


@pytest.mark.parametrize("element", ["summary", "link", "category", "arxiv:primary_category"])
def test_what_a_paper_can_do_without_is_no_part_of_the_whole(element: str) -> None:
    assert one(without(element)).whole


def test_an_author_without_a_name_is_none_and_white_space_is_no_title() -> None:
    assert not one(re.sub("<name>.*?</name>", "<name> </name>", entry(A))).whole
    assert not one(re.sub("<title>.*?</title>", "<title> \n </title>", entry(A))).whole
    assert not one(re.sub("<published>.*?</published>", "<published/>", entry(A))).readable


def test_an_entry_that_says_nothing_stands_for_what_does_not_exist() -> None:
    body = legacy_feed(QUESTION, [A, None], 2, START)

    assert [found.empty for found in read_feed(response(body)).entries] == [False, True]


@pytest.mark.parametrize(
    "address, found",
    [
        ("http://arxiv.org/abs/2101.00001v1", ("2101.00001", 1)),
        ("https://arxiv.org/abs/2101.00001v12", ("2101.00001", 12)),
        ("\n http://arxiv.org/abs/2101.00001v1 \n", ("2101.00001", 1)),
        ("http://arxiv.org/abs/2101.00001", ("2101.00001", 0)),
        ("http://arxiv.org/abs/astro-ph/0601001v3", ("astro-ph/0601001", 3)),
        ("http://arxiv.org/abs/solv-int/9912001", ("solv-int/9912001", 0)),
        ("http://arxiv.org/abs/2101.00001v0", ("2101.00001v0", 0)),
        ("http://arxiv.org/abs/2101.00001v99999", ("2101.00001v99999", 0)),
        ("http://arxiv.org/abs/", ("", 0)),
        ("http://export.arxiv.org/abs/2101.00001v1", ("", 0)),
        ("https://arxiv.org/api/errors#x", ("", 0)),
        ("http://arxiv.org.example/abs/2101.00001v1", ("", 0)),
        ("", ("", 0)),
    ],
)
def test_identifier_and_version_are_in_the_address(address: str, found: tuple[str, int]) -> None:
    assert identity(address) == found


def test_a_whole_feed_passes() -> None:
    check(response())


@pytest.mark.parametrize("status", [400, 414])
def test_a_refusal_that_the_caller_understands_passes_whatever_its_body(status: int) -> None:
    check(response("<html/>", status, "text/html"))


@pytest.mark.parametrize("status", [201, 204, 301, 304, 401, 403, 404, 410, 422])
def test_any_other_status_is_a_refusal(status: int) -> None:
    with pytest.raises(RefusedError, match=f"refuses the request \\(status {status}\\)") as caught:
        check(response(status=status))
    assert caught.value.status == status


def test_what_a_refusal_says_is_read() -> None:
    assert refusal(response(today_refusal(REASON, LINK, START), 400)) == REASON
    assert refusal(response(legacy_refusal(REASON, LINK, START), 400)) == REASON


@pytest.mark.parametrize("body", [GOOD, f"{feed_head(QUESTION, 0, START)}</feed>", "<html/>", ""])
def test_what_is_no_refusal_of_arxiv_says_nothing(body: str) -> None:
    assert refusal(response(body, 400)) is None
    assert refusal(response(today_refusal(REASON, LINK, START), 400, "text/html")) is None


def test_what_arxiv_says_is_shown_on_one_short_line() -> None:
    told = refusal(response(today_refusal("bad\n\x85 id " + "x" * 999, LINK, START), 400))

    assert told is not None
    assert told.startswith("bad id xxx")
    assert len(told) == SHOWN


@given(st.integers(0, len(GOOD)), st.integers(0, 40), st.binary(max_size=4))
@settings(max_examples=80)
def test_whatever_is_changed_in_a_feed_it_is_read_or_refused(place: int, gone: int, instead: bytes) -> None:
    body = GOOD.encode()
    with suppress(FetchError):
        found = read_feed(response(body[:place] + instead + body[place + gone :]))
        assert found.readable <= len(found.entries) <= 2


RECORDED = ("current_", "nov2025_", "pre2025_")


@pytest.mark.parametrize("era", RECORDED)
def test_every_recorded_feed_is_believed(shared: Path, era: str) -> None:
    for recording in sorted((shared / "apis" / "recorded" / "arxiv").glob(f"{era}*.xml")):
        answer = response(recording.read_bytes())
        if "http400" in recording.name:
            assert refusal(answer) == "incorrect id format for abc"
            continue
        feed = read_feed(answer)
        assert all(found.whole or found.empty for found in feed.entries), recording.name
        assert len(feed.entries) <= max(feed.total, 0), recording.name
