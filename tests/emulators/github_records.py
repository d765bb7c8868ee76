"""What GitHub knows of a repository, for the emulator: the records, and makers that fill them plausibly."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

Reason = Literal["dmca", "tos"]


@dataclass(frozen=True)
class Account:
    """The owner of repositories."""

    login: str
    number: int
    kind: Literal["User", "Organization"] = "User"
    node: str = ""

    @property
    def node_id(self) -> str:
        """Its identifier in GraphQL."""
        return self.node or node_id(self.kind, self.number)


@dataclass(frozen=True)
class License:
    """A licence as GitHub detects it."""

    key: str
    name: str
    spdx_id: str | None
    node: str
    known: bool = True
    """False for a licence text that GitHub does not recognise: it has no page of its own."""


LICENSES = {
    "MIT": License("mit", "MIT License", "MIT", "MDc6TGljZW5zZTEz"),
    "Apache-2.0": License("apache-2.0", "Apache License 2.0", "Apache-2.0", "MDc6TGljZW5zZTI="),
    "GPL-3.0": License("gpl-3.0", "GNU General Public License v3.0", "GPL-3.0", "MDc6TGljZW5zZTk="),
    "LGPL-3.0": License("lgpl-3.0", "GNU Lesser General Public License v3.0", "LGPL-3.0", "MDc6TGljZW5zZTEy"),
    "BSD-3-Clause": License(
        "bsd-3-clause", 'BSD 3-Clause "New" or "Revised" License', "BSD-3-Clause", "MDc6TGljZW5zZTU="
    ),
    "NOASSERTION": License("other", "Other", "NOASSERTION", "MDc6TGljZW5zZTA=", known=False),
}


@dataclass(frozen=True)
class Repository:
    """A repository with everything that the emulator says about it."""

    owner: Account
    name: str
    number: int
    description: str | None = None
    homepage: str | None = None
    language: str | None = "Python"
    languages: Mapping[str, int] = field(default_factory=dict)
    """Bytes by language; the main language alone when it is empty."""
    license: License | None = LICENSES["MIT"]
    topics: tuple[str, ...] = ()
    stars: int = 0
    forks: int = 0
    subscribers: int = 0
    network: int | None = None
    """The size of the whole network of forks; the number of forks where it is None."""
    open_issues: int = 0
    size: int = 100
    """In kilobytes; 0 for an empty repository."""
    default_branch: str = "main"
    created_at: datetime = datetime(2020, 7, 7, 7, 56, 45, tzinfo=UTC)
    updated_at: datetime = datetime(2026, 2, 1, 12, 0, 0, tzinfo=UTC)
    pushed_at: datetime | None = datetime(2025, 6, 30, 8, 30, 0, tzinfo=UTC)
    archived_at: datetime | None = None
    """Archived since then."""
    disabled: bool = False
    private: bool = False
    readable: bool = True
    """Whether the token may see it, when it is private."""
    permitted: bool = True
    """Whether the organisation lets the token in (SAML): otherwise GraphQL answers FORBIDDEN."""
    is_template: bool = False
    has_issues: bool = True
    has_projects: bool = True
    has_downloads: bool = True
    has_wiki: bool = True
    has_pages: bool = False
    has_discussions: bool = False
    mirror_url: str | None = None
    release: str | None = None
    """The tag of the latest release."""
    lock_reason: str | None = None
    parent: Repository | None = None
    source: Repository | None = None
    """The root of the network of forks; the parent where it is None."""
    former_names: tuple[str, ...] = ()
    """Full names that lead here."""
    blocked: Reason | None = None
    """Taken down: `dmca` is answered with 451, `tos` with 403."""
    node: str = ""

    @property
    def full_name(self) -> str:
        """`owner/name`."""
        return f"{self.owner.login}/{self.name}"

    @property
    def node_id(self) -> str:
        """Its identifier in GraphQL."""
        return self.node or node_id("Repository", self.number)

    @property
    def empty(self) -> bool:
        """Whether nothing was ever pushed."""
        return self.size == 0 and self.language is None

    @property
    def sizes(self) -> dict[str, int]:
        """Bytes by language, the most first."""
        sizes = dict(self.languages) or ({self.language: 1000 * max(1, self.size)} if self.language else {})
        return dict(sorted(sizes.items(), key=lambda pair: -pair[1]))


def node_id(kind: str, number: int) -> str:
    """An identifier in GitHub's older form: base64 of `010:Repository3544490`."""
    return base64.b64encode(f"{len(kind):03}:{kind}{number}".encode()).decode()


def account(login: str, kind: Literal["User", "Organization"] = "User") -> Account:
    """An account whose number follows from its login."""
    return Account(login, 1000 + zlib.crc32(login.lower().encode()) % 90_000_000, kind)


def repository(full_name: str, /, **fields: Any) -> Repository:
    """A repository of that name; `license` may be an SPDX identifier and `owner` an `Account`."""
    login, name = full_name.split("/")
    chosen = fields.get("license")
    if isinstance(chosen, str):
        fields["license"] = LICENSES[chosen]
    made: dict[str, Any] = {
        "owner": account(login),
        "name": name,
        "number": 100_000 + zlib.crc32(full_name.lower().encode()) % 900_000_000,
        **fields,
    }
    return Repository(**made)


TONGUES = ("Python", "C++", "Jupyter Notebook", "Rust", "TypeScript", None)
TOPICS = ("deep-learning", "pruning", "pytorch", "transformer", "nerf", "rdf", "computer-vision")
NAMES = ("ResNet", "fast-attention", "nerf.studio", "awesome_pruning", "GraphTools", "x")
DESCRIPTIONS = (
    "Official code of study {}",
    "基于深度强化学习的第 {} 号项目",
    'Über-fast "{}" & <more>',
    None,
    "🚀 {} kernels",
)


def many_repositories(number: int) -> list[Repository]:
    """Repositories that differ, the same ones every time: some archived, without licence, with topics, as forks."""
    made: list[Repository] = []
    for k in range(number):
        text = DESCRIPTIONS[k % 5]
        made.append(
            repository(
                f"{'Lab' if k % 3 else 'org-'}{k % 97}/{NAMES[k % 6]}-{k}",
                owner=account(f"{'Lab' if k % 3 else 'org-'}{k % 97}", "User" if k % 3 else "Organization"),
                description=text.format(k) if text else None,
                homepage=f"https://study{k}.example/" if k % 4 == 0 else None,
                language=TONGUES[k % 6],
                license=(*LICENSES.values(), None)[k % 7],
                topics=tuple(sorted({TOPICS[k % 7], TOPICS[k // 7 % 7]})) if k % 2 else (),
                stars=k * k % 70_001,
                forks=k * 3 % 9001,
                subscribers=k % 301,
                open_issues=k % 55,
                size=0 if TONGUES[k % 6] is None and k % 4 == 1 else 10 + k,
                created_at=datetime(2012, 1, 1, tzinfo=UTC) + timedelta(days=k * 7 % 4000),
                archived_at=datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC) if k % 13 == 5 else None,
                parent=made[k // 2] if k % 17 == 16 else None,
            )
        )
    return made
