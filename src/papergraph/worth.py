"""What was read and what is wanted in, the same references in the order of their worth out; pure.

Where only some things can be looked up, those are first that people rate highest, name most often, and give as code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from papergraph.mentions import article_reference, paper_reference, repository_reference
from papergraph.model import Reading, Reference, Role

UNRATED = 2.5
"""Stars that an entry without a rating counts as."""
WEIGHTS = {Role.CODE.value: 3.0, Role.UNOFFICIAL.value: 2.0, Role.PROJECT.value: 2.0, Role.DATASET.value: 1.5}
"""How much a repository counts by what it is to its entry; any other counts once."""


def by_worth(readings: Iterable[Reading], wanted: Iterable[Reference]) -> list[Reference]:
    """Return the wanted references, the most valuable first, of equals the first in the alphabet."""
    worth: Counter[Reference] = Counter()
    for reading in readings:
        for entry in reading.entries:
            stars = entry.rating or UNRATED
            for paper in entry.papers:
                if reference := paper_reference(paper):
                    worth[reference] += stars  # type: ignore[assignment] # a Counter adds any numbers
            for repository in entry.repositories:
                if reference := repository_reference(repository):
                    worth[reference] += stars * WEIGHTS.get(repository.role, 1.0)  # type: ignore[assignment]
            if entry.article and (reference := article_reference(entry.article)):
                worth[reference] += stars  # type: ignore[assignment]
    return sorted(wanted, key=lambda reference: (-worth[reference], reference))
