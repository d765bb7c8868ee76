"""What every address of a server is answered from, in one process: snapshot, rules, threads and counters."""

from __future__ import annotations

import gzip
from functools import partial
from time import perf_counter
from typing import NamedTuple

from papergraph.serve.answering import Answer, ask
from papergraph.serve.counters import Counters
from papergraph.serve.negotiation import takes_gzip
from papergraph.serve.pool import Pool
from papergraph.serve.protocol import Asked
from papergraph.serve.snapshot import Snapshot

_WORTH_PACKING = 4096
"""Bytes of an answer."""
_VARIES = (b"vary", b"Accept, Accept-Encoding")


class Rules(NamedTuple):
    """What a server allows."""

    seconds: float = 10.0
    """That a query may take."""
    most_bytes: int = 64 << 20
    """Of an answer."""
    origins: tuple[str, ...] = ()
    """Of pages elsewhere that may read the answers, `*` for all."""
    hosts: tuple[str, ...] | None = None
    """By which the server may be called, without ports; None for any."""


class Desk(NamedTuple):
    """What a process answers from."""

    snapshot: Snapshot
    rules: Rules
    counters: Counters
    pool: Pool

    async def answer(self, asked: Asked, accept: str) -> Answer:
        """Answer a query in a thread, in the form that an Accept header wants; raises Refusal."""
        started = perf_counter()
        of = self.snapshot
        answer = await self.pool.run(partial(ask, of.store, asked, accept, of.prefixes, self.rules.most_bytes))
        self.counters.query(perf_counter() - started)
        return answer

    async def packed(self, answer: Answer, accept_encoding: str) -> tuple[bytes, list[tuple[bytes, bytes]]]:
        """Return the body of an answer, packed where that is worth it and the client unpacks it, and its headers."""
        if len(answer.body) < _WORTH_PACKING or not takes_gzip(accept_encoding):
            return answer.body, [_VARIES]
        body = await self.pool.run(partial(gzip.compress, answer.body, 1, mtime=0))
        return body, [_VARIES, (b"content-encoding", b"gzip")]
