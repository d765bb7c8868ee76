"""What arXiv knows of papers, for the emulator: papers with versions, and makers that fill them plausibly."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Version:
    """One version of a paper."""

    title: str
    authors: tuple[tuple[str, ...], ...]
    """A name, and then its affiliations."""
    summary: str
    date: datetime
    categories: tuple[str, ...]
    """The primary one first."""
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    changed: datetime | None = None
    """What `<updated>` said in November 2025, when it was not the date of the version."""


@dataclass(frozen=True)
class Paper:
    """A paper with all its versions, the first one first."""

    identifier: str
    """`2101.11605` or `astro-ph/0601001`, without a version."""
    versions: tuple[Version, ...]

    @property
    def latest(self) -> int:
        """The number of the newest version."""
        return len(self.versions)

    def revised(self, date: datetime | None = None, **changes: Any) -> Paper:
        """The same paper with one version more: the newest with changes, by default a month later."""
        newest = self.versions[-1]
        later = date or newest.date + timedelta(days=30)
        return Paper(self.identifier, (*self.versions, replace(newest, date=later, **changes)))

    def withdrawn(self, reason: str = "This paper has been withdrawn by the author due to an error") -> Paper:
        """The same paper, withdrawn as arXiv does it: by a new version with the reason as its comment."""
        return self.revised(comment=reason)


@dataclass(frozen=True)
class Found:
    """A version of a paper, as an entry of a feed shows it."""

    paper: Paper
    number: int
    version: Version = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "version", self.paper.versions[self.number - 1])

    @property
    def name(self) -> str:
        """`2101.11605v2`."""
        return f"{self.paper.identifier}v{self.number}"

    @property
    def published(self) -> datetime:
        """The date of the first version."""
        return self.paper.versions[0].date


def paper(identifier: str, **fields: Any) -> Paper:
    """A paper with one version; fields are those of `Version`, and authors may be plain names."""
    given: dict[str, Any] = {
        "title": f"On the Subject of {identifier}",
        "authors": ("Ada Example", "Bo Sample"),
        "summary": f"We study the subject of {identifier} and find what there is to find.",
        "date": datetime(2021, 1, 27, 18, 55, 27, tzinfo=UTC),
        "categories": ("cs.LG",),
        **fields,
    }
    given["authors"] = tuple((name,) if isinstance(name, str) else tuple(name) for name in given["authors"])
    return Paper(identifier, (Version(**given),))


PEOPLE = (
    "Xiaohan Ding",
    "Łukasz Kaiser",
    "José M. Álvarez",
    'Bernhard Sch\\"olkopf',
    "Yuchen, Guo",
    "Kees A. Schouhamer Immink",
    "H. -W. Hammer",
    "Nguyễn Thị Minh",
    "王小明",
    "Jürgen Müller-Lüdenscheidt",
    "Siobhán O'Brien",
    "A. Gonz\\'alez",
    "Zhou, Hong-Yu",
    "van der Sommen Fons",
    "Ø. Sørensen",
    "Ioannis Παπαδόπουλος",
)
SUBJECTS = ("Pruning", "Attention", "Diffusion", "Segmentation", "Rendering", "Alignment", "Retrieval", "Planning")
WAYS = ("Lossless", "Hierarchical", "Sparse", "Neural", "Robust", "Efficient", "Self-Supervised", "Bayesian")
FIELDS = ("cs.LG", "cs.CV", "cs.CL", "stat.ML", "eess.IV", "math.OC", "physics.comp-ph")


def many_papers(number: int) -> list[Paper]:
    """Papers that differ, the same ones every time: some have a DOI, a comment, affiliations or later versions."""
    return [_made(position) for position in range(number)]


def _made(k: int) -> Paper:
    """The paper of that position."""
    date = datetime(2015, 1, 5, 12, tzinfo=UTC) + timedelta(days=k % 3600, seconds=k)
    title = f"{WAYS[k % 8]} {SUBJECTS[k // 8 % 8]} for {SUBJECTS[k // 64 % 8]}: Study {k + 1}"
    names = [PEOPLE[(k + step * 5) % len(PEOPLE)] for step in range(1 + k % 5)]
    made = paper(
        f"{date:%y%m}.{k % 90000 + 10000:05d}",
        title=title,
        authors=tuple((name, "University of X & Y") if k % 11 == 0 else (name,) for name in names),
        summary=f"We study {title.lower()} where $x < {k}$ & show that it works.",
        date=date,
        categories=tuple(dict.fromkeys((FIELDS[k % 7], FIELDS[k // 7 % 7]))),
        comment=f"{8 + k % 9} pages, accepted at Conference {2015 + k % 10}" if k % 3 == 0 else None,
        journal_ref=f"Journal of Studies {k % 40 + 1} ({2015 + k % 10}) {k}" if k % 6 == 0 else None,
        doi=f"10.1000/study.{k}" if k % 4 == 0 else None,
    )
    return made.revised(title=f"{title}, Revised") if k % 5 == 2 else made
