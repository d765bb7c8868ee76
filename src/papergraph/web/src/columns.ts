/* Bytes of a packed graph in, its columns out. The writer is papergraph/exporters/columns.py; both describe the format:
   a length (4 bytes, least first), so many bytes of JSON (the header), then the columns in the header's order. */

export interface Header {
  things: number;
  edges: number;
  columns: [name: string, type: "bytes" | "numbers" | "words" | "text", length: number][];
  kinds: string[];
  predicates: string[];
  troubles: [status: string, source: string][];
  /** The topics that communities are called by. */
  communities: (number | null)[];
  /** Tags of the languages of labels, in the order that the column has. */
  languages: string[];
  /** Texts of an entry in which topics are found. */
  texts: string[];
  /** Where the first step of positions is, and how long one is, in units of the map. */
  bounds: [left: number, top: number, step: number];
  /** The middles of the first communities, in steps; the positions of their members count from there. */
  middles: [x: number, y: number][];
  firstYear: number;
  title: string;
  creator: string | null;
  license: string | null;
  notesUrl: string | null;
  counts: Record<string, number>;
  notes: number;
  total: number;
  links: number;
  /** The fields of each kind in their order, and those that are told to be unknown where nobody knows them. */
  fields: Record<string, string[]>;
  expected: Record<string, string[]>;
  /** Kinds of which the notes' own words are shown. */
  quoted: string[];
  /** Prefixes of references that a catalogue or a service could know. */
  fetchable: string[];
  /** The most frequent method of each predicate. */
  usual: Record<string, string>;
  /** What stands before the identifier in an address, by the prefix of the reference. */
  addresses: Record<string, string>;
  detailsSize: number;
  entriesSize: number;
  problemCount: number;
  remarkCount: number;
  versions: Record<string, string>;
  inputs: [name: string, what: string, days: string][];
  newest: string | null;
}

export interface Columns {
  header: Header;
  kind: Uint8Array;
  /** Steps from the middle of the community, or from the left top: 0, −1, 1, −2 … as 0, 1, 2, 3 … */
  x: Uint16Array;
  y: Uint16Array;
  /** Year and month: 0 where unknown, else 13 · (year − first year) + month + 1, the month 0 where only the year is known. */
  time: Uint32Array;
  community: Uint32Array;
  /** Two more than the stars; 1 where those who could know do not say, 0 where nobody was asked or nothing has stars. */
  stars: Uint32Array;
  /** Edges to things that the page leaves out. */
  beyond: Uint32Array;
  /** One more than the place in header.troubles; 0 where nothing is the matter. */
  trouble: Uint8Array;
  /** Names, one a line. */
  names: string;
  /** Labels of the topics, one topic a line: see names.ts. */
  labels: string;
  /** How many edges lead from each thing to things before it (or to itself). */
  back: Uint32Array;
  /** Of each such edge, in order: the step to its end from the end before it, from 0. */
  step: Uint32Array;
  /** Of each edge: twice the place of the predicate, one more where the earlier thing is the subject. */
  relation: Uint32Array;
}

export const FORMAT = 1;

/** Bytes may be a view; what is returned does not share its memory. Throws a RangeError where the bytes end too early. */
export function decode(bytes: Uint8Array): Columns {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = JSON.parse(text(bytes.subarray(4, 4 + length))) as Header;
  const found: Record<string, unknown> = {header};
  let at = 4 + length;
  for (const [name, type, size] of header.columns) {
    const column = bytes.subarray(at, at + size);
    if (column.length !== size) throw new RangeError(`The column ${name} is cut short.`);
    const count = name === "step" || name === "relation" ? header.edges : header.things;
    found[name] = type === "bytes" ? column.slice() : type === "words" ? words(column, count)
      : type === "numbers" ? numbers(column, count) : text(column);
    at += size;
  }
  return found as unknown as Columns;
}

function text(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", {ignoreBOM: true}).decode(bytes);
}

/* 16 bits each: first the low bytes of all, then the high ones, which compress better apart. */
function words(bytes: Uint8Array, count: number): Uint16Array {
  const made = new Uint16Array(count);
  for (let k = 0; k < count; k++) made[k] = bytes[k]! | bytes[count + k]! << 8;
  return made;
}

/* Seven bits a byte, the lowest first; the top bit says that more follow (LEB128). */
export function numbers(bytes: Uint8Array, count: number): Uint32Array {
  const made = new Uint32Array(count);
  for (let k = 0, at = 0; k < count; k++) {
    let byte = bytes[at++]!, value = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = bytes[at++]!;
      value |= (byte & 127) << shift;
    }
    made[k] = value;
  }
  return made;
}
