/* What is painted over the picture of the map, at every frame: what is selected or found, the axis of a timeline, labels. */

import {across, type Box, down, type Pane, same} from "./camera.ts";
import type {Graph} from "./graph.ts";
import {type Label, placed, type Seen, shortened, Taken} from "./labels.ts";
import type {Layout, Region} from "./layouts.ts";
import type {Look} from "./picture.ts";
import {type Colour, mixed} from "./raster.ts";
import {shapeOf, trace} from "./shapes.ts";
import type {Place} from "./state.ts";
import {css, FONT, prepare, printable, write} from "./text.ts";

const LABEL = 12, LABEL_HEIGHT = 16, REGION = 15, COLUMNS = 30, REGION_COLUMNS = 26;
/** So many marks and lines are drawn over the picture, more when nothing moves. */
const MOST_MOVING = 300, MOST_RESTING = 4000;
/** Marks on the screen that are looked at for labels, and pictures of labels that are kept. */
const MOST_SEEN = 1500, MOST_SPRITES = 1200, MOST_REGIONS = 60;
/** A map of no more things than this has no names of communities: its things have theirs. */
const FEW = 300;

export interface Ink {
  ground: Colour;
  ink: Colour;
  quiet: Colour;
}

/** What is to be seen besides the picture. */
export interface Emphasis {
  /** The thing that has a ring. */
  chosen: number | null;
  /** Things that stay bright while the rest is veiled, the most important first; null for all. */
  lit: number[] | null;
  /** Edges that are drawn strongly. */
  edges: number[];
  /** Whether the chosen thing is just hovered over: nothing is veiled then. */
  light: boolean;
}

export const NOTHING: Emphasis = {chosen: null, lit: null, edges: [], light: false};

/** The map as far as what is over it has to know it. */
export interface View {
  graph: Graph;
  place: Place;
  pane: Pane;
  open: Box;
  grain: number;
  layout: Layout;
  look: Look;
  ink: Ink;
  shownCount: number;
  isShown(thing: number): boolean;
  screenOf(thing: number): [x: number, y: number];
  radiusOf(thing: number): number;
}

export class Overlay {
  labels: Label[] = [];
  emphasis = NOTHING;
  hover = NOTHING;
  regions: Region[] = [];
  readonly #view: View;
  readonly #pen: CanvasRenderingContext2D;
  readonly #widths = new Map<number, number>();
  readonly #sprites = new Map<string, HTMLCanvasElement>();
  #regionLabels: Region[] = [];
  #labelsAt: Place | null = null;

  constructor(view: View, pen: CanvasRenderingContext2D) {
    this.#view = view;
    this.#pen = pen;
  }

  /** Set the labels anew when there is time. */
  forgetLabels(): void {
    this.#labelsAt = null;
  }

  /** Things are called otherwise. */
  forgetNames(): void {
    this.#widths.clear();
    this.forgetLabels();
  }

  /** Colours or the size of a pixel changed. */
  forgetSprites(): void {
    this.#sprites.clear();
  }

  /** Paint all; the pen is scaled to pixels of the style sheet. */
  paint(moving: boolean): void {
    const {emphasis, hover} = this;
    this.#paintAxis();
    this.#paintEmphasis(emphasis, moving);
    if (hover.chosen !== null) this.#paintEmphasis(hover, moving);
    if (!moving && !(this.#labelsAt && same(this.#labelsAt, this.#view.place))) this.#setLabels();
    this.#paintLabels();
  }

  /** The label of a thing, cut to the room that labels have. */
  labelOf(thing: number): string {
    return shortened(printable(this.#view.graph.name(thing)), COLUMNS);
  }

  #regionName({topic}: Region): string {
    return shortened(printable(this.#view.graph.name(topic)), REGION_COLUMNS);
  }

  #paintEmphasis({chosen, lit, edges, light}: Emphasis, moving: boolean): void {
    const ink = this.#view.ink, most = moving ? MOST_MOVING : MOST_RESTING;
    if (!lit && chosen === null) return;
    if (lit && !light) {
      this.#pen.fillStyle = css(ink.ground, 0.8);
      this.#pen.fillRect(0, 0, this.#view.pane.width, this.#view.pane.height);
    }
    this.#pen.beginPath();
    for (const edge of edges.slice(0, most)) {
      const from = this.#view.graph.from[edge]!, to = this.#view.graph.to[edge]!;
      if (!this.#view.isShown(from) || !this.#view.isShown(to)) continue;
      this.#pen.moveTo(...this.#view.screenOf(from));
      this.#pen.lineTo(...this.#view.screenOf(to));
    }
    this.#pen.strokeStyle = css(ink.quiet);
    this.#pen.lineWidth = edges.length > 200 ? 0.6 : 1.3;
    this.#pen.stroke();
    this.#paintMarks((lit ?? []).slice(0, most).filter(thing => thing !== chosen), light ? 0 : 3);
    if (chosen === null || !this.#view.isShown(chosen)) return;
    this.#paintMarks([chosen], 3);
    const [x, y] = this.#view.screenOf(chosen);
    this.#pen.beginPath();
    trace(this.#pen, "dot", x, y, Math.max(this.#view.radiusOf(chosen), 3) + 5);
    this.#pen.strokeStyle = css(ink.ink);
    this.#pen.lineWidth = 2;
    this.#pen.stroke();
  }

  /* Marks of one look are one path: that is several times as fast as one by one. */
  #paintMarks(things: number[], least: number): void {
    const {graph, look, pane} = this.#view, looks = new Map<string, number[]>();
    for (const thing of things) {
      if (!this.#view.isShown(thing)) continue;
      const key = `${graph.kind[thing]} ${look.colourOf(thing)} ${graph.trouble[thing] ? 1 : 0}`, held = looks.get(key);
      if (held) held.push(thing);
      else looks.set(key, [thing]);
    }
    for (const alike of looks.values()) {
      const [first] = alike as [number], hollow = graph.trouble[first] !== 0;
      const colour = css(look.colourOf(first)), ground = css(this.#view.ink.ground), shape = shapeOf(graph.kindName(first));
      this.#pen.beginPath();
      for (const thing of alike) {
        const [x, y] = this.#view.screenOf(thing), radius = Math.max(this.#view.radiusOf(thing), least);
        if (x > -radius && y > -radius && x < pane.width + radius && y < pane.height + radius) trace(this.#pen, shape, x, y, radius);
      }
      this.#pen.fillStyle = hollow ? ground : colour;
      this.#pen.fill();
      this.#pen.strokeStyle = hollow ? colour : ground;
      this.#pen.lineWidth = hollow ? 2 : 1;
      this.#pen.stroke();
    }
  }

  /* Years and their lines, under a timeline. */
  #paintAxis(): void {
    const {pane, layout: {axis}} = this.#view;
    if (!axis) return;
    this.#pen.font = `${LABEL}px ${FONT}`;
    this.#pen.textAlign = "left";
    this.#pen.textBaseline = "bottom";
    this.#pen.fillStyle = this.#pen.strokeStyle = css(mixed(this.#view.ink.quiet, this.#view.ink.ground, 0.2));
    this.#pen.lineWidth = 1;
    this.#pen.globalAlpha = 0.5;
    this.#pen.beginPath();
    for (const [, at] of axis.years) {
      const x = Math.round(across(this.#view.place, pane, at)) + 0.5;
      this.#pen.moveTo(x, 0);
      this.#pen.lineTo(x, pane.height);
    }
    this.#pen.setLineDash([1, 4]);
    this.#pen.stroke();
    this.#pen.setLineDash([]);
    this.#pen.globalAlpha = 1;
    let free = -Infinity;
    for (const [year, at] of axis.years.slice(0, -1)) {
      const x = across(this.#view.place, pane, at);
      if (x < free) continue;
      this.#pen.fillText(String(year), x + 4, this.#view.open.bottom - 6);
      free = x + this.#pen.measureText(String(year)).width + 10;
    }
  }

  // Labels

  #widthOf(thing: number): number {
    let width = this.#widths.get(thing);
    if (width === undefined) {
      this.#pen.font = `${LABEL}px ${FONT}`;
      width = this.#pen.measureText(this.labelOf(thing)).width;
      this.#widths.set(thing, width);
    }
    return width;
  }

  #setLabels(): void {
    const {lit, light, chosen} = this.emphasis, open = this.#view.open, area = (open.right - open.left) * (open.bottom - open.top);
    const some = lit && !light, taken = new Taken();
    this.#labelsAt = this.#view.place;
    this.#regionLabels = some ? [] : this.#placeRegions(taken);
    const regions = new Set(this.#regionLabels.map(region => region.topic));
    const seen = this.#inSight(some ? new Set([...(chosen === null ? [] : [chosen]), ...lit]) : null)
      .filter(({thing}) => !regions.size || !regions.has(thing));
    const many = this.#view.shownCount > FEW && this.#regionLabels.length > 2;
    this.labels = placed(seen, {
      open, widthOf: thing => this.#widthOf(thing), height: LABEL_HEIGHT,
      most: Math.max(10, area / (many ? 30_000 : 16_000)), leaders: some ? 1 : many ? 0 : Math.max(5, area / 60_000),
    }, taken);
  }

  /* Marks on the screen, the most important first; no more than could have labels. */
  #inSight(things: Iterable<number> | null): Seen[] {
    const seen: Seen[] = [], {x, y} = this.#view.layout, {scale} = this.#view.place, {width, height} = this.#view.pane;
    const left = across(this.#view.place, this.#view.pane, 0), top = down(this.#view.place, this.#view.pane, 0);
    const look = (thing: number) => {
      const column = x[thing]! * scale + left, row = y[thing]! * scale + top;
      if (column < 0 || row < 0 || column > width || row > height || !this.#view.isShown(thing)) return;
      seen.push({thing, x: column, y: row, radius: this.#view.radiusOf(thing)});
    };
    if (things) for (const thing of things) look(thing);
    else for (let thing = 0; thing < this.#view.graph.count && seen.length < MOST_SEEN; thing++) look(thing);
    return seen;
  }

  /* Names of communities and topics over the whole, while they are small enough to be looked at as a whole. */
  #placeRegions(taken: Taken): Region[] {
    const found: Region[] = [], {scale} = this.#view.place;
    if (this.#view.shownCount <= FEW && !this.#view.layout.regions.length) return [];
    this.#pen.font = `600 ${REGION}px ${FONT}`;
    for (const region of this.regions) {
      const extent = region.reach * 2 * scale;
      if (extent < 46 || extent > Math.min(this.#view.pane.width, this.#view.pane.height) * 0.9) continue;
      const x = across(this.#view.place, this.#view.pane, region.x), y = down(this.#view.place, this.#view.pane, region.y);
      const half = this.#pen.measureText(this.#regionName(region)).width / 2 + 6;
      const box = {left: x - half, right: x + half, top: y - 11, bottom: y + 11};
      if (box.left < this.#view.open.left || box.right > this.#view.open.right || box.top < this.#view.open.top || box.bottom > this.#view.open.bottom) continue;
      if (half * 2 > extent * (this.#view.layout.regions.length ? 2.2 : 1.5) || !taken.isFree(box)) continue;
      taken.add(box);
      found.push(region);
      if (found.length >= MOST_REGIONS) break;
    }
    return found;
  }

  #paintLabels(): void {
    for (const region of this.#regionLabels) {
      const x = across(this.#view.place, this.#view.pane, region.x), y = down(this.#view.place, this.#view.pane, region.y);
      this.#stamp(this.#regionName(region), x, y, true);
    }
    for (const {thing, across: right, down: below} of this.labels) {
      const [x, y] = this.#view.screenOf(thing);
      this.#stamp(this.labelOf(thing), x + right, y + below, false);
    }
    const hovered = this.hover.chosen;
    if (hovered === null || this.labels.some(label => label.thing === hovered)) return;
    const [x, y] = this.#view.screenOf(hovered);
    this.#stamp(this.labelOf(hovered), x, y + this.#view.radiusOf(hovered) + 14, false);
  }

  /* Text with a halo of the ground, drawn once and kept as a small picture. */
  #stamp(text: string, x: number, y: number, region: boolean): void {
    const key = `${region ? "R" : "L"}${text}`, grain = this.#view.grain;
    let sprite = this.#sprites.get(key);
    if (!sprite) {
      if (this.#sprites.size > MOST_SPRITES) this.#sprites.clear();
      sprite = this.#textSprite(text, region);
      this.#sprites.set(key, sprite);
    }
    this.#pen.setTransform(1, 0, 0, 1, 0, 0);
    this.#pen.drawImage(sprite, Math.round(x * grain - sprite.width / 2), Math.round(y * grain - sprite.height / 2));
    this.#pen.setTransform(grain, 0, 0, grain, 0, 0);
  }

  #textSprite(text: string, region: boolean): HTMLCanvasElement {
    const sprite = document.createElement("canvas"), grain = this.#view.grain, size = region ? REGION : LABEL;
    const font = `${region ? "600 " : ""}${size}px ${FONT}`;
    this.#pen.font = font;
    sprite.width = Math.ceil((this.#pen.measureText(text).width + 8) * grain);
    sprite.height = Math.ceil((size + 10) * grain);
    const pen = sprite.getContext("2d")!;
    pen.setTransform(grain, 0, 0, grain, 0, 0);
    const {ground, ink} = this.#view.ink;
    prepare(pen, font, css(ground, region ? 0.8 : 1), region ? 4 : 3, css(region ? mixed(ink, ground, 0.25) : ink));
    write(pen, text, sprite.width / 2 / grain, sprite.height / 2 / grain);
    return sprite;
  }
}
