/* Words in, things out: those with every word in their name first, then those that share the words with their neighbours. */

import type {Graph} from "./graph.ts";

/** So many hits of one word are looked at; things are numbered by importance, so these are the most important. */
const MOST = 2000;
/** Text as it is compared: without regard to case and to the width of letters. */
export const fold = (text: string): string => text.normalize("NFKC").toLowerCase();
/** The words of a query as they are compared. */
export const wordsOf = (query: string): string[] => fold(query).split(/\s+/).filter(Boolean);

export interface Found {
  /** Things, the best first. */
  things: number[];
  /** Whether there may be more than these. */
  more: boolean;
}

export class Search {
  readonly #graph: Graph;
  #text = "";
  #starts = new Uint32Array(0);

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  /** Prepare the folded names; called when the reader is about to search, and by the first search. */
  prepare(): void {
    if (this.#starts.length) return;
    const {count} = this.#graph, starts = new Uint32Array(count + 1);
    this.#text = fold(this.#names()) + "\n";
    for (let thing = 1, at = 0; thing <= count; thing++) starts[thing] = at = this.#text.indexOf("\n", at) + 1;
    this.#starts = starts;
  }

  /* All names, one a line; a topic has its labels in every language on its own, behind tabs. */
  #names(): string {
    const {names, labels} = this.#graph, parts: string[] = [];
    let at = 0;
    for (const [thing, text] of labels.searched()) {
      const end = this.#graph.endOfName(thing);
      parts.push(names.slice(at, end), `\t${text}`);
      at = end;
    }
    return [...parts, names.slice(at)].join("");
  }

  find(query: string, isShown: (thing: number) => boolean): Found {
    this.prepare();
    const words = wordsOf(query).sort((a, b) => b.length - a.length);
    if (!words.length || !this.#graph.count) return {things: [], more: false};
    const [longest, ...rest] = words as [string, ...string[]];
    const things: number[] = [];
    const more = this.#each(longest, thing => {
      if (isShown(thing) && rest.every(word => this.#has(thing, word))) things.push(thing);
      return things.length < MOST;
    });
    if (rest.length && things.length < MOST) things.push(...this.#shared(words, isShown, new Set(things)));
    return {things, more};
  }

  /** The label of a thing that a query has found it by, where that is not seen in its name; else null. */
  matched(thing: number, words: string[]): string | null {
    const {labels: known} = this.#graph, name = fold(this.#graph.name(thing));
    if (words.every(word => name.includes(word))) return null;
    const labels = known.all(thing).map(({text}) => ({text, folded: fold(text)}));
    const found = labels.find(({folded}) => words.every(word => folded.includes(word)))
      ?? labels.find(({folded}) => words.some(word => folded.includes(word) && !name.includes(word)));
    return found?.text ?? null;
  }

  /** Call with each thing that has a word in its name, until that gives false; tell whether it was stopped. */
  #each(word: string, take: (thing: number) => boolean): boolean {
    const text = this.#text, starts = this.#starts;
    for (let at = text.indexOf(word), low = 0; at >= 0; at = text.indexOf(word, starts[low])) {
      let high = this.#graph.count;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle]! <= at) low = middle;
        else high = middle - 1;
      }
      if (!take(low)) return true;
      if (++low >= this.#graph.count) break;
    }
    return false;
  }

  #has(thing: number, word: string): boolean {
    return this.#text.slice(this.#starts[thing], this.#starts[thing + 1]! - 1).includes(word);
  }

  /* Things that have some of the words themselves, and the others in the names of neighbours: a title and an author. */
  #shared(words: string[], isShown: (thing: number) => boolean, already: Set<number>): number[] {
    const graph = this.#graph, met = new Map<number, number>(), own = new Map<number, number>();
    words.forEach((word, place) => {
      const bit = 1 << place;
      let left = MOST;
      this.#each(word, thing => {
        own.set(thing, (own.get(thing) ?? 0) | bit);
        met.set(thing, (met.get(thing) ?? 0) | bit);
        const edges = graph.edges(thing).subarray(0, MOST);
        for (const edge of edges) {
          const other = graph.other(edge, thing);
          met.set(other, (met.get(other) ?? 0) | bit);
        }
        return (left -= 1 + edges.length / 10) > 0;
      });
    });
    const all = 2 ** words.length - 1;
    return [...met].filter(([thing, bits]) => bits === all && own.has(thing) && !already.has(thing) && isShown(thing))
      .map(([thing]) => thing).sort((a, b) => a - b).slice(0, MOST);
  }
}
