"""Tables: what their columns mean, and which cell of a row names the thing."""

from __future__ import annotations

from papergraph.readers.fields import joined, split_field, titled
from papergraph.readers.labels import Label, field_label
from papergraph.readers.spans import Block, Kind, Span, Style
from papergraph.readers.titles import stripped, words


def content(cell: Block) -> list[Span]:
    """Everything in a cell as lines."""
    spans = list(cell.spans)
    for child in cell.children:
        if child.kind != "code":
            spans += [Span(Kind.BREAK, "", line=child.line), *content(child)]
    return spans


_NEVER_TITLES = {Label.ABSTRACT, Label.AUTHORS, Label.DATE, Label.INSTITUTION, Label.VENUE}


def columns(body: list[Block]) -> tuple[list[str], list[Label | None]]:
    """The names and meanings of a table's columns; empty when it has no head."""
    if not body:
        return [], []
    first = body[0]
    names = [stripped(joined(cell.spans)) for cell in first.children if cell.kind == "cell"]
    labels = [field_label(name) for name in names]
    plain_head = not any(span.kind == Kind.LINK for cell in first.children for span in cell.spans)
    if first.level or (plain_head and sum(label is not None for label in labels) * 2 > len(labels)):
        return (names, labels) if plain_head or any(labels) else ([], [])
    return [], []


def title_cell(cells: list[list[Span]], labels: list[Label | None]) -> int | None:
    """Which cell names the thing: the title column, else the first with a titled link, else the longest text."""
    for wanted in (Label.TITLE, Label.PAPER):
        for index, label in enumerate(labels[: len(cells)]):
            if label is wanted and title_weight(cells[index], 0) > 1:
                return index
    weights = [
        0.0 if index < len(labels) and labels[index] in _NEVER_TITLES else title_weight(cell, index)
        for index, cell in enumerate(cells)
    ]
    best = max(range(len(cells)), key=lambda index: (weights[index], -index))
    return best if weights[best] > 0 else None


def title_weight(spans: list[Span], index: int) -> float:
    """How much some spans look like a title: a titled link first, strong text next, then the number of words."""
    text = words(joined([span for span in spans if span.kind != Kind.LINK or titled(span)]))
    linked = max((words(span.text) for span in spans if titled(span)), default=0)
    strong = any(span.style & Style.STRONG and words(span.text) > 1 for span in spans)
    field = split_field(spans)
    if field and field.label:
        return 0.1
    return min(text, 12) + (20 if linked > 1 else 0) + (8 if strong else 0) - index * 0.1
