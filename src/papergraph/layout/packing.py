"""Drawn components in, one drawing out: components side by side, the nearest free place to the middle first.

Components are packed by the cells of a grid that they cover, not by their boxes (Freivalds and others, Graph Drawing
2001, "Disconnected graph layout and the polyomino packing approach").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from papergraph.layout.arrays import Flags, Floats, Integers

CELL = 0.5
"""Side of a cell of the grid."""
MARGIN = 0.45
"""Free room around the marks of a component, in all directions."""
ROUNDNESS = 4
"""The exponent of the superellipse that is filled: 2 is an ellipse, infinity a rectangle."""
RINGS = 16.0
"""Height of the first ring of places that are looked at; each further one is as high as all before it."""


class Rows(NamedTuple):
    """What components cover: in each row of each component, all cells from the first to the last."""

    component: Integers
    """Rising, shape (rows,)."""
    row: Integers
    first: Integers
    last: Integers


def packed(position: Floats, radii: Floats, component: Integers, aspect: float, kept: Floats | None = None) -> Floats:
    """Return positions with every component moved to a place of its own, shape (count, 2).

    Components are numbered from 0, the largest first; with nothing kept, component 0 stays around (0, 0). `kept` are
    positions and radii, shape (things, 3), of what has its place already.
    """
    import numpy as np

    sizes = np.bincount(component)
    single = (sizes == 1)[component] & (radii + MARGIN <= 1 - 1e-9) & (radii <= MARGIN)
    several = np.flatnonzero(~single)
    shift = np.zeros((len(sizes), 2))
    taken: dict[int, int] = {}
    origin = 1 << 14
    if kept is not None and len(kept):
        for row, first, last in zip(
            *_rows(kept[:, :2], kept[:, 2], np.zeros(len(kept), dtype=np.int64))[1:], strict=True
        ):
            taken[int(row)] = ((1 << int(last - first + 1)) - 1) << int(first + origin)
    rows = _rows(position[several], radii[several], component[several])
    number, middle = _set(rows, taken, origin, aspect)
    shift[number] = middle
    moved = position + CELL * shift[component]
    moved[single] = _filled(int(single.sum()), taken, origin, aspect)
    return moved


def _rows(position: Floats, radii: Floats, component: Integers) -> Rows:
    """Return the cells that marks and their margins reach into."""
    import numpy as np

    reach = radii + MARGIN
    low = np.floor((position - reach[:, None]) / CELL).astype(np.int64)
    high = np.floor((position + reach[:, None]) / CELL).astype(np.int64)
    ones, rows, firsts, lasts = [], [], [], []
    for step in range(int((high - low)[:, 1].max(initial=-1)) + 1):
        has = low[:, 1] + step <= high[:, 1]
        ones.append(component[has])
        rows.append(low[has, 1] + step)
        firsts.append(low[has, 0])
        lasts.append(high[has, 0])
    if not ones:
        empty = np.empty(0, dtype=np.int64)
        return Rows(empty, empty, empty, empty)
    of, row, first, last = (np.concatenate(values) for values in (ones, rows, firsts, lasts))
    order = np.lexsort((row, of))
    of, row, first, last = of[order], row[order], first[order], last[order]
    starts = np.flatnonzero((np.diff(of, prepend=-1) != 0) | (np.diff(row, prepend=0) != 0))
    return Rows(of[starts], row[starts], np.minimum.reduceat(first, starts), np.maximum.reduceat(last, starts))


def _set(rows: Rows, taken: dict[int, int], origin: int, aspect: float) -> tuple[Integers, Integers]:
    """Return components and by how much each is moved; what they cover is added to `taken`."""
    import numpy as np

    starts = np.flatnonzero(np.diff(rows.component, prepend=-1))
    numbers = rows.component[starts]
    bounds = [*starts.tolist(), len(rows.row)]
    row, first, last = rows.row.tolist(), rows.first.tolist(), rows.last.tolist()
    places = _places(aspect)
    across, up = next(places)
    largest = 0
    shifts = []
    for number in range(len(numbers)):
        begin, end = bounds[number], bounds[number + 1]
        shape = [(row[k], ((1 << (last[k] - first[k] + 1)) - 1) << (first[k] + origin)) for k in range(begin, end)]
        cells = sum(last[k] - first[k] + 1 for k in range(begin, end))
        if 2 * cells <= largest or not number:
            # Something much smaller may fit where the others did not.
            places, largest = _places(aspect), cells
            across, up = next(places)
        while any(taken.get(at + up, 0) & _moved(bits, across) for at, bits in shape):
            across, up = next(places)
        for at, bits in shape:
            taken[at + up] = taken.get(at + up, 0) | _moved(bits, across)
        shifts.append((across, up))
    return numbers, np.array(shifts, dtype=np.int64).reshape(-1, 2)


def _moved(bits: int, across: int) -> int:
    return bits << across if across >= 0 else bits >> -across


def _places(aspect: float) -> Iterator[tuple[int, int]]:
    """Yield the cells of the plane, from the middle out."""
    for columns, rows in _rings(aspect):
        yield from zip(columns.tolist(), rows.tolist(), strict=True)


def _rings(aspect: float) -> Iterator[tuple[Integers, Integers]]:
    """Yield all cells of the plane in rings of superellipses around (0, 0): columns and rows."""
    import numpy as np

    inner, outer = -1.0, RINGS
    while True:
        reach = int(outer * aspect) + 1, int(outer) + 1
        grid = np.meshgrid(np.arange(-reach[0], reach[0] + 1), np.arange(-reach[1], reach[1] + 1))
        column, row = (axis.reshape(-1) for axis in grid)
        far = (np.abs(column / aspect) ** ROUNDNESS + np.abs(row) ** float(ROUNDNESS)) ** (1 / ROUNDNESS)
        ring = np.flatnonzero((far > inner) & (far <= outer))
        # Rounded, so that places at the same distance come in the order of their rows on every machine.
        order = ring[np.lexsort((column[ring], row[ring], np.round(far[ring], 6)))]
        yield column[order], row[order]
        inner, outer = outer, 2 * outer


def _filled(count: int, taken: dict[int, int], origin: int, aspect: float) -> Floats:
    """Return the middles of the first free squares of side 1."""
    import numpy as np

    found: list[Floats] = [np.empty((0, 2))]
    left, square = count, round(1 / CELL)
    for columns, rows in _rings(aspect):
        if left <= 0:
            break
        free = ~_covered(columns, rows, taken, origin, square)
        cells: Floats = np.stack((columns[free], rows[free]), axis=1)[:left].astype(np.float64) + 0.5
        found.append(cells)
        left -= len(cells)
    return np.concatenate(found)


def _covered(columns: Integers, rows: Integers, taken: dict[int, int], origin: int, square: int) -> Flags:
    """Return whether each square of so many cells is taken, at least in part."""
    import numpy as np

    low, bottom = int(columns.min()) * square, int(rows.min()) * square
    width, height = (int(columns.max()) + 1) * square - low, (int(rows.max()) + 1) * square - bottom
    grid = np.zeros((height, width), dtype=bool)
    window = (1 << width) - 1
    for number in range(height):
        bits = (taken.get(number + bottom, 0) >> (low + origin)) & window
        if bits:
            row = np.frombuffer(bits.to_bytes((width + 7) // 8, "little"), dtype=np.uint8)
            grid[number] = np.unpackbits(row, bitorder="little")[:width]
    squares = np.logical_or.reduce(grid.reshape(height // square, square, width // square, square), axis=(1, 3))
    covered: Flags = squares[rows - bottom // square, columns - low // square]
    return covered
