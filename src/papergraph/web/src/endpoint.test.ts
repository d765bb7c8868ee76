import assert from "node:assert/strict";
import test from "node:test";

import {refusal} from "./endpoint.ts";
import {mistake} from "./sparql.ts";

test("a mistake that the server tells is marked where it is", () => {
  const sparql = "SELECT * {\n  ?a schema:name }", told = refusal(400, "The query is wrong in line 3, column 18: something else is expected here.\n  x\n  ^");
  const place = mistake(sparql, told.message);

  assert.equal(told.why, "wrong");
  assert.deepEqual([place?.line, place?.column], [2, 18]);
});

test("a prefix that is not declared is named", () => {
  const sparql = "SELECT * { ?a nope:x ?b }", told = refusal(400, "The query is wrong in line 2, column 15: the prefix nope: is not declared.\n  x\n");

  assert.equal(mistake(sparql, told.message)?.prefix, "nope");
});

test("a limit, a refusal and a fault are told apart", () => {
  assert.equal(refusal(503, "The query took longer than 10 s, the limit here.").why, "late");
  assert.deepEqual([refusal(413, "Too much.").why, refusal(413, "Too much.").message], ["wrong", "Too much"]);
  assert.equal(refusal(503, "Too many queries wait.").why, "wrong");
  assert.equal(refusal(500, "Something went wrong here.").why, "broken");
});
