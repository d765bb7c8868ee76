/* Which colours and sizes marks have, and what the regions of the map are called. */

import {byId} from "./dom.ts";
import type {Graph} from "./graph.ts";
import type {Region} from "./layouts.ts";
import type {Ink} from "./overlay.ts";
import type {Look} from "./picture.ts";
import {colour, type Colour} from "./raster.ts";
import type {ColourBy, SizeBy} from "./state.ts";

const COMMUNITY_COLOURS = 12;
/** Communities smaller than this have no name on the map. */
const FEW = 12;

export function lookOf(graph: Graph, by: ColourBy, size: SizeBy): {look: Look; ink: Ink} {
  const read = reader(), ground = read("ground");
  const kinds = graph.header.kinds.map(kind => read(kind));
  const communities = Array.from({length: COMMUNITY_COLOURS}, (_, k) => read(`community-${k}`)), rest = read("quiet");
  const colourOf = by === "kind" ? (thing: number) => kinds[graph.kind[thing]!]!
    : (thing: number) => communities[graph.community[thing]!] ?? rest;
  const ink = {ground, ink: read("ink"), quiet: read("quiet")};
  return {look: {ground, line: read("edge"), colourOf, radius: radii(graph, size)}, ink};
}

function reader(): (name: string) => Colour {
  const style = getComputedStyle(byId("map"));
  return name => colour(style.getPropertyValue(`--${name}`));
}

/** The radius of each mark in units of the map; by links it is what the layout kept room for. */
export function radii(graph: Graph, size: SizeBy): Float32Array {
  const made = new Float32Array(graph.count);
  for (let thing = 0; thing < graph.count; thing++) {
    const stars = size === "stars" ? graph.stars(thing) : null;
    made[thing] = size === "links" ? Math.min(0.16 + 0.045 * Math.sqrt(graph.linkCount(thing)), 0.55)
      : stars === null ? 0.14 : Math.min(0.16 + 0.08 * Math.log10(1 + stars), 0.6);
  }
  return made;
}

/** Communities that have a name, the largest first: their middles and how far they reach. */
export function regionsOf(graph: Graph, across: Float32Array, down: Float32Array): Region[] {
  const {communities} = graph.header, regions: Region[] = [];
  const sums = communities.map(() => [0, 0, 0, 0, 0]);
  for (let thing = 0; thing < graph.count; thing++) {
    const sum = sums[graph.community[thing]!];
    if (!sum) continue;
    const x = across[thing]!, y = down[thing]!;
    sum[0]! += 1;
    sum[1]! += x;
    sum[2]! += y;
    sum[3]! += x * x + y * y;
  }
  communities.forEach((topic, community) => {
    const [size, x, y, squares] = sums[community] as [number, number, number, number];
    if (topic === null || size < FEW) return;
    const middle: [number, number] = [x / size, y / size];
    // Half of the points of an even disc lie within 0.7 of its radius: its mean square is half of its radius squared.
    const reach = Math.sqrt(2 * Math.max(0, squares / size - middle[0] ** 2 - middle[1] ** 2));
    regions.push({topic, x: middle[0], y: middle[1], reach, size});
  });
  return regions.sort((a, b) => b.size - a.size);
}
