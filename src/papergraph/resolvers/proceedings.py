"""Open proceedings: the CVF's open access, PMLR and NeurIPS; every form of a paper gives one identifier."""

from __future__ import annotations

import re

from papergraph.model import Reference
from papergraph.resolvers.url import Prefix, Resolver, Url, encoded, segments, stem

_CVF_STEM = re.compile(
    r".+_(?:(?P<conference>CVPR|ICCV|ECCV|WACV|ACCV)_(?P<year>20\d\d)|(?P<first>20\d\d)_(?P<then>CVPR|ICCV))_paper",
    re.ASCII,
)
_CVF_WORKSHOP = re.compile(r"workshops|[A-Z]W_20\d\d|20\d\dW(?:/|$)", re.ASCII)
_CVF_FORMS = frozenset({"papers", "html", "supplemental"})


def resolve_cvf(url: Url) -> Reference | None:
    """Return the paper: the stem of its file, and for a workshop the path to it, which the stem does not tell.

    Supplements have the paper's stem since 2019; the numbered ones before give None.
    """
    parts = segments(url.path)
    if parts[:1] == ["openaccess"]:
        parts = parts[1:]
    place = next((place for place, part in enumerate(parts) if part.lower() in _CVF_FORMS), 0)
    name = re.sub(r"_supplemental$", "_paper", re.sub(r"\.(?:pdf|html|zip)$", "", parts[-1])) if parts else ""
    if not place or not name.endswith("_paper"):
        return None
    volume = "/".join(parts[:place])
    if _CVF_WORKSHOP.search(volume):
        return Reference("cvf", "/".join([volume, "html", *parts[place + 1 : -1], name]))
    return Reference("cvf", name) if _CVF_STEM.fullmatch(name) else None


def _cvf_page(identifier: str) -> str:
    """The volumes changed their spelling twice: `content_cvpr_2018`, `content_CVPR_2019`, `content/CVPR2021`."""
    match = _CVF_STEM.fullmatch(identifier)
    site = "https://openaccess.thecvf.com/"
    if match is None or "/" in identifier:
        return f"{site}{encoded(identifier)}.html"
    conference, year = match["conference"] or match["then"], match["year"] or match["first"]
    if year >= "2021" or conference == "ACCV":
        volume = f"content/{conference}{year}"
    elif year <= "2018" and conference != "ECCV":
        volume = f"content_{conference.lower()}_{year}"
    else:
        volume = f"content_{conference}_{year}"
    return f"{site}{volume}/html/{encoded(identifier)}.html"


_PMLR_VOLUME = re.compile(r"[vr]\d{1,4}", re.ASCII)
_PMLR_PAPER = re.compile(r"[a-z][a-z0-9_'-]*?\d\d[a-z]{0,2}", re.ASCII)
_PMLR_SUPPLEMENT = re.compile(r"[-_]supp(?:lement\w*|lementary)?\w*$", re.ASCII)


def resolve_pmlr(url: Url) -> Reference | None:
    """Return volume and paper, from the page, the PDF and the supplement, also at the former site and at GitHub."""
    parts = segments(url.path)
    if parts[:2] == ["proceedings", "papers"]:
        parts = parts[2:]
    if parts[:1] == ["mlresearch"] and "assets" in parts:
        parts = [parts[1], *parts[parts.index("assets") + 1 :]]
    if not parts[1:] or not _PMLR_VOLUME.fullmatch(parts[0]):
        return None
    paper = _PMLR_SUPPLEMENT.sub("", stem(parts[1]).lower())
    return Reference("pmlr", f"{parts[0]}/{paper}") if _PMLR_PAPER.fullmatch(paper) else None


_NEURIPS_FILE = re.compile(r"([0-9a-f]{32})(?:-[A-Za-z]+(?:-([A-Za-z_]+\d?))?)?(?:\.\w+)?", re.ASCII)
_NEURIPS_OLD = re.compile(r"(\d{1,5})(?:-.*)?", re.ASCII)
_NEURIPS_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_CONFERENCE = frozenset({"", "Conference"})


def resolve_neurips(url: Url) -> Reference | None:
    """Return `year/hash`, with the track where it is not the conference's own; or the number of an old address.

    The old address (`paper/4824-imagenet-classification-w`) was also written with its title cut short, so that
    its number alone is the identifier.
    """
    parts = segments(url.path)
    if "paper" not in parts:
        return None
    match parts[parts.index("paper") + 1 :]:
        case [year, "hash" | "file", name, *_] if _NEURIPS_YEAR.fullmatch(year):
            found = _NEURIPS_FILE.fullmatch(name)
            if found is None:
                return None
            track = found[2] or ""
            suffix = "" if track in _CONFERENCE else f"-{track}"
            return Reference("neurips", f"{year}/{found[1]}{suffix}")
        case [name, *_]:
            old = _NEURIPS_OLD.fullmatch(name.removesuffix(".pdf"))
            return Reference("neurips", old[1]) if old and not _NEURIPS_YEAR.fullmatch(name) else None
        case _:
            return None


def _neurips_page(identifier: str) -> str:
    year, slash, name = identifier.partition("/")
    if not slash:
        return f"https://papers.nips.cc/paper/{encoded(identifier)}-"
    number, _, track = name.partition("-")
    site = "datasets-benchmarks-proceedings" if track.startswith("round") else "proceedings"
    if not track and year >= "2022":
        track = "Conference"
    suffix = f"-{encoded(track)}" if track else ""
    return f"https://{site}.neurips.cc/paper_files/paper/{encoded(year)}/hash/{encoded(number)}-Abstract{suffix}.html"


CVF = Resolver("cvf", ("openaccess.thecvf.com", "cv-foundation.org"), resolve_cvf, (Prefix("cvf", "paper", _cvf_page),))
PMLR = Resolver(
    "pmlr",
    ("proceedings.mlr.press", "jmlr.org", "jmlr.csail.mit.edu", "raw.githubusercontent.com"),
    resolve_pmlr,
    (Prefix("pmlr", "paper", lambda identifier: f"https://proceedings.mlr.press/{encoded(identifier)}.html"),),
)
NEURIPS = Resolver(
    "neurips",
    (
        "papers.nips.cc",
        "papers.neurips.cc",
        "proceedings.neurips.cc",
        "proceedings.nips.cc",
        "datasets-benchmarks-proceedings.neurips.cc",
    ),
    resolve_neurips,
    (Prefix("neurips", "paper", _neurips_page),),
)
