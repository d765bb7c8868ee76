import assert from "node:assert/strict";
import {test} from "node:test";

import {across, between, down, fitted, mapX, mapY, same, zoomed} from "./camera.ts";
import {chance} from "./testing.ts";

const PANE = {width: 800, height: 500};
const near = (one: number, other: number, by = 1e-6) => assert.ok(Math.abs(one - other) <= by * Math.max(1, Math.abs(other)), `${one}, not ${other}`);

test("what is on the map is on the screen, and back", () => {
  const place = {x: 3, y: -7, scale: 12};
  near(mapX(place, PANE, across(place, PANE, 5.5)), 5.5);
  near(mapY(place, PANE, down(place, PANE, 5.5)), 5.5);
  assert.deepEqual([across(place, PANE, 3), down(place, PANE, -7)], [400, 250]);
});

test("a box that is fitted lies in the middle of the open part, within its margin", () => {
  const open = {left: 0, top: 60, right: 500, bottom: 500}, next = chance(2);
  for (let k = 0; k < 100; k++) {
    const left = 100 * next(), top = 100 * next(), box = {left, top, right: left + 200 * next() + 1, bottom: top + 200 * next() + 1};
    const place = fitted(box, open, PANE, 40, 1000);
    const [x0, x1] = [box.left, box.right].map(x => across(place, PANE, x)), [y0, y1] = [box.top, box.bottom].map(y => down(place, PANE, y));
    near((x0! + x1!) / 2, 250);
    near((y0! + y1!) / 2, 280);
    assert.ok(x0! > 39 && x1! < 461 && y0! > 99 && y1! < 461);
    assert.ok(Math.abs(x1! - x0! - 420) < 1 || Math.abs(y1! - y0! - 360) < 1);
  }
});

test("a single point is fitted at no more than the largest scale", () => {
  const place = fitted({left: 5, top: 5, right: 5, bottom: 5}, {left: 0, top: 0, right: 800, bottom: 500}, PANE, 40, 70);
  assert.deepEqual(place, {x: 5, y: 5, scale: 70});
});

test("a pane of no size gives a place all the same", () => {
  const place = fitted({left: 0, top: 0, right: 9, bottom: 9}, {left: 0, top: 0, right: 0, bottom: 0}, {width: 0, height: 0}, 40, 70);
  assert.ok(Object.values(place).every(Number.isFinite) && place.scale > 0);
});

test("what is at the point of zooming stays there", () => {
  const place = {x: 3, y: -7, scale: 12};
  for (const factor of [0.1, 0.5, 1, 2, 1e9]) {
    const after = zoomed(place, PANE, factor, 123, 456, 0.01);
    near(across(after, PANE, mapX(place, PANE, 123)), 123);
    near(down(after, PANE, mapY(place, PANE, 456)), 456);
  }
  assert.equal(zoomed(place, PANE, 1e9, 0, 0, 0.01).scale, zoomed(place, PANE, 1e12, 0, 0, 0.01).scale);
  assert.equal(zoomed(place, PANE, 1e-9, 0, 0, 0.5).scale, 0.5);
});

test("a flight begins and ends where it should, and goes evenly in factors", () => {
  const from = {x: 0, y: 0, scale: 1}, to = {x: 100, y: -50, scale: 64};
  for (const [part, place] of [[0, from], [1, to]] as const) {
    const there = between(from, to, part);
    near(there.x, place.x);
    near(there.y, place.y);
    near(there.scale, place.scale);
  }
  near(between(from, to, 0.5).scale, 8);
  assert.deepEqual(between(from, {...to, scale: 1}, 0.25), {x: 25, y: -12.5, scale: 1});
  assert.ok(same(from, {...from}) && !same(from, to));
});
