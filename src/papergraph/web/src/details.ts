/* What is told of each thing, link and entry: unpacked by the chunk when it is asked for. */

import type {Graph} from "./graph.ts";
import {unpackJson, unpackText} from "./packed.ts";

export type Value = string | number | boolean | string[];
export type SourceKind = 0 | 1 | 2;

/** Who says something: a source, the line of it (0 for none) and the day (empty where unknown). */
export interface Origin {
  isNote: boolean;
  /** Whether the source is one that is asked: a catalogue or a service. */
  isAsked: boolean;
  name: string;
  line: number;
  day: string;
}

/** Why something is so. */
export interface Reason {
  method: string;
  origin: Origin;
  quote: string | null;
  /** The text of an entry that the quote stands in, and which of its kind it is, from 0. */
  text: [kind: string, number: number] | null;
  confidence: number | null;
}

/** One value of a field, and all who say so. */
export interface Saying {
  value: Value;
  origins: Origin[];
}

export interface Told {
  name: string;
  address: string | null;
  /** Fields in their order; one that is expected and that nobody knows has no sayings. */
  facts: [field: string, sayings: Saying[]][];
  /** Whether somebody who could know what is not known was asked. */
  asked: boolean;
  /** How many more say what is said. */
  left: number;
  joined: Reason[];
  elsewhere: [predicate: string, reference: string, reasons: Reason[]][];
  /** Numbers of the entries that name the thing. */
  entries: number[];
}

export interface Entry {
  origin: Origin;
  title: string;
  section?: string[];
  rating?: number;
  abstract?: string;
  tips?: string[];
  tags?: string[];
  venue?: string;
  date?: string;
  code_status?: string;
  links?: [url: string, role: string, label: string][];
  images?: string[];
}

export type Problem = [severity: string, message: string, path: string, line: number, otherPath?: string, otherLine?: number];

// As they are in the file; the writer is papergraph/exporters/details.py.

type PackedValue = Value | number[] | null;
type PackedRow = [origins: number | number[], ...values: PackedValue[]];
type PackedReason = [method: string, origin: number, quote?: string | null, confidence?: number | null, text?: number];
/** A number is 2 · (the distance of the origin's number from the first one of an end: 0, −1, 1, −2 … as 0, 1, 2, 3 …),
    one more where it is the earlier end; the method is the usual one of the predicate then. */
type PackedReasons = number | [place: number, quote: string | null, text?: number] | PackedReason[];

interface PackedThing {
  says: PackedRow[];
  name?: string;
  url?: string;
  left?: number;
  joined?: PackedReason[];
  elsewhere?: [predicate: string, reference: string, reasons: PackedReason[]][];
}

interface Chunk {
  things: (PackedThing | PackedRow[])[];
  edges: PackedReasons[];
}

type PackedEntry = Omit<Entry, "origin" | "title"> & {origin: number; title: string | number};

interface PackedOrigins {
  sources: [kind: SourceKind, name: string, day: string, lines: number[]][];
  entries: Record<string, [line: number, end: number][]>;
}

const KEPT = 24;

/* All origins by number, and the numbers of entries by their place. */
class Origins {
  readonly #packed: PackedOrigins;
  readonly #starts: number[] = [];
  readonly #firstEntries = new Map<string, number>();

  constructor(packed: PackedOrigins) {
    this.#packed = packed;
    let count = 0, entries = 0;
    for (const [, , , lines] of packed.sources) {
      this.#starts.push(count);
      count += lines.length;
    }
    for (const [path, places] of Object.entries(packed.entries)) {
      this.#firstEntries.set(path, entries);
      entries += places.length;
    }
  }

  get(number: number): Origin {
    const source = before(this.#starts, number), [kind, name, day, lines] = this.#packed.sources[source]!;
    return {isNote: kind === 1, isAsked: kind === 2, name, day, line: lines[number - this.#starts[source]!]!};
  }

  /** The number of the entry whose lines an origin lies in. */
  entryOf({isNote, name, line}: Origin): number | null {
    const places = isNote && line && Object.hasOwn(this.#packed.entries, name) ? this.#packed.entries[name]! : [];
    const place = before(places.map(([start]) => start), line);
    return place >= 0 && line <= places[place]![1] ? this.#firstEntries.get(name)! + place : null;
  }
}

/* The last place of rising numbers that is not above one; -1 where all are. */
function before(numbers: number[], value: number): number {
  let low = -1, high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (numbers[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

export class Details {
  readonly #graph: Graph;
  readonly #kept = new Map<string, Promise<unknown>>();
  #origins: Promise<Origins> | null = null;
  #references: Promise<string[]> | null = null;
  #places: Map<string, number> | null = null;

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  async thing(thing: number): Promise<Told> {
    const [packed, origins, reference] = await Promise.all([this.#packedThing(thing), this.#allOrigins(), this.reference(thing)]);
    const {header} = this.#graph, kind = this.#graph.kindName(thing), prefix = reference.split(":", 1)[0]!;
    const name = packed.name ?? this.#graph.writtenName(thing);
    const facts = this.#facts(thing, packed, name, origins);
    const who = numbersOf(packed.says).map(number => origins.get(number));
    return {
      name, facts, left: packed.left ?? 0,
      address: packed.url ?? usualAddress(header.addresses, reference),
      asked: !header.fetchable.includes(prefix) || who.some(({isAsked}) => isAsked),
      joined: this.#reasonsOf(packed.joined ?? [], origins),
      elsewhere: (packed.elsewhere ?? []).map(([predicate, other, reasons]) => [predicate, other, this.#reasonsOf(reasons, origins)]),
      entries: header.quoted.includes(kind) ? entriesOf(packed.says, origins) : [],
    };
  }

  /* What the sources say, field by field: the value that counts first, then what others say. */
  #facts(thing: number, packed: PackedThing, name: string, origins: Origins): Told["facts"] {
    const {header} = this.#graph, kind = this.#graph.kindName(thing), expected = header.expected[kind] ?? [];
    return header.fields[kind]!.flatMap((field, place): Told["facts"] => {
      const sayings = new Map<string, Saying>();
      for (const [numbers, ...values] of packed.says) {
        const told = values[place] ?? null;
        if (told === null) continue;
        const value = told === "" ? name : this.#valueOf(thing, told), key = JSON.stringify(value);
        const who = [numbers].flat().map(number => origins.get(number)), held = sayings.get(key);
        if (held) held.origins.push(...who);
        else sayings.set(key, {value, origins: who});
      }
      return sayings.size || expected.includes(field) ? [[field, [...sayings.values()]]] : [];
    });
  }

  /* Authors are told by their places among those whom a paper leads to. */
  #valueOf(thing: number, told: Exclude<PackedValue, null>): Value {
    if (!Array.isArray(told) || typeof told[0] !== "number") return told as Value;
    const graph = this.#graph;
    const people = Array.from(graph.edges(thing)).filter(edge => graph.from[edge] === thing && graph.predicate(edge) === "author")
      .map(edge => graph.to[edge]!).sort((a, b) => a - b);
    return (told as number[]).map(place => graph.writtenName(people[place]!));
  }

  /** Why an edge is there. */
  async reasons(edge: number): Promise<Reason[]> {
    const graph = this.#graph, {firstEdge, from, to, header} = graph;
    const later = Math.max(from[edge]!, to[edge]!), earlier = Math.min(from[edge]!, to[edge]!);
    const [chunk, origins] = await Promise.all([this.#chunk(later), this.#allOrigins()]);
    const told = chunk.edges[edge - firstEdge[later - later % header.detailsSize]!]!;
    if (Array.isArray(told) && typeof told[0] !== "number") return this.#reasonsOf(told as PackedReason[], origins);
    const [place, quote, text] = (Array.isArray(told) ? told : [told, null]) as [number, string | null, number?];
    const end = await this.#packedThing(place & 1 ? earlier : later), far = place >> 1;
    const number = numbersOf(end.says)[0]! + (far & 1 ? -(far + 1) / 2 : far / 2);
    return [{method: header.usual[graph.predicate(edge)] ?? "", origin: origins.get(number), quote, text: this.#textOf(text), confidence: null}];
  }

  #reasonsOf(packed: PackedReason[], origins: Origins): Reason[] {
    return packed.map(([method, origin, quote = null, confidence = null, text]) =>
      ({method, origin: origins.get(origin), quote, text: this.#textOf(text), confidence}));
  }

  /* A number is the place of the kind of text, and so many more for each of that kind before it. */
  #textOf(text: number | undefined): Reason["text"] {
    const {texts} = this.#graph.header;
    return text === undefined ? null : [texts[text % texts.length]!, Math.floor(text / texts.length)];
  }

  async entry(number: number): Promise<Entry> {
    const size = this.#graph.header.entriesSize;
    const [chunk, origins] = await Promise.all([this.#unpacked<PackedEntry[]>(`entries-${Math.floor(number / size)}`), this.#allOrigins()]);
    const packed = chunk[number % size]!, {title} = packed;
    return {...packed, origin: origins.get(packed.origin), title: typeof title === "number" ? await this.fullName(title) : title};
  }

  async fullName(thing: number): Promise<string> {
    return (await this.#packedThing(thing)).name ?? this.#graph.writtenName(thing);
  }

  problems(): Promise<Problem[]> {
    return this.#unpacked<Problem[]>("problems");
  }

  async #packedThing(thing: number): Promise<PackedThing> {
    const told = (await this.#chunk(thing)).things[thing % this.#graph.header.detailsSize]!;
    return Array.isArray(told) ? {says: told} : told;
  }

  #chunk(thing: number): Promise<Chunk> {
    return this.#unpacked<Chunk>(`details-${Math.floor(thing / this.#graph.header.detailsSize)}`);
  }

  #allOrigins(): Promise<Origins> {
    return this.#origins ??= unpackJson<PackedOrigins>("origins").then(packed => new Origins(packed ?? {sources: [], entries: {}}));
  }

  /* The block of a name; the last few that were asked for are kept. */
  #unpacked<Block>(name: string): Promise<Block> {
    const found = this.#kept.get(name) ?? unpackJson<Block>(name);
    this.#kept.delete(name);
    this.#kept.set(name, found);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    return found as Promise<Block>;
  }

  async reference(thing: number): Promise<string> {
    return (await this.references())[thing]!;
  }

  /** The references of all things. One that is its thing's name in small letters is not written out. */
  references(): Promise<string[]> {
    return this.#references ??= unpackText("references").then(told => (told ?? "").split("\n").map((line, thing) =>
      (line.indexOf(":") === line.length - 1 ? line + this.#graph.writtenName(thing).toLowerCase() : line)));
  }

  async place(reference: string): Promise<number | null> {
    this.#places ??= new Map((await this.references()).map((each, thing) => [each, thing]));
    return this.#places.get(reference) ?? null;
  }

  /** All that is told of each thing as text, with the numbers of the entries that name it. */
  async *texts(): AsyncGenerator<[thing: number, text: string, entries: number[]]> {
    const {detailsSize} = this.#graph.header, origins = await this.#allOrigins();
    for (let first = 0; first < this.#graph.count; first += detailsSize) {
      const chunk = await unpackJson<Chunk>(`details-${first / detailsSize}`);
      if (!chunk) continue;
      for (const [place, told] of chunk.things.entries()) {
        const {name, says} = Array.isArray(told) ? {name: "", says: told} : told;
        yield [first + place, leaves([name, says.map(([, ...values]) => values)]), entriesOf(says, origins)];
      }
    }
  }

  /** The words of every entry as text, with the entry's number. */
  async *entryTexts(): AsyncGenerator<[number: number, text: string]> {
    const {entriesSize} = this.#graph.header;
    for (let first = 0; ; first += entriesSize) {
      const chunk = await unpackJson<PackedEntry[]>(`entries-${first / entriesSize}`);
      if (!chunk) return;
      for (const [place, {title, abstract, tips, section, tags, venue}] of chunk.entries()) {
        const name = typeof title === "number" ? this.#graph.writtenName(title) : title;
        yield [first + place, leaves([name, abstract, tips, section, tags, venue])];
      }
    }
  }
}

/* Every text and number in a value, one a line. */
function leaves(value: unknown): string {
  if (Array.isArray(value)) return value.map(leaves).filter(Boolean).join("\n");
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/* The numbers of all who say something. */
const numbersOf = (says: PackedRow[]): number[] => says.flatMap(([numbers]) => numbers);

/* The numbers of the entries in which something is said, each once. */
const entriesOf = (says: PackedRow[], origins: Origins): number[] =>
  [...new Set(numbersOf(says).map(number => origins.entryOf(origins.get(number))))].filter(entry => entry !== null);

/** The address of a thing of which none is told, or null. */
export function usualAddress(addresses: Record<string, string>, reference: string): string | null {
  const cut = reference.indexOf(":"), start = Object.hasOwn(addresses, reference.slice(0, cut)) ? addresses[reference.slice(0, cut)] : undefined;
  return start === undefined ? null : start + reference.slice(cut + 1);
}
