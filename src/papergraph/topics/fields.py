"""An entry in, the texts of it that speak of topics out; pure."""

from __future__ import annotations

from papergraph.model import Entry
from papergraph.titles import normal_title
from papergraph.topics.matcher import Field, FieldKind

TITLE, ABSTRACT, PAPER_TITLE = FieldKind.TITLE.value, FieldKind.ABSTRACT.value, FieldKind.PAPER_TITLE.value
TIP, REPOSITORY = FieldKind.TIP.value, FieldKind.REPOSITORY.value


def fields_of(entry: Entry) -> list[Field]:
    """Return the title, abstract, titles of papers, tips and names of repositories of an entry, in this order.

    A paper whose title is the entry's own is not told twice.
    """
    fields = [Field(TITLE, entry.title)]
    if entry.abstract:
        fields.append(Field(ABSTRACT, entry.abstract))
    own = normal_title(entry.title)
    titles: dict[str, int] = {}
    for number, paper in enumerate(entry.papers):
        if paper.title and normal_title(paper.title) != own:
            titles.setdefault(paper.title, number)
    fields += [Field(PAPER_TITLE, title, number) for title, number in titles.items()]
    fields += [Field(TIP, tip, number) for number, tip in enumerate(entry.tips)]
    names: dict[str, int] = {}
    for number, repository in enumerate(entry.repositories):
        if repository.reference and (name := _name(repository.url)):
            names.setdefault(name, number)
    return [*fields, *(Field(REPOSITORY, name, number) for name, number in names.items())]


def _name(url: str) -> str:
    """The name of a repository as its URL writes it, in its own case."""
    path = url.partition("//")[2].partition("?")[0].partition("#")[0].split("/")[1:]
    return path[1].removesuffix(".git") if len(path) > 1 else ""
