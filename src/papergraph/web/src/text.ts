/* How text and colours are written on the map, and what of text is never shown as it is. */

import type {Colour} from "./raster.ts";

export const FONT = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans CJK JP", sans-serif';

/* Control characters, and those that turn the direction of text or break a line. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu;
export const printable = (text: string): string => text.replace(UNSEEN, "\ufffd");

export const css = ([red, green, blue]: Colour, opacity = 1): string =>
  (opacity === 1 ? `rgb(${red},${green},${blue})` : `rgba(${red},${green},${blue},${opacity})`);
