import assert from "node:assert/strict";
import {test} from "node:test";

import type {Box} from "./camera.ts";
import {type Label, placed, type Seen, shortened, Taken, type Wishes} from "./labels.ts";
import {chance} from "./testing.ts";

const OPEN: Box = {left: 0, top: 0, right: 800, bottom: 500};
const wishes = (more: Partial<Wishes> = {}): Wishes => ({open: OPEN, widthOf: thing => 20 + thing * 13 % 90, height: 16, most: 999, leaders: 0, ...more});

function crowd(count: number, seed = 5): Seen[] {
  const next = chance(seed);
  return Array.from({length: count}, (_, thing) => ({thing, x: 800 * next(), y: 500 * next(), radius: 1 + 12 * next() ** 3}));
}

function boxOf({thing, x, y, across, down}: Label, {widthOf, height}: Wishes): Box {
  const half = widthOf(thing) / 2;
  return {left: x + across - half, right: x + across + half, top: y + down - height / 2, bottom: y + down + height / 2};
}

const meet = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

for (const leaders of [0, 40]) {
  test(`no label is over another, and all are in the open part (${leaders} leaders)`, () => {
    const wanted = wishes({leaders}), boxes = placed(crowd(400), wanted).map(label => boxOf(label, wanted));
    assert.ok(boxes.length > 30);
    boxes.forEach((one, k) => assert.ok(boxes.slice(k + 1).every(other => !meet(one, other))));
    assert.ok(boxes.every(({left, top, right, bottom}) => left >= 0 && top >= 0 && right <= 800 && bottom <= 500));
  });
}

test("no label is over a mark that can be seen, unless it is a leader's", () => {
  const marks = crowd(400), wanted = wishes({leaders: 20});
  const covers = (label: Label) => marks.some(({thing, x, y, radius}) => thing !== label.thing && radius >= 4
    && meet(boxOf(label, wanted), {left: x - radius, right: x + radius, top: y - radius, bottom: y + radius}));
  assert.deepEqual(placed(marks, wanted).filter(label => label.thing >= 20 && covers(label)), []);
});

test("the first have a label also in a crowd", () => {
  const marks = Array.from({length: 60}, (_, thing) => ({thing, x: 400 + thing % 8 * 9, y: 250 + Math.floor(thing / 8) * 9, radius: 6}));
  assert.equal(placed(marks, wishes({leaders: 1}))[0]?.thing, 0);
  assert.ok(placed(marks, wishes({leaders: 3})).length >= placed(marks, wishes()).length);
});

test("there are no more labels than wished, and the first come first", () => {
  assert.deepEqual(placed([[100, 100], [300, 100], [500, 100]].map(([x, y], thing) => ({thing, x: x!, y: y!, radius: 5})),
    wishes({most: 2})).map(({thing}) => thing), [0, 1]);
});

test("what is taken already stays free", () => {
  const taken = new Taken();
  taken.add(OPEN);
  assert.deepEqual(placed(crowd(50), wishes(), taken), []);
  assert.equal(taken.isFree({left: 801, top: 0, right: 900, bottom: 9}), true);
  assert.equal(taken.isFree({left: 799, top: 499, right: 900, bottom: 600}), false);
});

test("a short name stays, a long one is cut where its columns end", () => {
  assert.equal(shortened("Short", 30), "Short");
  assert.equal(shortened("x".repeat(30), 30), "x".repeat(30));
  assert.equal(shortened("x".repeat(31), 30), `${"x".repeat(30)}…`);
  assert.equal(shortened("one two", 4), "one…");
  assert.equal(shortened("", 30), "");
});

test("wide letters take two columns", () => {
  assert.equal(shortened("字".repeat(15), 30), "字".repeat(15));
  assert.equal(shortened("字".repeat(16), 30), `${"字".repeat(15)}…`);
  assert.equal(shortened("한글".repeat(20), 6), "한글한…");
});

test("no character is cut in two", () => {
  const whole = (text: string) => !/\p{Surrogate}/u.test(text);
  for (const letter of ["😀", "👨‍👩‍👧‍👦", "🇨🇳", "e\u0301", "👍🏽", "𠮷"]) {
    const name = letter.repeat(60), cut = shortened(name, 30);
    assert.ok(whole(cut), letter);
    assert.ok(cut.endsWith("…"), letter);
    assert.equal(cut.slice(0, -1), letter.repeat((cut.length - 1) / letter.length), letter);
    assert.ok(cut.length > letter.length, letter);
  }
});

test("a letter with very many marks does not hold the others up", () => {
  assert.ok(shortened(`e${"\u0301".repeat(500)}xyz`, 30).length < 600);
});
