"""Write docs/ns/index.html, the page about every own term, from the ontology that ships.

usage: python scripts/ontology.py [FILE]      without FILE the page goes to standard output
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox

from papergraph.vocabulary import PREFIXES, expand

NAMESPACE = PREFIXES["pg"]
KNOWN = {**PREFIXES, "owl": "http://www.w3.org/2002/07/owl#", "vann": "http://purl.org/vocab/vann/"}
SECTIONS = {"rdfs:Class": "Classes", "rdf:Property": "Properties", "skos:Concept": "Methods and statuses"}
FACTS = {
    "rdfs:subClassOf": "is a kind of",
    "rdfs:subPropertyOf": "is a kind of",
    "owl:inverseOf": "is the inverse of",
    "rdfs:domain": "of",
    "schema:domainIncludes": "of",
    "rdfs:range": "gives",
    "rdfs:seeAlso": "see also",
}
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 0 auto; padding: 1rem }
body { color: #222; background: #fff }
code, h3 { font-family: ui-monospace, monospace }
h3 { margin: 2rem 0 0 } h3 small { font: 0.9rem system-ui, sans-serif; color: #666 }
p { margin: 0.3rem 0 } dl { display: grid; grid-template-columns: 9rem 1fr; margin: 0.3rem 0 } dd { margin: 0 }
nav li { display: inline-block; margin-right: 0.8rem } nav ul { padding: 0 } a { color: #0550ae }
@media (prefers-color-scheme: dark) {
  body { color: #ddd; background: #161616 } a { color: #7ab7ff } h3 small { color: #999 }
}
"""
"""The page is read on its own, from a folder or a server: nothing else is loaded."""


class Ontology:
    """The ontology, asked by CURIE."""

    def __init__(self, turtle: bytes) -> None:
        self.store = ox.Store()
        self.store.load(turtle, ox.RdfFormat.TURTLE)

    def terms(self, kind: str) -> list[str]:
        """Return the own terms of a kind, sorted by name."""
        quads = self.store.quads_for_pattern(None, ox.NamedNode(expand("a")), ox.NamedNode(expand(kind)))
        return sorted(quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode))

    def iris(self, term: str, property_: str) -> list[str]:
        """Return what a term is related to, sorted."""
        found = self.store.quads_for_pattern(ox.NamedNode(term), _property(property_), None)
        return sorted(quad.object.value for quad in found if isinstance(quad.object, ox.NamedNode))

    def text(self, term: str, property_: str, language: str | None = None) -> str:
        """Return what is said of a term in a language."""
        found = self.store.quads_for_pattern(ox.NamedNode(term), _property(property_), None)
        texts = [one.object for one in found if isinstance(one.object, ox.Literal)]
        return next((text.value for text in texts if text.language == language), "")


def page(ontology: Ontology) -> str:
    """Return the page as HTML that is XML too."""
    return "\n".join(_lines(ontology)) + "\n"


def _lines(ontology: Ontology) -> Iterator[str]:
    title = ontology.text(NAMESPACE, "dcterms:title", "en")
    version = ontology.text(NAMESPACE, "owl:versionInfo")
    (version_iri,) = ontology.iris(NAMESPACE, "owl:versionIRI")
    (licence,) = ontology.iris(NAMESPACE, "dcterms:license")
    yield "<!DOCTYPE html>"
    yield '<html lang="en" xmlns="http://www.w3.org/1999/xhtml">'
    yield f'<head><meta charset="utf-8"/><title>{escape(title)}</title>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
    yield f"<style>{STYLE}</style></head>"
    yield f"<body><header><h1>{escape(title)}</h1>"
    for language in ("en", "zh"):
        yield _paragraph(ontology.text(NAMESPACE, "rdfs:comment", language), language)
    yield f"<dl><dt>namespace</dt><dd><code>{escape(NAMESPACE)}</code></dd>"
    yield f"<dt>prefix</dt><dd><code>{escape(ontology.text(NAMESPACE, 'vann:preferredNamespacePrefix'))}</code></dd>"
    yield f"<dt>version</dt><dd>{escape(version)}, <code>{escape(version_iri)}</code></dd>"
    yield f'<dt>licence</dt><dd><a href="{escape(licence)}">{escape(licence.rpartition("/")[2])}</a></dd>'
    yield "<dt>as Turtle</dt><dd><code>papergraph.ttl</code> in the package <code>papergraph</code></dd></dl></header>"
    yield "<nav><ul>"
    yield from (f"<li>{_link(term)}</li>" for kind in SECTIONS for term in ontology.terms(kind))
    yield "</ul></nav><main>"
    for kind, heading in SECTIONS.items():
        yield f"<section><h2>{heading}</h2>"
        for term in ontology.terms(kind):
            yield from _term(ontology, term)
        yield "</section>"
    yield "</main></body></html>"


def _term(ontology: Ontology, term: str) -> Iterator[str]:
    name = term.removeprefix(NAMESPACE)
    labels = f'{escape(ontology.text(term, "rdfs:label", "en"))} · <span lang="zh">{{}}</span>'
    labels = labels.format(escape(ontology.text(term, "rdfs:label", "zh")))
    yield f'<section id="{escape(name)}"><h3>pg:{escape(name)} <small>{labels}</small></h3>'
    for language in ("en", "zh"):
        yield _paragraph(ontology.text(term, "rdfs:comment", language), language)
    facts = [(said, ontology.iris(term, property_)) for property_, said in FACTS.items()]
    rows = [f"<dt>{said}</dt><dd>{', '.join(map(_link, iris))}</dd>" for said, iris in facts if iris]
    if rows:
        yield f"<dl>{''.join(rows)}</dl>"
    yield "</section>"


def _paragraph(text: str, language: str) -> str:
    return f'<p lang="{language}">{escape(text)}</p>'


def _link(iri: str) -> str:
    """A link to a term: within the page where it is ours."""
    if iri.startswith(NAMESPACE):
        name = escape(iri.removeprefix(NAMESPACE))
        return f'<a href="#{name}">pg:{name}</a>'
    prefix, start = next((pair for pair in KNOWN.items() if iri.startswith(pair[1])), ("", ""))
    shown = f"{prefix}:{iri.removeprefix(start)}" if prefix else iri
    return f'<a href="{escape(iri)}">{escape(shown)}</a>'


def _property(curie: str) -> ox.NamedNode:
    prefix, _, name = curie.partition(":")
    return ox.NamedNode(KNOWN[prefix] + name)


def main() -> None:
    """Write the page."""
    made = page(Ontology((files("papergraph") / "papergraph.ttl").read_bytes()))
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(made, encoding="utf-8")
    else:
        sys.stdout.buffer.write(made.encode())


if __name__ == "__main__":
    main()
