import assert from "node:assert/strict";
import {test} from "node:test";

import {colour, type Colour, mixed, packed, Raster} from "./raster.ts";
import {mask} from "./shapes.ts";
import {chance} from "./testing.ts";

/* What browsers give. */
Object.assign(globalThis, {ImageData: class {
  readonly data: Uint8ClampedArray;
  constructor(width: number, height: number) {
    this.data = new Uint8ClampedArray(4 * width * height);
  }
}});

const BLACK: Colour = [0, 0, 0], WHITE: Colour = [255, 255, 255], SIZE = 40;
const HALF = 0.5;

/** How many lines' ink is on each pixel, as far as the shades tell. */
function ink(lines: [x0: number, y0: number, x1: number, y1: number][]): number[] {
  const raster = new Raster(SIZE, SIZE);
  for (const line of lines) raster.line(...line, 1);
  raster.shade(BLACK, WHITE, HALF, 1);
  return Array.from(raster.pixels, pixel => Math.log2(1 / (1 - Math.min(pixel & 255, 254) / 255)));
}

const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);
const columnsOf = (values: number[]) => Array.from({length: SIZE}, (_, x) => sum(Array.from({length: SIZE}, (_, y) => values[y * SIZE + x]!)));

test("the ink of a line adds up to one in each column that it crosses", () => {
  const next = chance(4);
  for (let k = 0; k < 200; k++) {
    const y0 = 5 + 30 * next(), y1 = y0 + (next() - 0.5) * 8;
    const columns = columnsOf(ink([[4, y0, 33, y1]]));
    columns.forEach((found, x) => assert.ok(Math.abs(found - (x >= 4 && x <= 33 ? 1 : 0)) < 0.06, `${found} at ${x}`));
  }
});

test("a steep line has the ink of one in each row", () => {
  const turned = ink([[20.3, 4, 22.8, 33]]);
  const rows = Array.from({length: SIZE}, (_, y) => sum(turned.slice(y * SIZE, (y + 1) * SIZE)));
  rows.forEach((found, y) => assert.ok(Math.abs(found - (y >= 4 && y <= 33 ? 1 : 0)) < 0.06, `${found} at ${y}`));
});

test("a line has the same ink in both directions", () => {
  assert.deepEqual(ink([[3, 4, 30, 17]]), ink([[30, 17, 3, 4]]));
});

test("all ink of a line lies on it, wherever it goes", () => {
  const next = chance(9), anywhere = () => -60 + 160 * next();
  for (let k = 0; k < 3000; k++) {
    const [x0, y0, x1, y1] = [anywhere(), anywhere(), anywhere(), anywhere()], length = Math.hypot(x1 - x0, y1 - y0) || 1;
    ink([[x0, y0, x1, y1]]).forEach((found, at) => {
      if (found < 0.03) return;
      const x = at % SIZE, y = Math.floor(at / SIZE), away = Math.abs((x - x0) * (y1 - y0) - (y - y0) * (x1 - x0)) / length;
      assert.ok(found <= 1.05 && away < 1.6, `${found} at ${x}, ${y}, ${away} from ${[x0, y0, x1, y1]}`);
    });
  }
});

test("of a line that is longer than the picture the part within is drawn", () => {
  const columns = columnsOf(ink([[-1000, 20, 1000, 20]]));
  assert.ok(columns.every(found => Math.abs(found - 1) < 0.06), columns.join());
  assert.equal(sum(ink([[-10, -10, 50, -1], [45, 0, 60, 30], [-9, 50, 50, 60]])), 0);
  assert.ok(sum(ink([[5, 5, 5, 5]])) < 1.1);
});

test("lines add up, and a crowd of them is as dark as it may be", () => {
  const once = ink([[4, 20, 30, 20]]), twice = ink([[4, 20, 30, 20], [30, 20, 4, 20]]);
  assert.ok(Math.abs(sum(twice) / sum(once) - 2) < 0.05);
  const raster = new Raster(SIZE, SIZE);
  for (let k = 0; k < 500; k++) raster.line(4, 20, 30, 20, 1);
  raster.shade(BLACK, WHITE, HALF, 0.6);
  assert.equal(Math.max(...Array.from(raster.pixels, pixel => pixel & 255)), 153);
});

test("a mark covers what is there, with its edge around it", () => {
  const raster = new Raster(SIZE, SIZE), [ground, blue, red] = [WHITE, [0, 0, 255], [255, 0, 0]].map(each => packed(each as Colour));
  raster.pixels.fill(ground!);
  raster.mark(mask("square", 6, 2, false), 20, 20, blue!, red!);
  assert.equal(raster.pixels[20 * SIZE + 20], blue);
  assert.ok(raster.pixels.includes(red!));
  assert.equal(raster.pixels[20 * SIZE + 5], ground);
  for (const pixel of raster.pixels) assert.equal(pixel >>> 24, 255);
});

test("marks at and beyond the edges of the picture stay in it", () => {
  for (const [x, y] of [[0, 0], [SIZE, SIZE], [-3, 20], [20, SIZE + 3], [-100, 20], [20, -100], [200, 200]] as const) {
    const raster = new Raster(SIZE, SIZE);
    raster.mark(mask("dot", 6, 2, false), x, y, 7, 9);
    for (let at = 0; at < raster.pixels.length; at++) {
      if (raster.pixels[at]) assert.ok(Math.hypot(at % SIZE - x, Math.floor(at / SIZE) - y) < 10);
    }
  }
});

test("half covered pixels are halfway", () => {
  const raster = new Raster(1, 1), cover = Uint8Array.of(128);
  raster.pixels[0] = packed([0, 100, 200]);
  raster.mark({reach: 0, fill: Uint8Array.of(0), edge: cover}, 0, 0, 0, packed([200, 0, 100]));
  const pixel = raster.pixels[0]!;
  [[pixel & 255, 100], [pixel >> 8 & 255, 50], [pixel >> 16 & 255, 150]].forEach(([found, wanted]) =>
    assert.ok(Math.abs(found! - wanted!) <= 1, `${found}, not ${wanted}`));
});

test("colours are read, mixed and packed", () => {
  assert.deepEqual(colour(" #0a80ff"), [10, 128, 255]);
  assert.deepEqual(mixed([0, 100, 200], [200, 0, 100], 0.5), [100, 50, 150]);
  assert.equal(packed([1, 2, 3]), 0xff030201);
});
