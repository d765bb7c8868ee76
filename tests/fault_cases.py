"""What can go wrong with a service, and what papergraph makes of it: run by the tests, printed in the docs.

A case is a fault at a moment: `once` (the first request), `from the start` (every request), `later` (every request but
the first, so that something was answered before), and `at a refresh` (every request, long after all was known).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from emulated_arxiv import malformed_id, other_papers, paper, partial_entry, wrong_total
from emulation import Action
from emulators.faults import (
    captive_portal,
    cut,
    dripping,
    empty_body,
    gzip_bomb,
    hang_up,
    huge,
    invalid_utf8,
    rate_exceeded,
    redirect,
    redirect_chain,
    redirect_loop,
    reset,
    retyped,
    stalled,
    status,
    too_many_requests,
    unavailable,
    wrong_length,
)
from emulators.github_faults import (
    bad_credentials,
    batch_too_large,
    graphql_error,
    primary_limit,
    rate_limited,
    secondary_limit,
    without_id,
)

ONCE, START, LATER, REFRESH = "once", "from the start", "later", "at a refresh"
MOMENTS = (ONCE, START, LATER, REFRESH)


class Outcome(StrEnum):
    """What a build makes of a fault."""

    HEALED = "asks again; nothing is missing"
    TOLD = "says so; what was known stays, the next build asks again"


HEALED, TOLD = Outcome.HEALED, Outcome.TOLD


@dataclass(frozen=True)
class Fault:
    """One row of the table."""

    title: str
    action: Action
    once: Outcome = TOLD
    """What comes of it when it happens once, with the first request; at any other moment it lasts, and is told."""
    is_slow: bool = False
    """Whether nothing but the time that it takes is wrong."""


ARXIV, GRAPHQL, REST = "arXiv", "GitHub with a token", "GitHub without a token"

ANY = (
    Fault("429 without a time", too_many_requests(), HEALED),
    Fault("429, 20 s to wait", too_many_requests(20), HEALED),
    Fault("429, a date to wait for", too_many_requests(20, date=True), HEALED),
    Fault("429, an hour to wait", too_many_requests(3600), TOLD),
    Fault("500", unavailable(500), HEALED),
    Fault("502", unavailable(502), HEALED),
    Fault("503, 20 s to wait", unavailable(503, 20), HEALED),
    Fault("504", unavailable(504), HEALED),
    Fault("403 with a page", status(403, b"<html>no</html>", "text/html")),
    Fault("404 with a page", status(404, b"<html>no</html>", "text/html")),
    Fault("200 with a login page", captive_portal()),
    Fault("200 with nothing", empty_body("application/atom+xml")),
    Fault("another content type", retyped("text/html")),
    Fault("a body that is cut, and does not show it", cut(0.5)),
    Fault("a body that is cut, and shows it", cut(0.5, noticed=True), HEALED),
    Fault("a wrong Content-Length", wrong_length(), HEALED),
    Fault("bytes that are no UTF-8", invalid_utf8()),
    Fault("a connection that is reset", reset(), HEALED),
    Fault("a reset in the middle of an answer", reset(0.5), HEALED),
    Fault("a connection that is closed without an answer", hang_up(), HEALED),
    Fault("no answer in time", stalled(), is_slow=True),
    Fault("an answer that drips", dripping(2.0), is_slow=True),
    Fault("a redirect to another host", redirect("http://papergraph.invalid/")),
    Fault("a gzip bomb", gzip_bomb(50, prefix=b"{")),
    Fault("a body without end", huge(50, prefix=b"{")),
)
CIRCLE, ENDLESS = "a redirect in a circle", "redirects without end"
ONLY = {
    ARXIV: (
        Fault(CIRCLE, redirect_loop(), HEALED),
        Fault(ENDLESS, redirect_chain(), HEALED),
        Fault("200 with “Rate exceeded.”", rate_exceeded()),
        Fault("an error of its own with 200", malformed_id(code=200)),
        Fault("400 for a well-formed identifier", malformed_id("nothing", 400), HEALED),
        Fault("414", status(414, b"too long"), HEALED),
        Fault("an entry without authors", partial_entry("author")),
        Fault("an entry without its date", partial_entry("published")),
        Fault("a count that does not fit", wrong_total(50), HEALED),
        Fault("other papers than asked for", other_papers(paper("1305.54321"))),
    ),
    GRAPHQL: (
        Fault(CIRCLE, redirect_loop()),
        Fault(ENDLESS, redirect_chain()),
        Fault("401", bad_credentials()),
        Fault("403, the hour is used up", primary_limit()),
        Fault("403, secondary limit, 20 s to wait", secondary_limit(20), HEALED),
        Fault("403, secondary limit without a time", secondary_limit(None), HEALED),
        Fault("200, RATE_LIMITED", rate_limited()),
        Fault("200, something went wrong", graphql_error(), HEALED),
        Fault("502 for what is too large", batch_too_large(), HEALED),
    ),
    REST: (
        Fault(CIRCLE, redirect_loop(), HEALED),
        Fault(ENDLESS, redirect_chain(), HEALED),
        Fault("401", bad_credentials()),
        Fault("403, the hour is used up", primary_limit()),
        Fault("403, secondary limit, 20 s to wait", secondary_limit(20), HEALED),
        Fault("403, secondary limit without a time", secondary_limit(None), HEALED),
        Fault("200 that describes nothing", without_id()),
    ),
}
SERVICES = tuple(ONLY)


@dataclass(frozen=True)
class Case:
    """One fault of one service at one moment."""

    service: str
    fault: Fault
    moment: str

    @property
    def outcome(self) -> Outcome:
        """What is to come of it."""
        return self.fault.once if self.moment == ONCE else TOLD

    def __str__(self) -> str:
        return f"{self.service}: {self.fault.title}, {self.moment}"


CASES = tuple(
    Case(service, fault, moment) for service in SERVICES for fault, moment in product((*ANY, *ONLY[service]), MOMENTS)
)
