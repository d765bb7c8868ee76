/* What the reader sets: kinds, years, layout, colours, language, and the buttons of the map. */

import {type App, say} from "./app.ts";
import {button, byId, element, visible} from "./dom.ts";
import {copyLink, saveCsv, savePng, saveSvg} from "./exports.ts";
import {selfName} from "./languages.ts";
import {icon} from "./shapes.ts";
import {COLOURS, LAYOUTS, SIZES, THEMES, VIEWS} from "./state.ts";
import {counted, named, number, spoken, t, words} from "./strings.ts";

/** The kinds that there are, each a switch. */
export function showLegend(app: App): void {
  const legend = byId("legend"), {kinds, counts} = app.graph.header;
  legend.setAttribute("aria-label", t("legendName"));
  legend.replaceChildren(...kinds.filter(kind => counts[kind]).map(kind => {
    const hidden = app.state.hidden.includes(kind);
    return button([icon(kind), ` ${counted(kind, counts[kind]!)}`], () => {
      const before = app.state.hidden;
      app.setHidden(before.includes(kind) ? before.filter(each => each !== kind) : [...before, kind], app.state.years);
      (legend.querySelector(`[data-kind=${kind}]`) as HTMLElement).focus();
    }, {className: "kind", "aria-pressed": String(!hidden), "data-kind": kind});
  }));
}

/** The first and the last year that anything on the page has; null where nothing has one. */
export function yearsOf(app: App): [number, number] | null {
  let first = Infinity, last = -Infinity;
  for (let thing = 0; thing < app.graph.count; thing++) {
    const year = app.graph.year(thing);
    if (year === null) continue;
    first = Math.min(first, year);
    last = Math.max(last, year);
  }
  return first <= last ? [first, last] : null;
}

/** Everything below the legend: years, layout, colour, size, theme, exports. */
export function showSettings(app: App): void {
  const settings = byId("settings"), focus = document.activeElement?.id;
  settings.replaceChildren(
    ...years(app),
    choice("colour", t("colourName"), COLOURS, "colours", app.state.colour, colour => app.setLook({colour})),
    choice("size", t("sizeName"), SIZES, "sizes", app.state.size, size => app.setLook({size})),
    choice("theme", t("themeName"), THEMES, "themes", app.state.theme, theme => app.setLook({theme})),
    ...namesChoice(app),
    exports(app),
    button(t("reset"), () => void app.restore({...app.start, view: app.state.view, language: app.state.language, names: app.state.names}),
      {id: "reset", title: t("resetName")}));
  if (focus && settings.querySelector(`#${CSS.escape(focus)}`)) byId(focus).focus();
}

function choice<Name extends string>(id: string, label: string, names: readonly Name[], group: Parameters<typeof named>[0], chosen: Name,
  act: (name: Name) => void): HTMLElement {
  const select = element("select", {id}, ...names.map(name => element("option", {value: name, selected: name === chosen}, named(group, name))));
  select.addEventListener("change", () => act(select.value as Name));
  return element("label", {}, element("span", {}, label), select);
}

/* In which language topics are called, where there are several. */
function namesChoice(app: App): HTMLElement[] {
  const {labels: names} = app.graph, languages = names.languages.filter(Boolean);
  if (languages.length < 2) return [];
  const chosen = names.spoken ?? "";
  const select = element("select", {id: "names"}, ...(chosen ? [] : [""]).concat(languages).map(tag =>
    element("option", {value: tag, selected: tag === chosen, lang: tag}, visible(selfName(tag)))));
  select.addEventListener("change", () => app.speak(app.state.language, select.value));
  return [element("label", {}, element("span", {}, t("namesIn")), select)];
}

/** Show in the sliders which years are shown; they stay as they are, since one may be held just now. */
export let syncYears = (): void => {};

function years(app: App): HTMLElement[] {
  const range = yearsOf(app);
  if (!range || range[0] === range[1]) return [];
  const [first, last] = range, [from, to] = app.state.years ?? range;
  const field = (id: string, label: string, value: number) => {
    const input = element("input", {id, type: "range", min: String(first), max: String(last), value: String(value), "aria-label": label});
    input.setAttribute("aria-valuetext", String(value));
    return input;
  };
  const low = field("first-year", t("firstYear"), from), high = field("last-year", t("lastYear"), to);
  const said = element("output", {htmlFor: "first-year last-year"}, `${from}–${to}`);
  syncYears = () => {
    const [from, to] = app.state.years ?? range;
    [low.value, high.value, said.textContent] = [String(from), String(to), `${from}–${to}`];
    low.setAttribute("aria-valuetext", low.value);
    high.setAttribute("aria-valuetext", high.value);
  };
  const change = (moved: HTMLInputElement, other: HTMLInputElement) => {
    if (Number(low.value) > Number(high.value)) other.value = moved.value;
    const chosen: [number, number] = [Number(low.value), Number(high.value)];
    app.setHidden(app.state.hidden, chosen[0] === first && chosen[1] === last ? null : chosen);
  };
  low.addEventListener("input", () => change(low, high));
  high.addEventListener("input", () => change(high, low));
  return [element("div", {className: "years", role: "group", "aria-label": t("years")},
    element("span", {}, t("years")), element("span", {className: "range"}, low, high), said)];
}

function exports(app: App): HTMLElement {
  const acts: [string, string, () => void][] = [
    ["export-png", t("exportPng"), () => savePng(app)], ["export-svg", t("exportSvg"), () => saveSvg(app)],
    ["export-csv", t("exportCsv"), () => void saveCsv(app)],
    ["copy-link", t("copyLink"), () => void copyLink(app).then(done => say(done ? t("copied") : location.href))],
  ];
  return element("details", {className: "menu"}, element("summary", {}, t("export")),
    element("div", {}, ...acts.map(([id, text, act]) => button(text, act, {id}))));
}

export function showTabs(app: App): void {
  const tabs = byId("views"), {graph, state} = app;
  tabs.setAttribute("aria-label", t("viewsName"));
  tabs.replaceChildren(...VIEWS.map(view => {
    const count = view === "problems" ? ` (${number(graph.header.problemCount)})` : "", chosen = view === state.view;
    const tab = button(named("views", view) + count, () => app.openView(view),
      {id: `${view}-tab`, role: "tab", "aria-controls": `${view}-view`, "aria-selected": String(chosen), tabIndex: chosen ? 0 : -1});
    tab.addEventListener("keydown", event => {
      const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
      if (!step) return;
      app.openView(VIEWS[(VIEWS.indexOf(view) + step + VIEWS.length) % VIEWS.length]!);
      byId(`${app.state.view}-tab`).focus();
    });
    return tab;
  }));
}

/** Show the one view that is open. */
export function showView(app: App): void {
  for (const name of VIEWS) {
    byId(`${name}-view`).hidden = name !== app.state.view;
    byId(`${name}-view`).setAttribute("aria-labelledby", `${name}-tab`);
  }
}

export function showZoom(app: App): void {
  const buttons: [string, string, () => void][] = [
    ["+", t("zoomIn"), () => app.map.zoomBy(1.5)], ["−", t("zoomOut"), () => app.map.zoomBy(1 / 1.5)], ["⤢", t("fit"), () => app.map.fit()],
  ];
  byId("zoom").setAttribute("aria-label", t("zoomName"));
  byId("zoom").replaceChildren(...buttons.map(([sign, name, act]) => button(sign, act, {title: name, "aria-label": name})));
}

/** One line that says what this is, and what of it is not shown. */
export function showStatement(app: App): void {
  const {header, count} = app.graph;
  const counts = Object.entries(header.counts).map(([kind, some]) => counted(kind, some)).concat(words().links(number(header.links)));
  byId("statement").textContent = t("statement", words().notes(number(header.notes)), counts.join(spoken() === "zh" ? "、" : ", "));
  byId("cut").hidden = header.total === count;
  byId("cut").textContent = t("cut", number(header.total), number(count));
  const other = byId("language");
  other.textContent = t("otherLanguage");
  other.lang = t("otherLanguageCode");
}

/** The layouts of the map, one of which is on. */
export function showLayouts(app: App): void {
  const group = byId("layouts");
  group.setAttribute("aria-label", t("layoutName"));
  group.replaceChildren(...LAYOUTS.map(layout =>
    button(named("layouts", layout), () => {
      app.setLayout(layout);
      byId(`layout-${layout}`).focus();
    }, {id: `layout-${layout}`, "aria-pressed": String(layout === app.state.layout)})));
}

/** What the map has no place for, and that there is nothing where there is nothing. */
export function showEmpty(app: App): void {
  const {graph, map, state} = app, left = byId("left");
  let without = 0, within = 0;
  for (let thing = 0; thing < graph.count; thing++) {
    if (map.isShown(thing)) within++;
    else if (app.shown[thing]) without++;
  }
  const why = !graph.count ? "empty" : !map.shownCount ? "allHidden" : state.layout === "time" ? "noneDated" : "noneTopical";
  byId("empty").hidden = within > 0;
  byId("empty").textContent = within ? "" : t(why);
  left.hidden = !without || !within;
  left.textContent = without ? t(state.layout === "time" ? "noPlace" : "noTopic", number(without)) : "";
}
