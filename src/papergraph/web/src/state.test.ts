import assert from "node:assert/strict";
import {test} from "node:test";

import {COLOURS, encoded, fromFragment, LAYOUTS, SIZES, SORTS, START, type State, THEMES, toFragment, VIEWS} from "./state.ts";
import {chance} from "./testing.ts";

const TEXTS = ["arxiv:1512.03385", "url:https://a.example/?a=b&c=d#e", "topic:视觉 100%", "person:a+b", "&=#%", "title:\u{1f600}", "a\nb", ","];

function anyState(next: () => number): State {
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(values.length * next())]!;
  const some = <Value>(values: readonly Value[]) => values.filter(() => next() < 0.4);
  const year = 1900 + Math.floor(150 * next());
  return {
    view: pick(VIEWS), at: pick([null, ...TEXTS]), to: pick([null, ...TEXTS]), layout: pick(LAYOUTS), colour: pick(COLOURS),
    size: pick(SIZES), hidden: some(["article", "paper", "topic"]), years: pick([null, [year, year + 3] as [number, number]]),
    query: pick(["", ...TEXTS]), sparql: pick(["", "SELECT * { ?s ?p \"a&b=c#\" }\nLIMIT 1", ...TEXTS]), camera: pick([null, {x: -1.5, y: 1234.25, scale: 0.125}]), sort: pick(SORTS), falling: next() < 0.5,
    theme: pick(THEMES), language: pick([null, "zh", "en", "zh-Hant"]), names: pick([null, "ja"]), around: pick([null, ...TEXTS]),
    expanded: some(TEXTS),
  };
}

test("any state is in its fragment", () => {
  const next = chance(11);
  for (let k = 0; k < 500; k++) {
    const state = anyState(next);
    assert.deepEqual(fromFragment(`#${toFragment(state)}`), state);
  }
});

test("any state is in its fragment where the page begins in another view", () => {
  const next = chance(12), from: State = {...START, view: "table", layout: "time", colour: "community", size: "stars"};
  for (let k = 0; k < 300; k++) {
    const state = anyState(next);
    assert.deepEqual(fromFragment(toFragment(state, from), from), state);
  }
});

test("the state of the start has no fragment", () => {
  assert.equal(toFragment(START), "");
  assert.deepEqual(fromFragment(""), START);
  assert.deepEqual(fromFragment("#"), START);
});

test("a fragment that is one reference selects it", () => {
  assert.equal(fromFragment("#arxiv:1512.03385").at, "arxiv:1512.03385");
  assert.equal(fromFragment("#topic:%E8%A7%86%E8%A7%89").at, "topic:视觉");
});

test("what a fragment says wrongly is as at the start", () => {
  for (const wrong of ["view=other", "layout=", "years=2020", "years=2021-2020", "years=a-b", "camera=1,2", "camera=1,2,0", "camera=1,2,-1",
    "camera=1,2,NaN", "camera=1,2,3,4", "camera=Infinity,0,1", "sort=size", "theme=%", "=x", "colour=red&size=9", "__proto__=x"]) {
    assert.deepEqual(fromFragment(wrong), START, wrong);
  }
  assert.deepEqual(fromFragment("#%"), START);
});

test("half of a pair of code units does no harm", () => {
  assert.equal(encoded("a\ud83db"), "a%EF%BF%BDb");
  assert.equal(fromFragment(toFragment({...START, query: "\ud83d"})).query, "\ufffd");
});

test("reading a fragment changes nothing that it begins from", () => {
  fromFragment("hide=paper&expand=a");
  assert.deepEqual([START.hidden, START.expanded], [[], []]);
});
