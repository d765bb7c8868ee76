"""A text in, the companies, universities and laboratories that it names out; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from papergraph.topics.lexicon import Forms, Meaning, Rule, matches
from papergraph.topics.normalise import Characters, normal

NOT_ORGANIZATIONS = (
    *("Google Colab", "Google Colaboratory", "Google Scholar", "谷歌学术", "Google Drive", "Microsoft COCO", "MS COCO"),
    *(
        "Meta-learning",
        "Meta Learning",
        "Meta-Learning",
        "Apple Silicon",
        "苹果树",
        "三星堆",
        "北大西洋",
        "天大的",
        "GitHub Pages",
        "Amazon Books",
    ),
    *("Stanford Cars", "Stanford Dogs", "MIT License", "MIT license", "Oxford Pets", "Oxford Flowers"),
)
"""Longer names that begin with an organisation and are none."""

WORDS = frozenset("Adept Amazon Apple Cruise Meta Oracle Scale Snap Unity Zoom".split())
"""Names that are words too: they count where no other word follows ("Meta提出", not "Meta Networks")."""

_GOES_ON = re.compile(r"[\s-]?[A-Za-z]")


class OrganizationMention(NamedTuple):
    """An organisation in a text: what it is called, and where it stands."""

    name: str
    start: int
    end: int
    surface: str


class Organizations:
    """The index of all names of organisations; Latin ones count in their own case only."""

    def __init__(self, rows: Iterator[tuple[str, str]], characters: Characters) -> None:
        self._characters = characters
        meanings: dict[str, tuple[Meaning, ...]] = {}
        for name, alias in rows:
            meanings[normal(alias, characters).cased] = (Meaning(name, Rule.LABEL.value),)
        for phrase in NOT_ORGANIZATIONS:
            meanings[normal(phrase, characters).cased] = (Meaning("", Rule.STOP.value),)
        self._forms = Forms.of(meanings)

    def find(self, text: str) -> Iterator[OrganizationMention]:
        """Yield the organisations that a text names, in order; the longest name wins."""
        if not self._forms.may_begin(text):
            return
        form = normal(text, self._characters)
        for match in matches(form, ((self._forms, form.cased),)):
            surface = text[match.start : match.end]
            if (name := match.meanings[0].concept) and not (surface in WORDS and _GOES_ON.match(text, match.end)):
                yield OrganizationMention(name, match.start, match.end, surface)


def read_organizations(table: str) -> Iterator[tuple[str, str]]:
    """Yield name and alias of each row of a table of name, alias and language; a name is its own alias."""
    seen = set()
    for line in table.splitlines():
        name, _, rest = line.partition("\t")
        alias = rest.partition("\t")[0]
        if not name or line.startswith("#") or (name, alias) == ("name", "alias"):
            continue
        if name not in seen:
            seen.add(name)
            yield name, name
        if alias and alias != name:
            yield name, alias
