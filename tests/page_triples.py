"""The packed triples of a page read back, without the writer's code."""

from __future__ import annotations

import json
import lzma
import re
from typing import Any

from page_blocks import leb128

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
PG = "https://w3id.org/papergraph/ns#"
UNKNOWN_SIZE = b"\xff" * 8


def unpacked(packed: bytes) -> bytes:
    """What is in LZMA whose container tells the size; Python's reader wants it left open."""
    data = lzma.decompress(packed[:5] + UNKNOWN_SIZE + packed[13:], format=lzma.FORMAT_ALONE)
    assert len(data) == int.from_bytes(packed[5:13], "little")
    return data


class _Column:
    """The terms of a column, one after the other."""

    def __init__(self, name: str, columns: dict[tuple[str, str], bytes], base: str, known: list[str]) -> None:
        self.steps = (name, "steps") in columns
        self.codes = iter(leb128(columns.get((name, "steps"), columns.get((name, "each"), b""))))
        text = columns.get((name, "texts"), b"").decode().replace("\x02", f"<{base}")
        text = text.replace("\x03", '"^^<http://www.w3.org/2001/XMLSchema#')
        hashes = iter(re.findall("." * 16, columns.get((name, "hashes"), b"").hex()))
        self.texts = iter(re.sub("\x01", lambda _: next(hashes), text).split("\n"))
        self.known, self.last = known, 0

    def __next__(self) -> str:
        code = next(self.codes)
        if not code:
            self.known.append(next(self.texts))
            return self.known[-1]
        code -= 1
        self.last = self.last + (-(code + 1) // 2 if code % 2 else code // 2) if self.steps else code
        return self.known[self.last]


def framed(data: bytes) -> tuple[dict[str, Any], dict[tuple[str, str], bytes]]:
    """The header of unpacked triples, and their columns by name and type."""
    at = 4 + int.from_bytes(data[:4], "little")
    header: dict[str, Any] = json.loads(data[4:at])
    columns = {}
    for name, type_, length in header["columns"]:
        columns[name, type_] = data[at : at + length]
        at += length
    assert at == len(data)
    return header, columns


def lines(packed: bytes) -> set[str]:
    """The lines of N-Triples that triples were packed from."""
    header, columns = framed(unpacked(packed))
    base, predicates, known = header["base"], header["predicates"], list[str]()
    names = iter(re.findall("." * 12, columns["names", "hex"].hex()))
    name_of: dict[str, str] = {}
    counts, reasons, shapes = (
        iter(leb128(columns.get((one, "numbers"), b""))) for one in ("count", "reasons", "shape")
    )
    subjects, evidence = (_Column(one, columns, base, known) for one in ("subject", "evidence"))
    objects = [_Column(str(place), columns, base, known) for place in range(len(predicates))]
    found = set()
    for shape in shapes:
        subject = next(subjects)
        for place in header["shapes"][shape]:
            for _ in range(next(counts)):
                predicate, term = predicates[place], next(objects[place])
                found.add(f"{subject} {predicate} {term} .")
                why = next(reasons) if place in header["linked"] else 0
                if not why:
                    continue
                ends = [name_of.setdefault(end, name_of.get(end) or next(names)) for end in (subject, term)]
                local = re.split("[/#]", predicate[:-1])[-1]
                link = f"<{base}link/{ends[0]}-{local}-{ends[1]}>"
                said = [("subject", subject), ("predicate", predicate), ("object", term)]
                said += [("evidence", next(evidence)) for _ in range(why)]
                found |= {f"{link} <{PG}{says}> {what} ." for says, what in said} | {f"{link} {TYPE} <{PG}Link> ."}
    return found
