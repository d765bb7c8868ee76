"""IRIs in, the files of their pages out: names that every file system can hold, and those that servers ask for.

A server decodes the path of an address and looks for the file of that name with `.html` after it. So the page of
an IRI under the base IRI is there, if every file system can hold that name: Windows has reserved names and
characters, and it and macOS know no difference between `A` and `a`. Where one cannot, the page has a name with a
hash in it, and at the exact name there is a page that leads on: the same bytes for all IRIs that some file system
takes for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import quote, unquote

from papergraph.syntax import short_hash

LONGEST_STEP = 200
"""Bytes of a name between two slashes; file systems hold 255, and a suffix is to follow."""
LONGEST_PATH = 150
"""Characters of the path of a page whose address nobody asks a server for: Windows holds 260 with the folders above."""
_KEPT = 40
"""Characters that are kept of a name that is too long."""
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³")}
)
"""What Windows takes for devices, whatever suffix follows."""
_NOT_EVERYWHERE = re.compile(r'[\x00-\x1f\x7f"*:<>?|\\]')
_SUFFIX = re.compile(r"\.(?:html|jsonld|ttl)\Z", re.IGNORECASE)
_WORLD = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?://)?")


class Place(NamedTuple):
    """Where the page of an IRI is."""

    path: str
    """Of the file in the site, without its suffix."""
    url: str
    """The same percent-encoded, with `.html`."""
    exact: str | None = None
    """The path where a server looks for the IRI, where that is another; no file but one that leads on is there."""


def places(local: Iterable[str], world: Mapping[str, str], base_iri: str, taken: Iterable[str]) -> dict[str, Place]:
    """Return the place of each IRI.

    Args:
        local: IRIs that begin with the base IRI.
        world: other IRIs → the names that their pages would best have, steps with slashes between.
        base_iri: the address of the root of the site.
        taken: paths that are not to be had.
    """
    exact = {iri: _asked_for(iri, base_iri) for iri in local}
    wanted = {iri: safe(path or f"other/{bare(iri)}") for iri, path in exact.items()}
    wanted |= {iri: _short(safe(name)) for iri, name in world.items()}
    reserved = {folded(path) for path in taken}
    owners: dict[str, list[str]] = {path: [""] for path in reserved}
    for iri, path in wanted.items():
        owners.setdefault(folded(path), []).append(iri)
    found = {}
    for iri, path in wanted.items():
        is_free = len(owners[folded(path)]) == 1
        place = path if is_free else f"{path}-{short_hash(iri)}"
        asked = exact.get(iri)
        leads_on = asked is not None and asked != place and folded(asked) not in reserved
        found[iri] = Place(place, f"{quote(place)}.html", asked if leads_on else None)
    return found


def leading_on(found: Mapping[str, Place]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the exact paths that are no pages, those together that some file system takes for one, and their IRIs."""
    alike: dict[str, list[str]] = {}
    for iri, place in found.items():
        if place.exact:
            alike.setdefault(folded(place.exact), []).append(iri)
    for iris in alike.values():
        yield sorted({str(found[iri].exact) for iri in iris}), sorted(iris)


def safe(path: str) -> str:
    """Return a path that every file system can hold: what one cannot is written another way, with a hash after it."""
    steps = [step for step in path.split("/") if step]
    last = len(steps) - 1
    return "/".join(_safe_step(step, is_last=place == last) for place, step in enumerate(steps)) or short_hash(path)


def folded(path: str) -> str:
    """Return what is the same for paths that some file system takes for one."""
    return path.lower() if path.isascii() else normalize("NFC", normalize("NFC", path).casefold())


def _asked_for(iri: str, base_iri: str) -> str | None:
    """Return the path of the file that a server looks for, without its suffix; None where there can be none."""
    local = iri[len(base_iri) :]
    if not local or "?" in local or "#" in local:
        return None
    path = unquote(local if not local.endswith("/") else f"{local}index")
    steps = path.split("/")
    impossible = "\0" in path or any(step in {"", ".", ".."} for step in steps) or any(map(_SUFFIX.search, steps[:-1]))
    return None if impossible or max(len(step.encode()) for step in steps) > LONGEST_STEP else path


def _safe_step(step: str, *, is_last: bool) -> str:
    stem = step.partition(".")[0].rstrip(" ").lower()
    fine = not (
        _NOT_EVERYWHERE.search(step)
        or stem in _RESERVED
        or step[0] in ".~"
        or step[-1] in ". "
        or (not is_last and _SUFFIX.search(step))
        or len(step.encode("utf-8", "replace")) > LONGEST_STEP
    )
    if fine:
        return step
    kept = _NOT_EVERYWHERE.sub("_", step)[:_KEPT].strip(". ~")
    return f"{kept or '_'}-{short_hash(step)}" if stem not in _RESERVED else f"{short_hash(step)}-{kept}"


def _short(path: str) -> str:
    if len(path) <= LONGEST_PATH:
        return path
    first, _, rest = path.partition("/")
    return f"{first}/{rest.replace('/', '_')[:_KEPT].strip('. ')}-{short_hash(rest)}"


def bare(iri: str) -> str:
    """Return an IRI without its scheme."""
    return _WORLD.sub("", iri, count=1)
