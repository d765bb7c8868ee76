"""Markdown text → a tree of blocks whose spans know their lines; Markdown and HTML give the same blocks."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

import pyromark

from papergraph.readers.front import Front, split_front
from papergraph.readers.markup import Markup
from papergraph.readers.spans import Block, Kind, Span, Style
from papergraph.readers.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterable

_O = pyromark.Options
_MARKDOWN = pyromark.Markdown(
    options=_O.ENABLE_TABLES | _O.ENABLE_TASKLISTS | _O.ENABLE_STRIKETHROUGH | _O.ENABLE_FOOTNOTES
)
_INLINE = pyromark.Markdown(options=_O.ENABLE_STRIKETHROUGH)

_MARKS = {"Strong": Style.STRONG, "Emphasis": Style.EMPHASIS, "Strikethrough": Style.STRUCK}
_BLOCKS = {
    "Item": "item",
    "Paragraph": "paragraph",
    "TableHead": "row",
    "TableRow": "row",
    "TableCell": "cell",
}
_CONTAINERS = {
    "List": "list",
    "Table": "table",
    "CodeBlock": "code",
    "BlockQuote": "quote",
    "FootnoteDefinition": "footnote",
}


def parse(text: str) -> tuple[Block, Front]:
    """Parse a document; returns its root and its front matter.

    A comment that is never closed is a block of the kind comment, and a fence that is never closed a block of the
    kind code; both then have level 1.
    """
    front, text = split_front(_without_surrogates(text))
    document = _Document(text)
    document.feed(_MARKDOWN.events_with_range(text, merge_text=True))
    document.html.close()
    root = document.tree.finish()
    del document.html  # it holds the document: a cycle that only the collector would free
    return root, front


def _without_surrogates(text: str) -> str:
    """`text` with U+FFFD for halves of surrogate pairs, which UTF-8 cannot hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


class _Document:
    """Turns the events of one document into its tree."""

    def __init__(self, text: str) -> None:
        encoded = text.encode()
        self.newlines = [match.start() for match in re.finditer(rb"\n", encoded)]
        self.encoded = encoded
        self.tree = Tree()
        self.html = Markup(self.tree, self.inline)

    def feed(self, events: Iterable[Any]) -> None:
        """Take events with their byte ranges."""
        newlines, tree = self.newlines, self.tree
        for event, span in events:
            tree.line = bisect_right(newlines, span["start"] - 1) + 1
            if event.__class__ is str:
                self.mark(event)
                continue
            ((name, value),) = event.items()
            if name == "Text":
                if not self.html.skipping:
                    tree.text(value)
            elif name == "Start":
                self.start(value)
            elif name == "End":
                self.end(value, span["end"])
            elif name in {"Html", "InlineHtml"}:
                self.html.feed(value)
            elif name == "Code":
                tree.style |= Style.CODE
                tree.text(value)
                tree.style &= ~Style.CODE
            elif name == "FootnoteReference":
                tree.put(Span(Kind.TEXT, "", f"^{value}", tree.line))
                tree.noted.append(tree.stack[-1])

    def inline(self, text: str) -> None:
        """Take Markdown that stands inside an HTML block, line by line."""
        tree = self.tree
        base = tree.line
        for number, row in enumerate(text.split("\n")):
            tree.line = base + number
            if number:
                tree.soft()
            if "](" not in row:
                tree.text(row)
                continue
            events: Iterable[Any] = _INLINE.events(row.strip())
            for event in events:
                if event.__class__ is str:
                    continue
                ((name, value),) = event.items()
                if name == "Text":
                    tree.text(value)
                elif name == "Start" and value != "Paragraph":
                    self.start(value)
                elif name == "End" and value != "Paragraph":
                    self.end(value, 0)

    def mark(self, name: str) -> None:
        """A break or a rule."""
        if name == "SoftBreak":
            self.tree.soft()
        elif name == "HardBreak":
            self.tree.hard()
        elif name == "Rule":
            self.tree.open("rule")
            self.tree.close("rule")

    def start(self, tag: Any) -> None:
        """A Markdown element opens."""
        tree = self.tree
        name: str
        value: Any
        name, value = (tag, None) if tag.__class__ is str else next(iter(tag.items()))
        if name == "Link":
            tree.begin_link(value["dest_url"])
        elif name == "Image":
            tree.begin_image(value["dest_url"])
        elif name in _MARKS:
            tree.style |= _MARKS[name]
        elif name in _BLOCKS:
            tree.open(_BLOCKS[name], level=int(name == "TableHead"))
        elif name == "Heading":
            tree.open("heading", level=int(value["level"][1]))
        elif name in _CONTAINERS:
            tree.open(_CONTAINERS[name], level=(value or 0) if name == "List" else 0)
            if name == "FootnoteDefinition":
                tree.footnotes[value] = tree.stack[-1]

    def end(self, tag: Any, offset: int) -> None:
        """A Markdown element closes, at a byte offset."""
        tree = self.tree
        name = tag if tag.__class__ is str else next(iter(tag))
        if name == "Link":
            tree.end_link()
        elif name == "Image":
            tree.end_image()
        elif name in _MARKS:
            tree.style &= ~_MARKS[name]
        else:
            if offset:
                tree.line = bisect_right(self.newlines, offset - 2) + 1
            tree.style = Style.PLAIN
            if name == "CodeBlock" and tree.stack[-1].kind == "code" and not self.fenced(offset):
                tree.stack[-1].level = 1
            tree.close(_BLOCKS.get(name) or _CONTAINERS.get(name) or name.lower())

    def fenced(self, offset: int) -> bool:
        """Whether a code block that ends at a byte offset was closed, by its fence or by its indentation."""
        if offset < len(self.encoded.rstrip()):
            return True
        last = self.encoded[:offset].rstrip().rpartition(b"\n")[2].strip(b" \t>")
        return last[:3] in {b"```", b"~~~"} or not last or self.encoded[:offset].rstrip().endswith((b"```", b"~~~"))
