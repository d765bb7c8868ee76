"""What lists and lines are to each other: names of things, fields of one, or labels of links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papergraph.readers.fields import Shape, empty_value, joined, lines_of, shape, split_field, titled
from papergraph.readers.labels import Label, link_label
from papergraph.readers.spans import Block, Kind, Line, Span
from papergraph.readers.titles import looks_titled, words

if TYPE_CHECKING:
    from collections.abc import Iterator


def describes(block: Block) -> bool:
    """Whether a list only says more of what stands before it: text and fields, no item that names a work."""
    lines = [head[0] for head in heads(block) if head]
    return bool(lines) and all(
        shape(line) is Shape.FIELD or (shape(line) is not Shape.TITLE and not any(map(titled, line))) for line in lines
    )


def mostly_fields(block: Block) -> bool:
    """Whether most items of a list are fields."""
    forms = [shape(head[0]) for head in heads(block) if head]
    return len(forms) > 1 and 2 * forms.count(Shape.FIELD) >= len(forms)


def labelled(before: Span, span: Span) -> bool:
    """Whether a link says, or the sign before it says, what it leads to."""
    if span.kind != Kind.LINK:
        return False
    if link_label(span.text):
        return True
    last = before.text.split()[-1:] if before.kind == Kind.TEXT else []
    return bool(last) and not last[0].isalnum() and link_label(last[0]) is not None


def mostly_links(row: list[Span]) -> bool:
    """Whether a line has links and few words beside them; a few more where a link says what it leads to."""
    said = words(joined([span for span in row if span.kind == Kind.TEXT]))
    if said <= 3:
        return any(span.kind == Kind.LINK for span in row)
    return said <= 12 and any(map(labelled, [Span(Kind.TEXT, ""), *row], row))


def first_row(block: Block | None) -> list[Span] | None:
    """The first line of a paragraph or a list."""
    if block is None:
        return None
    if block.kind == "list" and block.children:
        return next(iter(head_of(block.children[0])[0]), None)
    return next(iter(lines_of(block)), None) if block.kind == "paragraph" else None


def titled_row(row: list[Span]) -> list[Span]:
    """A line without the key that it begins with: "Title:", or "Paper:" before a title without a link."""
    field = split_field(row)
    if field is None or not field.value:
        return row
    if field.label is Label.PAPER and all(span.kind != Kind.LINK for span in field.value):
        text = joined(field.value)
        return field.value if looks_titled(text) and not empty_value(text) else row
    return field.value if field.label is Label.TITLE else row


def head_of(item: Block) -> tuple[list[Line], list[Block]]:
    """The lines of an item's own text, and the blocks after it."""
    if item.spans:
        return lines_of(item), item.children
    if item.children and item.children[0].kind in {"paragraph", "heading"}:
        return lines_of(item.children[0]), item.children[1:]
    return [], item.children


def heads(block: Block) -> Iterator[list[Line]]:
    """The lines of the own text of every item of a list."""
    for item in block.children:
        if item.kind == "item":
            yield head_of(item)[0]


def names_things(block: Block) -> bool:
    """Whether a nested list names things of its own: an item in it, or under one, has a title that links somewhere."""
    for item in block.children:
        head, rest = head_of(item)
        if any(child.kind == "list" and names_things(child) for child in rest):
            return True
        if head and shape(head[0]) is Shape.TEXT and looks_titled(joined(head[0])) and any(map(speaks, rest)):
            return True
        if (
            head
            and shape(head[0]) is Shape.TITLE
            and calls_paper(head[0])
            and words(joined([one for one in head[0] if one.kind == Kind.TEXT])) > 2
        ):
            return True
        if head and shape(head[0]) is Shape.TITLE and any(map(titled, head[0])):
            first = next(span for span in head[0] if titled(span))
            if words(first.text) > 2 and not any(
                span.kind == Kind.TEXT and words(span.text) > 6 for span in head[0][: head[0].index(first)]
            ):
                return True
    return False


def calls_paper(row: list[Span]) -> bool:
    """Whether a line has a link that it calls a paper, by a word or by a sign before a bare address."""
    return any(
        span.kind == Kind.LINK and (link_label(span.text) is Label.PAPER or (not span.text and labelled(before, span)))
        for before, span in zip([Span(Kind.TEXT, ""), *row], row, strict=False)
    )


def speaks(block: Block) -> bool:
    """Whether a block under an item has a field or a row of labelled links for it."""
    if block.kind == "paragraph":
        return any(shape(row) in {Shape.FIELD, Shape.LINKS} for row in lines_of(block))
    return any(head and shape(head[0]) in {Shape.FIELD, Shape.LINKS} for head in heads(block))
