"""Records ↔ JSON: named tuples are arrays. Coming back every value is looked at, because a file may be anybody's.

Notes say the same again and again: texts and small records that come back equal are one object, for a while.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints

Check: TypeAlias = Callable[[Any], Any]

ADDRESSES = frozenset({"url", "article", "alternates"})
"""Fields that hold addresses on the web: readers give no others, and no file may smuggle in what a click would run."""
_WEB = ("http://", "https://")
_PLAIN = frozenset({str, int, float, bool})
_MOST = 50_000
"""Values of one type that are remembered; when there are as many, all are forgotten."""
_TEXTS: dict[str, str] = {}


def encoded(value: object) -> bytes:
    """Return a value of records, tuples, texts and numbers as JSON.

    Raises ValueError for what JSON cannot hold, such as half a surrogate pair.
    """
    import orjson

    try:
        return orjson.dumps(value, default=tuple)
    except TypeError as error:
        raise ValueError(str(error)) from error


def decoded(payload: bytes, kind: Any) -> Any:  # noqa: ANN401 - a value of that type
    """Return the value of a type, such as `Reading` or `tuple[Problem, ...]`; raises ValueError for any other value."""
    import orjson

    return decoder(kind)(orjson.loads(payload))


@cache
def decoder(kind: Any) -> Check:  # noqa: ANN401 - types have no type of their own
    """Return what turns parsed JSON into a value of a type, and raises ValueError where it is none."""
    origin = get_origin(kind)
    if origin is tuple:
        return _tuple(get_args(kind))
    if origin is UnionType:
        return _optional(kind)
    if hasattr(kind, "_fields"):
        return _record(kind)
    if issubclass(kind, StrEnum):
        return lambda value: kind(_plain(value, str))
    if kind is str:
        return _text
    return lambda value: value if type(value) is kind else _plain(value, kind)


def _text(value: Any) -> str:  # noqa: ANN401 - it is looked at
    if type(value) is not str:
        _plain(value, str)
    if len(_TEXTS) >= _MOST:
        _TEXTS.clear()
    return _TEXTS.setdefault(value, value)


def _plain(value: Any, kind: type) -> Any:  # noqa: ANN401 - it is handed through
    if type(value) is not kind:
        raise ValueError(f"{value!r:.40} is no {kind.__name__}")
    return value


def _tuple(kinds: tuple[Any, ...]) -> Check:
    if kinds[-1] is Ellipsis:
        each = decoder(kinds[0])
        # Most of them are empty.
        return lambda value: tuple([each(one) for one in value]) if _plain(value, list) else ()
    members = [decoder(kind) for kind in kinds]
    return lambda value: tuple([check(one) for check, one in zip(members, _plain(value, list), strict=True)])


def _optional(kind: Any) -> Check:  # noqa: ANN401 - types have no type of their own
    (known,) = (one for one in get_args(kind) if one is not NoneType)
    check = decoder(known)
    if known in _PLAIN and known is not str:
        return lambda value: value if value is None or type(value) is known else check(value)
    return lambda value: None if value is None else check(value)


def _record(kind: Any) -> Check:  # noqa: ANN401 - types have no type of their own
    hints = get_type_hints(kind)
    if all(hint in _PLAIN for hint in hints.values()) and ADDRESSES.isdisjoint(hints):
        return _plain_record(kind, tuple(hints.values()))
    members = [_web(decoder(hints[name])) if name in ADDRESSES else decoder(hints[name]) for name in kind._fields]
    make = kind._make
    return lambda value: make([check(one) for check, one in zip(members, _plain(value, list), strict=True)])


def _plain_record(kind: Any, kinds: tuple[type, ...]) -> Check:  # noqa: ANN401 - types have no type of their own
    """Do the same for a record of texts and numbers: most are, and are looked at at once."""
    make = kind._make
    known: dict[Any, Any] = {}

    def checked(value: Any) -> Any:  # noqa: ANN401 - it is handed through
        if tuple(map(type, _plain(value, list))) != kinds:
            raise ValueError(f"{value!r:.40} is no {kind.__name__}")
        made = known.get(tuple(value))
        if made is None:
            if len(known) >= _MOST:
                known.clear()
            made = make([_text(one) if type(one) is str else one for one in value])
            known[made] = made
        return made

    return checked


def _web(check: Check) -> Check:
    """Let through addresses on the web, and nothing where there is none."""

    def checked(value: Any) -> Any:  # noqa: ANN401 - it is handed through
        known = check(value)
        addresses = known if isinstance(known, tuple) else (known,)
        if not all(address is None or address.startswith(_WEB) for address in addresses):
            raise ValueError(f"{value!r:.40} is no address")
        return known

    return checked
