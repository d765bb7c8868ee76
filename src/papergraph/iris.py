"""Reference in, IRI out: the world's own where it has one, else under the base IRI; always a valid IRI.

Valid means RFC 3987, as pyoxigraph checks it. What an IRI may not hold is percent-encoded: never dropped,
so that two references do not come to one IRI.
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv6Address

from papergraph.model import Reference
from papergraph.resolvers import canonical_url

# RFC 3987 `ucschar` without what cannot be seen: spaces, joiners, directional marks (RFC 3987 section 4.1).
_VISIBLE = (
    "\u00a1-\u00ac\u00ae-\u061b\u061d-\u167f\u1681-\u180d\u180f-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2fff"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe\uff00-\uffef\U00010000-\U0001fffd\U00020000-\U0002fffd"
    "\U00030000-\U0003fffd"
)
_CHARACTER = "A-Za-z0-9._~!$&'()*+,;=:@/?\\-"
_ESCAPE = "%[0-9A-Fa-f]{2}"
_RUN = f"[{_CHARACTER}{_VISIBLE}]*(?:{_ESCAPE}[{_CHARACTER}{_VISIBLE}]*)*"
_PLAIN_URL = re.compile(rf"https?://[A-Za-z0-9.-]+(?::[0-9]{{1,5}})?(?:[/?]{_RUN})?(?:#{_RUN})?")
_PARTS = re.compile(r"(https?)://([^/?#]*)([^#]*)(?:#(.*))?", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"(?:([^@]*)@)?(\[[^\[\]]*\]|[^:\[\]@]+)(:[0-9]{0,5})?")
_FORBIDDEN = re.compile(rf"%(?![0-9A-Fa-f]{{2}})|[^%{_CHARACTER}{_VISIBLE}]")
_FORBIDDEN_IN_HOST = re.compile(rf"%(?![0-9A-Fa-f]{{2}})|[^%A-Za-z0-9._~!$&'()*+,;=\-{_VISIBLE}]")
_FORBIDDEN_IN_SEGMENT = re.compile(rf"[^ A-Za-z0-9.~\-{_VISIBLE}]")
_FORBIDDEN_IN_PATH = re.compile(rf"[^A-Za-z0-9._~/\-{_VISIBLE}]")
_DOTS = re.compile(r"(?<![^/])(\.{1,2})(?![^/])")
_LOCAL = frozenset({"note", "entry", "person", "title", "topic", "venue"})


def iri(reference: Reference, base_iri: str) -> str:
    """Return the IRI of anything that a graph holds."""
    prefix, identifier = reference
    if prefix == "category":
        return f"https://arxiv.org/list/{segment(identifier)}/recent"
    if prefix not in _LOCAL and (url := canonical_url(reference)) and (world := web_iri(url)):
        return world
    if prefix == "note":
        return f"{base_iri}note/{_path(identifier)}"
    if prefix == "entry":
        path, _, position = identifier.rpartition("#")
        return f"{base_iri}entry/{_path(path)}/{segment(position)}"
    kind = prefix if prefix in _LOCAL else segment(prefix)
    return f"{base_iri}{kind}/{segment(identifier)}"


def web_iri(url: str) -> str | None:
    """Return the http(s) URL as a valid IRI, or None where that would take a guess (no host, a bad port)."""
    if _PLAIN_URL.fullmatch(url):
        return url
    parts = _PARTS.fullmatch(url)
    authority = _AUTHORITY.fullmatch(parts[2]) if parts else None
    if parts is None or authority is None or (host := _host(authority[2])) is None:
        return None
    user = "" if authority[1] is None else _FORBIDDEN_IN_HOST.sub(_encode, authority[1]) + "@"
    fragment = "" if parts[4] is None else "#" + _FORBIDDEN.sub(_encode, parts[4])
    return f"{parts[1]}://{user}{host}{authority[3] or ''}{_FORBIDDEN.sub(_encode, parts[3])}{fragment}"


def segment(text: str) -> str:
    """Return any text as one segment of a path: a space is `_`, whatever is not plain is percent-encoded."""
    encoded = _FORBIDDEN_IN_SEGMENT.sub(_encode, text).replace(" ", "_")
    return encoded if encoded not in {".", ".."} else encoded.replace(".", "%2E")


def _path(text: str) -> str:
    """Return the path of a note with its slashes; a step `..` in it would be taken by readers of IRIs."""
    encoded = _FORBIDDEN_IN_PATH.sub(_encode, text)
    return _DOTS.sub(_encode, encoded) if "/." in f"/{encoded}" else encoded


def _host(text: str) -> str | None:
    if not text.startswith("["):
        return _FORBIDDEN_IN_HOST.sub(_encode, text)
    try:
        return f"[{IPv6Address(text[1:-1])}]"
    except AddressValueError:
        return None


def _encode(match: re.Match[str]) -> str:
    """Percent-encode one character; half a surrogate pair is none, and becomes U+FFFD."""
    try:
        octets = match[0].encode()
    except UnicodeEncodeError:
        octets = "\ufffd".encode()
    return "".join(f"%{octet:02X}" for octet in octets)
