/* The worker of the console: Oxigraph with the triples of the page. It is told once to start, then asked. */

/*! Oxigraph. Copyright (c) 2018 Oxigraph developers; under the MIT licence, or the Apache License 2.0.

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions: The above copyright notice and
this permission notice shall be included in all copies or substantial portions of the Software. THE SOFTWARE IS
PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT
HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE. */

import {initSync, Store} from "oxigraph/web.js";

import {unlzma} from "./lzma.ts";
import {fromBase64} from "./base64.ts";
import {type Found, read} from "./triples.ts";

export type Told = {engine: string; triples: string} | {asked: number; sparql: string; format: "json" | "nt"};
export type Answer =
  | ({kind: "ready"; triples: number} & Found) | {kind: "loaded"; triples: number}
  | {kind: "answer"; asked: number; text: string; milliseconds: number} | {kind: "wrong"; asked: number; message: string; broken: boolean};

let store: Store | null = null;

const answer = (told: Answer): void => self.postMessage(told);

function start(engine: string, triples: string): void {
  initSync({module: unlzma(fromBase64(engine))});
  store = new Store();
  const found: Found = {references: [], classes: [], properties: []};
  for (const text of read(fromBase64(triples), found)) {
    take(store, text);
    answer({kind: "loaded", triples: store.size});
  }
  answer({kind: "ready", triples: store.size, ...found});
}

/* Load triples. A graph that a program made of words that are none of the vocabulary has lines that are no triples: then
   all others are loaded. */
function take(store: Store, text: string): void {
  const options = {format: "nt", lenient: true};
  try {
    store.load(text, {...options, no_transaction: true});
  } catch {
    for (const line of text.split("\n")) {
      try {
        store.load(line, options);
      } catch {
        continue;
      }
    }
  }
}

function ask(asked: number, sparql: string, format: "json" | "nt"): void {
  const start = performance.now();
  try {
    const text = store!.query(sparql, {results_format: format}) as string;
    answer({kind: "answer", asked, text, milliseconds: performance.now() - start});
  } catch (error) {
    // What is not a mistake in the query (no memory, too deep) leaves the engine in an unknown state.
    answer({kind: "wrong", asked, message: String((error as Error).message ?? error), broken: error instanceof WebAssembly.RuntimeError || error instanceof RangeError});
  }
}

self.onmessage = ({data}: MessageEvent<Told>) => {
  if ("engine" in data) start(data.engine, data.triples);
  else ask(data.asked, data.sparql, data.format);
};
