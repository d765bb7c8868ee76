import assert from "node:assert/strict";
import {test} from "node:test";

import {corners, inside, mask, type Shape, SHAPES, shapeOf} from "./shapes.ts";

const EVERY = Object.values(SHAPES);
const area = (shape: Shape): number => {
  let held = 0;
  for (let x = -2; x < 2; x += 0.02) for (let y = -2; y < 2; y += 0.02) held += Number(inside(shape, x, y));
  return held * 0.02 * 0.02;
};

test("every kind has its own shape, and what is no kind a dot", () => {
  assert.equal(new Set(EVERY).size, EVERY.length);
  assert.equal(shapeOf("other"), "dot");
});

for (const shape of EVERY) {
  test(`a ${shape} holds its middle and not what is far, and looks about as big as a dot`, () => {
    assert.ok(inside(shape, 0, 0));
    assert.ok([[1.5, 0], [-1.5, 0], [0, 1.5], [0, -1.5]].every(([x, y]) => !inside(shape, x!, y!)));
    assert.ok(corners(shape).every(([x, y]) => inside(shape, 0.98 * x, 0.98 * y) && !inside(shape, 1.02 * x, 1.02 * y)));
    assert.ok(Math.abs(area(shape) / Math.PI - 1) < 0.4, String(area(shape)));
  });

  test(`the mask of a ${shape} is symmetric, ends in its edge, and covers what the shape covers`, () => {
    const {reach, fill, edge} = mask(shape, 9, 1.5, false), side = 2 * reach + 1;
    const at = (part: Uint8Array, row: number, column: number) => part[row * side + column]!;
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        assert.ok(Math.abs(at(fill, row, column) - at(fill, row, side - 1 - column)) <= 64);
        assert.ok(at(edge, row, column) >= at(fill, row, column));
        if (row === 0 || column === 0) assert.equal(at(edge, row, column), 0);
      }
    }
    const cover = fill.reduce((sum, value) => sum + value, 0) / 255;
    assert.ok(Math.abs(cover / (81 * area(shape)) - 1) < 0.06, `${cover} of ${81 * area(shape)}`);
    assert.equal(at(fill, reach, reach), 255);
  });

  test(`a hollow ${shape} is a ring`, () => {
    const {reach, fill, edge} = mask(shape, 9, 1.5, true), middle = reach * (2 * reach + 1) + reach;
    assert.deepEqual([fill[middle], edge[middle]], [0, 255]);
    assert.ok(fill.some(value => value === 255));
  });
}

test("the least marks have a mask", () => {
  for (const shape of EVERY) assert.ok(mask(shape, 0.4, 0.6, false).edge.some(value => value > 0));
});
