import assert from "node:assert/strict";
import {test} from "node:test";

import {csv, readJson, readTriples, type Row, type Rows, shortened, sorted, tsv, turtle} from "./answers.ts";

const INTEGER = "http://www.w3.org/2001/XMLSchema#integer";
const uri = (value: string) => ({type: "uri" as const, value});
const text = (value: string) => ({type: "literal" as const, value});
const whole = (value: string) => ({type: "literal" as const, value, datatype: INTEGER});

test("rows are read with what is not bound", () => {
  const told = {head: {vars: ["a", "toString"]}, results: {bindings: [{a: uri("x:")}, {toString: text("b")}, {}]}};
  assert.deepEqual(readJson(JSON.stringify(told)), {columns: ["a", "toString"], rows: [[uri("x:"), null], [null, text("b")], [null, null]]});
  assert.equal(readJson('{"head":{},"boolean":false}'), false);
});

const TRIPLES = '<x:b> <x:p> "two\\nlines \\"\\u4E2D\\""@zh .\n<x:a> <x:p> "1"^^<x:t> .\n<x:a> <x:p> "1"^^<x:t> .\n_:n <x:p> <x:c d> .\n';

test("triples are read, each once and in order", () => {
  const {rows} = readTriples(TRIPLES);
  assert.deepEqual(rows.map(row => row[2]), [{type: "literal", value: "1", datatype: "x:t"}, {type: "literal", value: 'two\nlines "中"', "xml:lang": "zh"}, uri("x:c d")]);
  assert.deepEqual(rows[2]![0], {type: "bnode", value: "n"});
});

test("numbers are sorted as numbers, texts by their language, what is not bound last", () => {
  const rows: Row[] = [[whole("10")], [null], [whole("9")], [whole("-1")]], compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  assert.deepEqual(sorted(rows, 0, false, compare).map(row => row[0]?.value), ["-1", "9", "10", undefined]);
  assert.deepEqual(sorted(rows, 0, true, compare).map(row => row[0]?.value), ["10", "9", "-1", undefined]);
  assert.deepEqual(sorted([[text("b")], [text("a")]], 0, false, compare).map(row => row[0]?.value), ["a", "b"]);
});

test("an IRI is shortened by the longest namespace, where that leaves a name", () => {
  const prefixes = {s: "https://s/", a: "https://s/abs/"};
  assert.equal(shortened("https://s/abs/2001.1", prefixes), "a:2001.1");
  assert.equal(shortened("https://s/x", prefixes), "s:x");
  for (const iri of ["https://s/x/y", "https://s/", "https://t/x", "https://s/abs/x."]) assert.equal(shortened(iri, prefixes), iri);
});

const ANSWER: Rows = {columns: ["a", "b"], rows: [[text('say "no", he said\nso'), whole("-3")], [text("=1+1"), null], [uri("https://a.example/"), text("\tx")]]};

test("an answer is written as RFC 4180 has it, and no text becomes a formula", () => {
  assert.equal(csv(ANSWER), 'a,b\r\n"say ""no"", he said\nso",-3\r\n\'=1+1,\r\nhttps://a.example/,\'\tx\r\n');
});

test("what is copied has tabs between values and no other", () => {
  assert.equal(tsv(ANSWER), "a\tb\nsay \"no\", he said so\t-3\n'=1+1\t\nhttps://a.example/\t' x");
});

test("triples are written as Turtle", () => {
  const rows = readTriples('<x:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://s/Note> .\n<x:a> <https://s/p> "b\\"\\n"@zh .\n<x:b> <https://s/p> "1"^^<https://s/t> .\n');
  assert.equal(turtle(rows, {s: "https://s/"}),
    '@prefix s: <https://s/> .\n\n<x:a>\n    a s:Note ;\n    s:p "b\\"\\n"@zh .\n\n<x:b>\n    s:p "1"^^s:t .\n');
});
