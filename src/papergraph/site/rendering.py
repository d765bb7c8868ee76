"""What a page tells in, its HTML out: the templates of `templates/`, which escape all that they are given."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from papergraph.site.told import Mark, Value

if TYPE_CHECKING:
    from jinja2 import Environment, Template

_REMEMBERED = 4096
"""Pieces of pages that are kept: the same types, notes and sources come again and again."""
TEMPLATES = ("frame", "thing", "list", "front", "leading")
_SUFFIX = ".html.jinja"


class Renderer:
    """The templates, compiled once for a site of that title."""

    def __init__(self, site: str) -> None:
        environment = _environment(site)
        self._templates: dict[str, Template] = {
            name: environment.get_template(f"{name}{_SUFFIX}") for name in TEMPLATES
        }

    def __call__(self, name: str, told: Mapping[str, object]) -> bytes:
        """Return a page by the template of that name."""
        return self._templates[name].render(told).encode("utf-8", "replace")


def read_text(name: str) -> str:
    """Return a file of `templates/`."""
    return files("papergraph.site").joinpath("templates", name).read_text(encoding="utf-8")


def _environment(site: str) -> Environment:
    import jinja2
    from markupsafe import Markup, escape

    # Markup that templates would make too, made here because it is half of all that a page holds: as macros of a
    # template they take three times as long.

    @lru_cache(maxsize=_REMEMBERED)
    def text(value: Value) -> Markup:
        said, href, language, is_time = value
        shown = escape(said)
        if is_time:
            return Markup(f'<time datetime="{shown}">{shown}</time>')  # noqa: S704 -- escaped
        tongue = f' lang="{escape(language)}"' if language else ""
        if href:
            return Markup(f'<a href="{escape(href)}" dir="auto"{tongue}>{shown}</a>')  # noqa: S704 -- escaped
        return Markup(f'<span dir="auto"{tongue}>{shown}</span>')  # noqa: S704 -- escaped

    @lru_cache(maxsize=_REMEMBERED)
    def said_by(mark: Mark) -> Markup:
        said, href, file, day = mark
        who = text(Value(said, href))
        where = f' (<a href="{escape(file)}">file</a>)' if file else ""
        when = f", {text(Value(day, time=True))}" if day else ""
        return Markup(f"{who}{where}{when}")  # noqa: S704 -- escaped

    environment = jinja2.Environment(
        loader=jinja2.DictLoader({f"{name}{_SUFFIX}": read_text(f"{name}{_SUFFIX}") for name in TEMPLATES}),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(text=text, said_by=said_by)
    environment.globals["site"] = site
    environment.globals["styles"] = "'self'"
    return environment
