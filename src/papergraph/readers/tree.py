"""The tree of blocks while it grows: blocks open and close, and spans go where they belong."""

from __future__ import annotations

import re

from papergraph.readers.addresses import addresses
from papergraph.readers.spans import Block, Kind, Span, Style

_WIKILINK = re.compile(r"\[\[(?:[^\[\]|]{0,200}\|)?([^\[\]|]{1,400})\]\]")
_SHORTCODE = re.compile(r"(?<![\w/]):([a-z][a-z0-9_+-]{1,30}):")
_SHORTCODES = {
    "star": "⭐",
    "star2": "⭐",
    "computer": "💻",
    "page_facing_up": "📄",
    "file_folder": "💾",
    "movie_camera": "🎥",
    "link": "🔗",
    "globe_with_meridians": "🌐",
    "octocat": "💻",
    "hugs": "🤗",
    "scroll": "📜",
}
"""Those that say something of a link or a rating; the others go."""
_DEEPEST = 50
"""Blocks inside blocks that are told apart; what lies deeper stands beside them."""
_MOST_LINKS = 30
"""Links of a footnote that stand for a reference to it."""
_LEAVES = {"paragraph", "heading", "item", "cell", "summary"}
# A tag that opens closes these, up to the container named last: HTML leaves end tags out.
_IMPLIED = {"item": ("item", "list"), "cell": ("cell", "row"), "row": ("row", "table")}


class Tree:
    """A document of which more may follow."""

    def __init__(self) -> None:
        self.line = 1
        """The line of what is added next."""
        self.root = Block("root", 1)
        self.stack = [self.root]
        self.style: int = Style.PLAIN
        self.link: _Link | None = None
        self.image: tuple[list[str], str, int] | None = None
        """The texts, the address and the line of an open image."""
        self.footnotes: dict[str, Block] = {}
        self.noted: list[Block] = []
        """Blocks that refer to footnotes."""

    def finish(self) -> Block:
        """Close what is open and give the tree."""
        self.end_link()
        for block in self.stack:
            block.end_line = max(block.end_line, self.line)
        for block in dict.fromkeys(self.noted):
            block.spans = [one for span in block.spans for one in self.noted_links(span)]
        return self.root

    def noted_links(self, span: Span) -> list[Span]:
        """The links of the footnote that a span refers to, as if they stood in its place; any other span itself."""
        note = self.footnotes.get(span.url[1:]) if span.kind == Kind.TEXT and span.url else None
        if note is None:
            return [span]
        spans = [*note.spans, *(one for child in note.children for one in child.spans)]
        return [Span(Kind.TEXT, " ", line=span.line), *(one for one in spans if one.kind == Kind.LINK)][:_MOST_LINKS]

    def open(self, kind: str, level: int = 0) -> None:
        """Open a block inside the one that is open."""
        self.end_link()
        self.style = Style.PLAIN
        if kind in _IMPLIED:
            inner, outer = _IMPLIED[kind]
            for depth in range(len(self.stack) - 1, 0, -1):
                if self.stack[depth].kind == outer:
                    break
                if self.stack[depth].kind == inner:
                    self.unwind(depth)
                    break
        elif self.stack[-1].kind in {"paragraph", "heading", "summary"}:
            self.unwind(len(self.stack) - 1)
        if len(self.stack) > _DEEPEST:
            self.unwind(_DEEPEST)
        block = Block(kind, self.line, level)
        above = self.stack[-1]
        if kind == "item" and above.kind == "list" and above.level:
            before = next((child for child in reversed(above.children) if child.kind == "item"), None)
            block.level = before.level + 1 if before else above.level
        above.children.append(block)
        self.stack.append(block)

    def close(self, kind: str) -> None:
        """Close the innermost open block of a kind, and what is open inside it."""
        for depth in range(len(self.stack) - 1, 0, -1):
            if self.stack[depth].kind == kind:
                self.unwind(depth)
                return

    def unwind(self, depth: int) -> None:
        """Close all blocks from `depth` of the stack on."""
        self.end_link()
        for block in reversed(self.stack[depth:]):
            block.end_line = max(
                block.line,
                block.children[-1].end_line if block.children else 0,
                block.spans[-1].line if block.spans else 0,
            )
            if block.kind in {"row", "code"}:
                block.end_line = max(block.end_line, self.line)
        del self.stack[depth:]

    def put(self, span: Span) -> None:
        """Append a span to the open leaf, opening a paragraph where there is none."""
        top = self.stack[-1]
        if top.kind == "code":
            return
        if top.kind in {"item", "cell"} and top.children:
            tail = top.children[-1]
            if tail.kind == "paragraph" and tail.line == span.line:
                top = tail
            else:
                self.open("paragraph")
                top = self.stack[-1]
        elif top.kind not in _LEAVES:
            if span.kind >= Kind.BREAK or (span.kind == Kind.TEXT and not span.text.strip()):
                return
            self.open("paragraph")
            top = self.stack[-1]
        top.spans.append(span)

    def text(self, text: str) -> None:
        """Text of a leaf, or of an open link or image."""
        if ":" in text:
            text = _SHORTCODE.sub(_emoji, text)
        if "[[" in text:
            text = _WIKILINK.sub(r"\1", text)
        if "''" in text:
            text = text.replace("'''", "").replace("''", "")
        if self.image is not None:
            self.image[0].append(text)
        elif self.link is not None:
            self.link.texts.append(text)
            self.link.style &= self.style
        elif self.stack[-1].kind != "code" and ("/" in text or "www." in text):
            self.linked(text)
        else:
            self.put(Span(Kind.TEXT, text, "", self.line, self.style))

    def linked(self, text: str) -> None:
        """Text in which addresses may stand without markup."""
        position = 0
        for start, end in addresses(text):
            if start > position:
                self.put(Span(Kind.TEXT, text[position:start], "", self.line, self.style))
            self.put(Span(Kind.LINK, "", text[start:end], self.line, self.style))
            position = end
        if position < len(text):
            self.put(Span(Kind.TEXT, text[position:], "", self.line, self.style))

    def begin_link(self, url: str) -> None:
        """A link opens."""
        self.end_link()
        self.link = _Link(url, self.line)

    def end_link(self) -> None:
        """A link closes, if one is open."""
        link, self.link = self.link, None
        if link is None:
            return
        text = " ".join("".join(link.texts).split())
        style = link.style if text else self.style
        label = text or " ".join(" ".join(filter(None, link.alternatives)).split())
        self.put(Span(Kind.LINK, label, link.url, link.line, style, tuple(link.images)))

    def begin_image(self, url: str) -> None:
        """An image opens."""
        self.image = ([], url, self.line)

    def end_image(self) -> None:
        """An image closes; inside a link it becomes part of the link."""
        if self.image is None:
            return
        (texts, url, line), self.image = self.image, None
        if self.link is not None:
            self.link.images.append(url)
            self.link.alternatives.append("".join(texts))
        else:
            self.put(Span(Kind.IMAGE, "".join(texts), url, line, self.style))

    def soft(self) -> None:
        """A line ends inside a paragraph."""
        if self.link is not None or self.image is not None:
            self.text(" ")
            return
        self.put(Span(Kind.SOFT, "", line=self.line))

    def hard(self) -> None:
        """A line ends because the author meant it to."""
        if self.link is None:
            self.put(Span(Kind.BREAK, "", line=self.line))
        else:
            self.text(" ")


class _Link:
    """A link that is open."""

    __slots__ = ("alternatives", "images", "line", "style", "texts", "url")

    def __init__(self, url: str, line: int) -> None:
        self.url = url
        self.line = line
        self.style: int = Style.ALL
        self.texts: list[str] = []
        self.images: list[str] = []
        self.alternatives: list[str] = []


def _emoji(found: re.Match[str]) -> str:
    """The sign that a shortcode stands for, where it means something to us."""
    return _SHORTCODES.get(found[1], "")
