"""Everything known in, the references that mean the same thing out: renames and papers named by title; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from papergraph import resolvers
from papergraph.merge import is_missing, unite, worth
from papergraph.model import RANK_SERVICE, Paper, Record, Reference, Repository
from papergraph.titles import normal_title

SHORTEST_TITLE = 12
"""Letters and digits of a title that can stand for a paper; shorter ones are shared by chance."""


def renames(things: Mapping[Reference, Sequence[Record]]) -> dict[Reference, Reference]:
    """Return former names of repositories → the name of today.

    Of two repositories that claim one former name the one seen last has it. A former name that is known
    to be in use again, because a source has seen it later, is no former name; one that a source has looked
    for in vain is not in use. Chains are followed to their end; of names that were passed round in a circle,
    the first in the alphabet is kept.
    """
    return last_names(claimed(things))


def claimed(things: Mapping[Reference, Sequence[Record]]) -> dict[Reference, Reference]:
    """Return former names of repositories → the name that the one has which has the best claim to it.

    It takes what is known of the former name, and of all that claim it.
    """
    claims: dict[Reference, tuple[tuple[int, str, int], Reference]] = {}
    for old, record in _former_names(things):
        claim = (worth(record), record.reference)
        seen = [worth(other) for other in things.get(old, ()) if not is_missing(other)]
        if claim[0] >= max(seen, default=claim[0]):
            claims[old] = max(claims.get(old, claim), claim)
    return {old: new for old, (_, new) in claims.items()}


def same_titles(things: Mapping[Reference, Sequence[Record]]) -> dict[Reference, Paper]:
    """Return papers named by title only → a record of the one paper that has the title and an identifier or URL.

    Where several papers have the title, or it is very short, nothing is joined. What only a service has
    found counts where no note and no catalogue knows a paper with the title.
    """
    joined = {}
    for title, carriers in title_carriers(things).items():
        alone = Reference("title", title)
        if alone in things:
            linked = [records for paper, records in carriers.items() if not only_served(things[paper])]
            having = linked or list(carriers.values())
            if len(having) == 1:
                joined[alone] = unite(having[0])[0]
    return joined


def only_served(records: Sequence[Record]) -> bool:
    """Tell whether services alone know a thing: nothing but a search can have found it."""
    return all(record.origin.rank >= RANK_SERVICE for record in records)


def title_carriers(things: Mapping[Reference, Sequence[Record]]) -> dict[str, dict[Reference, list[Paper]]]:
    """Return normalised title → papers that any source gives it to → the records that do.

    Papers named by title only do not count, nor do very short titles.
    """
    carriers: dict[str, dict[Reference, list[Paper]]] = {}
    for reference, records in things.items():
        if reference.prefix == "title":
            continue
        for record in records:
            if isinstance(record, Paper) and record.title:
                title = normal_title(record.title)
                if len(title) >= SHORTEST_TITLE:
                    carriers.setdefault(title, {}).setdefault(reference, []).append(record)
    return carriers


def named_reference(repository: Reference, name: str) -> Reference | None:
    """Return the reference of `owner/name` on the host of a repository; None where it is no such name."""
    if repository.prefix == "github":
        named = resolvers.resolve(f"https://github.com/{name}")
        return named if named and named.prefix == "github" else None
    return Reference(repository.prefix, name.lower())


def _former_names(things: Mapping[Reference, Sequence[Record]]) -> Iterator[tuple[Reference, Repository]]:
    for records in things.values():
        for record in records:
            if isinstance(record, Repository):
                for name in record.former_names:
                    if (old := named_reference(record.reference, name)) and old != record.reference:
                        yield old, record


def last_names(following: Mapping[Reference, Reference]) -> dict[Reference, Reference]:
    """Follow every chain of names to its end, or to the first name of the circle that it runs into."""
    ends: dict[Reference, Reference] = {}
    for start in sorted(following):
        chain: dict[Reference, None] = {}
        name = start
        while name in following and name not in ends and name not in chain:
            chain[name] = None
            name = following[name]
        if name in chain:
            members = list(chain)
            end = min(members[members.index(name) :])
        else:
            end = ends.get(name, name)
        ends |= dict.fromkeys(chain, end)
    return {old: end for old, end in ends.items() if old != end}
