"use strict";
/* The map: vis-network draws marks and lines; what is chosen or found is drawn over them, and then the labels. */

const LIT = 5, FINGER = 14, OUTLINE = 2;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

const map = {network: null, nodes: null, edges: null, chosen: null, marked: null, colours: {}, widths: []};

function startMap(pane) {
  map.pane = pane;
  readColours();
  if (pane.clientHeight > 1.2 * pane.clientWidth) for (const node of nodes) [node.x, node.y] = [-node.y, node.x];
  suitSizes(roughScale(pane));
  map.all = {nodes: new vis.DataSet(nodes.map(markOf)), edges: new vis.DataSet(edges.map(lineOf))};
  map.nodes = new vis.DataView(map.all.nodes, {filter: node => isShown(node.id)});
  map.edges = new vis.DataView(map.all.edges, {filter: edge => isShown(edge.from) && isShown(edge.to)});
  map.network = new vis.Network(pane, {nodes: map.nodes, edges: map.edges}, {...options, ...coloured()});
  map.network.on("afterDrawing", drawOver);
  fitMap(false);
}

/* A node as vis-network draws it: a dashed outline where something is the matter. The labels are ours. */
function markOf({label, ...node}) {
  if (!trouble(node.id)) return node;
  const color = {background: map.colours.ground, border: map.colours[node.group]};
  return {...node, color, borderWidth: OUTLINE, shapeProperties: {borderDashes: dashes(node.size)}};
}

const dashes = size => [0.5 * size, 0.3 * size];

const lineOf = ({from, to}, id) => ({id, from, to});

/* Make lines and marks of a large map big enough to be seen when all of it is shown. */
function suitSizes(scale) {
  const smallest = Math.min(...nodes.map(node => node.size));
  const growth = Math.min(1.9, Math.max(1, 2.3 / (smallest * scale)));
  for (const node of nodes) node.size *= growth;
  map.lineWidth = Math.min(3, Math.max(1, 0.7 / scale));
  map.border = scale < 0.4 ? 0 : 1;
}

/* About the scale at which the whole map fits the pane. */
function roughScale(pane) {
  let across = 1, down = 1;
  for (const {x, y} of nodes) [across, down] = [Math.max(across, Math.abs(x)), Math.max(down, Math.abs(y))];
  return Math.min(pane.clientWidth / across, pane.clientHeight / down) / 2;
}

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const read = name => style.getPropertyValue(name).trim();
  for (const name of ["ground", "ink", "quiet", "line", "accent"]) map.colours[name] = read(`--${name}`);
  for (const kind of Object.keys(SHAPES)) map.colours[kind] = read(`--${kind}`);
}

function coloured() {
  const groups = {};
  for (const kind of kinds) {
    groups[kind] = {shape: SHAPES[kind], color: {background: map.colours[kind], border: map.colours.ground}};
  }
  return {groups, nodes: {...options.nodes, borderWidth: map.border}, edges: {...options.edges, width: map.lineWidth, color: {color: map.colours.line, inherit: false}}};
}

/* Draw with the colours of the style sheet again, after the reader's system went dark or light. */
function recolourMap() {
  readColours();
  map.network.setOptions(coloured());
  map.all.nodes.update(nodes.map(markOf));
  map.network.redraw();
}

/* Take kinds out of the map, or put them back. */
function filterMap() {
  map.nodes.refresh();
  map.edges.refresh();
}

function fitMap(slowly = true) {
  const shown = map.nodes.getIds();
  if (!shown.length) return;
  const options = {nodes: shown, maxZoomLevel: 1.4, animation: slowly && !calm.matches && {duration: 300}};
  map.network.fit(options);
}

function zoomMap(factor) {
  map.network.moveTo({scale: Math.min(Math.max(map.network.getScale() * factor, 0.01), 8)});
}

function panMap(across, down) {
  const {x, y} = map.network.getViewPosition(), scale = map.network.getScale();
  map.network.moveTo({position: {x: x + across / scale, y: y + down / scale}});
}

/* Choose a thing, or none; go there when it is not well in sight beside the details. */
function chooseOnMap(place, go) {
  map.chosen = place;
  if (place !== null && map.pane.clientWidth) {
    const {left, top, right, bottom} = openPane(), at = map.network.canvasToDOM(nodes[place]), edge = 30;
    const inside = at.x > left + edge && at.y > top + edge && at.x < right - edge && at.y < bottom - edge;
    const scale = go ? Math.max(map.network.getScale(), 0.55) : map.network.getScale();
    if (!inside || scale !== map.network.getScale()) {
      const offset = {x: (left + right - map.pane.clientWidth) / 2, y: (top + bottom - map.pane.clientHeight) / 2};
      map.network.moveTo({position: nodes[place], scale, offset, animation: !calm.matches && {duration: 300}});
    }
  }
  map.network.redraw();
}

/* The part of the map that the details leave open, in pixels of the pane. */
function openPane() {
  const pane = map.pane.getBoundingClientRect(), panel = document.getElementById("panel").getBoundingClientRect();
  const open = {left: 0, top: 0, right: pane.width, bottom: pane.height};
  if (panel.width && panel.width < pane.width) open.right = panel.left - pane.left;
  else if (panel.width) open.bottom = panel.top - pane.top;
  return open;
}

/* Light up what was found, or nothing. */
function markOnMap(places) {
  map.marked = places && places.length ? new Set(places) : null;
  map.network.redraw();
}

/* The thing at a point of the pane, or null: the nearest within reach of a finger. */
function pick(x, y) {
  const at = map.network.DOMtoCanvas({x, y}), scale = map.network.getScale();
  let best = null, nearest = Infinity;
  for (const node of nodes) {
    if (!isShown(node.id)) continue;
    const reach = Math.max(node.size, FINGER / scale);
    const distance = Math.hypot(node.x - at.x, node.y - at.y);
    if (distance < reach && distance - node.size < nearest) [best, nearest] = [node.id, distance - node.size];
  }
  return best;
}

/* The thing that lies nearest in a direction, given as a step right and down; null where there is none. */
function neighbourTowards(place, across, down) {
  let best = null, nearest = Infinity;
  for (const node of nodes) {
    if (node.id === place || !isShown(node.id)) continue;
    const x = node.x - nodes[place].x, y = node.y - nodes[place].y;
    const along = x * across + y * down, aside = Math.abs(x * down) + Math.abs(y * across);
    if (along > aside && along + 2 * aside < nearest) [best, nearest] = [node.id, along + 2 * aside];
  }
  return best;
}

/* The things to be lit up while the rest is veiled: what is chosen with its neighbours, or what was found. */
function lit() {
  if (map.chosen !== null && isShown(map.chosen)) {
    const beside = edgesOf[map.chosen].map(edge => otherEnd(edges[edge], map.chosen)).filter(isShown);
    return [...new Set([map.chosen, ...beside])];
  }
  return map.marked ? [...map.marked].filter(isShown) : null;
}

/* Everything over the marks and lines of vis-network; its drawing plane is already moved and scaled. */
function drawOver(context) {
  const scale = map.network.getScale(), some = lit();
  if (some) {
    veil(context);
    if (map.chosen !== null && isShown(map.chosen)) drawLines(context, scale);
    for (const place of [...some].reverse()) drawMark(context, nodes[place], scale);
  }
  drawLabels(context, scale, some ?? nodes.keys(), some ? LIT : 0);
}

function veil(context) {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 0.8;
  context.fillStyle = map.colours.ground;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.restore();
}

function drawLines(context, scale) {
  context.beginPath();
  for (const edge of edgesOf[map.chosen]) {
    const {from, to} = edges[edge];
    if (!isShown(from) || !isShown(to)) continue;
    context.moveTo(nodes[from].x, nodes[from].y);
    context.lineTo(nodes[to].x, nodes[to].y);
  }
  context.strokeStyle = map.colours.quiet;
  context.lineWidth = 1.4 / scale;
  context.stroke();
}

function drawMark(context, node, scale) {
  const size = Math.max(node.size, LIT / scale), {ground, [node.group]: colour} = map.colours, wrong = trouble(node.id);
  trace(context, node.shape, node.x, node.y, size);
  context.fillStyle = wrong ? ground : colour;
  context.strokeStyle = wrong ? colour : ground;
  context.lineWidth = (wrong ? OUTLINE : 1) / scale;
  context.setLineDash(wrong ? dashes(size) : []);
  context.fill();
  context.stroke();
  context.setLineDash([]);
  if (node.id !== map.chosen) return;
  trace(context, "dot", node.x, node.y, size + 5 / scale);
  context.strokeStyle = map.colours.ink;
  context.lineWidth = 2 / scale;
  context.stroke();
}
