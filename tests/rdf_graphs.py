"""Graphs for the tests of RDF: one small graph that says something of every kind, and hostile ones."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

import pyoxigraph as ox
from hypothesis import strategies as st

from papergraph.census import census
from papergraph.concepts import SCHEME
from papergraph.dataset import File, describe
from papergraph.exporters import exporter
from papergraph.model import (
    RANK_CATALOG,
    RANK_NOTE,
    RANK_SERVICE,
    Article,
    Edge,
    Entry,
    Evidence,
    Graph,
    Label,
    Link,
    Location,
    Metadata,
    Method,
    Note,
    Organization,
    Origin,
    Paper,
    PaperMention,
    Person,
    Predicate,
    Problem,
    Record,
    Reference,
    Repository,
    RepositoryMention,
    Role,
    Status,
    TextSpan,
    Topic,
    Venue,
)
from papergraph.names import person_reference

PATH = "2021/读书 notes.md"
NOTED = Origin(RANK_NOTE, PATH, 3, "2021-09-30")
CATALOG = Origin(RANK_CATALOG, "arxiv.jsonl", 7, "2026-11-22")
SERVICE = Origin(RANK_SERVICE, "GitHub", 0, "2026-11-23T10:00:00Z")
ARXIV = Origin(RANK_SERVICE, "arXiv", 0, "2026-11-24")

NOTE = Reference("note", PATH)
ENTRY = Reference("entry", f"{PATH}#1")
ARTICLE = Reference("url", "https://example.org/深い?q=[a b]")
LONE_ARTICLE = Reference("url", "https://example.org/alone")
PAPER = Reference("arxiv", "2007.03260")
OTHER_PAPER = Reference("arxiv", "1908.03930")
TITLED_PAPER = Reference("title", "apaperwithoutalink")
MISSING, WITHDRAWN = Reference("arxiv", "2401.99999"), Reference("arxiv", "2402.00001")
REPOSITORY = Reference("github", "dingxiaoh/resrep")
DING, HAO = Reference("person", "xiaohan ding"), Reference("person", "tianxiang hao")
LAB = Reference("organization", "some lab")
VENUE, JOURNAL = Reference("venue", "iccv 2021"), Reference("venue", "journal of tests")
TOPIC, BROADER = Reference("topic", "pruning"), Reference("topic", "compression")
CATEGORY = Reference("category", "cs.CV")
CONCEPT, OWN_CONCEPT = Reference("pgt", "network-pruning"), Reference("concept", "https://example.org/topics#修剪")


def evidence(method: Method, origin: Origin = CATALOG, quote: str | None = None) -> tuple[Evidence, ...]:
    """One reason; what a note says is said by its entry."""
    return (Evidence(method, origin, ENTRY if origin.rank == RANK_NOTE else None, quote),)


def entry() -> Entry:
    """An entry that says something in each of its fields."""
    return Entry(
        location=Location(PATH, 3, 9),
        position=1,
        note_date="2021-09-30",
        title="ResRep：无损剪枝",
        article=ARTICLE.identifier,
        section=("今日要点", "Pruning"),
        rating=4,
        abstract="枝を刈るモデル",
        tips=("fold it \\ away", 'say "no"\nmore'),
        papers=(PaperMention(PAPER, "https://arxiv.org/abs/2007.03260", "ResRep", 4),),
        repositories=(
            RepositoryMention(REPOSITORY, "https://github.com/DingXiaoH/ResRep", Role.CODE, 5),
            RepositoryMention(None, "https://github.com/dingxiaoh", Role.MENTION, 5),
        ),
        links=(Link("https://www.bilibili.com/video/BV1", Role.VIDEO, "video", 6),),
        images=("https://example.org/图.png", "./local image.png"),
        tags=("剪枝",),
        venue="ICCV 2021",
        date="2021-09",
        code_status="coming soon",
    )


def small_graph() -> Graph:
    """A graph that holds every kind of thing, every predicate, every method, and every field of RDF."""
    papers = {
        OTHER_PAPER: Paper(OTHER_PAPER, NOTED, "ACNet", ("Xiaohan Ding",), published="2019"),
        PAPER: Paper(
            PAPER,
            CATALOG,
            title="ResRep: Lossless CNN Pruning",
            authors=("Xiaohan Ding", "Tianxiang Hao"),
            abstract="We prune.\nLosslessly.",
            published="2020-07-07",
            updated="2021-08",
            categories=("cs.CV", "cs.LG"),
            comment="9 pages",
            doi="10.1109/ICCV48922.2021.00447",
            journal="Proc. ICCV 2021",
            venue="ICCV 2021",
            version=4,
            license="http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
            urls=("https://arxiv.org/pdf/2007.03260",),
        ),
        TITLED_PAPER: Paper(TITLED_PAPER, NOTED, "A Paper Without a Link"),
        MISSING: Paper(MISSING, ARXIV, status=Status.MISSING),
        WITHDRAWN: Paper(WITHDRAWN, ARXIV, "A Paper That Was Withdrawn", status=Status.WITHDRAWN),
    }
    repository = Repository(
        REPOSITORY,
        SERVICE,
        name="DingXiaoH/ResRep",
        description="프루닝",
        stars=0,
        forks=12,
        language="Python",
        license="MIT",
        topics=("pruning",),
        homepage="https://example.org/",
        archived=False,
        fork=True,
        created="2020-07-07T01:02:03Z",
        pushed="2021-10-01",
        former_names=("DingXiaoH/OldName",),
        fork_of="Someone/ResRep",
    )
    closed = [
        Repository(Reference("github", f"somebody/{status}"), SERVICE, f"Somebody/{status}", status=status)
        for status in (Status.BLOCKED, Status.DISABLED, Status.PRIVATE, Status.EMPTY)
    ]
    things: tuple[tuple[Record, ...], ...] = (
        (Article(ARTICLE, NOTED, "ResRep：无损剪枝"),),
        (Article(LONE_ARTICLE, NOTED, "An article alone"),),
        *((paper,) for paper in papers.values()),
        (repository, Repository(REPOSITORY, NOTED, "dingxiaoh/resrep")),
        *((one,) for one in closed),
    )
    return Graph(
        notes=(Note(PATH, "読書ノート", "2021-09-30", "0" * 64),),
        entries=(entry(),),
        articles={record.reference: record for records in things for record in records if isinstance(record, Article)},
        papers=papers,
        repositories={REPOSITORY: repository, **{one.reference: one for one in closed}},
        persons={HAO: Person(HAO, CATALOG, "Tianxiang Hao"), DING: Person(DING, CATALOG, "Xiaohan Ding")},
        organizations={LAB: Organization(LAB, CATALOG, "Some Lab")},
        venues={
            VENUE: Venue(VENUE, CATALOG, "ICCV 2021", 2021),
            JOURNAL: Venue(JOURNAL, CATALOG, "Journal of Tests"),
        },
        topics={
            CATEGORY: Topic(CATEGORY, CATALOG, "cs.CV"),
            BROADER: Topic(BROADER, NOTED, "compression"),
            OWN_CONCEPT: Topic(
                OWN_CONCEPT, SCHEME, "filter pruning", (CONCEPT,), (Label("filter pruning", "en", preferred=True),)
            ),
            CONCEPT: Topic(
                CONCEPT,
                SCHEME,
                "network pruning",
                labels=(
                    Label("network pruning", "en", preferred=True),
                    Label("网络剪枝", "zh-Hans", preferred=True),
                    Label("枝刈り", "ja"),
                    Label("NP", ""),
                ),
                matches=(
                    ("closeMatch", "https://arxiv.org/list/cs.LG/recent"),
                    ("exactMatch", "https://example.org/p"),
                ),
            ),
            TOPIC: Topic(TOPIC, NOTED, "pruning", (BROADER,)),
        },
        edges=tuple(sorted(_edges())),
        records={records[0].reference: records for records in things},
        aliases={
            Reference("github", "dingxiaoh/oldname"): REPOSITORY,
            Reference("title", "resreplosslesscnnpruning"): PAPER,
        },
        problems=(Problem(Location(PATH, 12), 'A "problem" that is not RDF\'s', other=Location("other.md", 1)),),
        metadata=Metadata("My reading", creator="Ada Ng", license="https://creativecommons.org/licenses/by/4.0/"),
    )


def _edges() -> list[Edge]:
    measured = Evidence(Method.SAME_ENTRY, NOTED, ENTRY, "Code", 0.98)
    return [
        Edge(ARTICLE, Predicate.DISCUSSES, PAPER, evidence(Method.FIELD_LABEL, NOTED, "Paper")),
        Edge(ARTICLE, Predicate.MENTIONS, REPOSITORY, evidence(Method.SAME_ROW, NOTED)),
        Edge(ARTICLE, Predicate.ABOUT, TOPIC, evidence(Method.TAG, NOTED, "剪枝")),
        Edge(ARTICLE, Predicate.ABOUT, CONCEPT, _found("剪枝", TextSpan("title", 0, 9, 11, "label"))),
        Edge(ARTICLE, Predicate.MENTIONS, CONCEPT, _found("刈るモデル", TextSpan("abstract", 0, 2, 7, "weak"))),
        Edge(PAPER, Predicate.ABOUT, OWN_CONCEPT, _found("ResRep", TextSpan("paper title", 0, 0, 6, "name"))),
        Edge(REPOSITORY, Predicate.MENTIONS, OWN_CONCEPT, _found("Rep", TextSpan("repository", 0, 3, 6, "name"))),
        Edge(PAPER, Predicate.HAS_REPOSITORY, REPOSITORY, (*evidence(Method.SERVICE, SERVICE), measured)),
        Edge(PAPER, Predicate.AUTHOR, DING, evidence(Method.CATALOG)),
        Edge(PAPER, Predicate.AUTHOR, HAO, evidence(Method.CATALOG)),
        Edge(PAPER, Predicate.PART_OF, VENUE, evidence(Method.CATALOG, quote="ICCV 2021")),
        Edge(PAPER, Predicate.ABOUT, TOPIC, evidence(Method.SECTION, NOTED, "Pruning")),
        Edge(PAPER, Predicate.ABOUT, CATEGORY, evidence(Method.CATALOG)),
        Edge(OTHER_PAPER, Predicate.AUTHOR, DING, evidence(Method.SAME_TITLE, NOTED)),
        Edge(WITHDRAWN, Predicate.ABOUT, TOPIC, evidence(Method.TITLE_SEARCH, ARXIV, "A Paper That Was Withdrawn")),
        Edge(REPOSITORY, Predicate.ABOUT, TOPIC, evidence(Method.SERVICE, SERVICE)),
    ]


def _found(quote: str, span: TextSpan) -> tuple[Evidence, ...]:
    """One piece of a text of the entry."""
    return (Evidence(Method.TEXT_MATCH, NOTED, ENTRY, quote, span=span),)


def written(graph: Graph, name: str) -> bytes:
    """The graph in a format."""
    file = BytesIO()
    exporter(name).write(graph, file)
    return file.getvalue()


def described_small_graph(formats: tuple[str, ...] = ("nt", "ttl")) -> bytes:
    """The description of the small graph and of some files of it."""
    payloads = {name: written(small_graph(), name) for name in formats}
    files = [
        File(f"graph.{name}", len(payload), sha256(payload).hexdigest(), exporter(name).media_type, "RDF")
        for name, payload in payloads.items()
    ]
    catalogs = [File("arxiv.jsonl", 7, "a" * 64)]
    counts = census(written(small_graph(), "nt").splitlines(keepends=True))
    return describe(small_graph(), counts, files, catalogs, "1.2.3").encode()


def triples_of(payload: bytes, form: ox.RdfFormat) -> set[str]:
    """The triples of a file, each as text; there are no blank nodes, so equal sets are isomorphic graphs."""
    return {str(triple) for triple in ox.parse(payload, form)}


HOSTILE = st.text(
    st.one_of(
        st.sampled_from(
            "\"'\\\n\r\t\b\f\0\x01\x1f\x7f\x85\u2028\u200f\u202e\ufeff\ufffe\ud800\udfff<>{}|^`[]()%#?@:;,._ &$~"
        ),
        st.characters(),
    ),
    max_size=12,
)
"""Any text, with much of what has a meaning somewhere."""


@st.composite
def hostile_graphs(draw: st.DrawFn) -> Graph:
    """Graphs with any text in every place where text from notes and networks comes in."""
    text = draw(st.lists(HOSTILE, min_size=24, max_size=24))
    words = iter(text)
    paper = Reference(draw(st.sampled_from(("arxiv", "doi", "title", "url", "openreview"))), next(words) + "x")
    article = Reference("url", f"https://example.org/{next(words)}")
    repository = Reference("github", f"owner/{next(words)}")
    topic = Reference("topic", next(words) + "x")
    author = next(words) + "x"
    person = person_reference(author) or Reference("person", "x")
    path = next(words) + ".md"
    origin = Origin(RANK_NOTE, path, 1, next(words))
    source = Origin(RANK_CATALOG, next(words), 1, "2026-01-01")
    reasons = (
        Evidence(Method.TAG, origin, Reference("entry", f"{path}#1"), next(words)),
        Evidence(Method.CATALOG, source),
    )
    records: tuple[Record, ...] = (
        Paper(
            paper,
            source,
            next(words),
            (author,),
            next(words),
            next(words),
            doi=next(words) or None,
            urls=(next(words),),
        ),
        Article(article, origin, next(words)),
        Repository(
            repository,
            source,
            next(words),
            next(words),
            language=next(words),
            license=next(words),
            homepage=next(words),
        ),
        Person(person, source, author),
        Topic(topic, origin, next(words)),
    )
    noted = entry()._replace(
        location=Location(path, 1), title=next(words), tips=(next(words), text[0]), images=(next(words),)
    )
    return small_graph()._replace(
        notes=(Note(path, text[1], text[2], ""),),
        entries=(noted._replace(article=article.identifier, papers=(), tags=(text[3],), code_status=text[4]),),
        papers={paper: records[0]},  # type: ignore[dict-item]
        articles={article: records[1]},  # type: ignore[dict-item]
        repositories={repository: records[2]},  # type: ignore[dict-item]
        persons={person: records[3]},  # type: ignore[dict-item]
        topics={topic: records[4]},  # type: ignore[dict-item]
        edges=tuple(
            sorted(
                (
                    Edge(paper, Predicate.ABOUT, topic, reasons),
                    Edge(article, Predicate.DISCUSSES, paper, reasons[:1]),
                    Edge(paper, Predicate.HAS_REPOSITORY, repository, reasons[1:]),
                )
            )
        ),
        records={record.reference: (record,) for record in records},
        aliases={Reference("title", text[5]): paper},
        metadata=Metadata(title=text[6], creator=text[7], license=text[8]),
    )
