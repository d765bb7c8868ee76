/* The details of one thing: every fact with who says so, the notes' own words, every link with why it is there. */

import {type App, say} from "./app.ts";
import type {Entry, Origin, Reason, Saying, Told, Value} from "./details.ts";
import {button, byId, element, link, nameOf, onSameHost, quoted, spokenAs, spot, statusWords, thingButton, visible, webAddress} from "./dom.ts";
import type {Graph} from "./graph.ts";
import {selfName} from "./languages.ts";
import {icon} from "./shapes.ts";
import {encoded} from "./state.ts";
import {kindName, named, number, pair, spoken, t, words} from "./strings.ts";

/** Facts that change from day to day: the day stands beside them. */
const FLEETING = new Set(["status", "stars", "forks"]);
const MOST_SOURCES = 3, DAY = 10, FEW_SOURCES = 6, FEW_NEIGHBOURS = 30, FEW_ENTRIES = 10, FEW_TEXTS = 50;

let shownFor = 0;

/** Show what is selected, or nothing. */
export async function showPanel(app: App): Promise<void> {
  const {selected: thing, graph} = app, panel = byId("panel"), turn = ++shownFor, inside = panel.contains(document.activeElement);
  document.body.classList.toggle("selected", thing !== null);
  panel.hidden = thing === null;
  if (thing === null) {
    panel.replaceChildren();
    return;
  }
  const status = graph.status(thing), kind = kindName(graph.kindName(thing));
  say(t("selected", graph.name(thing), status ? `${kind} (${statusWords(status)})` : kind, linksOf(graph, thing)));
  const [what, reference] = await Promise.all([app.details.thing(thing), app.details.reference(thing)]);
  if (turn !== shownFor) return;
  const told = new Telling(app, thing, what);
  const sayings = told.sayings();
  panel.replaceChildren(told.head(reference), told.actions(), told.pathBox(), told.facts(), ...(sayings ? [sayings] : []), told.connections());
  panel.scrollTop = 0;
  if (inside) panel.focus();
  panel.dataset["thing"] = reference;
}

/** Close the details; the keyboard goes on where they were opened from. */
export function close(app: App): void {
  app.select(null);
  const {view} = app.state;
  if (view === "map" || view === "near") byId(view).focus();
  else byId(`${view}-view`).focus();
}

const linksOf = (graph: Graph, thing: number): string => words().links(number(graph.linkCount(thing)));

class Telling {
  readonly app: App;
  readonly thing: number;
  readonly told: Told;

  constructor(app: App, thing: number, told: Told) {
    [this.app, this.thing, this.told] = [app, thing, told];
  }

  head(reference: string): HTMLElement {
    const {app, thing, told} = this, kind = app.graph.kindName(thing), address = told.address && webAddress(told.address);
    return element("div", {className: "head"},
      button("×", () => close(app), {className: "close", title: t("close"), "aria-label": t("close")}),
      element("p", {className: "kind"}, icon(kind), kindName(kind), ` · ${linksOf(app.graph, thing)}`, ...this.#community()),
      element("h2", {}, nameOf(app.graph, thing, told.name)),
      address ? element("p", {}, link(address)) : element("p", {className: "quiet"}, quoted(reference)));
  }

  #community(): Node[] {
    const {graph} = this.app, topic = graph.header.communities[graph.community[this.thing]!] ?? null;
    return topic === null ? [] : [element("span", {title: t("community")}, " · ", nameOf(graph, topic))];
  }

  actions(): HTMLElement {
    const {app} = this, {view} = app.state, nearby = view === "near";
    return element("div", {className: "actions"},
      view === "table" || view === "console" ? button(t("backToMap"), () => app.openView("map")) : "",
      button(nearby ? t("backToMap") : t("near"), () => app.openView(nearby ? "map" : "near")),
      button(t("path"), () => app.choosePath()));
  }

  pathBox(): HTMLElement {
    const box = element("div", {id: "path", "aria-live": "polite"});
    fillPath(this.app, box);
    return box;
  }

  /** Every fact with its sources; what is expected and not known is said to be so. */
  facts(): HTMLElement {
    const {graph} = this.app, {facts, asked, left, joined} = this.told, notes = new Footnotes(graph), list = element("dl");
    for (const [field, sayings] of facts) {
      list.append(element("dt", {}, named("fields", field)));
      if (field === "name" && graph.labels.of(this.thing)) list.append(...this.#names(sayings, notes));
      else if (sayings.length) list.append(element("dd", {className: `fact ${field}`}, ...this.#values(field, sayings, notes)));
      else list.append(element("dd", {className: "unknown"}, t(asked ? "unknown" : "notFetched")));
    }
    const more = joined.length ? [element("h4", {}, t("joined")), reasonList(graph, joined)] : [];
    return element("section", {}, element("h3", {}, t("facts")), list, notes.list(left), ...more);
  }

  /* What a topic is called in the reader's language, and all else that it is called. */
  #names(sayings: Saying[], notes: Footnotes): HTMLElement[] {
    const {graph} = this.app, {labels: names} = graph, own = names.of(this.thing)!, all = names.all(this.thing);
    const others = sayings.filter(({value}) => !all.some(({text}) => text === value));
    const rows = [element("div", {}, spokenAs(own.text, own.language), notes.mark(sayings.flatMap(({origins}) => origins)))];
    const lines = [...new Set(all.map(({language}) => language))].flatMap(language => {
      const texts = all.filter(label => label.language === language && label.text !== own.text).map(({text}) => text);
      return texts.length ? [element("div", {lang: language}, listed(texts), language ? element("span", {className: "quiet"}, ` · ${visible(selfName(language))}`) : "")] : [];
    });
    return [element("dd", {className: "fact name"}, ...rows, ...this.#values("name", others, notes)),
      ...(lines.length ? [element("dt", {}, t("otherNames")), element("dd", {className: "fact labels"}, ...lines)] : [])];
  }

  /* A broader topic is told by its written name, and shown by that in the reader's language. */
  #broader(names: string[]): string[] {
    const {graph} = this.app, edges = Array.from(graph.edges(this.thing)).filter(edge => graph.from[edge] === this.thing);
    const topics = new Map(edges.filter(edge => graph.predicate(edge) === "broader")
      .map(edge => [graph.writtenName(graph.to[edge]!), graph.name(graph.to[edge]!)]));
    return names.map(name => topics.get(name) ?? name);
  }

  /* What is said of one field: the value that counts with its sources, and below it what others say. */
  #values(field: string, sayings: Saying[], notes: Footnotes): HTMLElement[] {
    return sayings.map(({value, origins}, row) => {
      const {name, day} = origins[0]!;
      return element("div", {className: row ? "other" : ""},
        row ? element("span", {className: "quiet"}, `${t("alsoSaid")} `) : "",
        ...(field === "status" ? [quoted(statusWords([String(value), name]))] : this.#valueOf(field, value)),
        FLEETING.has(field) && day ? element("span", {className: "quiet day"}, ` · ${day.slice(0, DAY)}`) : "", notes.mark(origins));
    });
  }

  #valueOf(field: string, value: Value): (Node | string)[] {
    if (typeof value === "boolean") return [t(value ? "yes" : "no")];
    if (typeof value === "number") return [field === "stars" || field === "forks" ? number(value) : String(value)];
    if (Array.isArray(value)) {
      if (field === "urls") return value.map(address => element("div", {}, link(address)));
      return [listed(field === "broader" ? this.#broader(value) : value)];
    }
    if (field === "doi") return [link(`https://doi.org/${value.split("/").map(encoded).join("/")}`, quoted(value))];
    if (field === "fork_of") return [link(onSameHost(value, this.told.address ?? ""), quoted(value))];
    return [webAddress(value) && !/\s/.test(value) ? link(value) : quoted(value)];
  }

  sayings(): HTMLElement | "" {
    const numbers = this.told.entries, section = element("section", {}), {app} = this;
    if (!numbers.length) return "";
    section.append(element("h3", {}, t("sayings")));
    const add = async (some: number[]) => {
      const entries = await Promise.all(some.map(each => app.details.entry(each)));
      section.append(...entries.map(entry => saying(app.graph, entry, this.told.name)));
    };
    void add(numbers.slice(0, FEW_ENTRIES)).then(() => {
      if (numbers.length > FEW_ENTRIES) section.append(showAll(numbers.length, () => void add(numbers.slice(FEW_ENTRIES))));
    });
    return section;
  }

  /** Everything that a thing is linked to, by what the link says. */
  connections(): HTMLElement {
    const {app, thing, told} = this, {graph} = app, groups = new Map<string, number[]>();
    for (const edge of graph.edges(thing)) {
      const key = `${graph.from[edge] === thing ? 0 : 1}${graph.predicate(edge)}`, held = groups.get(key);
      if (held) held.push(edge);
      else groups.set(key, [edge]);
    }
    const section = element("section", {}, element("h3", {}, t("connections")));
    for (const [key, edges] of groups) {
      section.append(element("h4", {}, `${predicateWords(key.slice(1), Number(key[0]))} (${number(edges.length)})`), neighbourList(app, thing, edges));
    }
    const {elsewhere} = told, leftOut = graph.beyond[thing]!;
    if (elsewhere.length) {
      const pages = elsewhere.map(([predicate, reference, reasons]) => element("li", {}, `${predicateWords(predicate, 0)}: `,
        link(reference.replace(/^url:/, "")), reasonList(graph, reasons)));
      section.append(element("h4", {}, t("elsewhere")), element("ul", {className: "neighbours"}, ...pages));
    }
    if (leftOut) section.append(element("p", {className: "quiet"}, t("leftOut", number(leftOut))));
    if (!graph.degree(thing) && !elsewhere.length && !leftOut) section.append(element("p", {className: "quiet"}, t("noLinks")));
    return section;
  }
}

/* Texts one after the other; of very many the first, and a button for all. */
function listed(texts: string[]): HTMLElement {
  const list = element("span", {}), comma = spoken() === "zh" ? "、" : ", ";
  const add = (some: string[]) => {
    for (const text of some) list.append(list.hasChildNodes() ? comma : "", quoted(text));
  };
  add(texts.slice(0, FEW_TEXTS));
  if (texts.length > FEW_TEXTS) list.append(" ", showAll(texts.length, () => add(texts.slice(FEW_TEXTS))));
  return list;
}

export function predicateWords(predicate: string, direction: number): string {
  return visible(pair("predicates", predicate)[direction]!);
}

function showAll(count: number, act: () => void): HTMLElement {
  const more = button(t("showAll", number(count)), () => {
    more.remove();
    act();
  }, {className: "more"});
  return more;
}

function neighbourList(app: App, thing: number, edges: number[]): HTMLElement {
  const list = element("ul", {className: "neighbours"}), {graph} = app;
  edges.sort((a, b) => graph.other(a, thing) - graph.other(b, thing));
  const add = (some: number[]) => list.append(...some.map(edge => neighbour(app, graph.other(edge, thing), edge)));
  add(edges.slice(0, FEW_NEIGHBOURS));
  if (edges.length > FEW_NEIGHBOURS) {
    const item = element("li", {}, showAll(edges.length, () => {
      item.remove();
      add(edges.slice(FEW_NEIGHBOURS));
    }));
    list.append(item);
  }
  return list;
}

/* A neighbour; why it is one is unpacked when its row comes into sight. */
function neighbour(app: App, other: number, edge: number): HTMLElement {
  const row = element("li", {}, thingButton(app.graph, other, next => app.select(next)));
  void app.details.reasons(edge).then(reasons => row.append(reasonList(app.graph, reasons)));
  return row;
}

function reasonList(graph: Graph, reasons: Reason[]): HTMLElement {
  return element("ul", {className: "evidence"}, ...reasons.map(({method, origin, quote, text, confidence}) => element("li", {},
    `${visible(named("methods", method))} · `, sourceOf(graph, origin),
    quote ? element("q", {}, quoted(quote)) : "",
    text ? ` ${named("texts", text[0]).replace("{0}", number(text[1] + 1))}` : "",
    confidence === null ? "" : ` · ${t("confidence", confidence)}`)));
}

/* An origin in words: the note and its line, or the source and the day. */
function sourceOf(graph: Graph, {isNote, name, line, day}: Origin): HTMLElement {
  const shown = isNote ? spot(graph, name, line) : quoted(line ? `${name}:${line}` : name);
  return element("span", {className: "source"}, shown, day ? ` · ${visible(day)}` : "");
}

/* Sources of the facts of one thing, numbered as they are first named. */
class Footnotes {
  readonly #graph: Graph;
  readonly #numbers = new Map<string, number>();
  readonly #rows: HTMLElement[] = [];

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  mark(origins: Origin[]): HTMLElement {
    const marks = origins.map(origin => {
      const key = JSON.stringify(origin);
      if (!this.#numbers.has(key)) {
        this.#numbers.set(key, this.#numbers.size + 1);
        this.#rows.push(element("li", {}, sourceOf(this.#graph, origin)));
      }
      return this.#numbers.get(key)!;
    });
    return element("sup", {}, `[${marks.slice(0, MOST_SOURCES).join(", ")}${marks.length > MOST_SOURCES ? ", …" : ""}]`);
  }

  list(left: number): HTMLElement {
    return element("details", {open: this.#rows.length <= FEW_SOURCES},
      element("summary", {}, t("sources", number(this.#rows.length + left))), element("ol", {className: "sources"}, ...this.#rows),
      left ? element("p", {className: "quiet"}, t("moreSources", number(left))) : "");
  }
}

/* One entry of a note, in its own words; its title only where it is not the name of the thing. */
function saying(graph: Graph, entry: Entry, name: string): HTMLElement {
  const told = element("article", {}, element("p", {className: "where"}, sourceOf(graph, entry.origin), stars(entry)));
  if (entry.title !== name) told.append(element("p", {className: "entry-title"}, quoted(entry.title)));
  if (entry.abstract) told.append(element("blockquote", {}, quoted(entry.abstract)));
  if (entry.tips) told.append(element("h4", {}, t("tips")), element("ul", {}, ...entry.tips.map(tip => element("li", {}, quoted(tip)))));
  const rows = [[t("section"), entry.section?.join(" › ")], [t("tags"), entry.tags?.join(", ")], [t("venueName"), entry.venue],
    [t("date"), entry.date], [t("codeStatus"), entry.code_status]].filter(([, value]) => value) as [string, string][];
  if (rows.length) {
    told.append(element("dl", {}, ...rows.flatMap(([key, value]) => [element("dt", {}, key), element("dd", {}, quoted(value))])));
  }
  const images = (entry.images ?? []).map((address, k) => element("li", {}, link(address, t("image", k + 1))));
  const links = (entry.links ?? []).map(([address, role, label]) => element("li", {}, link(address),
    element("span", {className: "quiet"}, ` ${label ? visible(label) : named("roles", role)}`)));
  if (images.length + links.length) told.append(element("h4", {}, t("furtherLinks")), element("ul", {className: "links"}, ...images, ...links));
  return told;
}

function stars({rating}: Entry): HTMLElement | "" {
  if (!rating) return "";
  const said = t("rating", rating);
  return element("span", {title: said, "aria-label": said, role: "img"}, ` · ${"★".repeat(rating)}${"☆".repeat(Math.max(0, 5 - rating))}`);
}

/** The path that is shown, step by step with what each says, or what to do to get one. */
export function fillPath(app: App, box: HTMLElement): void {
  const {graph, target, path} = app, end = button(t("pathEnd"), () => app.setTarget(null));
  box.hidden = !app.choosing && target === null;
  box.replaceChildren();
  if (app.choosing) box.append(element("p", {}, t("pathChoose")));
  if (target === null) return;
  const name = visible(graph.name(target));
  if (!path) {
    box.append(element("p", {}, t("pathNone", name)), end);
    return;
  }
  const rows = path.map((thing, k) => {
    const row = element("li", {}, thingButton(graph, thing, next => app.map.show([next])));
    const edge = k ? graph.edges(thing).find(each => graph.other(each, thing) === path[k - 1]) : undefined;
    if (edge === undefined) return row;
    const says = predicateWords(graph.predicate(edge), graph.from[edge] === thing ? 1 : 0);
    const why = element("div", {className: "step"}, `↓ ${says}`);
    row.prepend(why);
    void app.details.reasons(edge).then(reasons => why.append(reasonList(graph, reasons)));
    return row;
  });
  box.append(element("h3", {}, t("pathTo", name, words().steps(number(path.length - 1)))), element("ol", {className: "way"}, ...rows), end);
}
