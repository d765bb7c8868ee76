"""What a resolver is given and what it is: the parts of a cleaned URL, and the records of the seam."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias
from urllib.parse import quote, unquote

from papergraph.model import Reference


class Url(NamedTuple):
    """A web link in five parts; joined by `str`, they give the cleaned URL again."""

    scheme: str
    """`http` or `https`."""
    host: str
    """Lower case, in ASCII, with the port where it is not the scheme's own; never a user or password."""
    path: str
    """Empty, or from its first `/`; percent-encoded as written."""
    query: str
    """Without the `?`."""
    fragment: str
    """Without the `#`."""

    def __str__(self) -> str:
        query = f"?{self.query}" if self.query else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{self.scheme}://{self.host}{self.path}{query}{fragment}"


Find: TypeAlias = Callable[[Url], Reference | None]
"""Pure: None where the URL carries no identifier of the family. It never raises."""


class Prefix(NamedTuple):
    """One kind of identifier that a resolver gives."""

    name: str
    """The first half of a `Reference`."""
    kind: str
    """`paper`, `repository` or `web`."""
    canonical: Callable[[str], str]
    """Identifier in, the URL that stands for it out. The resolver gives the same identifier for that URL."""


class Resolver(NamedTuple):
    """One host family."""

    name: str
    hosts: tuple[str, ...]
    """Without `www.`; `.example.org` stands for every host under example.org, and `*` for any host."""
    resolve: Find
    prefixes: tuple[Prefix, ...] = ()


_OUTSIDE_PRINT = re.compile(
    r"[\x00-\x20\x7f-\xa0\xad\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff\ufeff\ufff0-\uffff]"
)

_NO_SEGMENT = frozenset({"", ".", ".."})


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set: how the tables of reserved names are written."""
    return frozenset(text.split())


def decoded(text: str) -> str:
    """Percent-decode, as UTF-8; bytes that are none become U+FFFD."""
    return unquote(text) if "%" in text else text


def segments(path: str) -> list[str]:
    """Decode a path and split it at its slashes, without the empty segments that doubled slashes leave."""
    return [stripped for part in decoded(path).split("/") if (stripped := part.strip()) not in _NO_SEGMENT]


def parameter(query: str, name: str) -> str:
    """Return the first value that the query gives the name, decoded; empty where there is none."""
    return decoded(written_parameter(query, name)).strip()


def written_parameter(query: str, name: str) -> str:
    """Return the first value that the query gives the name, as it is written there."""
    if name not in query:
        return ""
    for part in query.split("&"):
        key, _, written = part.partition("=")
        if key == name:
            return written
    return ""


def without_dots(path: str) -> str:
    """Remove the segments `.` and `..` of a path that begins with a slash (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    parts = path.split("/")[1:]
    for place, part in enumerate(parts):
        if part == "..":
            del kept[-1:]
        if part not in {".", ".."}:
            kept.append(part)
        elif place == len(parts) - 1:
            kept.append("")
    return "/" + "/".join(kept)


def stem(name: str) -> str:
    """Return a file name up to its first dot."""
    return name.partition(".")[0]


def encoded(text: str, safe: str = "/") -> str:
    """Percent-encode an identifier for a URL; half a surrogate pair is encoded by itself."""
    return quote(text, safe=safe, errors="surrogatepass")


def printable(text: str) -> str:
    """Return the text up to its first space or control character."""
    return _OUTSIDE_PRINT.split(text, maxsplit=1)[0]
