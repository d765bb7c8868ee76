import assert from "node:assert/strict";
import {test} from "node:test";

import {decode, numbers} from "./columns.ts";
import {chance} from "./testing.ts";

/* Seven bits a byte, the lowest first. */
function leb128(values: number[]): Uint8Array {
  const bytes: number[] = [];
  for (let value of values) {
    for (; value > 127; value = Math.floor(value / 128)) bytes.push(value % 128 + 128);
    bytes.push(value);
  }
  return Uint8Array.from(bytes);
}

function framed(columns: [name: string, type: string, bytes: Uint8Array][], more: object): Uint8Array {
  const header = {...more, columns: columns.map(([name, type, bytes]) => [name, type, bytes.length])};
  const told = new TextEncoder().encode(JSON.stringify(header)), length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, told.length, true);
  return Uint8Array.from([...length, ...told, ...columns.flatMap(([, , bytes]) => [...bytes])]);
}

const COLUMNS: [string, string, Uint8Array][] = [
  ["kind", "bytes", Uint8Array.of(1, 6)], ["x", "words", Uint8Array.of(255, 2, 0, 1)], ["time", "numbers", leb128([0, 300])],
  ["names", "text", new TextEncoder().encode("残差\nTwo")], ["step", "numbers", leb128([1, 2, 3])],
];
const HEADER = {things: 2, edges: 3, title: "笔记"};

test("numbers of every length are read", () => {
  const next = chance(7), values = Array.from({length: 3000}, () => Math.floor(2 ** (32 * next())));
  values.push(0, 127, 128, 16383, 16384, 2 ** 31 - 1, 2 ** 32 - 1);
  assert.deepEqual([...numbers(leb128(values), values.length)], values);
});

test("a header and its columns are read", () => {
  const read = decode(framed(COLUMNS, HEADER));
  assert.equal(read.header.title, "笔记");
  assert.deepEqual([...read.kind], [1, 6]);
  assert.deepEqual([...read.x], [255, 258]);
  assert.deepEqual([...read.time], [0, 300]);
  assert.equal(read.names, "残差\nTwo");
  assert.deepEqual([...read.step], [1, 2, 3]);
});

test("bytes may lie in the middle of others, and what is read does not share them", () => {
  const bytes = framed(COLUMNS, HEADER), within = Uint8Array.from([9, 9, 9, ...bytes, 9]);
  const read = decode(within.subarray(3, 3 + bytes.length));
  within.fill(0);
  assert.deepEqual([...read.kind], [1, 6]);
});

test("names begin as they are written", () => {
  const named: typeof COLUMNS = [["names", "text", new TextEncoder().encode("\ufeffmarked\nTwo")]];
  assert.equal(decode(framed(named, HEADER)).names, "\ufeffmarked\nTwo");
});

test("a file that ends too early is an error", () => {
  const bytes = framed(COLUMNS, HEADER);
  assert.throws(() => decode(bytes.subarray(0, bytes.length - 1)), RangeError);
});
