"""The engine of many machines: Apache Spark, which finishes with the same bytes when a worker is lost.

Workers need papergraph and its libraries in the same versions as here, which is checked before anything is read, and
have to reach the sources and the output folder by the same names.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from papergraph import __version__
from papergraph.bulk.dataflow import Group, Mapper, Pair, Reducer, Step, Tell, partition_of
from papergraph.errors import ConfigError, PapergraphError

if TYPE_CHECKING:
    from pyspark import RDD, Broadcast, SparkContext

T = TypeVar("T")

_KEY = itemgetter(0)


@dataclass(frozen=True)
class Spread(Generic[T]):
    """A value that Spark takes to every worker."""

    broadcast: Broadcast[T]

    def get(self) -> T:
        """Return the value."""
        return self.broadcast.value


@dataclass(frozen=True)
class Pieces:
    """A dataset of Spark."""

    engine: SparkEngine
    rdd: RDD[Pair]

    def only(self, kind: str) -> Pieces:
        """Return the pairs whose keys begin with a character."""
        return Pieces(self.engine, self.rdd.mapPartitions(partial(_only, kind), preservesPartitioning=True))

    def map(self, function: Mapper) -> Pieces:
        """Return what a function makes of the pairs, piece by piece."""
        return Pieces(self.engine, self.rdd.mapPartitions(function))

    def and_(self, other: Pieces) -> Pieces:
        """Return these pairs and others."""
        return Pieces(self.engine, self.rdd.union(other.rdd))

    def group(self, stage: str, function: Reducer) -> Pieces:  # noqa: ARG002 -- Spark makes its own stages
        """Return what a function makes of the groups of values with the same key, partition by partition."""
        number = self.engine.partitions
        in_order = self.rdd.repartitionAndSortWithinPartitions(number, partial(partition_of, partitions=number))
        return Pieces(self.engine, in_order.mapPartitionsWithIndex(partial(_grouped, function)))

    def kept(self, stage: str) -> Pieces:
        """Make the pairs now, and keep them on the workers' disks; what a lost worker had is made again."""
        from pyspark import StorageLevel

        kept = self.rdd.persist(StorageLevel.DISK_ONLY)
        self.engine.tell(Step(stage, 0, kept.getNumPartitions()))
        kept.foreachPartition(_nothing)
        self.engine.tell(Step(stage, kept.getNumPartitions(), kept.getNumPartitions()))
        return Pieces(self.engine, kept)

    def collect(self, stage: str) -> list[Pair]:
        """Make the pairs now, and return them."""
        self.engine.tell(Step(stage, 0, self.rdd.getNumPartitions()))
        pairs = self.rdd.collect()
        self.engine.tell(Step(stage, self.rdd.getNumPartitions(), self.rdd.getNumPartitions()))
        return pairs


class SparkEngine:
    """Runs a job on a Spark cluster; see `session`."""

    def __init__(self, context: SparkContext, partitions: int, tell: Tell) -> None:
        self.context = context
        self.partitions = partitions
        self.tell = tell

    def made(self, units: Sequence[Any], function: Callable[[Any], Iterator[Pair]]) -> Pieces:
        """Return what a function makes of units of work, each of which is a piece."""
        return Pieces(self, self.context.parallelize(units, max(len(units), 1)).flatMap(function))

    def given(self, pairs: Iterable[Pair]) -> Pieces:
        """Return a few pairs."""
        return Pieces(self, self.context.parallelize(list(pairs), 1))

    def share(self, name: str, value: T) -> Spread[T]:  # noqa: ARG002 -- Spark has names of its own
        """Take a value to every worker."""
        return Spread(self.context.broadcast(value))

    def again(self, stage: str) -> None:
        """Do nothing: Spark knows of no earlier run."""


@contextmanager
def session(master: str, partitions: int, tell: Tell) -> Iterator[SparkEngine]:
    """Give an engine on a cluster, which is asked first whether it can do the job.

    Args:
        master: the address of the cluster, `spark://host:7077`, or `local[2]` for this machine.
        partitions: into how many parts pairs are sorted.
        tell: told of progress.

    Raises:
        ConfigError: Spark or Java is not there, or a worker has other versions than this machine.
        PapergraphError: the cluster cannot be used, or gave the job up.
    """
    _refuse_without_java()
    try:
        from pyspark import SparkConf, SparkContext
        from pyspark.errors import PySparkException
    except ImportError as error:
        raise ConfigError("Spark is not installed: install papergraph with its extra `spark`.") from error
    from py4j.protocol import Py4JError

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = SparkConf().setMaster(master).setAppName("papergraph")
    options = f"-Dlog4j2.configurationFile={Path(__file__).with_name('log4j2.properties').as_uri()}"
    for name, value in {**_SETTINGS, "spark.driver.extraJavaOptions": options}.items():
        settings.setIfMissing(name, value)
    try:
        context = SparkContext(conf=settings)
    except (PySparkException, Py4JError, RuntimeError) as error:
        raise PapergraphError(f"Spark at {master} cannot be used: {_reason(error)}.") from error
    try:
        _check_workers(context)
        yield SparkEngine(context, partitions, tell)
    except (PySparkException, Py4JError) as error:
        raise PapergraphError(f"Spark gave the job up: {_reason(error)}.") from error
    finally:
        context.stop()


_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.task.maxFailures": "8",
    "spark.python.worker.reuse": "true",
    "spark.sql.catalogImplementation": "in-memory",
}
"""What holds unless the user's own settings of Spark say otherwise."""


def _check_workers(context: SparkContext) -> None:
    """Refuse workers that would not give the same bytes."""
    here = versions()
    number = max(context.defaultParallelism, 1)
    for there in set(context.parallelize(range(number), number).map(_versions_there).collect()):
        if there != here:
            raise ConfigError(
                f"A worker has Python and papergraph {' and '.join(there)}, and this machine {' and '.join(here)}: "
                "they have to be the same."
            )


def versions() -> tuple[str, str]:
    """Return the versions that have to be the same everywhere: of Python, without its patches, and of papergraph."""
    return f"{sys.version_info.major}.{sys.version_info.minor}", __version__


def _versions_there(number: int) -> tuple[str, str]:  # noqa: ARG001 -- one task is as good as another
    return versions()


def _refuse_without_java() -> None:
    """Raise ConfigError where Spark would find no Java."""
    if not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        raise ConfigError("Spark needs Java 17 or later: install it, or set JAVA_HOME.")


def _reason(error: Exception) -> str:
    """The last line that says something: those above it are a trace."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip() and not line.lstrip().startswith("at ")]
    telling = [line for line in lines if line.startswith(("papergraph.", "Caused by", "OSError", "java."))]
    return (telling or lines or [type(error).__name__])[-1].rstrip(".")


def _only(kind: str, pairs: Iterable[Pair]) -> Iterator[Pair]:
    return (pair for pair in pairs if pair[0].startswith(kind))


def _grouped(function: Reducer, number: int, pairs: Iterable[Pair]) -> Iterator[Pair]:
    return function(number, _groups(pairs))


def _groups(pairs: Iterable[Pair]) -> Iterator[Group]:
    for key, members in groupby(pairs, _KEY):
        yield key, (value for _, value in members)


def _nothing(pairs: Iterable[Pair]) -> None:
    for _ in pairs:
        pass
