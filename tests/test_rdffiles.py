"""Files of RDF: read by their extension, packed or not, and written sorted."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from papergraph.errors import ConfigError, InputError, OutputError
from papergraph.rdffiles import EXTENSIONS, Statement, read, write
from rdf_graphs import small_graph, written

PREFIXES = {"schema": "https://schema.org/"}
SAID = {
    Statement("<a:s>", "<https://schema.org/name>", '"图 \\"x\\" \\\\ \\n"@zh', "<a:g>"),
    Statement("<a:s>", "<https://schema.org/name>", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    Statement("<a:s>", "<https://schema.org/url>", "<https://example.org/>", "<a:h>"),
}


@pytest.mark.parametrize("packed", ["", ".gz"])
@pytest.mark.parametrize("extension", EXTENSIONS)
def test_what_is_written_is_read(extension: str, packed: str, tmp_path: Path) -> None:
    path = tmp_path / f"x{extension}{packed}"
    graphs = extension in {".trig", ".nq"}

    assert write(SAID, path, PREFIXES) == len(SAID)
    assert read(path) == (SAID if graphs else {one._replace(graph="") for one in SAID})
    assert path.read_bytes().startswith(b"\x1f\x8b") is bool(packed)


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_our_own_files_are_read_alike(extension: str, tmp_path: Path) -> None:
    (tmp_path / "x.nt").write_bytes(written(small_graph(), "nt"))
    path = tmp_path / f"x{extension}"
    path.write_bytes(written(small_graph(), extension[1:]))

    assert {one[:3] for one in read(path)} == {one[:3] for one in read(tmp_path / "x.nt")}


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_the_order_of_what_is_written_does_not_count(extension: str, tmp_path: Path) -> None:
    one, other = tmp_path / f"1{extension}", tmp_path / f"2{extension}"
    write(sorted(SAID), one, PREFIXES)
    write(sorted(SAID, reverse=True), other, PREFIXES)

    assert one.read_bytes() == other.read_bytes()


def test_a_triple_of_two_graphs_is_written_once_where_there_are_none(tmp_path: Path) -> None:
    (statement, *_) = SAID
    path = tmp_path / "x.nt"

    assert write({statement._replace(graph="<a:1>"), statement._replace(graph="<a:2>")}, path, {}) == 1


def test_what_has_no_name_gets_one_that_the_content_gives(tmp_path: Path) -> None:
    first, second, other = tmp_path / "1.ttl", tmp_path / "2.ttl", tmp_path / "3.ttl"
    first.write_text("<a:s> <a:p> [ <a:q> 1 ] , _:x .")
    second.write_text("<a:s> <a:p> _:other, _:one . _:one <a:q> 1 .")
    other.write_text("<a:s> <a:p> [ <a:q> 2 ] .")

    assert read(first) == read(second)
    assert all("_:" not in " ".join(statement) for statement in read(first))
    assert not {one.object for one in read(first)} & {one.object for one in read(other)} & {"<"}
    assert {one.subject for one in read(first)} & {one.subject for one in read(other)} == {"<a:s>"}


def test_what_xml_cannot_hold_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    write({Statement("<a:s>", "<a:p/q>", '"a\\u0001\\bb"')}, path, {})

    assert [one.object for one in read(path)] == ['"a\ufffd\ufffdb"']


def test_what_a_format_cannot_say_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"

    with pytest.raises(OutputError, match=r"x\.rdf: RDF/XML has no way"):
        write({Statement("<a:s>", "<https://example.org/123>", '"x"')}, path, {})
    assert not path.exists()


@pytest.mark.parametrize(
    "name,content,message",
    [
        ("x.ttl", b"<a:s> <a:p>", "is no valid RDF"),
        ("x.nt", b"\xff", "is no valid RDF"),
        ("x.nt.gz", gzip.compress(b"<a:s> <a:p> <a:o> .\n" * 999, mtime=0)[:-10], r"(damaged|no valid RDF)"),
        ("x.jsonld", b'{"@context": "https://example.org/context", "name": "x"}', "is no valid RDF"),
    ],
)
def test_a_file_that_is_no_rdf_is_told(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(InputError, match=message):
        read(tmp_path / name)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read(tmp_path / "x.ttl")


@pytest.mark.parametrize("name", ["x", "x.json", "x.gz", "x.html", "x.ttl.zip"])
def test_an_extension_of_another_kind_is_told(name: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no extension of RDF"):
        read(tmp_path / name)
