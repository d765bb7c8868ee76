"""On a cluster: the bytes of this machine, also when a worker is lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bulk_jobs import do, files, local, write_corpus
from papergraph.bulk import spark
from papergraph.bulk.dataflow import Step
from papergraph.bulk.spark import session
from papergraph.errors import ConfigError, PapergraphError
from spark_cluster import Cluster, end_driver, running

# Py4J leaves its sockets to the collector.
pytestmark = [pytest.mark.timeout(300), pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers, one of which will be lost."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("JAVA_HOME", "")
        with running(tmp_path_factory.mktemp("cluster")) as started:
            yield started
            end_driver()


def test_a_worker_with_another_version_is_refused(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "__version__", "0.0.0")

    with pytest.raises(ConfigError, match=r"and this machine 3\.\d+ and 0\.0\.0"), session(cluster.master, 3, print):
        pass


def test_a_job_gives_the_same_bytes_though_a_worker_is_lost(tmp_path: Path, cluster: Cluster) -> None:
    sources = write_corpus(tmp_path)
    do(sources, local(tmp_path / "work", 4), tmp_path / "here")
    lost: list[Step] = []

    def lose(step: Step) -> None:
        if step.stage == "known" and step.done == step.total and not lost:
            lost.append(step)
            cluster.lose_a_worker()

    with session(cluster.master, 4, lose) as engine:
        do(sources, engine, tmp_path / "there")

    assert lost
    assert files(tmp_path / "there") == files(tmp_path / "here")


@pytest.mark.usefixtures("cluster")
def test_a_cluster_that_is_not_there_is_told() -> None:
    with pytest.raises(PapergraphError, match="Spark at nonsense cannot be used"), session("nonsense", 3, print):
        pass


def test_spark_without_java_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("JAVA_HOME", "")

    with pytest.raises(ConfigError, match="needs Java 17"), session("local[1]", 3, print):
        pass
