"""Corpora and jobs for the tests of `papergraph bulk`: small, with everything that crosses from piece to piece."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from random import Random
from typing import Any, Generic, TypeVar

from papergraph.assemble import assemble
from papergraph.bulk.dataflow import Engine, Mapper, Pair, Reducer, Step, partition_of
from papergraph.bulk.job import Outcome, run
from papergraph.bulk.local import LocalEngine
from papergraph.bulk.sources import plan
from papergraph.bulk.stages import Settings
from papergraph.model import Graph, Metadata, Record
from papergraph.reading import concepts_of, find_notes, read_files
from papergraph.sources.catalog import read_catalog
from papergraph.triples import triples

T = TypeVar("T")

METADATA = Metadata(title="A corpus", creator="Ada Lovelace")
TITLE = "A Paper That Is Also Known by Its Title Alone"
NOTES = {
    "2021/0930.md": f"""# 2021-09-30

1. [An article about pruning](https://blog.example/pruning)
   ⭐⭐
   Abstract: Network pruning without loss of accuracy, from Google.
   Paper: [ResRep: Lossless CNN Pruning](https://arxiv.org/abs/2007.03260)
   Code: https://github.com/old-owner/ResRep
   Tips: read it twice
2. [Another article](https://blog.example/another)
   Paper: {TITLE}
""",
    "2021/1001.md": f"""# 2021-10-01

1. [The same paper again](https://blog.example/again)
   Paper: [{TITLE}](https://arxiv.org/abs/1908.03930)
   Code: https://arxiv.org/abs/2007.03260
""",
    "lists/compression.md": """# Papers

## Compression

### Pruning

- [ResRep: Lossless CNN Pruning](https://arxiv.org/abs/2007.03260), ICCV 2021. [code](https://github.com/new-owner/ResRep)
- [A paper that no link leads to](https://doi.org/10.1000/xyz)
""",
    "lists/pruning.md": """# More papers

## Pruning

### Compression

- **深层网络剪枝** Ada Lovelace, Xiaohan Ding. [paper](https://arxiv.org/abs/1908.03930) [code](https://github.com/new-owner/resrep)
""",
}
ARXIV = [
    {
        "id": "2007.03260",
        "title": "ResRep: Lossless CNN Pruning via Decoupling",
        "authors_parsed": [["Ding", "Xiaohan", ""], ["Hao", "Tianxiang", ""]],
        "comments": "ICCV 2021",
        "categories": "cs.CV cs.LG",
        "abstract": "We propose ResRep, a novel method for lossless channel pruning.",
        "versions": [{"version": "v1", "created": "Tue, 7 Jul 2020 00:00:00 GMT"}],
    },
    {"id": "2401.00001", "title": "Named by Nobody", "authors": "A. Nobody", "categories": "math.CO", "versions": []},
]
GITHUB = [
    {
        "full_name": "new-owner/ResRep",
        "stargazers_count": 321,
        "former_names": ["old-owner/ResRep"],
        "topics": ["pruning"],
    },
    {"full_name": "some/fork", "stargazers_count": 0, "fork": True, "parent": {"full_name": "old-owner/ResRep"}},
]


def write_corpus(folder: Path) -> list[str]:
    """Write notes and catalogues that name each other in every way; return the sources."""
    for path, text in NOTES.items():
        (folder / "notes" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "notes" / path).write_text(text, encoding="utf-8")
    for name, records in (("arxiv.jsonl", ARXIV), ("github.jsonl", GITHUB)):
        (folder / name).write_text("".join(f"{json.dumps(one)}\n" for one in records), encoding="utf-8")
    return [str(folder / name) for name in ("notes", "arxiv.jsonl", "github.jsonl")]


def local(
    work: Path, partitions: int = 3, workers: int = 1, tell: Callable[[Step], None] = lambda _: None
) -> LocalEngine:
    """An engine of this machine."""
    return LocalEngine(work, partitions, workers, tell)


def do(
    sources: list[str], engine: Engine, output: Path, *, only_named: bool = False, metadata: Metadata = METADATA
) -> Outcome:
    """Do a job."""
    return run(plan(sources), Settings(metadata, (), only_named), engine, output)


def written(output: Path) -> list[bytes]:
    """The lines of all parts, sorted; that each part is sorted by itself and that no line is twice is checked."""
    every: list[bytes] = []
    for part in sorted((output / "triples").glob("part-*.nt.gz")):
        lines = gzip.decompress(part.read_bytes()).splitlines(keepends=True)
        assert lines == sorted(lines)
        every += lines
    assert len(set(every)) == len(every)
    return sorted(every)


def assembled(sources: list[str], metadata: Metadata = METADATA) -> list[bytes]:
    """The lines of the graph that is assembled of the same sources in memory, sorted."""
    notes, *catalogs = map(Path, sources)
    readings = list(read_files(find_notes([notes])[0], 1, ()))
    records: list[Record] = [one for path in catalogs for one in read_catalog(path, _Everything()).records]
    graph = assemble(readings, records, metadata, concepts_of(()))
    return lines_of(graph)


def lines_of(graph: Graph) -> list[bytes]:
    """The triples of a graph, each once, sorted."""
    return sorted({f"{subject} {predicate} {object_} .\n".encode() for subject, predicate, object_ in triples(graph)})


class _Everything:
    def __contains__(self, reference: object) -> bool:
        return True


def files(output: Path) -> dict[str, bytes]:
    """All that was written, by name."""
    return {str(path.relative_to(output)): path.read_bytes() for path in output.rglob("*") if path.is_file()}


@dataclass(frozen=True)
class Held:
    """A dataset in memory; every time that values are put together they come in another order."""

    engine: InMemory
    pairs: tuple[Pair, ...]

    def only(self, kind: str) -> Held:
        """The pairs of one kind."""
        return Held(self.engine, tuple(pair for pair in self.pairs if pair[0].startswith(kind)))

    def map(self, function: Mapper) -> Held:
        """What a function makes of them."""
        return Held(self.engine, tuple(function(self.pairs)))

    def and_(self, other: Held) -> Held:
        """These and others."""
        return Held(self.engine, (*self.pairs, *other.pairs))

    def group(self, stage: str, function: Reducer) -> Held:  # noqa: ARG002
        """What a function makes of each partition."""
        mixed = list(self.pairs)
        self.engine.random.shuffle(mixed)
        mixed.sort(key=itemgetter(0))
        made: list[Pair] = []
        for number in range(self.engine.partitions):
            here = [pair for pair in mixed if partition_of(pair[0], self.engine.partitions) == number]
            groups = ((key, (value for _, value in some)) for key, some in groupby(here, itemgetter(0)))
            made += function(number, groups)
        return Held(self.engine, tuple(made))

    def kept(self, stage: str) -> Held:  # noqa: ARG002
        """The same, for it is there."""
        return self

    def collect(self, stage: str) -> list[Pair]:  # noqa: ARG002
        """All of them."""
        return list(self.pairs)


@dataclass(frozen=True)
class Value(Generic[T]):
    """A value that is there."""

    value: T

    def get(self) -> T:
        """Give it."""
        return self.value


class InMemory:
    """The simplest engine, which mixes what has no order."""

    def __init__(self, random: Random, partitions: int = 3) -> None:
        self.random = random
        self.partitions = partitions

    def made(self, units: Sequence[Any], function: Callable[[Any], Iterator[Pair]]) -> Held:
        """What a function makes of units of work."""
        return Held(self, tuple(pair for unit in units for pair in function(unit)))

    def given(self, pairs: Iterable[Pair]) -> Held:
        """A few pairs."""
        return Held(self, tuple(pairs))

    def share(self, name: str, value: T) -> Value[T]:  # noqa: ARG002
        """A value."""
        return Value(value)

    def again(self, stage: str) -> None:
        """Nothing is remembered."""
