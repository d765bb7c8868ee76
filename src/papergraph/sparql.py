"""The text of a query in; what it may not ask, its variables with values, and its mistakes explained out; pure.

Oxigraph executes `SERVICE`, and nothing in it can forbid that. So the text is cut into tokens of the SPARQL
grammar, and keywords are looked for where a keyword can be: outside of IRIs, strings, comments, variables and
names with a prefix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from papergraph.errors import QueryError

# An IRI; texts, also without an end; a comment, a variable, a tag of a language; a name with a prefix, a blank node.
_TOKENS = re.compile(
    r"""
    <(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>
    | \"\"\"(?:[^"\\]|\\.|"(?!""))*+(?:\"\"\"|\Z) | '''(?:[^'\\]|\\.|'(?!''))*+(?:'''|\Z)
    | "(?:[^"\\\n\r]|\\.)*+"? | '(?:[^'\\\n\r]|\\.)*+'?
    | \#[^\n\r]*+
    | [?$]\w++
    | @[A-Za-z][\w-]*+
    | (?:(?P<prefix>[^\W\d_][\w.-]*+)|_)?:(?:[\w:.%-]|\\[_~.!$&'()*+,;=/?\#@%-])*+
    | (?P<run>[^\W\d_][\w.-]*+)   # words with points between them: to look for a name at each takes long
    | (?P<word>\w++)
    """,
    re.VERBOSE | re.DOTALL,
)
_POSITION = re.compile(r"(\d+):(\d+): (?:expected (?:one of )?)?(.*)", re.DOTALL)
_COMMENTS = re.compile(r"#[^\n\r]*")
LONGEST = 1 << 16
"""Characters of a query: the engine's stack grows with its text, and `papergraph.query.DEEP` is made for this."""
_WIDEST = 100
"""Characters of a line that are shown."""
_REFUSED = {
    "SERVICE": "SERVICE is refused: queries are answered from the graph alone.",
    "FROM": "FROM is refused: queries are answered from the graph alone.",
    **dict.fromkeys(
        ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE"),
        "Queries cannot change the graph: change the notes and build again.",
    ),
}


def refuse(sparql: str) -> None:
    """Raise QueryError where a query asks another server, wants to change something, or is too long.

    The engine takes a keyword also where no space is around it: `1SERVICE<…>`, and `service:x` where the prefix that
    is empty is declared. So a keyword is refused within a word too, and `SERVICE` within a prefix.
    """
    if len(sparql) > LONGEST:
        raise QueryError(f"A query may be {LONGEST:,} characters long, and this one has {len(sparql):,}.")
    text = sparql.upper()
    if not any(keyword in text for keyword in _REFUSED):
        return
    for token in _TOKENS.finditer(sparql):
        word = (token["run"] or token["word"] or "").upper()
        found = next((reason for keyword, reason in _REFUSED.items() if keyword in word), None) if word else None
        if found is None and "SERVICE" in (token["prefix"] or "").upper():
            found = f"{_REFUSED['SERVICE']} No prefix may hold that word either."
        if found:
            raise QueryError(found)


def with_values(sparql: str, terms: Mapping[str, str]) -> str:
    """Put terms, as SPARQL writes them, in the places of variables; what stands in strings and comments stays."""

    def value(token: re.Match[str]) -> str:
        return terms.get(token[0][1:], token[0]) if token[0][0] in "?$" else token[0]

    return _TOKENS.sub(value, sparql)


def with_limit(sparql: str, limit: int) -> str:
    """Put a limit in the place of the last one of a query that ends with one, or behind a query that has none there."""
    tokens = [token for token in _TOKENS.finditer(sparql) if not token[0].startswith("#")]
    last = len(tokens) > 1 and tokens[-2][0].upper() == "LIMIT"
    if last and not _COMMENTS.sub("", sparql[tokens[-1].end() :]).strip():  # else it is that of a query inside
        return f"{sparql[: tokens[-1].start()]}{limit}{sparql[tokens[-1].end() :]}"
    return f"{sparql.rstrip()}\nLIMIT {limit}\n"


def with_prefixes(sparql: str, known: Mapping[str, str]) -> str:
    """Declare the known prefixes that a query uses and does not declare, in front, so that lines keep their numbers."""
    used: dict[str, None] = {}
    declared: set[str] = set()
    before = ""
    for token in _TOKENS.finditer(sparql):
        prefix, colon, _ = token[0].partition(":")
        if colon and token[0][0] not in "<\"'#@?$_":
            if before == "PREFIX":
                declared.add(prefix)
            else:
                used.setdefault(prefix)
        before = token[0].upper()
    lines = [f"PREFIX {prefix}: <{known[prefix]}>" for prefix in used if prefix in known and prefix not in declared]
    return " ".join([*lines, sparql])


def explained(sparql: str, message: str) -> str:
    """Say where a query is wrong: the line and column of a parser's message, its reason, and the line itself."""
    place = _POSITION.search(message)
    if place is None:
        return f"The query is wrong: {' '.join(message.split())}."
    number, column = int(place[1]), int(place[2])
    lines = re.split(r"\r\n|\r|\n", sparql)
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    reason = next(_sentences(place[3]), "something else is expected here")
    if reason == "Prefix not found" and (token := _ending_at(line, column - 1)):
        reason, column = f"the prefix {token[0].partition(':')[0]}: is not declared", token.start() + 1
    shown, pointer = _cut(line, column - 1)
    return f"The query is wrong in line {number}, column {column}: {reason}.\n  {shown}\n  {' ' * pointer}^"


def _ending_at(line: str, place: int) -> re.Match[str] | None:
    """Return the name with a prefix that ends at a place of a line."""
    tokens = (token for token in _TOKENS.finditer(line) if token.end() == place)
    return next((token for token in tokens if ":" in token[0] and token[0][0] not in "<\"'#"), None)


def _sentences(expected: str) -> Iterator[str]:
    """Yield what a parser says in words; the rest are pieces of its grammar."""
    for part in expected.replace("\n", " ").split(", "):
        if re.fullmatch(r"[A-Z][\w ?$']+ [\w ?$']+", part):
            yield part


def _cut(line: str, place: int) -> tuple[str, int]:
    """Return what is shown of a line, and where the place is in it."""
    start = max(0, place - _WIDEST // 2) if len(line) > _WIDEST else 0
    shown = line[start : start + _WIDEST]
    return "".join(character if character.isprintable() else " " for character in shown), place - start
