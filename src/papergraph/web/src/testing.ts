/* Graphs for the unit tests, made of plain lists; no part of the page. */

import type {Columns, Header} from "./columns.ts";
import {Graph} from "./graph.ts";

export const KINDS = ["article", "paper", "repository", "person", "organization", "venue", "topic"];

export interface Thing {
  name: string;
  kind?: string;
  /** As in the column of that name. */
  time?: number;
  stars?: number;
  trouble?: number;
  community?: number;
  /** Its line of the column of that name. */
  labels?: string;
  x?: number;
  y?: number;
}

export type Link = [from: number, predicate: string, to: number];

export function columnsOf(things: Thing[], links: Link[] = [], more: Partial<Header> = {}): Columns {
  const predicates = [...new Set(links.map(([, predicate]) => predicate))].sort();
  const sorted = links.map(([from, predicate, to]) => ({
    later: Math.max(from, to), earlier: Math.min(from, to), relation: 2 * predicates.indexOf(predicate) + Number(from < to),
  })).sort((a, b) => a.later - b.later || a.earlier - b.earlier || a.relation - b.relation);
  const back = new Uint32Array(things.length);
  for (const {later} of sorted) back[later]!++;
  const header = {
    things: things.length, edges: links.length, kinds: KINDS, predicates, bounds: [0, 0, 1], middles: [], firstYear: 2000,
    troubles: [["missing", "arXiv"], ["gone", "GitHub"]], communities: [], languages: [], texts: [], ...more,
  } as unknown as Header;
  const numbers = (of: (thing: Thing) => number | undefined) => Uint32Array.from(things, thing => of(thing) ?? 0);
  return {
    header, back, names: things.map(({name}) => name).join("\n"),
    labels: things.filter(({kind}) => kind === "topic").map(({labels}) => labels ?? "").join("\n"),
    kind: Uint8Array.from(things, ({kind}) => KINDS.indexOf(kind ?? "paper")),
    x: Uint16Array.from(numbers(({x}) => x)), y: Uint16Array.from(numbers(({y}) => y)),
    time: numbers(({time}) => time), community: numbers(({community}) => community), stars: numbers(({stars}) => stars),
    beyond: new Uint32Array(things.length), trouble: Uint8Array.from(numbers(({trouble}) => trouble)),
    step: Uint32Array.from(sorted, ({later, earlier}, k) => (sorted[k - 1]?.later === later ? earlier - sorted[k - 1]!.earlier : earlier)),
    relation: Uint32Array.from(sorted, ({relation}) => relation),
  };
}

export const graphOf = (things: Thing[], links: Link[] = [], more: Partial<Header> = {}): Graph =>
  new Graph(columnsOf(things, links, more));

/** Numbers from 0 to 1 that are the same in every run (Park and Miller, 1988). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => (state = state * 48271 % 0x7fffffff) / 0x7fffffff;
}
