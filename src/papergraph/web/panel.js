"use strict";
/* Elements made of text nodes only, and the details of one thing. */

/* Facts that change from day to day: the day stands beside them. */
const FLEETING = new Set(["status", "stars", "forks"]);
const MOST_SOURCES = 3, DAY = 10, FEW_SOURCES = 6, FEW_NEIGHBOURS = 40;

/* An element. Properties are set as such, attributes where the name has a dash; children are texts or elements. */
function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.filter(child => child !== null && child !== undefined && child !== ""));
  return made;
}

/* Control characters, and those that turn the direction of text, as their code points. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;
const visible = text => String(text).replace(UNSEEN, c => `⟨U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);

/* Text of unknown origin and direction. */
const quoted = text => element("bdi", {}, visible(text));

/* The address of a web page, or null: nothing but http and https is ever a link. */
function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/* Text as a part of an address, also where it holds half of a pair of code units. */
const encoded = text => encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));

/* The address of a repository on the host of another; empty where that has none. */
function onSameHost(name, url) {
  try {
    return new URL(`/${name.split("/").map(encoded).join("/")}`, url).href;
  } catch {
    return "";
  }
}

/* A status as its source would put it, as in "gone from GitHub". */
const statusWords = ([status, origin]) => named("statuses", status).replace("{0}", () => about.origins[origin][1]);

/* The name of a thing, and what is the matter with it. */
function called(place) {
  const said = trouble(place), name = quoted(things[place].name);
  return said ? element("span", {}, name, " ", element("span", {className: "trouble"}, quoted(statusWords(said)))) : name;
}

function link(address, ...children) {
  const href = webAddress(address);
  if (!href) return element("span", {}, ...(children.length ? children : [quoted(address)]));
  const shown = children.length ? children : [quoted(address.replace(/^https?:\/\//, "").replace(/\/$/, ""))];
  return element("a", {href, rel: "noreferrer noopener", target: "_blank"}, ...shown);
}

/* Where a line of a note is to be read, if the configuration says where notes are; a file only from a file. */
function noteAddress(path, line) {
  if (!about.notes_url) return null;
  try {
    const folder = about.notes_url.replace(/\/?$/, "/");
    const url = new URL(folder + path.split("/").map(encoded).join("/"), document.baseURI);
    const web = url.protocol === "http:" || url.protocol === "https:";
    if (!web && !(url.protocol === "file:" && location.protocol === "file:")) return null;
    return url.href + (web && line ? `#L${line}` : "");
  } catch {
    return null;
  }
}

/* An origin in words: the note and its line, or the source and the date. */
function source(place) {
  const [isNote, name, line, date] = about.origins[place];
  const where = line ? `${name}:${line}` : name;
  const href = isNote ? noteAddress(name, line) : null;
  const shown = href ? element("a", {href, rel: "noreferrer noopener", target: "_blank"}, quoted(where)) : quoted(where);
  return element("span", {className: "source"}, shown, date ? ` · ${date}` : "");
}

/* Sources of the facts of one thing, numbered as they are first named. */
class Footnotes {
  constructor() {
    this.numbers = new Map();
  }

  mark(origins) {
    const marks = origins.map(origin => {
      if (!this.numbers.has(origin)) this.numbers.set(origin, this.numbers.size + 1);
      return this.numbers.get(origin);
    });
    return element("sup", {}, `[${marks.slice(0, MOST_SOURCES).join(", ")}${marks.length > MOST_SOURCES ? ", …" : ""}]`);
  }

  list() {
    const rows = [...this.numbers].map(([origin, place]) => element("li", {value: place}, source(origin)));
    return element("details", {open: rows.length <= FEW_SOURCES},
      element("summary", {}, t("sources", rows.length)), element("ol", {className: "sources"}, ...rows));
  }
}

function showPanel(place) {
  const panel = document.getElementById("panel");
  panel.replaceChildren(panelHead(place), facts(place), ...sayings(place), connections(place));
  panel.hidden = false;
  panel.scrollTop = 0;
}

function panelHead(place) {
  const thing = things[place], kind = nodes[place].group;
  const close = element("button", {type: "button", className: "close", title: t("close"), "aria-label": t("close")}, "×");
  close.addEventListener("click", () => select(null));
  const address = thing.url && webAddress(thing.url);
  return element("div", {className: "head"},
    close,
    element("p", {className: "kind"}, icon(kind), kindName(kind), ` · ${linksOf(place)}`),
    element("h2", {}, quoted(thing.name)),
    address ? element("p", {}, link(address)) : element("p", {className: "quiet"}, quoted(thing.ref)));
}

const linksOf = place => STRINGS[language].links(number(edgesOf[place].length));

/* Every fact with its sources; what is expected and not known is said to be so. */
function facts(place) {
  const thing = things[place], notes = new Footnotes(), list = element("dl");
  for (const [field, ...said] of thing.facts) {
    list.append(element("dt", {}, named("fields", field)));
    if (said.length) list.append(element("dd", {className: `fact ${field}`}, ...values(field, said, notes, thing)));
    else list.append(element("dd", {className: "unknown"}, t(thing.asked ? "unknown" : "notFetched")));
  }
  const joined = thing.joined ? [element("h4", {}, t("joined")), reasons(thing.joined)] : [];
  return element("section", {}, element("h3", {}, t("facts")), list, notes.list(), ...joined);
}

/* What is said of one field: the value that counts with its sources, and below it what others say. */
function values(field, said, notes, thing) {
  return said.map(([value, ...origins], place) => {
    const date = about.origins[origins[0]][3];
    return element("div", {className: place ? "other" : ""},
      place ? element("span", {className: "quiet"}, `${t("alsoSaid")} `) : "",
      ...(field === "status" ? [quoted(statusWords([value, ...origins]))] : valueOf(field, value, thing)),
      FLEETING.has(field) && date ? element("span", {className: "quiet day"}, ` · ${date.slice(0, DAY)}`) : "", notes.mark(origins));
  });
}

function valueOf(field, value, thing) {
  if (typeof value === "boolean") return [t(value ? "yes" : "no")];
  if (typeof value === "number") return [field === "stars" || field === "forks" ? number(value) : String(value)];
  if (field === "doi") return [link(`https://doi.org/${value.split("/").map(encoded).join("/")}`, quoted(value))];
  if (field === "fork_of") return [link(onSameHost(value, thing.url), quoted(value))];
  if (field === "urls") return value.map(address => element("div", {}, link(address)));
  if (Array.isArray(value)) return value.flatMap((text, k) => (k ? [language === "zh" ? "、" : ", ", quoted(text)] : [quoted(text)]));
  return [webAddress(value) && !/\s/.test(value) ? link(value) : quoted(value)];
}

function sayings(place) {
  const entries = things[place].entries ?? [];
  if (!entries.length) return [];
  const told = entries.map(number => saying(about.entries[number], things[place].name));
  return [element("section", {}, element("h3", {}, t("sayings")), ...told)];
}

/* One entry of a note, in its own words; its title only where it is not the name of the thing. */
function saying(entry, name) {
  const told = element("article", {}, element("p", {className: "where"}, source(entry.origin),
    entry.rating ? element("span", {title: t("rating", entry.rating), "aria-label": t("rating", entry.rating), role: "img"},
      ` · ${"★".repeat(entry.rating)}${"☆".repeat(Math.max(0, 5 - entry.rating))}`) : ""));
  if (entry.title !== name) told.append(element("p", {className: "entry-title"}, quoted(entry.title)));
  if (entry.abstract) told.append(element("blockquote", {}, quoted(entry.abstract)));
  if (entry.tips) told.append(element("h4", {}, t("tips")), element("ul", {}, ...entry.tips.map(tip => element("li", {}, quoted(tip)))));
  const rows = [["section", entry.section?.join(" › ")], ["tags", entry.tags?.join(", ")], ["venueName", entry.venue],
    ["date", entry.date], ["codeStatus", entry.code_status]].filter(([, value]) => value);
  if (rows.length) told.append(element("dl", {}, ...rows.flatMap(([key, value]) =>
    [element("dt", {}, t(key)), element("dd", {}, quoted(value))])));
  const images = (entry.images ?? []).map((address, k) => element("li", {}, link(address, t("image", k + 1))));
  const links = (entry.links ?? []).map(([address, role, label]) => element("li", {}, link(address),
    element("span", {className: "quiet"}, ` ${label ? visible(label) : named("roles", role)}`)));
  if (images.length + links.length) told.append(element("h4", {}, t("furtherLinks")), element("ul", {className: "links"}, ...images, ...links));
  return told;
}

/* Everything that a thing is linked to, by what the link says, with the evidence. */
function connections(place) {
  const groups = new Map();
  for (const number of edgesOf[place]) {
    const edge = edges[number], key = `${edge.predicate} ${edge.from === place ? 0 : 1}`;
    groups.set(key, [...(groups.get(key) ?? []), edge]);
  }
  const section = element("section", {}, element("h3", {}, t("connections")));
  for (const [key, group] of groups) {
    const [predicate, direction] = key.split(" ");
    const words = STRINGS[language].predicates[predicate]?.[direction] ?? predicate;
    section.append(element("h4", {}, `${words} (${number(group.length)})`), neighbours(place, group));
  }
  const {elsewhere = [], left_out: leftOut = 0} = things[place];
  if (elsewhere.length) section.append(element("h4", {}, t("elsewhere")), element("ul", {className: "neighbours"}, ...elsewhere.map(webPage)));
  if (leftOut) section.append(element("p", {className: "quiet"}, t("leftOut", number(leftOut))));
  if (!edgesOf[place].length && !elsewhere.length && !leftOut) section.append(element("p", {className: "quiet"}, t("noLinks")));
  return section;
}

function neighbours(place, group) {
  const list = element("ul", {className: "neighbours"});
  const add = some => list.append(...some.map(edge => neighbour(otherEnd(edge, place), edge)));
  group.sort((a, b) => otherEnd(a, place) - otherEnd(b, place));
  add(group.slice(0, FEW_NEIGHBOURS));
  if (group.length > FEW_NEIGHBOURS) {
    const more = element("button", {type: "button"}, t("showAll", number(group.length)));
    more.addEventListener("click", () => {
      more.parentElement.remove();
      add(group.slice(FEW_NEIGHBOURS));
    });
    list.append(element("li", {}, more));
  }
  return list;
}

function neighbour(place, edge) {
  const button = element("button", {type: "button", className: "thing"}, icon(nodes[place].group), called(place));
  button.addEventListener("click", () => select(place));
  return element("li", {}, button, reasons(edge.evidence));
}

/* An edge to what is no thing of the graph. */
function webPage([predicate, reference, evidence]) {
  const address = reference.replace(/^url:/, "");
  const words = STRINGS[language].predicates[predicate]?.[0] ?? predicate;
  return element("li", {}, `${words}: `, link(address), reasons(evidence));
}

function reasons(evidence) {
  return element("ul", {className: "evidence"}, ...evidence.map(([method, origin, quote, confidence]) => element("li", {},
    `${named("methods", method)} · `, source(origin),
    quote ? element("q", {}, quoted(quote)) : "",
    confidence === undefined ? "" : ` · ${t("confidence", confidence)}`)));
}
