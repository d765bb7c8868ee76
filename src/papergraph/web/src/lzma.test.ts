import assert from "node:assert/strict";
import {test} from "node:test";

import {fromBase64} from "./base64.ts";
import {unlzma} from "./lzma.ts";

// Python: lzma.compress(data, FORMAT_ALONE, filters=[{"id": FILTER_LZMA1, "preset": 6}]), the size written into it.
const PACKED = "XQAAgAASHwAAAAAAAAAeHUpG/nMbVhYHqYvfbK6jSU1wI29k4URgxTEASRokYEvjWVJsYFndyChl1BhyjC8UfPIULBSJW00PzKD7JtA9eMIrk8iJFNAgt0wZzHLPPn8+qpTdrZjUDdeqd4Sf/c7OFUCvPW+0CgyKojHY7iT7dr/a4aKczCdG2RVU5AHkfIKp8gWbrsiRJwWmBVB6qqkNB1kqvc+8KrP645w5m0hYbsoXxJBkaBHZ2PR9akMBI4lcwIEYFli0lqBb/J39JDu3y66zdIeO1tdGDKB1TGcSfC1TO/PE+3BhWp+odaQerw433K8/EWK7Y6M5U5dc16emkwcSW7/obE7/KPXyT5pJtDQJZO4VHMdq0e2EUpnrjjb1mdw9cQ13JPuYKc4BZ6G0VI49v2o7tl2oFPgdoQ/Joq77YaXFps7SWJ3ciPOKKZz3sxgVc3gMGMTkdZRkmAI+KpN0a+2FKPYrRoeulCgs5BDk1XsY2s61p2f9O2PFJ3nyGALbQyW41ZDv34zT2WLdQpsacyqfG1nPvQPks0HNhyIASqMJxSY3JgmU/swGvaawcL6Ozq9hS8XVN4Soh5wYycyC9FD/uHtUQYVrZOPixvuu3YmVxVAXmMg9GX4M+BPXDAGpMU9EW/m9enAzZt355K/wEwVwQPPZHhqxeRZFm1Mc7B0+L1ALCvgjWkDBwzi9kDzMm8S2Qg3J98cNG1vfNZYSIjtOcjeok0Fjqz50mRx7Xv5GlpiykfiJwDUY3fH+lCKM1Uhn2W7oXP2U2L58IFjfSsJAfkoNGvFbAkuIkC4OHryVhqPAs+5ZNXDKZX7EWUzplS8xPb41+3W1Ysm4R/DFrzTznpj1ljjOL96nxtY0KtBtjzUZlHoz8VM9+2YWZLBL+CxeddI4nFnue1EE5MF7xtW+6yQ1tdea5+QDMqSYV3jbS3twE9KqxTzViYzbl1NoB+HsLWT/LHWcM4RrTF7IeIjoxt2rukDgiYt0adx48T9AG2u1pPaUoo2595ZOeoQJmRBGbi9TFqDk2TN3G/B+eMAHQ6PPyS9UujnD6lAHPvpwnbe8dhmGnMjzjURmj4SxwCFOEIwufEAh5Gj0eueaf/LrJ/72MkgwQfJKpYSTZNg9mScF0duAD2rzDAKujR+XBDl1eBOObafLze2wQitdkGCemdEeKsIgjswROYjUz0tR2Ixww7q45AnBdN6fTsqaF9cbHyxn647b7DK7D4eE8ZqxNDBnv55nlspLnLRQNcB63a0rh7U/WnHGNlGLUoQbSpCjDu2hngdSlcEWjnD9VmnmkwEdpTw4dTgCVA6qNSoM9y241t6ma7tyU2bQ3Ew41okMhFGvoSODEN8MLALfdcfYsAF+l/j/9629YQ==";

test("what Python packs is unpacked", () => {
  const text = new TextDecoder().decode(unlzma(fromBase64(PACKED)));
  assert.equal(text, Array.from({length: 300}, (_, k) => `<urn:x:${k % 7}> 知识 "${k * k}" .\n`).join(""));
});

test("what is cut short or is something else is refused", () => {
  const packed = fromBase64(PACKED);
  assert.throws(() => unlzma(packed.subarray(0, 60)), RangeError);
  assert.throws(() => unlzma(Uint8Array.from([255, ...packed.subarray(1)])), RangeError);
  const spoilt = packed.slice();
  for (let k = 40; k < spoilt.length; k++) spoilt[k] = spoilt[k]! ^ 0x55;
  let same = false;
  try {
    same = new TextDecoder().decode(unlzma(spoilt)).startsWith('<urn:x:0> 知识 "0" .\n<urn:x:1> 知识 "1" .\n<urn:x:2> 知识 "4" .\n<urn:x:3> 知识 "9" .\n<urn:x:4>');
  } catch (error) {
    assert.ok(error instanceof RangeError);
  }
  assert.equal(same, false);
});
