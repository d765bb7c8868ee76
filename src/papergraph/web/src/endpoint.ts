/* The engine of the console where `papergraph serve` hands the page out: its SPARQL endpoint, asked as any client asks.
   A page from disk has none, and may ask nobody. */

import {NoAnswer, type Asking, type Loaded} from "./asking.ts";

const CLASSES = "SELECT DISTINCT ?it { ?thing a ?it } LIMIT 1000", PROPERTIES = "SELECT DISTINCT ?it { ?thing ?it ?value } LIMIT 1000";
/** So many names are asked for at once. */
const MOST_NAMED = 10_000;
const JSON_ROWS = "application/sparql-results+json", TRIPLES = "application/n-triples";

/** Where the endpoint is, for a page that has one. */
export const endpoint = (): string | null =>
  document.querySelector<HTMLMetaElement>("meta[name=papergraph-endpoint]")?.content || null;

export class Endpoint implements Asking {
  readonly #address: string;
  readonly #loaded: Loaded = {triples: 0, classes: [], properties: [], referenceOf: new Map(), iriOf: new Map(), milliseconds: 0};
  readonly #unknown = new Set<string>();
  #running: AbortController | null = null;
  onProgress: (triples: number) => void = () => {};

  constructor(address: string) {
    this.#address = address;
  }

  /** Ask how large the graph is; terms for the completion come later. */
  async start(): Promise<Loaded> {
    const began = performance.now(), loaded = this.#loaded;
    const told = await (await this.#fetch("health", {})).json() as {triples: number};
    if (!loaded.classes.length) {
      void this.#terms(CLASSES).then(terms => loaded.classes = terms);
      void this.#terms(PROPERTIES).then(terms => loaded.properties = terms);
    }
    loaded.triples = told.triples;
    loaded.milliseconds = performance.now() - began;
    return loaded;
  }

  async ask(sparql: string, format: "json" | "nt", limit: number): Promise<{text: string; milliseconds: number}> {
    const began = performance.now(), running = this.#running = new AbortController();
    let isLate = false;
    const timer = window.setTimeout(() => {
      isLate = true;
      running.abort();
    }, limit);
    try {
      const response = await this.#fetch(this.#address, {method: "POST", body: sparql, signal: running.signal,
        headers: {"Content-Type": "application/sparql-query", Accept: format === "nt" ? TRIPLES : JSON_ROWS}});
      return {text: await response.text(), milliseconds: performance.now() - began};
    } catch (error) {
      if (running.signal.aborted) throw new NoAnswer(isLate ? "late" : "stopped", "");
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Learn which things IRIs are of, and which IRIs references are of. */
  async know(iris: Iterable<string>, references: Iterable<string> = []): Promise<void> {
    const {referenceOf, iriOf} = this.#loaded;
    const asked = {iris: [...new Set(iris)].filter(iri => !referenceOf.has(iri) && !this.#unknown.has(iri)).slice(0, MOST_NAMED),
      references: [...new Set(references)].filter(reference => !iriOf.has(reference))};
    if (!asked.iris.length && !asked.references.length) return;
    try {
      const response = await this.#fetch("things", {method: "POST", body: JSON.stringify(asked), headers: {"Content-Type": "application/json"}});
      const told = await response.json() as {references: Record<string, string>; iris: Record<string, string>};
      for (const [iri, reference] of Object.entries(told.references)) referenceOf.set(iri, reference);
      for (const [reference, iri] of Object.entries(told.iris)) iriOf.set(reference, iri);
      for (const iri of asked.iris) if (!referenceOf.has(iri)) this.#unknown.add(iri);
    } catch {
      // Then IRIs lead to no thing; the answer is there all the same.
    }
  }

  stop(): void {
    this.#running?.abort();
  }

  async #terms(sparql: string): Promise<string[]> {
    try {
      const response = await this.#fetch(`${this.#address}?query=${encodeURIComponent(sparql)}`, {headers: {Accept: JSON_ROWS}});
      const told = await response.json() as {results: {bindings: {it: {value: string}}[]}};
      return told.results.bindings.map(row => row.it.value).sort();
    } catch {
      return [];  // the completion then knows the prefixes alone
    }
  }

  async #fetch(address: string, options: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(address, {...options, credentials: "omit", referrerPolicy: "no-referrer"});
    } catch (error) {
      throw options.signal?.aborted ? error : new NoAnswer("broken", String((error as Error).message ?? error));
    }
    if (response.ok) return response;
    throw refusal(response.status, (await response.text()).trim());
  }
}

/** What the words of the server mean to the console. */
export function refusal(status: number, text: string): NoAnswer {
  const place = /^The query is wrong in line (\d+), column (\d+): ([^]*?)\.(?:\n|$)/.exec(text);
  if (status === 400 && place) {
    // As the engine says it, which the console can read.
    const reason = /^the prefix .*: is not declared$/.test(place[3]!) ? "Prefix not found" : place[3]!;
    return new NoAnswer("wrong", `${place[1]}:${place[2]}: expected ${reason}`);
  }
  if (status === 503 && text.includes("took longer")) return new NoAnswer("late", text);
  return new NoAnswer(status >= 500 && status !== 503 ? "broken" : "wrong", text.replace(/\.$/, ""));
}
