"""A query in, the answer of a SPARQL endpoint out, as `papergraph.query` gives it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from papergraph import __version__
from papergraph.errors import QueryError
from papergraph.query import Result, filled, result_of, triples_result
from papergraph.sparql import with_prefixes
from papergraph.vocabulary import prefixes

if TYPE_CHECKING:
    import requests

_ACCEPTED = "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.8"
_LONGEST_ANSWER = 1 << 28
"""Bytes of an answer that are taken."""
_SAID = 500
"""Characters of a server's own words that are repeated."""
CONNECT = 10.0
"""Seconds that a connection may take to be made."""


def ask(
    endpoint: str,
    sparql: str,
    parameters: Mapping[str, str] | None = None,
    base_iri: str = "urn:papergraph:",
    limit: int | None = None,
) -> Result:
    """Ask a SPARQL 1.1 endpoint, with our prefixes declared where the query uses them.

    Args:
        endpoint: its http(s) address.
        sparql: the query.
        parameters: values for variables, as for `papergraph.query.query`.
        base_iri: under which the user's own things live.
        limit: rows of the answer at most.

    Raises:
        QueryError: the endpoint cannot be reached, refuses the query, or answers what is no answer.
    """
    import requests

    asked = with_prefixes(filled(sparql, parameters, base_iri), prefixes(base_iri))
    headers = {"Accept": _ACCEPTED, "User-Agent": f"papergraph/{__version__}"}
    try:
        with requests.post(
            endpoint, {"query": asked}, headers=headers, timeout=(CONNECT, None), stream=True
        ) as response:
            return _read(endpoint, response, limit)
    except (requests.RequestException, ValueError, UnicodeError) as error:
        raise QueryError(f"{endpoint} cannot be asked: {_why(error)}.") from error


def _read(endpoint: str, response: requests.Response, limit: int | None) -> Result:
    import pyoxigraph as ox

    body = response.raw.read(_LONGEST_ANSWER + 1, decode_content=True)
    if len(body) > _LONGEST_ANSWER:
        raise QueryError(f"{endpoint} answers with more than {_LONGEST_ANSWER >> 20} MB: ask for fewer rows.")
    if not response.ok:
        said = " ".join(body[: 4 * _SAID].decode("utf-8", "replace").split())[:_SAID]
        raise QueryError(f"{endpoint} refuses the query ({response.status_code}): {said or response.reason}")
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    try:
        if form := ox.QueryResultsFormat.from_media_type(kind):
            return result_of(ox.parse_query_results(body, form), limit)
        if rdf := ox.RdfFormat.from_media_type(kind):
            return triples_result(ox.parse(body, rdf), limit)
    except (SyntaxError, ValueError, OSError) as error:
        raise QueryError(f"{endpoint} answers what cannot be read as {kind}: {error}.") from error
    raise QueryError(f"{endpoint} answers with {kind or 'no media type'}, which is no answer to a query.")


def _why(error: Exception) -> str:
    """Say what is wrong without the objects that the library names in its messages."""
    import requests

    if isinstance(error, requests.Timeout):
        return "it does not answer in time"
    if isinstance(error, requests.ConnectionError):
        return "no connection can be made"
    return " ".join(str(error).split())[:_SAID] or type(error).__name__
