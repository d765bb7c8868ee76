import assert from "node:assert/strict";
import {test} from "node:test";

import {fold, Search} from "./search.ts";
import {graphOf, type Link, type Thing} from "./testing.ts";

const everything = () => true;
const find = (things: Thing[], query: string, links: Link[] = [], isShown = everything as (thing: number) => boolean) =>
  new Search(graphOf(things, links)).find(query, isShown);
const named = (...names: string[]) => names.map(name => ({name}));

test("every word must be in the name, in any order and any case", () => {
  const things = named("Deep Residual Learning", "Residual networks, deep", "Deep networks");
  assert.deepEqual(find(things, "residual DEEP").things, [0, 1]);
  assert.deepEqual(find(things, "  deep\tnet ").things, [1, 2]);
  assert.deepEqual(find(things, "nothing"), {things: [], more: false});
  assert.deepEqual(find(things, "  "), {things: [], more: false});
});

test("a thing is found once, however often it has the word, and the most important first", () => {
  assert.deepEqual(find(named("aa aa", "b", "a", "aaa"), "a").things, [0, 2, 3]);
});

test("words are not found across two names", () => {
  assert.deepEqual(find(named("one tw", "o three"), "two").things, []);
});

test("a title and an author find the paper", () => {
  const things = [{name: "Deep Residual Learning"}, {name: "Kaiming He", kind: "person"}, {name: "Deep something else"}];
  assert.deepEqual(find(things, "deep kaiming", [[0, "author", 1]]).things, [0, 1]);
  assert.deepEqual(find(things, "deep kaiming", [[2, "author", 1]]).things, [1, 2]);
});

test("what has all words itself comes before what shares them", () => {
  const things = named("other", "residual", "deep residual", "deep");
  assert.deepEqual(find(things, "deep residual", [[1, "x", 3]]).things, [2, 1, 3]);
});

test("a neighbour of both words that has neither is not found", () => {
  assert.deepEqual(find(named("hub", "deep", "residual"), "deep residual", [[0, "x", 1], [0, "x", 2]]).things, []);
});

test("hidden things are not found, whether they have the words or share them", () => {
  const things = named("deep one", "deep two", "kaiming");
  assert.deepEqual(find(things, "deep", [], thing => thing !== 0).things, [1]);
  assert.deepEqual(find(things, "deep kaiming", [[0, "x", 2], [1, "x", 2]], thing => thing !== 0).things, [1, 2]);
});

test("Chinese, full-width and composed letters are found as they are typed", () => {
  const things = named("从零理解残差网络", "ＶｉＴ 三年回顾", "cafe\u0301", "ﬁne");
  assert.deepEqual(find(things, "残差").things, [0]);
  assert.deepEqual(find(things, "vit").things, [1]);
  assert.deepEqual(find(things, "ｖｉｔ　三年").things, [1]);
  assert.deepEqual(find(things, "caf\u00e9").things, [2]);
  assert.deepEqual(find(things, "fine").things, [3]);
  assert.equal(fold("ＡＢＣ"), "abc");
});

test("of very many hits the most important are given, and that there are more", () => {
  const found = find(Array.from({length: 5000}, (_, k) => ({name: `model ${k}`})), "model");
  assert.equal(found.more, true);
  assert.ok(found.things.length >= 1000 && found.things.length < 5000);
  assert.deepEqual(found.things.slice(0, 3), [0, 1, 2]);
});

test("a search of very many words ends, and finds what has them all", () => {
  const words = Array.from({length: 40}, (_, k) => `w${k}x`).join(" ");
  assert.deepEqual(find(named(words, "w1x"), words).things, [0]);
});

test("nothing is found in nothing", () => {
  assert.deepEqual(find([], "a"), {things: [], more: false});
});

const LABELLED = [
  {name: "検出 in a title"}, {name: "object detection", kind: "topic", labels: "object detection\x1fdetector\t物体検出\t目标检测"},
  {name: "plain", kind: "topic"}, {name: "SLAM", kind: "topic", labels: "SLAM\t\t同步定位与建图"}, {name: "last"},
];
const labelled = (spoken: string) => {
  const graph = graphOf(LABELLED, [], {languages: ["en", "ja", "zh-Hans"]});
  graph.labels.speak(spoken);
  return new Search(graph);
};

test("a topic is found by any of its labels, in any language, and once", () => {
  const search = labelled("en"), find = (query: string) => search.find(query, everything).things;
  assert.deepEqual([find("目标检测"), find("物体検出"), find("DETECTOR"), find("Object 目标")], [[1], [1], [1], [1]]);
  assert.deepEqual([find("検出"), find("建图"), find("plain"), find("last"), find("slam")], [[0, 1], [3], [2], [4], [3]]);
  assert.deepEqual(find("detectorobject"), []);
});

test("the label that a topic was found by is told where its name does not show the words", () => {
  const search = labelled("zh");
  assert.equal(search.matched(1, ["目标"]), null);
  assert.equal(search.matched(1, ["detector"]), "detector");
  assert.equal(search.matched(1, ["detection", "object"]), "object detection");
  assert.equal(search.matched(1, ["目标", "検出"]), "物体検出");
  assert.equal(search.matched(0, ["nothing"]), null);
});
