"use strict";
/* Search, legend, table, problems and the page about the page. */

const FOUND = 30, ROWS = 200;

const table = {column: "links", falling: true, rows: ROWS};

function showLegend() {
  const legend = document.getElementById("legend");
  legend.setAttribute("aria-label", t("legendName"));
  legend.replaceChildren(...kinds.map(kind => {
    const button = element("button", {type: "button", className: "kind", "aria-pressed": String(!hiddenKinds.has(kind))},
      icon(kind), ` ${counted(kind, about.counts[kind])}`);
    button.dataset.kind = kind;
    button.addEventListener("click", () => {
      if (!hiddenKinds.delete(kind)) hiddenKinds.add(kind);
      button.setAttribute("aria-pressed", String(!hiddenKinds.has(kind)));
      showAgain();
    });
    return button;
  }));
}

/* Searching: what was found is lit up on the map and listed under the box; the table shows it by itself. */
const finding = {places: null, at: -1};

function lookFor(query) {
  const list = document.getElementById("found"), box = document.getElementById("query");
  finding.places = query.trim() ? search(query) : null;
  finding.at = -1;
  markOnMap(finding.places);
  showTable();
  const places = finding.places ?? [];
  list.replaceChildren(...places.slice(0, FOUND).map(foundRow), ...foundCount(places));
  list.hidden = finding.places === null || page.view === "table";
  box.setAttribute("aria-expanded", String(!list.hidden));
  box.removeAttribute("aria-activedescendant");
  say(finding.places === null ? "" : places.length ? t("found", number(places.length)) : t("nothingFound"));
}

function foundRow(place, row) {
  const option = element("li", {id: `found-${row}`, role: "option", "aria-selected": "false"},
    icon(nodes[place].group), element("span", {}, called(place)),
    element("span", {className: "quiet"}, String(year(place) ?? "")));
  option.addEventListener("pointerdown", event => event.preventDefault());
  option.addEventListener("click", () => takeFound(place));
  return option;
}

function foundCount(places) {
  const text = !places.length ? t("nothingFound")
    : places.length > FOUND ? t("foundFirst", number(places.length), FOUND) : "";
  return text ? [element("li", {className: "quiet", role: "presentation"}, text)] : [];
}

function moveFound(step) {
  const options = [...document.querySelectorAll("#found [role=option]")];
  if (!options.length) return;
  finding.at = (finding.at + step + options.length) % options.length;
  options.forEach((option, row) => option.setAttribute("aria-selected", String(row === finding.at)));
  options[finding.at].scrollIntoView({block: "nearest"});
  document.getElementById("query").setAttribute("aria-activedescendant", options[finding.at].id);
}

function takeFound(place) {
  closeFound();
  select(place);
}

function closeFound() {
  document.getElementById("found").hidden = true;
  document.getElementById("query").setAttribute("aria-expanded", "false");
}

/* The table: all that the map shows, in any order, for those who do not see a map. */
const COLUMNS = {
  kind: place => kinds.indexOf(nodes[place].group),
  name: place => things[place].name,
  year,
  stars: place => fact(place, "stars"),
  links: place => edgesOf[place].length,
};

function tableRows() {
  const places = (finding.places ?? [...nodes.keys()]).filter(isShown);
  const key = COLUMNS[table.column], way = table.falling ? -1 : 1;
  const compare = new Intl.Collator(language).compare;
  const keyed = places.map(place => [place, key(place)]);
  keyed.sort(([a, x], [b, y]) => {
    if (x === null || y === null) return (x === null) - (y === null) || a - b;
    return way * (typeof x === "string" ? compare(x, y) : x - y) || a - b;
  });
  return keyed.map(([place]) => place);
}

function showTable() {
  const view = document.getElementById("table-view");
  if (view.hidden) return;
  const places = tableRows(), some = places.slice(0, table.rows);
  const head = element("tr", {}, ...Object.keys(COLUMNS).map(columnHead));
  const body = element("tbody", {}, ...some.map(tableRow));
  const more = element("button", {type: "button", className: "more"}, t("showMore", number(Math.min(ROWS, places.length - some.length))));
  more.addEventListener("click", () => {
    table.rows += ROWS;
    showTable();
  });
  const caption = element("caption", {}, `${t("tableName")}: ${t("rows", number(places.length), number(nodes.length))}`);
  view.replaceChildren(element("table", {}, caption, element("thead", {}, head), body), some.length < places.length ? more : "");
}

function columnHead(name) {
  const sorted = table.column === name;
  const button = element("button", {type: "button"}, named("columns", name), sorted ? (table.falling ? " ↓" : " ↑") : "");
  button.addEventListener("click", () => {
    table.falling = sorted ? !table.falling : !["kind", "name"].includes(name);
    table.column = name;
    showTable();
    document.querySelector(`#table-view th[data-column=${name}] button`).focus();
  });
  const cell = element("th", {scope: "col", "aria-sort": sorted ? (table.falling ? "descending" : "ascending") : "none"}, button);
  cell.dataset.column = name;
  return cell;
}

function tableRow(place) {
  const button = element("button", {type: "button", className: "thing"}, called(place));
  button.addEventListener("click", () => select(place));
  return element("tr", {},
    element("td", {className: "kind"}, icon(nodes[place].group), element("span", {}, ` ${kindName(nodes[place].group)}`)),
    element("th", {scope: "row"}, button),
    element("td", {className: "number"}, String(year(place) ?? "")),
    element("td", {className: "number"}, stars(place)),
    element("td", {className: "number"}, number(edgesOf[place].length)));
}

/* The stars of a repository, or that they are not known; nothing for what has no stars. */
function stars(place) {
  const row = things[place].facts.find(row => row[0] === "stars");
  if (!row) return "";
  return row.length > 1 ? number(row[1][0]) : element("i", {className: "quiet"}, t(things[place].asked ? "unknown" : "notFetched"));
}

function showProblems() {
  const {problems, problem_count: count, remark_count: remarks} = about;
  const rows = problems.map(([severity, message, path, line, otherPath, otherLine]) => element("li", {className: severity},
    element("span", {className: "severity"}, t(severity)), " ", quoted(message),
    element("div", {className: "quiet"}, spot(path, line), ...(otherPath ? [` · ${t("seeAlso")} `, spot(otherPath, otherLine)] : []))));
  document.getElementById("problems-view").replaceChildren(
    element("p", {}, t(count ? "problemsSome" : "problemsNone")),
    element("ul", {className: "problems"}, ...rows),
    count > problems.length ? element("p", {className: "quiet"}, t("problemsMore", number(count - problems.length))) : "",
    remarks ? element("p", {className: "quiet"}, t("remarks", number(remarks))) : "");
}

function spot(path, line) {
  const where = quoted(line ? `${path}:${line}` : path), href = noteAddress(path, line);
  return href ? element("a", {href, rel: "noreferrer noopener", target: "_blank"}, where) : where;
}

function showAbout() {
  const keys = STRINGS[language].keysText.map(([key, text]) => [element("dt", {}, element("kbd", {}, key)), element("dd", {}, text)]);
  const {papergraph, pyvis, "vis-network": visNetwork} = about.versions;
  const whose = [["creator", about.creator], ["license", about.license]].filter(([, value]) => value)
    .map(([key, value]) => element("p", {}, `${t(key)}: `, webAddress(value) ? link(value) : quoted(value)));
  document.getElementById("about-view").replaceChildren(
    element("h2", {}, t("how")), element("p", {}, t("howText")),
    element("h2", {}, t("keys")), element("dl", {}, ...keys.flat()),
    element("h2", {}, t("colophon")), element("p", {}, t("colophonText", papergraph, pyvis, visNetwork)), ...whose);
}
