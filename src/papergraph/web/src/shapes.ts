/* The shapes of kinds: as corners for drawing, as masks of coverage for fast drawing, as small pictures for text. */

export type Shape = "dot" | "square" | "diamond" | "triangle" | "triangleDown" | "hexagon" | "star";

/** The names are those of vis-network, which draws the neighbourhood view with the same shapes. */
export const SHAPES: Record<string, Shape> = {
  article: "square", paper: "dot", repository: "diamond", person: "triangle", organization: "triangleDown", venue: "hexagon",
  topic: "star",
};

export const shapeOf = (kind: string): Shape => SHAPES[kind] ?? "dot";

type Point = [x: number, y: number];

/** Corners of a shape of radius 1 around (0, 0); a dot has none. All shapes look about equally big. */
export function corners(shape: Shape): Point[] {
  const around = (count: number, turn: number, radius: (k: number) => number): Point[] =>
    Array.from({length: count}, (_, k) => {
      const angle = turn + 2 * Math.PI * k / count;
      return [radius(k) * Math.cos(angle), radius(k) * Math.sin(angle)];
    });
  switch (shape) {
    case "square": return around(4, Math.PI / 4, () => 1.2);
    case "diamond": return around(4, 0, () => 1.22);
    case "triangle": return around(3, -Math.PI / 2, () => 1.3).map(([x, y]) => [x, y + 0.2]);
    case "triangleDown": return around(3, Math.PI / 2, () => 1.3).map(([x, y]) => [x, y - 0.2]);
    case "hexagon": return around(6, 0, () => 1.1);
    case "star": return around(10, -Math.PI / 2, k => (k % 2 ? 0.62 : 1.36));
    default: return [];
  }
}

const CORNERS = Object.fromEntries(Object.values(SHAPES).map(shape => [shape, corners(shape)])) as Record<Shape, Point[]>;

/** Add a shape to the path of a drawing plane. */
export function trace(context: CanvasRenderingContext2D, shape: Shape, x: number, y: number, radius: number): void {
  const points = CORNERS[shape];
  if (!points.length) {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  points.forEach(([a, b], k) => (k ? context.lineTo(x + a * radius, y + b * radius) : context.moveTo(x + a * radius, y + b * radius)));
  context.closePath();
}

/** Whether a point lies within a shape of radius 1. */
export function inside(shape: Shape, x: number, y: number): boolean {
  const points = CORNERS[shape];
  if (!points.length) return x * x + y * y <= 1;
  let within = false;
  for (let k = 0, before = points.length - 1; k < points.length; before = k++) {
    const [a, b] = points[k]!, [c, d] = points[before]!;
    if (b > y !== d > y && x < (c - a) * (y - b) / (d - b) + a) within = !within;
  }
  return within;
}

export interface Mask {
  /** Pixels from the middle to the edge; the mask is 2 · reach + 1 pixels wide and high. */
  reach: number;
  /** How much of each pixel the shape covers, 0 to 255. */
  fill: Uint8Array;
  /** How much of each pixel the shape and its edge cover. */
  edge: Uint8Array;
}

const GRAINS = 4;

/** The coverage of a shape of that radius, and of one that is wider by `edge`, in pixels; a hollow one is a ring. */
export function mask(shape: Shape, radius: number, edge: number, hollow: boolean): Mask {
  const reach = Math.ceil((radius + edge) * 1.4), side = 2 * reach + 1;
  const made: Mask = {reach, fill: new Uint8Array(side * side), edge: new Uint8Array(side * side)};
  const hole = radius - Math.max(1, radius * 0.3);
  for (let row = 0, at = 0; row < side; row++) {
    for (let column = 0; column < side; column++, at++) {
      let fill = 0, wide = 0;
      for (let grain = 0; grain < GRAINS * GRAINS; grain++) {
        const x = column - reach - 0.5 + (grain % GRAINS + 0.5) / GRAINS;
        const y = row - reach - 0.5 + (Math.floor(grain / GRAINS) + 0.5) / GRAINS;
        if (!inside(shape, x / (radius + edge), y / (radius + edge))) continue;
        wide++;
        if (inside(shape, x / radius, y / radius) && !(hollow && inside(shape, x / hole, y / hole))) fill++;
      }
      made.fill[at] = fill * 255 / (GRAINS * GRAINS);
      made.edge[at] = wide * 255 / (GRAINS * GRAINS);
    }
  }
  return made;
}

/** A small picture of a kind, for text. */
export function icon(kind: string): SVGElement {
  const space = "http://www.w3.org/2000/svg", svg = document.createElementNS(space, "svg");
  const points = CORNERS[shapeOf(kind)];
  const shape = document.createElementNS(space, points.length ? "polygon" : "circle");
  if (points.length) shape.setAttribute("points", points.map(([x, y]) => `${(8 + 5.6 * x).toFixed(2)},${(8 + 5.6 * y).toFixed(2)}`).join(" "));
  else for (const [name, value] of [["cx", "8"], ["cy", "8"], ["r", "5.8"]] as const) shape.setAttribute(name, value);
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `icon ${kind}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(shape);
  return svg as SVGElement;
}
