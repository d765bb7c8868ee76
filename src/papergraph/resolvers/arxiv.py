"""arXiv: identifiers without their version, from arXiv itself and from the many sites that mirror it.

Identifiers are checked as https://info.arxiv.org/help/arxiv_identifier.html gives them: `YYMM.NNNN` from
April 2007, `YYMM.NNNNN` from January 2015, and before `archive/YYMMNNN` with or without a subject class.
"""

from __future__ import annotations

import re

from papergraph.model import Reference
from papergraph.resolvers.url import Prefix, Resolver, Url, decoded, encoded, parameter, words

_USUAL = re.compile(r"/(?:abs|pdf|html)/(\d{4})\.(\d{4,5})(?:v[1-9]\d*)?(?:\.pdf)?", re.ASCII)
_NEW = re.compile(r"(?:arxiv:\s*)?(\d{4})\.(\d{4,5})(?:v[1-9]\d*)?(?![0-9a-z])", re.ASCII | re.IGNORECASE)
_OLD = re.compile(
    r"(?:arxiv:\s*)?([a-z-]+)(?:\.[a-z-]{2,})?/(\d{2})(\d{2})(\d{3})(?:v[1-9]\d*)?(?![0-9a-z])",
    re.ASCII | re.IGNORECASE,
)
_BIBCODE = re.compile(r"(?:19|20)\d{2}arxiv(\d{4})(\d{5})[a-z.]", re.ASCII | re.IGNORECASE)
_VERSION = re.compile(r"v([1-9]\d{0,3})(?!\d)", re.ASCII | re.IGNORECASE)

FIRST_NEW, FIRST_FIVE_DIGITS = "0704", "1501"
ARCHIVES = words(
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs "
    "dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics "
    "plasm-ph q-alg q-bio quant-ph solv-int supr-con"
)
_PAGES = words(
    "abs abd pdf html format ps src e-print tb show-email bibtex arxiv paper papers overview resources audio"
)
"""The first segments behind which an identifier stands, here or on a mirror."""


def resolve(url: Url) -> Reference | None:
    """Return the paper that a page of arXiv or of a mirror shows."""
    usual = _USUAL.fullmatch(url.path)
    if usual is not None:
        number = _numbered(usual[1], usual[2])
        return Reference("arxiv", number) if number else None
    path = url.path.lstrip("/")
    first, _, rest = path.partition("/")
    identifier = (identify(rest) or identify_bibcode(rest)) if first in _PAGES else _unusual(path)
    if identifier is None and url.query:
        identifier = identify(parameter(url.query, "pid") or parameter(url.query, "arxiv_id"))
    return Reference("arxiv", identifier) if identifier else None


def identify(text: str) -> str | None:
    """Return the identifier that the text begins with, without its version; None where it is not a valid one."""
    text = decoded(text).lstrip(" /")
    match = _NEW.match(text)
    if match is not None:
        return _numbered(match[1], match[2])
    match = _OLD.match(text)
    if match is None:
        return None
    archive, year, month, number = match[1].lower(), match[2], match[3], match[4]
    old = (year >= "91" or year + month < FIRST_NEW) and "01" <= month <= "12"
    return f"{archive}/{year}{month}{number}" if old and archive in ARCHIVES else None


def _numbered(stamp: str, number: str) -> str | None:
    """Join year and month with the number, if that month numbered its papers so."""
    wanted = 5 if stamp >= FIRST_FIVE_DIGITS else 4
    valid = "01" <= stamp[2:] <= "12" and stamp >= FIRST_NEW and len(number) == wanted
    return f"{stamp}.{number}" if valid else None


def identify_bibcode(text: str) -> str | None:
    """Return the identifier in a bibliographic code of the ADS, such as `2020arXiv200703260D`."""
    match = _BIBCODE.match(text)
    return identify(f"{match[1]}.{match[2]}") if match else None


def seen_version(identifier: str, url: str) -> int | None:
    """Return the version that a URL of this paper names."""
    number = identifier.rpartition("/")[2]
    at = url.find(number)
    match = _VERSION.match(url, at + len(number)) if at >= 0 else None
    return int(match[1]) if match else None


def _unusual(path: str) -> str | None:
    """An identifier at the root, in the file tree of the FTP mirror, or behind the pages of another site."""
    parts = [part for part in decoded(path).split("/") if part]
    if parts[:1] == ["ftp"]:
        return _in_file_tree(parts[1:])
    for start in range(min(len(parts), 4)):
        found = identify("/".join(parts[start : start + 2])) or identify_bibcode(parts[start])
        if found:
            return found
    return None


def _in_file_tree(parts: list[str]) -> str | None:
    """`arxiv/papers/2007/2007.03260.pdf`, or `hep-th/papers/9901/9901001.pdf` in the old numbering."""
    match parts:
        case ["arxiv", "papers", _, name, *_]:
            return identify(name)
        case [archive, "papers", _, name, *_]:
            return identify(f"{archive}/{name}")
        case _:
            return None


_MIRRORS = words("aps au br browse cn de es export fr ftp il in jp kr lanl ru static tw uk us web3 xxx za")

RESOLVER = Resolver(
    "arxiv",
    (
        "arxiv.org",
        *(f"{mirror}.arxiv.org" for mirror in sorted(_MIRRORS)),
        "xxx.lanl.gov",
        "xxx.itp.ac.cn",
        "arxiv.itp.ac.cn",
        "ar5iv.org",
        "ar5iv.labs.arxiv.org",
        "alphaxiv.org",
        "arxiv-vanity.com",
        "arxiv-sanity.com",
        "arxiv-sanity-lite.com",
        "arxiv-download.xixiaoyao.cn",
        "scirate.com",
        "papers.cool",
        "emergentmind.com",
        "ui.adsabs.harvard.edu",
        "adsabs.harvard.edu",
    ),
    resolve,
    (Prefix("arxiv", "paper", lambda identifier: f"https://arxiv.org/abs/{encoded(identifier)}"),),
)
