"""DOIs: lower case and percent-decoded, from doi.org and from publishers whose pages carry them in the path.

A DOI that arXiv or the ACL Anthology formed from an identifier of their own gives that identifier.
"""

from __future__ import annotations

import re

from papergraph.model import Reference
from papergraph.resolvers import acl, arxiv
from papergraph.resolvers.url import Prefix, Resolver, Url, decoded, encoded, parameter, printable, segments, words

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\x00-\x20\x7f-\xa0]+", re.ASCII)
LONGEST = 512
"""Characters; the registries hold none that comes near it."""
_IN_PATH = re.compile(r"(?:^|/)(?:doi:)?(?=10\.\d{4,9}(?:\.\d+)*(?:/|%2f))", re.ASCII | re.IGNORECASE)
_FILE = re.compile(
    r"(?:\.(?:pdf|html?|epub|xml|full|full-text|abstract|short|long|article-info|supplementary-material))+(?:\+html)?$"
)
_PAGES = words(
    "abstract abs full fulltext full-text fulltext.html html pdf epdf epub meta xml figures references refs citedby "
    "metrics comments supplementary-material supporting-info suppl_file share summary tables authors "
    "article-info citation.ris"
)
"""Last segments of publishers' URLs that name a view of the paper and are no part of its DOI."""
_NUMBERED = frozenset({"suppl_file", "figure", "figures", "table", "tables"})
"""Segments that one more follows, which names a part of the paper."""
_TRAILING = "/.,;:!?'\"*`|\\&([{<"
_OPENING = {")": "(", "]": "[", "}": "{", ">": "<"}
_NEXT_LINK = re.compile("https?:")
_CLOSING = tuple(_OPENING)
_DOTS = re.compile(r"/\.{1,2}(?:/|$)")
_PREPRINT_VERSION = re.compile(r"v\d+$", re.ASCII)
_LONG_NUMBER = re.compile(r"\d{5,}$", re.ASCII)
_ARXIV, _ACL, _ACL_OLD = "10.48550/arxiv.", "10.18653/v1/", "10.3115/v1/"
_SAFE = "/():;.,@!$&'*+=~-_"
_DATA = ("10.5281/zenodo.", "10.6084/m9.figshare.", "10.5061/dryad.", "10.7910/dvn/", "10.57967/hf/", "10.17632/")
"""Registrants of data sets, software and models, where a DOI is hardly ever that of a paper."""


def resolve(url: Url) -> Reference | None:
    """Return the DOI that begins a segment of the path: at doi.org, and at publishers."""
    match = _IN_PATH.search(url.path)
    return refer(decoded(url.path[match.end() :])) if match else None


def refer(text: str) -> Reference | None:
    """Return the reference of the DOI that the (decoded) text begins with."""
    identifier = identify(text)
    if identifier is None:
        return None
    if identifier.startswith(_ARXIV) and (found := arxiv.identify(identifier[len(_ARXIV) :])):
        return Reference("arxiv", found)
    for registered in (_ACL, _ACL_OLD):
        if identifier.startswith(registered) and (found := acl.identify(identifier[len(registered) :])):
            return Reference("acl", found)
    return Reference("doi", identifier)


def identify(text: str) -> str | None:
    """Return the DOI that the text begins with, in lower case, without what a URL or a sentence adds to its end."""
    match = _DOI.match(text)
    if match is None or len(match[0]) > LONGEST:
        return None
    found, before = _NEXT_LINK.split(printable(match[0].lower()), maxsplit=1)[0], ""
    while found != before:
        before = found
        found = _FILE.sub("", _without_views(_unglued(found)))
    return found if _DOI.fullmatch(found) and not _DOTS.search(found) else None


def _unglued(text: str) -> str:
    """Strip punctuation from the end; a bracket only where nothing opens it."""
    text = text.rstrip(_TRAILING)
    while text.endswith(_CLOSING) and text.count(text[-1]) > text.count(_OPENING[text[-1]]):
        text = text[:-1].rstrip(_TRAILING)
    return text


def _without_views(text: str) -> str:
    parts = text.split("/")
    while parts[2:] and (parts[-1] in _PAGES or parts[-2] in _NUMBERED):
        parts.pop()
    return "/".join(parts)


def kind(identifier: str) -> str:
    """Tell a paper's DOI from that of a data set or of software."""
    return "web" if identifier.startswith(_DATA) else "paper"


def resolve_anywhere(url: Url) -> Reference | None:
    """Return the DOI behind `/doi/`, which many publishers' platforms share."""
    before, found, _ = url.path.partition("/10.")
    return resolve(url) if found and "/doi/" in f"{before}/" else None


def resolve_one_segment(url: Url) -> Reference | None:
    """Return the DOI where its second part is one segment and more segments follow (an issue, a title)."""
    return refer("/".join(_from_doi(url.path)[:2]))


def resolve_oxford(url: Url) -> Reference | None:
    """Return the DOI in Oxford's path, where the number of the article follows it."""
    parts = _from_doi(url.path)
    while parts[2:] and (_LONG_NUMBER.fullmatch(parts[-1]) or parts[-1] in _PAGES):
        parts.pop()
    return refer("/".join(parts))


def _from_doi(path: str) -> list[str]:
    match = _IN_PATH.search(path)
    return segments(path[match.end() :]) if match else []


def resolve_preprint(url: Url) -> Reference | None:
    """Return the DOI of a preprint server of Cold Spring Harbor, without the version."""
    parts = _from_doi(url.path)
    if not parts[1:]:
        return None
    return refer(f"{parts[0]}/{_PREPRINT_VERSION.sub('', _FILE.sub('', parts[1].lower()))}")


def resolve_nature(url: Url) -> Reference | None:
    """Return the DOI that Nature forms of an article's name, on its present and former pages."""
    parts = segments(url.path)
    if parts[:2] == ["nature", "journal"] and parts[5:]:
        parts = ["articles", parts[-1]]
    if parts[:1] != ["articles"] or not parts[1:]:
        return resolve(url)
    name = parts[1].partition(".")[0]
    return refer(f"10.1038/{name}") if re.fullmatch(r"[a-z]+[0-9-]+[a-z0-9-]*", name) else None


def resolve_plos(url: Url) -> Reference | None:
    """Return the DOI that PLOS carries in the query."""
    return refer(parameter(url.query, "id").removeprefix("info:doi/"))


def resolve_ijcai(url: Url) -> Reference | None:
    """Return the DOI that IJCAI forms of year and number since 2017, from the page and from the PDF."""
    match segments(url.path):
        case ["proceedings", year, name, *_] if year.isdecimal() and "2017" <= year <= "2099":
            number = name.removesuffix(".pdf").lstrip("0")
            return refer(f"10.24963/ijcai.{year}/{number}") if number.isdecimal() and number.isascii() else None
        case _:
            return None


DOI = Prefix("doi", "paper", lambda identifier: f"https://doi.org/{encoded(identifier, _SAFE)}")
_SCI_HUB = sorted(f"sci-hub.{domain}" for domain in words("se st ru tw cc tf ee wf shop ren bz io box do es.ht"))

RESOLVER = Resolver(
    "doi",
    (
        "doi.org",
        "dx.doi.org",
        "doi.acm.org",
        "doi.ieeecomputersociety.org",
        "doi.wiley.com",
        "doi.apa.org",
        "oadoi.org",
        "unpaywall.org",
        "libkey.io",
        "api.crossref.org",
        "link.aps.org",
        "link.springer.com",
        "doi.eurographics.org",
        "doi.pangaea.de",
        *_SCI_HUB,
    ),
    resolve,
    (DOI,),
)
PUBLISHERS = Resolver(
    "publishers",
    (
        "biomedcentral.com",
        ".biomedcentral.com",
        ".springeropen.com",
        "springer.com",
        "frontiersin.org",
        "iopscience.iop.org",
        "journals.aps.org",
        "spandidos-publications.com",
        "degruyter.com",
        "emerald.com",
        "aimspress.com",
        "worldscientific.com",
        "onepetro.org",
    ),
    resolve,
)
ONE_SEGMENT = Resolver(
    "publishers that go on after the DOI",
    ("asmedigitalcollection.asme.org", "direct.mit.edu", "pubs.aip.org", "aip.scitation.org", "ascelibrary.org"),
    resolve_one_segment,
)
OXFORD = Resolver("oxford", ("academic.oup.com",), resolve_oxford)
PREPRINTS = Resolver(
    "preprint servers", ("biorxiv.org", "medrxiv.org", ".biorxiv.org", ".medrxiv.org"), resolve_preprint
)
NATURE = Resolver("nature", ("nature.com",), resolve_nature)
PLOS = Resolver("plos", ("journals.plos.org", "plosone.org", "journals.plosone.org"), resolve_plos)
IJCAI = Resolver("ijcai", ("ijcai.org",), resolve_ijcai)
ANYWHERE = Resolver("doi in any path", ("*",), resolve_anywhere)
