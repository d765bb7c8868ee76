import assert from "node:assert/strict";
import {test} from "node:test";

import {graphOf} from "./testing.ts";

const LANGUAGES = ["", "en", "ja", "zh-Hans"];
const graph = () => graphOf([
  {name: "A paper"},
  {name: "object detection", kind: "topic", labels: "\tobject detection\x1fdetector\t物体検出\x1f物体検知\t目标检测"},
  {name: "someone", kind: "person"},
  {name: "plain", kind: "topic"},
  {name: "own", kind: "topic", labels: "\x1fno language\t\t\x1fonly another"},
], [], {languages: LANGUAGES});

test("topics are called by their preferred labels in the language that is spoken", () => {
  const made = graph(), all = () => [0, 1, 2, 3, 4].map(thing => made.name(thing));
  assert.deepEqual(all(), ["A paper", "object detection", "someone", "plain", "own"]);
  made.labels.speak("zh-CN");
  assert.deepEqual(all(), ["A paper", "目标检测", "someone", "plain", "own"]);
  assert.deepEqual(made.labels.of(1), {text: "目标检测", language: "zh-Hans"});
  made.labels.speak("ja");
  assert.deepEqual(all(), ["A paper", "物体検出", "someone", "plain", "own"]);
  assert.equal(made.writtenName(1), "object detection");
  made.labels.speak("fr");
  assert.deepEqual(made.labels.of(1), {text: "object detection", language: "en"});
  assert.equal(made.labels.of(4), null);
});

test("all labels of a topic are told, those of the reader first", () => {
  const {labels: names} = graph();
  names.speak("ja");
  assert.deepEqual(names.all(1).map(({text}) => text), ["物体検出", "物体検知", "object detection", "detector", "目标检测"]);
  assert.deepEqual(names.all(4), [{text: "only another", language: "ja"}, {text: "no language", language: ""}]);
  assert.deepEqual([names.all(0), names.all(3)], [[], []]);
  assert.equal(names.spoken, "ja");
});

test("two languages are the same where they give the same labels", () => {
  const {labels: names} = graph();
  assert.deepEqual([names.same("en", "en-US"), names.same("zh", "zh-TW"), names.same("en", "ja")], [true, true, false]);
});

test("a graph without labels has names", () => {
  const made = graphOf([{name: "a", kind: "topic"}]);
  made.labels.speak("zh");
  assert.equal(made.name(0), "a");
  assert.deepEqual([made.labels.all(0), made.labels.spoken, [...made.labels.searched()]], [[], null, []]);
});
