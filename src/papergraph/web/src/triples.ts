/* Packed triples in, N-Triples out. The writer is papergraph/exporters/compact.py, which tells the format. */

import {numbers} from "./columns.ts";
import {unlzma} from "./lzma.ts";

interface Header {
  base: string;
  /** Predicates as N-Triples has them. */
  predicates: string[];
  /** Places of the predicates whose triples may have a link that says why they are there. */
  linked: number[];
  /** Places of the predicates of the subjects that have the same ones. */
  shapes: number[][];
  records: number;
  columns: [name: string, type: string, length: number][];
}

/** What `read` finds besides. */
export interface Found {
  /** IRIs of things with the reference of each. */
  references: [iri: string, reference: string][];
  classes: string[];
  properties: string[];
}

const TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", PG = "https://w3id.org/papergraph/ns#";
const IDENTIFIER = "<https://schema.org/identifier>", DATATYPE = '"^^<http://www.w3.org/2001/XMLSchema#';
const HASH = 8, END = 6, AT_ONCE = 1 << 20;

const hex = (bytes: Uint8Array): string => Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");

/* A column of terms: new ones come from its texts, the others are numbers of terms. */
class Terms {
  readonly #codes: Uint32Array;
  readonly #steps: boolean;
  readonly #texts: string[];
  readonly #all: string[];
  #at = 0;
  #text = 0;
  #last = 0;

  constructor(codes: Uint8Array, steps: boolean, texts: string[], all: string[]) {
    [this.#codes, this.#steps, this.#texts, this.#all] = [numbers(codes, count(codes)), steps, texts, all];
  }

  next(): string {
    const code = this.#codes[this.#at++]!;
    if (!code) {
      const term = this.#texts[this.#text++]!;
      this.#all.push(term);
      return term;
    }
    const folded = code - 1;
    this.#last = this.#steps ? this.#last + (folded & 1 ? -(folded + 1) / 2 : folded / 2) : folded;
    return this.#all[this.#last]!;
  }
}

/* How many numbers of seven bits a byte there are. */
function count(bytes: Uint8Array): number {
  let found = 0;
  for (const byte of bytes) if (byte < 128) found++;
  return found;
}

/** Give the triples as pieces of N-Triples; what is found besides is complete when all were taken. */
export function* read(packed: Uint8Array, found: Found): Generator<string> {
  const bytes = unlzma(packed), length = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Header;
  const columns = new Map<string, Uint8Array>();
  let at = 4 + length;
  for (const [name, type, size] of header.columns) columns.set(`${name} ${type}`, bytes.subarray(at, at += size));
  yield* lines(header, columns, found);
}

function* lines(header: Header, columns: Map<string, Uint8Array>, found: Found): Generator<string> {
  const {base, predicates, shapes, linked} = header, all: string[] = [], classes = new Set<string>();
  const plain = (name: string): Uint32Array => {
    const column = columns.get(`${name} numbers`) ?? new Uint8Array(0);
    return numbers(column, count(column));
  };
  const terms = (name: string): Terms => new Terms(columns.get(`${name} each`) ?? columns.get(`${name} steps`) ?? new Uint8Array(0),
    columns.has(`${name} steps`), texts(name, columns, base), all);
  const counts = plain("count"), reasons = plain("reasons"), subjects = terms("subject"), evidence = terms("evidence");
  const objects = predicates.map((_, place) => terms(String(place))), isLinked = predicates.map((_, place) => linked.includes(place));
  const names = columns.get("names hex") ?? new Uint8Array(0), nameOf = new Map<string, string>();
  const name = (term: string): string => {
    if (!nameOf.has(term)) nameOf.set(term, hex(names.subarray(END * nameOf.size, END * (nameOf.size + 1))));
    return nameOf.get(term)!;
  };
  let text = "", said = 0, reason = 0;
  for (const shape of plain("shape")) {
    const subject = subjects.next();
    for (const place of shapes[shape]!) {
      const predicate = predicates[place]!;
      for (let left = counts[said++]!; left; left--) {
        const object = objects[place]!.next();
        text += `${subject} ${predicate} ${object} .\n`;
        if (predicate === TYPE) classes.add(object);
        else if (predicate === IDENTIFIER) found.references.push([subject.slice(1, -1), JSON.parse(object) as string]);
        const why = isLinked[place] ? reasons[reason++]! : 0;
        if (!why) continue;
        const link = `<${base}link/${name(subject)}-${/[^/#]*(?=>$)/.exec(predicate)![0]}-${name(object)}>`;
        text += `${link} ${TYPE} <${PG}Link> .\n${link} <${PG}subject> ${subject} .\n` +
          `${link} <${PG}predicate> ${predicate} .\n${link} <${PG}object> ${object} .\n`;
        for (let one = 0; one < why; one++) text += `${link} <${PG}evidence> ${evidence.next()} .\n`;
      }
    }
    if (text.length > AT_ONCE) {
      yield text;
      text = "";
    }
  }
  if (reasons.some(why => why)) {
    for (const one of ["subject", "predicate", "object", "evidence"]) predicates.push(`<${PG}${one}>`);
    classes.add(`<${PG}Link>`);
  }
  found.properties = [...new Set(predicates)].map(one => one.slice(1, -1)).sort();
  found.classes = [...classes].map(one => one.slice(1, -1)).sort();
  yield text;
}

/* The texts of the new terms of a column, written out. */
function texts(name: string, columns: Map<string, Uint8Array>, base: string): string[] {
  const packed = columns.get(`${name} texts`), hashes = columns.get(`${name} hashes`)!;
  if (!packed) return [];
  let at = 0;
  return new TextDecoder("utf-8", {ignoreBOM: true}).decode(packed)
    .replace(/[\u0001-\u0003]/g, mark => (mark === "\u0001" ? hex(hashes.subarray(at, at += HASH)) : mark === "\u0002" ? `<${base}` : DATATYPE))
    .split("\n");
}
