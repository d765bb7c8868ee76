"""What is to be sent: the same triples, each once, in chunks that hold subjects whole, however the files are made."""

from __future__ import annotations

import gzip
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.errors import ConfigError, InputError
from papergraph.exporters import export
from papergraph.publish import Plan, planned
from rdf_graphs import small_graph

GRAPH = small_graph()
LINES = [f'<urn:s{number // 3:03}> <urn:p{number % 3}> "{number}" .\n' for number in range(90)]


def sent(plan: Plan) -> dict[str, list[bytes]]:
    """The lines by graph."""
    graphs: dict[str, list[bytes]] = defaultdict(list)
    for chunk in plan.chunks():
        graphs[chunk.graph] += chunk.lines
    return graphs


def parsed(lines: list[bytes]) -> set[str]:
    return {str(quad) for quad in ox.parse(b"".join(lines), ox.RdfFormat.N_TRIPLES)}


def written(path: Path, lines: list[str]) -> Path:
    payload = "".join(lines).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(payload) if path.suffix == ".gz" else payload)
    return path


@pytest.mark.parametrize("name", ["nt", "nt.gz", "ttl", "rdf", "jsonld"])
def test_every_format_gives_the_same_chunks(tmp_path: Path, name: str) -> None:
    export(GRAPH, "nt", tmp_path / "reference.nt")
    export(GRAPH, name, tmp_path / f"graph.{name}")
    reference, plan = planned([tmp_path / "reference.nt"], size=4096), planned([tmp_path / f"graph.{name}"], size=4096)

    assert parsed(sent(plan)[""]) == parsed(sent(reference)[""])
    assert plan.counts() == {"": (tmp_path / "reference.nt").read_bytes().count(b"\n")}
    assert len(plan.planned) > 5


@pytest.mark.parametrize("name", ["nq", "trig", "trig.gz"])
def test_named_graphs_are_kept(tmp_path: Path, name: str) -> None:
    file = tmp_path / f"graph.{name}"
    export(GRAPH, name, file)
    plan = planned([file])
    quads = defaultdict(set)
    form = ox.RdfFormat.from_extension(name.removesuffix(".gz"))
    payload = gzip.decompress(file.read_bytes()) if name.endswith(".gz") else file.read_bytes()
    for quad in ox.parse(payload, form):
        named = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        quads[named].add(str(quad.triple))

    found = {graph: parsed(lines) for graph, lines in sent(plan).items()}
    assert len(found) > 2
    assert found == {graph: {f"{triple}" for triple in triples} for graph, triples in quads.items()}


def test_no_subject_is_in_two_chunks(tmp_path: Path) -> None:
    plan = planned([written(tmp_path / "a.nt", LINES)], size=100)
    chunks = list(plan.chunks())

    seen: set[bytes] = set()
    for chunk in chunks:
        subjects = {line.split()[0] for line in chunk.lines}
        assert not subjects & seen
        seen |= subjects
    assert len(chunks) > 5
    assert [chunk.checksum for chunk in chunks] == [one.checksum for one in plan.planned]
    assert [chunk.number for chunk in chunks] == list(range(len(chunks)))


def test_a_subject_that_is_larger_than_a_chunk_stays_whole(tmp_path: Path) -> None:
    lines = [f'<urn:{name}> <urn:p> "{number:04}" .\n' for name in "ab" for number in range(500)]
    plan = planned([written(tmp_path / "a.nt", lines)], size=64)

    assert [one.triples for one in plan.planned] == [500, 500]


@settings(max_examples=60, deadline=None)
@given(
    parts=st.lists(st.lists(st.sampled_from(LINES), max_size=40), min_size=1, max_size=4),
    tidy=st.booleans(),
    size=st.integers(20, 2000),
)
def test_files_of_any_order_and_overlap_are_one_set_of_triples(
    tmp_path_factory: pytest.TempPathFactory, parts: list[list[str]], size: int, *, tidy: bool
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    paths = [written(folder / f"{number}.nt", sorted(set(part)) if tidy else part) for number, part in enumerate(parts)]
    wanted = {line for part in parts for line in part}
    if not wanted:
        with pytest.raises(InputError, match="no statement"):
            planned(paths)
        return
    lines = sent(planned(paths, size=size))[""]

    assert [line.decode() for line in lines] == sorted(wanted)


def test_a_folder_of_sorted_parts_is_read_as_one_file_would_be(tmp_path: Path) -> None:
    one = planned([written(tmp_path / "whole.nt", LINES)], size=500)
    for number in range(3):
        written(tmp_path / "ranges" / "triples" / f"part-{number}.nt.gz", LINES[30 * number : 30 * (number + 1)])
        written(tmp_path / "hashes" / "triples" / f"part-{number}.nt.gz", LINES[number::3])
    (tmp_path / "ranges" / "manifest.json").write_text("{}", encoding="utf-8")

    assert sent(planned([tmp_path / "ranges"], size=500)) == sent(one) == sent(planned([tmp_path / "hashes"], size=500))
    assert planned([tmp_path / "hashes"], size=500).checksum == one.checksum


def test_the_checksum_is_that_of_the_triples(tmp_path: Path) -> None:
    one = planned([written(tmp_path / "a.nt", LINES)])
    same = planned([written(tmp_path / "b.nt.gz", LINES[::-1])])
    other = planned([written(tmp_path / "c.nt", LINES[:-1])])

    assert one.checksum == same.checksum != other.checksum


@pytest.mark.parametrize(
    "odd",
    [
        "# a comment\n",
        "\n",
        '<urn:a>\t<urn:p>   "x"  . # why\n',
        '<urn:a> <urn:p> "x" .\r\n',
        '<urn:a> <urn:p> "x" .',
        '_:b <urn:p> "x" .\n',
        "<urn:a> <urn:p> _:b .\n",
    ],
)
def test_lines_that_are_not_as_ours_are_understood_all_the_same(tmp_path: Path, odd: str) -> None:
    plan = planned([written(tmp_path / "a.nt", [*LINES, odd])], size=300)
    lines = sent(plan)[""]

    assert {line.encode() for line in LINES} <= set(lines)
    assert plan.triples == len(LINES) + (0 if odd.strip() in {"", "# a comment"} else 1)
    assert all(line.endswith(b" .\n") for line in lines)
    assert not any(line.startswith(b"_:") or b" _:" in line for line in lines)


def test_what_looks_like_a_blank_node_inside_a_text_is_none(tmp_path: Path) -> None:
    lines = ['<urn:a> <urn:p> "see _:b and <x> _:c" .\n']

    assert sent(planned([written(tmp_path / "a.nt", lines)]))[""] == [lines[0].encode()]


def test_the_sample_has_all_that_is_said_of_its_subjects(tmp_path: Path) -> None:
    plan = planned([written(tmp_path / "a.nt", LINES)], subjects=10, size=200)

    assert len(plan.sample) == 10
    for _, lines in plan.sample:
        subject = lines[0].split()[0].decode()
        assert [line.decode() for line in lines] == [line for line in LINES if line.startswith(f"{subject} ")]


def test_the_sample_is_drawn_from_everywhere(tmp_path: Path) -> None:
    path = written(tmp_path / "a.nt", LINES)
    drawn = {lines[0] for seed in range(60) for _, lines in planned([path], subjects=5, size=200, seed=seed).sample}

    assert len(drawn) == 30


def test_a_sample_of_more_subjects_than_there_are_holds_no_subject_twice(tmp_path: Path) -> None:
    sample = planned([written(tmp_path / "a.nt", LINES)], subjects=500).sample

    assert len({lines[0] for _, lines in sample}) == len(sample) == 30


def test_a_file_that_changes_while_it_is_sent_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "a.nt", LINES)
    plan = planned([path], size=200)
    written(path, LINES[:-4])

    with pytest.raises(InputError, match="has changed while it was sent"):
        sent(plan)


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    written(tmp_path / "bad.nt", ["<urn:a> <urn:p> oh .\n"])
    (tmp_path / "cut.nt.gz").write_bytes(gzip.compress(b"".join(line.encode() for line in LINES))[:-20])

    with pytest.raises(InputError, match="no RDF in"):
        planned([tmp_path / "empty"])
    with pytest.raises(InputError, match="cannot be read"):
        planned([tmp_path / "absent.nt"])
    with pytest.raises(InputError, match=r"is damaged|no valid RDF"):
        planned([tmp_path / "cut.nt.gz"])
    with pytest.raises(ConfigError, match="no extension of RDF"):
        planned([written(tmp_path / "a.csv", ["a"])])
