/* What topics are called: the column of their labels in, their names in the reader's language out, and all else that they
   can be found by. The writer is papergraph/exporters/labels.py. */

import {nearest} from "./languages.ts";

export interface Label {
  text: string;
  language: string;
}

interface Name {
  text: string;
  /** The place of its language. */
  language: number;
}

export class Names {
  readonly languages: readonly string[];
  readonly #lines: string[];
  readonly #topics: number[];
  #rows: Map<number, number> | null = null;
  #order: number[] = [];
  readonly #known = new Map<number, Name | null>();

  /** `topics` are the numbers of the topics, rising, each with its line. */
  constructor(languages: readonly string[], text: string, topics: number[]) {
    this.languages = languages;
    this.#topics = languages.length ? topics : [];
    this.#lines = languages.length ? text.split("\n") : [];
  }

  /** Call topics by their names in a language, or in what is nearest to it. */
  speak(wanted: string): void {
    this.#order = nearest(this.languages, wanted);
    this.#known.clear();
  }

  /** Whether topics are called the same in two languages. */
  same(one: string, other: string): boolean {
    return nearest(this.languages, one).join() === nearest(this.languages, other).join();
  }

  /** The language in which most topics are called; null where there is none. */
  get spoken(): string | null {
    return this.languages[this.#order[0] ?? -1] ?? null;
  }

  /** The name of a topic in the language that is spoken; null where it has none there. */
  of(thing: number): Label | null {
    let name = this.#known.get(thing);
    if (name === undefined) this.#known.set(thing, name = this.#find(thing));
    return name && {text: name.text, language: this.languages[name.language]!};
  }

  #find(thing: number): Name | null {
    const parts = this.#line(thing).split("\t");
    for (const language of this.#order) {
      const text = parts[language]?.split("\x1f", 1)[0];
      if (text) return {text, language};
    }
    return null;
  }

  #line(thing: number): string {
    this.#rows ??= new Map(this.#topics.map((topic, row) => [topic, row]));
    return this.#lines[this.#rows.get(thing) ?? -1] ?? "";
  }

  /** Every label of a topic, preferred ones and others, by language; those in the languages that are spoken come first. */
  all(thing: number): Label[] {
    const parts = this.#line(thing).split("\t"), order = new Set([...this.#order, ...parts.keys()]);
    return [...order].flatMap(place => (parts[place] ?? "").split("\x1f").filter(Boolean)
      .map(text => ({text, language: this.languages[place] ?? ""})));
  }

  /** Each topic that has labels, with all that it can be found by, tabs between. */
  *searched(): Generator<[thing: number, text: string]> {
    for (const [row, thing] of this.#topics.entries()) {
      const line = this.#lines[row];
      if (line) yield [thing, line.replace(/[\t\x1f]+/g, "\t")];
    }
  }
}
