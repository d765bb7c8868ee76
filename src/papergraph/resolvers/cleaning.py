"""What was written as a link → its parts: repaired, freed of glued punctuation, redirects and tracking.

`parse` never raises, and what it returns, written out, parses to itself.
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv6Address

from papergraph.resolvers import redirects
from papergraph.resolvers.glue import before_prose, trimmed, trimmed_end
from papergraph.resolvers.url import Url, decoded, without_dots, words

LONGEST = 8192
"""Characters; what is longer is no link that a person wrote."""
LEVELS = 5
"""How many redirects may be wrapped around each other."""
_PASSES = 8

_PLAIN = re.compile(
    r"(https?)://((?:[a-z0-9_-]++\.)++[a-z]{2,24})(/[A-Za-z0-9_./~@+-]*+(?:%[0-9A-Fa-f]{2}[A-Za-z0-9_./~@+-]*+)*+"
    r"(?<=[A-Za-z0-9_/~+-])(?<!%[028Aa][09ABDabd]))?(?:\?([A-Za-z0-9_./=&-]*+(?<=[A-Za-z0-9_=/-])))?"
    r"(?:#([A-Za-z0-9_/=-]++))?"
)
"""Most links: nothing in them needs repair."""
_SCHEME = re.compile(r"(?:h{0,2}t{1,3}p{1,2}|hptt?|htpt)(s{0,2})\s*([:：;]*)\s*([/\\／]*)\s*", re.ASCII | re.IGNORECASE)
_PORTS = 65536
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_HOST = re.compile(r"(?:[a-z0-9_-]+\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]+)|localhost", re.ASCII)
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}", re.ASCII)
_UNFIT = re.compile(
    r"[\x00-\x20\"<>\\^`{|}\x7f-\xa0\u2000-\u200b\u2028-\u202f\u205f-\u206f\u3000\ud800-\uf8ff\ufeff\ufff0-\uffff"
    r"\U000e0000-\U0010ffff]|%(?![0-9A-Fa-f]{2})"
)
"""What an IRI may not hold (RFC 3987), and a percent sign that begins no code."""

BARE = words(
    "github.com gist.github.com gitlab.com bitbucket.org gitee.com huggingface.co hf.co arxiv.org ar5iv.org "
    "alphaxiv.org doi.org dx.doi.org openreview.net aclanthology.org paperswithcode.com semanticscholar.org "
    "proceedings.mlr.press openaccess.thecvf.com papers.nips.cc proceedings.neurips.cc ieeexplore.ieee.org "
    "link.springer.com dl.acm.org pubmed.ncbi.nlm.nih.gov ncbi.nlm.nih.gov raw.githubusercontent.com "
    "mp.weixin.qq.com zhuanlan.zhihu.com zhihu.com blog.csdn.net bilibili.com youtube.com youtu.be medium.com "
    "pan.baidu.com export.arxiv.org browse.arxiv.org modelscope.cn kaggle.com colab.research.google.com "
    "drive.google.com docs.google.com sites.google.com"
)
"""Hosts that people write without `https://`."""


def parse(text: str) -> Url | None:
    """Return the parts of the link that was written; None where it is no web link."""
    url = _parse_once(text)
    if url is None or not redirects.target(url):
        return url
    current = url
    for _ in range(LEVELS):
        target = redirects.target(current)
        inner = _parse_once(target) if target else None
        if inner is None:
            return current
        current = inner
    return url


def _parse_once(text: str) -> Url | None:
    """Parse without following redirects."""
    match = _PLAIN.fullmatch(text) if len(text) < LONGEST else None
    if match is None:
        return _parse_untidy(text)
    url: Url = Url._make(match.groups(""))
    if "/." in url.path:
        url = url._replace(path=without_dots(url.path))
    return _without_tracking(url) if url.query or url.host == "mp.weixin.qq.com" else url


def _without_tracking(url: Url) -> Url | None:
    """Drop what tracks; what then ends the link may be glued to it in its turn."""
    shorter = url._replace(query=redirects.without_tracking(url.host, url.query))
    if url.host == "mp.weixin.qq.com":
        shorter = redirects.weixin(shorter)
    return url if shorter == url else _parse_once(str(shorter))


def _parse_untidy(text: str) -> Url | None:
    """Repair until nothing changes any more."""
    url = _repaired(text)
    for _ in range(_PASSES):
        if url is None or (written := str(url)) == text:
            break
        text = written
        url = _repaired(text)
    return url


def _repaired(text: str) -> Url | None:
    text = text.strip()
    if len(text) > LONGEST:
        return None
    scheme, rest = _scheme(trimmed(text))
    if not scheme:
        return None
    rest = trimmed_end(before_prose(rest))
    cut = _first_of(rest, "/?#")
    host = _host(rest[:cut], scheme)
    if host is None:
        return None
    rest, _, fragment = rest[cut:].partition("#")
    path, _, query = rest.partition("?")
    query = redirects.without_tracking(host, query) if query else ""
    path = without_dots(path) if "/." in path else path
    url = Url(scheme, host, _fit(path), _fit(query), _fit(fragment.replace("#", "%23")))
    return redirects.weixin(url) if host == "mp.weixin.qq.com" else url


def _scheme(text: str) -> tuple[str, str]:
    """Return scheme and rest; both empty where the link is of another scheme or of none that can be told."""
    scheme, rest = "", text
    while match := _SCHEME.match(rest):
        if not match[2] and not match[3][1:]:
            break
        scheme, rest = "https" if match[1] else "http", rest[match.end() :]
    if scheme:
        return scheme, rest.lstrip(":/ ")
    rest = text.removeprefix("//")
    host = rest[: _first_of(rest, "/?#")].lower()
    bare = host.removeprefix("www.")
    known = bare in BARE or host.startswith("www.") or (bare.endswith(".github.io") and bare != ".github.io")
    return ("https", rest) if known else ("", "")


def _first_of(text: str, characters: str) -> int:
    """The place of the first of these characters, or the length."""
    places = (text.find(character) for character in characters)
    return min((place for place in places if place >= 0), default=len(text))


def _host(authority: str, scheme: str) -> str | None:
    """Return the host in lower case and ASCII, with its port; user and password are nobody's business."""
    written = decoded(authority.rpartition("@")[2])
    host, colon, port = written.rpartition(":")
    if not colon or written.endswith("]"):
        host, port = written, ""
    if port and not (port.isdecimal() and port.isascii() and 0 < int(port[:6]) < _PORTS):
        return None
    host = _address(host) if host.startswith("[") else _in_ascii(host.lower()).rstrip(".")
    if not (host.startswith("[") or _HOST.fullmatch(host) or _ADDRESS.fullmatch(host)):
        return None
    port = port.lstrip("0")
    return f"{host}:{port}" if port and port != _DEFAULT_PORTS[scheme] else host


def _address(host: str) -> str:
    """Spell an IPv6 address in brackets the usual way; empty where it is none."""
    try:
        return f"[{IPv6Address(host[1:-1])}]" if host.endswith("]") and "%" not in host else ""
    except AddressValueError:
        return ""


def _in_ascii(host: str) -> str:
    """Encode an internationalised host; empty where it is none."""
    if host.isascii():
        return host
    try:
        return host[:254].encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def _fit(part: str) -> str:
    """Percent-encode what may not stand in an IRI."""
    return _UNFIT.sub(_encode, part) if _UNFIT.search(part) else part


def _encode(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))
