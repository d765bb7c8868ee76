/* The neighbourhood view: up to some 150 things around what is selected, alive and draggable, drawn by vis-network. */

import type {App} from "./app.ts";
import {byId, element} from "./dom.ts";
import type {Graph} from "./graph.ts";
import {placed, shortened} from "./labels.ts";
import {css, FONT, prepare, printable, write} from "./text.ts";
import {block, unpackText} from "./packed.ts";
import {policy} from "./policy.ts";
import {shapeOf} from "./shapes.ts";
import {number, t} from "./strings.ts";

export const MOST = 150;
const FIRST = 60, MORE = 30;
/** Pixels around a neighbourhood that fits its pane: labels reach so far. */
const ROOM = 64;

interface DataSet {
  add(rows: object[]): void;
  update(rows: object[]): void;
  get(id: number): object | null;
  getIds(): number[];
}

interface Network {
  on(event: "click" | "doubleClick" | "zoom" | "dragStart", act: (event: {nodes: number[]}) => void): void;
  on(event: "afterDrawing", act: (pen: CanvasRenderingContext2D) => void): void;
  once(event: string, act: () => void): void;
  getPositions(): Record<number, {x: number; y: number}>;
  getScale(): number;
  canvasToDOM(at: {x: number; y: number}): {x: number; y: number};
  moveTo(options: object): void;
  selectNodes(ids: number[]): void;
  stopSimulation(): void;
  redraw(): void;
  destroy(): void;
}

interface Vis {
  DataSet: new (rows: object[]) => DataSet;
  Network: new (pane: HTMLElement, data: {nodes: DataSet; edges: DataSet}, options: object) => Network;
}

/** Things of a neighbourhood: a start, then its neighbours by importance, then what else was expanded. */
export function neighbourhood(graph: Graph, start: number | null, expanded: number[], isShown: (thing: number) => boolean): number[] {
  const things = new Set<number>();
  if (start === null) {
    for (let thing = 0; thing < graph.count && things.size < MOST; thing++) if (isShown(thing)) things.add(thing);
    return [...things];
  }
  things.add(start);
  const add = (thing: number, most: number) => {
    const beside = graph.neighbours(thing).filter(other => isShown(other) && !things.has(other)).sort((a, b) => a - b);
    for (const other of beside.slice(0, Math.max(0, Math.min(most, MOST - things.size)))) things.add(other);
  };
  add(start, FIRST);
  // A neighbourhood of few is shown with what is around it.
  if (things.size < FIRST / 3) for (const thing of [...things]) add(thing, 8);
  for (const thing of expanded) {
    things.add(thing);
    add(thing, MORE);
  }
  return [...things].slice(0, MOST);
}

/** The edges among things, each pair of things joined once. */
export function edgesAmong(graph: Graph, things: number[]): number[] {
  const inside = new Set(things), pairs = new Set<string>(), edges: number[] = [];
  for (const thing of things) {
    for (const edge of graph.edges(thing)) {
      const from = graph.from[edge]!, to = graph.to[edge]!, pair = `${Math.min(from, to)} ${Math.max(from, to)}`;
      if (from === to || !inside.has(from) || !inside.has(to) || pairs.has(pair)) continue;
      pairs.add(pair);
      edges.push(edge);
    }
  }
  return edges;
}

export class NearView {
  readonly #app: App;
  #vis: Promise<Vis> | null = null;
  #network: Network | null = null;
  #nodes: DataSet | null = null;
  #edges: DataSet | null = null;
  #shown = "";
  #untouched = true;
  #observer: ResizeObserver | null = null;
  /** What pyvis was told of single things. */
  #styles: Record<number, object> = {};

  constructor(app: App) {
    this.#app = app;
  }

  /** Show the neighbourhood of what is selected, if this view is open. */
  async show(): Promise<void> {
    const app = this.#app, {graph, selected, expanded} = app;
    if (app.state.view !== "near") {
      this.#network?.stopSimulation();
      return;
    }
    const all = selected === null && graph.count > MOST, say = byId("near-said");
    byId("near").hidden = all || !graph.count;
    say.textContent = all ? t("nearNothing") : "";
    if (all || !graph.count) return;
    const centre = app.centre ?? selected;
    const things = neighbourhood(graph, centre, expanded, app.isShown), edges = edgesAmong(graph, things);
    const around = centre === null ? graph.count : graph.neighbours(centre).filter(app.isShown).length + 1;
    say.textContent = around > things.length ? t("nearCut", number(things.length), number(around)) : t("nearAll", number(things.length));
    byId("near").setAttribute("aria-label", t("nearName", centre === null ? graph.header.title : graph.name(centre)));
    const key = JSON.stringify([things, app.state.colour, document.documentElement.dataset["theme"], app.map.look.ground]);
    if (key !== this.#shown) {
      const same = this.#network && things.some(thing => this.#nodes?.get(thing)) && selected !== null && expanded.length > 0;
      this.#shown = key;
      await this.#draw(things, edges, Boolean(same));
    }
    else this.#network?.redraw();  // things may be called otherwise
    if (selected !== null) this.#network?.selectNodes([selected]);
  }

  async #draw(things: number[], edges: number[], grow: boolean): Promise<void> {
    const vis = await (this.#vis ??= loadVis()), key = this.#shown;
    const options = this.#options(things.length);
    if (key !== this.#shown) return;
    if (grow && this.#nodes && this.#edges) {
      const there = new Set(this.#nodes.getIds()), added = things.filter(thing => !there.has(thing));
      this.#nodes.add(added.map(thing => this.#node(thing)));
      this.#edges.update(edges.map(edge => this.#edge(edge)));
      if (added.length) this.#settle();
      return;
    }
    this.#network?.destroy();
    const pane = byId("near");
    this.#nodes = new vis.DataSet(things.map(thing => this.#node(thing)));
    this.#edges = new vis.DataSet(edges.map(edge => this.#edge(edge)));
    this.#untouched = true;
    this.#network = new vis.Network(pane, {nodes: this.#nodes, edges: this.#edges}, options);
    this.#listen(this.#network, pane);
    this.#settle();
  }

  #listen(network: Network, pane: HTMLElement): void {
    const app = this.#app;
    network.on("click", ({nodes}) => {
      if (!nodes.length || nodes[0] === app.selected) return;
      // What is shown stays, so that a second click finds its mark where it was.
      app.select(nodes[0]!, {go: false, keep: true});
    });
    network.on("doubleClick", ({nodes}) => {
      if (nodes.length) this.expand(nodes[0]!);
    });
    network.on("zoom", () => (this.#untouched = false));
    network.on("dragStart", () => (this.#untouched = false));
    network.on("afterDrawing", pen => this.#drawLabels(network, pen));
    this.#observer ??= new ResizeObserver(() => this.#untouched && this.fit());
    this.#observer.observe(pane);
  }

  /** Show more of what is beside a thing. */
  expand(thing: number): void {
    const app = this.#app;
    app.expanded = [...app.expanded.filter(each => each !== thing), thing];
    app.tell("expanded");
  }

  /* Fit what is there while it settles, and once more when it has. */
  #settle(): void {
    this.#untouched = true;
    this.fit();
    this.#network?.once("stabilized", () => this.#untouched && this.fit());
  }

  fit(): void {
    const network = this.#network, pane = byId("near"), places = Object.values(network?.getPositions() ?? {});
    if (!network || !places.length || !pane.clientWidth) return;
    const xs = places.map(({x}) => x), ys = places.map(({y}) => y);
    const left = Math.min(...xs), right = Math.max(...xs), top = Math.min(...ys), bottom = Math.max(...ys);
    const scale = Math.min((pane.clientWidth - 2 * ROOM) / (right - left + 1), (pane.clientHeight - 2 * ROOM) / (bottom - top + 1), 1.6);
    network.moveTo({position: {x: (left + right) / 2, y: (top + bottom) / 2}, scale: Math.max(scale, 0.05)});
  }

  /* Labels of one size on the screen, as many as have room, over what vis-network has drawn. */
  #drawLabels(network: Network, pen: CanvasRenderingContext2D): void {
    const {graph, selected} = this.#app, pane = byId("near"), scale = network.getScale(), places = network.getPositions();
    const things = this.things.sort((a, b) => Number(b === selected) - Number(a === selected) || a - b);
    const seen = things.filter(thing => places[thing]).map(thing => {
      const {x, y} = network.canvasToDOM(places[thing]!);
      return {thing, x, y, radius: this.#size(thing) * scale};
    });
    const grain = pen.getTransform().a / scale;
    pen.save();
    pen.setTransform(grain, 0, 0, grain, 0, 0);
    const {ground, ink} = this.#app.map.ink;
    prepare(pen, `13px ${FONT}`, css(ground), 3, css(ink));
    const names = new Map(things.map(thing => [thing, shortened(printable(graph.name(thing)), 28)]));
    const open = {left: 0, top: 0, right: pane.clientWidth, bottom: pane.clientHeight};
    const labels = placed(seen, {open, widthOf: thing => pen.measureText(names.get(thing)!).width, height: 17, most: MOST, leaders: 1});
    for (const {thing, x, y, across, down} of labels) write(pen, names.get(thing)!, x + across, y + down);
    pen.restore();
  }

  #size(thing: number): number {
    return 6 + 22 * this.#app.map.look.radius[thing]!;
  }

  #node(thing: number): object {
    const {graph, map} = this.#app, colour = css(map.look.colourOf(thing)), ground = css(map.look.ground), hollow = graph.trouble[thing] !== 0;
    const own = this.#styles[thing] ?? {};
    return {
      id: thing, shape: shapeOf(graph.kindName(thing)), size: this.#size(thing), x: graph.x[thing]! * 60, y: graph.y[thing]! * 60,
      color: {background: hollow ? ground : colour, border: hollow ? colour : ground, highlight: {background: colour, border: css(map.ink.ink)}},
      shapeProperties: {borderDashes: hollow ? [4, 3] : false}, borderWidth: hollow ? 2 : 1,
      ...own,
    };
  }

  #edge(edge: number): object {
    const {graph: {from, to}, map: {look, ink}} = this.#app;
    return {id: edge, from: from[edge]!, to: to[edge]!, color: {color: css(look.line), highlight: css(ink.quiet), opacity: 0.7}};
  }

  /* What pyvis was told when the page was written, and what the reader's system asks for. */
  #options(count: number): object {
    const told = JSON.parse(block("options") ?? "{}") as {options: string; styles: Record<number, object>};
    const options = JSON.parse(told.options) as Record<string, object>, physics = {...options["physics"]};
    this.#styles = told.styles;
    if (this.#app.map.calm) Object.assign(physics, {stabilization: {enabled: true, iterations: 200, fit: true}});
    const interaction = {...options["interaction"], keyboard: {enabled: true, bindToWindow: false}};
    return {...options, physics, interaction, layout: {improvedLayout: false, randomSeed: count}};
  }

  /** The view as it is, for tests. */
  get things(): number[] {
    return this.#nodes?.getIds() ?? [];
  }
}

/* vis-network lies packed in the file and becomes a script when this view is first opened; the policy of the page
   knows it by its hash and lets nothing else run. */
async function loadVis(): Promise<Vis> {
  const known = globalThis as {vis?: Vis};
  if (!known.vis) {
    const script = element("script", {});
    (script as unknown as {text: unknown}).text = policy.createScript((await unpackText("vis-network")) ?? "");
    document.head.append(script);
  }
  return known.vis!;
}
