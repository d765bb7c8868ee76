/* The engine of the console as its page sees it: a worker that is started when it is first asked and ended when a query
   takes too long, because nothing else stops a query. */

import type {Answer, Told} from "./engine.ts";
import {block, unpackText, workerOf} from "./packed.ts";

export interface Loaded {
  triples: number;
  /** IRI of a thing → its reference, and the other way round. */
  referenceOf: Map<string, string>;
  iriOf: Map<string, string>;
  classes: string[];
  properties: string[];
  milliseconds: number;
}

/** Why there is no answer: the query is wrong (the engine says how), it was stopped, or it took too long. */
export class NoAnswer extends Error {
  readonly why: "wrong" | "stopped" | "late" | "broken";

  constructor(why: NoAnswer["why"], message: string) {
    super(message);
    this.why = why;
  }
}

interface Asked {
  resolve(told: {text: string; milliseconds: number}): void;
  reject(error: NoAnswer): void;
  timer: number;
}

/** What the console asks: the engine of the page, or the endpoint of the server that it comes from. */
export interface Asking {
  onProgress: (triples: number) => void;
  start(): Promise<Loaded>;
  ask(sparql: string, format: "json" | "nt", limit: number): Promise<{text: string; milliseconds: number}>;
  /** Learn which things IRIs are of, and which IRIs references are of, where that is not known from the start. */
  know(iris: Iterable<string>, references?: Iterable<string>): Promise<void>;
  stop(): void;
}

export class Engine implements Asking {
  #end: (() => void) | null = null;
  #worker: Worker | null = null;
  #loaded: Promise<Loaded> | null = null;
  readonly #asked = new Map<number, Asked>();
  #count = 0;
  #failed: ((error: Error) => void) | null = null;
  /** Called with the number of triples that are there so far. */
  onProgress: (triples: number) => void = () => {};

  /** Start the engine, if it does not run. */
  start(): Promise<Loaded> {
    return this.#loaded ??= this.#start().catch(error => {
      this.#quit();
      throw error;
    });
  }

  async #start(): Promise<Loaded> {
    const began = performance.now(), script = await unpackText("engine");
    return new Promise<Loaded>((resolve, reject) => {
      const {worker, end} = workerOf(script ?? "");
      [this.#worker, this.#end, this.#failed] = [worker, end, reject];
      worker.onerror = event => {
        event.preventDefault();
        reject(new NoAnswer("broken", event.message));
        this.#give(new NoAnswer("broken", event.message));
      };
      worker.onmessage = ({data}: MessageEvent<Answer>) => {
        if (data.kind === "loaded") this.onProgress(data.triples);
        else if (data.kind === "ready") {
          const {triples, references, classes, properties} = data;
          resolve({triples, classes, properties, referenceOf: new Map(references), milliseconds: performance.now() - began,
            iriOf: new Map(references.map(([iri, reference]) => [reference, iri]))});
        } else this.#answered(data);
      };
      worker.postMessage({engine: block("oxigraph") ?? "", triples: block("triples") ?? ""} satisfies Told);
    });
  }

  /** Ask; the time counts from when the engine runs. Throws NoAnswer. */
  async ask(sparql: string, format: "json" | "nt", limit: number): Promise<{text: string; milliseconds: number}> {
    await this.start();
    const asked = this.#count++;
    return new Promise((resolve, reject) => {
      const timer = window.setTimeout(() => this.#give(new NoAnswer("late", "")), limit);
      this.#asked.set(asked, {resolve, reject, timer});
      this.#worker!.postMessage({asked, sparql, format} satisfies Told);
    });
  }

  async know(): Promise<void> {}

  #answered(data: Extract<Answer, {asked: number}>): void {
    const waiting = this.#asked.get(data.asked);
    if (!waiting) return;
    this.#asked.delete(data.asked);
    clearTimeout(waiting.timer);
    if (data.kind === "answer") waiting.resolve(data);
    else {
      waiting.reject(new NoAnswer(data.broken ? "broken" : "wrong", data.message));
      if (data.broken) this.#quit();
    }
  }

  /** End what runs; the next question starts the engine anew. */
  stop(): void {
    this.#give(new NoAnswer("stopped", ""));
  }

  #give(error: NoAnswer): void {
    this.#failed?.(error);
    this.#quit();
    for (const {reject, timer} of this.#asked.values()) {
      clearTimeout(timer);
      reject(error);
    }
    this.#asked.clear();
  }

  #quit(): void {
    this.#end?.();
    this.#end = this.#worker = this.#loaded = this.#failed = null;
  }
}
