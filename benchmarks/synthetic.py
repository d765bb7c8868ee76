"""A graph of any size, the same for the same size: notes, articles, papers, authors, repositories, topics, venues.

About 150 triples a paper: five authors, two topics, a venue, a repository, an entry of a note and its article,
each edge with its evidence; titles and abstracts in English, Chinese, Japanese and Korean, some with quotes,
backslashes and line breaks.
"""

from __future__ import annotations

from random import Random

from papergraph.model import (
    RANK_CATALOG,
    RANK_NOTE,
    Article,
    Edge,
    Entry,
    Evidence,
    Graph,
    Link,
    Location,
    Method,
    Note,
    Origin,
    Paper,
    PaperMention,
    Person,
    Predicate,
    Record,
    Reference,
    Repository,
    RepositoryMention,
    Role,
    Topic,
    Venue,
)

TRIPLES_A_PAPER = 150
ENTRIES_A_NOTE = 6
_ENGLISH = [
    "sparse",
    "attention",
    "networks",
    "learn",
    "visual",
    "representation",
    "transformer",
    "pruning",
    "lossless",
    "dense",
    "detection",
    "of",
    "by",
    "for",
    "with",
    "towards",
    "segmentation",
    "unsupervised",
    "models",
    "robust",
    "efficient",
    '"quoted"',
    "back\\slash",
]
_OTHERS = (
    ["图像", "分割", "目标检测", "视觉", "剪枝", "数据集", "模型", "开源", "网络", "训练"],
    ["無監督", "学習", "モデル", "画像", "認識", "の", "データ"],
    ["학습", "모델", "영상", "분할", "데이터"],
)
"""Chinese three times as often as Japanese and Korean together."""
_METHODS = (Method.FIELD_LABEL.value, Method.SAME_ENTRY.value)


def synthetic_graph(papers: int) -> Graph:
    """Return a graph with so many papers."""
    world = _World(papers)
    for number in range(papers):
        world.add_paper(number)
    return world.graph()


class _World:
    """The tables of the graph while it grows."""

    def __init__(self, papers: int) -> None:
        self.random = Random(papers)  # noqa: S311 -- the same graph every time, no secret
        self.persons = [self._person(number) for number in range(max(5, papers * 2))]
        self.topics = [self._topic(number) for number in range(max(5, papers // 50))]
        self.venues = [self._venue(number) for number in range(max(2, papers // 200))]
        self.notes: list[Note] = []
        self.entries: list[Entry] = []
        self.articles: dict[Reference, Article] = {}
        self.papers: dict[Reference, Paper] = {}
        self.repositories: dict[Reference, Repository] = {}
        self.edges: list[Edge] = []

    def add_paper(self, number: int) -> None:
        """Add a paper with everything around it."""
        catalog = Origin(RANK_CATALOG, "arxiv.jsonl.gz", number + 1, "2026-11-22")
        authors = self.random.sample(self.persons, 5)
        venue = self.random.choice(self.venues)
        paper = Paper(
            Reference("arxiv", f"{1000 + number // 90000}.{10000 + number % 90000}"),
            catalog,
            title=self._text(8),
            authors=tuple(str(person.name) for person in authors),
            abstract=self._text(60) + "\n" + self._text(20),
            published=f"{2010 + number % 16}-{1 + number % 12:02}-{1 + number % 28:02}",
            categories=("cs.CV", "cs.LG"),
            comment="Accepted, 12 pages" if number % 3 == 0 else None,
            doi=f"10.1109/cvpr.{number}" if number % 4 == 0 else None,
            venue=venue.name,
            version=1 + number % 4,
        )
        repository = self._repository(number, catalog._replace(source="github.jsonl"))
        article = Article(
            Reference("url", f"https://mp.weixin.qq.com/s/{number:022}"),
            Origin(RANK_NOTE, _path(number), 8 * (number % ENTRIES_A_NOTE) + 1, _day(number)),
            title=self._note_text(10),
        )
        self.papers[paper.reference] = paper
        self.repositories[repository.reference] = repository
        self.articles[article.reference] = article
        self._add_entry(number, article, paper, repository)
        self._add_edges(number, article, paper, repository)
        said = (Evidence(Method.CATALOG.value, catalog),)
        self.edges += [Edge(paper.reference, Predicate.AUTHOR.value, person.reference, said) for person in authors]
        self.edges.append(Edge(paper.reference, Predicate.PART_OF.value, venue.reference, said))
        for topic in self.random.sample(self.topics, 2):
            self.edges.append(Edge(paper.reference, Predicate.ABOUT.value, topic.reference, said))

    def graph(self) -> Graph:
        """Return the graph, everything in its order."""
        things: list[Record] = [
            *self.articles.values(),
            *self.papers.values(),
            *self.repositories.values(),
            *self.persons,
            *self.venues,
            *self.topics,
        ]
        return Graph(
            notes=tuple(self.notes),
            entries=tuple(self.entries),
            articles=dict(sorted(self.articles.items())),
            papers=dict(sorted(self.papers.items())),
            repositories=dict(sorted(self.repositories.items())),
            persons={person.reference: person for person in sorted(self.persons)},
            organizations={},
            venues={venue.reference: venue for venue in sorted(self.venues)},
            topics={topic.reference: topic for topic in sorted(self.topics)},
            edges=tuple(sorted(self.edges)),
            records={thing.reference: (thing,) for thing in sorted(things, key=lambda thing: thing.reference)},
            aliases={},
        )

    def _add_entry(self, number: int, article: Article, paper: Paper, repository: Repository) -> None:
        if number % ENTRIES_A_NOTE == 0:
            self.notes.append(Note(_path(number), f"Notes {number // ENTRIES_A_NOTE}", _day(number), "0" * 64))
        line = article.origin.line
        url = f"https://arxiv.org/abs/{paper.reference.identifier}"
        self.entries.append(
            Entry(
                Location(_path(number), line, line + 6),
                number % ENTRIES_A_NOTE + 1,
                _day(number),
                article.title or "",
                article.reference.identifier,
                ("今日要点",),
                1 + number % 5,
                self._note_text(30),
                (self._note_text(12), self._note_text(12)),
                (PaperMention(paper.reference, url, paper.title, line + 2, label="Paper"),),
                (
                    RepositoryMention(
                        repository.reference, repository.name or "", Role.CODE.value, line + 3, label="Code"
                    ),
                ),
                (Link(f"https://www.bilibili.com/video/{number}", Role.VIDEO.value, "video", line + 4),),
                (f"https://example.org/图/{number}.png",),
                ("pruning",),
                None,
            )
        )

    def _add_edges(self, number: int, article: Article, paper: Paper, repository: Repository) -> None:
        entry = Reference("entry", f"{_path(number)}#{number % ENTRIES_A_NOTE + 1}")
        said = (Evidence(_METHODS[number % 2], article.origin, entry, "Code", 0.98),)
        self.edges += [
            Edge(article.reference, Predicate.DISCUSSES.value, paper.reference, said),
            Edge(paper.reference, Predicate.HAS_REPOSITORY.value, repository.reference, said),
        ]

    def _repository(self, number: int, origin: Origin) -> Repository:
        name = f"Owner{number % 997}/Project-{number}"
        return Repository(
            Reference("github", name.lower()),
            origin,
            name=name,
            description=self._text(9),
            stars=number * 7919 % 50000,
            forks=number * 31 % 900,
            language="Python",
            license="MIT" if number % 2 else None,
            topics=("pytorch", "computer-vision"),
            archived=number % 10 == 0,
            created=f"{2012 + number % 14}-03-04",
            pushed="2026-01-02",
        )

    def _person(self, number: int) -> Person:
        given = ("Ada", "Bo", "丁霄", "José", "Zoë", "유나")[number % 6]
        name = f"{given} {('Ng', 'Ding', 'Müller', '汉')[number % 4]} {number}"
        return Person(Reference("person", name.casefold()), _CATALOG, name)

    def _topic(self, number: int) -> Topic:
        name = f"{self.random.choice(_ENGLISH)} {number}"
        return Topic(Reference("topic", name), _CATALOG, name)

    def _venue(self, number: int) -> Venue:
        name = f"CVPR {number}"
        return Venue(Reference("venue", name.casefold()), _CATALOG, name, 2010 + number % 16)

    def _text(self, words: int) -> str:
        return " ".join(self.random.choices(_ENGLISH, k=words))

    def _note_text(self, words: int) -> str:
        other = self.random.choices(_OTHERS, (6, 1, 1))[0]
        return "".join(self.random.choices(other, k=words)) + self.random.choice(_ENGLISH)


_CATALOG = Origin(RANK_CATALOG, "arxiv.jsonl.gz", 0, "2026-11-22")


def _path(number: int) -> str:
    note = number // ENTRIES_A_NOTE
    return f"{2000 + note // 10000}/{note % 10000:04}.md"


def _day(number: int) -> str:
    return f"2021-{1 + number % 12:02}-{1 + number % 28:02}"
