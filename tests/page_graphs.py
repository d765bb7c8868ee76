"""Graphs for the tests of the page, made of records by hand: a story, a large one, a hostile one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import handmade
from papergraph.assemble import assemble
from papergraph.check import check
from papergraph.merge import settled, unite
from papergraph.model import (
    RANK_CATALOG,
    RANK_INFERRED,
    RANK_NOTE,
    Article,
    Edge,
    Entry,
    Evidence,
    Graph,
    Label,
    Link,
    Location,
    Metadata,
    Note,
    Organization,
    Origin,
    Paper,
    Person,
    Problem,
    Record,
    Reference,
    Repository,
    Severity,
    Status,
    TextSpan,
    Topic,
    Venue,
)

R = TypeVar("R", bound=Record)


def graph_of(
    records: Iterable[Record] = (),
    edges: Iterable[Edge] = (),
    entries: Sequence[Entry] = (),
    problems: Sequence[Problem] = (),
    metadata: Metadata = Metadata(),  # noqa: B008 - an immutable record
) -> Graph:
    """Assemble a graph as the pipeline would, from records and edges in any order."""
    said: dict[Reference, list[Record]] = {}
    for record in records:
        said.setdefault(record.reference, []).append(record)
    known = {reference: unite(said[reference]) for reference in sorted(said)}
    things = {reference: settled(ordered) for reference, ordered in known.items()}
    paths = sorted({entry.location.path for entry in entries})
    return Graph(
        notes=tuple(Note(path, None, None, "0" * 64) for path in paths),
        entries=tuple(sorted(entries)),
        articles=_only(Article, things),
        papers=_only(Paper, things),
        repositories=_only(Repository, things),
        persons=_only(Person, things),
        organizations=_only(Organization, things),
        venues=_only(Venue, things),
        topics=_only(Topic, things),
        edges=tuple(sorted(edges, key=lambda edge: edge[:3])),
        records=known,
        aliases={},
        problems=tuple(problems),
        metadata=metadata,
    )


def _only(kind: type[R], things: dict[Reference, Record]) -> dict[Reference, R]:
    return {reference: thing for reference, thing in things.items() if isinstance(thing, kind)}


def entry(path: str, line: int, title: str, **fields: object) -> Entry:
    """Return an entry of five lines; what is not given is unknown."""
    nothing: dict[str, object] = dict.fromkeys(Entry._fields, None)
    lists = dict.fromkeys(("section", "tips", "papers", "repositories", "links", "images", "tags", "authors"), ())
    place = {"location": Location(path, line, line + 4), "position": line // 6 + 1, "title": title}
    return Entry(**{**nothing, **lists, **place, **fields})  # type: ignore[arg-type]


CHINESE, ENGLISH, CATALOG = "2024-03-02.md", "lists/vision.md", "catalog/arxiv.jsonl"
DAY = "2024-03-02"


def _note(path: str, line: int) -> Origin:
    return Origin(RANK_NOTE, path, line, DAY if path == CHINESE else "")


def _paper(identifier: str, title: str, authors: str, published: str, line: int = 0, **more: object) -> Paper:
    reference = Reference("arxiv", identifier)
    origin = Origin(RANK_CATALOG, CATALOG, line, "2024-02-20")
    names = tuple(authors.split("; "))
    return Paper(reference, origin, title, names, published=published, **more)  # type: ignore[arg-type]


PAPERS = (
    _paper(
        "1512.03385",
        "Deep Residual Learning for Image Recognition",
        "Kaiming He; Xiangyu Zhang; Shaoqing Ren; Jian Sun",
        "2015-12-10",
        1,
        abstract=(
            "Deeper neural networks are more difficult to train. We present a residual learning framework to ease the "
            "training of networks that are substantially deeper than those used previously."
        ),
        categories=("cs.CV",),
        comment="Tech report",
        version=1,
    ),
    _paper(
        "2010.11929",
        "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale",
        "Alexey Dosovitskiy; Lucas Beyer; Alexander Kolesnikov; Neil Houlsby",
        "2020-10-22",
        2,
        categories=("cs.CV", "cs.AI", "cs.LG"),
        version=2,
    ),
    _paper("1706.03762", "Attention Is All You Need", "Ashish Vaswani; Noam Shazeer; Niki Parmar", "2017-06-12", 3),
    _paper(
        "2111.06377", "Masked Autoencoders Are Scalable Vision Learners", "Kaiming He; Ross Girshick", "2021-11-11", 4
    ),
    _paper(
        "2103.14030",
        "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows",
        "Ze Liu",
        "2021-03-25",
        5,
    ),
)
ARTICLES = (
    ("https://example.org/s/residual", "从零理解残差网络：为什么“恒等映射”让一百层的网络也能训练", 9, 5),
    ("https://example.org/s/vit", "ViT 三年回顾｜把图像切成单词之后，视觉领域发生了什么？", 16, 4),
    ("https://example.org/s/mae", "MAE：何恺明团队的掩码自编码器", 23, 3),
)
REPOSITORIES = (
    ("KaimingHe/deep-residual-networks", "arxiv:1512.03385", 11, 6400),
    ("google-research/vision_transformer", "arxiv:2010.11929", 18, 9800),
    ("facebookresearch/mae", "arxiv:2111.06377", 25, 6900),
    ("microsoft/Swin-Transformer", "arxiv:2103.14030", 8, None),
)
TOPICS = {
    "image classification": ("arxiv:1512.03385", "arxiv:2010.11929", "arxiv:2103.14030"),
    "视觉 Transformer": ("arxiv:2010.11929", "arxiv:2111.06377", "arxiv:2103.14030"),
    "attention": ("arxiv:1706.03762", "arxiv:2010.11929"),
    "自监督学习": ("arxiv:2111.06377",),
}


def _reference(text: str) -> Reference:
    prefix, _, identifier = text.partition(":")
    return Reference(prefix, identifier)


def _edge(
    subject: Reference, predicate: str, object_: Reference, origin: Origin, method: str, quote: str | None = None
) -> Edge:
    return Edge(subject, predicate, object_, (Evidence(method, origin, None, quote),))


def story() -> Graph:
    """A couple of dozen things in Chinese and English, with facts that are known, unknown and not fetched."""
    records: list[Record] = list(PAPERS)
    edges: list[Edge] = []
    for paper in PAPERS:
        for name in paper.authors:
            person = Reference("person", name.casefold())
            records.append(Person(person, paper.origin, name))
            edges.append(_edge(paper.reference, "author", person, paper.origin, "Catalog"))
    for (url, title, line, _), paper in zip(ARTICLES, (PAPERS[0], PAPERS[1], PAPERS[3]), strict=True):
        article = Reference("url", url)
        records.append(Article(article, _note(CHINESE, line), title))
        records.append(Paper(paper.reference, _note(CHINESE, line + 2), f"{paper.title}."))
        edges.append(_edge(article, "discusses", paper.reference, _note(CHINESE, line + 2), "FieldLabel", "Paper:"))
    for name, documented, line, stars in REPOSITORIES:
        repository, path = Reference("github", name.lower()), ENGLISH if stars is None else CHINESE
        records.append(Repository(repository, _note(path, line), name))
        if stars is not None:
            seen = Origin(RANK_CATALOG, "catalog/github.jsonl", 0, "2024-01-15")
            records.append(
                Repository(repository, seen, name, None, stars, language="Python", license="MIT", archived=False)
            )
        edges.append(
            _edge(_reference(documented), "hasRepository", repository, _note(path, line), "FieldLabel", "Code:")
        )
    for name, papers in TOPICS.items():
        topic = Reference("topic", name)
        records.append(Topic(topic, Origin(RANK_INFERRED, ENGLISH), name))
        edges += [_edge(_reference(paper), "about", topic, _note(ENGLISH, 3), "Section", name) for paper in papers]
    unread = Paper(Reference("arxiv", "2304.02643"), _note(ENGLISH, 8), "Segment Anything")
    cvpr = Venue(Reference("venue", "cvpr 2016"), _note(ENGLISH, 6), "CVPR 2016", 2016)
    records += [unread, Paper(PAPERS[4].reference, _note(ENGLISH, 8)), cvpr]
    edges.append(_edge(PAPERS[0].reference, "isPartOf", cvpr.reference, _note(ENGLISH, 6), "SameRow", "CVPR'16"))
    page = Reference("url", "https://example.org/project")
    edges.append(_edge(Reference("url", ARTICLES[0][0]), "mentions", page, _note(CHINESE, 12), "SameEntry"))
    return graph_of(records, edges, _entries(), _problems(), Metadata("阅读笔记 Reading notes", notes_url="../notes"))


def _entries() -> list[Entry]:
    tips = ("恒等映射让梯度可以直接回传，所以加深网络不再变差。", "看图 2 就够了。")
    image = "https://images.example.org/one.png"
    first = {
        "tips": tips,
        "abstract": "用一个例子讲清残差连接。",
        "images": (image, "https://images.example.org/two.png"),
    }
    video = (Link("https://video.example.org/v/1", "video", "讲解视频", 13),)
    entries = [
        entry(
            CHINESE,
            line,
            title,
            article=url,
            rating=rating,
            note_date=DAY,
            section=("今日要点",),
            **(first if line == 9 else {}),
        )
        for url, title, line, rating in ARTICLES
    ]
    entries[0] = entries[0]._replace(links=video, tags=("CV",))
    return [*entries, entry(ENGLISH, 8, "Segment Anything", code_status="coming soon", section=("Vision",))]


def _problems() -> list[Problem]:
    return [
        Problem(Location(CHINESE, 30), "This numbered line has no link and was not understood as an entry."),
        Problem(
            Location(ENGLISH, 12),
            "“Swin” stands under two identifiers, arxiv:2103.14030 and arxiv:2111.09883.",
            Severity.ERROR,
            Location(CHINESE, 4),
        ),
        Problem(Location(ENGLISH, 1), "The heading has no text.", Severity.INFO),
    ]


LABELS: dict[str, dict[str, tuple[str, ...]]] = {
    "object-detection": {
        "en": ("object detection", "detector"),
        "zh-Hans": ("目标检测", "物体检测"),
        "zh-Hant": ("物件偵測",),
        "ja": ("物体検出", "物体検知"),
        "ko": ("객체 탐지",),
    },
    "computer-vision": {
        "en": ("computer vision",),
        "zh-Hans": ("计算机视觉",),
        "zh-Hant": ("電腦視覺",),
        "ja": ("コンピュータビジョン",),
    },
    "slam": {"en": ("SLAM", "simultaneous localization and mapping"), "zh-Hans": ("同步定位与建图",)},
}
"""Topics of a scheme: what each is called in each language, the preferred label first."""


def scheme(labels: dict[str, dict[str, tuple[str, ...]]]) -> list[Topic]:
    """Records of topics as a scheme gives them, called by their English labels."""
    return [
        Topic(
            Reference("pgt", name),
            Origin(RANK_CATALOG, "papergraph topics"),
            next(iter(languages.values()))[0],
            (Reference("pgt", "computer-vision"),) if name == "object-detection" else (),
            tuple(
                Label(text, language, preferred=not number)
                for language, texts in languages.items()
                for number, text in enumerate(texts)
            ),
        )
        for name, languages in labels.items()
    ]


def labelled(lang: str | None = None) -> Graph:
    """Papers about topics of a scheme, whose labels are in five languages, and about one without labels."""
    records, edges = scheme(LABELS), list[Edge]()
    plain = Topic(Reference("topic", "reading list"), _note(ENGLISH, 1), "reading list")
    topics = [Reference("pgt", name) for name in LABELS]
    for number, paper in enumerate(PAPERS):
        origin, span = _note(ENGLISH, 3 + number), TextSpan("tip" if number else "title", number, 0, 4, "label")
        found = Evidence("TextMatch", origin, None, "检测器" if number else "detector", span=span)
        edges += [
            Edge(paper.reference, "about", topics[number % 2], (found,)),
            _edge(paper.reference, "about", plain.reference, origin, "Tag", "reading list"),
        ]
    edges.append(_edge(PAPERS[0].reference, "mentions", topics[2], _note(ENGLISH, 3), "TextMatch", "SLAM"))
    return graph_of([*PAPERS, *records, plain], edges, _entries(), (), Metadata("Topics", lang=lang))


def labelled_in_japanese() -> Graph:
    """The same for a reader of Japanese."""
    return labelled("ja")


def labelled_in_traditional_chinese() -> Graph:
    """The same for a reader of traditional Chinese."""
    return labelled("zh-Hant")


def enriched() -> Graph:
    """What services say: a repository with stars, one that is gone, papers that are missing, withdrawn and found."""
    found, page = "Deep Residual Learning for Image Recognition", "https://example.org/s/network"
    entries = (
        handmade.entry("从零理解残差网络", article=page, papers=(handmade.names(title=found, line=2),), rating=4),
        handmade.entry(
            "Segment Anything, once more",
            position=2,
            line=11,
            papers=(handmade.names("arxiv:2399.99999", "Segment Everything", line=12),),
            repositories=(
                handmade.code("github:Reader/Fork-of-Segment", line=13),
                handmade.code("github:Somebody/Gone", line=14),
                handmade.code("github:Nobody/Asked", line=15),
            ),
        ),
        handmade.entry("Retracted", position=3, line=21, papers=(handmade.names("arxiv:2402.00001", line=22),)),
    )
    fork = handmade.fetched_repository(
        *("Reader/Fork-of-Segment", "2026-11-20"),
        description="一个分叉",
        stars=12345,
        forks=0,
        language="Python",
        topics=("segmentation",),
        archived=True,
        fork=True,
        fork_of="FacebookResearch/Segment-Anything",
        pushed="2024-06-15",
    )
    records = (
        handmade.fetched_paper("arxiv:1512.03385", found, authors=("Kaiming He", "Xiangyu Zhang"), version=1),
        handmade.fetched_paper("arxiv:2399.99999", status=Status.MISSING),
        handmade.fetched_paper("arxiv:2402.00001", "A Paper That Was Withdrawn", status=Status.WITHDRAWN),
        fork,
        handmade.fetched_repository("Somebody/Gone", "2026-09-01", stars=7),
        handmade.fetched_repository("Somebody/Gone", status=Status.MISSING),
    )
    graph = assemble([handmade.reading(*entries)], records)
    return graph._replace(problems=check(graph))


def large(count: int) -> Graph:
    """A graph of about `count` things in communities, without random numbers: papers, code, authors, topics."""
    papers = max(count // 4, 1)
    people, topics = max(count - 2 * papers - count // 60, 1), max(count // 60, 1)
    records: list[Record] = []
    edges: list[Edge] = []
    for number in range(papers):
        origin = Origin(RANK_NOTE, f"note-{number // 8}.md", 6 * (number % 8) + 1, "2024-01-01")
        paper = Reference("arxiv", f"{2001 + number // 9000}.{number % 9000 + 10000}")
        repository = Reference("github", f"group-{number % 97}/model-{number}")
        opening = ("Learning", "基于对比学习的", "Scaling", "高效的")[number % 4]
        title = f"{opening} representation {number} of {number % topics}"
        records.append(
            Paper(paper, origin, title, published=f"{2010 + number % 15}", abstract="What it is about. " * 12)
        )
        records.append(Repository(repository, origin, repository.identifier, stars=number % 5000))
        edges.append(_edge(paper, "hasRepository", repository, origin, "FieldLabel", "Code:"))
        for step in range(1 + number * 7 % 4):
            person = number * 31 + step * step * 17 if number % 11 else number * 7919 + step
            name = f"Author {(person % max(people // topics, 1)) * topics + number % topics} 张"
            records.append(Person(Reference("person", name.casefold()), origin, name))
            edges.append(_edge(paper, "author", Reference("person", name.casefold()), origin, "SameEntry"))
        second = (number * 13 + number // topics) % topics if number % 5 == 0 else number % topics
        for topic in sorted({number % topics, second}):
            records.append(Topic(Reference("topic", f"topic {topic}"), origin, f"Topic {topic}"))
            edges.append(_edge(paper, "about", Reference("topic", f"topic {topic}"), origin, "Tag"))
    people_named = {record.reference for record in records if isinstance(record, Person)}
    lone = [
        Person(Reference("person", f"lone {k}"), Origin(RANK_NOTE, "note-0.md", 1), f"Lone {k}") for k in range(people)
    ]
    return graph_of([*records, *lone[: max(0, people - len(people_named))]], edges, [entry("note-0.md", 1, "One")])


HOSTILE = (
    "</script><script>window.hurt=1</script>",
    '<img src=x onerror="window.hurt=1">',
    "\u202egnp.exe <b>bold</b> \u2066 &amp; \u2028 \u2029 --> <!-- ]]>",
    "{{ 7*7 }} {% raw %} ${7*7} `window.hurt=1`",
    "javascript:window.hurt=1",
    "'\"><svg onload=window.hurt=1>",
    "__proto__",
    "constructor",
    "\x00\x07\x7f nul and bell",
    "half \ud83d of a pair",
    "href=javascript:alert(1)",
)
"""Titles, names and addresses that would act if they were not only text."""


def hostile_labels() -> Graph:
    """Topics whose every label and language tries to leave its place."""
    labels = {f"t{number}": {"en": (text, text), text: (text,)} for number, text in enumerate(HOSTILE)}
    records = scheme(labels)
    paper = PAPERS[0]
    edges = [_edge(paper.reference, "about", one.reference, _note(ENGLISH, 3), "TextMatch", "x") for one in records]
    return graph_of([paper, *records], edges, metadata=Metadata("Labels", lang=HOSTILE[0]))


def hostile() -> Graph:
    """A graph whose every text tries to leave its place."""
    records: list[Record] = []
    edges: list[Edge] = []
    entries: list[Entry] = []
    for number, text in enumerate(HOSTILE):
        origin = Origin(RANK_NOTE, f"{text}.md", 3, text)
        paper, topic = Reference("title", text), Reference("topic", text)
        article = Reference("url", f"javascript:window.hurt=1//{number}")
        urls = (
            "javascript:window.hurt=1",
            "data:text/html,<script>window.hurt=1</script>",
            f"https://example.org/{number}?q=%22>",
        )
        records += [
            Paper(
                paper,
                origin,
                text,
                (text,),
                text,
                text,
                venue=text,
                doi=text,
                license="javascript:window.hurt=1",
                urls=urls,
            ),
            Repository(
                Reference("github", text), origin, text, text, homepage="javascript:window.hurt=1", topics=(text,)
            ),
            Topic(topic, origin, text),
            Article(article, origin, text),
        ]
        edges.append(_edge(paper, "about", topic, origin, text, text))
        edges.append(_edge(article, text, paper, origin, "Tag", text))
        edges.append(_edge(paper, "mentions", Reference("url", "javascript:window.hurt=1"), origin, "Tag", text))
        more = {"tips": (text,), "abstract": text, "images": ("javascript:window.hurt=1", text), "tags": (text,)}
        links = (Link("javascript:window.hurt=1", text, text, 4), Link("vbscript:x", "video", text, 4))
        entries.append(entry(f"{text}.md", 1, text, rating=3, links=links, code_status=text, section=(text,), **more))
    problems = [Problem(Location(text, 1), text, Severity.ERROR, Location(text, 2)) for text in HOSTILE]
    about = Metadata(
        HOSTILE[0], creator=HOSTILE[1], license="javascript:window.hurt=1", notes_url="javascript:window.hurt=1//"
    )
    return graph_of(records, edges, entries, problems, about)
