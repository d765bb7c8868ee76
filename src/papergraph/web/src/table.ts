/* The table: all that the map shows, in any order, for those who do not see a map. */

import type {App} from "./app.ts";
import {button, byId, called, element} from "./dom.ts";
import type {Graph} from "./graph.ts";
import {icon} from "./shapes.ts";
import {type Sort, SORTS} from "./state.ts";
import {kindName, named, number, spoken, t} from "./strings.ts";

const ROWS = 200;
const FIRST_UP: Sort[] = ["kind", "name"];

const KEYS: Record<Sort, (graph: Graph, thing: number) => number | string | null> = {
  kind: (graph, thing) => graph.kind[thing]!,
  name: (graph, thing) => graph.name(thing),
  year: (graph, thing) => graph.year(thing),
  stars: (graph, thing) => graph.stars(thing),
  links: (graph, thing) => graph.linkCount(thing),
};

let rows = ROWS;

/** The things of the table in its order: what was found, or all, as far as it is shown. */
export function tableThings(app: App): number[] {
  const {graph, state} = app, things: number[] = [];
  if (app.found) things.push(...app.found.filter(app.isShown));
  else for (let thing = 0; thing < graph.count; thing++) if (app.shown[thing]) things.push(thing);
  const key = KEYS[state.sort], way = state.falling ? -1 : 1, {compare} = new Intl.Collator(spoken());
  const keys = new Map(things.map(thing => [thing, key(graph, thing)]));
  return things.sort((a, b) => {
    const x = keys.get(a)!, y = keys.get(b)!;
    if (x === null || y === null) return Number(x === null) - Number(y === null) || a - b;
    return way * (typeof x === "string" ? compare(x, y as string) : x - (y as number)) || a - b;
  });
}

export function showTable(app: App): void {
  const view = byId("table-view");
  if (app.state.view !== "table") return;
  const things = tableThings(app), some = things.slice(0, rows);
  const caption = element("caption", {}, `${t("tableName")}: ${t("rows", number(things.length), number(app.graph.count))}`);
  const head = element("tr", {}, ...SORTS.map(sort => columnHead(app, sort)));
  const body = element("tbody", {}, ...some.map(thing => tableRow(app, thing)));
  const more = some.length < things.length ? button(t("showMore", number(Math.min(ROWS, things.length - some.length))), () => {
    rows += ROWS;
    showTable(app);
  }, {className: "more"}) : "";
  const save = button(t("exportCsv"), () => document.getElementById("export-csv")?.click(), {className: "more"});
  view.replaceChildren(element("table", {}, caption, element("thead", {}, head), body), element("p", {}, more, " ", save));
}

/** Mark the row of what is selected. */
export function markRow(app: App): void {
  document.querySelector("#table-view tr[aria-current]")?.removeAttribute("aria-current");
  document.querySelector(`#table-view tr[data-thing="${app.selected}"]`)?.setAttribute("aria-current", "true");
}

function columnHead(app: App, sort: Sort): HTMLElement {
  const sorted = app.state.sort === sort, {falling} = app.state;
  const head = button(named("columns", sort) + (sorted ? (falling ? " ↓" : " ↑") : ""), () => {
    app.state = {...app.state, sort, falling: sorted ? !falling : !FIRST_UP.includes(sort)};
    app.tell("sort");
    (document.querySelector(`#table-view th[data-column=${sort}] button`) as HTMLElement).focus();
  });
  const cell = element("th", {scope: "col", "aria-sort": sorted ? (falling ? "descending" : "ascending") : "none"}, head);
  cell.dataset["column"] = sort;
  return cell;
}

function tableRow(app: App, thing: number): HTMLElement {
  const {graph} = app, kind = graph.kindName(thing);
  const row = element("tr", {},
    element("td", {className: "kind"}, icon(kind), element("span", {}, ` ${kindName(kind)}`)),
    element("th", {scope: "row"}, button(called(graph, thing), () => app.select(thing), {className: "thing"})),
    element("td", {className: "number"}, String(graph.year(thing) ?? "")),
    element("td", {className: "number"}, stars(graph, thing)),
    element("td", {className: "number"}, number(graph.linkCount(thing))));
  row.dataset["thing"] = String(thing);
  if (thing === app.selected) row.setAttribute("aria-current", "true");
  return row;
}

/* The stars of a repository, or that they are not known; nothing for what has no stars. */
function stars(graph: Graph, thing: number): Node | string {
  const count = graph.stars(thing);
  if (count !== null) return number(count);
  if (graph.kindName(thing) !== "repository") return "";
  return element("i", {className: "quiet"}, t(graph.wasAsked(thing) ? "unknown" : "notFetched"));
}
