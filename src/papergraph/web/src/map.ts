/* The map: a picture of everything that moves with the hand and is drawn anew, in slices, when there is time;
   over it, drawn at every frame, what is selected or found and the labels. */

import {across, type Box, between, down, eased, fitted, mapX, mapY, type Pane, same, zoomed} from "./camera.ts";
import {Cells, towards} from "./cells.ts";
import type {Graph} from "./graph.ts";
import type {Label} from "./labels.ts";
import {boxOf, type Layout, type Region} from "./layouts.ts";
import {type Emphasis, type Ink, NOTHING, Overlay} from "./overlay.ts";
import {drawn, leastRadius, type Look, pixelsOf, type Scene} from "./picture.ts";
import type {Place} from "./state.ts";
import {css} from "./text.ts";

/** Milliseconds of drawing at a time: while something moves, and while nothing does. */
const MOVING = 5, RESTING = 12;
/** Milliseconds from a finished picture to the next while the map moves: showing one costs as much as drawing a small one. */
const PAUSE = 80;
/** Milliseconds without movement after which labels are set anew, and that a movement takes by itself. */
const REST = 120, DURATION = 320, ZOOM_DURATION = 160;
/** The largest scale at which a whole map is fitted, and the least at which single things are looked at. */
const FIT_SCALE = 70, READABLE = 20;
/** Pixels around a finger or a mouse, and about the largest radius of a mark. */
const FINGER = 14, LARGEST = 30;

export class MapView {
  readonly canvas: HTMLCanvasElement;
  readonly graph: Graph;
  place: Place = {x: 0, y: 0, scale: 40};
  /** The part of the pane that is not covered. */
  open: Box = {left: 0, top: 0, right: 1, bottom: 1};
  calm = false;
  /** Called after the place has come to rest. */
  onRest: () => void = () => {};
  onDrawn: () => void = () => {};
  readonly #context: CanvasRenderingContext2D;
  readonly #back = document.createElement("canvas");
  #backPlace: Place | null = null;
  #pane: Pane = {width: 1, height: 1};
  #grain = 1;
  #layout: Layout;
  #shown: Uint8Array;
  #shownCount: number;
  #look!: Look;
  #ink!: Ink;
  readonly #overlay: Overlay;
  #job: Generator<void, {image: ImageData}> | null = null;
  #jobPlace: Place | null = null;
  #finished = -Infinity;
  #stale = true;
  #frame = 0;
  #target: {from: Place; to: Place; since: number; duration: number} | null = null;
  #lastMove = 0;
  #moved = false;
  #cells: Cells | null = null;

  constructor(canvas: HTMLCanvasElement, graph: Graph, layout: Layout) {
    this.canvas = canvas;
    this.graph = graph;
    this.#layout = layout;
    this.#shown = new Uint8Array(graph.count).fill(1);
    this.#shownCount = graph.count;
    this.#context = canvas.getContext("2d", {alpha: false})!;
    this.#overlay = new Overlay(this, this.#context);
  }

  /** Take on the size of the canvas element; true where it changed. */
  resize(): boolean {
    const {clientWidth: width, clientHeight: height} = this.canvas, grain = Math.min(window.devicePixelRatio || 1, 2);
    if (!width || !height || (width === this.#pane.width && height === this.#pane.height && grain === this.#grain)) return false;
    this.#pane = {width, height};
    this.#grain = grain;
    this.canvas.width = Math.round(width * grain);
    this.canvas.height = Math.round(height * grain);
    this.#overlay.forgetSprites();
    this.redraw();
    return true;
  }

  get pane(): Pane {
    return this.#pane;
  }

  get grain(): number {
    return this.#grain;
  }

  get ink(): Ink {
    return this.#ink;
  }

  get layout(): Layout {
    return this.#layout;
  }

  setLook(look: Look, ink: Ink): void {
    this.#look = look;
    this.#ink = ink;
    this.#overlay.forgetSprites();
    this.redraw();
  }

  setLayout(layout: Layout, regions: Region[]): void {
    this.#layout = layout;
    this.#overlay.regions = regions;
    this.#cells = null;
    this.redraw();
  }

  setShown(shown: Uint8Array): void {
    this.#shown = shown;
    this.#shownCount = shown.reduce((sum, one) => sum + one, 0);
    this.#cells = null;
    this.redraw();
  }

  get shownCount(): number {
    return this.#shownCount;
  }

  isShown(thing: number): boolean {
    return this.#shown[thing] === 1 && (this.#layout.placed === null || this.#layout.placed[thing] === 1);
  }

  emphasise(emphasis: Emphasis | null): void {
    this.#overlay.emphasis = emphasis ?? NOTHING;
    this.#overlay.hover = NOTHING;
    this.#overlay.forgetLabels();
    this.#wake();
  }

  hover(emphasis: Emphasis | null): void {
    const next = emphasis ?? NOTHING;
    if (next.chosen === this.#overlay.hover.chosen) return;
    this.#overlay.hover = next;
    this.#wake();
  }

  /** Write labels anew: things are called otherwise. */
  rename(): void {
    this.#overlay.forgetNames();
    this.#wake();
  }

  /** Draw everything anew. */
  redraw(): void {
    this.#stale = true;
    this.#overlay.forgetLabels();
    this.#wake();
  }

  // Moving

  fit(slowly = true): void {
    this.moveTo(this.fitPlace(), slowly);
  }

  fitPlace(): Place {
    const box = boxOf(this.#layout, this.graph.count, thing => this.isShown(thing)) ?? {left: 0, top: 0, right: 0, bottom: 0};
    // Marks and labels reach beyond the middles of the outermost things.
    const names = this.#layout.regions.length ? 1 : 0;
    const room = {left: box.left - 0.4, top: box.top - 0.4 - names, right: box.right + 0.4, bottom: box.bottom + 0.6};
    return fitted(room, this.open, this.#pane, 26, FIT_SCALE);
  }

  moveTo(place: Place, slowly = true): void {
    const start = this.place;
    if (!slowly || this.calm || !this.#backPlace) {
      this.#target = null;
      this.place = place;
      this.#touch();
    } else {
      this.#target = {from: start, to: place, since: performance.now(), duration: DURATION};
      this.#wake();
    }
  }

  /** Where a movement that has begun will end. */
  get goal(): Place {
    return this.#target?.to ?? this.place;
  }

  panBy(x: number, y: number, slowly = false): void {
    const {scale, ...at} = this.goal;
    this.moveTo({x: at.x + x / scale, y: at.y + y / scale, scale}, slowly);
  }

  zoomBy(factor: number, x = (this.open.left + this.open.right) / 2, y = (this.open.top + this.open.bottom) / 2, slowly = true): void {
    const least = Math.min(this.fitPlace().scale / 4, 20);
    this.moveTo(zoomed(this.goal, this.#pane, factor, x, y, least), slowly);
    if (this.#target) this.#target.duration = ZOOM_DURATION;
  }

  /** Bring things into the open part of the pane, as large as they were where that is possible. */
  show(things: number[], slowly = true): void {
    const {left, top, right, bottom} = this.open, edge = 40, at = this.goal;
    if (!things.length) return;
    const box = this.#boxOfThings(things);
    const inside = across(at, this.#pane, box.left) > left + edge && across(at, this.#pane, box.right) < right - edge
      && down(at, this.#pane, box.top) > top + edge && down(at, this.#pane, box.bottom) < bottom - edge;
    if (inside && at.scale >= READABLE) return;
    this.moveTo(fitted(box, this.open, this.#pane, edge + 20, Math.max(at.scale, READABLE)), slowly);
  }

  #boxOfThings(things: number[]): Box {
    const {x, y} = this.#layout, box = {left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity};
    for (const thing of things) {
      box.left = Math.min(box.left, x[thing]!);
      box.right = Math.max(box.right, x[thing]!);
      box.top = Math.min(box.top, y[thing]!);
      box.bottom = Math.max(box.bottom, y[thing]!);
    }
    return box;
  }

  #touch(): void {
    this.#lastMove = performance.now();
    this.#moved = true;
    this.#wake();
  }

  // Finding

  screenOf(thing: number): [x: number, y: number] {
    return [across(this.place, this.#pane, this.#layout.x[thing]!), down(this.place, this.#pane, this.#layout.y[thing]!)];
  }

  radiusOf(thing: number): number {
    return pixelsOf(this.#look.radius[thing]!, this.place.scale, leastRadius(this.graph.count));
  }

  /** The thing at a point of the pane, or null: the nearest within reach of a finger. */
  pick(x: number, y: number, reach = FINGER): number | null {
    let best: number | null = null, nearest = Infinity;
    this.#cells ??= new Cells(this.#layout, this.graph.count, thing => this.isShown(thing));
    const far = reach + LARGEST, at = this.place, pane = this.#pane;
    const box = {left: mapX(at, pane, x - far), right: mapX(at, pane, x + far), top: mapY(at, pane, y - far), bottom: mapY(at, pane, y + far)};
    for (const thing of this.#cells.near(box)) {
      const [column, row] = this.screenOf(thing), radius = this.radiusOf(thing);
      const distance = Math.hypot(column - x, row - y) - radius;
      if (distance < Math.max(0, reach - radius) && distance < nearest) [best, nearest] = [thing, distance];
    }
    return best;
  }

  /** The thing that lies nearest in a direction, given as a step right and down; null where there is none. */
  towards(thing: number, right: number, below: number): number | null {
    return towards(this.#layout, thing, [right, below], other => this.isShown(other));
  }

  // Drawing

  #wake(): void {
    if (!this.#frame) this.#frame = requestAnimationFrame(now => this.#next(now));
  }

  #next(now: number): void {
    this.#frame = 0;
    if (!this.#look || !this.canvas.clientWidth) return;
    this.#step(now);
    const moving = now - this.#lastMove < REST || this.#target !== null;
    this.#work(moving);
    if (!this.#backPlace) {
      // Nothing to be moved yet: the first picture comes as soon as it is done, between two frames too.
      this.#rush();
      return;
    }
    this.#paint(moving);
    if (moving || this.#job) this.#wake();
    else if (this.#stale || !same(this.place, this.#backPlace)) this.#wake();
    else this.#settle();
  }

  #rush(): void {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      this.#work(false);
      if (this.#backPlace) this.#wake();
      else channel.port2.postMessage(0);
    };
    channel.port2.postMessage(0);
  }

  #settle(): void {
    if (this.#moved) {
      this.#moved = false;
      this.onRest();
    }
    this.onDrawn();
  }

  #step(now: number): void {
    if (!this.#target) return;
    const {from, to, since, duration} = this.#target, part = Math.min((now - since) / duration, 1);
    this.place = part >= 1 ? to : between(from, to, eased(Math.max(part, 0.02)));
    if (part >= 1) this.#target = null;
    this.#lastMove = now;
    this.#moved = true;
  }

  /* Draw on at the picture for a while; a finished one takes the place of the last. */
  #work(moving: boolean): void {
    const now = performance.now(), end = now + (moving ? MOVING : RESTING);
    if (moving && !this.#job && now - this.#finished < PAUSE) return;
    if (this.#stale || (!this.#job && (!this.#backPlace || !same(this.place, this.#backPlace)))) {
      const scene: Scene = {graph: this.graph, layout: this.#layout, look: this.#look, shown: this.#drawnThings()};
      this.#jobPlace = this.place;
      this.#job = drawn(scene, this.place, this.#pane, this.#grain);
      this.#stale = false;
    }
    while (this.#job && performance.now() < end) {
      const {done, value} = this.#job.next();
      if (!done) continue;
      const {image} = value as {image: ImageData};
      if (this.#back.width !== image.width || this.#back.height !== image.height) {
        [this.#back.width, this.#back.height] = [image.width, image.height];
      }
      this.#back.getContext("2d", {alpha: false})!.putImageData(image, 0, 0);
      this.#backPlace = this.#jobPlace;
      this.#job = null;
      this.#finished = performance.now();
    }
  }

  #drawnThings(): Uint8Array {
    const {placed: inLayout} = this.#layout;
    return inLayout ? this.#shown.map((one, thing) => one & inLayout[thing]!) : this.#shown;
  }

  #paint(moving: boolean): void {
    const context = this.#context, from = this.#backPlace!, ink = this.#ink;
    const ratio = this.place.scale / from.scale, grain = this.#grain;
    context.setTransform(1, 0, 0, 1, 0, 0);
    const exact = same(from, this.place) && this.#back.width === this.canvas.width && this.#back.height === this.canvas.height;
    if (!exact) {
      context.fillStyle = css(ink.ground);
      context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    }
    const width = this.#back.width * ratio, height = this.#back.height * ratio;
    const left = (from.x - this.place.x) * this.place.scale * grain + (this.canvas.width - width) / 2;
    const top = (from.y - this.place.y) * this.place.scale * grain + (this.canvas.height - height) / 2;
    context.imageSmoothingEnabled = ratio !== 1;
    context.imageSmoothingQuality = "low";
    if (ratio === 1) context.drawImage(this.#back, Math.round(left), Math.round(top));
    else context.drawImage(this.#back, left, top, width, height);
    context.setTransform(grain, 0, 0, grain, 0, 0);
    this.#overlay.paint(moving);
  }

  /** The labels that stand on the map, for exports and tests. */
  get labels(): readonly Label[] {
    return this.#overlay.labels;
  }

  labelText(thing: number): string {
    return this.#overlay.labelOf(thing);
  }

  get look(): Look {
    return this.#look;
  }
}
