/* Elements made of text nodes only: nothing that was read or fetched is ever taken for markup. */

import type {Graph} from "./graph.ts";
import {icon} from "./shapes.ts";
import {encoded} from "./state.ts";
import {named} from "./strings.ts";
import {HIDDEN} from "./text.ts";

type Child = Node | string | null | undefined;
type Properties = Record<string, unknown>;

/** An element. Properties are set as such, attributes where the name has a dash; children are texts or elements. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag, properties: Properties = {}, ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") made.setAttribute(name, String(value));
    else (made as unknown as Properties)[name] = value;
  }
  made.append(...children.filter(child => child !== null && child !== undefined && child !== "") as (Node | string)[]);
  return made;
}

export const byId = (name: string): HTMLElement => document.getElementById(name)!;

export function button(content: Child | Child[], act: () => void, properties: Properties = {}): HTMLButtonElement {
  const made = element("button", {type: "button", ...properties}, ...[content].flat());
  made.addEventListener("click", act);
  return made;
}

const HIDDEN_ONES = new RegExp(`[${HIDDEN}]`, "g");

/** Text with what is never shown as it is as its code points. */
export const visible = (text: unknown): string =>
  String(text).replace(HIDDEN_ONES, c => `⟨U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);

/** Text of unknown origin and direction. */
export const quoted = (text: unknown): HTMLElement => element("bdi", {}, visible(text));

/** The address of a web page, or null: nothing but http and https is ever a link. */
export function webAddress(text: string): string | null {
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

const AWAY = {rel: "noreferrer noopener", target: "_blank"};

export function link(address: string, ...children: Child[]): HTMLElement {
  const href = webAddress(address);
  if (!href) return element("span", {}, ...(children.length ? children : [quoted(address)]));
  const shown = children.length ? children : [quoted(address.replace(/^https?:\/\//, "").replace(/\/$/, ""))];
  return element("a", {href, ...AWAY}, ...shown);
}

/** The address of a repository on the host of another; empty where that has none. */
export function onSameHost(name: string, url: string): string {
  try {
    return new URL(`/${name.split("/").map(encoded).join("/")}`, url).href;
  } catch {
    return "";
  }
}

/** Where a line of a note is to be read, if the configuration says where notes are; a file only from a file. */
export function noteAddress(graph: Graph, path: string, line: number): string | null {
  if (!graph.header.notesUrl) return null;
  try {
    const folder = graph.header.notesUrl.replace(/\/?$/, "/");
    const url = new URL(folder + path.split("/").map(encoded).join("/"), document.baseURI);
    const web = url.protocol === "http:" || url.protocol === "https:";
    if (!web && !(url.protocol === "file:" && location.protocol === "file:") && url.protocol !== "obsidian:") return null;
    return url.href + (web && line ? `#L${line}` : "");
  } catch {
    return null;
  }
}

/** A place in a note, as a link where it is known where notes are. */
export function spot(graph: Graph, path: string, line: number): HTMLElement {
  const where = quoted(line ? `${path}:${line}` : path), href = noteAddress(graph, path, line);
  return href ? element("a", {href, ...AWAY}, where) : where;
}

/** A status as its source would put it, as in "gone from GitHub". */
export const statusWords = ([status, source]: [status: string, source: string]): string =>
  named("statuses", status).replace("{0}", () => source);

/** What an author may well know of a repository. */
const HARMLESS = new Set(["private", "empty"]);

/** A text in a language, which chooses the letters and the voice that it is shown and read with. */
export function spokenAs(text: string, language: string): HTMLElement {
  const made = quoted(text);
  if (language) made.lang = language;
  return made;
}

/** The name of a thing, a topic's in the reader's language. */
export function nameOf(graph: Graph, thing: number, written = graph.writtenName(thing)): HTMLElement {
  const label = graph.labels.of(thing);
  return label ? spokenAs(label.text, label.language) : quoted(written);
}

/** The name of a thing, and what is the matter with it. */
export function called(graph: Graph, thing: number): HTMLElement {
  const status = graph.status(thing), name = nameOf(graph, thing);
  if (!status || HARMLESS.has(status[0])) return name;
  return element("span", {}, name, " ", element("span", {className: "trouble"}, quoted(statusWords(status))));
}

/** A button that leads to a thing. */
export function thingButton(graph: Graph, thing: number, act: (thing: number) => void): HTMLButtonElement {
  return button([icon(graph.kindName(thing)), called(graph, thing)], () => act(thing), {className: "thing"});
}
