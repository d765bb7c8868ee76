"""Query files in, the catalogue of them out: those that ship, and the user's own beside the configuration.

A file begins with comment lines that say what it answers and which of its variables are given from outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from papergraph.errors import ConfigError, QueryError
from papergraph.keys import suggestion

EXTENSION = ".rq"
OWN = "queries"
"""The folder of the user's own queries, beside the configuration."""

_HEADER = re.compile(r"#\s*(title|description|parameter|also):\s*(.*)")
_PARAMETER = re.compile(r"(\w+)\s*(?:\(default:?\s*([^)]*)\))?\s*(?:-\s*(.*))?$")


class Parameter(NamedTuple):
    """A variable of a canned query that is given from outside."""

    name: str
    default: str | None
    """None when it must be given."""
    description: str


class CannedQuery(NamedTuple):
    """A query that is known by name, with what its header says of it."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    sparql: str
    also: tuple[str, ...] = ()
    """Names that it had before, which still work."""
    file: Path | None = None
    """Where it is written, if it is the user's own."""


@lru_cache(maxsize=1)
def shipped() -> tuple[CannedQuery, ...]:
    """Return the queries that ship, by name."""
    folder = files("papergraph") / "queries"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(EXTENSION)), key=lambda file: file.name)
    return tuple(parse(file.name.removesuffix(EXTENSION), file.read_text(encoding="utf-8")) for file in found)


def own(root: Path) -> tuple[CannedQuery, ...]:
    """Return the user's own queries, `queries/*.rq` in the folder of the configuration, by name.

    Raises ConfigError where one cannot be read.
    """
    found = []
    for file in sorted((root / OWN).glob(f"*{EXTENSION}")):
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise ConfigError(f"{file} cannot be read: {why}.") from error
        found.append(parse(file.stem, text)._replace(file=file))
    return tuple(found)


def catalogue(root: Path | None = None) -> tuple[CannedQuery, ...]:
    """Return every query that has a name, by name; one of the user's own stands for what ships under its name."""
    known = {query.name: query for query in shipped()} | {query.name: query for query in (own(root) if root else ())}
    return tuple(known[name] for name in sorted(known))


def named(name: str, queries: Iterable[CannedQuery]) -> CannedQuery:
    """Return the query of a name; raises QueryError, with a suggestion, where there is none."""
    known = {query.name: query for query in queries}
    former = {old: query for query in known.values() for old in query.also}
    if found := known.get(name) or former.get(name):
        return found
    hint = suggestion(name, known)
    raise QueryError(f"There is no query {name!r}{hint if '?' in hint else '; papergraph query --list shows all.'}")


def parse(name: str, text: str) -> CannedQuery:
    """Read a query file: `# title:`, `# description:`, `# parameter:` and `# also:` lines, then SPARQL."""
    said: dict[str, list[str]] = {"title": [], "description": [], "parameter": [], "also": []}
    for line in text.splitlines():
        if found := _HEADER.match(line):
            said[found[1]].append(found[2].strip())
    parsed = filter(None, map(_PARAMETER.match, said["parameter"]))
    parameters = [Parameter(parts[1], parts[2], parts[3] or "") for parts in parsed]
    title = said["title"][0] if said["title"] else name
    return CannedQuery(name, title, " ".join(said["description"]), tuple(parameters), text, tuple(said["also"]))


def values(query: CannedQuery, given: Mapping[str, str]) -> dict[str, str]:
    """Return the values of a query's parameters; raises QueryError for one that is missing or unknown."""
    names = [parameter.name for parameter in query.parameters]
    for name in given:
        if name not in names:
            known = f"It has {', '.join(f'--{name}' for name in names)}." if names else "It has none."
            raise QueryError(f"The query {query.name} has no parameter {name!r}. {known}")
    found = {parameter.name: given.get(parameter.name, parameter.default) for parameter in query.parameters}
    missing = [parameter for parameter in query.parameters if found[parameter.name] is None]
    if missing:
        told = f": {missing[0].description}" if missing[0].description else ""
        raise QueryError(f"The query {query.name} needs --{missing[0].name} …{told}.")
    return {name: value for name, value in found.items() if value is not None}
