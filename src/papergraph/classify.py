"""An entry or a record in, the topics that it is filed under out: tags, headings, categories; pure.

What is a label of a concept of the scheme is that concept, in whatever language it is written; all else is a topic of
the user's own, under the name that somebody wrote. One topic written in two ways ("Object Detection" above a list,
`object-detection` on GitHub) is one. A heading is broader than the headings below it, as far as the scheme does not
say what is.

An arXiv category is a section of an archive, wider than any topic, and stays a topic of its own: the scheme says which
concept it is close to, and no paper is about that concept for its category alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from papergraph.concepts import Concepts, Named, is_concept
from papergraph.model import RANK_CATALOG, RANK_INFERRED, RANK_NOTE, Entry, Method, Paper, Record, Reference, Repository
from papergraph.titles import normal_title

LONGEST_TOPIC = 80
"""Characters; a longer heading is a sentence."""

OPENING = "\"'“‘「『《"
"""What a name may begin with beside letters and digits."""

GENERIC = frozenset(
    """
    a about all also an and any as at best by for from great here how i in is it must my of on or our please some the
    this to top use useful we what where with you your
    archive archives article articles awesome blog blogs book bookmark bookmarks changelog chapter code codes
    collection content contents contribute contributing date digest entries entry etc favorite favourites feed
    general github history home implementation implementations important inbox index info information interesting
    introduction intro item items journal key latest library license link links list lists literature log main
    material materials misc miscellaneous more new news newest newsletter note notes old open other others overview
    page pages paper papers part pdf pick picks point points post posts preamble preprint project projects
    publication publications queue quick random read reading readings readme recent recently recommended reference
    references related repo repos repositories repository resource resources review section see selected source star
    start stuff summary summaries table tbd title titles toc todo today topic topics uncategorized unsorted untitled
    update updates various volume web website weekly week weeks work works
    daily day days month monthly months year years yearly yesterday tomorrow quarter spring summer autumn fall winter
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    conference conferences workshop workshops proceedings track tracks oral orals poster posters spotlight accepted
    arxiv aaai accv acl aistats bmvc chi coling colm colt corl cvpr cvprw eacl eccv eccvw emnlp fse iccv iccvw iclr
    icassp icml icra icse ijcai ijcnn interspeech iros isca kdd miccai mlsys naacl neurips nips pldi rss sigir siggraph
    sigkdd sigmod tacl tip tmlr tnnls tog tpami uai wacv www
    今日要点 今日 要点 其他 其它 论文 文章 目录 笔记 学习笔记 列表 资源 简介 前言 更新 更新日志 最新 参考
    参考文献 链接 代码 项目 总结 待读 已读 阅读 未分类 综合 杂项 附录 每日 每周 本周 今天 推荐 相关 更多 索引
    论文列表 论文笔记 论文阅读 周报 日报
    目次 論文 その他 リスト まとめ 一覧 今日の論文 はじめに 参考文献 記事 メモ 論文リスト
    목차 논문 기타 목록 정리 참고 자료 오늘의 소개 최신 논문목록 리뷰
    """.split()  # noqa: SIM905 - as a list it is unreadable
)
"""Words that say nothing of what a paper is about: structure, time, and where it was published."""

MONTHS = frozenset(
    """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    """.split()  # noqa: SIM905 - as a list it is unreadable
)

SECTION, TAG = Method.SECTION.value, Method.TAG.value

_WORD = re.compile(r"[^\W_]+[+#]*")
_SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]*:")
_NUMBERING = re.compile(
    r"\d+(?:\.\d+)+[.)]?\s+|\d+[.)、](?!\d)\s*|[A-Za-z][.)]\s+|[（(]?[\d一二三四五六七八九十]+[）)、](?!\d)\s*"
)
_COUNT = re.compile(r"\s*[(（\[]\d+[)）\]]$")
_TIME = re.compile(
    r"\d+(?:st|nd|rd|th)?|[ivx]+|[\d第一二三四五六七八九十零〇年月日号號回周週期年度월년일주차]+|[qh]\d|v\d+"
)


class Classified(NamedTuple):
    """One topic that something is filed under, and how that was found."""

    topic: Reference
    name: str
    method: str
    """A `Method` value."""
    quote: str
    """The tag, heading or category as it stands."""
    rank: int
    """How good the name is, see `papergraph.model.Origin`."""
    under: tuple[Named, ...] = ()
    """The topics of the headings above it, from the nearest; none above a concept of the scheme."""


@lru_cache(maxsize=4096)
def topic_reference(name: str) -> Reference | None:
    """Return `topic:<words, case-folded, joined by hyphens>`; None where there is no word."""
    words = _words(name)
    return Reference("topic", "-".join(words)) if words else None


def filed(name: str, concepts: Concepts | None) -> Named | None:
    """Return the topic of a name: a concept of the scheme, or else one of the user's own; None where it names none."""
    if concepts and (concept := concepts.named(name)):
        return concept
    own = topic_reference(name)
    return Named(own, name) if own else None


def topics_of_entry(
    entry: Entry, note_title: str | None = None, concepts: Concepts | None = None
) -> Iterator[Classified]:
    """Yield the entry's tags and the deepest of its headings that names a topic.

    Args:
        entry: the entry.
        note_title: the title of its note, which is no topic although it is a heading.
        concepts: the scheme, where there is one.
    """
    for tag in entry.tags:
        name = tag.strip().lstrip("#").strip()
        own = topic_reference(name) if len(name) <= LONGEST_TOPIC else None
        if own and not _TIME.fullmatch(own.identifier) and (topic := filed(name, concepts)):
            yield Classified(*topic, TAG, tag, RANK_NOTE)
    headings = list(_headings(entry, note_title, concepts)) if entry.section else []
    if headings:
        (heading, topic), *above = headings
        under = tuple(dict.fromkeys(one for _, one in above if one.reference != topic.reference))
        yield Classified(*topic, SECTION, heading, RANK_NOTE, () if is_concept(topic.reference) else _own(under))


def _headings(entry: Entry, note_title: str | None, concepts: Concepts | None) -> Iterator[tuple[str, Named]]:
    """Yield the headings above an entry that name topics, from the nearest, with what they name."""
    titles = {normal_title(entry.title), normal_title(note_title or "")}
    for heading in reversed(entry.section):
        name = heading_topic(heading)
        if name and normal_title(heading) not in titles and (topic := filed(name, concepts)):
            yield heading, topic


def _own(under: tuple[Named, ...]) -> tuple[Named, ...]:
    """The headings up to the first that is a concept: what is above that one is the scheme's to say."""
    concept = next((place for place, one in enumerate(under) if is_concept(one.reference)), len(under))
    return under[: concept + 1]


def topics_of_record(record: Record, concepts: Concepts | None = None) -> Iterator[Classified]:
    """Yield the arXiv categories of a paper, the GitHub topics of a repository."""
    method = (Method.CATALOG if record.origin.rank == RANK_CATALOG else Method.SERVICE).value
    if isinstance(record, Paper):
        for category in record.categories:
            yield Classified(Reference("category", category), category, method, category, RANK_CATALOG)
    elif isinstance(record, Repository):
        for name in record.topics:
            if topic := filed(name, concepts):
                yield Classified(*topic, method, name, RANK_INFERRED)


@lru_cache(maxsize=4096)
def heading_topic(heading: str) -> str | None:
    """Return what a heading names, without numbering, emoji and counts; None where that is no topic."""
    name = _SHORTCODE.sub(" ", " ".join(heading.split())).strip()
    name = _COUNT.sub("", name[numbering.end() :] if (numbering := _NUMBERING.match(name)) else name)
    start = next((place for place, letter in enumerate(name) if letter.isalnum() or letter in OPENING), len(name))
    name = name[start:].rstrip(" :：-–—#*|")
    return name if name and len(name) <= LONGEST_TOPIC and _is_topic(_words(name)) else None


def _is_topic(words: list[str]) -> bool:
    if MONTHS.intersection(words) and any(word[0].isdecimal() for word in words):
        return False
    telling = [word for word in words if word not in GENERIC and not _TIME.fullmatch(word)]
    return any(len(word) > 1 or not word.isascii() for word in telling) and not MONTHS.issuperset(telling)


def _words(text: str) -> list[str]:
    return _WORD.findall(normalize("NFKC", normalize("NFKC", text).casefold()))
