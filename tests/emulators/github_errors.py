"""What GitHub says when it does not give what was asked, and the headers that it puts on every answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from emulators.github_records import Repository

Json = dict[str, Any]

DOCS = "https://docs.github.com/rest"
EXPOSED = (
    "ETag, Link, Location, Retry-After, X-GitHub-OTP, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Used, "
    "X-RateLimit-Resource, X-RateLimit-Reset, X-OAuth-Scopes, X-Accepted-OAuth-Scopes, X-Poll-Interval, "
    "X-GitHub-Media-Type, X-GitHub-SSO, X-GitHub-Request-Id, Deprecation, Sunset"
)
USUAL = (
    ("Access-Control-Expose-Headers", EXPOSED),
    ("Access-Control-Allow-Origin", "*"),
    ("Strict-Transport-Security", "max-age=31536000; includeSubdomains; preload"),
    ("X-Frame-Options", "deny"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-XSS-Protection", "0"),
    ("Referrer-Policy", "origin-when-cross-origin, strict-origin-when-cross-origin"),
    ("Content-Security-Policy", "default-src 'none'"),
    ("Server", "github.com"),
)
MEDIA_TYPE = ("X-GitHub-Media-Type", "github.v3; format=json")
VARY = ("Vary", "Accept-Encoding, Accept, X-Requested-With")
JSON = ("Content-Type", "application/json; charset=utf-8")
UNKNOWN_REPOSITORY = "Could not resolve to a Repository with the name '{}'."
SECONDARY = (
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. "
    "If you reach out to GitHub Support for help, please include the request ID."
)
NEEDS_TOKEN = "This endpoint requires you to be authenticated."  # noqa: S105 - a message
SAML = (
    "Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization."
)
RATE_LIMITED = {"errors": [{"type": "RATE_LIMITED", "message": "API rate limit already exceeded for user ID 1."}]}
TOOK_TOO_LONG = {
    "data": None,
    "errors": [
        {
            "message": "Something went wrong while executing your query. This may be the result of a timeout, "
            "or it could be a GitHub bug. Please include `0001:EMUL` when reporting this issue."
        }
    ],
}
TRY_AGAIN = (
    "We couldn't respond to your request in time. Sorry about that. Please try resubmitting your request "
    "and contact us if the problem persists."
)


def error(message: str, documentation: str, status: int) -> Json:
    """The body of a refusal: GitHub repeats the status in it, as text."""
    return {"message": message, "documentation_url": documentation, "status": str(status)}


def exhausted_body(*, signed_in: bool) -> Json:
    """What GitHub says when the hour is used up."""
    whose = (
        "user ID 1. If you reach out to GitHub Support for help, please include the request ID."
        if signed_in
        else "127.0.0.1. (But here's the good news: Authenticated requests get a higher rate limit. "
        "Check out the documentation for more details.)"
    )
    link = "https://docs.github.com/rest/overview/resources-in-the-rest-api#rate-limiting"
    return {"message": f"API rate limit exceeded for {whose}", "documentation_url": link}


def blocked_body(known: Repository | None, moment: float, reason: str = "dmca") -> Json:
    """What GitHub says about a repository that was taken down."""
    why = known.blocked if known and known.blocked else reason
    since = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    page = "https://github.com/github/dmca/blob/master/notice.md" if why == "dmca" else "https://github.com/tos"
    block = {"reason": why, "created_at": since, "html_url": page}
    return {"message": "Repository access blocked", "block": block}
