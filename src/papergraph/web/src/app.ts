/* The page as a whole: what the reader has chosen, and who has to be told when that changes. */

import {same} from "./camera.ts";
import {Details} from "./details.ts";
import {byId} from "./dom.ts";
import type {Graph} from "./graph.ts";
import {shortestPath} from "./graph.ts";
import {nearest, textsFor} from "./languages.ts";
import {byTopic, type Layout, type Region, timeline} from "./layouts.ts";
import {MapView} from "./map.ts";
import type {Emphasis} from "./overlay.ts";
import {Search} from "./search.ts";
import {START, type State, toFragment, type View} from "./state.ts";
import {speakLanguage, spoken} from "./strings.ts";
import {lookOf, regionsOf} from "./look.ts";

/** What one part of the page wants to know of another. */
export type Part = "selection" | "shown" | "layout" | "look" | "view" | "language" | "query" | "sort" | "path" | "expanded" | "sparql";

const ADDRESS_DELAY = 200, MOST_LIT = 4000;

export class App {
  readonly graph: Graph;
  readonly details: Details;
  readonly search: Search;
  readonly map: MapView;
  /** What the page shows without a fragment in its address. */
  readonly start: State;
  state: State;
  selected: number | null = null;
  target: number | null = null;
  path: number[] | null = null;
  /** Whether the next thing that is chosen is to be the other end of a path. */
  choosing = false;
  /** What the neighbourhood view is around, where something else of it was selected since. */
  centre: number | null = null;
  /** Things expanded in the neighbourhood view. */
  expanded: number[] = [];
  shown: Uint8Array;
  found: number[] | null = null;
  readonly #listeners: [Set<Part>, () => void][] = [];
  readonly #mapLayout: Layout;
  readonly #mapRegions: Region[];
  #timer = 0;

  constructor(graph: Graph, canvas: HTMLCanvasElement) {
    this.graph = graph;
    this.details = new Details(graph);
    this.search = new Search(graph);
    this.start = {...START};
    this.state = {...this.start};
    this.shown = new Uint8Array(graph.count).fill(1);
    // The map is wider than high; where the pane is higher than wide, it lies on its side.
    const upright = canvas.clientHeight > 1.2 * canvas.clientWidth;
    const [x, y] = upright ? [graph.y, graph.x] : [graph.x, graph.y];
    this.#mapLayout = {x, y, placed: null, axis: null, regions: []};
    this.#mapRegions = regionsOf(graph, x, y);
    this.map = new MapView(canvas, graph, this.#mapLayout);
    this.map.onRest = () => {
      this.#rememberPlace();
      this.writeAddress();
    };
  }

  /** Call a function after any of some parts has changed. */
  on(parts: Part[], listener: () => void): void {
    this.#listeners.push([new Set(parts), listener]);
  }

  tell(...parts: Part[]): void {
    for (const [wanted, listener] of this.#listeners) if (parts.some(part => wanted.has(part))) listener();
    this.writeAddress();
  }

  isShown = (thing: number): boolean => this.shown[thing] === 1;

  // What is chosen

  /** Select a thing, or none; what leads to it is the map's business where `go` is set. The neighbourhood that is shown
      stays as it is where `keep` is set. */
  select(thing: number | null, {go = true, push = true, keep = false} = {}): void {
    if (this.choosing && thing !== null && this.selected !== null && thing !== this.selected) {
      this.setTarget(thing);
      return;
    }
    this.choosing = false;
    const changed = thing !== this.selected;
    this.centre = keep ? this.centre ?? this.selected : null;
    if (changed && push) this.keepInHistory();
    this.selected = thing;
    if (changed) {
      this.target = this.path = null;
      if (!keep) this.expanded = [];
      this.state = {...this.state, at: null, to: null, around: null};
    }
    this.tell("selection");
    this.emphasise();
    if (go && thing !== null) this.map.show([thing]);
  }

  setTarget(thing: number | null): void {
    this.choosing = false;
    this.target = thing;
    this.findPath();
    this.state = {...this.state, to: null};
    this.tell("path");
    if (this.path) this.map.show(this.path);
  }

  findPath(): void {
    const {selected, target} = this;
    this.path = selected === null || target === null ? null : shortestPath(this.graph, selected, target, this.isShown);
    this.emphasise();
  }

  choosePath(): void {
    this.choosing = true;
    this.tell("path");
  }

  /** What the map shows brighter than the rest. */
  emphasise(): void {
    this.map.emphasise(this.emphasis());
  }

  emphasis(): Emphasis | null {
    const {graph, selected, path} = this;
    if (path) {
      const edges = path.slice(1).flatMap((thing, k) => Array.from(graph.edges(thing)).filter(edge => graph.other(edge, thing) === path[k]));
      return {chosen: selected, lit: path, edges, light: false};
    }
    if (selected !== null && this.isShown(selected)) return this.around(selected, false);
    if (this.found) return {chosen: null, lit: this.found.slice(0, MOST_LIT), edges: [], light: false};
    return null;
  }

  around(thing: number, light: boolean): Emphasis {
    const {graph} = this, edges = Array.from(graph.edges(thing).subarray(0, MOST_LIT)), beside = new Set([thing]);
    for (const edge of edges) {
      const other = graph.other(edge, thing);
      if (this.isShown(other)) beside.add(other);
    }
    return {chosen: thing, lit: [...beside].sort((a, b) => a - b), edges, light};
  }

  // What is shown

  setHidden(hidden: string[], years: State["years"]): void {
    this.state = {...this.state, hidden, years};
    this.filter();
    this.tell("shown", "path");
  }

  /** Find out anew what the legend and the years let through, and what of it is found; what is selected stays so
      with `keep` although it is hidden. */
  filter({keep = false} = {}): void {
    const {graph} = this, {hidden, years} = this.state, shown = new Uint8Array(graph.count);
    const kinds = graph.header.kinds.map(kind => (hidden.includes(kind) ? 0 : 1));
    for (let thing = 0; thing < graph.count; thing++) shown[thing] = kinds[graph.kind[thing]!]!;
    if (years) this.#withinYears(shown, years);
    this.shown = shown;
    this.map.setShown(shown);
    this.look();
    this.#applyLayout();
    if (this.state.layout !== "map" && this.state.camera === null) this.map.fit(false);
    if (this.selected !== null && !shown[this.selected] && !keep) this.select(null);
    else this.findPath();
  }

  /* What has no year stays where something of these years is beside it, or nothing with a year at all. */
  #withinYears(shown: Uint8Array, [first, last]: [number, number]): void {
    const {graph} = this, dated = new Uint8Array(graph.count);
    for (let thing = 0; thing < graph.count; thing++) {
      const year = graph.year(thing);
      if (year !== null) dated[thing] = year >= first && year <= last ? 2 : 1;
    }
    for (let thing = 0; thing < graph.count; thing++) {
      if (!shown[thing]) continue;
      let best = dated[thing]!;
      if (!best) {
        for (const edge of graph.edges(thing)) {
          best = Math.max(best, dated[graph.other(edge, thing)]!);
          if (best === 2) break;
        }
      }
      if (best === 1) shown[thing] = 0;
    }
  }

  /** Find what the query asks for among what is shown; tell whether there may be more. */
  look(): boolean {
    const {query} = this.state, found = query.trim() ? this.search.find(query, this.isShown) : null;
    this.found = found?.things ?? null;
    return found?.more ?? false;
  }

  // How it is shown

  setLayout(layout: State["layout"]): void {
    this.state = {...this.state, layout, camera: null};
    this.#applyLayout();
    this.map.fit(false);
    this.tell("layout");
  }

  #applyLayout(): void {
    const {layout} = this.state, {graph} = this;
    if (layout === "map") this.map.setLayout(this.#mapLayout, this.#mapRegions);
    else {
      const made = layout === "time" ? timeline(graph, this.isShown) : byTopic(graph, this.isShown, this.map.pane.width / this.map.pane.height);
      this.map.setLayout(made, made.regions);
    }
  }

  setLook(change: Partial<Pick<State, "colour" | "size" | "theme">>): void {
    this.state = {...this.state, ...change};
    this.applyLook();
    this.tell("look");
  }

  applyLook(): void {
    const root = document.documentElement, {theme, colour, size} = this.state;
    if (theme === "auto") delete root.dataset["theme"];
    else root.dataset["theme"] = theme;
    const {look, ink} = lookOf(this.graph, colour, size);
    this.map.setLook(look, ink);
  }

  openView(view: View): void {
    if (view !== this.state.view) this.keepInHistory();
    this.state = {...this.state, view};
    this.tell("view");
  }

  /** Show everything in a language, and topics by their names in that or in another. */
  speak(language: string | null, names: string | null = null): void {
    this.state = {...this.state, language, names};
    this.#speak();
    this.tell("language");
  }

  #speak(): void {
    const {language, names} = this.state, known = (tag: string | null) => (tag !== null && this.#isKnown(tag) ? tag : null);
    const read = known(language) ?? ownLanguage();
    speakLanguage(textsFor(read));
    this.graph.labels.speak(known(names) ?? read);
    this.map.rename();
  }

  /* Whether the page says anything in a language. */
  #isKnown(tag: string): boolean {
    return /^(en|zh)(-|$)/i.test(tag) || nearest(this.graph.labels.languages.filter(each => !each.startsWith("en")), tag).length > 0;
  }

  /** What the switch leads to: the other language of the page's texts, as the reader's own where that is one of its kind. */
  get otherLanguage(): string {
    const other = spoken() === "zh" ? "en" : "zh", own = ownLanguage();
    return textsFor(own) === other && !this.graph.labels.same(own, other) ? own : other;
  }

  // The address

  /** Make a step of the reader's history end here. */
  keepInHistory(): void {
    this.writeAddressNow();
    try {
      history.pushState(null, "", location.href);
    } catch {
      // Browsers limit how often; then this step is not kept.
    }
  }

  writeAddress(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.resolveAddress(), ADDRESS_DELAY);
  }

  /** Write the address now; the references of what is selected are unpacked first. */
  async resolveAddress(): Promise<void> {
    const {selected, target, centre, expanded} = this;
    const at = selected === null ? null : await this.details.reference(selected);
    const to = target === null ? null : await this.details.reference(target);
    const around = centre === null || centre === selected ? null : await this.details.reference(centre);
    const more = await Promise.all(expanded.map(thing => this.details.reference(thing)));
    if (selected !== this.selected || target !== this.target || expanded !== this.expanded) return;
    this.state = {...this.state, at, to, around, expanded: more};
    this.#rememberPlace();
    this.writeAddressNow();
  }

  /* Where the map is looked at from; nothing where all of it is fitted, so that it is on another screen too. A link
     to a thing without a place is one that somebody wrote by hand: it leads to where that thing is. */
  #rememberPlace(): void {
    const {map, selected} = this;
    if (map.pane.width <= 1) return;
    this.state = {...this.state, camera: selected === null && same(map.goal, map.fitPlace()) ? null : map.goal};
  }

  writeAddressNow(): void {
    const fragment = toFragment(this.state, this.start);
    if (fragment === location.hash.replace(/^#/, "")) return;
    try {
      history.replaceState(null, "", `${location.pathname}${location.search}${fragment ? `#${fragment}` : ""}`);
    } catch {
      // Browsers limit how often; the next change writes it.
    }
  }

  /** Show what a state says. */
  async restore(state: State): Promise<void> {
    const places = await Promise.all([state.at, state.to, state.around, ...state.expanded].map(each => (each === null ? null : this.details.place(each))));
    const [at = null, to = null, around = null, ...more] = places;
    this.state = state;
    this.selected = at;
    this.target = at === null ? null : to;
    this.centre = at === null ? null : around;
    this.expanded = more.filter(place => place !== null);
    this.choosing = false;
    this.#speak();
    this.applyLook();
    this.filter({keep: true});
    this.tell("language", "shown", "layout", "look", "view", "query", "sort", "selection", "path", "expanded", "sparql");
    if (state.camera) this.map.moveTo(state.camera, false);
    else if (this.path) this.map.show(this.path, false);
    else {
      this.map.fit(false);
      if (at !== null) this.map.show([at], false);
    }
  }
}

/** The reader's language: what the configuration says, or the browser. */
export const ownLanguage = (): string => document.documentElement.dataset["lang"] || navigator.language;

/** Tell a screen reader. */
export function say(text: string): void {
  byId("said").textContent = text;
}
