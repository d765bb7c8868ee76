/* Where labels stand: as many as have room, the most important first, none over another and none over a large mark. */

import type {Box} from "./camera.ts";

const CELL_WIDTH = 64, CELL_HEIGHT = 24;

/** Boxes on the screen, and whether a further one is free of them. */
export class Taken {
  readonly #cells = new Map<number, Box[]>();

  *#over(box: Box): Generator<number> {
    for (let row = Math.floor(box.top / CELL_HEIGHT); row <= Math.floor(box.bottom / CELL_HEIGHT); row++) {
      for (let column = Math.floor(box.left / CELL_WIDTH); column <= Math.floor(box.right / CELL_WIDTH); column++) {
        yield row * 4096 + column;
      }
    }
  }

  add(box: Box): void {
    for (const cell of this.#over(box)) {
      const held = this.#cells.get(cell);
      if (held) held.push(box);
      else this.#cells.set(cell, [box]);
    }
  }

  isFree(box: Box): boolean {
    for (const cell of this.#over(box)) {
      for (const other of this.#cells.get(cell) ?? []) {
        if (box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom) return false;
      }
    }
    return true;
  }
}

/** A mark on the screen. */
export interface Seen {
  thing: number;
  x: number;
  y: number;
  radius: number;
}

/** A label that has found its place: its middle, relative to the middle of its mark. */
export interface Label extends Seen {
  across: number;
  down: number;
}

export interface Wishes {
  /** The part of the pane that is open. */
  open: Box;
  /** Width of a label in pixels. */
  widthOf: (thing: number) => number;
  height: number;
  /** Most labels. */
  most: number;
  /** So many of the first have a label even over marks of others, though never over a label. */
  leaders: number;
}

/** Marks smaller than this do not keep labels away. */
const SMALL = 3.5;

/** Give labels to marks, which come in falling order of importance. */
export function placed(seen: Iterable<Seen>, wishes: Wishes, taken = new Taken()): Label[] {
  const marks = [...seen], labelled = new Taken(), labels: Label[] = [];
  for (const {x, y, radius} of marks) {
    if (radius >= SMALL) taken.add({left: x - radius, top: y - radius, right: x + radius, bottom: y + radius});
  }
  for (const [rank, mark] of marks.entries()) {
    const boxes = around(mark, wishes.widthOf(mark.thing), wishes.height).filter(box => within(box, wishes.open));
    const box = boxes.find(box => taken.isFree(box) && labelled.isFree(box))
      ?? (rank < wishes.leaders ? boxes.find(box => labelled.isFree(box)) : undefined);
    if (!box) continue;
    taken.add(box);
    labelled.add(box);
    labels.push({...mark, across: (box.left + box.right) / 2 - mark.x, down: (box.top + box.bottom) / 2 - mark.y});
    if (labels.length >= wishes.most) break;
  }
  return labels;
}

/* Where a label may stand: below its mark, above, right, left. */
function around({x, y, radius}: Seen, width: number, height: number): Box[] {
  const half = width / 2 + 2, near = radius + 2;
  return [
    {left: x - half, top: y + near, right: x + half, bottom: y + near + height},
    {left: x - half, top: y - near - height, right: x + half, bottom: y - near},
    {left: x + near, top: y - height / 2, right: x + near + 2 * half, bottom: y + height / 2},
    {left: x - near - 2 * half, top: y - height / 2, right: x - near, bottom: y + height / 2},
  ];
}

const within = (box: Box, open: Box): boolean =>
  box.left > open.left && box.right < open.right && box.top > open.top && box.bottom < open.bottom;

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

/** A name cut to so many columns; Chinese and the like take two, and no character is cut in two. */
export function shortened(name: string, columns: number): string {
  const letters = typeof Intl.Segmenter === "function" && /[^\u0000-\u024f]/.test(name)
    ? Array.from(new Intl.Segmenter().segment(name), part => part.segment) : [...name];
  let width = 0, shown = "";
  for (const letter of letters) {
    width += WIDE.test(letter) || letter.length > 2 || letter.codePointAt(0)! > 0x1f000 ? 2 : 1;
    if (width > columns) return `${shown.trimEnd()}…`;
    shown += letter;
  }
  return name.length > shown.length ? `${shown.trimEnd()}…` : shown;
}
