/* LZMA out of its plain container (13 bytes: properties, dictionary, size), which packs the engine of the console a third
   smaller than gzip and which no browser unpacks by itself. After the specification in the LZMA SDK, public domain. */

const STATES = 12, POSITIONS = 16, LENGTH_STATES = 4, NO_END = 0xffffffff;
const HALF = 1024, BITS = 11, SHIFT = 5, TOP = 1 << 24;

const odds = (count: number): Uint16Array => new Uint16Array(count).fill(HALF);

/* Reads bits of which each was more or less likely. */
class Range {
  readonly #bytes: Uint8Array;
  #at: number;
  #range = NO_END;
  #code = 0;

  constructor(bytes: Uint8Array, at: number) {
    [this.#bytes, this.#at] = [bytes, at + 1];
    for (let k = 0; k < 4; k++) this.#code = (this.#code << 8 | bytes[this.#at++]!) >>> 0;
  }

  bit(table: Uint16Array, at: number): number {
    const odd = table[at]!, bound = (this.#range >>> BITS) * odd;
    let bit = 0;
    if (this.#code < bound) {
      this.#range = bound;
      table[at] = odd + ((2 * HALF - odd) >>> SHIFT);
    } else {
      this.#range -= bound;
      this.#code -= bound;
      table[at] = odd - (odd >>> SHIFT);
      bit = 1;
    }
    if (this.#range < TOP) this.#next();
    return bit;
  }

  /** Bits that are all as likely as not. */
  direct(count: number): number {
    let value = 0;
    while (count--) {
      this.#range >>>= 1;
      const bit = this.#code >= this.#range ? 1 : 0;
      if (bit) this.#code -= this.#range;
      if (this.#range < TOP) this.#next();
      value = (value << 1 | bit) >>> 0;
    }
    return value;
  }

  #next(): void {
    if (this.#at > this.#bytes.length + 4) throw new RangeError("The packed bytes end too early.");
    this.#range = this.#range << 8 >>> 0;
    this.#code = (this.#code << 8 | (this.#bytes[this.#at++] ?? 0)) >>> 0;
  }

  /** A number of so many bits, the highest first; `start` is where its odds lie. */
  tree(table: Uint16Array, start: number, bits: number): number {
    let node = 1;
    for (let k = 0; k < bits; k++) node = node << 1 | this.bit(table, start + node);
    return node - (1 << bits);
  }

  /** The same, the lowest first. */
  reverse(table: Uint16Array, start: number, bits: number): number {
    let node = 1, value = 0;
    for (let k = 0; k < bits; k++) {
      const bit = this.bit(table, start + node);
      node = node << 1 | bit;
      value |= bit << k;
    }
    return value;
  }
}

class Lengths {
  readonly #choice = odds(2);
  readonly #low = odds(POSITIONS << 3);
  readonly #middle = odds(POSITIONS << 3);
  readonly #high = odds(256);

  read(range: Range, position: number): number {
    if (!range.bit(this.#choice, 0)) return 2 + range.tree(this.#low, position << 3, 3);
    if (!range.bit(this.#choice, 1)) return 10 + range.tree(this.#middle, position << 3, 3);
    return 18 + range.tree(this.#high, 0, 8);
  }
}

/** What was packed. Throws a RangeError where the bytes are no LZMA or end too early. */
export function unlzma(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset), properties = bytes[0]!, size = view.getUint32(5, true);
  if (properties >= 9 * 5 * 5 || view.getUint32(9, true)) throw new RangeError("This is not packed as it should be.");
  const lc = properties % 9, lp = Math.floor(properties / 9) % 5, positionMask = (1 << Math.floor(properties / 45)) - 1;
  const literalMask = (1 << lp) - 1, out = new Uint8Array(size), range = new Range(bytes, 13);
  const literals = odds(0x300 << (lc + lp)), isMatch = odds(STATES * POSITIONS), isRepeat = odds(STATES);
  const isFirst = odds(STATES), isFirstLong = odds(STATES * POSITIONS), isSecond = odds(STATES), isThird = odds(STATES);
  const slots = odds(LENGTH_STATES << 6), special = odds(128), align = odds(16), matches = new Lengths(), repeats = new Lengths();
  let state = 0, at = 0, rep0 = 0, rep1 = 0, rep2 = 0, rep3 = 0;
  while (at < size) {
    const position = at & positionMask, place = state * POSITIONS + position;
    if (!range.bit(isMatch, place)) {
      const before = at ? out[at - 1]! : 0, start = 0x300 * (((at & literalMask) << lc) + (before >>> (8 - lc)));
      let node = 1;
      if (state >= 7) {
        for (let matched = out[at - rep0 - 1]!, same = true; node < 0x100;) {
          const wanted = matched >>> 7 & 1, bit = range.bit(literals, start + node + (same ? (1 + wanted) << 8 : 0));
          matched <<= 1;
          node = node << 1 | bit;
          same = same && bit === wanted;
        }
      } else while (node < 0x100) node = node << 1 | range.bit(literals, start + node);
      out[at++] = node;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let length: number;
    if (range.bit(isRepeat, state)) {
      if (!range.bit(isFirst, state)) {
        if (!range.bit(isFirstLong, place)) {
          state = state < 7 ? 9 : 11;
          out[at] = out[at - rep0 - 1]!;
          at++;
          continue;
        }
      } else {
        let distance: number;
        if (!range.bit(isSecond, state)) distance = rep1;
        else {
          if (!range.bit(isThird, state)) distance = rep2;
          else [distance, rep3] = [rep3, rep2];
          rep2 = rep1;
        }
        rep1 = rep0;
        rep0 = distance;
      }
      length = repeats.read(range, position);
      state = state < 7 ? 8 : 11;
    } else {
      [rep3, rep2, rep1] = [rep2, rep1, rep0];
      length = matches.read(range, position);
      state = state < 7 ? 7 : 10;
      const slot = range.tree(slots, Math.min(length - 2, LENGTH_STATES - 1) << 6, 6), bits = (slot >>> 1) - 1;
      if (slot < 4) rep0 = slot;
      else if (slot < 14) {
        rep0 = (2 | slot & 1) << bits;
        rep0 += range.reverse(special, rep0 - slot, bits);
      } else rep0 = (((2 | slot & 1) << bits) + (range.direct(bits - 4) << 4 >>> 0) + range.reverse(align, 0, 4)) >>> 0;
    }
    if (rep0 >= at || length > size - at) throw new RangeError("This is not packed as it should be.");
    for (let from = at - rep0 - 1; length--;) out[at++] = out[from++]!;
  }
  return out;
}
