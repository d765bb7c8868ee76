"""One line of a note → what shape it has: a labelled field, a row of labelled links, a title or running text."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

from papergraph.readers.labels import Label, field_label, link_label
from papergraph.readers.spans import Block, Kind, Line, Span, Style, plain
from papergraph.readers.titles import unadorned, unnumbered, words

_COLON = re.compile(r"\s*(?:::|[:：∶])\s*")
_DATE_TOKEN = re.compile(r"\d+|[^\W\d_]+|\S")
_MONTHS = frozenset(
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september "
    "october november december".split()
)
_WIDE_KEY = re.compile(r"\s*[【〖]([^【】〖〗]{1,16})[】〗]\s*[:：]?\s*")
_HASHED = re.compile(r"#([A-Za-z_]{2,20})(?::{0,2}\s+|$)")
_EDGE = " \t\u3000\xa0|｜·•,，;；/\\-–—*#+&()[]（）【】{}<>\"'`.、"
_CALLED = {"paper", "code", "pdf", "github", "论文", "論文", "논문", "代码", "コード", "코드"}
_QUOTES = set('《“「『"‘«')
_LONGEST_KEY = 44
_EMPTY_VALUE = re.compile(
    r"^[\s\W]*(?:none|no|null|nan|n/?a|tbd|tba|todo|coming soon|soon|not (?:yet )?(?:available|released|open).*|"
    r"to be .{0,30}|will be .{0,40}|暂无|无|未开源|即将开源.*|待开源.*|尚未.*|まだ|なし|未公開|없음|미공개)?[\s\W]*$",
    re.IGNORECASE,
)


class Shape(Enum):
    """What a line looks like."""

    EMPTY = auto()
    FIELD = auto()
    """A key, a colon and a value."""
    LINKS = auto()
    """Nothing but labelled links."""
    IMAGES = auto()
    TITLE = auto()
    """It has, or is, the title of something."""
    TEXT = auto()


class Field(NamedTuple):
    """A key with its value."""

    label: Label | None
    name: str
    value: list[Span]


def split_field(spans: list[Span]) -> Field | None:
    """The field that a line is, or None.

    "Paper: …", "**论文**：…", "📄 Paper(Oral): …", "code_url: …", "#code https://…" and "Paper [link](…)" are
    fields. An unknown key counts only before a bare address ("Paddle-CLIP：https://…").
    """
    if not isinstance(spans, Line):
        return _split(spans)
    if spans.field == ():
        spans.field = _split(spans)
    known: Field | None = spans.field
    return known


def _split(spans: list[Span]) -> Field | None:
    first = spans[0].text if spans else ""
    pattern = _HASHED if "#" in first else _WIDE_KEY if "【" in first or "〖" in first else None
    if pattern and (field := _marked(spans, pattern)):
        return field
    key = ""
    for index, span in enumerate(spans):
        if span.kind == Kind.IMAGE and not key:
            continue
        if span.kind == Kind.LINK:
            return _before_link(key, spans[index:]) if key and not key.isspace() else None
        if span.kind != Kind.TEXT:
            return None
        found = _COLON.search(span.text) if ":" in span.text or "：" in span.text or "∶" in span.text else None
        if found and not (found.start() == 0 and not key and not span.text.strip(" :：")):
            key += span.text[: found.start()]
            if len(key) > _LONGEST_KEY:
                return None
            rest = span.text[found.end() :]
            value = ([span._replace(text=rest)] if rest else []) + spans[index + 1 :]
            return _keyed(key, value)
        key += span.text
        if len(key) > _LONGEST_KEY:
            return None
    return None


def _marked(spans: list[Span], pattern: re.Pattern[str]) -> Field | None:
    """A field with its key in signs: as outliners write it, "#code https://…", or in wide brackets, "【标题】…"."""
    first = spans[0]
    found = pattern.match(first.text) if first.kind == Kind.TEXT else None
    label = field_label(found[1]) if found else None
    if found is None or label is None:
        return None
    rest = first.text[found.end() :]
    return Field(label, found[1], ([first._replace(text=rest)] if rest.strip() else []) + spans[1:])


def _keyed(key: str, value: list[Span]) -> Field | None:
    name = _key(key)
    if (key.lstrip().startswith("[") and "]" not in key) or key.lstrip()[:1] in _QUOTES:
        return None
    label = field_label(name)
    if label is None:
        first = next((span for span in value if span.kind != Kind.TEXT or span.text.strip()), None)
        if not name or words(name) > 4 or "." in name or "。" in name or first is None or not _bare(first):
            return None
    return Field(label, name, value)


def _before_link(key: str, rest: list[Span]) -> Field | None:
    """A known key that a link follows: "Paper [link](…)", "#code https://…"."""
    name = _key(key)
    if not name or words(name) > 3:
        return None
    label = field_label(name)
    if (
        label is None
        or key.lstrip().startswith("[")
        or (label is Label.LINK and any(span.text.strip(_EDGE) for span in rest[1:] if span.kind == Kind.TEXT))
        or (label in {Label.TITLE, Label.TAGS, Label.TIPS, Label.ABSTRACT} and not key.strip().startswith("#"))
    ):
        return None
    named = label in {Label.PAPER, Label.CODE} and not any(map(str.isdigit, key)) and name.casefold() in _CALLED
    if _bare(rest[0]) or link_label(rest[0].text) or key.strip().startswith("#") or named:
        return Field(label, name, rest)
    return None


def _key(text: str) -> str:
    return unnumbered(unadorned(text).replace("_", " ")).strip(_EDGE)


def _bare(span: Span) -> bool:
    """Whether a span is an address without a text of its own."""
    return span.kind == Kind.LINK and (not span.text or "://" in span.text or span.text == span.url)


def empty_value(text: str) -> bool:
    """Whether the value of a field says that there is none."""
    return len(text) < 80 and bool(_EMPTY_VALUE.match(text))


def titled(span: Span) -> bool:
    """Whether a link's text can name a work: no label, no address, no image, no account."""
    text = span.text
    if span.kind != Kind.LINK or not text or span.images or "://" in text or text == span.url:
        return False
    if span.url.startswith("file:"):
        return False
    bare = text.strip(_EDGE)
    if not bare or bare[0] == "@" or bare.casefold().startswith("www.") or not any(map(str.isalpha, bare)):
        return False
    return link_label(bare) is None and not _is_date(bare)


def _is_date(text: str) -> bool:
    """Whether a text is nothing but a date: "18 Jan 2024", "2024-01"."""
    if len(text) > 30 or not any(map(str.isdigit, text)):
        return False
    return all(
        len(part) <= 4 if part.isdigit() else part.casefold() in _MONTHS or part in ".,/-年月日"
        for part in _DATE_TOKEN.findall(text)
    )


def shape(spans: list[Span]) -> Shape:
    """The shape of a line."""
    if not isinstance(spans, Line):
        return _shape(spans)
    if spans.form is None:
        spans.form = _shape(spans)
    known: Shape = spans.form
    return known


def _shape(spans: list[Span]) -> Shape:
    links, texts, images = [], [], False
    for span in spans:
        if span.kind == Kind.LINK:
            links.append(span)
        elif span.kind == Kind.TEXT:
            texts.append(span)
        else:
            images = images or span.kind == Kind.IMAGE
    bare = unadorned("".join([span.text for span in texts])).strip(_EDGE)
    if links:
        if bare and split_field(spans):
            return Shape.FIELD
        named = any(map(titled, links))
        return Shape.LINKS if not named and (not bare or _only_labels(spans)) else Shape.TITLE
    if not bare:
        return Shape.IMAGES if images else Shape.EMPTY
    strong = any(span.style & Style.STRONG for span in texts)
    if (strong and words(bare) <= 3 and field_label(bare.rstrip(":："))) or split_field(spans):
        return Shape.FIELD
    first = next(span for span in texts if unadorned(span.text).strip(_EDGE))
    return Shape.TITLE if strong and first.style & Style.STRONG else Shape.TEXT


def _only_labels(spans: list[Span]) -> bool:
    """Whether the text between labelled links is only punctuation, labels and what one says of code."""
    leading = True
    for span in spans:
        leading = leading and span.kind != Kind.LINK
        if span.kind == Kind.TEXT:
            for piece in re.split(r"[|｜,，;；/·•\[\]()（）]|\s-\s", unadorned(span.text)):
                bare = piece.strip(_EDGE + ":：")
                if not bare or link_label(bare) or field_label(bare) or empty_value(bare):
                    continue
                if words(bare) > 1 or len(bare) > 24 or (leading and unnumbered(bare + " x") == bare + " x"):
                    return False
    return True


def starts(spans: list[Span]) -> bool:
    """Whether a line, after a soft end of line, begins something of its own."""
    first = next((span for span in spans if span.kind != Kind.TEXT or span.text.strip()), None)
    if first is None:
        return True
    if first.kind != Kind.TEXT or first.style & (Style.STRONG | Style.EMPHASIS):
        return True
    text = first.text.lstrip()
    if text and ord(text[0]) > 0x2190 and not unadorned(text[0]):
        return True
    return unnumbered(text) != text or shape(spans) in {Shape.FIELD, Shape.LINKS}


def lines_of(block: Block) -> list[Line]:
    """The lines of a block's own text, found once."""
    if block.lines is None:
        block.lines = rows(block.spans)
    return block.lines


def rows(spans: list[Span]) -> list[Line]:
    """Cut a paragraph into its lines: at every meant break, and at soft ends where the next line begins something."""
    for span in spans:
        if span.kind >= Kind.BREAK:
            break
    else:
        return [Line(spans)] if _says(spans) else []
    found: list[list[Span]] = []
    meant = True
    for part in _cut(spans):
        if part is None:
            meant = False
            continue
        if not _says(part):
            meant = True
            continue
        if found and not meant and (not starts(part) or _one_run(found[-1], part)):
            found[-1] += [Span(Kind.TEXT, " ", line=part[0].line), *part]
        else:
            found.append(part)
        meant = True
    return [Line(line) for line in found]


def _says(spans: list[Span]) -> bool:
    """Whether there is anything but blanks."""
    for span in spans:  # noqa: SIM110 -- a loop is faster, and this is asked of every line and cell
        if span.kind != Kind.TEXT or (span.text and not span.text.isspace()):
            return True
    return False


def _one_run(before: list[Span], after: list[Span]) -> bool:
    """Whether strong text goes on over the end of a line."""
    first = next((span for span in after if span.text.strip()), None)
    return (
        first is not None
        and bool(first.style & Style.STRONG)
        and first.kind == Kind.TEXT
        and bool(before[-1].style & Style.STRONG)
        and not any(span.kind == Kind.LINK for span in before)
        and not before[-1].text.rstrip().endswith((":", "：", ".", "。"))
    )


def _cut(spans: list[Span]) -> list[list[Span] | None]:
    """The pieces between breaks, with None before a piece that follows a soft end of line."""
    pieces: list[list[Span] | None] = []
    piece: list[Span] = []
    broken = False
    for span in spans:
        if span.kind == Kind.SOFT and broken and not any(one.text.strip() or one.url for one in piece):
            continue
        broken = span.kind == Kind.BREAK
        if span.kind >= Kind.BREAK:
            pieces.append(piece)
            if span.kind == Kind.SOFT:
                pieces.append(None)
            piece = []
        else:
            piece.append(span)
    return [*pieces, piece]


def joined(spans: list[Span]) -> str:
    """Text of spans without emoji and doubled blanks."""
    if not isinstance(spans, Line):
        return unadorned(plain(spans))
    if spans.said is None:
        spans.said = unadorned(plain(spans))
    return spans.said
