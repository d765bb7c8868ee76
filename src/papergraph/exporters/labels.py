"""What a page shows in, the labels of its topics in every language out: a column of text.

A line tells of one topic, in the order of the things. Tabs stand between its languages, of which the header has the
tags; U+001F stands between the labels of one language, the first of which is the preferred one, or empty.
"""

from __future__ import annotations

from papergraph.exporters.page import Contents, short_name
from papergraph.model import Label, Topic

LANGUAGE, LABEL = "\t", "\x1f"
"""What stands between languages, and between labels of one; no name on one line has such a character."""


def labels(shown: Contents) -> tuple[list[str], str]:
    """Return the tags of all languages, and the lines of all topics."""
    topics = [shown.graph.topics.get(thing.reference) for thing in shown.things if thing.kind == "topic"]
    languages = sorted({label.language for topic in topics if topic for label in topic.labels})
    return languages, "\n".join(_line(topic, languages) for topic in topics) if languages else ""


def _line(topic: Topic | None, languages: list[str]) -> str:
    said: dict[str, list[Label]] = {}
    for label in topic.labels if topic else ():
        said.setdefault(label.language, []).append(label)
    return LANGUAGE.join(_texts(said.get(language, [])) for language in languages).rstrip(LANGUAGE)


def _texts(said: list[Label]) -> str:
    preferred = next((label for label in said if label.preferred), None)
    names = [short_name(label.text) for label in said if label is not preferred]
    return LABEL.join([short_name(preferred.text) if preferred else "", *dict.fromkeys(filter(None, names))])
