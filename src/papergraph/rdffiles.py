"""Files of RDF ↔ statements as texts; the extension tells the format, and whether the file is gzipped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from papergraph.errors import ConfigError, InputError, OutputError
from papergraph.textfile import DAMAGES, PACKED, replaced, unpacked, unwritable

if TYPE_CHECKING:
    import pyoxigraph as ox

EXTENSIONS = (".ttl", ".nt", ".trig", ".nq", ".jsonld", ".rdf")
"""What a file of RDF is called, with or without `.gz` behind."""
_NO_XML = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\ufffe\uffff]")
_XML_NAME = re.compile(r"<.*[/#:][^\W\d][\w.-]*>")
_NAMELESS = "urn:papergraph:nameless/"


class Statement(NamedTuple):
    """A statement; each term is written as in N-Triples."""

    subject: str
    predicate: str
    object: str
    graph: str = ""
    """The name of the graph that it stands in; empty for the default graph."""


def read(path: Path) -> set[Statement]:
    """Read a file; what has no name in it gets one that depends on the content alone.

    Raises InputError where it cannot be read or is no RDF, and ConfigError where its extension is none of RDF.
    """
    form = _form(path)
    import pyoxigraph as ox

    with reading(path), path.open("rb") as file, unpacked(file) as content:
        quads = list(ox.parse(content, form))
    if any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object, quad.graph_name)):
        return set(_named(quads))
    return {_statement(quad) for quad in quads}


def load(path: Path, store: ox.Store) -> None:
    """Add what a file says to a store; what stands in named graphs stands in the default graph too.

    Raises as `read` does.
    """
    form = _form(path)
    with reading(path):
        if form.supports_datasets:
            import pyoxigraph as ox

            with path.open("rb") as file, unpacked(file) as content:
                quads = list(ox.parse(content, form))
            store.bulk_extend(quads)
            store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
        elif path.suffix == PACKED:
            with path.open("rb") as file, unpacked(file) as content:
                store.bulk_load(content, form)
        else:
            path.open("rb").close()  # tells in better words why it cannot be read
            store.bulk_load(path=path, format=form)  # on all processors


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Say in one sentence what is wrong with a file that is read."""
    try:
        yield
    except OSError as error:
        if isinstance(error, DAMAGES):
            raise InputError(f"{path} is damaged: {error}.") from error
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (*DAMAGES, SyntaxError, ValueError) as error:
        raise InputError(f"{path} is no valid RDF: {str(error).removesuffix('.')}.") from error


def write(statements: Iterable[Statement], path: Path, prefixes: Mapping[str, str]) -> int:
    """Write statements in the format that the extension names, sorted; return how many.

    Formats without named graphs hold each triple once. Raises OutputError where the file cannot be written, or where
    the format cannot say what is to be written, and ConfigError where the extension is none of RDF.
    """
    form = _form(path)
    graphs = form.supports_datasets and form.file_extension != "jsonld"
    kept = {statement if graphs else statement._replace(graph="") for statement in statements}
    if form.file_extension == "rdf" and (
        odd := min((one[1] for one in kept if not _XML_NAME.match(one[1])), default="")
    ):
        raise OutputError(f"{path}: RDF/XML has no way to write the property {odd}.")
    lines = sorted(" ".join(filter(None, statement)) + " .\n" for statement in kept)
    payload = "".join(lines).encode()
    with unwritable(path), replaced(path) as file:
        file.write(payload if form.file_extension in {"nt", "nq"} else _serialized(payload, form, prefixes))
    return len(lines)


def _form(path: Path) -> ox.RdfFormat:
    import pyoxigraph as ox

    extension = Path(path.name.removesuffix(PACKED)).suffix
    form = ox.RdfFormat.from_extension(extension.removeprefix(".")) if extension in EXTENSIONS else None
    if form is None:
        raise ConfigError(f"{path} has no extension of RDF: {', '.join(EXTENSIONS)}, each also with {PACKED}.")
    return form


def _statement(quad: ox.Quad) -> Statement:
    graph = str(quad.graph_name)
    return Statement(str(quad.subject), str(quad.predicate), str(quad.object), "" if graph == "DEFAULT" else graph)


def _named(quads: list[ox.Quad]) -> Iterator[Statement]:
    """Yield statements in which what had no name is called by the content of the file and its place there."""
    import pyoxigraph as ox

    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    statements = sorted(map(_statement, dataset))
    content = blake2b("\n".join(map(" ".join, statements)).encode(), digest_size=8).hexdigest()

    def name(term: str) -> str:
        return f"<{_NAMELESS}{content}-{term[2:]}>" if term.startswith("_:") else term

    for subject, predicate, object_, graph in statements:
        yield Statement(name(subject), predicate, name(object_), name(graph))


def _serialized(payload: bytes, form: ox.RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    import pyoxigraph as ox

    file = BytesIO()
    quads: Iterable[ox.Quad] = ox.parse(payload, ox.RdfFormat.N_QUADS)
    if form.file_extension == "rdf":
        quads = map(_fit_for_xml, quads)
    parts = quads if form.supports_datasets else (quad.triple for quad in quads)
    ox.serialize(parts, file, form, prefixes=dict(prefixes))
    return file.getvalue()


def _fit_for_xml(quad: ox.Quad) -> ox.Quad:
    """Return the statement with U+FFFD for each character that XML cannot hold."""
    import pyoxigraph as ox

    term = quad.object
    if not isinstance(term, ox.Literal) or not _NO_XML.search(term.value):
        return quad
    text = _NO_XML.sub("\ufffd", term.value)
    fit = ox.Literal(text, language=term.language) if term.language else ox.Literal(text, datatype=term.datatype)
    return ox.Quad(quad.subject, quad.predicate, fit, quad.graph_name)
