/* What the reader sees, as a value: it is written into the address and read from there, so that a link restores it. */

export const VIEWS = ["map", "near", "table", "console", "problems", "about"] as const;
export const LAYOUTS = ["map", "time", "topics"] as const;
export const COLOURS = ["kind", "community"] as const;
export const SIZES = ["links", "stars"] as const;
export const THEMES = ["auto", "light", "dark"] as const;
export const SORTS = ["kind", "name", "year", "stars", "links"] as const;

export type View = typeof VIEWS[number];
export type LayoutName = typeof LAYOUTS[number];
export type ColourBy = typeof COLOURS[number];
export type SizeBy = typeof SIZES[number];
export type Theme = typeof THEMES[number];
export type Sort = typeof SORTS[number];

/** Where the middle of the pane is on the map, and how many pixels one unit of the map takes. */
export interface Place {
  x: number;
  y: number;
  scale: number;
}

export interface State {
  view: View;
  /** The reference of what is selected. */
  at: string | null;
  /** The reference of the other end of a path from there. */
  to: string | null;
  layout: LayoutName;
  colour: ColourBy;
  size: SizeBy;
  hidden: string[];
  years: [number, number] | null;
  query: string;
  /** What stands in the console. */
  sparql: string;
  /** Null where the whole map is fitted. */
  camera: Place | null;
  sort: Sort;
  falling: boolean;
  theme: Theme;
  /** The tag of the language that the page is read in; null for the reader's own. */
  language: string | null;
  /** The tag of the language that topics are called in, where that is another one. */
  names: string | null;
  /** The reference of what the neighbourhood view is around, where that is not what is selected. */
  around: string | null;
  /** References of what was expanded in the neighbourhood view. */
  expanded: string[];
}

export const START: Readonly<State> = {
  view: "map", at: null, to: null, layout: "map", colour: "kind", size: "links", hidden: [], years: null, query: "", sparql: "",
  camera: null, sort: "links", falling: true, theme: "auto", language: null, names: null, around: null, expanded: [],
};

/** Bounds of the scale, in pixels for a unit of the map, and of places. */
export const LEAST_SCALE = 1e-3, MOST_SCALE = 400;
const FARTHEST = 1e6;

export const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/* Text as a part of an address, also where it holds half of a pair of code units. */
export const encoded = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd")).replace(/%3A/g, ":").replace(/%2F/g, "/");

/** The fragment of the address for a state, without its #; `from` is what the page would show without one. */
export function toFragment(state: State, from: Readonly<State> = START): string {
  const parts: string[] = [];
  const add = (name: string, value: string, usual: string) => {
    if (value !== usual) parts.push(`${name}=${encoded(value)}`);
  };
  add("at", state.at ?? "", "");
  add("to", state.to ?? "", "");
  add("around", state.around ?? "", "");
  add("view", state.view, from.view);
  add("layout", state.layout, from.layout);
  add("colour", state.colour, from.colour);
  add("size", state.size, from.size);
  add("hide", [...state.hidden].sort().join(","), "");
  add("years", state.years ? state.years.join("-") : "", "");
  add("q", state.query, "");
  add("sparql", state.sparql, "");
  add("camera", state.camera ? [state.camera.x, state.camera.y, state.camera.scale].map(v => Number(v.toPrecision(6))).join(",") : "", "");
  add("sort", `${state.sort}${state.falling ? "" : ".up"}`, START.sort);
  add("theme", state.theme, START.theme);
  add("lang", state.language ?? "", "");
  add("names", state.names ?? "", "");
  for (const reference of state.expanded) parts.push(`expand=${encoded(reference)}`);
  return parts.join("&");
}

/** The state that a fragment stands for; what it does not say, or says wrongly, is as in `from`. */
export function fromFragment(fragment: string, from: Readonly<State> = START): State {
  const state: State = {...from, hidden: [], expanded: []};
  const plain = fragment.replace(/^#/, "");
  if (plain && !plain.includes("=")) return {...state, at: decoded(plain) || null};
  for (const part of plain.split("&")) {
    const cut = part.indexOf("="), value = decoded(part.slice(cut + 1));
    if (cut < 1 || !value) continue;
    readPart(state, part.slice(0, cut), value);
  }
  return state;
}

function readPart(state: State, name: string, value: string): void {
  switch (name) {
    case "at": state.at = value; break;
    case "to": state.to = value; break;
    case "around": state.around = value; break;
    case "view": state.view = oneOf(VIEWS, value) ?? state.view; break;
    case "layout": state.layout = oneOf(LAYOUTS, value) ?? state.layout; break;
    case "colour": state.colour = oneOf(COLOURS, value) ?? state.colour; break;
    case "size": state.size = oneOf(SIZES, value) ?? state.size; break;
    case "hide": state.hidden = value.split(",").filter(Boolean).sort(); break;
    case "years": state.years = pair(value); break;
    case "q": state.query = value; break;
    case "sparql": state.sparql = value; break;
    case "camera": state.camera = place(value); break;
    case "sort": {
      const sort = oneOf(SORTS, value.replace(/\.up$/, ""));
      if (sort) [state.sort, state.falling] = [sort, !value.endsWith(".up")];
      break;
    }
    case "theme": state.theme = oneOf(THEMES, value) ?? state.theme; break;
    case "lang": state.language = value; break;
    case "names": state.names = value; break;
    case "expand": state.expanded.push(value); break;
  }
}

function oneOf<Name extends string>(names: readonly Name[], value: string): Name | null {
  return names.find(name => name === value) ?? null;
}

function pair(value: string): [number, number] | null {
  const found = /^(\d{1,4})-(\d{1,4})$/.exec(value);
  return found && Number(found[1]) <= Number(found[2]) ? [Number(found[1]), Number(found[2])] : null;
}

function place(value: string): Place | null {
  const [x, y, scale, ...rest] = value.split(",").map(Number);
  const good = !rest.length && [x, y, scale].every(Number.isFinite) && scale! > 0;
  return good ? {x: clamp(x!, -FARTHEST, FARTHEST), y: clamp(y!, -FARTHEST, FARTHEST), scale: clamp(scale!, LEAST_SCALE, MOST_SCALE)} : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
