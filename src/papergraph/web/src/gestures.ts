/* The hand on the map: dragging, the wheel, two fingers, double clicks, and the keys. */

import type {App} from "./app.ts";
import {byId, called} from "./dom.ts";
import {icon} from "./shapes.ts";

/** Pixels that a finger may slip while it taps, and milliseconds between the taps of a double one. */
const SLIP = 5, DOUBLE = 320;

export function listenToMap(app: App): void {
  const {map} = app, {canvas} = map, fingers = new Map<number, [x: number, y: number]>();
  let slipped = 0, lastTap = -Infinity;

  const at = (event: MouseEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  canvas.addEventListener("pointerdown", event => {
    if (event.button > 0) return;
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, at(event));
    if (fingers.size === 1) slipped = 0;
    hideTip();
  });

  canvas.addEventListener("pointermove", event => {
    const before = fingers.get(event.pointerId), now = at(event);
    if (!before) {
      if (event.pointerType !== "touch") hoverSoon(app, now);
      return;
    }
    slipped += Math.hypot(now[0] - before[0], now[1] - before[1]);
    if (fingers.size === 1) {
      if (slipped > SLIP) map.panBy(before[0] - now[0], before[1] - now[1]);
      else return;
    } else if (fingers.size === 2) pinch(app, [...fingers.values()] as [[number, number], [number, number]], event.pointerId, [...fingers.keys()], now);
    fingers.set(event.pointerId, now);
  });

  const release = (event: PointerEvent) => {
    if (!fingers.delete(event.pointerId) || fingers.size || event.type === "pointercancel" || slipped > SLIP) return;
    const [x, y] = at(event), double = event.timeStamp - lastTap < DOUBLE;
    lastTap = double ? -Infinity : event.timeStamp;
    const thing = map.pick(x, y);
    if (double && thing === null) map.zoomBy(event.shiftKey ? 0.5 : 2, x, y);
    else if (double && thing !== null) {
      app.select(thing, {go: false});
      openNear(app);
    } else {
      letSecondThrough();
      if (event.shiftKey && thing !== null && app.selected !== null) app.setTarget(thing);
      else app.select(thing, {go: false});
    }
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("pointerleave", hideTip);

  canvas.addEventListener("wheel", event => {
    event.preventDefault();
    hideTip();
    const [x, y] = at(event), unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
    // A trackpad's pinch comes as a wheel with the control key, in small steps.
    const factor = Math.exp(-Math.max(-240, Math.min(240, event.deltaY * unit)) * (event.ctrlKey ? 0.01 : 0.0022));
    map.zoomBy(factor, x, y, Math.abs(event.deltaY * unit) > 40);
  }, {passive: false});

  canvas.addEventListener("keydown", event => mapKey(app, event));
}

/* The details that a first click opens may come to lie over the mark; a second one is meant for it all the same. */
function letSecondThrough(): void {
  document.body.classList.add("settling");
  setTimeout(() => document.body.classList.remove("settling"), DOUBLE);
}

function openNear(app: App): void {
  app.openView("near");
  byId("near").focus();
}

function pinch(app: App, [one, other]: [[number, number], [number, number]], moved: number, ids: number[], now: [number, number]): void {
  const [still, before] = ids[0] === moved ? [other, one] : [one, other];
  const wide = Math.hypot(before[0] - still[0], before[1] - still[1]), wider = Math.hypot(now[0] - still[0], now[1] - still[1]);
  app.map.zoomBy(wider / Math.max(wide, 1), (still[0] + now[0]) / 2, (still[1] + now[1]) / 2, false);
  app.map.panBy((before[0] - now[0]) / 2, (before[1] - now[1]) / 2);
}

let waiting: [number, number] | null = null;

/* Once a frame: what is under the mouse. */
function hoverSoon(app: App, at: [number, number]): void {
  const asked = waiting !== null;
  waiting = at;
  if (asked) return;
  requestAnimationFrame(() => {
    const [x, y] = waiting!;
    waiting = null;
    hover(app, x, y);
  });
}

function hover(app: App, x: number, y: number): void {
  const thing = app.map.pick(x, y), tip = byId("tip");
  app.map.canvas.classList.toggle("over", thing !== null);
  app.map.hover(thing === null || thing === app.selected ? null : app.around(thing, true));
  tip.hidden = thing === null;
  if (thing === null) return;
  const year = app.graph.year(thing);
  tip.replaceChildren(icon(app.graph.kindName(thing)), called(app.graph, thing), ` ${year ?? ""}`);
  tip.style.left = `${Math.max(4, Math.min(x + 12, app.map.pane.width - tip.offsetWidth - 4))}px`;
  tip.style.top = `${Math.max(4, Math.min(y + 14, app.map.pane.height - tip.offsetHeight - 4))}px`;
}

function hideTip(): void {
  byId("tip").hidden = true;
}

export function forgetHover(app: App): void {
  hideTip();
  app.map.hover(null);
}

const ARROWS: Record<string, [number, number]> = {ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0]};

function mapKey(app: App, event: KeyboardEvent): void {
  const {key, shiftKey, ctrlKey, metaKey, altKey} = event, {map} = app, arrow = ARROWS[key];
  if (ctrlKey || metaKey || altKey) return;
  if (arrow && shiftKey) map.panBy(80 * arrow[0], 80 * arrow[1], true);
  else if (arrow) step(app, arrow);
  else if (key === "+" || key === "=") map.zoomBy(1.4);
  else if (key === "-") map.zoomBy(1 / 1.4);
  else if (key === "0") map.fit();
  else if (key === "p" && app.selected !== null) app.choosePath();
  else if (key === "n" && app.selected !== null) openNear(app);
  else return;
  event.preventDefault();
}

/* Go to the next thing in a direction; to the most important one where nothing is selected. */
function step(app: App, [right, below]: [number, number]): void {
  const {selected, map, graph} = app;
  let next: number | null = null;
  if (selected === null || !map.isShown(selected)) {
    for (let thing = 0; thing < graph.count && next === null; thing++) if (map.isShown(thing)) next = thing;
  } else next = map.towards(selected, right, below);
  if (next !== null) app.select(next, {push: false});
}
