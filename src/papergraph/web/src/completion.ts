/* What may come at a place of a query: its variables, the words of the language, prefixes, and the terms of the graph. */

import {KEYWORDS, variables} from "./sparql.ts";

export interface Vocabulary {
  prefixes: Record<string, string>;
  classes: string[];
  properties: string[];
}

export interface Choice {
  label: string;
  type: "variable" | "keyword" | "namespace" | "class" | "property";
}

export interface Choices {
  /** Where what is completed begins. */
  from: number;
  choices: Choice[];
}

const FUNCTIONS_TOO = KEYWORDS.filter(word => word !== "A" && word !== "ADD");

/** The choices before a place of a query; null where nothing is to be completed. With `asked`, also where nothing is written yet. */
export function choicesAt(sparql: string, at: number, vocabulary: Vocabulary, asked: boolean): Choices | null {
  const written = /[?$]?[\p{L}\p{N}_.-]*(?::[\p{L}\p{N}_.%-]*)?$/u.exec(sparql.slice(0, at))![0], from = at - written.length;
  if (!written && !asked) return null;
  const others = variables(`${sparql.slice(0, from)} ${sparql.slice(at)}`).map((label): Choice => ({label, type: "variable"}));
  if (/^[?$]/.test(written)) return {from, choices: others};
  const terms = termsOf(vocabulary);
  if (written.includes(":")) return {from, choices: terms.filter(({label}) => label.startsWith(written.slice(0, written.indexOf(":") + 1)))};
  const words = FUNCTIONS_TOO.map((label): Choice => ({label, type: "keyword"}));
  const prefixes = Object.keys(vocabulary.prefixes).map((prefix): Choice => ({label: `${prefix}:`, type: "namespace"}));
  return {from, choices: [...others, ...prefixes, ...terms, ...words]};
}

const known = new WeakMap<Vocabulary, Choice[]>();

/* The terms of a vocabulary that have a prefix. */
function termsOf(vocabulary: Vocabulary): Choice[] {
  const made = known.get(vocabulary) ?? (["class", "property"] as const).flatMap(type =>
    (type === "class" ? vocabulary.classes : vocabulary.properties).flatMap(iri => {
      const found = Object.entries(vocabulary.prefixes).find(([, namespace]) => iri.startsWith(namespace) && /^[\w-]+$/.test(iri.slice(namespace.length)));
      return found ? [{label: `${found[0]}:${iri.slice(found[1].length)}`, type}] : [];
    }));
  known.set(vocabulary, made);
  return made;
}
