"""Validation: good graphs conform, each broken one is caught by its shape, and two engines agree on everything."""

from __future__ import annotations

import gzip
import re
import socket
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings

from broken_graphs import BROKEN, GOOD, HEADER, Broken, broken
from papergraph import validation
from papergraph.config import load
from papergraph.errors import ConfigError, InputError
from papergraph.model import Graph, Metadata
from papergraph.pipeline import build, build_graph
from papergraph.validation import (
    SHACL,
    SHAPES,
    Content,
    Engine,
    Finding,
    Report,
    fast_engine,
    installed_engine,
    reference_engine,
    shapes_text,
    turtle,
    validate,
)
from rdf_graphs import hostile_graphs, small_graph, written

ENGINES = pytest.mark.parametrize("engine", [fast_engine, reference_engine])
NAMED = set(re.findall(r"^pgs:(\w+) a sh:\w+Shape", shapes_text(), re.MULTILINE))
NOT_SAID = {"Text", "DayMonthOrYear", "AddressOrText"}
"""Shapes of values, which speak through the shape that uses them."""
GROUPS = {
    *("Entry", "Article", "Repository", "ListLink", "List", "Person", "Venue", "Topic", "Link", "Evidence"),
    "EvidenceSpan",
    *("Observation", "Source", "Dataset", "Description", "ClassPartition", "PropertyPartition", "Linkset"),
    *("Distribution", "Checksum"),
}
"""Shapes that only say which shapes hold for a class."""


def content(ntriples: str) -> Content:
    return Content(ntriples, "ntriples", SHAPES)


def findings(engine: Engine, ntriples: str) -> set[Finding]:
    return set(engine(content(ntriples)))


def essence(found: set[Finding]) -> set[tuple[str, ...]]:
    """What two engines must agree on.

    How they call blank nodes and ways over several properties is theirs, and so is whether a value that is no number
    is only of the wrong kind or also beyond a limit.
    """
    return {
        (one.severity, one.shape, *(re.sub(r"^_:.*", "_:", term) for term in (one.node, one.value))) for one in found
    }


@cache
def found_in(case: Broken, engine: Engine) -> frozenset[Finding]:
    return frozenset(findings(engine, broken(case)))


@ENGINES
def test_a_graph_that_says_everything_conforms_with_its_description(engine: Engine) -> None:
    assert findings(engine, GOOD) == set()


@ENGINES
def test_the_sample_conforms_with_its_description(engine: Engine, checkout: Path, tmp_path: Path) -> None:
    config = load(checkout, output=tmp_path, formats=("nt", "ttl"))
    build(config)

    assert validate([tmp_path / "graph.nt", tmp_path / "dataset.ttl"], engine) == Report(())
    assert validate([tmp_path / "graph.ttl"], engine) == Report(())


@ENGINES
@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case.shape}{case.name and '-'}{case.name}")
def test_a_broken_graph_is_caught_by_its_shape(case: Broken, engine: Engine) -> None:
    shapes = {found.shape.removeprefix(SHAPES) for found in found_in(case, engine)}

    assert case.shape in shapes


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case.shape}{case.name and '-'}{case.name}")
def test_the_engines_agree_on_what_is_broken(case: Broken) -> None:
    assert essence(set(found_in(case, fast_engine))) == essence(set(found_in(case, reference_engine)))


def test_there_is_a_broken_graph_for_every_shape() -> None:
    assert len(BROKEN) > 100
    assert NAMED - NOT_SAID - GROUPS - {case.shape for case in BROKEN} == set()
    assert {case.shape for case in BROKEN} <= NAMED


def test_what_two_graphs_may_disagree_on_is_a_warning_and_no_violation() -> None:
    for case in BROKEN:
        severities = {found.severity for found in found_in(case, fast_engine) if found.shape == SHAPES + case.shape}
        assert severities == {"Warning" if case.shape.startswith("One") else "Violation"}, case


def shapes_graph() -> Iterator[ox.Quad]:
    return ox.parse(shapes_text(), ox.RdfFormat.TURTLE)


def test_every_shape_has_a_name_and_every_property_shape_an_english_message() -> None:
    quads = list(shapes_graph())
    kinds = {quad.subject for quad in quads if quad.object == ox.NamedNode(SHACL + "PropertyShape")}
    said = {quad.subject: quad.object for quad in quads if quad.predicate.value == SHACL + "message"}

    assert len(kinds) > 100
    assert all(isinstance(shape, ox.NamedNode) and shape.value.startswith(SHAPES) for shape in kinds)
    for shape in kinds:
        message = said[shape]
        assert isinstance(message, ox.Literal)
        assert message.language == "en"
        assert message.value.endswith(".")


def test_the_shapes_use_no_term_that_is_not_in_an_export() -> None:
    """A misspelt property makes a shape that nothing can break."""
    used = {quad.predicate.value for quad in ox.parse(GOOD, ox.RdfFormat.N_TRIPLES)}
    used |= {
        quad.object.value for quad in ox.parse(GOOD, ox.RdfFormat.N_TRIPLES) if isinstance(quad.object, ox.NamedNode)
    }
    paths = {SHACL + name for name in ("path", "targetClass", "targetSubjectsOf", "targetObjectsOf", "class", "equals")}
    named = {
        quad.object.value
        for quad in shapes_graph()
        if quad.predicate.value in paths and isinstance(quad.object, ox.NamedNode)
    }

    assert named - used == set()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(hostile_graphs())
def test_any_text_anywhere_is_what_it_is_to_be(graph: Graph) -> None:
    """A graph made by hand may lack what a build would have; what stands in it is right all the same."""
    lacking = {"LinkStated", "EdgeExplained", "PaperListedAuthors", "EvidenceSource", "DatasetCreator"}
    lacking |= {"RepositoryLowerCase", "PaperAddress"}  # a resolver would have seen to the addresses
    wrong = [
        found
        for found in findings(fast_engine, written(graph, "nt").decode())
        if found.severity == "Violation"
        and found.component != "MinCountConstraintComponent"
        and found.shape.removeprefix(SHAPES) not in lacking
    ]

    assert wrong == []


def test_the_note_series_conforms(shared: Path, tmp_path: Path) -> None:
    config = load(tmp_path, notes=[shared / "corpora" / "note-series"], output=tmp_path, formats=("nt", "ttl"))
    build(config)

    assert validate([tmp_path / "graph.nt", tmp_path / "dataset.ttl"], fast_engine) == Report(())
    assert validate([tmp_path / "graph.ttl"], fast_engine) == Report(())


def test_a_month_of_the_note_series_conforms_to_the_reference(shared: Path, tmp_path: Path) -> None:
    month = min((shared / "corpora" / "note-series" / "notes").iterdir())
    build(load(tmp_path, notes=[month], output=tmp_path, formats=("nt",)))

    assert validate([tmp_path / "graph.nt", tmp_path / "dataset.ttl"], reference_engine) == Report(())


@pytest.mark.parametrize("name", ["dair-potw", "ryumin-cvpr", "zziz-pwc", "awesome-nerf", "patrick-notes"])
def test_lists_conform(shared: Path, tmp_path: Path, name: str) -> None:
    graph = build_graph(load(tmp_path, notes=[shared / "corpora" / "lists" / name], output=tmp_path))

    assert findings(fast_engine, written(graph, "nt").decode()) == set()


def test_graphs_put_together_conform_where_each_does(tmp_path: Path) -> None:
    mine = small_graph()
    theirs = mine._replace(
        papers={key: paper._replace(title=f"{paper.title}!", version=5) for key, paper in mine.papers.items()},
        metadata=Metadata("Theirs", "https://example.org/theirs/", creator="Bo Li"),
    )
    for name, graph in {"mine": mine, "theirs": theirs}.items():
        (tmp_path / f"{name}.nt").write_bytes(written(graph, "nt"))
    report = validate([tmp_path / "mine.nt", tmp_path / "theirs.nt"])

    assert report.conforms
    assert {found.shape.removeprefix(SHAPES) for found in report.findings} == {"OneName", "OneVersion"}


FORMS = {
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
WRONG = "<https://example.org/a> pg:rating 9 ."


def write(path: Path, body: str = WRONG, graph: str = "") -> Path:
    """A file of RDF in the format of its extension, gzipped where it ends in .gz."""
    form = FORMS[Path(path.name.removesuffix(".gz")).suffix]
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    parsed = ox.parse(HEADER + body, ox.RdfFormat.TURTLE)
    quads = [ox.Quad(quad.subject, quad.predicate, quad.object, name) for quad in parsed]
    payload = ox.serialize(quads if form.supports_datasets else (quad.triple for quad in quads), format=form)
    assert payload is not None
    path.write_bytes(gzip.compress(payload) if path.suffix == ".gz" else payload)
    return path


@ENGINES
@pytest.mark.parametrize("ending", [*FORMS, ".nt.gz", ".ttl.gz"])
def test_every_format_is_read(tmp_path: Path, ending: str, engine: Engine) -> None:
    graph = "https://example.org/graph" if ending in {".nq", ".trig", ".jsonld"} else ""
    report = validate([write(tmp_path / f"a{ending}", graph=graph)], engine)

    assert [found.shape for found in report.findings] == [SHAPES + "OfEntries"]
    assert not report.conforms


@ENGINES
def test_several_files_are_one_graph_and_blank_nodes_of_two_are_two(tmp_path: Path, engine: Engine) -> None:
    whole = [write(tmp_path / "a.ttl"), write(tmp_path / "b.nt", "<https://example.org/a> a pg:Entry .")]
    report = validate(whole, engine)
    assert "OfEntries" not in {found.shape.removeprefix(SHAPES) for found in report.findings}

    same = "_:a a pg:Venue ; schema:name 'a' ; schema:identifier 'venue:a' ."
    twice = validate([write(tmp_path / "c.ttl", same), write(tmp_path / "d.ttl", same)], engine)
    assert [found.shape for found in twice.findings] == [SHAPES + "Named"] * 2


def test_a_report_lists_violations_first_and_conforms_with_warnings(tmp_path: Path) -> None:
    two = "<https://arxiv.org/abs/1> a schema:ScholarlyArticle, fabio:ResearchPaper ; schema:identifier 'arxiv:1' ; "
    warned = validate([write(tmp_path / "a.ttl", f"{two} schema:name 'One', 'Two' .")])
    both = validate([write(tmp_path / "b.ttl", f"{two} schema:name 'One', 'Two', 5 .")])

    assert warned.conforms
    assert [found.severity for found in warned.findings] == ["Warning"]
    assert [found.severity for found in both.findings][:1] == ["Violation"]
    assert not both.conforms


@pytest.mark.parametrize(
    "name, payload, message",
    [
        ("a.txt", b"", "has no extension of an RDF format"),
        ("a.nt", b"nonsense\n", "a.nt cannot be read as RDF: "),
        ("a.ttl", b"<urn:a> <urn:b> .", "a.ttl cannot be read as RDF: "),
        ("a.nt", b"\xff", "a.nt is not UTF-8"),
        ("a.nt.gz", gzip.compress(b"# a", mtime=0)[:-4], "a.nt.gz is damaged"),
        ("a.rdf", b"<html/>", "a.rdf cannot be read as RDF: "),
    ],
)
@ENGINES
def test_a_file_that_cannot_be_read_is_one_clear_sentence(
    tmp_path: Path, name: str, payload: bytes, message: str, engine: Engine
) -> None:
    path = tmp_path / name
    path.write_bytes(payload)

    with pytest.raises(InputError, match=re.escape(message)):
        validate([path], engine)
    with pytest.raises(InputError):
        validate([path, path], engine)


def test_a_file_that_is_not_there_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.nt cannot be read: No such file"):
        validate([tmp_path / "none.nt"])


@ENGINES
def test_nothing_is_fetched(tmp_path: Path, engine: Engine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        (tmp_path / "a.jsonld").write_text(f'{{"@context": "{address}", "@id": "urn:a", "name": "x"}}')
        write(tmp_path / "b.ttl", f"<urn:a> <http://www.w3.org/2002/07/owl#imports> <{address}> .")

        with pytest.raises(InputError):
            validate([tmp_path / "a.jsonld"], engine)
        assert validate([tmp_path / "b.ttl"], engine).conforms
        with pytest.raises(TimeoutError):
            server.accept()


def test_the_fastest_engine_that_is_installed_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    installed = {"shacl", "pyshacl"}
    monkeypatch.setattr(validation, "find_spec", lambda name: name if name in installed else None)

    assert installed_engine() is fast_engine
    installed.remove("shacl")
    assert installed_engine() is reference_engine
    installed.clear()
    with pytest.raises(ConfigError, match=r"comes with the extra `validate`"):
        installed_engine()


def test_the_reference_leaves_the_literals_of_rdflib_as_they_were() -> None:
    import rdflib

    findings(reference_engine, "")

    assert rdflib.NORMALIZE_LITERALS


def test_the_reference_reads_each_query_of_the_shapes_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from rdflib.plugins.sparql.parser import parseQuery

    read: Counter[str] = Counter()

    def reading(text: str) -> object:
        read[text] += 1
        return parseQuery(text)

    monkeypatch.setattr("rdflib.plugins.sparql.processor.parseQuery", reading)
    validation._rdflib_graph.cache_clear()  # noqa: SLF001 - else what other tests have read is known
    for _ in range(2):
        findings(reference_engine, GOOD)

    assert set(read.values()) == {1}


@pytest.mark.parametrize("case", [BROKEN[0], BROKEN[2], BROKEN[15]], ids=lambda case: case.shape)
def test_the_report_in_turtle_is_a_report_of_shacl(case: Broken) -> None:
    report = Report(tuple(sorted(found_in(case, fast_engine))))
    quads = list(ox.parse(turtle(report), ox.RdfFormat.TURTLE))
    results = [quad for quad in quads if quad.predicate.value == SHACL + "result"]
    shapes = {str(quad.object)[1:-1] for quad in quads if quad.predicate.value == SHACL + "sourceShape"}

    assert len(results) == len(report.findings) > 0
    assert shapes == {found.shape for found in report.findings}
    assert ox.Literal(value=False) in {quad.object for quad in quads}


def test_a_report_without_findings_says_that_all_is_well() -> None:
    assert turtle(Report(())).endswith("[] a sh:ValidationReport ;\n    sh:conforms true .\n")
