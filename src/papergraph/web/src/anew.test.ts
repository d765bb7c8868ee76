import {test} from "node:test";
import assert from "node:assert/strict";
import {isNewer} from "./anew.ts";

test("only a build that is newer is one", () => {
  assert.equal(isNewer({built: 2}, 1), true);
  for (const told of [{built: 1}, {built: 0}, {built: "2"}, {}, null, "2", 2, [2]]) assert.equal(isNewer(told, 1), false);
});
