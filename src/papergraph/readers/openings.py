"""Whether a line begins a unit of its own or belongs to the one that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from papergraph.readers.fields import Shape, joined, shape, split_field, titled
from papergraph.readers.labels import Label, link_label
from papergraph.readers.lists import labelled
from papergraph.readers.sections import leaning
from papergraph.readers.spans import Kind, Span, Style, plain
from papergraph.readers.titles import has_wide, looks_titled, quoted_title, unadorned, unnumbered, words
from papergraph.readers.venues import names_venue
from papergraph.titles import normal_title

if TYPE_CHECKING:
    from papergraph.readers.unit import Unit


_BEFORE_TITLES = {Label.VENUE, Label.DATE, Label.TAGS}


class Opening(NamedTuple):
    """What is open when a line is read: a unit, if any, and the unit of the title of the whole note."""

    unit: Unit | None
    note: Unit | None

    def opens(self, row: list[Span], form: Shape, *, several: bool = False) -> bool:
        """Whether a line of a paragraph is the title of something new."""
        if form is Shape.FIELD:
            field = split_field(row)
            numbered = unnumbered(row[0].text) != row[0].text
            return field is not None and field.label is Label.TITLE and (numbered or not self._takes_title(field.value))
        if form is not Shape.TITLE:
            return False
        if _leads_to_title(row):
            return True
        first = next((span for span in row if span.kind != Kind.TEXT or unadorned(span.text).strip(" -*•|[")), None)
        if first is None or self._names_authors(row, first):
            return False
        said = any(map(labelled, [Span(Kind.TEXT, ""), *row], row))
        if first.kind == Kind.LINK:
            return titled(first) and (words(first.text) > 1 or said)
        if first.style & Style.STRONG:
            strong = "".join(span.text for span in row if span.style & Style.STRONG)
            return words(strong) > 1 or said
        numbered = unnumbered(first.text.lstrip()) != first.text.lstrip()
        papers = any(span.kind == Kind.LINK and (link_label(span.text) is Label.PAPER or not span.text) for span in row)
        return numbered or several or (said and not self._open_title() and (papers or not self._named(3)))

    def is_title(self, row: list[Span], after: list[Span] | None) -> bool:
        """Whether plain text is a title: fields or labelled links follow, and no other title waits for them."""
        if _cites(row):
            return True
        if not after or shape(after) not in {Shape.LINKS, Shape.FIELD}:
            return False
        text = joined(row)
        numbered = unnumbered(text) != text
        field = split_field(after)
        if (
            not numbered
            and not (field and field.label in {Label.PAPER, Label.CODE})
            and not any(span.kind == Kind.LINK for span in after)
        ):
            return False
        if next((span.style & Style.EMPHASIS for span in row if span.text.strip()), False):
            return False
        if not looks_titled(text, least=2) or text.endswith((":", "：")):
            return False
        unit = self.unit
        if unit is None or unit.kind == "row" or unit is self.note or unit.linked():
            return True
        return numbered or (unit.kind == "heading" and not self._named(3))

    def belongs(self, row: list[Span], form: Shape) -> bool:
        """Whether a line can be about the open unit: after an item only fields, and links if it has none."""
        unit = self.unit
        if unit is None or unit.kind not in {"item", "row"}:
            return True
        if form is Shape.FIELD:
            field = split_field(row)
            return field is None or field.label is not None
        first = next((span for span in row if span.kind != Kind.TEXT or span.text.strip()), None)
        apart = first is not None and first.style & Style.EMPHASIS
        return not unit.linked() and (form is Shape.LINKS or bool(apart))

    def begins_own(self, row: list[Span], number: int) -> bool:
        """Whether a field or links in an item begin an entry: a title, the next number, a paper with a name."""
        field = split_field(row)
        if field is None or field.label in _BEFORE_TITLES or names_venue(field.name):
            linked = any(span.kind == Kind.LINK for span in row)
            return bool(linked and number and self.unit and self.unit.number and self.unit.linked())
        if field.label is Label.TITLE:
            return not self._takes_title(field.value)
        if field.label is None and self.unit is not None and self.unit.kind == "item":
            return True
        short = self.unit is not None and self.unit.kind == "heading" and not self._named(3)
        return field.label is Label.PAPER and short and any(map(titled, field.value))

    def _names_authors(self, row: list[Span], first: Span) -> bool:
        """Whether a line gives the authors, or a translation, of the title that still waits for its links."""
        unit = self.unit
        if unit is None or unit.linked() or unit is self.note or not self._named(2):
            return False
        if first.style & Style.EMPHASIS and not first.style & Style.STRONG:
            return True
        if all(span.style & Style.STRONG for span in row if span.text.strip(" *†‡,")):
            return has_wide(joined(row)) and not has_wide(plain(unit.head))
        names = [name.strip(" *†‡0123456789") for name in joined(row).replace(" and ", ", ").split(",")]
        return len(names) > 1 and all(name and len(name.split()) <= 4 and name[0].isupper() for name in names)

    def _named(self, least: int) -> bool:
        """Whether a unit is open whose head has at least so many words."""
        return self.unit is not None and words(plain(self.unit.head)) >= least

    def _takes_title(self, value: list[Span]) -> bool:
        """Whether a title in a field is that of the open unit: of a heading without one, or of a citation of it."""
        unit = self.unit
        if unit is None:
            return False
        if unit.kind != "heading" or leaning(plain(unit.head)):
            return unit.kind == "paragraph" and normal_title(joined(value)) in normal_title(plain(unit.head))
        return all(part.label is not Label.TITLE for part in unit.parts)

    def _open_title(self) -> bool:
        """Whether the open unit is a title that still waits for its links."""
        unit = self.unit
        return unit is not None and unit.kind in {"heading", "paragraph"} and not unit.linked() and self._named(3)


def _cites(row: list[Span]) -> bool:
    """Whether a line of text is a numbered citation with its title between quotation marks."""
    text = joined(row)
    return unnumbered(text) != text and quoted_title(text) is not None


def _leads_to_title(row: list[Span]) -> bool:
    """Whether a few words lead to a link that names a work: "1 March: [A title](…), authors"."""
    lead = ""
    for span in row:
        if span.kind == Kind.LINK:
            return titled(span) and words(span.text) >= 3 and words(lead) <= 4 and "://" in span.url
        lead += span.text
    return False
