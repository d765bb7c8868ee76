import assert from "node:assert/strict";
import {test} from "node:test";

import {cell} from "./exports.ts";

test("a cell is quoted where it must be", () => {
  assert.equal(cell("plain"), "plain");
  assert.equal(cell("one, two"), '"one, two"');
  assert.equal(cell('say "no"'), '"say ""no"""');
  assert.equal(cell("two\nlines"), '"two\nlines"');
  assert.equal(cell("two\rlines"), '"two\rlines"');
});

test("what is unknown is empty, and numbers are numbers", () => {
  assert.deepEqual([cell(null), cell(0), cell(-3), cell(12345)], ["", "0", "-3", "12345"]);
});

test("no text becomes a formula", () => {
  for (const text of ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", '=HYPERLINK("https://a.example")']) {
    assert.match(cell(text), /^"?'/, text);
  }
});
