"""Graphs that break the contract, each in one place, and the shape that is to say so."""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox

from papergraph.notations import Turtle
from rdf_graphs import described_small_graph, small_graph, written

NOTE = "<urn:papergraph:note/2021/读书%20notes.md>"
ENTRY = "<urn:papergraph:entry/2021/读书%20notes.md/1>"
ARTICLE = "<https://example.org/深い?q=%5Ba%20b%5D>"
PAPER, OTHER = "arxiv:2007.03260", "arxiv:1908.03930"
REPOSITORY = "<https://github.com/dingxiaoh/resrep>"
LINK = "link:bbe9b31c09f8-hasRepository-608a4b0a2043"
EVIDENCE = "evidence:9ca54cbed1e5d90f"
FOUND = "evidence:54b1f43467571a7a"
"""What was found in a text."""
OBSERVATION = "observation:608a4b0a2043-1fe41e166fc79102"
LIST = "list:c7fa8fa1dd4a4413-1"
DATASET = "<urn:papergraph:dataset>"
LINKSET = "<urn:papergraph:dataset/links/arxiv>"
TEXT = '"2026-11-22"'


class Broken(NamedTuple):
    """What is taken out of the good graph, and what is put in."""

    shape: str
    added: str = ""
    """Turtle."""
    removed: tuple[str, str] = ("", "")
    """Subject and property, as Turtle writes them."""
    name: str = ""
    """Where several break one shape."""


BROKEN = (
    Broken("Named", "[] a schema:Article ; schema:identifier 'url:x' ."),
    Broken("NamedValue", f"{PAPER} schema:sameAs [] ."),
    Broken("Name", f"{REPOSITORY} schema:name 5 ."),
    Broken("Name", f"{REPOSITORY} schema:name '' .", name="empty"),
    Broken("Identifier", f"{PAPER} schema:identifier 'no reference' ."),
    Broken("Date", f"{NOTE} dcterms:date '2021-09-30T10:00:00'^^xsd:dateTime ; pg:year 2021 ."),
    Broken("Date", f"{NOTE} dcterms:date '2021-09-30Z'^^xsd:date .", name="zone"),
    Broken("Date", f"{NOTE} dcterms:date '2021-02-30'^^xsd:date .", name="no-day"),
    Broken("DatePublished", f"{PAPER} schema:datePublished '2020'^^xsd:date ."),
    Broken("DateCreated", f"{REPOSITORY} schema:dateCreated '2020-01-01' ."),
    Broken("DateModified", f"{REPOSITORY} schema:dateModified 2020 ."),
    Broken("RetrievedAt", f"{PAPER} pg:retrievedAt 'yesterday' ."),
    Broken("GeneratedAtTime", f"{OBSERVATION} prov:generatedAtTime '2026-11-23'^^xsd:date ."),
    Broken("Year", f"{PAPER} pg:year '2020'^^xsd:gYear ."),
    Broken("Year", "venue:iccv_2021 pg:year 20210 .", name="far"),
    Broken("YearOfDate", removed=(PAPER, "pg:year")),
    Broken("YearOfDate", f"{PAPER} schema:datePublished '1999'^^xsd:gYear .", name="another"),
    Broken("Line", f"{ENTRY} pg:line 0 ."),
    Broken("Status", f"{PAPER} pg:status pg:Lost ."),
    Broken("About", f"{PAPER} schema:about person:xiaohan_ding ."),
    Broken("Keywords", f"{ENTRY} schema:keywords topic:pruning ."),
    Broken("Abstract", f"{ENTRY} schema:abstract true ."),
    Broken("License", f"{PAPER} schema:license 4 ."),
    Broken("Url", f"{REPOSITORY} schema:url 'https://example.org'@en ."),
    Broken("Image", f"{ENTRY} schema:image 1.5 ."),
    Broken("Mentions", f"{ENTRY} schema:mentions 2 ."),
    Broken("OfNotes", f"{ENTRY} pg:path 'a.md' ."),
    Broken("OfEntries", f"{PAPER} pg:rating 5 ."),
    Broken("OfPapers", f"{REPOSITORY} pg:category 'cs.CV' ."),
    Broken("OfRepositories", f"{PAPER} pg:stars 5 ."),
    Broken("OfLinks", f"{EVIDENCE} pg:subject {PAPER} ."),
    Broken("OfEvidence", f"{LINK} pg:quote 'Code' ."),
    Broken("OfObservations", f"{LINK} pg:thing {PAPER} ."),
    Broken("Note", "<urn:papergraph:note/b.md> a pg:Note ; pg:path 'b.md' ."),
    Broken("NotePath", removed=(NOTE, "pg:path")),
    Broken("NoteParts", f"{NOTE} dcterms:hasPart {PAPER} ."),
    Broken("EntryNote", removed=(ENTRY, "dcterms:isPartOf")),
    Broken("EntryOfItsNote", removed=(NOTE, "dcterms:hasPart")),
    Broken("EntryPosition", f"{ENTRY} schema:position 2 ."),
    Broken("EntryName", removed=(ENTRY, "schema:name")),
    Broken("EntryRating", f"{ENTRY} pg:rating 6 ."),
    Broken("EntryRating", f"{ENTRY} pg:rating 'five' .", name="word"),
    Broken("EntryPaperTitle", f"{ENTRY} pg:paperTitle 4 ."),
    Broken("EntryRepositoryName", f"{ENTRY} pg:repositoryName 4 ."),
    Broken("EntryTip", f"{ENTRY} pg:tip 4 ."),
    Broken("EntrySection", f"{ENTRY} pg:section topic:pruning ."),
    Broken("EntryCodeStatus", f"{ENTRY} pg:codeStatus false ."),
    Broken("EntryMain", f"{ENTRY} schema:mainEntity {PAPER} ."),
    Broken("ArticleIdentifier", removed=(ARTICLE, "schema:identifier")),
    Broken("ArticleDiscusses", f"{ARTICLE} cito:discusses {REPOSITORY} ."),
    Broken("Paper", "<https://example.org/p> a schema:ScholarlyArticle ; schema:identifier 'url:p' ."),
    Broken("PaperIdentifier", removed=(OTHER, "schema:identifier")),
    Broken(
        "PaperAddress",
        "<https://arxiv.org/abs/2007.03260v2> a schema:ScholarlyArticle, fabio:ResearchPaper ; "
        "schema:identifier 'arxiv:2007.03260' .",
    ),
    Broken("PaperAuthor", f"{PAPER} schema:author <urn:papergraph:organization/some_lab> ."),
    Broken("PaperAuthorList", f"{PAPER} bibo:authorList 'Ding, Hao' ."),
    Broken("PaperListedAuthors", removed=(OTHER, "schema:author")),
    Broken("PaperVersion", f"{PAPER} schema:version 'v4' ."),
    Broken("PaperVenue", f"{PAPER} schema:isPartOf {NOTE} ."),
    Broken("PaperCategory", f"{PAPER} pg:category 'cs.CV'@en ."),
    Broken("PaperComment", f"{PAPER} pg:comment 9 ."),
    Broken("PaperJournal", f"{PAPER} pg:journalReference venue:iccv_2021 ."),
    Broken("PaperDoi", f"{PAPER} bibo:doi <https://doi.org/10.1/x> ."),
    Broken("PaperRepository", f"{PAPER} pg:hasRepository <https://example.org/alone> ."),
    Broken("PaperStatus", f"{PAPER} pg:status pg:Empty ."),
    Broken(
        "RepositoryLowerCase",
        "<https://github.com/A/b> a schema:SoftwareSourceCode ; schema:identifier 'github:a/b' ; "
        "schema:codeRepository <https://github.com/A/b> .",
    ),
    Broken("RepositoryIdentifier", removed=(REPOSITORY, "schema:identifier")),
    Broken("RepositoryAddress", removed=(REPOSITORY, "schema:codeRepository")),
    Broken("RepositoryStars", f"{REPOSITORY} pg:stars -1 ."),
    Broken("RepositoryStars", f"{REPOSITORY} pg:stars '1.2k' .", name="thousands"),
    Broken("RepositoryForks", f"{REPOSITORY} pg:forks 1.5 ."),
    Broken("RepositoryArchived", f"{REPOSITORY} pg:archived 'no' ."),
    Broken("RepositoryIsFork", f"{REPOSITORY} pg:isFork 0 ."),
    Broken("RepositoryLanguage", f"{REPOSITORY} schema:programmingLanguage 'C'@en ."),
    Broken("RepositoryDescription", f"{REPOSITORY} schema:description 5 ."),
    Broken("RepositoryPapers", removed=(REPOSITORY, "codemeta:referencePublication")),
    Broken("RepositoryStatus", f"{REPOSITORY} pg:status pg:Withdrawn ."),
    Broken("ListFirst", removed=(LIST, "rdf:first")),
    Broken("ListRest", f"{LIST} rdf:rest rdf:nil ."),
    Broken("ListEnd", f"{OTHER} bibo:authorList list:a . list:a rdf:first person:xiaohan_ding ; rdf:rest list:a ."),
    Broken("PersonName", removed=("person:xiaohan_ding", "schema:name")),
    Broken("VenueName", removed=("venue:iccv_2021", "schema:name")),
    Broken("VenueIdentifier", removed=("venue:iccv_2021", "schema:identifier")),
    Broken("TopicLabel", removed=("topic:pruning", "skos:prefLabel")),
    Broken("TopicLabel", "topic:pruning skos:prefLabel '剪枝'@zh, '修剪'@zh .", name="two"),
    Broken("TopicLabelOnce", "topic:pruning skos:prefLabel 'cutting' ."),
    Broken("TopicBroader", f"topic:pruning skos:broader {PAPER} ."),
    Broken("TopicScheme", "topic:pruning skos:inScheme <urn:papergraph:other> ."),
    Broken("TopicBelowItself", "topic:compression skos:broader topic:pruning ."),
    Broken("LinkSubject", removed=(LINK, "pg:subject")),
    Broken("LinkPredicate", f"{LINK} pg:predicate schema:name ."),
    Broken("LinkObject", f"{LINK} pg:object {PAPER} ."),
    Broken("LinkEvidence", removed=(LINK, "pg:evidence")),
    Broken("LinkStated", removed=(PAPER, "pg:hasRepository")),
    Broken("EdgeExplained", f"{OTHER} schema:about topic:pruning ."),
    Broken("EvidenceMethod", f"{EVIDENCE} pg:method pg:Guess ."),
    Broken("EvidenceSource", removed=(EVIDENCE, "prov:wasDerivedFrom")),
    Broken("EvidenceSource", f"{EVIDENCE} prov:wasDerivedFrom {PAPER} .", name="paper"),
    Broken("EvidenceConfidence", removed=(EVIDENCE, "pg:confidence"), added=f"{EVIDENCE} pg:confidence 1.5 ."),
    Broken("EvidenceQuote", f"{EVIDENCE} pg:quote 'Repository' ."),
    Broken("SpanField", removed=(FOUND, "pg:field")),
    Broken("SpanField", removed=(FOUND, "pg:field"), added=f"{FOUND} pg:field pg:path .", name="no-text"),
    Broken("SpanStart", removed=(FOUND, "pg:start")),
    Broken("SpanStart", removed=(FOUND, "pg:start"), added=f"{FOUND} pg:start 6 .", name="after"),
    Broken("SpanEnd", removed=(FOUND, "pg:end")),
    Broken("SpanRule", removed=(FOUND, "pg:rule")),
    Broken("SpanRule", removed=(FOUND, "pg:rule"), added=f"{FOUND} pg:rule 'guess' .", name="unknown"),
    Broken("SpanQuote", removed=(FOUND, "pg:quote")),
    Broken("QuotedAsWritten", removed=(FOUND, "pg:start"), added=f"{FOUND} pg:start 1 ."),
    Broken("QuotedAsWritten", removed=(ENTRY, "pg:paperTitle"), name="no-text"),
    Broken("ObservationThing", removed=(OBSERVATION, "pg:thing")),
    Broken("ObservationProperty", f"{OBSERVATION} pg:property 'schema:name' ."),
    Broken("ObservationSource", removed=(OBSERVATION, "prov:wasDerivedFrom")),
    Broken("SourceName", removed=("source:GitHub", "schema:name")),
    Broken("DatasetTitle", f"{DATASET} dcterms:title 5 ."),
    Broken("DatasetVocabulary", f"{DATASET} void:vocabulary 'schema.org' ."),
    Broken("DatasetCreator", f"{DATASET} dcterms:creator 'Ada Ng' ."),
    Broken("DatasetTriples", f"{DATASET} void:triples 'many' ."),
    Broken("DescriptionTriples", removed=(DATASET, "void:triples")),
    Broken("DescriptionEntities", removed=(DATASET, "void:entities")),
    Broken("DescriptionClasses", removed=(DATASET, "void:classPartition")),
    Broken("DescriptionProperties", removed=(DATASET, "void:propertyPartition")),
    Broken("DescriptionFiles", removed=(DATASET, "dcat:distribution")),
    Broken("DescriptionActivity", removed=(DATASET, "prov:wasGeneratedBy")),
    Broken("DescriptionLinksets", f"{DATASET} void:subset <urn:papergraph:part> ."),
    Broken("ClassPartitionClass", removed=("<urn:papergraph:dataset/class/pg-Note>", "void:class")),
    Broken("ClassPartitionEntities", removed=("<urn:papergraph:dataset/class/pg-Note>", "void:entities")),
    Broken("PropertyPartitionProperty", removed=("<urn:papergraph:dataset/property/pg-path>", "void:property")),
    Broken("PropertyPartitionTriples", "<urn:papergraph:dataset/property/pg-path> void:triples 0 ."),
    Broken("LinksetTriples", removed=(LINKSET, "void:triples")),
    Broken("LinksetFrom", removed=(LINKSET, "void:subjectsTarget")),
    Broken("LinksetTo", removed=(LINKSET, "void:objectsTarget")),
    Broken("DistributionMediaType", "<urn:papergraph:dataset/file/graph.nt> dcat:mediaType 'text/turtle' ."),
    Broken("DistributionEncoding", removed=("<urn:papergraph:dataset/file/graph.nt>", "schema:encodingFormat")),
    Broken("DistributionSize", "<urn:papergraph:dataset/file/graph.nt> dcat:byteSize '1 MB' ."),
    Broken("DistributionChecksum", removed=("<urn:papergraph:dataset/file/graph.nt>", "checksums:checksum")),
    Broken("ChecksumAlgorithm", "<urn:x> a checksums:Checksum ; checksums:checksumValue '00'^^xsd:hexBinary ."),
    Broken(
        "ChecksumValue",
        "<urn:x> a checksums:Checksum ; checksums:algorithm checksums:checksumAlgorithm_sha256 ; "
        "checksums:checksumValue '00'^^xsd:hexBinary .",
    ),
    Broken("OneName", f"{PAPER} schema:name 'Another title' ."),
    Broken("OneDate", f"{ENTRY} dcterms:date '2021'^^xsd:gYear ."),
    Broken("OneRating", f"{ENTRY} pg:rating 1 ."),
    Broken("OneLine", f"{ENTRY} pg:line 99 ."),
    Broken("OnePublished", f"{PAPER} schema:datePublished '2020'^^xsd:gYear ."),
    Broken("OneModified", f"{PAPER} schema:dateModified '2020'^^xsd:gYear ."),
    Broken("OneCreated", f"{REPOSITORY} schema:dateCreated '2020'^^xsd:gYear ."),
    Broken("OneRetrieved", f"{PAPER} pg:retrievedAt '2026-11-23'^^xsd:date ."),
    Broken("OneStatus", f"{PAPER} pg:status pg:Missing, pg:Withdrawn ."),
    Broken("OneAbstract", f"{PAPER} schema:abstract 'Another' ."),
    Broken("OneVersion", f"{PAPER} schema:version 5 ."),
    Broken("OneStars", f"{REPOSITORY} pg:stars 5 ."),
    Broken("OneForks", f"{REPOSITORY} pg:forks 5 ."),
    Broken("OneArchived", f"{REPOSITORY} pg:archived true ."),
    Broken("OneDescription", f"{REPOSITORY} schema:description 'Pruning'@en ."),
)
SYNTAX = Turtle("urn:papergraph:")
PREFIXES = {**SYNTAX.prefixes, "checksums": "http://spdx.org/rdf/terms#"}
HEADER = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
GOOD = written(small_graph(), "nt").decode() + "".join(
    f"{quad.triple} .\n" for quad in ox.parse(described_small_graph(), ox.RdfFormat.TURTLE)
)
"""The small graph and its description, as N-Triples."""


def parsed(turtle: str) -> list[ox.Triple]:
    """The triples of a piece of Turtle."""
    return [quad.triple for quad in ox.parse(HEADER + turtle, ox.RdfFormat.TURTLE)]


def broken(case: Broken) -> str:
    """The good graph, broken, as N-Triples."""
    lines = GOOD.splitlines(keepends=True)
    if case.removed[0]:
        (triple,) = parsed(f"{' '.join(case.removed)} 0 .")
        left = [line for line in lines if not line.startswith(f"{triple.subject} {triple.predicate} ")]
        assert len(left) < len(lines), f"{case} takes nothing away"
        lines = left
    return "".join((*lines, *(f"{triple} .\n" for triple in parsed(case.added))))
