"""What a label means: the text of a link, the key of a field or the head of a column → a `Label`.

Labels come in English, Chinese, Japanese and Korean, decorated with emoji and numbers, and misspelt. A text
is a label only when every word of it is a word that labels use: "Code and data" is one, "Code generation"
is not.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache


class Label(StrEnum):
    """What a label says of what it labels."""

    PAPER = "paper"
    CODE = "code"
    UNOFFICIAL = "unofficial"
    DATASET = "dataset"
    PROJECT = "project"
    VIDEO = "video"
    OTHER = "other"
    """Anything known that is no paper and no code: slides, blog posts, citations."""
    LINK = "link"
    """"Link", "URL", "here": what it leads to must tell."""
    TITLE = "title"
    ABSTRACT = "abstract"
    TIPS = "tips"
    AUTHORS = "authors"
    VENUE = "venue"
    DATE = "date"
    TAGS = "tags"
    RATING = "rating"
    INSTITUTION = "institution"


_WORDS: dict[Label, str] = {
    Label.UNOFFICIAL: "unofficial nonofficial reimplementation reimplementations reimplemented reproduction "
    "reproduced replication community reimpl",
    Label.VIDEO: "video videos youtube talk talks presentation recording bilibili vimeo",
    Label.CODE: (
        "code codes source sources github gitlab gitee bitbucket git repo repos repository repositories "
        "implementation implementations impl pytorch torch tensorflow tensorflow2 tf tf2 keras jax flax "
        "caffe caffe2 mxnet gluon theano chainer paddle paddlepaddle mindspore matlab lua cpp julia "
        "python sourcecode codebase codebases darknet detectron software"
    ),
    Label.DATASET: "dataset datasets data benchmark benchmarks corpus corpora",
    Label.OTHER: (
        "blog blogs blogpost post posts tweet tweets twitter thread slide slides poster posters bibtex "
        "bib citation citations cite bibliography note notes supp supplementary supplement supplemental "
        "suppl appendix review reviews news medium reddit discussion explainer tutorial tutorials doc "
        "docs documentation model models weights checkpoint checkpoints huggingface hf colab demo demos "
        "space spaces playground leaderboard ppt pptx pwc explanation interview podcast press summary "
        "comments walkthrough viewer gallery results app api package pypi docker kaggle notebook wechat "
        "openxlab modelscope zoo discord slack newsletter coverage gitxiv shortscience connectedpapers "
        "scholar"
    ),
    Label.PAPER: (
        "paper papers pdf arxiv arxive abs openreview acl anthology cvf thecvf ieee ieeexplore xplore "
        "springer acm doi journal conference proceedings proceeding preprint preprints publication pub "
        "fulltext biorxiv medrxiv ssrn manuscript article html ps eprint elsevier sciencedirect nature "
        "wiley pmlr jmlr aaai ijcai techreport thesis dissertation report semanticscholar dblp pubmed "
        "neurips nips iclr icml cvpr iccv eccv emnlp naacl siggraph kdd usenix isca interspeech icassp "
        "arix axriv alphaxiv ecva published"
    ),
    Label.PROJECT: "project projects page pages homepage website web webpage site home projectpage mainpage",
    Label.LINK: "link links url urls here address download",
}
_FIELDS: dict[Label, str] = {
    Label.TITLE: "title name papertitle",
    Label.ABSTRACT: (
        "abstract abstracts summary tldr tl dr description intro introduction overview contribution contributions"
    ),
    Label.TIPS: (
        "tip tips note notes comment comments takeaway takeaways highlight highlights insight insights "
        "remark remarks thoughts"
    ),
    Label.AUTHORS: "author authors researchers team",
    Label.VENUE: (
        "venue venues conference conferences publisher journal booktitle published pub publication conf meeting"
    ),
    Label.DATE: "date dates year month time published publish submitted release released",
    Label.TAGS: "tag tags keyword keywords key keys topic topics category categories env task tasks type area areas "
    "field subject subjects keywords",
    Label.RATING: "rating score importance",
    Label.INSTITUTION: "institution institutions institute affiliation affiliations organization organizations org "
    "company university lab labs",
}
_FILLERS = set(
    "and or the of for by in with from to a an on at as is are via its our their this original official officially "
    "author authors s v version versions high low resolution short long full main free camera ready open available "
    "released coming soon not yet tbd tba no none na new old third party non based text extended early final draft "
    "online official offical only will be later todo non public publicly read more see us en zh cn english chinese "
    "construction progress under wip "
    "latest external internal archive archived deleted removed broken raw model1 ours train training inference "
    "evaluation eval re oral spotlight highlight poster star stars arxiv reference".split()
)
_SIGNS = {
    sign: label
    for label, signs in (
        (Label.PAPER, "📄📃📑📝📰📜"),
        (Label.CODE, "💻🖥⌨🐙🐱"),
        (Label.VIDEO, "🎥📹📺🎬▶📽"),
        (Label.PROJECT, "🌐🏠🌍"),
        (Label.DATASET, "💾📊🗃"),
        (Label.OTHER, "🤗🐦📖🖼"),
        (Label.LINK, "🔗"),
    )
    for sign in signs
}
_CODE_FIRST = (
    Label.UNOFFICIAL, Label.VIDEO, Label.CODE, Label.DATASET, Label.OTHER, Label.PAPER, Label.PROJECT, Label.LINK
)  # fmt: skip
_ABROAD: dict[Label, str] = {
    Label.PAPER: (
        "статья статью публикация artículo articulo artigo articolo artikel veröffentlichung aufsatz publicación"
    ),
    Label.CODE: (
        "код исходники исходный репозиторий реализация código codigo codice quellcode dépôt depot repositorio "
        "implementación implementation implémentation umsetzung"
    ),
    Label.UNOFFICIAL: "неофициальная неофициальный неофициально inoffiziell inoffizielle inoffizieller",
    Label.DATASET: "датасет данные datos dados dati daten datensatz données donnees",
    Label.VIDEO: "видео доклад vídeo vidéo charla",
    Label.OTHER: "слайды презентация блог diapositivas diapositives folien presentación",
    Label.PROJECT: "проект сайт страница página pagina proyecto projeto progetto projekt sitio seite",
    Label.LINK: "ссылка здесь тут aquí aqui ici hier enlace lien",
}
"""The commonest labels in Russian, Spanish, Portuguese, Italian, French and German."""
for _label_abroad, _words_abroad in _ABROAD.items():
    _WORDS[_label_abroad] += " " + _words_abroad
_BY_WORD = {word: label for label, words in _WORDS.items() for word in words.split()}
_FIELD_BY_WORD = {word: label for label, words in _FIELDS.items() for word in words.split()}

# Written without blanks, so they are looked for inside the label; the first that is found decides.
_WRITTEN: tuple[tuple[Label, tuple[str, ...]], ...] = tuple(
    (label, tuple(words.split()))
    for label, words in (
        (
            Label.OTHER,
            "中文标题 中文题目 译名 标题翻译 日本語タイトル 한글제목",
        ),
        (
            Label.TITLE,
            "标题 題目 题目 タイトル 제목 論文名 论文名 논문명 题名",
        ),
        (
            Label.UNOFFICIAL,
            "非官方 第三方 复现 復現 非公式 비공식 再現実装",
        ),
        (
            Label.OTHER,
            "解读 解讀 笔记 筆記 讲解 知乎 公众号 微信 博客 讨论 解説 ブログ 블로그 리뷰 幻灯片 海报",
        ),
        (
            Label.AUTHORS,
            "作者 著者 저자",
        ),
        (
            Label.INSTITUTION,
            "单位 機構 机构 所属 소속 基金 団体 团队",
        ),
        (
            Label.CODE,
            "代码 代碼 源码 源碼 程序 开源 コード 実装 ソース 코드 깃허브 깃헙 구현 소스 仓库 实现",
        ),
        (
            Label.VIDEO,
            "视频 視頻 動画 동영상 영상 演讲 비디오 ビデオ",
        ),
        (
            Label.DATASET,
            "数据 數據 データ 데이터",
        ),
        (
            Label.ABSTRACT,
            "摘要 主要内容 简介 介绍 简述 概述 内容 概要 要約 요약 초록 要旨 一言でいうと 소개 どんなもの 描述",
        ),
        (
            Label.TIPS,
            "要点 核心 亮点 点评 备注 感想 ポイント メモ 핵심 코멘트 思考 评论 总结 메모 コメント 创新点",
        ),
        (
            Label.TAGS,
            "标签 標籤 关键词 關鍵詞 关键字 キーワード 키워드 タグ 태그 分类 类别 方向 分野 분야 领域",
        ),
        (
            Label.VENUE,
            "会议 会議 学会名 會議 期刊 学会 학회 发表于 来源 出处 刊物 저널 掲載",
        ),
        (
            Label.DATE,
            "日期 时间 年份 日付 年月 날짜 연도 発表日 公開日 发布 出版",
        ),
        (
            Label.RATING,
            "评分 推荐 星级 評価 평점 指数",
        ),
        (
            Label.PAPER,
            "论文 論文 논문 原文 文章 ペーパー 文献 페이퍼 アーカイブ",
        ),
        (
            Label.PROJECT,
            "主页 主頁 项目 項目 官网 网站 网页 ホームページ プロジェクト 프로젝트 홈페이지 工程 サイト 사이트 页面",
        ),
        (
            Label.LINK,
            "链接 鏈接 連結 地址 网址 リンク 링크 주소 下载 传送门 戳这 这里 此处",
        ),
    )
)
_ANY_WRITTEN = re.compile(
    "|".join(sorted((word for _, words in _WRITTEN for word in words), key=len, reverse=True))
    + "|官方|中文|英文|作者|版|的|和|与|及|页|在线|相关|公式|한국어|日本語|詳細|全文|补充|材料"
)
WIDE = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")
"""A character of an East Asian script; two ranges, for more of them take milliseconds to compile."""
_LATIN = re.compile(r"[^\W\d_]+")
_ASCII = re.compile(r"[a-z]+")
_ASIDE = re.compile(r"\([^()]{0,40}\)")
_TARGETS = tuple(
    word
    for word in (
        "paper papers github abstract dataset datasets project projects website authors author homepage "
        "pytorch tensorflow keywords keyword summary conference implementation repository supplementary "
        "youtube publication journal title official unofficial venue slides poster video webpage arxiv "
        "source"
    ).split()
)
_MAXIMUM = 60
_SHORTEST_FUZZY = 4


@lru_cache(maxsize=65536)
def link_label(text: str) -> Label | None:
    """What the text of a link says that it leads to; None when the text is no label."""
    return _label(text, fields=False)


@lru_cache(maxsize=65536)
def field_label(text: str) -> Label | None:
    """What the key of a field, or the head of a column, says of its value; None when it is no known key."""
    return _label(text, fields=True)


def _label(text: str, *, fields: bool) -> Label | None:
    if not text or len(text) > _MAXIMUM:
        return None
    if not text.isascii() and (sign := _SIGNS.get(text.strip(" []()|:：\xa0\ufe0f"))):
        return sign
    folded = unicodedata.normalize("NFKC", text).casefold()
    if WIDE.search(folded):
        return _written(folded, fields=fields)
    if ":" in folded and not fields and len(folded) < 32:
        folded = folded.partition(":")[0]
    whole = _spelt(folded, fields=fields)
    if whole is None and "(" in folded:
        return _spelt(_ASIDE.sub(" ", folded), fields=fields)
    return whole


def _spelt(folded: str, *, fields: bool) -> Label | None:
    """The meaning of a label in an alphabet, if every word of it is a word of labels."""
    folded = folded.replace("c++", "cpp").replace("third-party", "unofficial").replace("re-impl", "reimpl")
    words = _LATIN.findall(folded)
    if not words or len(words) > 7:
        return None
    if len(words) == 2 and (joined := _BY_WORD.get("".join(words))):
        return joined
    found = set()
    for word in words:
        label = (_FIELD_BY_WORD.get(word) if fields else None) or _BY_WORD.get(word)
        label = label or (_misspelt(word, fields=fields) if len(words) <= 3 else None)
        if label:
            found.add(label)
        elif word not in _FILLERS and len(word) > 1:
            return None
    return _decided(found, words, fields=fields)


def _decided(found: set[Label], words: list[str], *, fields: bool) -> Label | None:
    """The one label of several; words such as "official" alone say code."""
    if not found:
        return Label.CODE if {"official", "author", "authors"} & set(words) and not fields else None
    if fields and Label.TITLE in found and len(words) <= 2:
        return Label.TITLE
    for label in _CODE_FIRST:
        if label in found:
            if label is Label.UNOFFICIAL and "official" in words:
                continue
            return label
    return next(label for label in _FIELDS if label in found)


def _written(text: str, *, fields: bool) -> Label | None:
    """A label in a script without blanks: short, and with one of the words in it."""
    shown = "".join(character for character in text if character.isalnum())
    if len(shown) > (14 if fields else 12):
        return None
    latin = _ASCII.findall(text)
    if any(word not in _BY_WORD and word not in _FILLERS for word in latin):
        return None
    if len(WIDE.findall(_ANY_WRITTEN.sub("", text))) > (3 if fields else 2):
        return None
    for label, words in _WRITTEN:
        if not fields and label in _FIELDS:
            continue
        if any(word in text for word in words):
            return Label.CODE if label in {Label.PROJECT, Label.LINK} and "github" in text else label
    return _decided({_BY_WORD[word] for word in latin if word in _BY_WORD}, latin, fields=fields) if latin else None


def _misspelt(word: str, *, fields: bool) -> Label | None:
    """The label whose word is one slip of the keyboard away: a letter too many, too few, wrong or swapped."""
    if word in _FILLERS or len(word) < _SHORTEST_FUZZY:
        return None
    if sorted(word) == ["c", "d", "e", "o"] and word[0] in "co":
        return Label.CODE
    for target in _TARGETS:
        if abs(len(target) - len(word)) <= 1 and _one_slip(word, target):
            return (_FIELD_BY_WORD.get(target) if fields else None) or _BY_WORD.get(target) or _other(target)
    return None


def _other(target: str) -> Label | None:
    return Label.CODE if target == "official" else _FIELD_BY_WORD.get(target)


def _one_slip(word: str, target: str) -> bool:
    if word == target:
        return True
    start = 0
    while start < min(len(word), len(target)) and word[start] == target[start]:
        start += 1
    left, right = word[start:], target[start:]
    if len(word) == len(target):
        return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])
    return left[1:] == right if len(word) > len(target) else left == right[1:]
