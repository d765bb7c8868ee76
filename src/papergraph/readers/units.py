"""A tree of blocks → units: each the lines that speak of one thing, with what is its title and what its fields.

A unit is opened by a list item, a row of a table, a heading, or a paragraph that has a title; fields, rows of
labelled links, images and running text that follow belong to it. Lists whose items are titles under an item
that is none are groups, and their name becomes part of the section path.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from papergraph.readers.fields import Shape, joined, lines_of, rows, shape, split_field
from papergraph.readers.labels import Label, field_label
from papergraph.readers.lists import (
    calls_paper,
    describes,
    first_row,
    head_of,
    mostly_fields,
    mostly_links,
    names_things,
    speaks,
    titled_row,
)
from papergraph.readers.openings import Opening
from papergraph.readers.sections import heading_text
from papergraph.readers.spans import Block, Kind, Line, Span, plain
from papergraph.readers.tables import columns, content, title_cell, title_weight
from papergraph.readers.titles import words
from papergraph.readers.unit import Part, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable


_TEXTS = {Label.ABSTRACT, Label.TIPS}
_YEAR = re.compile(r"\W*(?:19|20)\d\d\W*")
_METADATA = re.compile(
    r"(?i)meta-?data|info(?:rmation)?|properties|details|bibliographic.{0,12}|"
    r"基本信息|元数据|论文信息|書誌情報|기본 ?정보"
)


class Units(NamedTuple):
    """The units of a document, in the order of their lines, and the lines that belong to none."""

    found: list[Unit]
    stray: list[list[Span]]


def units(root: Block) -> Units:
    """All units of a document."""
    walker = _Walker(root)
    walker.walk(root.children)
    walker.found.sort(key=lambda unit: unit.line)
    return Units(walker.found, walker.stray)


def whole(unit: Unit, root: Block) -> Unit:
    """Give a unit everything in a document: the file of which its front matter says that it is about one paper.

    Paragraphs before the first heading are its abstract, unless they are fields.
    """
    walker = _Walker(Block("root", 1))
    walker.pending = Label.ABSTRACT
    for block in root.children:
        if block.kind == "heading":
            label = field_label(joined(block.spans))
            walker.pending = label if label in {Label.ABSTRACT, Label.TIPS} else None
        else:
            mark = len(unit.parts)
            walker.lines(unit, [block], keep=True)
            unit.parts[mark:] = [part._replace(prose=part.prose or part.label is None) for part in unit.parts[mark:]]
    return unit


class _Walker:
    def __init__(self, root: Block) -> None:
        self.found: list[Unit] = []
        self.stray: list[list[Span]] = []
        self.path: list[tuple[float, str]] = []
        self.inner: tuple[str, ...] = ()
        self.current: Unit | None = None
        self.pending: Label | None = None
        self.level = 0
        self.titled: Unit | None = None
        """The unit of the title of the whole note."""
        tops = [block for block in root.children if block.kind == "heading" and block.level == 1]
        self.note_title = tops[0] if len(tops) == 1 and root.children and root.children[0] is tops[0] else None

    @property
    def section(self) -> tuple[str, ...]:
        return (*(name for _, name in self.path), *self.inner)

    @property
    def opening(self) -> Opening:
        """What is open now."""
        return Opening(self.current, self.titled)

    def walk(self, blocks: Iterable[Block]) -> None:
        """Take blocks in their order."""
        blocks = list(blocks)
        for index, block in enumerate(blocks):
            match block.kind:
                case "heading":
                    self.heading(block, blocks[index + 1] if index + 1 < len(blocks) else None)
                case "paragraph":
                    self.paragraph(block, blocks[index + 1] if index + 1 < len(blocks) else None)
                case "list":
                    self.itemised(block)
                case "table":
                    self.table(block)
                case "summary":
                    self.summary(block)
                case "rule":
                    self.pending = None
                case "item" | "quote":
                    if block.spans:
                        self.paragraph(block)
                    self.walk(block.children)
                case _:
                    pass

    def open(self, kind: str, block: Block, head: list[Span]) -> Unit:
        """Begin a unit."""
        line = next((span.line for span in head if span.line), block.line)
        unit = Unit(kind, line, head, self.section, (self.section, kind))
        unit.extend(max((span.line for span in head), default=line))
        self.found.append(unit)
        self.current = unit
        self.pending = None
        return unit

    def heading(self, block: Block, following: Block | None) -> None:
        """A heading: a section, and perhaps the title of an entry; which of them shows when its body is known."""
        self.inner = ()
        outer, self.current, self.pending = self.current, None, None
        lines = lines_of(block)
        if lines and self.field_heading(block, lines[0], outer, following):
            return
        name = heading_text(plain(block.spans))
        level = self._depth(block, name)
        while self.path and self.path[-1][0] >= level:
            self.path.pop()
        if lines:
            unit = self.open("heading", block, titled_row(lines[0]))
            self.level = block.level
            self.titled = unit if block is self.note_title else self.titled
            for row in lines[1:]:
                self.row(unit, row)
        if block is not self.note_title and name:
            self.path.append((level, name))

    def _depth(self, block: Block, name: str) -> float:
        """The level of a heading; a mere year stands under the subject that was named before it on the same level."""
        if _YEAR.fullmatch(name) and any(
            level == block.level and not _YEAR.fullmatch(other) for level, other in self.path
        ):
            return block.level + 0.5
        return block.level

    def field_heading(self, block: Block, row: list[Span], outer: Unit | None, following: Block | None) -> bool:
        """A heading that is a field of the heading above it: "## Code: https://…", "### Abstract"."""
        if outer is None or outer.kind != "heading":
            return False
        field = split_field(row)
        if field and field.label not in {None, Label.TITLE} and any(span.kind == Kind.LINK for span in field.value):
            self.current = outer
            self.row(outer, row)
            return True
        name = joined(row)
        label = field_label(name) if words(name) <= 4 else None
        paragraph = following is not None and following.kind in {"paragraph", "quote"}
        text = paragraph and label in _TEXTS
        inside = outer is not self.titled and block.level > self.level
        keyed = inside and paragraph and label is not None and words(plain(outer.head)) >= 3
        listed = inside and label in {*_TEXTS, Label.LINK, Label.TAGS, Label.AUTHORS, Label.OTHER}
        if not (text or keyed or listed or _METADATA.fullmatch(name)):
            return False
        self.current = outer
        self.pending = label if text or keyed else None
        return True

    def summary(self, block: Block) -> None:
        """The summary of a `<details>`: a label for what it hides, or a line like any other."""
        label = field_label(joined(block.spans))
        if label:
            self.pending = label
        else:
            self.paragraph(block)

    def paragraph(self, block: Block, following: Block | None = None) -> None:
        """A paragraph: the title of a unit, or lines that belong to the open one."""
        lines = lines_of(block)
        several = sum(map(calls_paper, lines)) > 1
        for index, row in enumerate(lines):
            form = shape(row)
            after = lines[index + 1] if index + 1 < len(lines) else first_row(following)
            if form is Shape.TEXT and not self.pending and self.opening.is_title(row, after):
                self.open("paragraph", block, row)
            elif form is Shape.IMAGES:
                self.picture(row)
            elif self.pending and (form is not Shape.LINKS or self.pending not in _TEXTS):
                self.add(Part(self.pending, "", row, row[0].line, prose=self.pending in _TEXTS))
            elif self.opening.opens(row, form, several=several):
                self.open("paragraph", block, titled_row(row))
            elif self.current is not None and self.opening.belongs(row, form):
                self.row(self.current, row)
            elif form is not Shape.EMPTY:
                self.stray.append(row)
        self.pending = None

    def row(self, unit: Unit, row: list[Span]) -> None:
        """Give a line to a unit, as a field, as links or as text."""
        field = split_field(row)
        form = shape(row)
        line = row[0].line
        if field:
            self.add(Part(field.label, field.name, field.value, line), unit)
        elif form in {Shape.IMAGES, Shape.EMPTY}:
            self.picture(row, unit)
        else:
            self.add(Part(None, "", row, line, prose=form is not Shape.LINKS and not mostly_links(row)), unit)

    def add(self, part: Part, unit: Unit | None = None) -> None:
        """Append a part to a unit, by default the open one."""
        unit = unit or self.current
        if unit is not None:
            unit.parts.append(part)
            unit.extend(max((span.line for span in part.spans), default=part.line))

    def picture(self, row: list[Span], unit: Unit | None = None) -> None:
        """Images on a line of their own belong to the open unit."""
        unit = unit or self.current
        if unit is not None:
            unit.images += [span.url for span in row if span.kind == Kind.IMAGE]
            unit.extend(row[-1].line)

    def itemised(self, block: Block) -> None:
        """A list: each item a unit, or lines of the unit that is open."""
        keyed = mostly_fields(block)
        unit = self.current
        if unit is not None and unit.kind == "paragraph" and unit.linked() and describes(block):
            self.lines(unit, block.children)
            return
        for item in block.children:
            if item.kind != "item":
                self.walk([item])
                continue
            head, rest = head_of(item)
            form = shape(head[0]) if head else Shape.EMPTY
            if keyed and form is Shape.TEXT and re.match(r"[^:：]{1,30}[:：]", joined(head[0])):
                form = Shape.FIELD
            if (
                form in {Shape.FIELD, Shape.LINKS, Shape.IMAGES}
                and self.current is not None
                and not self.opening.begins_own(head[0], item.level)
            ):
                for row in head:
                    self.row(self.current, row)
                self.lines(self.current, rest)
            elif head:
                self.item(item, head, rest)
            else:
                self.walk(rest)

    def item(self, block: Block, head: list[Line], rest: list[Block]) -> None:
        """An item that is a unit, or the name of a group of them."""
        outer, inner = self.current, self.inner
        unit = self.open("item", block, titled_row(head[0]))
        unit.number = block.level
        for row in head[1:]:
            self.row(unit, row)
        nested = [child for child in rest if child.kind == "list" and names_things(child)]
        own = unit.has_own() or any(speaks(child) for child in rest)
        for child in rest:
            if child in nested:
                if not own:
                    self.inner = (*inner, heading_text(plain(head[0])))
                mark = len(self.found)
                self.current = unit if own else None
                self.itemised(child)
                for sub in self.found[mark:]:
                    unit.extend(0 if own else sub.end_line)
                self.inner = inner
            else:
                self.lines(unit, [child])
        if nested and not own:
            self.found.remove(unit)
            unit = outer  # type: ignore[assignment]
        self.current = unit

    def lines(self, unit: Unit, blocks: Iterable[Block], *, keep: bool = False) -> None:
        """Give everything in blocks to a unit, line by line."""
        for block in blocks:
            if block.kind == "summary":
                label = field_label(joined(block.spans))
                if label:
                    self.pending = label
                    continue
            if block.kind == "code":
                unit.extend(block.end_line)
                continue
            for row in lines_of(block):
                if self.pending and shape(row) not in {Shape.LINKS, Shape.FIELD, Shape.IMAGES}:
                    self.add(Part(self.pending, "", row, row[0].line, prose=True), unit)
                else:
                    self.row(unit, row)
            if block.kind in {"paragraph", "list"} and not keep:
                self.pending = None
            self.lines(unit, block.children, keep=keep)

    def table(self, block: Block) -> None:
        """A table: each row a unit, its cells the fields that the head of the table names."""
        body = [row for row in block.children if row.kind == "row"]
        names, labels = columns(body)
        if names:
            body = body[1:]
        for row in body:
            cells = [content(cell) for cell in row.children if cell.kind == "cell"]
            if cells:
                self.table_row(row, cells, names, labels)
        self.current = None

    def table_row(self, row: Block, cells: list[list[Span]], names: list[str], labels: list[Label | None]) -> None:
        """One row of a table."""
        place = title_cell(cells, labels)
        if place is None:
            self.stray += [cell for cell in cells if any(span.kind == Kind.LINK for span in cell)]
            return
        lines = rows(cells[place])
        best = max(range(len(lines)), key=lambda index: title_weight(lines[index], index)) if len(lines) > 1 else 0
        unit = self.open("row", row, lines[best])
        unit.columns = frozenset(labels)
        for index, cell in enumerate(cells):
            label = labels[index] if index < len(labels) else None
            name = names[index] if index < len(names) else ""
            for number, line in enumerate(rows(cell)):
                if index == place and number == best:
                    continue
                field = split_field(line)
                if field and (field.label or index == place):
                    self.add(Part(field.label, field.name, field.value, line[0].line), unit)
                elif shape(line) is Shape.IMAGES:
                    self.picture(line, unit)
                else:
                    prose = shape(line) is Shape.TEXT if index != place else shape(line) is not Shape.LINKS
                    self.add(Part(label if index != place else None, name, line, line[0].line, prose=prose), unit)
        unit.extend(row.end_line)
