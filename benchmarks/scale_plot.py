"""Figures in, an SVG of them out: one panel a series, each against the size, with the line that linear growth would be.

The same figures give the same text. It is read in light and in dark.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT = 360, 240
LEFT, RIGHT, TOP, BOTTOM = 64, 32, 48, 40
MOST_TICKS = 5
_STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600 } .axis { stroke: #8b949e } .grid { stroke: #d0d7de; stroke-width: .5 }
  .linear { stroke: #8b949e; stroke-dasharray: 4 4 } .line { stroke: #0969da; stroke-width: 2; fill: none }
  .mark { fill: #0969da }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .grid { stroke: #30363d } .line { stroke: #58a6ff } .mark { fill: #58a6ff }
  }
"""


class Series(NamedTuple):
    """What was measured at several sizes."""

    name: str
    unit: str
    points: tuple[tuple[float, float], ...]
    """Size and cost, by size."""


def plot(title: str, size: str, series: Sequence[Series]) -> str:
    """Return an SVG with a panel for each series, side by side; `size` says what is along them."""
    width = WIDTH * len(series)
    panels = "".join(_panel(one, size, WIDTH * place) for place, one in enumerate(series))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" role="img">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n{panels}</svg>\n"
    )


def ticks(most: float) -> list[float]:
    """Return round numbers from 0 to the first that is not below `most`, at most six of them."""
    step = 10 ** math.floor(math.log10(most))
    step = next(width for width in (step / 2, step, 2 * step) if most / width <= MOST_TICKS)
    return [step * number for number in range(math.ceil(most / step) + 1)]


def _panel(series: Series, size: str, start: int) -> str:
    across, up = (ticks(max(column)) for column in zip(*series.points, strict=True))

    def x(value: float) -> float:
        return round(start + LEFT + (WIDTH - LEFT - RIGHT) * value / across[-1], 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / up[-1], 1)

    last, cost = series.points[-1]
    lines = [f'<text class="title" x="{start + LEFT}" y="20">{escape(f"{series.name}, {series.unit}")}</text>']
    for value in up:
        lines.append(f'<line class="grid" x1="{x(0)}" y1="{y(value)}" x2="{x(across[-1])}" y2="{y(value)}"/>')
        lines.append(f'<text x="{x(0) - 6}" y="{y(value) + 4}" text-anchor="end">{value:,.6g}</text>')
    below = HEIGHT - BOTTOM + 18
    lines += [f'<text x="{x(value)}" y="{below}" text-anchor="middle">{value:,.6g}</text>' for value in across]
    lines.append(f'<text x="{x(across[-1])}" y="{HEIGHT - 4}" text-anchor="end">{escape(size)}</text>')
    lines.append(f'<line class="axis" x1="{x(0)}" y1="{y(0)}" x2="{x(across[-1])}" y2="{y(0)}"/>')
    lines.append(f'<line class="linear" x1="{x(0)}" y1="{y(0)}" x2="{x(last)}" y2="{y(cost)}"/>')
    path = " ".join(f"{x(value)},{y(spent)}" for value, spent in series.points)
    lines.append(f'<polyline class="line" points="{path}"/>')
    lines += [f'<circle class="mark" cx="{x(value)}" cy="{y(spent)}" r="3.5"/>' for value, spent in series.points]
    return "".join(f"{line}\n" for line in lines)
