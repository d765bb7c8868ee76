/* The picture of the map without its labels: made in slices of a few milliseconds, so that the page answers meanwhile. */

import {across, down, type Pane} from "./camera.ts";
import type {Graph} from "./graph.ts";
import type {Layout} from "./layouts.ts";
import {type Colour, packed, Raster} from "./raster.ts";
import {mask, type Mask, type Shape, shapeOf} from "./shapes.ts";
import type {Place} from "./state.ts";

/** What the marks and lines look like. */
export interface Look {
  ground: Colour;
  line: Colour;
  /** The colour of each thing's mark. */
  colourOf: (thing: number) => Colour;
  /** The radius of each thing's mark, in units of the map. */
  radius: Float32Array;
}

export interface Scene {
  graph: Graph;
  layout: Layout;
  look: Look;
  /** 1 for each thing that is shown. */
  shown: Uint8Array;
}

/** Up to this scale marks grow with it; from there on more slowly. */
const FULL_SCALE = 40;
/** Edges or marks between two looks at the clock. */
const BATCH = 4096;
/** From so many edges on, a long line is fainter, since long ones hide all else. */
const CROWD = 8000;

/** The radius of a mark on the screen, in pixels, for its radius on the map. */
export function pixelsOf(radius: number, scale: number, least: number): number {
  return Math.max(least, radius * (scale <= FULL_SCALE ? scale : FULL_SCALE * (scale / FULL_SCALE) ** 0.3));
}

/** The least radius of a mark, so that it can be seen where thousands are. */
export const leastRadius = (shownCount: number): number => (shownCount > 50_000 ? 0.9 : shownCount > 5000 ? 1.3 : 2);

/** Draw a scene as it is seen from a place; yields when some work is done, and returns the picture. */
export function* drawn(scene: Scene, place: Place, pane: Pane, grain: number): Generator<void, Raster> {
  const raster = new Raster(Math.round(pane.width * grain), Math.round(pane.height * grain));
  const view = projected(scene, place, pane, grain);
  yield;
  yield* lines(scene, view, raster);
  const edges = scene.graph.edgeCount + 1;
  // Where things stand by time or topic, lines cross all over and say less.
  const strength = Math.min(0.85, (300 / edges) ** 0.35) * (scene.layout.placed ? 0.5 : 1);
  raster.shade(scene.look.ground, scene.look.line, strength, edges > CROWD || scene.layout.placed ? 0.6 : 0.9);
  yield;
  yield* marks(scene, view, raster, place.scale, grain);
  return raster;
}

interface View {
  x: Float32Array;
  y: Float32Array;
}

function projected({graph, layout}: Scene, place: Place, pane: Pane, grain: number): View {
  const x = new Float32Array(graph.count), y = new Float32Array(graph.count);
  const left = across(place, pane, 0) * grain, top = down(place, pane, 0) * grain, scale = place.scale * grain;
  for (let thing = 0; thing < graph.count; thing++) {
    x[thing] = layout.x[thing]! * scale + left;
    y[thing] = layout.y[thing]! * scale + top;
  }
  return {x, y};
}

function* lines({graph, shown}: Scene, {x, y}: View, raster: Raster): Generator<void> {
  const {from, to, edgeCount} = graph, far = graph.edgeCount > CROWD ? 120 : Infinity;
  for (let edge = 0; edge < edgeCount; edge++) {
    if (edge % BATCH === BATCH - 1) yield;
    const a = from[edge]!, b = to[edge]!;
    if (!shown[a] || !shown[b] || a === b) continue;
    const x0 = x[a]!, y0 = y[a]!, x1 = x[b]!, y1 = y[b]!;
    const length = Math.abs(x1 - x0) + Math.abs(y1 - y0);
    raster.line(x0, y0, x1, y1, length > far ? Math.max(0.12, far / length) : 1);
  }
}

function* marks({graph, look, shown}: Scene, {x, y}: View, raster: Raster, scale: number, grain: number): Generator<void> {
  const stamps = new Stamps(graph, grain), edge = packed(look.ground);
  const least = leastRadius(graph.count);
  for (let thing = graph.count - 1, left = BATCH; thing >= 0; thing--) {
    if (--left === 0) {
      left = BATCH;
      yield;
    }
    if (!shown[thing]) continue;
    const column = x[thing]!, row = y[thing]!, radius = pixelsOf(look.radius[thing]!, scale, least) * grain;
    if (column < -radius || row < -radius || column > raster.width + radius || row > raster.height + radius) continue;
    raster.mark(stamps.of(thing, radius), column, row, packed(look.colourOf(thing)), edge);
  }
}

/* Masks of marks by shape and size, made when they are first needed. */
class Stamps {
  readonly #graph: Graph;
  readonly #grain: number;
  readonly #shapes: Shape[];
  readonly #made = new Map<number, Mask>();

  constructor(graph: Graph, grain: number) {
    this.#graph = graph;
    this.#grain = grain;
    this.#shapes = graph.header.kinds.map(shapeOf);
  }

  of(thing: number, radius: number): Mask {
    const half = radius < 8 ? Math.round(radius * 2) : Math.round(radius) * 2;
    const hollow = this.#graph.trouble[thing] ? 1 : 0, kind = this.#graph.kind[thing]!;
    const key = (half * 16 + kind) * 2 + hollow;
    let found = this.#made.get(key);
    if (!found) {
      const edge = half < 5 ? 0 : half < 9 ? 0.5 * this.#grain : this.#grain;
      found = mask(this.#shapes[kind]!, half / 2, edge, hollow === 1);
      this.#made.set(key, found);
    }
    return found;
  }
}

