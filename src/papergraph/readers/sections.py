"""Headings → section paths, and what a section says of the things listed in it."""

from __future__ import annotations

import re
from functools import lru_cache

from papergraph.readers.titles import folded, stripped, unadorned, unnumbered

_BOILERPLATE = re.compile(
    r"^(?:table of )?contents?$|^toc$|^catalog(?:ue)?$|^(?:how to )?contribut|^contributors?|"
    r"^licen[sc]e|^acknowledge?ment|^star history|^stargazers|^citation|^citing|^cite|^bibtex|"
    r"^others?$|^contact|^about|^credits|^disclaimer|^changelog|^updates?$|^news$|^what'?s new|"
    r"^maintainers?|^follow|^more$|^sponsors?|^support|^feedback|^installation|"
    r"^related (?:repos|repositories|awesome|lists|links)|^(?:other )?awesome (?:lists?|repos)|"
    r"^usage|^getting started|^quick ?start|^requirements|^how to|^join|^subscribe|^navigation|"
    r"^index$|^references?$|^关于|^其[他它]$|^目录|^目次|^목차|^関連リンク|^关注|^联系|^致谢|^贡献|^引用|^索引|^参考"
)
_MATERIAL = re.compile(
    r"\b(?:talks|slides|courses?|lectures?|books|tutorials?|videos|presentations)\b|教程|课程|视频|讲座|スライド|강의"
)
_NOT_PAPERS = re.compile(
    r"\b(?:talks|videos|tutorials?|blogs?|blog posts?|courses?|lectures?|books|tools|toolbox(?:es)?|toolkits?|"
    r"librar(?:y|ies)|software|implementations?|frameworks|resources?|repositor(?:y|ies)|repos|github|websites?|links|"
    r"workshops?|competitions?|challenges|people|researchers|groups|labs|companies|products|viewers|utilities|engines|"
    r"packages|apps|communit(?:y|ies)|jobs|forums?|podcasts?|newsletters?|slides|demos|projects|codes?$|open[- ]source|"
    r"datasets|data sets|benchmarks? (?:and|&) datasets?|plugins?|leaderboards?|conferences?|events)\b|"
    r"教程|视频|博客|课程|工具|书籍|资源|数据集|比赛|项目|代码|网站|大牛|リンク|ツール|도구|강의"
)
_PAPERS = re.compile(
    r"\bpapers?\b|\bsurveys?\b|\bpublications?\b|\barticles?\b|\bliterature\b|论文|論文|논문|综述|文献|文章"
)


def heading_text(text: str) -> str:
    """A heading as a section name: no number, no emoji, no colon at its end."""
    return stripped(unnumbered(unadorned(text)))


@lru_cache(maxsize=4096)
def boilerplate(name: str) -> bool:
    """Whether a section is about the document itself rather than its subject."""
    return bool(_BOILERPLATE.search(folded(name)))


@lru_cache(maxsize=4096)
def leaning(name: str) -> int:
    """1 when a section says that it lists papers, -1 when it says that it lists something else, else 0."""
    text = folded(name)
    if _PAPERS.search(text):
        return 1
    return -1 if _NOT_PAPERS.search(text) else 0


def path_leaning(path: tuple[str, ...]) -> int:
    """What the innermost section with an opinion says."""
    return next((opinion for name in reversed(path) if (opinion := leaning(name))), 0)


@lru_cache(maxsize=4096)
def material(name: str) -> bool:
    """Whether a section lists talks, courses, books or the like, which come as PDF too."""
    text = folded(name)
    return bool(_MATERIAL.search(text)) and not _PAPERS.search(text)
