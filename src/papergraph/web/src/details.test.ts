import assert from "node:assert/strict";
import {test} from "node:test";
import {gzipSync} from "node:zlib";

import {Details, usualAddress} from "./details.ts";
import {graphOf, type Link, type Thing} from "./testing.ts";

const HEADER = {
  fields: {paper: ["title", "status", "authors"], person: ["name"], topic: ["name"]}, expected: {paper: ["authors"]}, quoted: ["paper"],
  fetchable: ["arxiv"], usual: {author: "Catalog", about: "Tag"}, addresses: {arxiv: "https://arxiv.org/abs/", url: ""},
  detailsSize: 2, entriesSize: 2,
};
const ORIGINS = {
  sources: [[1, "a.md", "2024-01-01", [3, 9, 30]], [2, "arxiv.jsonl", "2024-02-02", [7]]], entries: {"a.md": [[1, 5], [8, 12]], "b.md": [[1, 2]]},
};
const THINGS: Thing[] = [{name: "One"}, {name: "Ada Ng", kind: "person"}, {name: "Cut…", kind: "topic"}, {name: "Two"}];
const LINKS: Link[] = [[0, "author", 1], [0, "about", 2], [3, "about", 2]];

/* Details of a graph whose page has these blocks. */
function details(blocks: Record<string, unknown>): Details {
  const packed = (block: unknown) => gzipSync(typeof block === "string" ? block : JSON.stringify(block)).toString("base64");
  Object.assign(globalThis, {document: {
    getElementById: (name: string) => (Object.hasOwn(blocks, name) ? {textContent: packed(blocks[name])} : null),
  }});
  return new Details(graphOf(THINGS, LINKS, HEADER));
}

const story = () => details({
  origins: ORIGINS, references: "arxiv:2401.00001\nperson:\ntopic:whole name\nurl:https://a.example/two:",
  "details-0": {things: [[[3, "", null, [0]], [[0, 1], "Once"], [0, null, "gone"]], [[3, ""]]], edges: [0]},
  "details-1": {things: [{says: [[1, ""]], name: "Whole name"}, {says: [[2, ""]], url: "https://other.example", left: 4}],
    edges: [[1, "Section"], [["Tag", 2], ["Section", 3, "quote", 0.5]]]},
  "entries-0": [{origin: 0, title: 0, tips: ["One."]}, {origin: 1, title: "Else"}], "entries-1": [{origin: 2, title: 2}], problems: [],
});

test("what is told of a thing is put together with who says so", async () => {
  const told = await story().thing(0);
  const note = {isNote: true, isAsked: false, name: "a.md", day: "2024-01-01"};
  assert.deepEqual(told.facts.map(([field, sayings]) => [field, ...sayings.map(({value, origins}) => [value, origins.map(({line}) => line)])]),
    [["title", ["One", [7]], ["Once", [3, 9]]], ["status", ["gone", [3]]], ["authors", [["Ada Ng"], [7]]]]);
  assert.deepEqual(told.facts[1]![1][0]!.origins, [{...note, line: 3}]);
  assert.deepEqual([told.name, told.address, told.asked, told.left, told.entries], ["One", "https://arxiv.org/abs/2401.00001", true, 0, [0, 1]]);
});

test("a name that is cut on the map is told whole, and an address that is told is that of the thing", async () => {
  assert.equal((await story().thing(2)).name, "Whole name");
  const told = await story().thing(3);
  assert.deepEqual([told.address, told.left, told.facts.at(-1)], ["https://other.example", 4, ["authors", []]]);
});

test("reasons are told short or in full", async () => {
  const shown = (await Promise.all([0, 1, 2].map(edge => story().reasons(edge))))
    .map(reasons => reasons.map(({method, origin, quote, confidence}) => [method, origin.name, origin.line, quote, confidence]));
  assert.deepEqual(shown, [
    [["Catalog", "arxiv.jsonl", 7, null, null]],
    [["Tag", "arxiv.jsonl", 7, "Section", null]],
    [["Tag", "a.md", 30, null, null], ["Section", "arxiv.jsonl", 7, "quote", 0.5]],
  ]);
});

test("references are whole again, also those that end with a colon", async () => {
  const read = story();
  assert.deepEqual(await read.references(), ["arxiv:2401.00001", "person:ada ng", "topic:whole name", "url:https://a.example/two:"]);
  assert.equal(await read.place("person:ada ng"), 1);
  assert.equal(await read.place("person:nobody"), null);
});

test("entries are in their own words, and called as the thing whose name they have", async () => {
  const read = story();
  assert.deepEqual((await read.entry(0)).title, "One");
  assert.deepEqual((await read.entry(0)).tips, ["One."]);
  assert.equal((await read.entry(2)).title, "Whole name");
  const named: number[] = [];
  for await (const [thing, , entries] of read.texts()) if (entries.includes(1)) named.push(thing);
  assert.deepEqual(named, [0, 2]);
});

test("a usual address is made of the prefix, and only of one that has an address", () => {
  assert.equal(usualAddress(HEADER.addresses, "arxiv:1"), "https://arxiv.org/abs/1");
  assert.equal(usualAddress(HEADER.addresses, "url:https://a.example/b:c"), "https://a.example/b:c");
  assert.equal(usualAddress(HEADER.addresses, "topic:vision"), null);
  assert.equal(usualAddress(HEADER.addresses, "constructor:x"), null);
});
