"""An entry or a record in, the topics that it is filed under out: tags, headings, categories; pure.

Nothing is matched against a scheme here: a topic is what somebody wrote. One topic written in two ways
("Object Detection" above a list, `object-detection` on GitHub) is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

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


@lru_cache(maxsize=4096)
def topic_reference(name: str) -> Reference | None:
    """Return `topic:<words, case-folded, joined by hyphens>`; None where there is no word."""
    words = _words(name)
    return Reference("topic", "-".join(words)) if words else None


def topics_of_entry(entry: Entry, note_title: str | None = None) -> Iterator[Classified]:
    """Yield the entry's tags and the deepest of its headings that names a topic.

    Args:
        entry: the entry.
        note_title: the title of its note, which is no topic although it is a heading.
    """
    for tag in entry.tags:
        name = tag.strip().lstrip("#").strip()
        if len(name) <= LONGEST_TOPIC and (topic := topic_reference(name)) and not _TIME.fullmatch(topic.identifier):
            yield Classified(topic, name, TAG, tag, RANK_NOTE)
    for heading in reversed(entry.section):
        named = heading_topic(heading)
        topic = topic_reference(named) if named else None
        if named and topic and normal_title(heading) not in map(normal_title, (entry.title, note_title or "")):
            yield Classified(topic, named, SECTION, heading, RANK_NOTE)
            return


def topics_of_record(record: Record) -> Iterator[Classified]:
    """Yield the arXiv categories of a paper, the GitHub topics of a repository."""
    method = (Method.CATALOG if record.origin.rank == RANK_CATALOG else Method.SERVICE).value
    if isinstance(record, Paper):
        for category in record.categories:
            yield Classified(Reference("category", category), category, method, category, RANK_CATALOG)
    elif isinstance(record, Repository):
        for name in record.topics:
            if topic := topic_reference(name):
                yield Classified(topic, name, method, name, RANK_INFERRED)


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
