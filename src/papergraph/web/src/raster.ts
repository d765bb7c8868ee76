/* Lines and marks by the hundred thousand, drawn into a plain array of pixels: faster than any canvas without a GPU.
   Lines add up to a density first, so that a crowd of them is darker than one, and none hides another. */

import type {Mask} from "./shapes.ts";

export type Colour = [red: number, green: number, blue: number];

/** How dark a line is, of 256; so many lines on one pixel add up before they are as dark as they get. */
const LINE = 64;

export class Raster {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint32Array;
  readonly image: ImageData;
  /** With a border of one pixel around it, into which the end of a line may slip. */
  readonly #density: Uint32Array;
  readonly #stride: number;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.image = new ImageData(width, height);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.#stride = width + 2;
    this.#density = new Uint32Array(this.#stride * (height + 2));
  }

  /** Add a line to the density, clipped to the picture; `weight` is 1 for a line that is as dark as they are. */
  line(x0: number, y0: number, x1: number, y1: number, weight: number): void {
    const limit = this.width - 1.01, floor = this.height - 1.01;
    if (x0 > x1) [x0, y0, x1, y1] = [x1, y1, x0, y0];
    if (x1 < 0 || x0 > limit || (y0 < 0 && y1 < 0) || (y0 > floor && y1 > floor)) return;
    const dx = x1 - x0, dy = y1 - y0;
    if (x0 < 0) [x0, y0] = [0, y0 - x0 * dy / dx];
    if (x1 > limit) [x1, y1] = [limit, y1 - (x1 - limit) * dy / dx];
    if ((y0 < 0 && y1 < 0) || (y0 > floor && y1 > floor)) return;
    if (y0 < 0) [x0, y0] = [x0 - y0 * dx / dy, 0];
    else if (y0 > floor) [x0, y0] = [x0 - (y0 - floor) * dx / dy, floor];
    if (y1 < 0) [x1, y1] = [x1 - y1 * dx / dy, 0];
    else if (y1 > floor) [x1, y1] = [x1 - (y1 - floor) * dx / dy, floor];
    if (!(x1 >= x0)) return;
    const ink = Math.round(weight * LINE) || 1;
    if (Math.abs(dy) > x1 - x0 && Math.abs(dy) * 1.0001 >= Math.abs(dx)) this.#steep(x0 + 1, y0 + 1, x1 + 1, y1 + 1, ink);
    else this.#flat(x0 + 1, y0 + 1, x1 + 1, y1 + 1, ink);
  }

  /* A pixel in each column, its ink shared between two rows (Wu, 1991). */
  #flat(x0: number, y0: number, x1: number, y1: number, ink: number): void {
    const density = this.#density, stride = this.#stride, slope = x1 > x0 ? (y1 - y0) / (x1 - x0) : 0;
    const start = Math.round(x0), end = Math.round(x1);
    for (let x = start, y = y0 + (start - x0) * slope; x <= end; x++, y += slope) {
      const row = y | 0, low = (y - row) * ink | 0, at = row * stride + x;
      density[at]! += ink - low;
      density[at + stride]! += low;
    }
  }

  #steep(x0: number, y0: number, x1: number, y1: number, ink: number): void {
    if (y0 > y1) [x0, y0, x1, y1] = [x1, y1, x0, y0];
    const density = this.#density, stride = this.#stride, slope = y1 > y0 ? (x1 - x0) / (y1 - y0) : 0;
    const start = Math.round(y0), end = Math.round(y1);
    for (let y = start, x = x0 + (start - y0) * slope; y <= end; y++, x += slope) {
      const column = x | 0, low = (x - column) * ink | 0, at = y * stride + column;
      density[at]! += ink - low;
      density[at + 1]! += low;
    }
  }

  /** Give every pixel its colour between ground and line, by the density there; `strength` is that of one line, 0 to 1. */
  shade(ground: Colour, line: Colour, strength: number, deepest: number): void {
    const steps = 64 * LINE, table = new Uint32Array(steps), fade = -Math.log(1 - Math.min(strength, 0.99)) / LINE;
    for (let k = 0; k < steps; k++) {
      // Up to one line as it is, and more and more slowly from there.
      const dark = Math.min(1 - Math.exp(-k * fade), deepest);
      table[k] = packed(mixed(ground, line, dark));
    }
    const {pixels, width, height} = this, density = this.#density;
    for (let row = 0, at = 0; row < height; row++) {
      for (let end = at + width, from = (row + 1) * this.#stride + 1; at < end; at++, from++) pixels[at] = table[Math.min(density[from]!, steps - 1)]!;
    }
  }

  /** Put a mark over what is there, its edge in another colour; both colours are packed. */
  mark(mask: Mask, x: number, y: number, colour: number, edge: number): void {
    const {width, height, pixels} = this, {reach, fill} = mask, side = 2 * reach + 1, wide = mask.edge;
    const left = Math.round(x) - reach, top = Math.round(y) - reach;
    const first = Math.max(0, -left), last = Math.min(side, width - left);
    if (first >= last) return;
    for (let row = Math.max(0, -top), end = Math.min(side, height - top); row < end; row++) {
      let from = row * side + first, to = (top + row) * width + left + first;
      for (let column = first; column < last; column++, from++, to++) {
        const cover = wide[from]!;
        if (!cover) continue;
        const under = cover === 255 ? edge : blended(pixels[to]!, edge, cover), ink = fill[from]!;
        pixels[to] = ink === 255 ? colour : ink ? blended(under, colour, ink) : under;
      }
    }
  }
}

/** Colours as one number, as a Uint32Array over the pixels of a picture holds them where the lowest byte comes first. */
export const packed = ([red, green, blue]: Colour): number => (0xff000000 | blue << 16 | green << 8 | red) >>> 0;

export const mixed = (one: Colour, other: Colour, part: number): Colour =>
  [0, 1, 2].map(k => Math.round(one[k]! + (other[k]! - one[k]!) * part)) as Colour;

/* Two channels at once: red and blue have room between them. */
function blended(under: number, over: number, cover: number): number {
  const rest = 255 - cover;
  const even = ((under & 0xff00ff) * rest + (over & 0xff00ff) * cover + 0x800080 >>> 8) & 0xff00ff;
  const green = ((under & 0xff00) * rest + (over & 0xff00) * cover + 0x8000 >>> 8) & 0xff00;
  return (0xff000000 | even | green) >>> 0;
}

/** The colour of a style sheet's #rrggbb. */
export function colour(text: string): Colour {
  const value = parseInt(text.trim().slice(1), 16);
  return [value >> 16 & 255, value >> 8 & 255, value & 255];
}
