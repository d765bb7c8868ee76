/* What the reader takes away: a picture, a drawing, a table, a link. Nothing of it leaves the computer. */

import type {App} from "./app.ts";
import {css, FONT, printable} from "./text.ts";
import {corners, shapeOf} from "./shapes.ts";
import {tableThings} from "./table.ts";

/** Marks of a drawing; programs that open one with more become slow. */
const MOST_DRAWN = 20_000;

export function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content), link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export const fileName = (app: App, extension: string): string =>
  `${printable(app.graph.header.title).replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "papergraph"}.${extension}`;

/** The map as it is on the screen. */
export function savePng(app: App): void {
  app.map.canvas.toBlob(blob => blob && save(blob, fileName(app, "png")), "image/png");
}

/** The visible part of the map, as shapes and text. */
export function saveSvg(app: App): void {
  save(new Blob([drawing(app)], {type: "image/svg+xml"}), fileName(app, "svg"));
}

export function drawing(app: App): string {
  const {map, graph} = app, {width, height} = map.pane, space = "http://www.w3.org/2000/svg";
  const root = document.implementation.createDocument(space, "svg", null), svg = root.documentElement;
  const add = (parent: Element, tag: string, attributes: Record<string, string | number>, text = "") => {
    const made = root.createElementNS(space, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
    if (text) made.textContent = text;
    parent.append(made);
    return made;
  };
  for (const [name, value] of Object.entries({viewBox: `0 0 ${width} ${height}`, width, height})) svg.setAttribute(name, String(value));
  add(svg, "title", {}, printable(graph.header.title));
  add(svg, "rect", {width, height, fill: css(map.look.ground)});
  const visible = new Set<number>();
  for (let thing = 0; thing < graph.count && visible.size < MOST_DRAWN; thing++) {
    const [x, y] = map.screenOf(thing);
    if (map.isShown(thing) && x > -20 && y > -20 && x < width + 20 && y < height + 20) visible.add(thing);
  }
  const lines = add(svg, "g", {stroke: css(map.look.line), "stroke-width": 0.8});
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const from = graph.from[edge]!, to = graph.to[edge]!;
    if (!visible.has(from) || !visible.has(to)) continue;
    const [x1, y1] = map.screenOf(from).map(round), [x2, y2] = map.screenOf(to).map(round);
    add(lines, "line", {x1: x1!, y1: y1!, x2: x2!, y2: y2!});
  }
  const marks = add(svg, "g", {stroke: css(map.look.ground)});
  for (const thing of [...visible].reverse()) drawMark(app, thing, marks, add);
  const labels = add(svg, "g", {"font-family": FONT, "font-size": 12, "text-anchor": "middle", "dominant-baseline": "central"});
  for (const {thing, across, down} of map.labels) {
    const [x, y] = map.screenOf(thing);
    add(labels, "text", {x: round(x + across), y: round(y + down)}, map.labelText(thing));
  }
  return new XMLSerializer().serializeToString(root);
}

function drawMark({map, graph}: App, thing: number, marks: Element,
  add: (parent: Element, tag: string, attributes: Record<string, string | number>) => Element): void {
  const [x, y] = map.screenOf(thing), radius = map.radiusOf(thing), points = corners(shapeOf(graph.kindName(thing)));
  const colour = css(map.look.colourOf(thing));
  const paint = graph.trouble[thing] ? {fill: css(map.look.ground), stroke: colour, "stroke-dasharray": "3 2"} : {fill: colour};
  const mark = points.length
    ? add(marks, "polygon", {points: points.map(([a, b]) => `${round(x + a * radius)},${round(y + b * radius)}`).join(" "), ...paint})
    : add(marks, "circle", {cx: round(x), cy: round(y), r: round(radius), ...paint});
  add(mark, "title", {}).textContent = printable(graph.name(thing));
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** The text of a value; one that a spreadsheet would take for a formula is kept a text. */
export const safeText = (value: string | number | null): string =>
  (typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? ""));

/** A cell of a table. */
export function cell(value: string | number | null): string {
  const safe = safeText(value);
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The table as it is filtered and sorted, with the references of the things. */
export async function saveCsv(app: App): Promise<void> {
  const {graph} = app, references = await app.details.references();
  const rows = tableThings(app).map(thing => [graph.kindName(thing), references[thing]!, graph.name(thing), graph.year(thing),
    graph.stars(thing), graph.linkCount(thing)].map(cell).join(","));
  // The sign at the start tells spreadsheets that this is UTF-8.
  save(new Blob(["\ufeff", ["kind,reference,name,year,stars,links", ...rows].join("\r\n"), "\r\n"], {type: "text/csv"}), fileName(app, "csv"));
}

/** Copy the address of exactly this view. */
export async function copyLink(app: App): Promise<boolean> {
  try {
    await app.resolveAddress();
    await navigator.clipboard.writeText(location.href);
    return true;
  } catch {
    return false;
  }
}
