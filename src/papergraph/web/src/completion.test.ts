import assert from "node:assert/strict";
import {test} from "node:test";

import {choicesAt} from "./completion.ts";

const VOCABULARY = {prefixes: {schema: "https://schema.org/", pg: "https://pg/"}, classes: ["https://schema.org/Article", "https://pg/Note"],
  properties: ["https://schema.org/name", "https://other/x", "https://pg/a/b"]};

const labels = (text: string, asked = false): string[] => choicesAt(text, text.length, VOCABULARY, asked)?.choices.map(({label}) => label) ?? [];

test("after a question mark the variables of the query are offered", () => {
  assert.deepEqual(labels("SELECT ?paper ?title { ?pa"), ["?paper", "?title"]);
  assert.equal(choicesAt("SELECT ?paper { ?pa", 19, VOCABULARY, false)!.from, 16);
});

test("after a prefix its terms are offered", () => {
  assert.deepEqual(labels("SELECT * { ?s schema:"), ["schema:Article", "schema:name"]);
  assert.deepEqual(labels("SELECT * { ?s pg:no"), ["pg:Note"]);
  assert.deepEqual(labels("SELECT * { ?s none:"), []);
});

test("a word may be anything", () => {
  const found = labels("SELECT ?x { ?x a sch");
  for (const label of ["schema:", "schema:Article", "schema:name", "SELECT", "?x"]) assert.ok(found.includes(label), label);
});

test("where nothing is written, nothing is offered unless it is asked for", () => {
  assert.deepEqual(labels("SELECT "), []);
  assert.ok(labels("SELECT ", true).length > 10);
});
