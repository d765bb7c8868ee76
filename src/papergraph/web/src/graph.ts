/* Columns in, a graph out that answers who is beside whom, in typed arrays; things are numbered by importance. */

import type {Columns, Header} from "./columns.ts";
import {Names} from "./names.ts";

/** Stands for no thing. */
const NONE = -1;

export class Graph {
  readonly header: Header;
  readonly count: number;
  readonly edgeCount: number;
  readonly kind: Uint8Array;
  readonly community: Uint32Array;
  readonly trouble: Uint8Array;
  readonly beyond: Uint32Array;
  readonly time: Uint32Array;
  /** Positions of the map, in its own unit: neighbours are about 1 apart. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Ends of each edge; `from` is the subject. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly relation: Uint32Array;
  /** The edges of thing k are beside[start[k]] … beside[start[k + 1] − 1]. */
  readonly start: Uint32Array;
  readonly beside: Uint32Array;
  /** The first edge that the details of thing k tell of; those of edge e are with the later of its ends. */
  readonly firstEdge: Uint32Array;
  /** The names of all things as they are written, one a line. */
  readonly names: string;
  /** What topics are called in the reader's language. */
  readonly labels: Names;
  readonly #topicKind: number;
  readonly #stars: Uint32Array;
  #nameStarts: Uint32Array | null = null;

  constructor(columns: Columns) {
    const {header, back, step} = columns;
    this.header = header;
    this.count = header.things;
    this.edgeCount = header.edges;
    this.kind = columns.kind;
    this.community = columns.community;
    this.trouble = columns.trouble;
    this.beyond = columns.beyond;
    this.time = columns.time;
    this.names = columns.names;
    this.#topicKind = header.kinds.indexOf("topic");
    this.labels = new Names(header.languages, columns.labels, this.#ofKind(header.languages.length ? this.#topicKind : -1));
    this.#stars = columns.stars;
    this.relation = columns.relation;
    this.x = placed(columns, columns.x, 0);
    this.y = placed(columns, columns.y, 1);
    this.from = new Uint32Array(this.edgeCount);
    this.to = new Uint32Array(this.edgeCount);
    this.firstEdge = new Uint32Array(this.count + 1);
    this.start = new Uint32Array(this.count + 1);
    this.beside = new Uint32Array(2 * this.edgeCount);
    this.#readEdges(back, step);
    this.#meet();
  }

  #readEdges(back: Uint32Array, step: Uint32Array): void {
    const {from, to, relation, start} = this;
    let edge = 0;
    for (let later = 0; later < this.count; later++) {
      this.firstEdge[later] = edge;
      for (let earlier = 0, left = back[later]!; left > 0; left--, edge++) {
        earlier += step[edge]!;
        const turned = relation[edge]! & 1;
        from[edge] = turned ? earlier : later;
        to[edge] = turned ? later : earlier;
        start[later + 1]!++;
        if (earlier !== later) start[earlier + 1]!++;
      }
    }
    this.firstEdge[this.count] = edge;
  }

  #meet(): void {
    const {start, beside, from, to} = this;
    for (let thing = 0; thing < this.count; thing++) start[thing + 1]! += start[thing]!;
    const next = start.slice(0, this.count);
    for (let edge = 0; edge < this.edgeCount; edge++) {
      beside[next[from[edge]!]!++] = edge;
      if (from[edge] !== to[edge]) beside[next[to[edge]!]!++] = edge;
    }
  }

  #ofKind(kind: number): number[] {
    const found: number[] = [];
    for (let thing = this.kind.indexOf(kind); thing >= 0; thing = this.kind.indexOf(kind, thing + 1)) found.push(thing);
    return found;
  }

  /** What a thing is called; a topic in the reader's language. */
  name(thing: number): string {
    return (this.kind[thing] === this.#topicKind ? this.labels.of(thing)?.text : null) ?? this.writtenName(thing);
  }

  /** The name that is the same in every language: what is told of a thing refers to that. */
  writtenName(thing: number): string {
    const starts = this.#nameStarts ??= this.#findNames();
    return this.names.slice(starts[thing], starts[thing + 1]! - 1);
  }

  /** Where the written name of a thing ends among all names. */
  endOfName(thing: number): number {
    return (this.#nameStarts ??= this.#findNames())[thing + 1]! - 1;
  }

  #findNames(): Uint32Array {
    const starts = new Uint32Array(this.count + 1);
    for (let thing = 1, at = 0; thing <= this.count; thing++) {
      const end = this.names.indexOf("\n", at);
      starts[thing] = at = (end < 0 ? this.names.length : end) + 1;
    }
    return starts;
  }

  kindName(thing: number): string {
    return this.header.kinds[this.kind[thing]!]!;
  }

  degree(thing: number): number {
    return this.start[thing + 1]! - this.start[thing]!;
  }

  /** All links of a thing, those to what the page leaves out as well. */
  linkCount(thing: number): number {
    return this.degree(thing) + this.beyond[thing]!;
  }

  edges(thing: number): Uint32Array {
    return this.beside.subarray(this.start[thing], this.start[thing + 1]);
  }

  other(edge: number, thing: number): number {
    return this.from[edge] === thing ? this.to[edge]! : this.from[edge]!;
  }

  predicate(edge: number): string {
    return this.header.predicates[this.relation[edge]! >> 1]!;
  }

  neighbours(thing: number): number[] {
    return [...new Set(Array.from(this.edges(thing), edge => this.other(edge, thing)))].filter(other => other !== thing);
  }

  stars(thing: number): number | null {
    const stars = this.#stars[thing]!;
    return stars > 1 ? stars - 2 : null;
  }

  /** Whether somebody who could know the stars of a thing was asked. */
  wasAsked(thing: number): boolean {
    return this.#stars[thing]! > 0;
  }

  year(thing: number): number | null {
    const time = this.time[thing]!;
    return time ? this.header.firstYear + Math.floor((time - 1) / 13) : null;
  }

  /** The year with its months as a fraction; a thing of which only the year is known stands in the middle of it. */
  moment(thing: number): number | null {
    const time = this.time[thing]!, month = (time - 1) % 13;
    return time ? this.year(thing)! + (month ? (month - 0.5) / 12 : 0.5) : null;
  }

  /** What is the matter with a thing, or null. */
  status(thing: number): [status: string, source: string] | null {
    const place = this.trouble[thing]!;
    return place ? this.header.troubles[place - 1]! : null;
  }
}

/* Steps as positions on the map: see the columns x and y. */
function placed({header, community}: Columns, steps: Uint16Array, axis: 0 | 1): Float32Array {
  const {bounds, middles} = header, low = bounds[axis], unit = bounds[2], made = new Float32Array(steps.length);
  const middle = Int32Array.from(middles, each => each[axis]);
  for (let thing = 0; thing < made.length; thing++) {
    const folded = steps[thing]!, away = folded & 1 ? -(folded + 1) / 2 : folded / 2;
    made[thing] = low + (away + (middle[community[thing]!] ?? 0)) * unit;
  }
  return made;
}

/** A shortest way between two things over things that may be passed, both ends included; null where there is none. */
export function shortestPath(graph: Graph, from: number, to: number, passable: (thing: number) => boolean): number[] | null {
  const before = new Int32Array(graph.count).fill(NONE);
  before[from] = from;
  for (let front = [from]; front.length && before[to] === NONE;) {
    const next: number[] = [];
    for (const thing of front) {
      for (const edge of graph.edges(thing)) {
        const other = graph.other(edge, thing);
        if (before[other] !== NONE || !passable(other)) continue;
        before[other] = thing;
        next.push(other);
      }
    }
    front = next;
  }
  if (before[to] === NONE) return null;
  const path = [to];
  while (path[0] !== from) path.unshift(before[path[0]!]!);
  return path;
}
