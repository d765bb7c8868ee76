"""A tree of blocks → units: each the lines that speak of one thing, with what is its title and what its fields.

A unit is opened by a list item, a row of a table, a heading, or a paragraph that has a title; fields, rows of
labelled links, images and running text that follow belong to it. Lists whose items are titles under an item
that is none are groups, and their name becomes part of the section path.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from papergraph.readers.fields import Shape, joined, lines_of, rows, shape, split_field, titled
from papergraph.readers.labels import Label, field_label, link_label
from papergraph.readers.sections import heading_text, leaning
from papergraph.readers.spans import Block, Kind, Span, Style, plain
from papergraph.readers.titles import looks_titled, stripped, unadorned, unnumbered, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_METADATA = re.compile(r"(?i)meta-?data|info(?:rmation)?|properties|details|bibliographic.{0,12}|基本信息|元数据|论文信息|書誌情報|기본 ?정보")


class Part(NamedTuple):
    """A line of a unit."""

    label: Label | None
    name: str
    """The key as written, or the head of the column."""
    spans: list[Span]
    line: int
    prose: bool = False
    """Running text, where a link is a mention."""


class Unit:
    """The lines that speak of one thing."""

    __slots__ = ("columns", "end_line", "group", "head", "images", "kind", "line", "number", "parts", "section")

    def __init__(self, kind: str, line: int, head: list[Span], section: tuple[str, ...], group: object) -> None:
        self.kind = kind
        """item, row, heading, paragraph or front."""
        self.line = line
        self.end_line = line
        self.head = head
        self.section = section
        self.group = group
        self.parts: list[Part] = []
        self.images: list[str] = []
        self.number = 0
        self.columns: frozenset[Label | None] = frozenset()
        """What the columns of the table mean that the unit is a row of."""

    def extend(self, line: int) -> None:
        """Let the unit reach down to a line."""
        self.end_line = max(self.end_line, line)


def units(root: Block) -> list[Unit]:
    """All units of a document, in the order of their lines."""
    walker = _Walker(root)
    walker.walk(root.children)
    walker.found.sort(key=lambda unit: unit.line)
    return walker.found


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
        self.path: list[tuple[int, str]] = []
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

    def walk(self, blocks: Iterable[Block]) -> None:
        """Take blocks in their order."""
        blocks = list(blocks)
        for index, block in enumerate(blocks):
            match block.kind:
                case "heading":
                    self.heading(block)
                case "paragraph":
                    self.paragraph(block, blocks[index + 1] if index + 1 < len(blocks) else None)
                case "list":
                    self.list(block)
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

    def heading(self, block: Block) -> None:
        """A heading: a section, and perhaps the title of an entry; which of them shows when its body is known."""
        self.inner = ()
        outer = self.current
        self.current = None
        self.pending = None
        first, *more = lines_of(block) or [[]]
        if first:
            if self.field_heading(block, first, outer):
                return
            while self.path and self.path[-1][0] >= block.level:
                self.path.pop()
            unit = self.open("heading", block, _titled_row(first))
            self.level = block.level
            self.titled = unit if block is self.note_title else self.titled
            for row in more:
                self.row(unit, row)
        while self.path and self.path[-1][0] >= block.level:
            self.path.pop()
        name = heading_text(plain(block.spans))
        if block is not self.note_title and name:
            self.path.append((block.level, name))

    def field_heading(self, block: Block, row: list[Span], outer: Unit | None) -> bool:
        """A heading that is a field of the heading above it: "## Code: https://…", "### Abstract"."""
        inside = outer is not None and outer.kind == "heading" and outer is not self.titled
        field = split_field(row)
        if field and field.label not in {None, Label.TITLE} and any(span.kind == Kind.LINK for span in field.value):
            if outer is not None and outer.kind == "heading":
                self.current = outer
                self.row(outer, row)
                return True
            return False
        label = field_label(joined(row))
        if _METADATA.fullmatch(joined(row)) and outer is not None and outer.kind == "heading":
            self.current = outer
            return True
        if label in {Label.ABSTRACT, Label.TIPS} or (
            inside and block.level > self.level and label in {Label.LINK, Label.TAGS, Label.AUTHORS, Label.OTHER}
        ):
            self.current = outer
            self.pending = label if label in {Label.ABSTRACT, Label.TIPS} else None
            return outer is not None
        return False

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
        several = sum(map(_papers, lines)) > 1
        for index, row in enumerate(lines):
            form = shape(row)
            after = lines[index + 1] if index + 1 < len(lines) else _first_row(following)
            if form is Shape.TEXT and not self.pending and self._titles(row, after):
                self.open("paragraph", block, row)
            elif form is Shape.IMAGES:
                self.picture(row)
            elif self.pending and form is not Shape.LINKS:
                self.add(Part(self.pending, "", row, row[0].line, prose=True))
            elif self.opens(row, form, several=several):
                self.open("paragraph", block, _titled_row(row))
            elif self.current is not None and self._belongs(row, form):
                self.row(self.current, row)
        self.pending = None

    def opens(self, row: list[Span], form: Shape, *, several: bool = False) -> bool:
        """Whether a line of a paragraph is the title of something new."""
        if form is Shape.FIELD:
            field = split_field(row)
            if field is None or field.label is not Label.TITLE:
                return False
            return unnumbered(row[0].text) != row[0].text or not self._awaits(Label.TITLE)
        if form is not Shape.TITLE:
            return False
        first = next((span for span in row if span.kind != Kind.TEXT or unadorned(span.text).strip(" -*•|[")), None)
        if first is None:
            return False
        labelled = any(map(_labelled, [Span(Kind.TEXT, ""), *row], row))
        if first.kind == Kind.LINK:
            return titled(first) and (words(first.text) > 1 or labelled)
        if first.style & Style.STRONG:
            strong = "".join(span.text for span in row if span.style & Style.STRONG)
            return words(strong) > 1 or labelled
        numbered = unnumbered(first.text.lstrip()) != first.text.lstrip()
        papers = any(span.kind == Kind.LINK and (link_label(span.text) is Label.PAPER or not span.text) for span in row)
        if labelled and not papers and not numbered and not several and self.current is not None and words(plain(self.current.head)) > 2:
            return False
        return numbered or several or (labelled and not self._open_title())

    def _belongs(self, row: list[Span], form: Shape) -> bool:
        """Whether a paragraph's line can be about the open unit: under an item only fields, and links if it has none."""
        unit = self.current
        if unit is None or unit.kind not in {"item", "row"}:
            return True
        if form is Shape.FIELD:
            field = split_field(row)
            return field is None or field.label is not None
        return form is Shape.LINKS and not _linked(unit)

    def _titles(self, row: list[Span], after: list[Span] | None) -> bool:
        """Whether plain text is a title: fields or labelled links follow, and no other title waits for them."""
        if not after or shape(after) not in {Shape.LINKS, Shape.FIELD}:
            return False
        text = joined(row)
        numbered = unnumbered(text) != text
        field = split_field(after)
        if not numbered and not (field and field.label in {Label.PAPER, Label.CODE}) and not any(span.kind == Kind.LINK for span in after):
            return False
        if next((span.style & Style.EMPHASIS for span in row if span.text.strip()), False):
            return False
        if not looks_titled(text, least=2) or text.endswith((":", "：")):
            return False
        unit = self.current
        waits = unit is not None and unit.kind in {"heading", "paragraph", "item"} and unit is not self.titled and not _linked(unit)
        return not waits or numbered or (unit is not None and unit.kind == "heading" and words(plain(unit.head)) < 3)  # noqa: PLR2004

    def _awaits(self, label: Label) -> bool:
        return self.current is not None and self.current.kind == "heading" and not leaning(plain(self.current.head)) and not any(
            part.label is label for part in self.current.parts
        )  # fmt: skip

    def _open_title(self) -> bool:
        """Whether the open unit is a title that still waits for its links."""
        unit = self.current
        return (
            unit is not None and unit.kind in {"heading", "paragraph"} and not _linked(unit) and words(plain(unit.head)) >= 3
        )

    def row(self, unit: Unit, row: list[Span]) -> None:
        """Give a line to a unit, as a field, as links or as text."""
        field = split_field(row)
        line = row[0].line
        if field:
            self.add(Part(field.label, field.name, field.value, line), unit)
        else:
            form = shape(row)
            if form in {Shape.IMAGES, Shape.EMPTY}:
                self.picture(row, unit)
            else:
                aside = words(joined([span for span in row if span.kind == Kind.TEXT])) <= 3 and any(span.kind == Kind.LINK for span in row)
            self.add(Part(None, "", row, line, prose=form is not Shape.LINKS and not aside), unit)

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

    def list(self, block: Block) -> None:
        """A list: each item a unit, or lines of the unit that is open."""
        keyed = _mostly_fields(block)
        for item in block.children:
            if item.kind != "item":
                self.walk([item])
                continue
            head, rest = _head(item)
            form = shape(head[0]) if head else Shape.EMPTY
            if keyed and form is Shape.TEXT and re.match(r"[^:：]{1,30}[:：]", joined(head[0])):
                form = Shape.FIELD
            if form in {Shape.FIELD, Shape.LINKS, Shape.IMAGES} and self.current is not None and not self._own(head[0]):
                for row in head:
                    self.row(self.current, row)
                self.lines(self.current, rest)
            elif head:
                self.item(item, head, rest)
            else:
                self.walk(rest)

    def _own(self, row: list[Span]) -> bool:
        """Whether a field begins an entry of its own: a title, or a second paper with a name where one is open."""
        field = split_field(row)
        if field is None:
            return False
        if field.label is Label.TITLE:
            return not self._awaits(Label.TITLE)
        unit = self.current
        return field.label is Label.PAPER and unit is not None and unit.kind == "heading" and (
            words(plain(unit.head)) < 3 and any(map(titled, field.value))
        )  # fmt: skip

    def item(self, block: Block, head: list[list[Span]], rest: list[Block]) -> None:
        """An item that is a unit, or the name of a group of them."""
        outer, inner = self.current, self.inner
        unit = self.open("item", block, _titled_row(head[0]))
        unit.number = block.level
        for row in head[1:]:
            self.row(unit, row)
        nested = [child for child in rest if child.kind == "list" and _names(child)]
        own = _has_own(unit) or any(_speaks(child) for child in rest)
        for child in rest:
            if child in nested:
                if not own:
                    self.inner = (*inner, heading_text(plain(head[0])))
                mark = len(self.found)
                self.current = unit if own else None
                self.list(child)
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
        names, labels = _columns(body)
        if names:
            body = body[1:]
        for row in body:
            cells = [_content(cell) for cell in row.children if cell.kind == "cell"]
            if cells:
                self.table_row(row, cells, names, labels)
        self.current = None

    def table_row(self, row: Block, cells: list[list[Span]], names: list[str], labels: list[Label | None]) -> None:
        """One row of a table."""
        place = _title_cell(cells, labels)
        if place is None:
            return
        lines = rows(cells[place])
        best = max(range(len(lines)), key=lambda index: _title_weight(lines[index], index))
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


def _mostly_fields(block: Block) -> bool:
    """Whether most items of a list are fields."""
    forms = [shape(head[0]) for head in _items(block) if head]
    return len(forms) > 1 and 2 * forms.count(Shape.FIELD) >= len(forms)


def _labelled(before: Span, span: Span) -> bool:
    """Whether a link says, or the sign before it says, what it leads to."""
    if span.kind != Kind.LINK:
        return False
    if link_label(span.text):
        return True
    last = before.text.split()[-1:] if before.kind == Kind.TEXT else []
    return bool(last) and not last[0].isalnum() and link_label(last[0]) is not None


def _linked(unit: Unit) -> bool:
    return any(span.kind == Kind.LINK for span in unit.head) or any(
        span.kind == Kind.LINK for part in unit.parts for span in part.spans
    )


def _first_row(block: Block | None) -> list[Span] | None:
    """The first line of a paragraph or a list."""
    if block is None:
        return None
    if block.kind == "list" and block.children:
        return next(iter(_head(block.children[0])[0]), None)
    return next(iter(lines_of(block)), None) if block.kind == "paragraph" else None


def _titled_row(row: list[Span]) -> list[Span]:
    """A line without the key "Title:" that it begins with."""
    field = split_field(row)
    return field.value if field and field.label is Label.TITLE and field.value else row


def _head(item: Block) -> tuple[list[list[Span]], list[Block]]:
    """The lines of an item's own text, and the blocks after it."""
    if item.spans:
        return lines_of(item), item.children
    if item.children and item.children[0].kind in {"paragraph", "heading"}:
        return lines_of(item.children[0]), item.children[1:]
    return [], item.children


def _items(block: Block) -> Iterator[list[list[Span]]]:
    for item in block.children:
        if item.kind == "item":
            yield _head(item)[0]


def _names(block: Block) -> bool:
    """Whether a nested list names things of its own: an item in it, or under one, has a title that links somewhere."""
    for item in block.children:
        head, rest = _head(item)
        if any(child.kind == "list" and _names(child) for child in rest):
            return True
        if head and shape(head[0]) is Shape.TEXT and looks_titled(joined(head[0])) and any(map(_speaks, rest)):
            return True
        if head and shape(head[0]) is Shape.TITLE and _papers(head[0]) and words(joined([one for one in head[0] if one.kind == Kind.TEXT])) > 2:
            return True
        if head and shape(head[0]) is Shape.TITLE and any(map(titled, head[0])):
            first = next(span for span in head[0] if titled(span))
            if words(first.text) > 2 and not any(span.kind == Kind.TEXT and words(span.text) > 6 for span in head[0][: head[0].index(first)]):  # noqa: E501
                return True
    return False


def _papers(row: list[Span]) -> bool:
    """Whether a line has a link that it calls a paper, by a word or by a sign before a bare address."""
    return any(
        span.kind == Kind.LINK and (link_label(span.text) is Label.PAPER or (not span.text and _labelled(before, span)))
        for before, span in zip([Span(Kind.TEXT, ""), *row], row, strict=False)
    )


def _has_own(unit: Unit) -> bool:
    """Whether a unit has links or fields by itself, and so is more than the name of a group."""
    spans = [*unit.head, *(span for part in unit.parts for span in part.spans)]
    return any(span.kind == Kind.LINK and not span.url.startswith("#") for span in spans) or any(
        part.label for part in unit.parts
    )


def _speaks(block: Block) -> bool:
    """Whether a block under an item has a field or a row of labelled links for it."""
    if block.kind == "paragraph":
        return any(shape(row) in {Shape.FIELD, Shape.LINKS} for row in lines_of(block))
    return any(head and shape(head[0]) in {Shape.FIELD, Shape.LINKS} for head in _items(block))


def _content(cell: Block) -> list[Span]:
    """Everything in a cell as lines."""
    spans = list(cell.spans)
    for child in cell.children:
        if child.kind != "code":
            spans += [Span(Kind.BREAK, "", line=child.line), *_content(child)]
    return spans


def _columns(body: list[Block]) -> tuple[list[str], list[Label | None]]:
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


def _title_cell(cells: list[list[Span]], labels: list[Label | None]) -> int | None:
    """Which cell names the thing: the title column, else the first with a titled link, else the longest text."""
    for wanted in (Label.TITLE, Label.PAPER):
        for index, label in enumerate(labels[: len(cells)]):
            if label is wanted and _title_weight(cells[index], 0) > 1:
                return index
    weights = [
        0 if index < len(labels) and labels[index] in {Label.ABSTRACT, Label.AUTHORS, Label.DATE, Label.INSTITUTION, Label.VENUE}
        else _title_weight(cell, index)
        for index, cell in enumerate(cells)
    ]  # fmt: skip
    best = max(range(len(cells)), key=lambda index: (weights[index], -index))
    return best if weights[best] > 0 else None


def _title_weight(spans: list[Span], index: int) -> float:
    """How much some spans look like a title: a titled link first, strong text next, then the number of words."""
    text = words(joined([span for span in spans if span.kind != Kind.LINK or titled(span)]))
    linked = max((words(span.text) for span in spans if titled(span)), default=0)
    strong = any(span.style & Style.STRONG and words(span.text) > 1 for span in spans)
    field = split_field(spans)
    if field and field.label:
        return 0.1
    return min(text, 12) + (20 if linked > 1 else 0) + (8 if strong else 0) - index * 0.1
