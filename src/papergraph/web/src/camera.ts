/* Where the map is looked at from: map units to pixels of the pane and back, and how a look moves. */

import {clamp, LEAST_SCALE, MOST_SCALE, type Place} from "./state.ts";

export interface Pane {
  width: number;
  height: number;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const across = (place: Place, pane: Pane, x: number): number => (x - place.x) * place.scale + pane.width / 2;
export const down = (place: Place, pane: Pane, y: number): number => (y - place.y) * place.scale + pane.height / 2;
export const mapX = (place: Place, pane: Pane, x: number): number => (x - pane.width / 2) / place.scale + place.x;
export const mapY = (place: Place, pane: Pane, y: number): number => (y - pane.height / 2) / place.scale + place.y;

/** The place from which a box of the map fills the open part of a pane. */
export function fitted(box: Box, open: Box, pane: Pane, margin: number, most: number): Place {
  const room = Math.max(20, Math.min(margin, (open.right - open.left) / 8, (open.bottom - open.top) / 8));
  const width = Math.max(box.right - box.left, 1e-6), height = Math.max(box.bottom - box.top, 1e-6);
  const scale = clamp(Math.min((open.right - open.left - 2 * room) / width, (open.bottom - open.top - 2 * room) / height, most),
    LEAST_SCALE, MOST_SCALE);
  return {
    x: (box.left + box.right) / 2 + (pane.width - open.left - open.right) / 2 / scale,
    y: (box.top + box.bottom) / 2 + (pane.height - open.top - open.bottom) / 2 / scale,
    scale,
  };
}

/** The place after zooming by a factor so that what is at a point of the pane stays there. */
export function zoomed(place: Place, pane: Pane, factor: number, x: number, y: number, least: number): Place {
  const scale = clamp(place.scale * factor, least, MOST_SCALE);
  return {
    x: mapX(place, pane, x) - (x - pane.width / 2) / scale,
    y: mapY(place, pane, y) - (y - pane.height / 2) / scale,
    scale,
  };
}

/** The place on the way from one to another, `part` of the way: the scale goes evenly in factors. */
export function between(from: Place, to: Place, part: number): Place {
  const scale = from.scale * (to.scale / from.scale) ** part;
  // What lies in the middle of both looks moves evenly on the screen.
  const even = Math.abs(to.scale / from.scale - 1) < 1e-3 ? part : (1 / scale - 1 / from.scale) / (1 / to.scale - 1 / from.scale);
  return {x: from.x + (to.x - from.x) * even, y: from.y + (to.y - from.y) * even, scale};
}

export const eased = (part: number): number => 1 - (1 - part) ** 3;

export const same = (one: Place, other: Place): boolean =>
  one.x === other.x && one.y === other.y && one.scale === other.scale;
