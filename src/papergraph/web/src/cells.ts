/* Things sorted into the cells of a grid, for finding what is near a point and what lies in a direction. */

import type {Box} from "./camera.ts";
import {boxOf, type Layout} from "./layouts.ts";
import {clamp} from "./state.ts";

/** Things of one cell, on average. */
const CROWD = 4;

export class Cells {
  readonly #starts: Uint32Array;
  readonly #things: Uint32Array;
  readonly #box: Box;
  readonly #side: number;

  constructor(layout: Layout, count: number, isShown: (thing: number) => boolean) {
    const found = boxOf(layout, count, isShown) ?? {left: 0, top: 0, right: 0, bottom: 0};
    this.#box = {left: found.left - 1, top: found.top - 1, right: found.right + 1, bottom: found.bottom + 1};
    const shown: number[] = [];
    for (let thing = 0; thing < count; thing++) if (isShown(thing)) shown.push(thing);
    this.#side = Math.ceil(Math.sqrt(shown.length / CROWD + 1));
    const starts = this.#starts = new Uint32Array(this.#side ** 2 + 1), cellOf = (thing: number) =>
      this.#row(layout.y[thing]!) * this.#side + this.#column(layout.x[thing]!);
    for (const thing of shown) starts[cellOf(thing) + 1]!++;
    for (let cell = 0; cell < this.#side ** 2; cell++) starts[cell + 1]! += starts[cell]!;
    const next = starts.slice();
    this.#things = new Uint32Array(shown.length);
    for (const thing of shown) this.#things[next[cellOf(thing)]!++] = thing;
  }

  #column(x: number): number {
    const {left, right} = this.#box;
    return clamp(Math.floor((x - left) / (right - left) * this.#side), 0, this.#side - 1);
  }

  #row(y: number): number {
    const {top, bottom} = this.#box;
    return clamp(Math.floor((y - top) / (bottom - top) * this.#side), 0, this.#side - 1);
  }

  /** Things in the cells that a box of the map touches. */
  *near({left, top, right, bottom}: Box): Generator<number> {
    const first = this.#column(left), last = this.#column(right);
    for (let row = this.#row(top), end = this.#row(bottom); row <= end; row++) {
      yield* this.#things.subarray(this.#starts[row * this.#side + first], this.#starts[row * this.#side + last + 1]);
    }
  }
}

/** The thing that lies nearest to another in a direction, given as a step right and down; null where there is none. */
export function towards(layout: Layout, thing: number, [right, below]: [number, number], isShown: (thing: number) => boolean): number | null {
  const {x, y} = layout;
  let best: number | null = null, nearest = Infinity;
  for (let other = 0; other < x.length; other++) {
    if (other === thing || !isShown(other)) continue;
    const dx = x[other]! - x[thing]!, dy = y[other]! - y[thing]!;
    const along = dx * right + dy * below, aside = Math.abs(dx * below) + Math.abs(dy * right);
    if (along > aside && along + 2 * aside < nearest) [best, nearest] = [other, along + 2 * aside];
  }
  return best;
}
