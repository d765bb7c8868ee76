"""A number in, a graph of exactly so many things and three times as many edges out, planted for the page's benchmark.

Communities that hold together, five kinds, few things with many links, titles of words, some of them Chinese, eight
entries a note; every edge has one evidence. The same number gives the same graph. `drawing` gives it to the peers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from itertools import chain
from random import Random
from typing import Any, NamedTuple

from papergraph.model import (
    RANK_NOTE,
    Article,
    Edge,
    Entry,
    Evidence,
    Graph,
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
    Topic,
)

EDGES_A_THING = 3
FEWEST = 50  # fewer things have no room for so many edges
SHARES = {"person": 0.4, "repository": 0.15, "article": 0.1, "topic": 0.05}
"""The kinds by their share of all things; the rest are papers."""
COMMUNITY = 150
"""Things of a community, about."""
LOYALTY = 0.92
"""Share of the links that stay within their community."""
SKEW = 4
"""How much the first of each community, and the first communities, are preferred: 1 is not at all."""
ENTRIES_A_NOTE = 8
LINES_AN_ENTRY = 7
SPACING = 60.0
"""Mean distance of neighbours in the drawing for the peers."""

_HOW = (
    *("Sparse", "Robust", "Scalable", "Efficient", "Masked", "Causal"),
    *("Hierarchical", "Neural", "Deep", "Contrastive", "Implicit", "Adaptive"),
)
_WHAT = (
    *("Graph Neural Networks", "Vision Transformers", "Diffusion Models", "Attention", "Language Models", "Retrieval"),
    *("Knowledge Graphs", "Point Clouds", "Message Passing", "Autoencoders", "Mixtures of Experts", "Prompt Tuning"),
)
_TASK = (
    *("Image Segmentation", "Link Prediction", "Question Answering", "Object Detection", "Code Generation"),
    *("Drug Discovery", "Visual Tracking", "Machine Translation", "Pose Estimation", "Recommendation", "Planning"),
)
_WHAT_CHINESE = ("图神经网络", "大语言模型", "扩散模型", "自监督学习", "知识图谱", "视觉变换器", "对比学习")
_TASK_CHINESE = ("图像分割", "目标检测", "机器翻译", "推荐系统", "问答", "代码生成", "药物发现", "姿态估计")
_GIVEN = (
    *("Ada", "Bo", "Chen", "Dora", "Emil", "Fei", "Grace", "Hana", "Ivan", "Jia", "Kai", "Lin", "Mira", "Noor"),
    *("Olga", "Pia", "Qi", "Rosa", "Sven", "Tao", "Uma", "Vera", "Wei", "Xin", "Yann", "Zoë", "José", "Jun", "霄"),
)
_START = (
    *("Al", "Ber", "Cor", "Dan", "Er", "Fis", "Gar", "Hol", "Ja", "Kim"),
    *("Lar", "Mo", "Nor", "Oli", "Per", "Ros", "San", "Tor", "Wang", "Zhang"),
)
_END = (*("ov", "man", "ström", "ez", "li", "ski", "sen", "ton", "er", "ini", "ard", "wa", "moto", "berg", "feld"),)
_LETTERS = " ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Drawing(NamedTuple):
    """What every page of the benchmark shows, the things by number."""

    labels: list[str]
    kinds: list[str]
    sizes: list[float]
    """Radius of each mark, 7 to 30."""
    links: list[tuple[int, int]]
    positions: list[tuple[float, float]]


def planted(count: int) -> Graph:
    """Return a graph of exactly `count` things, at least 50, and three times as many edges."""
    if count < FEWEST:
        raise ValueError(f"A planted graph has at least {FEWEST} things.")
    return _Garden(count).graph()


def drawing(graph: Graph) -> Drawing:
    """Return the things and links of a graph with the positions that our layout gives them."""
    kinds: dict[str, dict[Reference, Any]] = {
        "paper": graph.papers,
        "person": graph.persons,
        "repository": graph.repositories,
        "article": graph.articles,
        "topic": graph.topics,
    }
    things = [(kind, thing) for kind, known in kinds.items() for thing in known.values()]
    numbers = {thing.reference: number for number, (_, thing) in enumerate(things)}
    links = [(numbers[edge.subject], numbers[edge.object]) for edge in graph.edges]
    degree = [0] * len(things)
    for one, other in links:
        degree[one] += 1
        degree[other] += 1
    return Drawing(
        [getattr(thing, "title", None) or thing.name for _, thing in things],
        [kind for kind, _ in things],
        [round(min(7 + 2.5 * number**0.5, 30), 1) for number in degree],
        links,
        positions(len(things), links),
    )


def positions(count: int, links: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    """Return a position for each of `count` things, from `papergraph.layout`, with a mean spacing of `SPACING`."""
    ours: Any = import_module("papergraph.layout")
    found = ours.arrange(count, links).position if hasattr(ours, "arrange") else ours.layout(count, links)
    points = [(float(x), float(y)) for x, y in found]
    across, up = zip(*points, strict=True)
    area = (max(across) - min(across)) * (max(up) - min(up)) or 1.0
    scale = SPACING / (area / count) ** 0.5
    return [(round(x * scale, 1), round(y * scale, 1)) for x, y in points]


class _Garden:
    """The planted things and pairs; a community is the same stretch of every kind."""

    def __init__(self, count: int) -> None:
        self.random = Random(count)  # noqa: S311 -- the same graph every time, no secret
        self.sizes = {kind: int(share * count) for kind, share in SHARES.items()}
        self.sizes["paper"] = count - sum(self.sizes.values())
        self.bounds = list(_bounds(max(3, count // COMMUNITY)))
        self.pairs: dict[tuple[str, int, str, int], None] = {}
        self._plant(EDGES_A_THING * count)
        self.things = {kind: [make(number) for number in range(self.sizes[kind])] for kind, make in self._makers()}

    def graph(self) -> Graph:
        """Return the graph, everything in its order."""
        every: list[Record] = sorted(chain(*self.things.values()), key=lambda thing: thing.reference)
        by_kind: dict[str, dict[Reference, Any]] = {
            kind: {thing.reference: thing for thing in sorted(things, key=lambda thing: thing.reference)}
            for kind, things in self.things.items()
        }
        entries = [self._entry(paper) for paper in range(self.sizes["paper"])]
        return Graph(
            notes=tuple(Note(path, None, _day(path), "0" * 64) for path in sorted({e.location.path for e in entries})),
            entries=tuple(sorted(entries, key=lambda entry: entry.location)),
            articles=by_kind["article"],
            papers=by_kind["paper"],
            repositories=by_kind["repository"],
            persons=by_kind["person"],
            organizations={},
            venues={},
            topics=by_kind["topic"],
            edges=tuple(sorted(self._edges(), key=lambda edge: edge[:3])),
            records={thing.reference: (thing,) for thing in every},
            aliases={},
        )

    def _plant(self, wanted: int) -> None:
        """Choose the pairs: every thing is linked, and authors make up the number."""
        papers = self.sizes["paper"]
        for kind, size in self.sizes.items():
            for number in range(size if kind != "paper" else 0):
                self._pair("paper", self._home(kind, number), kind, number)
        for article in range(self.sizes["article"]):
            self._pair("article", article, "repository", self._near("repository", article / self.sizes["article"]))
        for kind in ("paper", "paper", "repository", "article"):  # two topics of each paper
            for number in range(self.sizes[kind]):
                self._pair(kind, number, "topic", self._near("topic", number / self.sizes[kind]))
        while len(self.pairs) < wanted:
            paper = self.random.randrange(papers)
            self._pair("paper", paper, "person", self._near("person", paper / papers))

    def _pair(self, subject: str, one: int, object_: str, other: int) -> None:
        pair = (object_, other, subject, one) if object_ == "article" else (subject, one, object_, other)
        self.pairs[pair] = None

    def _near(self, kind: str, where: float) -> int:
        """Return a thing of the kind, most often of the community at `where` and one of its first."""
        size, place = self.sizes[kind], where
        if self.random.random() > LOYALTY:
            place = self.random.random() ** SKEW
        low, high = self.bounds[int(place * len(self.bounds))]
        first, last = int(low * size), max(int(high * size), int(low * size) + 1)
        return min(first + int((last - first) * self.random.random() ** SKEW), size - 1)

    def _makers(self) -> Iterator[tuple[str, Any]]:
        """Yield the maker of each kind; papers come last, because they name their authors."""
        yield (
            "person",
            lambda number: Person(_person(number), self._origin(self._home("person", number)), _name(number)),
        )
        yield "topic", lambda number: Topic(_topic(number), self._origin(self._home("topic", number)), _subject(number))
        yield "repository", self._repository
        yield "article", self._article
        self.authors: dict[int, list[str]] = {}
        for subject, one, object_, other in self.pairs:
            if (subject, object_) == ("paper", "person"):
                self.authors.setdefault(one, []).append(_name(other))
        yield "paper", self._paper

    def _home(self, kind: str, number: int) -> int:
        return number * self.sizes["paper"] // self.sizes[kind]

    def _slot(self, paper: int) -> int:
        """Return the place of the paper's entry among all entries; notes mix the communities."""
        papers = self.sizes["paper"]
        return paper // 2 if paper % 2 == 0 else papers // 2 + paper // 2 + papers % 2

    def _origin(self, paper: int, line: int = 0) -> Origin:
        note, place = divmod(self._slot(paper), ENTRIES_A_NOTE)
        path = f"{2012 + note % 15}/{note // 15:04}.md"
        return Origin(RANK_NOTE, path, 3 + LINES_AN_ENTRY * place + line, _day(path))

    def _repository(self, number: int) -> Repository:
        stars = int(60_000 * self.random.random() ** 7)
        name = f"{_START[number % 20]}{_END[number // 7 % 15]}-Lab/{_WHAT[number % 12].replace(' ', '-')}-{number}"
        pushed = f"{2016 + number % 11}-0{1 + number % 9}-1{number % 10}"
        where = self._home("repository", number)
        return Repository(Reference("github", name.lower()), self._origin(where, 2), name, stars=stars, pushed=pushed)

    def _article(self, number: int) -> Article:
        title = (
            f"{_WHAT_CHINESE[number % 7]}在{_TASK_CHINESE[number // 7 % 8]}中的新进展（{number}）：{_WHAT[number % 12]}"
        )
        reference = Reference("url", f"https://example.org/s/{number:07}")
        return Article(reference, self._origin(self._home("article", number)), title)

    def _paper(self, number: int) -> Paper:
        """Return a paper; one of four has a sentence of abstract."""
        abstract = f"We study {_WHAT[number % 12].lower()} for {_TASK[number % 11].lower()} and report what holds."
        return Paper(
            _arxiv(number),
            self._origin(number, 1),
            _title(number),
            tuple(self.authors.get(number, ())),
            abstract if number % 4 == 0 else None,
            f"20{_month(number)[:2]}-{_month(number)[2:]}",
            categories=("cs.LG", "cs.CV", "cs.CL")[number % 3 :],
        )

    def _entry(self, paper: int) -> Entry:
        origin, reference = self._origin(paper), _arxiv(paper)
        location = Location(origin.source, origin.line, origin.line + LINES_AN_ENTRY - 2)
        url = f"https://arxiv.org/abs/{reference.identifier}"
        mention = PaperMention(reference, url, _title(paper), origin.line + 1, label="Paper")
        place = self._slot(paper) % ENTRIES_A_NOTE + 1
        told = ("值得一读。",) if paper % 5 == 0 else ()
        return Entry(
            location=location,
            position=place,
            note_date=origin.date,
            title=_title(paper),
            article=None,
            section=("Notes",),
            rating=1 + paper // 5 % 5 if told else None,
            abstract=None,
            tips=told,
            papers=(mention,),
            repositories=(),
            links=(),
            images=(),
            tags=(),
            venue=None,
        )

    def _edges(self) -> Iterator[Edge]:
        """Yield every pair as an edge with its one evidence."""
        references = {kind: [thing.reference for thing in things] for kind, things in self.things.items()}
        for number, (subject, one, object_, other) in enumerate(self.pairs):
            predicate, method, line, quote = _SAID[subject, object_]
            paper = one if subject == "paper" else self._home(subject, one)
            origin = self._origin(paper, line)
            entry = Reference("entry", f"{origin.source}#{self._slot(paper) % ENTRIES_A_NOTE + 1}")
            reason = Evidence(method, origin, entry, quote if number % 3 == 0 else None)
            yield Edge(references[subject][one], predicate, references[object_][other], (reason,))


_SAID = {
    ("paper", "person"): (Predicate.AUTHOR.value, Method.FIELD_LABEL.value, 3, "Authors:"),
    ("paper", "topic"): (Predicate.ABOUT.value, Method.TAG.value, 4, "#topic"),
    ("paper", "repository"): (Predicate.HAS_REPOSITORY.value, Method.FIELD_LABEL.value, 2, "Code:"),
    ("article", "paper"): (Predicate.DISCUSSES.value, Method.FIELD_LABEL.value, 1, "论文："),
    ("article", "repository"): (Predicate.MENTIONS.value, Method.SAME_ENTRY.value, 2, None),
    ("article", "topic"): (Predicate.ABOUT.value, Method.SECTION.value, 0, "Notes"),
    ("repository", "topic"): (Predicate.ABOUT.value, Method.SECTION.value, 0, "Notes"),
}
"""What links two kinds: predicate, method, line of the entry, quotation."""


def _bounds(communities: int) -> Iterator[tuple[float, float]]:
    """Yield the stretch of each community, between 0 and 1; the largest has about ten times the smallest."""
    weights = [1 / (1 + number * 9 / communities) for number in range(communities)]
    whole, low = sum(weights), 0.0
    for weight in weights:
        yield low, low + weight / whole
        low += weight / whole


def _arxiv(number: int) -> Reference:
    return Reference("arxiv", f"{_month(number)}.{number % 100_000:05}")


def _month(number: int) -> str:
    year, month = divmod(number * 7 % 168, 12)
    return f"{12 + year}{month + 1:02}"


def _title(number: int) -> str:
    if number % 9 == 0:
        return f"基于{_WHAT_CHINESE[number % 7]}的{_TASK_CHINESE[number // 9 % 8]}方法 {number}"
    how, what, task = _HOW[number % 12], _WHAT[number // 12 % 12], _TASK[number % 11]
    return f"{how} {what} for {task}, Part {number}" if number % 3 else f"{what} That {task} Needs: Case {number}"


def _person(number: int) -> Reference:
    return Reference("person", _name(number).casefold())


def _name(number: int) -> str:
    """Return a name that no other number has, up to 230,000."""
    mixed = number * 48_271 % (29 * 20 * 15 * 27)
    given, mixed = _GIVEN[mixed % 29], mixed // 29
    start, mixed = _START[mixed % 20], mixed // 20
    letter = _LETTERS[mixed // 15]
    return f"{given} {letter}. {start}{_END[mixed % 15]}" if letter != " " else f"{given} {start}{_END[mixed % 15]}"


def _topic(number: int) -> Reference:
    return Reference("topic", _subject(number).casefold())


def _subject(number: int) -> str:
    if number % 4 == 0:
        return f"{_WHAT_CHINESE[number % 7]} {number}"
    return f"{_HOW[number % 12]} {_TASK[number // 12 % 11]} {number}"


@cache
def _day(path: str) -> str:
    year, _, number = path.removesuffix(".md").partition("/")
    return f"{year}-{1 + int(number) % 12:02}-{1 + int(number) % 28:02}"
