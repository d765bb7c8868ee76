"""Reference in, IRI out: the world's own where it has one, else under the base IRI; always a valid IRI.

Valid means RFC 3987, as pyoxigraph checks it. What an IRI may not hold is percent-encoded: never dropped,
so that two references do not come to one IRI. What no static site could have a file for (a very long name, one
with a step `..`) is named by its beginning and a hash.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from hashlib import blake2b
from ipaddress import AddressValueError, IPv6Address

from papergraph.model import Reference
from papergraph.resolvers import canonical_url
from papergraph.vocabulary import PREFIXES

# RFC 3987 `ucschar` without what cannot be seen: spaces, joiners, directional marks (RFC 3987 section 4.1).
_VISIBLE = tuple(
    map(
        ord,
        "\u00a1\u00ad\u00ae\u061c\u061d\u1680\u1681\u180e\u180f\u2000\u2010\u2028\u2030\u205f\u2070\u3000\u3001\ud800"
        "\uf900\ufdd0\ufdf0\ufeff\uff00\ufff0\U00010000\U0001fffe\U00020000\U0002fffe\U00030000\U0003fffe",
    )
)
"""Where runs of visible characters begin, and where each of them has ended."""
_UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.~"


class _Encoding(dict[int, str]):
    """For `str.translate`: what may not stand is percent-encoded; half a surrogate pair becomes U+FFFD."""

    def __init__(self, allowed: str) -> None:
        super().__init__({ord(character): character for character in _UNRESERVED + allowed})

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if not bisect_right(_VISIBLE, code) % 2:
            character = _encoded(character)
        self[code] = character
        return character


_IN_URL = _Encoding("_!$&'()*+,;=:@/?%")
_IN_HOST = _Encoding("_!$&'()*+,;=%")
_IN_SEGMENT = _Encoding(" ")
_IN_PATH = _Encoding("_/")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_RUN = r"[A-Za-z0-9._~!$&'()*+,;=:@/?-]*(?:%[0-9A-Fa-f]{2}[A-Za-z0-9._~!$&'()*+,;=:@/?-]*)*"
_PLAIN_URL = re.compile(rf"https?://[A-Za-z0-9.-]+(?::[0-9]{{1,5}})?(?:[/?]{_RUN})?(?:#{_RUN})?")
_PLAIN_IRI = re.compile(rf"(?!https?:)[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9]{_RUN}(?:#{_RUN})?", re.IGNORECASE)
"""One of another scheme, `urn:x:pruning`."""
_PARTS = re.compile(r"(https?)://([^/?#]*)([^#]*)(?:#(.*))?", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"(?:([^@]*)@)?(\[[^\[\]]*\]|[^:\[\]@]+)(:[0-9]{0,5})?")
_DOTS = re.compile(r"(?<![^/])(\.{1,2})(?![^/])")
_UNSERVED = re.compile(r"(?:\A|/)\.{0,2}(?:/|\Z)|\0|\.(?:html|jsonld|ttl)(?:/|\Z)")
"""Steps that lead elsewhere, what ends a name, and what would be taken for another thing's file."""
_LONGEST = 200
"""Bytes of one step of a name, in UTF-8: file systems hold 255, and a suffix is to follow."""
_BEGINNING = 40
_NO_WORD = re.compile(r"[\W_]+")
_LOCAL = frozenset({"note", "entry", "organization", "person", "title", "topic", "venue"})


def iri(reference: Reference, base_iri: str) -> str:
    """Return the IRI of anything that a graph holds."""
    prefix, identifier = reference
    if prefix == "category":
        return f"https://arxiv.org/list/{segment(identifier)}/recent"
    if prefix == "pgt":
        return f"{PREFIXES['pgt']}{segment(_servable(identifier))}"
    if prefix == "concept" and (own := _own_iri(identifier)):
        return own
    if prefix not in _LOCAL and (url := canonical_url(reference)) and (world := web_iri(url)):
        return world
    if prefix == "note":
        return f"{base_iri}note/{_path(_servable(identifier))}"
    if prefix == "entry":
        path, _, position = identifier.rpartition("#")
        return f"{base_iri}entry/{_path(_servable(path))}/{segment(position)}"
    kind = prefix if prefix in _LOCAL else segment(prefix)
    return f"{base_iri}{kind}/{segment(_servable(identifier))}"


def web_iri(url: str) -> str | None:
    """Return the http(s) URL as a valid IRI, or None where that would take a guess (no host, a bad port)."""
    if _PLAIN_URL.fullmatch(url):
        return url
    parts = _PARTS.fullmatch(url)
    authority = _AUTHORITY.fullmatch(parts[2]) if parts else None
    if parts is None or authority is None or (host := _host(authority[2])) is None:
        return None
    user = "" if authority[1] is None else _fit(authority[1], _IN_HOST) + "@"
    fragment = "" if parts[4] is None else "#" + _fit(parts[4], _IN_URL)
    return f"{parts[1]}://{user}{host}{authority[3] or ''}{_fit(parts[3], _IN_URL)}{fragment}"


def _own_iri(text: str) -> str | None:
    """Return the IRI that a user gave to a concept, if it is one."""
    return text if _PLAIN_IRI.fullmatch(text) else web_iri(text)


def segment(text: str) -> str:
    """Return any text as one segment of a path: a space is `_`, whatever is not plain is percent-encoded."""
    encoded = text.translate(_IN_SEGMENT).replace(" ", "_")
    return encoded if encoded not in {".", ".."} else encoded.replace(".", "%2E")


def _servable(name: str) -> str:
    """Return a name that can be that of a file: itself, or where it cannot, its beginning and a hash of it."""
    if len(name) * 4 <= _LONGEST and not _UNSERVED.search(name):
        return name
    octets = name.encode("utf-8", "surrogatepass")
    if max(map(len, octets.split(b"/"))) <= _LONGEST and not _UNSERVED.search(name):
        return name
    digest = blake2b(octets, digest_size=8).hexdigest()
    return f"{_NO_WORD.sub(' ', name[: 2 * _BEGINNING]).strip()[:_BEGINNING]}-{digest}"


def _path(text: str) -> str:
    """Return the path of a note with its slashes; a step `..` in it would be taken by readers of IRIs."""
    encoded = text.translate(_IN_PATH)
    return _DOTS.sub(lambda dots: _encoded(dots[0]), encoded) if "/." in f"/{encoded}" else encoded


def _host(text: str) -> str | None:
    if not text.startswith("["):
        return _fit(text, _IN_HOST)
    try:
        return f"[{IPv6Address(text[1:-1])}]"
    except AddressValueError:
        return None


def _fit(text: str, allowed: _Encoding) -> str:
    """Percent-encode what is not allowed; what is encoded already stays."""
    return (_STRAY_PERCENT.sub("%25", text) if "%" in text else text).translate(allowed)


def _encoded(text: str) -> str:
    """Percent-encode characters; half a surrogate pair is none, and becomes U+FFFD."""
    try:
        octets = text.encode()
    except UnicodeEncodeError:
        octets = "\ufffd".encode()
    return "".join(f"%{octet:02X}" for octet in octets)
