"""The links of a unit → what each one leads to and what it is called there."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from papergraph.model import Reference
from papergraph.readers.fields import titled
from papergraph.readers.labels import Label, field_label, link_label
from papergraph.readers.spans import Kind, Span
from papergraph.readers.titles import unadorned, words
from papergraph.readers.venues import dated_venues, names_venue
from papergraph.resolvers import Target, follow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papergraph.readers.unit import Unit

_LONGEST_LABEL = 60
_SPLIT = re.compile(r"[|｜,，;；、。]|\s-\s|\s/\s")
_EDGE = " \t\u3000\xa0[](){}（）【】*_<>.\"'`#&+/–—-"
_REPOSITORY_BADGE = "img.shields.io/github/"
_BADGE = re.compile(r"img\.shields\.io/badge/([^/?]*)", re.IGNORECASE)
_VIDEO = re.compile(
    r"^https?://(?:www\.|m\.|player\.)?(?:youtube\.com|youtu\.be|vimeo\.com|bilibili\.com/video|b23\.tv|slideslive\.com|videolectures\.net|"
    r"v\.qq\.com|crossminds\.ai|techtalks\.tv)",
    re.IGNORECASE,
)
_SITE = re.compile(r"https?://([^/:?#]+)(?::\d*)?([^?#]*)", re.IGNORECASE)
_ARTICLES = frozenset(
    (
        "weixin.qq.com zhihu.com csdn.net juejin.im juejin.cn jianshu.com medium.com substack.com "
        "towardsdatascience.com cnblogs.com qiita.com zenn.dev velog.io tistory.com dev.to hashnode.dev "
        "36kr.com jiqizhixin.com leiphone.com toutiao.com sohu.com 163.com blogspot.com wordpress.com "
        "ghost.io segmentfault.com infoq.cn infoq.com oschina.net hatenablog.com hatenablog.jp naver.com "
        "brunch.co.kr wired.com theverge.com nytimes.com techcrunch.com venturebeat.com reddit.com "
        "ycombinator.com quora.com wikipedia.org linkedin.com leetcode.com leetcode.cn kaggle.com "
        "stackoverflow.com stackexchange.com coursera.org udemy.com edx.org amazon.com goodreads.com pypi.org "
        "npmjs.com readthedocs.io deeplearning.ai fast.ai distill.pub lilianweng.github.io ruder.io "
        "thegradient.pub towardsai.net kdnuggets.com analyticsvidhya.com"
    ).split()
)
_BLOG_HOST = ("blog.", "blogs.", "news.", "newsroom.", "ai.googleblog.")
_BLOG_PATH = re.compile(r"/(?:[\w-]+/)?(?:blogs?|posts?|news|articles?/\d+\.html)(?:/|$)", re.IGNORECASE)
_SOCIAL = frozenset("twitter.com x.com t.co facebook.com instagram.com t.me discord.gg".split())
_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9_/.~%!$&'()*+,;=:@?#-]*)?")
"""An address that needs no mending: shown as the author wrote it."""
_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|bmp|mp4|webm)(?:[?#]|$)", re.IGNORECASE)


class Found(NamedTuple):
    """A link of a unit, resolved."""

    span: Span
    url: str
    reference: Reference
    kind: str
    """paper, repository, or web."""
    label: Label | None
    """What the note calls it: the link's own label, else that of its field, column or the words before it."""
    name: str
    """The words of that label."""
    titled: bool
    """Whether the text of the link can name a work."""
    part: int
    """Index of the part that it stands in, -1 for the head."""
    prose: bool
    before: str
    """The text that leads to it, from the link before."""
    paperish: bool
    """Whether it leads to where papers are."""
    version: int | None
    """The arXiv version that it names."""

    @property
    def video(self) -> bool:
        """Whether it leads to a video."""
        return bool(_VIDEO.match(self.url))

    @property
    def article(self) -> bool:
        """Whether it leads to where articles and posts are."""
        site = _SITE.match(self.url)
        if site is None:
            return False
        host = site[1].casefold()
        return (
            any(name in _ARTICLES for name in _domains(host))
            or host.startswith(_BLOG_HOST)
            or bool(_BLOG_PATH.match(site[2]))
        )

    @property
    def social(self) -> bool:
        """Whether it leads to a social network."""
        site = _SITE.match(self.url)
        host = site[1].casefold() if site else ""
        return bool(host) and host.removeprefix("www.").removeprefix("mobile.") in _SOCIAL


def _domains(host: str) -> Iterator[str]:
    """A host and every domain that it is part of: "a.b.c", "b.c", "c"."""
    while host:
        yield host
        host = host.partition(".")[2]


@lru_cache(maxsize=4096)
def _target(written: str) -> Target | None:
    """What an address leads to; the address itself as it was written, where it needs no mending."""
    target = follow(written)
    return target._replace(url=written) if target and _PLAIN.fullmatch(written) else target


def leads_to_paper(written: str) -> bool:
    """Whether an address is that of a paper that has an identifier."""
    target = None if written.startswith("#") else _target(written)
    return target is not None and target.kind == "paper"


def found_links(unit: Unit) -> list[Found]:
    """Every web link of a unit, in order: of its head, then of its parts."""
    found = list(_of(unit.head, -1, None, "", prose=False))
    for index, part in enumerate(unit.parts):
        if all(span.kind == Kind.TEXT for span in part.spans):
            continue
        found += _of(part.spans, index, part.label, part.name, prose=part.prose)
    return found


def _of(spans: list[Span], index: int, context: Label | None, name: str, *, prose: bool) -> Iterator[Found]:
    before = ""
    last: Label | None = None
    for one in spans:
        if one.kind == Kind.TEXT:
            before += one.text
            continue
        span = _badge_link(one)
        if span.kind != Kind.LINK:
            continue
        target = None if span.url.startswith("#") else _target(span.url)
        if target is None or _IMAGE.search(target.url):
            before += f" {span.text} "
            continue
        named = titled(span)
        own, called = _own_label(span)
        nearby, words_before = _words_before(before) if before and not before.isspace() else (None, "")
        if not nearby and last and before.strip(_EDGE + ",，、;；") == "" and not named and own in {None, Label.LINK}:
            nearby = last
        label, called = _effective((own, called), (nearby, words_before), (context, name))
        last = label
        yield Found(
            span,
            target.url,
            target.reference,
            target.kind,
            label,
            called,
            named and own is None,
            index,
            prose,
            before,
            target.paper,
            target.version,
        )
        before = ""


def _badge_link(span: Span) -> Span:
    """A badge of shields.io that names a repository as a link to it, where nothing else links there."""
    if span.kind == Kind.IMAGE and _REPOSITORY_BADGE in span.url:
        return Span(Kind.LINK, span.text or "GitHub", span.url, span.line, span.style, (span.url,))
    if span.kind == Kind.LINK and "://" not in span.url:
        badge = next((image for image in span.images if _REPOSITORY_BADGE in image), None)
        return span._replace(url=badge) if badge else span
    return span


def _own_label(span: Span) -> tuple[Label | None, str]:
    """The label that a link's text, or the badge that it is put around, gives."""
    text = "" if "://" in span.text else unadorned(span.text)
    if text:
        label = link_label(text)
        if label:
            return label, text
        if len(text) > _LONGEST_LABEL:
            pass
        elif names_venue(text.strip(_EDGE)) or (words(text) <= 3 and dated_venues(text)):
            return Label.PAPER, text
    for image in span.images:
        badge = _BADGE.search(image)
        if badge:
            for piece in badge[1].replace("%20", " ").replace("_", " ").split("-"):
                if label := link_label(piece):
                    return label, piece
        elif _REPOSITORY_BADGE in image:
            return Label.CODE, text or "GitHub"
    return None, text


def _words_before(before: str) -> tuple[Label | None, str]:
    """The label in the words that lead to a link: "… | Code: <link>"."""
    last = _SPLIT.split(unadorned(before.replace("_", " ")))[-1].strip()
    colon = last.endswith((":", "：", "→", "=>"))
    bare = last.strip(_EDGE + ":：→=>")
    if not bare:
        return None, ""
    if colon:
        bare = re.split(r"\s{2,}|[)\]]\s*", bare)[-1]
        tail = bare.split()
        for count in (len(tail), 3, 2, 1):
            if 0 < count <= len(tail) and (label := field_label(" ".join(tail[-count:]))):
                return label, " ".join(tail[-count:])
        return None, bare
    return (link_label(bare), bare) if words(bare) <= 3 else (None, "")


def _effective(
    own: tuple[Label | None, str], nearby: tuple[Label | None, str], context: tuple[Label | None, str]
) -> tuple[Label | None, str]:
    """Which of the three labels counts: the link's own, unless it is general and its surroundings say more."""
    strong = {Label.DATASET, Label.UNOFFICIAL, Label.VIDEO, Label.OTHER}
    for candidate in (nearby, context):
        if candidate[0] in strong and own[0] in {None, Label.CODE, Label.LINK, Label.PROJECT}:
            return candidate
    if own[0] is not None and own[0] is not Label.LINK:
        return own
    for candidate in (nearby, context):
        if candidate[0] is not None and candidate[0] is not Label.LINK:
            return candidate
    return (own[0] or nearby[0] or context[0]), (own[1] or nearby[1] or context[1])
