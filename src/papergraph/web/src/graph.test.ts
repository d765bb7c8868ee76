import assert from "node:assert/strict";
import {test} from "node:test";

import {shortestPath} from "./graph.ts";
import {chance, graphOf, type Link} from "./testing.ts";

const named = (...names: string[]) => names.map(name => ({name}));

test("edges keep their direction and predicate, also between the same two things and to themselves", () => {
  const links: Link[] = [[0, "about", 1], [1, "about", 0], [0, "broader", 1], [2, "mentions", 2]];
  const graph = graphOf(named("a", "b", "c"), links);
  const read = Array.from({length: 4}, (_, edge): Link => [graph.from[edge]!, graph.predicate(edge), graph.to[edge]!]);
  assert.deepEqual(read.sort(), [...links].sort());
  assert.deepEqual([0, 1, 2].map(thing => graph.degree(thing)), [3, 3, 1]);
  assert.deepEqual(graph.neighbours(0), [1]);
  assert.deepEqual(graph.neighbours(2), []);
});

test("who is beside whom is as the edges say", () => {
  const next = chance(3), count = 60, pick = () => Math.floor(count * next());
  const links = Array.from({length: 300}, (): Link => [pick(), `says ${Math.floor(150 * next())}`, pick()]);
  const graph = graphOf(Array.from({length: count}, (_, k) => ({name: String(k)})), links);
  for (let thing = 0; thing < count; thing++) {
    const there = links.filter(([from, , to]) => from === thing || to === thing);
    assert.deepEqual(Array.from(graph.edges(thing), edge => `${graph.from[edge]} ${graph.predicate(edge)} ${graph.to[edge]}`).sort(),
      there.map(link => link.join(" ")).sort());
    const later = Array.from({length: graph.edgeCount}, (_, edge) => Math.max(graph.from[edge]!, graph.to[edge]!));
    assert.equal(graph.firstEdge[thing], later.filter(end => end < thing).length);
  }
});

test("names are found by number, also empty ones and the last", () => {
  const graph = graphOf(named("One", "", "三", "last"));
  assert.deepEqual([0, 1, 2, 3].map(thing => graph.name(thing)), ["One", "", "三", "last"]);
});

test("a graph of nothing is a graph", () => {
  const graph = graphOf([]);
  assert.deepEqual([graph.count, graph.edgeCount], [0, 0]);
});

test("positions count from the middle of large communities and from the left top else", () => {
  const things = [{name: "a", x: 3, y: 4, community: 0}, {name: "b", x: 6, y: 1, community: 1}];
  const graph = graphOf(things, [], {bounds: [100, 200, 0.5], middles: [[10, 20]]});
  assert.deepEqual([...graph.x], [100 + (10 - 2) / 2, 100 + 3 / 2]);
  assert.deepEqual([...graph.y], [200 + (20 + 2) / 2, 200 - 1 / 2]);
});

test("a time is a year and a moment in it, and nothing where it is unknown", () => {
  const times = [0, 1, 2, 13, 14], graph = graphOf(times.map(time => ({name: "x", time})));
  assert.deepEqual(times.map((_, thing) => graph.year(thing)), [null, 2000, 2000, 2000, 2001]);
  assert.deepEqual(times.map((_, thing) => graph.moment(thing)), [null, 2000.5, 2000 + 0.5 / 12, 2000 + 11.5 / 12, 2001.5]);
});

test("stars are known, unknown, or nobody was asked", () => {
  const graph = graphOf([0, 1, 2, 9].map(stars => ({name: "x", stars})));
  assert.deepEqual([0, 1, 2, 3].map(thing => graph.stars(thing)), [null, null, 0, 7]);
  assert.deepEqual([0, 1, 2, 3].map(thing => graph.wasAsked(thing)), [false, true, true, true]);
});

test("what is the matter is told with who says so", () => {
  const graph = graphOf([{name: "a"}, {name: "b", trouble: 2}]);
  assert.deepEqual([graph.status(0), graph.status(1)], [null, ["gone", "GitHub"]]);
});

test("a path is a shortest one over things that may be passed", () => {
  const graph = graphOf(named("a", "b", "c", "d", "e", "f"), [[0, "x", 1], [1, "x", 2], [2, "x", 3], [0, "x", 4], [4, "x", 3]]);
  assert.deepEqual(shortestPath(graph, 0, 3, () => true), [0, 4, 3]);
  assert.deepEqual(shortestPath(graph, 0, 3, thing => thing !== 4), [0, 1, 2, 3]);
  assert.deepEqual(shortestPath(graph, 3, 3, () => true), [3]);
  assert.equal(shortestPath(graph, 0, 5, () => true), null);
  assert.equal(shortestPath(graph, 0, 3, thing => thing < 2), null);
});
