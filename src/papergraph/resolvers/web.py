"""Any other page: its canonical URL is its identifier.

Canonical: `https` (except beside a port or an address in numbers), the host in lower case, no fragment unless
it is a route of the page, percent-encoding normalised to ASCII, no slash at the end, the query in its order.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from papergraph.model import Reference
from papergraph.resolvers.url import Prefix, Resolver, Url

_CODE = re.compile("%([0-9A-Fa-f]{2})")
_NEVER_CODED = frozenset("0123456789-_~")
_SAFE = "/%:@!$&'()*+,;=~-._?"
_ROUTES = ("!", "/")


def resolve(url: Url) -> Reference:
    """Return the page itself."""
    return Reference("url", canonical(url))


def is_settled(url: Url) -> bool:
    """Tell whether the canonical URL of this one is sure to have the same path, query and fragment."""
    return not url.fragment and not url.query and "%" not in url.path and url.path[-1:].isalnum() and url.path.isascii()


def canonical(url: Url) -> str:
    """Return the URL by which the page is known, however it was written."""
    scheme = url.scheme if ":" in url.host or url.host[-1].isdigit() else "https"
    path = _normal(url.path)
    query = f"?{_normal(url.query)}" if url.query else ""
    fragment = f"#{_normal(url.fragment)}" if url.fragment.startswith(_ROUTES) and len(url.fragment) > 1 else ""
    path = path.rstrip("/") if path.endswith("/") else path
    written = path + query + fragment
    return f"{scheme}://{url.host}{written if path else '/' + written}"


def _normal(part: str) -> str:
    """Spell percent-encoding one way: upper case, everything outside ASCII, nothing that needs none."""
    if part.isascii() and part.replace("/", "").replace("-", "").replace("_", "").replace(".", "").isalnum():
        return part
    if "%" in part:
        part = _CODE.sub(_spelt, part)
    return quote(part, safe=_SAFE, errors="surrogatepass")


def _spelt(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _NEVER_CODED else match[0].upper()


RESOLVER = Resolver("web", ("*",), resolve, (Prefix("url", "web", str),))
