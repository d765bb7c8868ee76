"""What the fields of arXiv's metadata have in common, whether they come from its API or from its snapshot."""

from __future__ import annotations

import re

from papergraph.resolvers import resolve
from papergraph.sources.fields import Fields
from papergraph.sources.latex import decode

SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?\Z")
"""What follows a name and is none."""


def prose(fields: Fields, key: str) -> str | None:
    """Return a text on one line, with the accents that LaTeX spells out."""
    text = fields.text(key)
    return None if text is None else decode(text)


def first_doi(text: str) -> str | None:
    """Return the first DOI of the field, which may hold several."""
    reference = resolve(f"https://doi.org/{text.split(maxsplit=1)[0]}") if text else None
    return reference.identifier if reference and reference.prefix == "doi" else None
