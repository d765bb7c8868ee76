"use strict";
/* Labels of the map, as many as have room. */

const FONT = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const LABEL = 12, LABEL_ROOM = 20000, SMALL = 3, LEADERS = 6, LEADER_ROOM = 50000, FAR = 9;

/* Boxes on the screen, [left, top, right, bottom], and whether a further one is free of them. */
class Taken {
  constructor() {
    this.cells = new Map();
  }

  *cellsOf([left, top, right, bottom]) {
    for (let row = Math.floor(top / 24); row <= Math.floor(bottom / 24); row++) {
      for (let column = Math.floor(left / 64); column <= Math.floor(right / 64); column++) yield row * 4096 + column;
    }
  }

  add(box) {
    for (const cell of this.cellsOf(box)) {
      if (this.cells.has(cell)) this.cells.get(cell).push(box);
      else this.cells.set(cell, [box]);
    }
  }

  isFree(box) {
    for (const cell of this.cellsOf(box)) {
      for (const other of this.cells.get(cell) ?? []) {
        if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return false;
      }
    }
    return true;
  }
}

/* Labels of one size on the screen, for the first things first: none over another and none over a mark, except that
   the most connected things of a map seen from afar have theirs in any case, and so has what is chosen. */
function drawLabels(context, scale, places, smallest) {
  const seen = inSight(scale, places, smallest), taken = new Taken(), labelled = new Taken(), {right, bottom} = openPane();
  for (const {x, y, radius} of seen) if (radius >= SMALL) taken.add([x - radius, y - radius, x + radius, y + radius]);
  context.font = `${LABEL / scale}px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const leaders = smallest ? 1 : Math.max(LEADERS, right * bottom / LEADER_ROOM);
  let left = Math.max(12, right * bottom / LABEL_ROOM);
  for (const [rank, mark] of seen.entries()) {
    const half = (map.widths[mark.node.id] ??= context.measureText(mark.node.label).width * scale) / 2 + 2;
    const inside = labelBoxes(mark, half).filter(box => box[0] > 0 && box[2] < right && box[3] < bottom);
    const leads = rank < leaders && mark.radius < FAR;
    const box = inside.find(box => taken.isFree(box)) ?? (leads ? inside.find(box => labelled.isFree(box)) : null);
    if (!box) continue;
    taken.add(box);
    labelled.add(box);
    drawLabel(context, mark, box, scale);
    if (--left <= 0) break;
  }
}

/* The marks that are on the screen, with their place there in pixels. */
function inSight(scale, places, smallest) {
  const {clientWidth: width, clientHeight: height} = map.pane, middle = map.network.getViewPosition(), seen = [];
  for (const place of places) {
    if (!isShown(place)) continue;
    const node = nodes[place], radius = Math.max(node.size * scale, smallest);
    const x = (node.x - middle.x) * scale + width / 2, y = (node.y - middle.y) * scale + height / 2;
    if (x > -radius && y > -radius && x < width + radius && y < height + radius) seen.push({node, x, y, radius});
  }
  return seen;
}

/* Where a label may stand: below its mark, above, right, left. */
function labelBoxes({x, y, radius}, half) {
  const near = radius + 2, high = LABEL + 4;
  return [
    [x - half, y + near, x + half, y + near + high], [x - half, y - near - high, x + half, y - near],
    [x + near, y - high / 2, x + near + 2 * half, y + high / 2], [x - near - 2 * half, y - high / 2, x - near, y + high / 2],
  ];
}

function drawLabel(context, {node, x, y}, box, scale) {
  const across = node.x + ((box[0] + box[2]) / 2 - x) / scale, down = node.y + ((box[1] + box[3]) / 2 - y) / scale;
  context.lineWidth = 3 / scale;
  context.strokeStyle = map.colours.ground;
  context.strokeText(node.label, across, down);
  context.fillStyle = map.colours.ink;
  context.fillText(node.label, across, down);
}
