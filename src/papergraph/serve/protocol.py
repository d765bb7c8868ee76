"""An HTTP request in, the query that it asks out, or why it is refused: the SPARQL 1.1 Protocol; pure."""

from __future__ import annotations

from binascii import a2b_qp
from collections.abc import Mapping
from email.message import Message
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote_to_bytes

from papergraph.errors import QueryError
from papergraph.sparql import LONGEST, refuse

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
MOST_BYTES = 1 << 20
"""Of the body of a request."""
_MOST_PARAMETERS = 100


class Refusal(Exception):  # noqa: N818 - it is an answer, and no error of ours
    """A request that is answered with a reason."""

    def __init__(self, status: int, reason: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = headers or {}


class Asked(NamedTuple):
    """A query, and the graphs that it is about where the request names some."""

    sparql: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def read(method: str, query_string: bytes, content_type: str = "", body: bytes = b"") -> Asked | None:
    """Return what a request asks; None where a GET asks nothing.

    Raises Refusal: 400 for what is no query, 403 for what would change or leave the graph, 405, 413, 415.
    """
    if method in {"GET", "HEAD"}:
        if not query_string:
            return None
        parameters, sparql = _parameters(query_string), None
    elif method == "POST":
        if len(body) > MOST_BYTES:
            raise Refusal(413, f"The request is longer than {MOST_BYTES >> 10} KiB.")
        parameters, sparql = _posted(query_string, content_type, body)
    else:
        raise Refusal(405, "Only GET, HEAD and POST are answered here.", {"Allow": "GET, HEAD, POST, OPTIONS"})
    return _asked(parameters, sparql)


def _posted(query_string: bytes, content_type: str, body: bytes) -> tuple[list[tuple[str, str]], str | None]:
    """Return the parameters of a POST, and the query where it is the body itself."""
    header = Message()
    header["Content-Type"] = content_type
    kind = header.get_content_type() if content_type else ""
    charset = header.get_content_charset() or "utf-8"
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise Refusal(415, f"The charset must be UTF-8, and is {charset[:40]}.")
    if kind == FORM:
        return [*_parameters(query_string), *_parameters(body)], None
    if kind == QUERY:
        return _parameters(query_string), _text(body)
    if kind == UPDATE:
        raise Refusal(403, "The graph cannot be changed here: change the notes and build again.")
    raise Refusal(415, f"A query is posted as {FORM} or as {QUERY}.", {"Accept-Post": f"{FORM}, {QUERY}"})


def _asked(parameters: list[tuple[str, str]], sparql: str | None) -> Asked:
    queries = [value for name, value in parameters if name == "query"]
    if any(name == "update" for name, _ in parameters):
        raise Refusal(403, "The graph cannot be changed here: change the notes and build again.")
    if sparql is not None:
        queries.append(sparql)
    if len(queries) != 1:
        raise Refusal(400, "There must be one query, in the parameter `query` or as the body of a POST.")
    if len(queries[0]) > LONGEST:
        raise Refusal(413, f"A query may be {LONGEST:,} characters long, and this one has {len(queries[0]):,}.")
    try:
        refuse(queries[0])
    except QueryError as error:
        raise Refusal(403, str(error)) from error
    graphs = {"default-graph-uri": [], "named-graph-uri": []}  # type: dict[str, list[str]]
    for name, value in parameters:
        if name in graphs:
            graphs[name].append(value)
    return Asked(queries[0], *(tuple(iris) for iris in graphs.values()))


def _parameters(text: bytes) -> list[tuple[str, str]]:
    try:
        if text.startswith(b"query=") and b"&" not in text:  # by far the most, and it takes a while
            return [("query", _decoded(text[6:]))]
        return parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise Refusal(400, "The parameters are not UTF-8, percent-encoded.") from None
    except ValueError:
        raise Refusal(400, f"There are more than {_MOST_PARAMETERS} parameters.") from None


def _decoded(text: bytes) -> str:
    """Return what is percent-encoded; raises UnicodeDecodeError where that is not UTF-8."""
    text = text.replace(b"+", b" ")
    # Quoted-printable is the same with another sign, and is read ten times as fast.
    plain = a2b_qp(text.replace(b"=", b"=3D").replace(b"%", b"="))
    is_whole = len(plain) == len(text) - 2 * text.count(b"%")  # else something is no code, and stays as it is
    is_line = b"\n" not in text and b"\r" not in text  # quoted-printable may join lines
    return (plain if is_whole and is_line else unquote_to_bytes(text)).decode("utf-8")


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(400, "The query is not UTF-8.") from None
