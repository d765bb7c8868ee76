"""What the tests of the command line share: a note and a catalogue that knows one of its papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

NOTE = """\
# 2024-05-06

1. [How graphs are read](https://blog.example.org/graphs) ⭐⭐⭐⭐

   - Paper: [Graphs from Notes: a Study](https://arxiv.org/abs/2401.01234v2)
   - Code: https://github.com/Example-Lab/Notes2Graph
   - Abstract: 图谱从笔记中来。
   - Tips: Read it twice.

2. [A list of lists](https://blog.example.org/lists) ⭐⭐

   - Paper: [Lists of Papers Considered Useful](https://arxiv.org/abs/2402.05678)
   - Tips: Its code is not there yet.
"""
CATALOG = """\
{"id": "2401.01234", "title": "Graphs from Notes:\\n  a Study", "authors": "Ada Example and Bo Sample", \
"authors_parsed": [["Example", "Ada", ""], ["Sample", "Bo", ""]], "abstract": "We study notes.", \
"categories": "cs.DL cs.IR", "retrieved": "2024-03-01", \
"versions": [{"version": "v1", "created": "Tue, 2 Jan 2024 10:00:00 GMT"}]}
"""


class Finished(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Finished]
"""Runs a papergraph command with the given arguments."""
