"""The whole job on one page: read, say which references are one thing, put together, describe, write.

    units ──read──▶ what is said ──identify──▶ aliases
                         │                        │
                         └──────redirect ◀────────┘
                                   │ by thing
                                 know ──▶ what follows, by thing ──describe──▶ triples and rows, by subject ──▶ files

What goes through the process that starts the job is small beside the corpus: references that mean the same thing,
which headings stand under which, problems by kind.
"""

from __future__ import annotations

import glob
import json
import os
import re
import shutil
from functools import partial
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from papergraph import __version__
from papergraph.alone import alone
from papergraph.assemble import by_paper
from papergraph.bulk.dataflow import Dataset, Engine, Pair, Reducer
from papergraph.bulk.describing import Creator, Scheme, World, describe, describe_notes
from papergraph.bulk.parts import EDGES, NODES, TRIPLES, WHOLE, PartFile, write_part
from papergraph.bulk.problems import Kind, Tallies, put_together, total
from papergraph.bulk.sources import Plan
from papergraph.bulk.stages import Identity, Settings, identify, key_of, know, read_unit, redirect, reference_of
from papergraph.errors import OutputError
from papergraph.hierarchy import circular
from papergraph.identity import last_names
from papergraph.model import Evidence, Method, Paper, Reference
from papergraph.names import person_reference
from papergraph.site import put_in_place
from papergraph.terms import encoded

MANIFEST, SUCCESS = "manifest.json", "_SUCCESS"
WRITE = "write"
"""The stage in which files are written."""
PARTITIONS = 8
"""Into how many parts a job is cut where nobody says."""
_DIGITS = 16
_FINGERPRINT = re.compile(rf"[0-9a-f]{{{_DIGITS}}}")
NOBODY = Reference("person", "")
"""Under whose key it is said that nobody in particular made the graph."""
_VERSION = "1"
"""Of what a job writes."""
_MARK = '"format": "papergraph bulk '
"""How a manifest begins."""
_HEAD = 100
"""Bytes within which it does."""
_WRITTEN = frozenset({MANIFEST, SUCCESS, TRIPLES, NODES, EDGES})
"""All that is in an output."""


class Outcome(NamedTuple):
    """What a job wrote."""

    output: Path
    files: tuple[PartFile, ...]
    problems: tuple[Kind, ...]
    checksum: str
    """Of all triples, whatever their order and partition."""

    def rows(self, kind: str) -> int:
        """Return how many triples, things or edges there are."""
        return sum(file.rows for file in self.files if file.name.startswith(f"{kind}/"))


def fingerprint(plan: Plan, settings: Settings, output: Path, partitions: int, *, tables: bool) -> str:
    """Return what tells this job from every other, for what an interrupted one left to be used by the same alone."""
    topics = [(str(path), sha256(path.read_bytes()).hexdigest()) for path in settings.topics]
    said = (__version__, _VERSION, plan.inputs, settings.metadata, topics, settings.only_named, partitions, tables)
    # Two jobs with the same sources may run at once, each to a folder of its own.
    return sha256(repr((*said, str(_real(output)))).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def run(plan: Plan, settings: Settings, engine: Engine, output: Path, *, tables: bool = True) -> Outcome:
    """Do a job, and put what it wrote in the place of what an earlier one wrote, at once.

    Args:
        plan: what is read.
        settings: how.
        engine: what runs it.
        output: the folder that is written, or a link to it, which every process has to reach.
        tables: whether tables of things and edges are written, too.

    Raises:
        InputError: a catalogue cannot be read.
        OutputError: the folder cannot be written, or holds what papergraph did not write.
    """
    refuse_strangers(output)
    place = _real(output)
    name = fingerprint(plan, settings, output, engine.partitions, tables=tables)
    new = place.with_name(f".{place.name}.{name}")
    busy = OutputError(f"Another job is writing to {output}: wait for it, or choose another folder.")
    with alone(place.with_name(f".{place.name}.lock"), busy):
        try:
            if not new.is_dir():
                engine.again(WRITE)
            for folder in (TRIPLES, NODES, EDGES) if tables else (TRIPLES,):
                (new / folder).mkdir(parents=True, exist_ok=True)
                for left in (new / folder).glob(".*.tmp"):  # by a process that was killed
                    left.unlink(missing_ok=True)
            write = partial(write_part, folder=str(new), kinds="ENT" if tables else "T")
            pairs, problems = _job(plan, settings, engine, write)
            files = tuple(sorted((file for _, file in pairs), key=attrgetter("name")))
            checksum = f"{sum(file.checksum for file in files) % WHOLE:032x}"
            outcome = Outcome(output, files, problems, checksum)
            (new / MANIFEST).write_bytes(encoded(_manifest(outcome, plan, engine.partitions)))
            (new / SUCCESS).touch()
        except OSError as error:
            raise OutputError(f"{output} cannot be written: {error.strerror or error}.") from error
        put_in_place(new, place)
        for other in abandoned(place):
            shutil.rmtree(place.with_name(f".{place.name}.{other}"), ignore_errors=True)
    return outcome


def abandoned(output: Path) -> list[str]:
    """Return the fingerprints of jobs that have begun to write to a folder, and have not ended."""
    place = _real(output)
    names = [path.name.removeprefix(f".{place.name}.") for path in place.parent.glob(f".{glob.escape(place.name)}.*")]
    return [name for name in names if _FINGERPRINT.fullmatch(name)]


def _real(output: Path) -> Path:
    """The folder itself, which is renamed, where a link to it or `.` was given."""
    return Path(os.path.realpath(output))


def refuse_strangers(output: Path) -> None:
    """Raise OutputError where something is at a place that no job wrote, and that must not be replaced."""
    if not output.exists() or (output.is_dir() and not any(output.iterdir())):
        return
    if not output.is_dir() or not _is_marked(output / MANIFEST) or {one.name for one in output.iterdir()} - _WRITTEN:
        raise OutputError(f"{output} was not written by `papergraph bulk` and is not replaced: choose another folder.")


def _is_marked(manifest: Path) -> bool:
    """Tell whether a file is a manifest of ours: many other programs have one of the same name."""
    try:
        with manifest.open("rb") as file:
            return _MARK.encode() in file.read(_HEAD)
    except OSError:
        return False


def _job(plan: Plan, settings: Settings, engine: Engine, write: Reducer) -> tuple[list[Pair], tuple[Kind, ...]]:
    read = engine.made(plan.units, partial(read_unit, settings=settings)).kept("read")
    written = of_what_was_read(read, settings, engine).group("sort", write).collect(WRITE)
    tallies = Tallies()
    tallies.add(plan.problems)
    kinds = total([*tallies.pairs(), *read.only("P").group("problems", put_together).collect("problems told")]).kinds()
    return written, kinds


def of_what_was_read(read: Dataset, settings: Settings, engine: Engine) -> Dataset:
    """Return the triples and the rows of what units of work said, under their keys; some come more than once."""
    identity = _identity(read)
    aliases = engine.share("identity", identity)
    known = (
        read.only("S")
        .map(partial(redirect, identity=aliases))
        .group("know", partial(know, settings=settings))
        .kept("known")
    )
    world = engine.share("world", _world(identity, known))
    things = known.only("S").and_(engine.given(_from_here(known, settings)))
    described = things.group("describe", partial(describe, settings=settings, world=world))
    notes = read.only("R").map(partial(describe_notes, settings=settings, world=world))
    return described.and_(notes)


def _identity(read: Dataset) -> Identity:
    """Which references are one thing."""
    names: dict[Reference, Reference] = {}
    joined: dict[Reference, tuple[Reference, Evidence]] = {}
    for _, (old, new) in read.only("I").group("identify", identify).collect("identity"):
        if isinstance(new, Paper):
            joined[old] = new.reference, Evidence(Method.SAME_TITLE.value, new.origin, quote=new.title)
        else:
            names[old] = new
    aliases = last_names(names) | {alone: paper for alone, (paper, _) in joined.items()}
    return Identity(dict(sorted(aliases.items())), joined)


def _world(identity: Identity, known: Dataset) -> World:
    former: dict[Reference, list[Reference]] = {}
    for old, new in identity.aliases.items():
        former.setdefault(new, []).append(old)
    broader = {pair for _, pair in known.only("B").collect("broader")}
    return World(
        identity.aliases,
        {new: tuple(olds) for new, olds in former.items()},
        by_paper(identity.joined),
        {topic: frozenset(gone) for topic, gone in circular(broader).items()},
    )


def _from_here(known: Dataset, settings: Settings) -> list[Pair]:
    """What the scheme says of the topics that are used, and who made the graph."""
    used = {reference_of(key) for key, _ in known.only("U").collect("used")}
    pairs: list[Pair] = [
        (key_of(record.reference), Scheme(record)) for record in settings.concepts.records(sorted(used))
    ]
    creator = person_reference(settings.metadata.creator or "") or NOBODY
    return [*pairs, (key_of(creator), Creator())]


def _manifest(outcome: Outcome, plan: Plan, partitions: int) -> str:
    """The manifest: the same for the same inputs, on whatever engine."""
    told = {
        "format": f"papergraph bulk {_VERSION}",
        "papergraph": __version__,
        "partitions": partitions,
        "inputs": {"notes": plan.notes, "catalogs": plan.catalogs},
        "triples": outcome.rows(TRIPLES),
        "things": outcome.rows(NODES),
        "edges": outcome.rows(EDGES),
        "checksum": outcome.checksum,
        "files": [
            {"name": file.name, "size": file.size, "sha256": file.sha256, "rows": file.rows} for file in outcome.files
        ],
        "problems": [kind._asdict() for kind in outcome.problems],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
