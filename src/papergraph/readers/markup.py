"""HTML inside Markdown: tags open, close and fill the same blocks that Markdown does."""

from __future__ import annotations

from collections.abc import Callable

from papergraph.readers.spans import Block, Style
from papergraph.readers.tags import Tag, scan
from papergraph.readers.tree import Tree

_STYLES = {
    "strong": Style.STRONG,
    "b": Style.STRONG,
    "em": Style.EMPHASIS,
    "i": Style.EMPHASIS,
    "kbd": Style.KEYBOARD,
    "s": Style.STRUCK,
    "del": Style.STRUCK,
    "strike": Style.STRUCK,
    "code": Style.CODE,
}
_BLOCKS = {"li": "item", "dt": "paragraph", "dd": "item", "tr": "row", "td": "cell", "th": "cell",
                "ul": "list", "ol": "list", "dl": "list", "table": "table", "summary": "summary"}  # fmt: skip
_BREAKS = {"p", "div", "center", "section", "article", "hr", "details", "blockquote", "tbody", "thead", "pre"}
_LEAVES = {"paragraph", "heading", "item", "cell", "summary"}


class Markup:
    """The HTML of one document; a comment or a script may reach over several pieces of it."""

    def __init__(self, tree: Tree, inline: Callable[[str], None]) -> None:
        self.tree = tree
        self.inline = inline
        """Takes Markdown that stands inside an HTML block, where CommonMark leaves it as text."""
        self.comment = False
        self.skipping = False
        self.began = 0
        """The line of the last comment."""

    def close(self) -> None:
        """The document ends: a comment that is still open was never closed."""
        if self.comment:
            block = Block("comment", self.began, level=1)
            self.tree.root.children.append(block)

    def feed(self, text: str) -> None:
        """Take a piece of HTML that begins on the tree's line."""
        tree = self.tree
        if self.comment or "<!--" in text:
            text = self.uncommented(text)
        base, counted, lines = tree.line, 0, 0
        for tag in scan(text):
            lines += text.count("\n", counted, tag.offset)
            counted = tag.offset
            tree.line = base + lines
            if tag.name:
                self.tag(tag)
            elif not self.skipping and (tag.text.strip() or tree.stack[-1].kind in _LEAVES):
                self.text(tag.text)

    def text(self, text: str) -> None:
        """Text between tags."""
        if "\n" in text or "](" in text:
            self.inline(text.rstrip("\n"))
            if text.endswith("\n"):
                self.tree.soft()
        else:
            self.tree.text(text)

    def uncommented(self, text: str) -> str:
        """`text` with blanks in place of comments, one of which may have begun in an earlier piece; line ends stay."""
        kept: list[str] = []
        position = lines = 0
        while position < len(text):
            mark = "-->" if self.comment else "<!--"
            found = text.find(mark, position)
            end = len(text) if found < 0 else found
            piece = text[position:end]
            ends = piece.count("\n")
            kept.append("\n" * ends if self.comment else piece)
            lines += ends
            if found >= 0:
                self.comment = not self.comment
                self.began = self.tree.line + lines
            position = end + len(mark)
        return "".join(kept)

    def tag(self, tag: Tag) -> None:
        """One tag."""
        tree, name = self.tree, tag.name
        if name in {"script", "style"}:
            self.skipping = not tag.closing
        elif name == "br":
            tree.hard()
        elif name == "a":
            if tag.closing:
                tree.end_link()
            elif tag.attributes.get("href"):
                tree.begin_link(tag.attributes["href"])
        elif name == "img":
            if not tag.closing:
                tree.begin_image(tag.attributes.get("src", ""))
                tree.text(tag.attributes.get("alt", ""))
                tree.end_image()
        elif name in _STYLES:
            tree.style = tree.style & ~_STYLES[name] if tag.closing else tree.style | _STYLES[name]
        else:
            self.block(tag)

    def block(self, tag: Tag) -> None:
        """A tag that makes a block."""
        tree, name = self.tree, tag.name
        heading = len(name) == 2 and name[0] == "h" and name[1].isdigit()
        kind = "heading" if heading else _BLOCKS.get(name)
        if kind and tag.closing:
            tree.close(kind)
        elif kind:
            tree.open(kind, level=int(name[1]) if heading else _start(tag))
            if name == "th":
                tree.stack[-2].level = 1
        elif name in _BREAKS:
            if tree.stack[-1].kind in {"paragraph", "heading", "summary"}:
                tree.unwind(len(tree.stack) - 1)
            elif tree.stack[-1].kind in {"cell", "item"}:
                tree.hard()


def _start(tag: Tag) -> int:
    """The number that a numbered list begins with; 0 for any other tag."""
    if tag.name != "ol":
        return 0
    given = tag.attributes.get("start", "1")
    return int(given) if given.isdecimal() and len(given) < 9 else 1
