"""Which program this is, to the byte: what it left for itself counts only while it is the same."""

from __future__ import annotations

import os
import sys
from functools import cache
from hashlib import blake2b

_ELSEWHERE = frozenset({"__pycache__", "node_modules", "src"})
"""Folders of the package that hold nothing that a build uses: what the scripts of the page are made from."""
_SUFFIXES = (".dist-info", ".egg-info")


@cache
def code_checksum() -> str:
    """Return a checksum of the package, all its files, of Python, and of which packages are installed beside it."""
    digest = blake2b(repr((sys.version, sys.platform, _installed())).encode(), digest_size=16)
    root = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - a walk of strings takes half the time
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in _ELSEWHERE)
        for name in sorted(names):
            path = f"{folder}/{name}"
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - as above
                content = file.read()
            digest.update(f"{path[len(root) :]}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
            digest.update(content)
    return digest.hexdigest()


def _installed() -> list[str]:
    """Return the names of the folders that say which packages are there, in which versions."""
    found = []
    for place in dict.fromkeys(sys.path):
        try:
            with os.scandir(place or ".") as listing:
                found += [entry.name for entry in listing if entry.name.endswith(_SUFFIXES)]
        except OSError:
            continue
    return sorted(found)
