"""What a build made and met, in lines for people: a summary, problems with their places, how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from papergraph.cli.terminal import count, one_line
from papergraph.model import Graph, Location, Problem, Severity

if TYPE_CHECKING:
    from papergraph.cache.changes import Change, Changes
    from papergraph.sources.enrichment import Tally

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
NOUNS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}


def summary(graph: Graph) -> list[str]:
    """What was read and what the graph holds, in two lines."""
    return summary_lines(_counts(graph))


def summary_lines(counts: Mapping[str, int]) -> list[str]:
    """The same, from the object for programs."""
    holds = [
        count(counts["articles"], "article"),
        count(counts["papers"], "paper"),
        count(counts["repositories"], "repository", "repositories"),
        count(counts["people"], "person", "people"),
        *([count(counts["organizations"], "organisation")] if counts["organizations"] else []),
        count(counts["venues"], "venue"),
        count(counts["topics"], "topic"),
        count(counts["links"], "link"),
    ]
    return [
        f"read  {count(counts['notes'], 'note')}, {count(counts['entries'], 'entry', 'entries')}",
        f"found {', '.join(holds)}",
    ]


def _counts(graph: Graph) -> dict[str, int]:
    return {
        "notes": len(graph.notes),
        "entries": len(graph.entries),
        "articles": len(graph.articles),
        "papers": len(graph.papers),
        "repositories": len(graph.repositories),
        "people": len(graph.persons),
        "organizations": len(graph.organizations),
        "venues": len(graph.venues),
        "topics": len(graph.topics),
        "links": len(graph.edges),
    }


_CHANGED = (
    ("notes", "note", "notes"),
    ("entries", "entry", "entries"),
    ("papers", "paper", "papers"),
    ("links", "link", "links"),
)


def change_line(changes: Changes) -> str:
    """What came and what went since the last build: "1 note edited, +6 entries, -1 link", or "nothing"."""
    parts = [f"{count(len(changes.edited), 'note')} edited"] if changes.edited else []
    for kind, noun, plural in _CHANGED:
        change: Change = getattr(changes, kind)
        parts += [f"+{count(len(change.added), noun, plural)}"] if change.added else []
        parts += [f"-{count(len(change.removed), noun, plural)}"] if change.removed else []
    return ", ".join(parts) or "nothing"


def changed_names(changes: Changes) -> Iterator[str]:
    """Each thing that came or went, in a line."""
    yield from (f"~ note   {one_line(path)}" for path in changes.edited)
    for kind, noun, _ in _CHANGED:
        change: Change = getattr(changes, kind)
        yield from (f"- {noun:<6} {one_line(name)}" for name in change.removed)
        yield from (f"+ {noun:<6} {one_line(name)}" for name in change.added)


def changes_object(changes: Changes) -> dict[str, Any]:
    """What came and what went, for programs: names by kind."""
    kinds = {kind: getattr(changes, kind)._asdict() for kind, _, _ in _CHANGED}
    return {**kinds, "edited": list(changes.edited)}


def lookup_lines(tallies: Iterable[Tally]) -> Iterator[str]:
    """What came of each service, in a line each: nothing where nothing was asked and nothing is known."""
    for tally in tallies:
        asked = tally.requests > 0
        said = [
            (tally.fetched, "fetched"),
            (tally.unchanged, "unchanged"),
            (tally.cached if asked else tally.cached + tally.kept, "from the store"),
            (tally.spared if asked else 0, "from catalogues"),
            (tally.missing, "missing there"),
            (tally.failed + tally.waiting if asked else 0, "not answered"),
        ]
        parts = ", ".join(f"{number:,} {what}" for number, what in said if number)
        if asked:
            effort = f"{count(tally.requests, 'request')} in {_duration(tally.seconds)}"
            yield f"asked {tally.title}: {parts} ({effort})"
        elif parts:
            old = f", {tally.kept:,} of them old" if tally.kept else ""
            yield f"{tally.title}: {parts}{old}"


def lookup_warnings(tallies: Sequence[Tally]) -> Iterator[str]:
    """What a person should know of services: each sentence once, with what it means for the graph."""
    stops: dict[str, list[Tally]] = {}
    for tally in tallies:
        if tally.stop:
            stops.setdefault(tally.stop.removeprefix(tally.title), []).append(tally)
    for clause, several in stops.items():
        titles = [tally.title for tally in several if tally.stop != clause]
        yield _warning(f"{' and '.join(titles)}{clause} {_consequence(several)}")
    for tally in tallies:
        if tally.failed and not tally.stop:
            yield _warning(_failures(tally))
        for hint in tally.hints:
            yield click.style("hint:", fg="blue") + f" {one_line(hint)}"


def _warning(sentence: str) -> str:
    return click.style("warning:", fg="yellow") + f" {one_line(sentence)}"


def _consequence(tallies: Sequence[Tally]) -> str:
    """What becomes of those that were not answered."""
    left = sum(tally.failed + tally.waiting for tally in tallies)
    wanted, kept = sum(tally.wanted for tally in tallies), sum(tally.kept for tally in tallies)
    known = f"; {kept:,} keep what was known before" if kept else ""
    return f"{left:,} of {wanted:,} are not looked up{known}; the next build asks again." if left else ""


def _failures(tally: Tally) -> str:
    missed = f"{tally.title}: {tally.failed:,} of {tally.wanted:,} were not answered"
    return f"{missed} (papergraph store list --state error); the next build asks again."


def _duration(seconds: float) -> str:
    return f"{seconds:,.0f} s" if seconds >= 1 else "under 1 s"


def refresh_warnings(wanted: Sequence[str], tallies: Iterable[Tally], *, online: bool) -> Iterator[str]:
    """What a person should know who wanted something anew and did not get it."""
    if wanted and not online:
        yield _warning("--refresh asks nothing, because this build uses no network.")
    elif wanted and not any(tally.refreshed for tally in tallies):
        yield _warning(f"--refresh {', '.join(wanted)}: the notes name nothing of that.")


def summary_object(graph: Graph, written: Iterable[Path], tallies: Iterable[Tally]) -> dict[str, Any]:
    """What a build made, for programs: counts, files, services, problems by severity."""
    severities = Counter(problem.severity for problem in graph.problems)
    return {
        **_counts(graph),
        "problems": {severity.value: severities[severity] for severity in Severity},
        "written": [str(path) for path in written],
        "services": [asdict(tally) | {"seconds": round(tally.seconds, 1)} for tally in tallies],
    }


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Each problem as `path:line: message`, the second place after it where two places disagree."""
    for problem in problems:
        place = click.style(one_line(_place(problem.location)), fg=COLOURS[problem.severity])
        other = f" (see {one_line(_place(problem.other))})" if problem.other else ""
        yield f"{place}: {one_line(problem.message)}{other}"


def tally(problems: Iterable[Problem]) -> str:
    """How many problems there are of each severity, the worst first."""
    return tally_of(Counter(problem.severity for problem in problems))


def tally_of(numbers: Mapping[Severity, int]) -> str:
    """The same, from how many there are."""
    parts = [count(numbers[severity], NOUNS[severity]) for severity in reversed(Severity) if numbers.get(severity)]
    return f"{count(sum(numbers.values()), 'problem')} in notes ({', '.join(parts)})"


def _place(location: Location) -> str:
    return f"{location.path}:{location.line}" if location.line else location.path


def problems_hint(*, verbose: bool) -> str:
    """What stands behind the number of problems where they were not listed."""
    return "" if verbose else ": papergraph build -v lists them"


def shown(path: Path) -> str:
    """The path from the working directory where it lies below it, else whole."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
