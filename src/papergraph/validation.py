"""Files of RDF in, what in them breaks the contract of `shapes.ttl` out.

Two engines know SHACL whole: `shacl`, which is fast, and pySHACL, the reference, where that one is not installed.
Neither is let near the network: remote contexts and imports of ontologies are not followed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from papergraph.errors import ConfigError, InputError
from papergraph.textfile import DAMAGES, unpacked
from papergraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib
    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result

SHACL = "http://www.w3.org/ns/shacl#"
SHAPES = "https://w3id.org/papergraph/shapes#"
ENDINGS = {
    ".nt": "ntriples",
    ".ttl": "turtle",
    ".nq": "nquads",
    ".trig": "trig",
    ".jsonld": "jsonld",
    ".rdf": "rdfxml",
}
"""How a file of RDF ends, before a `.gz` → the name of its format."""


class Finding(NamedTuple):
    """One thing that does not keep to a shape; terms are written as in N-Triples."""

    severity: str
    """`Violation` or `Warning`."""
    shape: str
    """The IRI of the shape."""
    node: str
    path: str
    """The property; as SPARQL writes it where it is a way over several, and empty where the node itself is wrong."""
    value: str
    """What the node has there; empty where something is missing, or the shape is about all values together."""
    component: str
    """The kind of constraint, as the local name in SHACL: `MinCountConstraintComponent`."""
    message: str


class Report(NamedTuple):
    """What was found, violations first, then sorted by shape, node and value."""

    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings are no reason not to conform."""
        return not any(found.severity == "Violation" for found in self.findings)


class Content(NamedTuple):
    """What is validated: the text of RDF and the name of its format, of `ENDINGS`."""

    text: str
    form: str
    base: str
    """What relative IRIs start from."""


Engine = Callable[[Content], Iterator[Finding]]


def validate(paths: Sequence[Path], engine: Engine | None = None) -> Report:
    """Validate files as one graph; named graphs count as parts of it.

    Raises InputError where a file cannot be read as RDF, and ConfigError where no engine is installed.
    """
    chosen = engine or installed_engine()
    contents = [_content(path) for path in paths]
    if len(contents) != 1 or chosen is reference_engine:
        contents = [Content("".join(map(_as_ntriples, contents, paths)), "ntriples", SHAPES)]
    try:
        found = set(chosen(contents[0]))
    except ValueError as error:
        raise InputError(f"{paths[0]} cannot be read as RDF: {_reason(error)}.") from error
    return Report(tuple(sorted(found)))


def installed_engine() -> Engine:
    """Return the fastest engine that is installed; raises ConfigError where none is."""
    for library, engine in (("shacl", fast_engine), ("pyshacl", reference_engine)):
        if find_spec(library) is not None:
            return engine
    where = "it comes with the extra `validate`, in a checkout by `pip install '.[validate]'`."
    raise ConfigError(f"Nothing that validates is installed: {where}")


def fast_engine(content: Content) -> Iterator[Finding]:
    """Yield what `shacl` finds; raises ValueError for what is no RDF."""
    import shacl

    shapes = shacl.Shapes.from_turtle(shapes_text(), SHAPES)
    for result in shapes.validate_text(content.text, content.form, content.base).results:
        yield Finding(
            severity=result.severity,
            shape=(result.root_shape or result.source_shape or "").strip("<>"),
            node=result.focus_node,
            path=result.path or "",
            value=result.value or "",
            component=result.component,
            message=result.message or "",
        )


def reference_engine(content: Content) -> Iterator[Finding]:
    """Yield what pySHACL finds in N-Triples; raises ValueError for what is none."""
    import pyoxigraph as ox
    import pyshacl
    import rdflib

    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False  # else a date loses its zone before anybody can look at it
    try:
        graph = _rdflib_graph()().parse(data=content.text, format="nt")
        _, report, _ = pyshacl.validate(graph, shacl_graph=_rdflib_shapes(), allow_warnings=True)
    finally:
        rdflib.NORMALIZE_LITERALS = before
    if isinstance(report, Exception):
        raise report
    store = ox.Store()
    store.load(report.serialize(format="nt", encoding="utf-8"), ox.RdfFormat.N_TRIPLES)
    # a list: rdflib's parser keeps this frame, and an iterator of a store must end in the thread where it began
    results = list(store.quads_for_pattern(None, ox.NamedNode(SHACL + "result"), None))
    yield from (_finding(store, quad.object) for quad in results)


@cache
def _rdflib_graph() -> type[rdflib.Graph]:
    """Return a graph that reads a query once: pySHACL asks those of shapes for each node, and reading takes longest."""
    import rdflib
    from rdflib.plugins.sparql import prepareQuery

    prepared = cache(prepareQuery)

    class Graph(rdflib.Graph):
        def query(self, query_object: str | Query, *arguments: Any, **options: Any) -> Result:  # noqa: ANN401 - rdflib's
            query = prepared(query_object) if isinstance(query_object, str) else query_object
            return super().query(query, *arguments, **options)

    return Graph


@cache
def _rdflib_shapes() -> rdflib.Graph:
    """Return the shapes as pySHACL takes them; reading them takes longer than using them."""
    import rdflib

    return rdflib.Graph().parse(data=shapes_text(), format="turtle")


def shapes_text() -> str:
    """Return the shapes as Turtle."""
    return (files("papergraph") / "shapes.ttl").read_text(encoding="utf-8")


def is_rdf(path: Path) -> bool:
    """Tell whether a file ends as one of RDF does, gzipped or not."""
    return _ending(path) in ENDINGS


def turtle(report: Report) -> str:
    """Return the report as SHACL has it, a `sh:ValidationReport`, in Turtle."""
    results = [
        "    sh:result [ a sh:ValidationResult ;\n"
        + "".join(f"        sh:{name} {term} ;\n" for name, term in _said(found) if term)
        + "    ]"
        for found in report.findings
    ]
    conforms = f"[] a sh:ValidationReport ;\n    sh:conforms {str(report.conforms).lower()}"
    prefixes = f"@prefix sh: <{SHACL}> .\n@prefix xsd: <{PREFIXES['xsd']}> .\n\n"
    return prefixes + " ;\n".join((conforms, *results)) + " .\n"


def _said(found: Finding) -> Iterator[tuple[str, str]]:
    """Yield the properties of one result, with terms of Turtle."""
    from json import dumps

    yield "focusNode", found.node
    yield "resultPath", found.path if found.path.startswith("<") and found.path.endswith(">") else ""
    yield "value", found.value
    yield "sourceShape", f"<{found.shape}>"
    yield "sourceConstraintComponent", f"sh:{found.component}"
    yield "resultSeverity", f"sh:{found.severity}"
    yield "resultMessage", f"{dumps(found.message, ensure_ascii=False)}@en"


def _finding(store: ox.Store, result: object) -> Finding:
    """Read one result of a report of pySHACL."""
    import pyoxigraph as ox

    def said(name: str) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None:
        quads = store.quads_for_pattern(result, ox.NamedNode(SHACL + name), None)  # type: ignore[arg-type]
        return min((quad.object for quad in quads), key=str, default=None)

    def text(name: str) -> str:
        term = said(name)
        return "" if term is None or isinstance(term, ox.Triple) else term.value

    path = said("resultPath")
    value = said("value")
    return Finding(
        severity=text("resultSeverity").removeprefix(SHACL),
        shape=text("sourceShape"),
        node=str(said("focusNode")),
        path=str(path) if isinstance(path, ox.NamedNode) else "",
        value="" if value is None else str(value),
        component=text("sourceConstraintComponent").removeprefix(SHACL),
        message=text("resultMessage"),
    )


def _content(path: Path) -> Content:
    """Read a file; raises InputError where that cannot be, or where its name does not tell its format."""
    form = ENDINGS.get(_ending(path))
    if form is None:
        raise InputError(f"{path} has no extension of an RDF format ({', '.join(ENDINGS)}).")
    try:
        with path.open("rb") as file, unpacked(file) as content:
            return Content(content.read().decode(), form, path.absolute().as_uri())
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8.") from error
    except DAMAGES as error:
        raise InputError(f"{path} is damaged.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error


def _ending(path: Path) -> str:
    return Path(path.name.lower().removesuffix(".gz")).suffix


def _as_ntriples(content: Content, path: Path) -> str:
    """Return the triples of every graph of a file; raises InputError where it is no RDF."""
    import pyoxigraph as ox

    form = ox.RdfFormat.from_extension(next(end for end, name in ENDINGS.items() if name == content.form)[1:])
    try:
        quads = ox.parse(content.text, form, base_iri=content.base, rename_blank_nodes=True)
        return (ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    except (SyntaxError, ValueError) as error:
        raise InputError(f"{path} cannot be read as RDF: {_reason(error)}.") from error


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".")
