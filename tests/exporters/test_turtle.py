"""Turtle: pleasant to read."""

from __future__ import annotations

import re

from papergraph.model import Reference
from rdf_graphs import small_graph, written

TEXT = written(small_graph(), "ttl").decode()


def test_it_begins_with_the_prefixes() -> None:
    lines = TEXT.splitlines()
    prefixes = [line for line in lines if line.startswith("@prefix")]

    assert prefixes == sorted(prefixes) == lines[: len(prefixes)]


def test_sections_have_headings_in_their_order() -> None:
    assert re.findall(r"^# (\w+)", TEXT, re.MULTILINE) == [
        *("This", "Notes", "Entries", "Articles", "Papers", "Repositories", "People", "Venues", "Topics"),
        *("Links", "Observations", "Sources"),
    ]


def test_a_paper_reads_well() -> None:
    start = TEXT.index("\narxiv:2007.03260 a ")
    paper = TEXT[start : TEXT.index(" .\n", start) + 3]

    assert paper.startswith(
        """
arxiv:2007.03260 a schema:ScholarlyArticle, fabio:ResearchPaper ;
    schema:identifier "arxiv:2007.03260" ;
    schema:name "ResRep: Lossless CNN Pruning" ;
"""
    )
    assert '    schema:abstract "We prune.\\nLosslessly." ;\n' in paper
    assert "    schema:author person:tianxiang_hao, person:xiaohan_ding ;\n" in paper
    assert '    schema:datePublished "2020-07-07"^^xsd:date ;\n    pg:year 2020 ;\n' in paper


def test_an_evidence_stands_under_the_first_link_that_has_it() -> None:
    links = TEXT[TEXT.index("# Links") : TEXT.index("# Observations")]
    named = re.search(r"pg:evidence (evidence:\w+)", links)

    assert named
    assert re.search(rf"pg:evidence {named[1]} \.\n\n{named[1]} a pg:Evidence ;", links)


def test_nothing_is_anonymous_and_no_line_ends_with_a_space() -> None:
    assert "[]" not in TEXT
    assert "_:" not in TEXT
    assert not re.search(r" $", TEXT, re.MULTILINE)


def test_half_a_surrogate_pair_does_not_stop_it() -> None:
    graph = small_graph()
    paper = Reference("arxiv", "2007.03260")
    broken = graph._replace(papers={paper: graph.papers[paper]._replace(title="half \ud83d")})

    assert 'schema:name "half \ufffd" ;' in written(broken, "ttl").decode()
