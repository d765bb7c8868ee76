/* The search box: what is found is listed under it, lit up on the map, and alone in the table. */

import {type App, say} from "./app.ts";
import {button, byId, called, element, quoted} from "./dom.ts";
import {fold, wordsOf} from "./search.ts";
import {icon} from "./shapes.ts";
import {number, t} from "./strings.ts";

const LISTED = 12;
/** Milliseconds after the last key until the map shows what was found. */
const PAUSE = 180;

export class SearchBox {
  readonly #app: App;
  readonly #box = byId("query") as HTMLInputElement;
  readonly #list = byId("found");
  #at = -1;
  #more = false;
  #deep = false;
  #timer = 0;

  constructor(app: App) {
    this.#app = app;
    const box = this.#box;
    box.addEventListener("focus", () => {
      app.search.prepare();
      if (box.value) this.look(box.value);
    });
    box.addEventListener("input", () => this.look(box.value));
    box.addEventListener("blur", () => this.close());
    box.addEventListener("keydown", event => this.#key(event));
    app.on(["query"], () => {
      if (box.value !== app.state.query) box.value = app.state.query;
    });
  }

  /** Find what is asked for and show it. */
  look(query: string, open = true): void {
    const app = this.#app;
    app.state = {...app.state, query};
    this.#more = app.look();
    this.#at = -1;
    this.#deep = false;
    const {found} = app;
    this.#show(open);
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => app.emphasise(), PAUSE);
    app.tell("query");
    say(!found ? "" : found.length ? t("found", this.#count()) : t("nothingFound"));
  }

  #count(): string {
    const {length} = this.#app.found ?? [];
    return this.#more ? t("more", number(length)) : number(length);
  }

  #show(open: boolean): void {
    const things = this.#app.found, list = this.#list;
    list.hidden = things === null || !open || this.#app.state.view === "table";
    this.#box.setAttribute("aria-expanded", String(!list.hidden));
    this.#box.removeAttribute("aria-activedescendant");
    if (list.hidden || !things) return;
    const rows = things.slice(0, LISTED).map((thing, row) => this.#row(thing, row));
    const text = !things.length ? t("nothingFound") : things.length > LISTED ? t("foundFirst", this.#count(), LISTED) : "";
    const deep = !this.#deep && this.#app.graph.count ? element("div", {className: "deep"}, this.#deepButton()) : "";
    list.replaceChildren(element("ul", {id: "results", role: "listbox", "aria-label": t("searchName"), hidden: !rows.length}, ...rows),
      text ? element("p", {className: "quiet"}, text) : "", deep);
  }

  #row(thing: number, row: number): HTMLElement {
    const {graph, search} = this.#app, label = search.matched(thing, wordsOf(this.#box.value));
    const option = element("li", {id: `found-${row}`, role: "option", "aria-selected": "false"},
      icon(graph.kindName(thing)), element("span", {}, called(graph, thing), ...(label ? [" ", element("span", {className: "quiet label"}, quoted(label))] : [])),
      element("span", {className: "quiet"}, String(graph.year(thing) ?? "")));
    option.addEventListener("pointerdown", event => event.preventDefault());
    option.addEventListener("click", () => this.#take(thing));
    return option;
  }

  #deepButton(): HTMLElement {
    const made = button(t("searchDetails"), () => void this.#searchDetails(made), {tabIndex: -1});
    made.addEventListener("pointerdown", event => event.preventDefault());
    return made;
  }

  /* Look at everything that is told of each thing, chunk by chunk. */
  async #searchDetails(made: HTMLButtonElement): Promise<void> {
    const app = this.#app, query = this.#box.value, words = wordsOf(query);
    const found = new Set(app.found), more: number[] = [];
    made.textContent = t("searching");
    const entries = new Set<number>();
    for await (const [entry, text] of app.details.entryTexts()) {
      const folded = fold(text);
      if (words.every(word => folded.includes(word))) entries.add(entry);
    }
    for await (const [thing, told, named] of app.details.texts()) {
      if (this.#box.value !== query) return;
      if (found.has(thing) || !app.isShown(thing)) continue;
      const text = fold(`${app.graph.name(thing)}\n${told}`);
      if (named.some(entry => entries.has(entry)) || words.every(word => text.includes(word))) more.push(thing);
    }
    this.#deep = true;
    app.found = [...(app.found ?? []), ...more];
    this.#show(true);
    app.emphasise();
    app.tell("query");
    say(app.found.length ? t("found", this.#count()) : t("nothingFound"));
  }

  #key(event: KeyboardEvent): void {
    const {key} = event, {found} = this.#app;
    if (key === "ArrowDown") this.#move(1);
    else if (key === "ArrowUp") this.#move(-1);
    else if (key === "Enter" && event.ctrlKey) (this.#list.querySelector(".deep button") as HTMLButtonElement | null)?.click();
    else if (key === "Enter" && found?.length) this.#take(found[Math.max(0, this.#at)]!);
    else return;
    event.preventDefault();
  }

  #move(step: number): void {
    const options = [...this.#list.querySelectorAll("[role=option]")];
    if (!options.length) return;
    this.#at = this.#at < 0 && step < 0 ? options.length - 1 : (this.#at + step + options.length) % options.length;
    options.forEach((option, row) => option.setAttribute("aria-selected", String(row === this.#at)));
    const option = options[this.#at]!;
    option.scrollIntoView({block: "nearest"});
    this.#box.setAttribute("aria-activedescendant", option.id);
  }

  #take(thing: number): void {
    this.close();
    this.#app.select(thing);
  }

  get isOpen(): boolean {
    return !this.#list.hidden;
  }

  close(): void {
    this.#list.hidden = true;
    this.#box.setAttribute("aria-expanded", "false");
  }

  clear(): void {
    this.#box.value = "";
    this.look("");
  }
}
