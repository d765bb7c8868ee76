"use strict";
/* The shapes of kinds, as vis-network draws them: for the legend, for lists, and for what is drawn over the map. */

const SHAPES = Object.fromEntries(nodes.map(node => [node.group, node.shape]));

/* Corners of a shape of radius r around (x, y); a circle has none. */
function corners(shape, x, y, r) {
  const around = (count, turn, radius) => Array.from({length: count}, (_, k) => {
    const angle = turn + 2 * Math.PI * k / count, length = radius(k);
    return [x + length * Math.cos(angle), y + length * Math.sin(angle)];
  });
  switch (shape) {
    case "square": return [[x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r]];
    case "diamond": return [[x, y + r], [x + r, y], [x, y - r], [x - r, y]];
    case "triangle": y += 0.275 * 1.15 * r; return around(3, -Math.PI / 2, () => 1.15 * r * 2 / Math.sqrt(3));
    case "triangleDown": y -= 0.275 * 1.15 * r; return around(3, Math.PI / 2, () => 1.15 * r * 2 / Math.sqrt(3));
    case "hexagon": return around(6, 0, () => r);
    case "star": y += 0.082 * r; return around(10, -Math.PI / 2, k => 0.82 * r * (k % 2 ? 0.5 : 1.3));
    default: return [];
  }
}

function trace(context, shape, x, y, r) {
  context.beginPath();
  const points = corners(shape, x, y, r);
  if (!points.length) context.arc(x, y, r, 0, 2 * Math.PI);
  points.forEach(([a, b], k) => (k ? context.lineTo(a, b) : context.moveTo(a, b)));
  context.closePath();
}

/* A small picture of a kind, for text. */
function icon(kind) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const points = corners(SHAPES[kind] ?? "dot", 8, 8, 6);
  const shape = document.createElementNS(svg.namespaceURI, points.length ? "polygon" : "circle");
  if (points.length) shape.setAttribute("points", points.map(point => point.map(v => v.toFixed(2)).join(",")).join(" "));
  else for (const [name, value] of [["cx", 8], ["cy", 8], ["r", 6]]) shape.setAttribute(name, value);
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `icon ${kind}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(shape);
  return svg;
}
