"""A unit → what it reports: its title, its article, its papers and repositories, and how sure that is.

Evidence comes in two strengths. *Sure*: an identifier, a link to a host of papers, or a link that the note
calls a paper. *Perhaps*: a title that links to a repository, a project page or nowhere; cues around it
(venue, authors, section, the company of sure papers in the same list) must then add up.
"""

from __future__ import annotations

import re
from sys import intern
from typing import TYPE_CHECKING

from papergraph.model import Link as WebLink
from papergraph.model import PaperMention, Reference, RepositoryMention, Role
from papergraph.readers.addressed import apart, one_mention, same_title
from papergraph.readers.drafts import NOTHING, PERHAPS, SURE, Draft
from papergraph.readers.fields import empty_value, joined, titled
from papergraph.readers.labels import Label, link_label
from papergraph.readers.links import Found, found_links
from papergraph.readers.naming import title_of
from papergraph.readers.sections import material
from papergraph.readers.spans import Style, plain
from papergraph.readers.titles import (
    bare_title,
    looks_titled,
    quoted_title,
    stripped,
    unadorned,
    unnumbered,
    words,
)
from papergraph.readers.venues import dated_venues
from papergraph.readers.weigh import cues
from papergraph.resolvers import canonical_url, references_in_text

if TYPE_CHECKING:
    from papergraph.readers.unit import Unit

_CODE_SAID = re.compile(
    r"\bcodes?\b|\bimplement|\bsource\b|\bavailable\b|\breleased?\b|\brepositor|\bopen[- ]?sourced?\b|\bgithub\b|"
    r"代码|开源|源码|コード|実装|코드|공개",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:no|not|without|unlike)\b[^.。]{0,24}\bcode\b|无代码|没有代码", re.IGNORECASE)
_BY_OTHERS = re.compile(
    r"un-?official|third[- ]party|no oficial|non officiel|неофициальн|re-?impl|非官方|非公式|비공식", re.IGNORECASE
)
_ANCHOR = re.compile(r"(?:[\w./-]{0,200})#.")
"""A link into a document of one's own, as tables of contents have them."""
_KEYED = re.compile(r"\W*[^\W\d][\w ]{1,24}[:：]")
"""A line that begins with a key that is no known label."""
_NEXT_TITLE = re.compile(r"\.(?:pdf|ps)(?:\.gz)?$", re.IGNORECASE)


def interpret(unit: Unit) -> Draft:
    """Read one unit."""
    found = found_links(unit)
    title, main = title_of(unit, found)
    reader = _Interpreter(unit, found, title, main)
    return reader.draft()


class _Interpreter:
    """Sorts the links of one unit into papers, repositories and others."""

    def __init__(self, unit: Unit, found: list[Found], title: str, main: Found | None) -> None:
        self.unit = unit
        self.found = found
        self.title = title
        self.main = main
        self.article: str | None = None
        self.papers: list[PaperMention] = []
        self.repositories: dict[str, RepositoryMention] = {}
        self.links: list[WebLink] = []
        self.evidence = NOTHING

    def draft(self) -> Draft:
        """Sort everything and weigh it."""
        if self.main and self._is_article():
            self.article = self.main.url
        for link in self.found:
            if link.url != self.article:
                self.sort(link)
            elif link is not self.main and link.label is Label.PAPER and link.titled:
                self.papers.append(PaperMention(None, None, stripped(link.span.text), link.span.line))
                self.evidence = SURE
        self.unlinked()
        if not any(paper.reference for paper in self.papers):
            self.written()
        if not self.papers and self.article is None:
            self.perhaps()
        if self.evidence is SURE and self.unit.kind != "front" and self._material():
            self.evidence = PERHAPS
        code = any(one.role == Role.CODE for one in self.repositories.values())
        score = cues(self.unit, self.title, self.main, self.found, code=code) if self.evidence is PERHAPS else 0
        own = {url for paper in self.papers for url in (paper.url, *paper.alternates)} | {self.article}
        links = tuple(link for link in self.links if link.url not in own)
        company = bool(self.title) and not (self.article and not self.papers)
        return Draft(
            self.unit, self.title, self.article, tuple(self.papers), tuple(self.repositories.values()),
            links, self.evidence, score, company,
        )  # fmt: skip

    def _material(self) -> bool:
        """Whether what seems to be a paper is a PDF or page in a section of talks, courses or the like."""
        return (
            self.article is None
            and all(paper.reference is None or paper.reference.prefix == "url" for paper in self.papers)
            and any(map(material, self.unit.section[-1:]))
            and not dated_venues(joined(self.unit.head))
        )

    def _is_article(self) -> bool:
        """Whether the link that the title is leads to an article about papers rather than to a paper."""
        main = self.main
        if main is None or main.paperish or main.kind == "repository" or main.video or main.social:
            return False
        if main.article:
            return True
        return any(
            part.label is Label.PAPER and any(titled(span) and words(span.text) > 2 for span in part.spans)
            for part in self.unit.parts
            if not part.prose
        ) or bool(self.unit.number and any(part.label in {Label.TIPS, Label.ABSTRACT} for part in self.unit.parts))

    def sort(self, link: Found) -> None:
        """Decide what one link is."""
        if link.span.style & Style.STRUCK and link is not self.main:
            self.web(link, Role.WEB)
        elif link.video or link.label is Label.VIDEO:
            self.web(link, Role.VIDEO)
        elif (link.prose or link.label in {Label.ABSTRACT, Label.TIPS}) and link is not self.main:
            self.mentioned(link)
        elif link.span.images and link.label is None:
            self.web(link, Role.WEB)
        elif link.kind == "repository" and not self._hosted(link):
            self.repository(link)
            if link.label is Label.PAPER and link.titled and link is not self.main and words(link.span.text) > 2:
                self.papers.append(PaperMention(None, None, stripped(link.span.text), link.span.line))
                self.evidence = SURE
        elif link.label in {None, Label.LINK, Label.PAPER, Label.TITLE} and (link.paperish or self._called_paper(link)):
            self.paper(link)
        elif (
            link.label in {Label.OTHER, Label.VENUE, Label.DATE, Label.PROJECT, Label.AUTHORS} and link.kind == "paper"
        ):
            if self.papers and link.label is not Label.VENUE:
                self.web(link, Role.WEB)
            else:
                self.paper(link)
        else:
            self.web(link, _WEB_ROLES.get(link.label, Role.WEB))

    def _hosted(self, link: Found) -> bool:
        """Whether a repository link is to a PDF of the paper in it."""
        return bool(_NEXT_TITLE.search(link.url)) and link.label in {Label.PAPER, None, Label.LINK}

    def _called_paper(self, link: Found) -> bool:
        """Whether the note itself says that a page is a paper."""
        if link.label is not Label.PAPER or link.social:
            return False
        own = link_label(link.span.text)
        if self.article is None and link is self.main:
            return True
        return own is Label.PAPER or not link.article or not link.titled

    def mentioned(self, link: Found) -> None:
        """A link in running text: code when the words around it say so, else a mention."""
        if link.kind == "repository" and not self._hosted(link):
            said = link.label in {Label.CODE, Label.LINK} or (
                link.label in {None, Label.ABSTRACT} and not link.titled and bool(_CODE_SAID.search(link.before[-160:]))
            )
            self.repository(
                link, Role.CODE if (said and self.article is None) or link.label is Label.CODE else Role.MENTION
            )
        elif (link.kind == "paper" and not self.papers and self.article is None and link.label is Label.PAPER) or (
            link.label is Label.PAPER and self.article is None and not self.papers and not link.titled
        ):
            self.paper(link)
        else:
            self.web(link, Role.PAPER if link.kind == "paper" else _WEB_ROLES.get(link.label, Role.WEB))

    def repository(self, link: Found, role: Role | None = None) -> None:
        """A link to a repository, model or dataset."""
        if role is None:
            role = _ROLES.get(link.label, Role.CODE)
            if (
                link.label is None
                and link.titled
                and link.part >= 0
                and _KEYED.match(joined(self.unit.parts[link.part].spans))
            ):
                role = Role.MENTION
            if link.reference.prefix == "hf" and link.reference.identifier.startswith("datasets/"):
                role = Role.DATASET
            elif link.reference.prefix == "hf" and link.label in {None, Label.OTHER, Label.LINK}:
                role = Role.MENTION
            if role is Role.CODE and link.label is None and link.part < 0 and self._beside(link):
                role = Role.MENTION
            text = link.span.text + link.before[-20:]
            if role is Role.CODE and re.search(r"\b(?:deleted|removed|broken|dead)\b|已删", text, re.IGNORECASE):
                role = Role.MENTION
            if role is Role.CODE and _BY_OTHERS.search(text):
                role = Role.UNOFFICIAL
        key = str(link.reference)
        known = self.repositories.get(key)
        if known is None or (known.role != Role.CODE and role is Role.CODE):
            self.repositories[key] = RepositoryMention(
                link.reference, link.url, role.value, link.span.line, intern(link.name)
            )

    def _beside(self, link: Found) -> bool:
        """Whether a sentence after the title leads to a repository without saying that it is the code, or denies it."""
        if link is self.main or not self.papers or words(link.before) < 3:
            return False
        return bool(_DENIED.search(link.before)) or (link.titled and not _CODE_SAID.search(link.before))

    def paper(self, link: Found) -> None:
        """A link to a paper: the unit's own, or one more that it names."""
        named = link is not self.main and link.titled and words(link.span.text) > 1
        text = stripped(unadorned(link.span.text)) if named else None
        if self.article is None and (not text or (self.title and same_title(text, self.title))):
            text = self.title or text
        elif text is None and self.article is not None:
            text = self._field_text(link)
        reference = link.reference if link.kind == "paper" else Reference("url", link.reference.identifier)
        if link.kind == "repository":
            reference = Reference("url", link.url)
        self.evidence = SURE
        for index, known in enumerate(self.papers):
            if known.reference == reference or self._one(known, text, link):
                if known.reference and apart(known.reference, reference):
                    self.web(link, Role.PAPER)
                else:
                    self.papers[index] = one_mention(known, reference, link, text)
                return
        self.papers.append(PaperMention(reference, link.url, text, link.span.line, link.version, (), intern(link.name)))

    def _one(self, known: PaperMention, text: str | None, link: Found) -> bool:
        """Whether a link is another address of a paper that the unit has already."""
        if text and known.title:
            return same_title(text, known.title)
        if self.article is not None:
            return known.line == link.span.line and known.title is not None and text is None
        return True

    def _field_text(self, link: Found) -> str | None:
        """The title that stands beside the bare address of a paper: "Paper: A title https://…"."""
        text = bare_title(link.before)
        return text if looks_titled(text) else None

    def web(self, link: Found, role: Role) -> None:
        """Any other link."""
        text = link.span.text
        label = link.name if "://" in text or not text else text
        self.links.append(WebLink(link.url, role.value, label, link.span.line))

    def unlinked(self) -> None:
        """Papers that a field names by title only."""
        for index, part in enumerate(self.unit.parts):
            if part.label is not Label.PAPER or part.prose or any(link.part == index for link in self.found):
                continue
            text = joined(part.spans)
            if self.article is not None and looks_titled(text, least=2) and not empty_value(text):
                title = quoted_title(text) or stripped(unnumbered(text))
                self.papers.append(PaperMention(None, None, title, part.line, label=intern(part.name)))
                self.evidence = SURE

    def written(self) -> None:
        """An identifier that stands in the text without a link: "arXiv:1710.10903", "DOI: 10.…"."""
        lines = [(self.unit.head, self.unit.line)]
        lines += [(part.spans, part.line) for part in self.unit.parts if not part.prose]
        for spans, line in lines:
            for reference, _, _ in references_in_text(plain(spans)):
                url = canonical_url(reference)
                if self.papers and self.papers[0].reference is None:
                    self.papers[0] = self.papers[0]._replace(reference=reference, url=url)
                elif not self.papers:
                    self.papers.append(PaperMention(reference, url, None if self.article else self.title or None, line))
                self.evidence = SURE
                return

    def perhaps(self) -> None:
        """A paper without a link to it: by its title alone, or by a page or repository that its title links to."""
        main = self.main
        if any(_ANCHOR.match(span.url) for span in self.unit.head if titled(span)):
            return
        described = {Label.AUTHORS, Label.VENUE, Label.DATE, Label.PAPER} & {part.label for part in self.unit.parts}
        if not self.title or (
            self.unit.kind == "heading" and not described and (main is None or not self.repositories)
        ):
            return
        url = None
        if main is not None:
            if main.video or main.social or (main.label not in {None, Label.LINK, Label.PAPER}):
                return
            url = main.url if main.kind != "repository" else None
        reference = Reference("url", main.reference.identifier) if url and main else None
        self.papers.append(PaperMention(reference, url, self.title, self.unit.line))
        self.evidence = SURE if self.unit.kind == "front" else PERHAPS


_ROLES: dict[Label | None, Role] = {
    Label.UNOFFICIAL: Role.UNOFFICIAL,
    Label.PAPER: Role.MENTION,
    Label.DATASET: Role.DATASET,
    Label.OTHER: Role.MENTION,
    Label.TIPS: Role.MENTION,
    Label.ABSTRACT: Role.MENTION,
    Label.AUTHORS: Role.MENTION,
    Label.INSTITUTION: Role.MENTION,
}
_WEB_ROLES: dict[Label | None, Role] = {
    Label.VIDEO: Role.VIDEO,
    Label.PROJECT: Role.PROJECT,
    Label.DATASET: Role.DATASET,
    Label.CODE: Role.PROJECT,
}
