/* The text of a query in; its tokens, what it may not ask, its parameters and where it is wrong out. The same as
   papergraph/sparql.py does for the command line. */

export type TokenKind = "iri" | "text" | "comment" | "variable" | "tag" | "name" | "word" | "number" | "sign";

export interface Token {
  kind: TokenKind;
  text: string;
  from: number;
}

/* An IRI, texts, a comment, a variable, a language tag, a name with a prefix, a number, a run of words without one, a word,
   anything else. A text that has no end goes on to that of the line. A run is cut into its words apart: looking for a name at each of them would take the square of its length. */
const TOKEN = new RegExp([
  String.raw`(?<iri><(?:[^<>"{}|^\x60\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)`,
  String.raw`(?<text>"""(?:[^"\\]|\\[^]|"(?!""))*(?:"""|$)|'''(?:[^'\\]|\\[^]|'(?!''))*(?:'''|$)|"(?:[^"\\\n\r]|\\.)*"?|'(?:[^'\\\n\r]|\\.)*'?)`,
  String.raw`(?<comment>#[^\n\r]*)`, String.raw`(?<variable>[?$][\p{L}\p{N}_]+)`, String.raw`(?<tag>@[A-Za-z][\w-]*)`,
  String.raw`(?<name>(?:\p{L}[\p{L}\p{N}_.-]*|_)?:(?:[\p{L}\p{N}_:.%-]|\\[_~.!$&'()*+,;=/?#@%-])*)`,
  String.raw`(?<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?![\p{L}_]))`, String.raw`(?<run>\p{L}[\p{L}\p{N}_.-]*)`, String.raw`(?<word>[\p{L}\p{N}_]+)`, String.raw`(?<sign>\S)`,
].join("|"), "gu");

export const KEYWORDS = ("ABS ADD ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL COALESCE CONCAT CONSTRUCT CONTAINS COUNT DATATYPE DAY DESC " +
  "DESCRIBE DISTINCT ENCODE_FOR_URI EXISTS FILTER FLOOR FROM GRAPH GROUP GROUP_CONCAT HAVING HOURS IF IN IRI ISBLANK ISIRI ISLITERAL " +
  "ISNUMERIC LANG LANGMATCHES LCASE LIMIT MAX MD5 MIN MINUS MINUTES MONTH NAMED NOT NOW OFFSET OPTIONAL ORDER PREFIX RAND REDUCED REGEX " +
  "REPLACE ROUND SAMETERM SAMPLE SECONDS SELECT SEPARATOR SERVICE SHA1 SHA256 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN " +
  "STRSTARTS STRUUID SUBSTR SUM TIMEZONE TZ UCASE UNDEF UNION URI UUID VALUES WHERE YEAR TRUE FALSE A").split(" ");
const KNOWN = new Set(KEYWORDS);

export const isKeyword = (word: string): boolean => (word === "a" ? true : word !== "A" && KNOWN.has(word.toUpperCase()));

export function* tokens(sparql: string): Generator<Token> {
  for (const found of sparql.matchAll(TOKEN)) {
    const kind = Object.entries(found.groups!).find(([, text]) => text !== undefined)![0] as TokenKind;
    if (found.groups!["run"] === undefined) yield {kind, text: found[0], from: found.index};
    else yield* words(found[0], found.index);
  }
}

function* words(run: string, from: number): Generator<Token> {
  for (const {0: text, index} of run.matchAll(/[\p{L}\p{N}_]+|[.-]/gu)) {
    yield {kind: /^[.-]/.test(text) ? "sign" : /^[0-9]+$/.test(text) ? "number" : "word", text, from: from + index};
  }
}

export type Refusal = "service" | "from" | "update";

const REFUSED: Record<string, Refusal> = {SERVICE: "service", FROM: "from"};
for (const word of ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE"]) REFUSED[word] = "update";

/** A keyword that asks another server or would change something, with why it is refused; null where there is none. */
export function refused(sparql: string): {token: Token; why: Refusal} | null {
  for (const token of tokens(sparql)) {
    const why = token.kind === "word" ? REFUSED[token.text.toUpperCase()] : undefined;
    if (why) return {token, why};
  }
  return null;
}

export type Kind = "rows" | "truth" | "triples";

/** What a query answers with. */
export function kindOf(sparql: string): Kind {
  for (const {kind, text} of tokens(sparql)) {
    const word = kind === "word" ? text.toUpperCase() : "";
    if (word === "SELECT") return "rows";
    if (word === "ASK") return "truth";
    if (word === "CONSTRUCT" || word === "DESCRIBE") return "triples";
  }
  return "rows";
}

/** The declarations of the known prefixes that a query uses, on one line. */
export function declarations(sparql: string, prefixes: Record<string, string>): string {
  const used = new Set<string>();
  for (const {kind, text} of tokens(sparql)) if (kind === "name") used.add(text.slice(0, text.indexOf(":")));
  return [...used].filter(prefix => Object.hasOwn(prefixes, prefix)).map(prefix => `PREFIX ${prefix}: <${prefixes[prefix]}> `).join("");
}

/** The variables of a query, each once, with their signs. */
export const variables = (sparql: string): string[] =>
  [...new Set([...tokens(sparql)].filter(({kind}) => kind === "variable").map(({text}) => `?${text.slice(1)}`))];

// Canned queries and their parameters

export interface Parameter {
  name: string;
  value: string;
  description: string;
  /** Where the value stands in the text of the query. */
  from: number;
}

export interface Canned {
  name: string;
  title: string;
  description: string;
  sparql: string;
}

const said = (text: string, key: string): string[] =>
  [...text.matchAll(new RegExp(String.raw`^#[ \t]*${key}:[ \t]*(.*)$`, "gm"))].map(found => found[1]!.trim());

export const canned = (name: string, sparql: string): Canned =>
  ({name, title: said(sparql, "title")[0] ?? name, description: said(sparql, "description").join(" "), sparql});

const PARAMETER = /^(#[ \t]*parameter:[ \t]*(\w+)[ \t]*\(default:?[ \t]*)([^)\n]*)\)[ \t]*(?:-[ \t]*(.*))?$/gm;

/** The parameters that the comments of a query name, with the values that stand there. */
export const parameters = (sparql: string): Parameter[] => [...sparql.matchAll(PARAMETER)].map(found =>
  ({name: found[2]!, value: found[3]!.trim(), description: found[4] ?? "", from: found.index + found[1]!.length}));

/** Put terms in the places of variables; what stands in texts and comments stays. */
export function withValues(sparql: string, terms: Record<string, string>): string {
  let made = "", at = 0;
  for (const {kind, text, from} of tokens(sparql)) {
    const term = kind === "variable" && Object.hasOwn(terms, text.slice(1)) ? terms[text.slice(1)]! : text;
    made += sparql.slice(at, from) + term;
    at = from + text.length;
  }
  return made + sparql.slice(at);
}

/** The term that the value of a parameter means: a number, a day, something by its IRI or reference, else a text. */
export function termOf(value: string, iriOf: (reference: string) => string | null): string {
  if (/^[+-]?\d{1,18}$/.test(value)) return `"${value}"^^<http://www.w3.org/2001/XMLSchema#integer>`;
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return `"${value}"^^<http://www.w3.org/2001/XMLSchema#date>`;
  const iri = iriOf(value) ?? (/^https?:\/\/[^\s<>"{}|\\^`]+$/.test(value) ? value : null);
  return iri === null ? JSON.stringify(value).replace(/[\u007f-\u009f]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`) : `<${iri}>`;
}

// What is wrong

export interface Mistake {
  line: number;
  column: number;
  reason: string | null;
  /** The name of a prefix that is not declared. */
  prefix: string | null;
  from: number;
  to: number;
}

/** Where a query is wrong, by the message of the engine about it with one line before it; null where that does not say. */
export function mistake(sparql: string, message: string): Mistake | null {
  const found = /(\d+):(\d+): (?:expected (?:one of )?)?([^]*)/.exec(message);
  if (!found) return null;
  const lines = [...sparql.matchAll(/[^\n\r]*(?:\r\n|\r|\n|$)/g)], line = Math.max(1, Math.min(Number(found[1]) - 1, lines.length));
  const start = lines[line - 1]?.index ?? 0, text = (lines[line - 1]?.[0] ?? "").replace(/[\r\n]+$/, "");
  // The engine counts characters, a text here code units.
  let from = Math.min(start + [...text].slice(0, Number(found[2]) - 1).join("").length, sparql.length);
  const sentence = found[3]!.replaceAll("\n", " ").split(", ").find(part => /^[A-Z][\w ?$']+ [\w ?$']+$/.test(part)) ?? null;
  const all = [...tokens(sparql)], here = all.find(token => token.from <= from && from < token.from + token.text.length);
  let to = here ? here.from + here.text.length : from;
  let prefix: string | null = null;
  if (sentence === "Prefix not found") {
    const ended = all.find(token => token.kind === "name" && token.from + token.text.length === from) ?? (here?.kind === "name" ? here : undefined);
    if (ended) [from, to, prefix] = [ended.from, ended.from + ended.text.length, ended.text.slice(0, ended.text.indexOf(":"))];
  }
  return {line, column: [...sparql.slice(start, from)].length + 1, reason: prefix === null ? sentence : null, prefix, from, to};
}
