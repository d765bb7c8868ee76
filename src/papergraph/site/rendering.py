"""What a page tells in, its HTML out: the templates of `templates/`, which escape all that they are given."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment, Template

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

    environment = jinja2.Environment(
        loader=jinja2.DictLoader({f"{name}{_SUFFIX}": read_text(f"{name}{_SUFFIX}") for name in TEMPLATES}),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["site"] = site
    environment.globals["styles"] = "'self'"
    return environment
