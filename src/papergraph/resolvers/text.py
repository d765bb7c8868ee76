"""Identifiers that stand bare in running text: `arXiv:2007.03260`, `doi:10.1109/…`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papergraph.model import Reference
from papergraph.resolvers import arxiv, doi
from papergraph.resolvers.url import decoded

_NAMED = re.compile(
    r"(?<![a-z0-9_/=.%@-])(?:(arxiv)(?:\s{0,2}[:：]\s{0,2}(?:arxiv\s?[:：]\s?)?|\s{1,2})(?=[a-z0-9])|(doi)\s{0,2}[:：]?\s{0,2}(?=10\.))",
    re.IGNORECASE,
)
_ARXIV = re.compile(
    r"(?:\d{4}\.\d{4,5}|[a-z-]{2,9}(?:\.[a-z-]{2,17})?/\d{7})(?:v\d{1,3})?(?![0-9a-z])", re.ASCII | re.IGNORECASE
)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d{1,9}){0,4}/[!#-;=?-Z^_a-z~]{1,300}", re.ASCII)


def references_in_text(text: str) -> Iterator[tuple[Reference, int, int]]:
    """Yield each identifier that the text names outside of a URL, with its start and end in the text."""
    for match in _NAMED.finditer(text):
        if match[1]:
            found = _ARXIV.match(text, match.end())
            identifier = arxiv.identify(found[0]) if found else None
            if found and identifier:
                yield Reference("arxiv", identifier), match.start(), found.end()
        elif (found := _DOI.match(text, match.end())) and (written := doi.identify(found[0])):
            reference = doi.refer(decoded(written))
            if reference:
                yield reference, match.start(), match.end() + len(written)
