"""The Atom feeds of arXiv, byte for byte: as the server writes them today, in November 2025 and before.

The differences of November 2025 are links without rel, type and title, and an `<updated>` that could be another
date. The Perl server before it had another order, lines, `http:` links, and an empty entry for a missing paper.
"""

from __future__ import annotations

import base64
import hashlib
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import quote, urlencode

from emulators.arxiv_records import Found

Generation = Literal["current", "nov2025", "legacy"]


@dataclass(frozen=True)
class Question:
    """The parameters of a request, as the feed repeats them."""

    search_query: str
    id_list: str
    start: int
    max_results: int
    sort_by: str = "relevance"
    sort_order: str = "descending"

    def __str__(self) -> str:
        return (
            f"search_query={self.search_query}&id_list={self.id_list}&start={self.start}&max_results={self.max_results}"
        )

    @property
    def identity(self) -> str:
        """The last part of the feed's identifier."""
        return base64.b64encode(hashlib.sha1(str(self).encode()).digest()).decode().rstrip("=")  # noqa: S324 - as arXiv


SCHEME = "http://arxiv.org/schemas/atom"
PAGING = "http://a9.com/-/spec/opensearch/1.1/"
OPENING = (
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    f'<feed xmlns:opensearch="{PAGING}" xmlns:arxiv="{SCHEME}" xmlns="http://www.w3.org/2005/Atom">\n'
)


def escaped(text: str) -> str:
    """Text as libxml2 writes it between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def quoted(text: str) -> str:
    """Text as libxml2 writes it in an attribute."""
    return escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def stamp(moment: float | datetime) -> str:
    """A moment as the feeds write it: `2026-03-02T10:00:00Z`."""
    date = moment if isinstance(moment, datetime) else datetime.fromtimestamp(moment, UTC)
    return date.strftime("%Y-%m-%dT%H:%M:%SZ")


def paging(per_page: int, total: int, start: int) -> str:
    """The three OpenSearch elements in today's order."""
    return (
        f"  <opensearch:itemsPerPage>{per_page}</opensearch:itemsPerPage>\n"
        f"  <opensearch:totalResults>{total}</opensearch:totalResults>\n"
        f"  <opensearch:startIndex>{start}</opensearch:startIndex>\n"
    )


def feed_head(question: Question, total: int, moment: float) -> str:
    """Everything before the first entry."""
    pairs = {
        "search_query": question.search_query,
        "start": question.start,
        "max_results": question.max_results,
        "id_list": question.id_list,
    }
    link = "https://arxiv.org/api/query?" + urlencode(pairs, safe="!$'()*,/:;?@")
    return (
        f"{OPENING}  <id>https://arxiv.org/api/{question.identity}</id>\n"
        f"  <title>arXiv Query: {escaped(str(question))}</title>\n"
        f"  <updated>{stamp(moment)}</updated>\n"
        f'  <link href="{quoted(link)}" type="application/atom+xml"/>\n'
        f"{paging(question.max_results, total, question.start)}"
    )


def today_refusal(message: str, link: str, moment: float) -> str:
    """The feed with one entry that says what is wrong with a request."""
    now = stamp(moment)
    return (
        f"{OPENING}  <id>https://arxiv.org/</id>\n  <title>arXiv Search Results</title>\n"
        f"  <updated>{now}</updated>\n{paging(1, 1, 0)}"
        f"  <entry>\n    <id>{escaped(link)}</id>\n    <title>Error</title>\n    <updated>{now}</updated>\n"
        f'    <link href="{quoted(link)}" rel="alternate" type="text/html"/>\n'
        f"    <summary>{escaped(message)}</summary>\n"
        "    <author>\n      <name>arXiv api core</name>\n    </author>\n  </entry>\n</feed>\n"
    )


def entry(one: Found, *, bare: bool = False) -> str:
    """One entry of a feed; `bare` links have no rel, type and title, as in November 2025."""
    version, page, pdf = one.version, f"https://arxiv.org/abs/{one.name}", f"https://arxiv.org/pdf/{one.name}"
    updated = version.changed or version.date if bare else version.date
    html, file = (
        ("", "") if bare else (' rel="alternate" type="text/html"', ' rel="related" type="application/pdf" title="pdf"')
    )
    lines = [
        f"<id>http://arxiv.org/abs/{one.name}</id>",
        f"<title>{escaped(flowing(version.title))}</title>",
        f"<updated>{stamp(updated)}</updated>",
        f'<link href="{page}"{html}/>',
        f'<link href="{pdf}"{file}/>',
        f"<summary>{escaped(flowing(version.summary))}</summary>",
        *(f'<category term="{quoted(term)}" scheme="{SCHEME}"/>' for term in version.categories),
        f"<published>{stamp(one.published)}</published>",
        *text_element("arxiv:comment", version.comment),
        f'<arxiv:primary_category term="{quoted(version.categories[0])}"/>',
        *text_element("arxiv:journal_ref", version.journal_ref),
        *(line for author in version.authors for line in author_element(author)),
        *text_element("arxiv:doi", version.doi),
    ]
    if version.doi:
        title = "" if bare else ' title="doi"'
        lines.append(f'<link rel="related" href="https://doi.org/{quoted(version.doi)}"{title}/>')
    return "  <entry>\n" + "".join(f"    {line}\n" for line in lines) + "  </entry>\n"


def flowing(text: str) -> str:
    """Text without the line breaks in which it was submitted; a paragraph begins with two spaces in a new line."""
    return re.sub(r"\n(?!  )", " ", text.rstrip("\n"))


def text_element(name: str, text: str | None, attributes: str = "") -> list[str]:
    """An element that is left out where there is nothing to say."""
    return [f"<{name}{attributes}>{escaped(text)}</{name}>"] if text else []


def author_element(author: Sequence[str], namespace: str = "") -> list[str]:
    """The lines of one author."""
    name, *affiliations = author
    inner = [f"  <name>{escaped(name)}</name>"]
    inner += [f"  <arxiv:affiliation{namespace}>{escaped(place)}</arxiv:affiliation>" for place in affiliations]
    return ["<author>", *inner, "</author>"]


INLINE = f' xmlns:arxiv="{SCHEME}"'


def legacy_head(title: str, identity: str, link: str, moment: float) -> str:
    """The beginning of a feed as the Perl server wrote it: its date is the last midnight at Cornell."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f'  <link href="{quoted(link)}" rel="self" type="application/atom+xml"/>\n'
        f'  <title type="html">ArXiv Query: {escaped(title)}</title>\n'
        f"  <id>http://arxiv.org/api/{identity}</id>\n"
        f"  <updated>{datetime.fromtimestamp(moment, UTC):%Y-%m-%d}T00:00:00-04:00</updated>\n"
    )


def legacy_paging(total: int, start: int, per_page: int) -> str:
    """The three OpenSearch elements, in the old order and with the namespace in each."""
    pairs = (("totalResults", total), ("startIndex", start), ("itemsPerPage", per_page))
    return "".join(
        f'  <opensearch:{name} xmlns:opensearch="{PAGING}">{number}</opensearch:{name}>\n' for name, number in pairs
    )


def legacy_feed(question: Question, shown: Sequence[Found | None], total: int, moment: float) -> str:
    """A feed of the Perl server: it counts papers that do not exist, and shows an empty entry for each."""
    link = f"http://arxiv.org/api/query?{quote(str(question), safe='')}"
    named = len(question.id_list.split(",")) if question.id_list else total
    return (
        legacy_head(str(question), question.identity, link, moment)
        + legacy_paging(named, question.start, question.max_results)
        + "".join(legacy_entry(one) if one else EMPTY_ENTRY for one in shown)
        + "</feed>\n"
    )


EMPTY_ENTRY = (
    f'  <entry>\n    <arxiv:primary_category{INLINE} term="" scheme="{SCHEME}"/>\n'
    f'    <category term="" scheme="{SCHEME}"/>\n  </entry>\n'
)


def legacy_entry(one: Found) -> str:
    """An entry of the Perl server."""
    version = one.version
    doi = f'<link title="doi" href="http://dx.doi.org/{quoted(version.doi)}" rel="related"/>' if version.doi else ""
    lines = [
        f"<id>http://arxiv.org/abs/{one.name}</id>",
        f"<updated>{stamp(version.date)}</updated>",
        f"<published>{stamp(one.published)}</published>",
        f"<title>{escaped(lined(version.title))}</title>",
        f"<summary>{escaped(abstract(version.summary))}</summary>",
        *(line for author in version.authors for line in author_element(author, INLINE)),
        *text_element("arxiv:doi", version.doi, INLINE),
        *([doi] if doi else []),
        *text_element("arxiv:comment", version.comment and lined(version.comment), INLINE),
        *text_element("arxiv:journal_ref", version.journal_ref and lined(version.journal_ref), INLINE),
        f'<link href="http://arxiv.org/abs/{one.name}" rel="alternate" type="text/html"/>',
        f'<link title="pdf" href="http://arxiv.org/pdf/{one.name}" rel="related" type="application/pdf"/>',
        f'<arxiv:primary_category{INLINE} term="{quoted(version.categories[0])}" scheme="{SCHEME}"/>',
        *(f'<category term="{quoted(term)}" scheme="{SCHEME}"/>' for term in version.categories),
    ]
    return "  <entry>\n" + "".join(f"    {line}\n" for line in lines) + "  </entry>\n"


def lined(text: str) -> str:
    """Text in lines, the second and later ones indented; as it is when it has lines already."""
    return text if "\n" in text else "\n  ".join(textwrap.wrap(text, 78, break_long_words=False)) or text


def abstract(text: str) -> str:
    """A summary in lines, with the two spaces before it and the line break after it."""
    if "\n" in text:
        return text
    return "  " + "\n".join(textwrap.wrap(text.strip(), 80, break_long_words=False)) + "\n"


def legacy_refusal(message: str, link: str, moment: float) -> str:
    """The error feed of the Perl server."""
    address = link.replace("https://", "http://")
    return (
        legacy_head("", "errors", "http://arxiv.org/api/query", moment)
        + legacy_paging(1, 0, 1)
        + f"  <entry>\n    <id>{escaped(address)}</id>\n    <title>Error</title>\n"
        f"    <summary>{escaped(message)}</summary>\n    <updated>{stamp(moment)}</updated>\n"
        f'    <link href="{quoted(address)}" rel="alternate" type="text/html"/>\n'
        "    <author>\n      <name>arXiv api core</name>\n    </author>\n  </entry>\n</feed>\n"
    )
