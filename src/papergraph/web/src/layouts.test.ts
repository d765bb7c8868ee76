import assert from "node:assert/strict";
import {test} from "node:test";

import {boxOf, byTopic, type Layout, timeline} from "./layouts.ts";
import {chance, graphOf, KINDS, type Link, type Thing} from "./testing.ts";

const everything = () => true;

function places(layout: Layout): [thing: number, x: number, y: number][] {
  return Array.from(layout.x, (x, thing): [number, number, number] => [thing, x, layout.y[thing]!]).filter(([thing]) => layout.placed?.[thing]);
}

function apart(layout: Layout, least: number): void {
  const all = places(layout).sort(([, a], [, b]) => a - b);
  all.forEach(([one, x, y], k) => {
    for (let next = k + 1; next < all.length && all[next]![1] - x < least; next++) {
      const [other, otherX, otherY] = all[next]!;
      assert.ok(Math.hypot(otherX - x, otherY - y) >= least, `${one} and ${other} at ${x}, ${y}`);
    }
  });
}

function dated(count: number, years: number, withMonths: boolean, seed = 3): Thing[] {
  const next = chance(seed);
  return Array.from({length: count}, (_, k) => ({
    name: String(k), kind: KINDS[Math.floor(3 * next())]!, time: 13 * Math.floor(years * next()) + 1 + (withMonths ? Math.floor(13 * next()) : 0),
  }));
}

for (const [count, years, months] of [[30, 5, true], [400, 8, false], [400, 8, true], [3000, 3, true], [3000, 1, false]] as const) {
  test(`${count} things of ${years} years ${months ? "with" : "without"} months are each at a place of its own`, () => {
    apart(timeline(graphOf(dated(count, years, months)), everything), 0.49);
  });

  test(`${count} things of ${years} years ${months ? "with" : "without"} months stand in the order of time, each in its year`, () => {
    const graph = graphOf(dated(count, years, months)), layout = timeline(graph, everything), {axis} = layout;
    const all = places(layout).map(([thing, x]) => ({thing, x, moment: graph.moment(thing)!}));
    assert.equal(all.length, count);
    const middle = new Map<number, [sum: number, count: number]>();
    for (const {moment, x} of all) middle.set(moment, [(middle.get(moment)?.[0] ?? 0) + x, (middle.get(moment)?.[1] ?? 0) + 1]);
    const means = [...middle].sort(([a], [b]) => a - b).map(([, [sum, count]]) => sum / count);
    means.forEach((x, k) => assert.ok(!k || x >= means[k - 1]! - 0.51, `${means[k - 1]} and ${x}`));
    const starts = new Map(axis!.years);
    for (const {thing, x} of all) {
      const year = graph.year(thing)!;
      assert.ok(x >= starts.get(year)! - 0.51 && x <= starts.get(year + 1)! + 0.51, `${x} of ${year}`);
    }
  });
}

test("what has no date or is hidden has no place on a timeline", () => {
  const layout = timeline(graphOf([{name: "a", time: 1}, {name: "b"}, {name: "c", time: 20}]), thing => thing !== 2);
  assert.deepEqual([...layout.placed!], [1, 0, 0]);
  assert.deepEqual(layout.axis!.years.map(([year]) => year), [2000, 2001]);
});

test("lanes lie one above the other, each kind in its own", () => {
  const things = dated(300, 6, true), graph = graphOf(things), layout = timeline(graph, everything), reach = new Map<number, [number, number]>();
  for (const [thing, , y] of places(layout)) {
    const [low, high] = reach.get(graph.kind[thing]!) ?? [y, y];
    reach.set(graph.kind[thing]!, [Math.min(low, y), Math.max(high, y)]);
  }
  const lanes = [...reach.values()].sort(([a], [b]) => a - b);
  lanes.forEach(([low], k) => assert.ok(!k || low > lanes[k - 1]![1] + 1));
  assert.equal(layout.axis!.lanes.length, 3);
});

test("a timeline of nothing is empty", () => {
  assert.deepEqual(timeline(graphOf([{name: "a"}]), everything).axis, {years: [], lanes: []});
});

function classified(papers: number, topics: number): [Thing[], Link[]] {
  const next = chance(8), things: Thing[] = Array.from({length: topics}, (_, k) => ({name: `topic ${k}`, kind: "topic"})), links: Link[] = [];
  for (let k = 0; k < papers; k++) {
    things.push({name: `paper ${k}`}, {name: `author ${k}`, kind: "person"});
    links.push([topics + 2 * k, "about", Math.floor(topics * next() ** 2)], [topics + 2 * k, "author", topics + 2 * k + 1]);
  }
  for (let k = 1; k < topics; k += 2) links.push([k, "broader", 0]);
  things.push({name: "alone"});
  return [things, links];
}

test("topics are discs apart, with the things that are about them inside", () => {
  const [things, links] = classified(300, 12), graph = graphOf(things, links), layout = byTopic(graph, everything, 1.5);
  apart(layout, 0.4);
  const middles = layout.regions.map(({x, y, reach}) => ({x, y: y + reach + 0.2, reach}));
  middles.forEach((one, k) => middles.slice(k + 1).forEach(other =>
    assert.ok(Math.hypot(one.x - other.x, one.y - other.y) >= one.reach + other.reach - 1e-3)));
  for (const [from, predicate, to] of links.filter(([, predicate]) => predicate === "about" || predicate === "author")) {
    const topic = predicate === "about" ? to : links.find(([paper, says]) => paper === from && says === "about")![2];
    const thing = predicate === "about" ? from : to, disc = middles[layout.regions.findIndex(each => each.topic === topic)]!;
    assert.ok(Math.hypot(layout.x[thing]! - disc.x, layout.y[thing]! - disc.y) <= disc.reach);
  }
  assert.equal(layout.placed![things.length - 1], 0);
});

test("topics that are broader than one another in a circle are no trouble", () => {
  const things = [{name: "a", kind: "topic"}, {name: "b", kind: "topic"}, {name: "c", kind: "topic"}];
  const layout = byTopic(graphOf(things, [[0, "broader", 1], [1, "broader", 2], [2, "broader", 0]]), everything, 1.5);
  assert.deepEqual([...layout.placed!], [1, 1, 1]);
  apart(layout, 0.4);
});

test("hidden things have no place among the topics", () => {
  const [things, links] = classified(20, 3), layout = byTopic(graphOf(things, links), thing => thing !== 0 && thing !== 3, 1);
  assert.deepEqual([layout.placed![0], layout.placed![3], layout.regions.length], [0, 0, 2]);
});

test("a box is around all that is shown", () => {
  const layout = {...timeline(graphOf([]), everything), x: Float32Array.of(1, -2, 9), y: Float32Array.of(4, 5, 6)};
  assert.deepEqual(boxOf(layout, 3, thing => thing < 2), {left: -2, top: 4, right: 1, bottom: 5});
  assert.equal(boxOf(layout, 3, () => false), null);
});
