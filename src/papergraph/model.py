"""Every record of papergraph: immutable, hashable, comparable, standard library only.

Three groups, in the order of the flow. *What was written*: `Note`, `Entry` and the links in them. *What
is known*: one record per thing and source (`Paper`, `Repository`, …), each with its `Origin`; merging
is the union of such records, so it is associative, commutative and idempotent. *What was assembled*:
`Edge`s with their `Evidence`, and the `Graph`.

A field that is unknown is `None` or empty and is left out of every export; zero is never "unknown".
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, TypeAlias


class Reference(NamedTuple):
    """The only kind of key: a prefix and an identifier, written `prefix:identifier`.

    `arxiv:2007.03260`, `doi:10.1109/…`, `github:owner/name`, `url:https://…`, `title:<normalised title>`,
    `note:<path>`, `entry:<path>#<position>`, `person:<name>`, `venue:…`, `topic:…`; `pgt:<name>` for a topic of the
    scheme that ships, and `concept:<IRI>` for one of the user's own.
    """

    prefix: str
    identifier: str

    def __str__(self) -> str:
        return f"{self.prefix}:{self.identifier}"


# --- what was written


class Severity(StrEnum):
    """How bad a problem is; `INFO` is shown only on request."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Location(NamedTuple):
    """A place in a note: the path relative to the notes root, and 1-based lines."""

    path: str
    line: int = 0
    """0 when the whole file is meant."""
    end_line: int = 0


class Problem(NamedTuple):
    """Something about the content of an input that a person should look at."""

    location: Location
    message: str
    severity: Severity = Severity.WARNING
    other: Location | None = None
    """The second place, when two places disagree."""


class Role(StrEnum):
    """What a link is to the entry that carries it."""

    PAPER = "paper"
    CODE = "code"
    UNOFFICIAL = "unofficial"
    DATASET = "dataset"
    PROJECT = "project"
    MENTION = "mention"
    VIDEO = "video"
    WEB = "web"


class Link(NamedTuple):
    """A link that is neither the entry's article nor one of its papers and repositories."""

    url: str
    role: str
    """A `Role` value."""
    label: str
    """The text of the link, or the label of its field; may be empty."""
    line: int


class PaperMention(NamedTuple):
    """A paper as an entry names it: by identifier, by URL, by title, or by several of them."""

    reference: Reference | None
    """None when only a title is known; `url:…` when only a page is."""
    url: str | None
    title: str | None
    line: int
    version: int | None = None
    """The arXiv version that the link names, if it names one."""
    alternates: tuple[str, ...] = ()
    """Further URLs of the same paper in the same entry (a PDF beside an abstract page)."""
    label: str = ""
    """The label of its field or link ("Paper", "论文"); empty where it has none."""


class RepositoryMention(NamedTuple):
    """A repository, model or dataset as an entry names it."""

    reference: Reference | None
    """None when the URL names no single repository."""
    url: str
    role: str
    """`code`, `unofficial`, `dataset`, `project` or `mention`."""
    line: int
    label: str = ""
    """The label of its field or link ("Code", "代码"); empty where it has none."""


class Entry(NamedTuple):
    """One thing that a note reports: an article with its papers and code, or a paper of a list."""

    location: Location
    position: int
    """1-based place among the entries of the note."""
    note_date: str | None
    title: str
    article: str | None
    """The article's URL; None in a list of papers."""
    section: tuple[str, ...]
    rating: int | None
    """1 to 5."""
    abstract: str | None
    tips: tuple[str, ...]
    papers: tuple[PaperMention, ...]
    repositories: tuple[RepositoryMention, ...]
    links: tuple[Link, ...]
    images: tuple[str, ...]
    tags: tuple[str, ...]
    venue: str | None
    date: str | None = None
    """The entry's own date: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""
    authors: tuple[str, ...] = ()
    """As written, in order."""
    code_status: str | None = None
    """What the note says where code is promised or refused ("coming soon", "None"), verbatim."""
    row: bool = False
    """Whether the entry is one row of a table."""


class Note(NamedTuple):
    """One file of notes."""

    path: str
    """Relative to the notes root, `/` between folders."""
    title: str | None
    date: str | None
    checksum: str
    """SHA-256 of the bytes, hexadecimal; empty where the file could not be read, and then it is no node."""


class TextSpan(NamedTuple):
    """A piece of a text of an entry that names a topic."""

    field: str
    """`title`, `abstract`, `paper title`, `tip` or `repository`: see `papergraph.topics.FieldKind`."""
    number: int
    """Which of the papers, tips or repositories of its entry the text is of, from 0."""
    start: int
    """Characters of the text before it."""
    end: int
    rule: str
    """By which rule it means the topic: see `papergraph.topics.Rule`."""


class TextTopic(NamedTuple):
    """A topic that the texts of an entry name."""

    topic: Reference
    about: bool
    """Whether the entry is about it; else it mentions it."""
    spans: tuple[tuple[TextSpan, str], ...]
    """The piece that says it best in each text that names it, with its words; in the order of the texts."""


class Reading(NamedTuple):
    """All that reading one file gave."""

    note: Note
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    topics: tuple[tuple[TextTopic, ...], ...] = ()
    """What the texts of each entry name; empty where no scheme of topics was given."""


# --- what is known


class Origin(NamedTuple):
    """Who says so: the source, the place in it, and when it was observed."""

    rank: int
    """Which source wins a field: higher first. See `RANK_*`."""
    source: str
    """A note's path, or the name of a catalogue or service."""
    line: int = 0
    date: str = ""
    """ISO date of the observation; empty when unknown."""


RANK_INFERRED, RANK_NOTE, RANK_CATALOG, RANK_SERVICE = range(4)


class Status(StrEnum):
    """What is the matter with a paper or a repository, where a source says that something is."""

    MISSING = "missing"
    """The source knows no such thing; where it can be hidden, that may be all that it wants to say."""
    WITHDRAWN = "withdrawn"
    """Of papers."""
    BLOCKED = "blocked"
    DISABLED = "disabled"
    PRIVATE = "private"
    EMPTY = "empty"
    """A repository without a commit."""


class Article(NamedTuple):
    """What one source says of one article (a blog post, a newsletter item)."""

    reference: Reference
    origin: Origin
    title: str | None = None


class Paper(NamedTuple):
    """What one source says of one paper."""

    reference: Reference
    origin: Origin
    title: str | None = None
    authors: tuple[str, ...] = ()
    """Names in their order."""
    abstract: str | None = None
    published: str | None = None
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""
    updated: str | None = None
    categories: tuple[str, ...] = ()
    """arXiv categories, the primary one first."""
    comment: str | None = None
    doi: str | None = None
    journal: str | None = None
    venue: str | None = None
    version: int | None = None
    """The latest arXiv version that the source has seen."""
    license: str | None = None
    """An IRI."""
    urls: tuple[str, ...] = ()
    status: str | None = None
    """A `Status` value; None where nothing is the matter, or nobody has looked."""


class Repository(NamedTuple):
    """What one source says of one repository, model or dataset."""

    reference: Reference
    origin: Origin
    name: str | None = None
    """`owner/name` in display case."""
    description: str | None = None
    stars: int | None = None
    forks: int | None = None
    language: str | None = None
    license: str | None = None
    """An SPDX identifier."""
    topics: tuple[str, ...] = ()
    homepage: str | None = None
    archived: bool | None = None
    fork: bool | None = None
    created: str | None = None
    pushed: str | None = None
    former_names: tuple[str, ...] = ()
    """Names that it had before a rename or transfer, as `owner/name`."""
    status: str | None = None
    """A `Status` value; None where nothing is the matter, or nobody has looked."""
    fork_of: str | None = None
    """The repository that it was forked from, as `owner/name` in display case."""


class Person(NamedTuple):
    """What one source says of one person."""

    reference: Reference
    origin: Origin
    name: str | None = None


class Organization(NamedTuple):
    """What one source says of one organisation."""

    reference: Reference
    origin: Origin
    name: str | None = None


class Venue(NamedTuple):
    """What one source says of one conference edition or journal."""

    reference: Reference
    origin: Origin
    name: str | None = None
    year: int | None = None


class Label(NamedTuple):
    """What a topic is called in one language."""

    text: str
    language: str
    """A language tag; empty where none is given."""
    preferred: bool = False


class Topic(NamedTuple):
    """What one source says of one topic."""

    reference: Reference
    origin: Origin
    name: str | None = None
    broader: tuple[Reference, ...] = ()
    labels: tuple[Label, ...] = ()
    """In every language, where the scheme that it is of gives them."""
    matches: tuple[tuple[str, str], ...] = ()
    """The name of a SKOS mapping property (`closeMatch`) and the IRI of a concept elsewhere, sorted."""


Record: TypeAlias = Article | Paper | Repository | Person | Organization | Venue | Topic


# --- what was assembled


class Predicate(StrEnum):
    """What an edge says; the RDF terms are in `papergraph.vocabulary`."""

    DISCUSSES = "discusses"
    """article → paper"""
    MENTIONS = "mentions"
    """article or paper → repository or web page"""
    HAS_REPOSITORY = "hasRepository"
    """paper → repository that holds its code"""
    AUTHOR = "author"
    """paper → person"""
    PART_OF = "isPartOf"
    """paper → venue"""
    ABOUT = "about"
    """article, paper or repository → topic"""


class Method(StrEnum):
    """How an edge or a fact was found."""

    FIELD_LABEL = "FieldLabel"
    """A labelled field or labelled link of one entry ("Code: …")."""
    SAME_ENTRY = "SameEntry"
    """Both ends stand in one entry, without a label that says more."""
    SAME_ROW = "SameRow"
    """Both ends stand in one row of a table."""
    SAME_TITLE = "SameTitle"
    """A paper named by title only has the title of a paper linked elsewhere."""
    TITLE_SEARCH = "TitleSearch"
    """A paper named by title only has the title of the one paper that a service found by it."""
    TEXT_MATCH = "TextMatch"
    """A text of an entry names the topic by one of its labels, or by the name of what implies it."""
    TAG = "Tag"
    SECTION = "Section"
    CATALOG = "Catalog"
    SERVICE = "Service"


class Evidence(NamedTuple):
    """Why an edge is there."""

    method: str
    """A `Method` value."""
    origin: Origin
    entry: Reference | None = None
    """The entry that says so, where a note does."""
    quote: str | None = None
    confidence: float | None = None
    """Measured on gold data, 0 to 1; None where it was not measured."""
    span: TextSpan | None = None
    """Where the quote stands in a text of the entry, if it was found in one."""


class Edge(NamedTuple):
    """A link between two things, with every reason for it, sorted."""

    subject: Reference
    predicate: str
    """A `Predicate` value."""
    object: Reference
    evidence: tuple[Evidence, ...]


class Metadata(NamedTuple):
    """What the configuration says of the graph as a whole."""

    title: str = "papergraph"
    base_iri: str = "urn:papergraph:"
    """Under which the user's own things live; ends with `:`, `/` or `#`."""
    creator: str | None = None
    license: str | None = None
    """An IRI."""
    notes_url: str | None = None
    """Where note files are found from the output folder, for links to them; relative or absolute."""
    lang: str | None = None
    """The language tag of those who read the page, which opens in it; None where their browsers say."""


class Graph(NamedTuple):
    """The assembled graph; everything in it is sorted, so that the same input gives the same bytes.

    The mappings from `Reference` hold one settled record per thing: each field is the best that any
    source says (`papergraph.merge.settle`). `records` holds all that was said, for provenance.
    """

    notes: tuple[Note, ...]
    entries: tuple[Entry, ...]
    articles: dict[Reference, Article]
    papers: dict[Reference, Paper]
    repositories: dict[Reference, Repository]
    persons: dict[Reference, Person]
    organizations: dict[Reference, Organization]
    venues: dict[Reference, Venue]
    topics: dict[Reference, Topic]
    edges: tuple[Edge, ...]
    records: dict[Reference, tuple[Record, ...]]
    """Every record of every thing, the best source first."""
    aliases: dict[Reference, Reference]
    """Former names of repositories, titles that became identifiers → the node they now are."""
    problems: tuple[Problem, ...] = ()
    metadata: Metadata = Metadata()
    joined: dict[Reference, tuple[tuple[Reference, Evidence], ...]] = {}  # noqa: RUF012 - nobody changes a graph
    """Papers that notes also name by title only → the titles among their `aliases`, each with the reason why."""
