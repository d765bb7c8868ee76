/* How text and colours are written on the map, and what of text is never shown as it is. */

import type {Colour} from "./raster.ts";

export const FONT = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans CJK JP", sans-serif';

/** Control characters, and those that turn the direction of text, as ranges of a regular expression. */
export const HIDDEN = "\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069";

/* Those, and what breaks a line or is no character at all. */
const UNSEEN = new RegExp(`[${HIDDEN}\\t\\n\\ufffe\\uffff]|\\p{Surrogate}`, "gu");
export const printable = (text: string): string => text.replace(UNSEEN, "\ufffd");

export const css = ([red, green, blue]: Colour, opacity = 1): string =>
  (opacity === 1 ? `rgb(${red},${green},${blue})` : `rgba(${red},${green},${blue},${opacity})`);

/** Set a pen to write labels: in the middle of where they stand, with a halo of the ground. */
export function prepare(pen: CanvasRenderingContext2D, font: string, halo: string, width: number, ink: string): void {
  pen.font = font;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = width;
  pen.strokeStyle = halo;
  pen.fillStyle = ink;
}

/** Write a label with its halo. */
export function write(pen: CanvasRenderingContext2D, text: string, x: number, y: number): void {
  pen.strokeText(text, x, y);
  pen.fillText(text, x, y);
}
