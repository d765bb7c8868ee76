"""What the tests of the store share: answers made by hand, and answers of a small world that renames and deletes."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import strategies as st

from papergraph.model import Reference
from papergraph.store import Answer, State, Store
from papergraph.store.database import connect_in_memory


def in_memory() -> Store:
    """An empty store that no file holds."""
    return Store(Path("memory"), connect_in_memory())


def github(name: str) -> Reference:
    """A repository."""
    return Reference("github", name)


def at(second: int) -> str:
    """A moment."""
    return f"2026-11-24T13:{second // 60:02}:{second % 60:02}Z"


def found(asked: Reference, stars: int = 0, now: Reference | None = None, **fields: object) -> Answer:
    """An answer with facts: so many stars, under the name that it has now."""
    raw = json.dumps({"full_name": (now or asked).identifier, "stargazers_count": stars, **fields})
    return Answer(asked, State.OK, now, raw, json.dumps({"stars": stars}), "github/1", f'W/"{stars}"')


def missing(asked: Reference) -> Answer:
    """An answer that there is no such thing."""
    return Answer(asked, State.MISSING, message="GitHub does not know it")


def failed(asked: Reference, message: str = "GitHub has trouble of its own") -> Answer:
    """No answer."""
    return Answer(asked, State.ERROR, message=message)


def unchanged(asked: Reference) -> Answer:
    """An answer that all is as it was."""
    return Answer(asked, State.OK, unchanged=True)


def tell(store: Store, *answers: tuple[Answer, str]) -> Store:
    """Put answers, each at its moment; return the store."""
    for answer, moment in answers:
        store.put("github", [answer], moment)
    return store


NAMES = st.sampled_from([github(f"owner/{letter}") for letter in "abcd"])


@st.composite
def any_answers(draw: st.DrawFn) -> list[tuple[Answer, str]]:
    """Answers at distinct moments that need not agree: names are given up, taken by others and swapped."""
    answers = []
    for second in range(draw(st.integers(2, 8))):
        asked, now = draw(NAMES), draw(NAMES)
        kinds = [found(asked, second), found(asked, second, now), missing(asked), failed(asked), unchanged(asked)]
        kinds.append(Answer(asked, State.OK, now, unchanged=True))
        answers.append((draw(st.sampled_from(kinds)), at(second)))
    return answers


@st.composite
def true_answers(draw: st.DrawFn, *, former: bool = False) -> list[tuple[Answer, str]]:
    """What a service says at distinct moments of two repositories that are renamed and deleted now and then.

    Those that are deleted are asked for by the names that they had last, or by former names too.
    """
    names = [["owner/a"], ["owner/b"]]
    deleted = [False, False]
    answers: list[tuple[Answer, str]] = []
    for second in range(draw(st.integers(2, 9))):
        which = draw(st.integers(0, 1))
        asked = github(draw(st.sampled_from(names[which])))
        match draw(st.sampled_from(["ask", "ask", "ask", "fail", "rename", "delete"])):
            case "rename":
                names[which].append(f"{names[which][0]}{len(names[which])}")
            case "delete":
                deleted[which] = True
            case "fail":
                answers.append((failed(asked), at(second)))
            case _ if deleted[which]:
                answers.append((missing(asked if former else github(names[which][-1])), at(second)))
            case _:
                answers.append((found(asked, second, github(names[which][-1])), at(second)))
    return answers
