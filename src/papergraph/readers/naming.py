"""The title of a unit, and the link that it is, if it is one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papergraph.readers.fields import joined, titled
from papergraph.readers.labels import Label, field_label, link_label
from papergraph.readers.spans import Kind, Span, Style
from papergraph.readers.titles import (
    AUTHORED,
    after_names,
    bare_title,
    quoted_title,
    stripped,
    unadorned,
    unnumbered,
    words,
)
from papergraph.readers.venues import names_venue
from papergraph.titles import normal_title

if TYPE_CHECKING:
    from papergraph.readers.links import Found
    from papergraph.readers.unit import Unit

_KEY_AT_END = re.compile(r"[\s.。,，;；|(\[]+([^\s.。,，;；|(\[]{2,14})\s*[:：]\s*$")
_LEAD = 400
_DATE_ONLY = re.compile(r"[\d\s./-]*")
_PIPE = re.compile(r"\s[|｜]\s|\s?[|｜]\s?(?=\*|\[|\(|$)")
_YEAR = re.compile(r"(?:19|20)\d\d")


def title_of(unit: Unit, found: list[Found]) -> tuple[str, Found | None]:
    """The title of a unit, and the link that it is, if it is one."""
    named = (
        next((part for part in unit.parts if part.label is Label.TITLE and not part.prose), None)
        if unit.parts
        else None
    )
    strong = _strong(unit.head)
    leads = bool(strong) and _leads(unit.head)
    cited = None if leads and words(strong) >= 3 else _cited(unit.head, strong if leads else "")
    inside = [link for link in found if link.part == -1 and link.titled]
    if unit.number and not inside:
        inside = [link for link in found if link.part == -1 and link.article and link.span.text][:1]
    main = next((link for link in inside if _names(link, unit)), None)
    if named is not None and (text := joined(named.spans)):
        place = unit.parts.index(named)
        given = [link for link in found if link.part == place or (link.label is Label.LINK and link.part >= 0)]
        return stripped(bare_title(text) or text), next(iter(given), None)
    if cited and (main is None or words(main.span.text) < 3):
        return bare_title(cited), None
    local = next((span for span in unit.head if titled(span) and is_local(span.url)), None)
    if main is None and local is not None and (words(local.text) > 1 or unit.kind == "row"):
        return _clean(local.text), None
    if main and (unit.kind != "paragraph" or words(main.span.text) >= words(strong)):
        if words(strong) >= 3 and normal_title(main.span.text) not in normal_title(strong):
            return _clean(strong), None
        return _clean_link(main), main
    if words(strong) >= 3 or leads:
        return _clean(strong), None
    title = _plain_title(unit)
    label_only = link_label(title) is not None and any(span.kind == Kind.LINK for span in unit.head)
    return ("" if label_only and unit.kind == "item" else title), None


def _cited(head: list[Span], name: str) -> str | None:
    """The title in a citation: between quotation marks, or in italics after names with initials.

    After a short name set strong ("**ViT**: “An image is …”") only what is quoted at once is the title.
    """
    text = ""
    for span in head:
        if span.kind == Kind.LINK:
            break
        if span.style & Style.EMPHASIS and words(span.text) >= 3 and AUTHORED.search(text) and not quoted_title(text):
            return stripped(span.text)
        text += span.text
    quoted = quoted_title(text)
    if quoted is None or words(text) <= words(quoted):
        return None
    between = text.partition(name)[2].partition(quoted)[0] if name else ""
    return quoted if len(between) <= 6 else None


def is_local(url: str) -> bool:
    """Whether an address is that of a file beside the note, or none at all."""
    return "://" not in url and not url.startswith(("#", "./#", "mailto:", "www.")) and ":" not in url[:12]


def _names(link: Found, unit: Unit) -> bool:
    """Whether a titled link in the head is the name of the unit rather than something beside it."""
    text = link.span.text
    if text.startswith("#") or link.social:
        return False
    lead = unadorned(_text_before(unit.head, link.span)).strip()
    if unit.kind in {"item", "paragraph"} and link.kind == "repository" and words(text) <= 2 and words(lead) >= 5:
        return False
    return not (words(text) < 2 and words(lead) >= 3 and link.kind != "paper")


def _text_before(head: list[Span], link: Span) -> str:
    """The plain text of a head that stands before a link, or enough of it."""
    text = ""
    for span in head:
        if span is link or len(text) > _LEAD:
            break
        if span.kind == Kind.TEXT:
            text += span.text
    return text


def _strong(head: list[Span]) -> str:
    """The first run of strong text that is neither a label, a number nor a tag in brackets."""
    run = ""
    for span in head:
        if span.style & Style.STRONG and span.kind in {Kind.TEXT, Kind.LINK}:
            run += span.text
        elif run and span.text.strip():
            if _is_name(run):
                return run
            run = ""
    return run if _is_name(run) else ""


def _is_name(text: str) -> bool:
    bare = unadorned(text).strip(" :：.,|-")
    inside = bare[1:-1] if bare[:1] in "[(【（" and bare[-1:] in "])】）" else ""
    return (
        bool(bare) and not inside and any(map(str.isalpha, bare)) and link_label(bare) is None and not names_venue(bare)
    )


def _leads(head: list[Span]) -> bool:
    """Whether strong text is what a head begins with, but for a number or an emoji."""
    for span in head:
        text = unadorned(span.text).strip(" -*•|.")
        if not text or span.kind == Kind.IMAGE:
            continue
        return bool(span.style & Style.STRONG) or not unnumbered(text + " x").strip(" x")
    return False


def _clean(text: str) -> str:
    return bare_title(text) or stripped(text)


def _clean_link(link: Found) -> str:
    text = stripped(unnumbered(unadorned(link.span.text)))
    return text if link.article else (bare_title(text) if words(text) > 3 else text)


def _plain_title(unit: Unit) -> str:
    """The title in the plain text of a head: up to the first link that is only a label."""
    text = ""
    for span in unit.head:
        if span.kind == Kind.LINK:
            if words(text) >= 3 or not titled(span):
                if words(bare_title(text)) >= 2 or (
                    words(text) and not _DATE_ONLY.fullmatch(unadorned(text).strip(" -|,.[]()"))
                ):
                    break
                text = ""
                continue
            text += span.text
        elif span.kind == Kind.TEXT and not span.style & Style.KEYBOARD:
            text += span.text
    quoted = quoted_title(text) or _set_apart(unit.head)
    if quoted and words(text) > words(quoted) + 3:
        return bare_title(quoted)
    if unit.kind != "row":
        head = _PIPE.split(text, maxsplit=1)[0]
        text = head if head.count("[") == head.count("]") and head.count("【") == head.count("】") else text
    tail = text[-40:]
    if (key := _KEY_AT_END.search(tail)) and (link_label(key[1]) or field_label(key[1])):
        text = text[: len(text) - len(tail) + key.start()]
    return bare_title(after_names(unnumbered(text)) or text)


def _set_apart(head: list[Span]) -> str | None:
    """The title in italics inside a citation: "Kipf, T., & Welling, M. (2017). *A title*. ICLR"."""
    before = ""
    for span in head:
        if span.style & Style.EMPHASIS and words(span.text) >= 4 and _YEAR.search(before):
            return stripped(span.text)
        before += span.text
    return None
