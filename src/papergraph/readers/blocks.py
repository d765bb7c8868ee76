"""Markdown text → a tree of blocks whose spans know their lines; Markdown and HTML give the same blocks."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

import pyromark

from papergraph.readers.spans import Block, Kind, Span, Style
from papergraph.readers.tags import Tag, scan

if TYPE_CHECKING:
    from collections.abc import Iterable

_O = pyromark.Options
_MARKDOWN = pyromark.Markdown(
    options=_O.ENABLE_TABLES
    | _O.ENABLE_TASKLISTS
    | _O.ENABLE_STRIKETHROUGH
    | _O.ENABLE_FOOTNOTES
)
_INLINE = pyromark.Markdown(options=_O.ENABLE_STRIKETHROUGH)

# Where a bare address may start; `_ADDRESS` stops at blanks, quotes and full-width text.
_BARE = re.compile(r"(?:https?|htps?)\s?:/{1,2}|www\.|(?<![\w./@-])(?:arxiv\.org|github\.com|doi\.org)/")
_ADDRESS = re.compile(r"[^\s<>\"'`|\\^{}\[\]\u2018-\u201f\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]+")
_TRAILING = ".,;:!?*_~)]}"

_FENCE = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?=\n|\Z)")
_KEY = re.compile(r"^[\w\"'-][^:\n]{0,60}:(?:\s|$)", re.MULTILINE)

_SHORTCODE = re.compile(r"(?<![\w/]):([a-z][a-z0-9_+-]{1,30}):")
_SHORTCODES = {"star": "⭐", "star2": "⭐", "computer": "💻", "page_facing_up": "📄", "file_folder": "💾", "movie_camera": "🎥",
               "link": "🔗", "globe_with_meridians": "🌐", "octocat": "💻", "hugs": "🤗", "scroll": "📜"}  # fmt: skip
# Logseq writes `key:: value` at the head of a page.
_PROPERTIES = re.compile(r"(?:[\w-][\w -]{0,40}::[^\n]*(?:\n|\Z))+")

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
_MARKS = {"Strong": Style.STRONG, "Emphasis": Style.EMPHASIS, "Strikethrough": Style.STRUCK}
_BLOCKS = {
    "Item": "item",
    "Paragraph": "paragraph",
    "TableHead": "row",
    "TableRow": "row",
    "TableCell": "cell",
}
_ENDS = {"CodeBlock": "code", "BlockQuote": "quote", "FootnoteDefinition": "footnote", "Heading": "heading", "List": "list",
         "Table": "table", "HtmlBlock": "html"}  # fmt: skip
_HTML_BLOCKS = {"li": "item", "dt": "paragraph", "dd": "item", "tr": "row", "td": "cell", "th": "cell",
                "ul": "list", "ol": "list", "dl": "list", "table": "table", "summary": "summary"}  # fmt: skip
_PARAGRAPHS = {"p", "div", "center", "section", "article", "hr", "details", "blockquote", "tbody", "thead", "pre"}
_LEAVES = {"paragraph", "heading", "item", "cell", "summary"}
# A tag that opens closes these, up to the container named last: HTML leaves end tags out.
_IMPLIED = {"item": ("item", "list"), "cell": ("cell", "row"), "row": ("row", "table")}


def parse(text: str) -> tuple[Block, str]:
    """Parse a document; returns its root and its front matter (empty if none), whose first line is line 2."""
    front = ""
    if text.startswith("---"):
        front, text = _front_matter(text)
    elif properties := _PROPERTIES.match(text):
        front, text = "\n" + properties[0], "\n" * properties[0].count("\n") + text[properties.end() :]
    builder = _Builder(text)
    builder.feed(_MARKDOWN.events_with_range(text, merge_text=True))
    return builder.finish(), front


def _front_matter(text: str) -> tuple[str, str]:
    """The YAML between the `---` of the first line and the next, and the text with blank lines in its place."""
    opening = _FENCE.match(text)
    if not opening:
        return "", text
    closing = _CLOSING.search(text, opening.end() - 1)
    if not closing:
        return "", text
    front = text[opening.end() : closing.start() + 1]
    if not _KEY.search(front):
        return "", text
    return front, "\n" * text.count("\n", 0, closing.end()) + text[closing.end() :]


class _Builder:
    def __init__(self, text: str) -> None:
        encoded = text.encode("utf-8", "surrogatepass")
        self.newlines = [match.start() for match in re.finditer(rb"\n", encoded)]
        self.line = 1
        self.root = Block("root", 1)
        self.stack = [self.root]
        self.style = Style.PLAIN
        self.link: list[Any] | None = None
        self.image: list[Any] | None = None
        self.skipping = ""
        self.comment = False
        self.footnotes: dict[str, Block] = {}
        self.noted: list[Block] = []
        """Blocks that refer to footnotes."""

    def finish(self) -> Block:
        """Close what is open and give the tree."""
        self.end_link()
        for block in self.stack:
            block.end_line = max(block.end_line, self.line)
        for block in self.noted:
            block.spans = [one for span in block.spans for one in self.noted_links(span)]
        return self.root

    def noted_links(self, span: Span) -> list[Span]:
        """The links of the footnote that a span refers to, as if they stood in its place; any other span itself."""
        note = self.footnotes.get(span.url[1:]) if span.kind == Kind.TEXT and span.url else None
        if note is None:
            return [span]
        spans = [*note.spans, *(one for child in note.children for one in child.spans)]
        return [Span(Kind.TEXT, " ", line=span.line), *(one for one in spans if one.kind == Kind.LINK)]

    def feed(self, events: Iterable[Any]) -> None:
        """Take events of a whole document, with their byte ranges."""
        newlines = self.newlines
        for event, span in events:
            self.line = bisect_right(newlines, span["start"] - 1) + 1
            if event.__class__ is str:
                self.mark(event)
                continue
            ((name, value),) = event.items()
            if name == "Text":
                self.text(value)
            elif name == "Start":
                self.start(value)
            elif name == "End":
                self.end(value, span["end"])
            elif name in ("Html", "InlineHtml"):
                self.html(value)
            elif name == "Code":
                self.style |= Style.CODE
                self.text(value)
                self.style &= ~Style.CODE
            elif name == "FootnoteReference":
                self.put(Span(Kind.TEXT, "", f"^{value}", self.line))
                self.noted.append(self.stack[-1])

    def inline(self, text: str) -> None:
        """Take Markdown that stands inside an HTML block, where CommonMark leaves it as text."""
        base = self.line
        for number, row in enumerate(text.split("\n")):
            self.line = base + number
            if number:
                self.put(Span(Kind.SOFT, "", line=self.line))
            if "](" not in row:
                self.text(row)
                continue
            for event in _INLINE.events(row.strip()):
                if event.__class__ is str:
                    continue
                ((name, value),) = event.items()
                if name == "Text":
                    self.text(value)
                elif name == "Start" and value != "Paragraph":
                    self.start(value)
                elif name == "End" and value != "Paragraph":
                    self.end(value, 0)
        self.line = base + text.count("\n")

    def mark(self, name: str) -> None:
        """A break or a rule."""
        if name == "SoftBreak":
            self.put(Span(Kind.SOFT, "", line=self.line))
        elif name == "HardBreak":
            self.put(Span(Kind.BREAK, "", line=self.line))
        elif name == "Rule":
            self.open("rule")
            self.close("rule")

    def start(self, tag: Any) -> None:
        """A Markdown element opens."""
        if tag.__class__ is str:
            name, value = tag, None
        else:
            ((name, value),) = tag.items()
        if name == "Link":
            self.begin_link(value["dest_url"])
        elif name == "Image":
            self.image = ["", value["dest_url"], self.line]
        elif name in _MARKS:
            self.style |= _MARKS[name]
        elif name in _BLOCKS:
            self.open(_BLOCKS[name], level=int(name == "TableHead"))
            if name == "Item":
                self.number_item()
        elif name == "Heading":
            self.open("heading", level=int(value["level"][1]))
        elif name == "List":
            self.open("list", level=value or 0)
        elif name == "Table":
            self.open("table")
        elif name == "CodeBlock":
            self.open("code")
        elif name == "BlockQuote":
            self.open("quote")
        elif name == "FootnoteDefinition":
            self.open("footnote")
            self.footnotes[value] = self.stack[-1]

    def end(self, tag: Any, offset: int) -> None:
        """A Markdown element closes."""
        name = tag if tag.__class__ is str else next(iter(tag))
        if name == "Link":
            self.end_link()
        elif name == "Image":
            self.end_image()
        elif name in _MARKS:
            self.style &= ~_MARKS[name]
        else:
            kind = _BLOCKS.get(name) or _ENDS.get(name, name)
            if offset:
                self.line = bisect_right(self.newlines, offset - 2) + 1
            self.style = Style.PLAIN
            self.close(kind)

    def number_item(self) -> None:
        """Give an item of a numbered list its number."""
        if len(self.stack) > 1 and (outer := self.stack[-2]).kind == "list" and outer.level:
            self.stack[-1].level = outer.level + len(outer.children) - 1

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
        block = Block(kind, self.line, level)
        self.stack[-1].children.append(block)
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
                block.line, block.children[-1].end_line if block.children else 0, block.spans[-1].line if block.spans else 0
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
        if self.skipping:
            return
        if ":" in text:
            text = _SHORTCODE.sub(_emoji, text)
        if self.image is not None:
            self.image[0] += text
        elif self.link is not None:
            self.link[0] += text
            self.link[3] &= self.style
        elif self.stack[-1].kind == "code":
            self.put(Span(Kind.TEXT, text, line=self.line))
        elif ("/" in text or "www." in text) and _BARE.search(text):
            self.bare(text)
        else:
            self.put(Span(Kind.TEXT, text, "", self.line, self.style))

    def bare(self, text: str) -> None:
        """Text with addresses that stand in it without markup."""
        position = 0
        for found in _BARE.finditer(text):
            start = found.start()
            if start < position:
                continue
            run = _ADDRESS.match(text, found.end())
            if not run:
                continue
            end = start + len(trimmed(text[start : run.end()]))
            if start > position:
                self.put(Span(Kind.TEXT, text[position:start], "", self.line, self.style))
            self.put(Span(Kind.LINK, "", text[start:end], self.line, self.style))
            position = end
        if position < len(text):
            self.put(Span(Kind.TEXT, text[position:], "", self.line, self.style))

    def begin_link(self, url: str) -> None:
        """A link opens."""
        self.end_link()
        self.link = ["", url, self.line, Style.ALL, [], []]

    def end_link(self) -> None:
        """A link closes, if one is open."""
        if self.link is None:
            return
        (text, url, line, style, images, alternatives), self.link = self.link, None
        style = style if text.strip() else self.style
        label = text.strip() or " ".join(filter(None, alternatives))
        self.put(Span(Kind.LINK, " ".join(label.split()), url, line, style, tuple(images)))

    def end_image(self) -> None:
        """An image closes; inside a link it becomes part of the link."""
        if self.image is None:
            return
        (text, url, line), self.image = self.image, None
        if self.link is not None:
            self.link[4].append(url)
            self.link[5].append(text)
        else:
            self.put(Span(Kind.IMAGE, text, url, line, self.style))

    def html(self, text: str) -> None:
        """HTML, inline or a line of a block."""
        if self.comment or "<!--" in text:
            text = self.uncommented(text)
        base = self.line
        counted, lines = 0, 0
        for tag in scan(text):
            lines += text.count("\n", counted, tag.offset)
            counted = tag.offset
            self.line = base + lines
            if tag.name:
                self.tag(tag)
            elif tag.text.strip() or self.stack[-1].kind in _LEAVES:
                if "\n" in tag.text or "](" in tag.text:
                    self.inline(tag.text.rstrip("\n"))
                    if tag.text.endswith("\n"):
                        self.put(Span(Kind.SOFT, "", line=self.line))
                else:
                    self.text(tag.text)

    def uncommented(self, text: str) -> str:
        """`text` without comments, one of which may have begun in an earlier line."""
        kept = ""
        while text:
            if self.comment:
                _, found, text = text.partition("-->")
                self.comment = not found
            else:
                before, found, text = text.partition("<!--")
                kept += before
                self.comment = bool(found)
        return kept

    def tag(self, tag: Tag) -> None:
        """One HTML tag."""
        name = tag.name
        if name == "br":
            if self.link is None:
                self.put(Span(Kind.BREAK, "", line=self.line))
            else:
                self.text(" ")
        elif name == "a":
            if tag.closing:
                self.end_link()
            elif tag.attributes.get("href"):
                self.begin_link(tag.attributes["href"])
        elif name == "img":
            if not tag.closing:
                self.image = [tag.attributes.get("alt", ""), tag.attributes.get("src", ""), self.line]
                self.end_image()
        elif name in _STYLES:
            self.style = self.style & ~_STYLES[name] if tag.closing else self.style | _STYLES[name]
        elif name in {"script", "style"}:
            self.skipping = "" if tag.closing else name
        else:
            self.block_tag(tag)

    def block_tag(self, tag: Tag) -> None:
        """An HTML tag that makes a block."""
        name = tag.name
        kind = "heading" if len(name) == 2 and name[0] == "h" and name[1].isdigit() else _HTML_BLOCKS.get(name)
        if kind:
            if tag.closing:
                self.close(kind)
            else:
                self.open(kind, level=int(name[1]) if kind == "heading" else int(name == "th"))
                if name == "th":
                    self.stack[-2].level = 1
        elif name in _PARAGRAPHS:
            top = self.stack[-1]
            if top.kind in {"paragraph", "heading", "summary"}:
                self.unwind(len(self.stack) - 1)
            elif top.kind in {"cell", "item"}:
                self.put(Span(Kind.BREAK, "", line=self.line))


def _emoji(found: re.Match[str]) -> str:
    """The sign that a shortcode stands for, where it means something to us."""
    return _SHORTCODES.get(found[1], "")


def trimmed(address: str) -> str:
    """A bare address without the punctuation that the sentence around it left at its end."""
    while address and address[-1] in _TRAILING:
        last = address[-1]
        if last == ")" and address.count("(") >= address.count(")"):
            break
        if last == "]" and address.count("[") >= address.count("]"):
            break
        address = address[:-1]
    for glued in (",http", ";http", "](http", ")http"):
        cut = address.find(glued, 8)
        if cut > 0:
            address = address[:cut]
    return address
