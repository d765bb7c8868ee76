/* A graph in, positions out for the layouts that are made in the page: by time, and by topic. */

import type {Box} from "./camera.ts";
import type {Graph} from "./graph.ts";

export interface Layout {
  x: Float32Array;
  y: Float32Array;
  /** Whether a thing has a place in this layout; null where all have. */
  placed: Uint8Array | null;
  /** Where the years of a timeline begin, and where its lanes are. */
  axis: {years: [year: number, x: number][]; lanes: [kind: number, y: number][]} | null;
  /** Names of regions with their middles and widths. */
  regions: Region[];
}

export interface Region {
  /** The topic that it is called by. */
  topic: number;
  x: number;
  y: number;
  /** Half of its width, in units of the map. */
  reach: number;
  /** How many things are in it. */
  size: number;
}

/** Kinds from top to bottom of a timeline. */
const LANES = ["article", "paper", "repository", "venue", "person", "organization", "topic"];
const GAP = 3;

/** Things from left to right by their year and month, each kind in a lane; what has no date has no place. */
export function timeline(graph: Graph, isShown: (thing: number) => boolean): Layout {
  const {count, kind, header} = graph, layout = empty(count);
  const lanes = LANES.map(name => header.kinds.indexOf(name)).filter(place => place >= 0);
  const byLane = new Map<number, number[]>(lanes.map(lane => [lane, []]));
  let first = Infinity, last = -Infinity;
  for (let thing = 0; thing < count; thing++) {
    if (!graph.time[thing] || !isShown(thing)) continue;
    byLane.get(kind[thing]!)?.push(thing);
    first = Math.min(first, graph.year(thing)!);
    last = Math.max(last, graph.year(thing)!);
  }
  const dated = [...byLane.values()].reduce((sum, lane) => sum + lane.length, 0);
  if (!dated) return {...layout, axis: {years: [], lanes: []}};
  const year = Math.max(6, Math.sqrt(1.6 * dated * 1.6) / (last - first + 1));
  const axis: NonNullable<Layout["axis"]> = {years: [], lanes: []};
  for (let each = first; each <= last + 1; each++) axis.years.push([each, (each - first) * year]);
  let top = 0;
  for (const [lane, things] of byLane) {
    if (!things.length) continue;
    const height = swarm(graph, things, layout, year, first, top);
    axis.lanes.push([lane, top + height / 2]);
    top += height + GAP;
  }
  return {...layout, axis};
}

/* Put things of one lane at their time, one above the other where they would lie together; the lane's height. */
function swarm(graph: Graph, things: number[], layout: Layout, year: number, first: number, top: number): number {
  const moments = new Map(things.map(thing => [thing, (graph.moment(thing)! - first) * year])), rows: number[] = [];
  things.sort((a, b) => moments.get(a)! - moments.get(b)! || a - b);
  for (const thing of things) {
    const x = moments.get(thing)!, free = rows.findIndex(last => last <= x - 1), row = free < 0 ? rows.length : free;
    rows[row] = layout.x[thing] = x;
    // From the middle of the lane up and down in turn.
    layout.y[thing] = row & 1 ? -(row + 1) / 2 : row / 2;
    layout.placed![thing] = 1;
  }
  for (const thing of things) layout.y[thing]! += top + Math.ceil((rows.length - 1) / 2);
  return rows.length;
}

/** Things in a disc around the topic that tells most about them, discs of one broader topic beside one another; the
    whole is about `aspect` times as wide as high. */
export function byTopic(graph: Graph, isShown: (thing: number) => boolean, aspect: number): Layout {
  const {count, header} = graph, layout = empty(count);
  const topicKind = header.kinds.indexOf("topic"), about = header.predicates.indexOf("about");
  const owner = new Int32Array(count).fill(-1), sizes = new Uint32Array(count);
  for (let thing = 0; thing < count; thing++) {
    if (graph.kind[thing] === topicKind && isShown(thing)) owner[thing] = thing;
  }
  for (let pass = 0; pass < 2; pass++) claim(graph, owner, topicKind, about, pass === 0, isShown);
  for (let thing = 0; thing < count; thing++) if (owner[thing]! >= 0) sizes[owner[thing]!]!++;
  const groups = topicGroups(graph, owner, topicKind, sizes);
  shelve(groups.map(group => pack(group, sizes)), layout, graph, owner, aspect);
  return layout;
}

/* Give things without an owner that of their smallest topic, or of the first neighbour that has one. */
function claim(graph: Graph, owner: Int32Array, topicKind: number, about: number, direct: boolean,
  isShown: (thing: number) => boolean): void {
  const claimed: [number, number][] = [];
  for (let thing = 0; thing < graph.count; thing++) {
    if (owner[thing]! >= 0 || !isShown(thing)) continue;
    let best = -1;
    for (const edge of graph.edges(thing)) {
      const other = graph.other(edge, thing);
      if (direct ? graph.kind[other] !== topicKind || graph.relation[edge]! >> 1 !== about : owner[other]! < 0) continue;
      const candidate = owner[other]!;
      if (candidate >= 0 && (best < 0 || graph.degree(candidate) < graph.degree(best))) best = candidate;
    }
    if (best >= 0) claimed.push([thing, best]);
  }
  for (const [thing, best] of claimed) owner[thing] = best;
}

/* Topics that own something, those of one broader topic together, the largest group first. */
function topicGroups(graph: Graph, owner: Int32Array, topicKind: number, sizes: Uint32Array): number[][] {
  const broader = graph.header.predicates.indexOf("broader"), groups = new Map<number, number[]>();
  for (let topic = 0; topic < graph.count; topic++) {
    if (graph.kind[topic] !== topicKind || owner[topic] !== topic) continue;
    let root = topic;
    for (let steps = 0; steps < 20; steps++) {
      const up = graph.edges(root).find(edge => graph.from[edge] === root && graph.relation[edge]! >> 1 === broader);
      if (up === undefined || graph.to[up] === root) break;
      root = graph.to[up]!;
    }
    groups.set(root, [...(groups.get(root) ?? []), topic]);
  }
  const weight = (group: number[]) => group.reduce((sum, topic) => sum + sizes[topic]!, 0);
  const sorted = [...groups.values()].sort((a, b) => weight(b) - weight(a) || a[0]! - b[0]!);
  for (const group of sorted) group.sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  return sorted;
}

interface Shelf {
  discs: [topic: number, x: number, y: number, reach: number][];
  width: number;
  height: number;
}

const reachOf = (size: number): number => 0.62 * Math.sqrt(size) + 1.1;

/* Discs in rows, in a box that is about as wide as high. */
function pack(group: number[], sizes: Uint32Array): Shelf {
  const area = group.reduce((sum, topic) => sum + (2 * reachOf(sizes[topic]!)) ** 2, 0);
  const most = Math.max(2 * reachOf(sizes[group[0]!]!), Math.sqrt(area) * 1.3), shelf: Shelf = {discs: [], width: 0, height: 0};
  let left = 0, high = 0;
  for (const topic of group) {
    const reach = reachOf(sizes[topic]!);
    if (left > 0 && left + 2 * reach > most) [left, shelf.height, high] = [0, shelf.height + high, 0];
    shelf.discs.push([topic, left + reach, shelf.height + reach, reach]);
    left += 2 * reach;
    high = Math.max(high, 2 * reach);
    shelf.width = Math.max(shelf.width, left);
  }
  shelf.height += high;
  return shelf;
}

/* Boxes of discs in rows, wider than high in all, and the things of each disc around its middle. */
function shelve(shelves: Shelf[], layout: Layout, graph: Graph, owner: Int32Array, aspect: number): void {
  const area = shelves.reduce((sum, {width, height}) => sum + (width + 1) * (height + 1), 0), most = Math.sqrt(area * aspect * 1.2);
  const middles = new Map<number, [x: number, y: number]>();
  let left = 0, top = 0, high = 0;
  for (const shelf of [...shelves].sort((a, b) => b.height - a.height)) {
    if (left > 0 && left + shelf.width > most) [left, top, high] = [0, top + high + 1, 0];
    for (const [topic, x, y, reach] of shelf.discs) {
      middles.set(topic, [left + x, top + y]);
      layout.regions.push({topic, x: left + x, y: top + y - reach - 0.2, reach, size: Math.round(reach * reach)});
    }
    left += shelf.width + 1;
    high = Math.max(high, shelf.height);
  }
  const filled = new Map<number, number>();
  for (let thing = 0; thing < graph.count; thing++) {
    const middle = middles.get(owner[thing]!);
    if (!middle) continue;
    // A sunflower (Vogel, 1979): evenly filled, whatever the number; the topic itself has the middle.
    const place = thing === owner[thing] ? 0 : (filled.get(owner[thing]!) ?? 0) + 1;
    if (place) filled.set(owner[thing]!, place);
    const radius = 0.62 * Math.sqrt(place), angle = place * 2.399963;
    layout.x[thing] = middle[0] + radius * Math.cos(angle);
    layout.y[thing] = middle[1] + radius * Math.sin(angle);
    layout.placed![thing] = 1;
  }
}

function empty(count: number): Layout {
  return {x: new Float32Array(count), y: new Float32Array(count), placed: new Uint8Array(count), axis: null, regions: []};
}

/** The box around all things that are shown; null where there is none. */
export function boxOf(layout: Layout, count: number, isShown: (thing: number) => boolean): Box | null {
  const box = {left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity};
  for (let thing = 0; thing < count; thing++) {
    if (!isShown(thing)) continue;
    const x = layout.x[thing]!, y = layout.y[thing]!;
    if (x < box.left) box.left = x;
    if (x > box.right) box.right = x;
    if (y < box.top) box.top = y;
    if (y > box.bottom) box.bottom = y;
  }
  return box.right < box.left ? null : box;
}
