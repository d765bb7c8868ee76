/* What a query was answered with: read, sorted, and written as a table of a spreadsheet or as Turtle. */

import {cell, safeText} from "./exports.ts";

export interface Term {
  type: "uri" | "literal" | "bnode";
  value: string;
  datatype?: string;
  "xml:lang"?: string;
}

export type Row = (Term | null)[];

export interface Rows {
  columns: string[];
  rows: Row[];
}

const RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"].map(name => XSD + name));

interface Results {
  head: {vars?: string[]};
  boolean?: boolean;
  results?: {bindings: Record<string, Term>[]};
}

/** The rows of SPARQL's results as JSON; the truth of an ASK. */
export function readJson(text: string): Rows | boolean {
  const {head, boolean, results} = JSON.parse(text) as Results, columns = head.vars ?? [];
  if (boolean !== undefined) return boolean;
  return {columns, rows: results!.bindings.map(found => columns.map(column => (Object.hasOwn(found, column) ? found[column]! : null)))};
}

/** Triples as rows, each once and in order. */
export function readTriples(text: string): Rows {
  const lines = [...new Set(text.split("\n").filter(Boolean))].sort();
  return {columns: ["subject", "predicate", "object"], rows: lines.map(line => parts(line).map(term))};
}

function parts(line: string): [string, string, string] {
  const first = line.indexOf(" "), second = line.indexOf(" ", first + 1);
  return [line.slice(0, first), line.slice(first + 1, second), line.slice(second + 1).replace(/ \.$/, "")];
}

/* A term of N-Triples. */
function term(written: string): Term {
  if (written.startsWith("<")) return {type: "uri", value: unescaped(written.slice(1, -1))};
  if (!written.startsWith('"')) return {type: "bnode", value: written.replace(/^_:/, "")};
  const end = written.lastIndexOf('"'), value = unescaped(written.slice(1, end)), rest = written.slice(end + 1);
  if (rest.startsWith("@")) return {type: "literal", value, "xml:lang": rest.slice(1)};
  return rest ? {type: "literal", value, datatype: rest.slice(3, -1)} : {type: "literal", value};
}

const SIGNS: Record<string, string> = {t: "\t", b: "\b", n: "\n", r: "\r", f: "\f"};

const unescaped = (text: string): string => text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, short?: string, long?: string, sign?: string) =>
  (sign === undefined ? String.fromCodePoint(parseInt((short ?? long)!, 16)) : SIGNS[sign] ?? sign));

export const isNumber = (term: Term | null): boolean => NUMBERS.has(term?.datatype ?? "");

/** The rows sorted by a column: numbers by their value, texts as their language has it, what is not bound last. */
export function sorted(rows: Row[], column: number, falling: boolean, compare: (a: string, b: string) => number): Row[] {
  const way = falling ? -1 : 1;
  const keys = rows.map((row, place) => {
    const term = row[column] ?? null;
    return {row, place, term, number: isNumber(term) ? Number(term!.value) : NaN};
  });
  return keys.sort((a, b) => {
    if (!a.term || !b.term) return Number(!a.term) - Number(!b.term) || a.place - b.place;
    const both = !Number.isNaN(a.number) && !Number.isNaN(b.number);
    return way * (both ? a.number - b.number : compare(a.term.value, b.term.value)) || a.place - b.place;
  }).map(({row}) => row);
}

/** An IRI with a known prefix; the IRI itself where it has none. */
export function shortened(iri: string, prefixes: Record<string, string>): string {
  let best = "", space = "";
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (iri.startsWith(namespace) && namespace.length > space.length) [best, space] = [prefix, namespace];
  }
  const name = iri.slice(space.length);
  return space && /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.%-]*[\p{L}\p{N}_%-])?$/u.test(name) ? `${best}:${name}` : iri;
}

const valueOf = (term: Term | null): string | number | null =>
  (term === null ? null : isNumber(term) && /^[+-]?[\d.]+$/.test(term.value) ? Number(term.value) : term.type === "bnode" ? `_:${term.value}` : term.value);

/** Comma-separated values after RFC 4180. A text that a spreadsheet would take for a formula has an apostrophe before it. */
export const csv = ({columns, rows}: Rows): string =>
  [columns, ...rows.map(row => row.map(valueOf))].map(row => `${row.map(cell).join(",")}\r\n`).join("");

/** Values with tabs between them, as a spreadsheet takes them from the clipboard. */
export const tsv = ({columns, rows}: Rows): string =>
  [columns, ...rows.map(row => row.map(valueOf))].map(row => row.map(value => safeText(value).replace(/[\t\r\n]+/g, " ")).join("\t")).join("\n");

/** Triples as Turtle: subject by subject, with the prefixes that are used. */
export function turtle({rows}: Rows, prefixes: Record<string, string>): string {
  const used = new Set<string>();
  const iri = (value: string): string => {
    const short = shortened(value, prefixes), prefix = short.slice(0, short.indexOf(":"));
    // What Turtle would read otherwise stays in full.
    if (short === value || !/^[A-Za-z_][\w-]*$/.test(short.slice(prefix.length + 1))) return `<${value}>`;
    used.add(prefix);
    return short;
  };
  const write = (term: Term): string => {
    if (term.type === "uri") return iri(term.value);
    if (term.type === "bnode") return `_:${term.value}`;
    const text = JSON.stringify(term.value);
    return term["xml:lang"] ? `${text}@${term["xml:lang"]}` : term.datatype ? `${text}^^${iri(term.datatype)}` : text;
  };
  const subjects = new Map<string, string[]>();
  for (const [subject, predicate, object] of rows) {
    const key = write(subject!), said = `${predicate!.value === RDF_TYPE ? "a" : write(predicate!)} ${write(object!)}`;
    const held = subjects.get(key);
    if (held) held.push(said);
    else subjects.set(key, [said]);
  }
  const blocks = [...subjects].map(([subject, said]) => `${subject}\n    ${said.join(" ;\n    ")} .\n`);
  const heads = [...used].sort().map(prefix => `@prefix ${prefix}: <${prefixes[prefix]}> .\n`);
  return [heads.join(""), ...blocks].filter(Boolean).join("\n");
}

