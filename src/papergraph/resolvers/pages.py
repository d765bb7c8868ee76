"""Papers without an identifier of the world whose page and PDF follow one pattern: the page stands for both."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from papergraph.model import Reference
from papergraph.resolvers.url import Resolver, Url

_JMLR: Final = (
    r"/papers/v(?:olume)?(\d+)/([\w-]+)(?:\.html|\.pdf|/[\w.-]+)?",
    r"https://jmlr.org/papers/v\1/\2.html",
)
_FORMS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "aaai.org": (
        (
            r"/ocs/index\.php/(\w+/\w+)/paper/(?:view|viewPaper|viewFile|download)/(\d+)(?:/.*)?",
            r"https://www.aaai.org/ocs/index.php/\1/paper/view/\2",
        ),
        (
            r"/ojs/index\.php/([\w-]+)/article/(?:view|download|viewFile)/(\d+)(?:/.*)?",
            r"https://ojs.aaai.org/index.php/\1/article/view/\2",
        ),
    ),
    "eprint.iacr.org": ((r"/(\d{4})/(\d+)(?:\.pdf)?", r"https://eprint.iacr.org/\1/\2"),),
    "jair.org": (
        (
            r"/index\.php/jair/article/(?:view|download|viewFile)/(\d+)(?:/.*)?",
            r"https://www.jair.org/index.php/jair/article/view/\1",
        ),
    ),
    "jmlr.csail.mit.edu": (_JMLR,),
    "jmlr.org": (_JMLR,),
    "mdpi.com": ((r"/(\d{4}-\d{3}[\dXx])/(\d+)/(\d+)/(\d+)(?:/.*)?", r"https://www.mdpi.com/\1/\2/\3/\4"),),
    "ojs.aaai.org": (
        (
            r"/index\.php/([\w-]+)/article/(?:view|download|viewFile)/(\d+)(?:/.*)?",
            r"https://ojs.aaai.org/index.php/\1/article/view/\2",
        ),
    ),
    "proceedings.iclr.cc": (
        (
            r"/paper_files/paper/(\d{4})/(?:hash|file)/([0-9a-f]{32})-[A-Za-z]+-Conference\.\w+",
            r"https://proceedings.iclr.cc/paper_files/paper/\1/hash/\2-Abstract-Conference.html",
        ),
    ),
    "roboticsproceedings.org": (
        (r"/(rss\d\d)/(p\d+)\.(?:html|pdf)", r"https://www.roboticsproceedings.org/\1/\2.html"),
    ),
    "sciencedirect.com": (
        (
            r"/science/article/(?:abs/|am/)?pii/([A-Z]\w{10,20})(?:/.*)?",
            r"https://www.sciencedirect.com/science/article/pii/\1",
        ),
    ),
}
"""By host: what a path looks like, and the page that stands for it."""
_SLASHES: Final = re.compile("/{2,}")


def resolve(url: Url) -> Reference | None:
    """Return the page of a paper, from the page itself, its PDF, or another view of it."""
    path = _SLASHES.sub("/", url.path).rstrip("/")
    for pattern, page in _FORMS[url.host.removeprefix("www.")]:
        match = _compiled(pattern).fullmatch(path)
        if match:
            return Reference("url", match.expand(page))
    return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when a host first asks for it; there are no more of them than hosts above."""
    return re.compile(pattern, re.ASCII)


RESOLVER: Final = Resolver("pages of papers", tuple(_FORMS), resolve)
