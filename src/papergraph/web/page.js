"use strict";
/* The page as a whole: what is selected, which view is open, which language is spoken. */

const VIEWS = ["map", "table", "problems", "about"];
const page = {view: "map", selected: null};
const byId = name => document.getElementById(name);

function say(text) {
  byId("said").textContent = text;
}

/* Select a thing, or none: on the map, in the panel, and in the address, so that it can be linked to. */
function select(place, {go = true} = {}) {
  page.selected = place;
  byId("panel").hidden = place === null;
  document.body.classList.toggle("selected", place !== null);
  hideTip();
  if (place !== null) {
    showPanel(place);
    const said = trouble(place), kind = kindName(nodes[place].group);
    say(t("selected", things[place].name, said ? `${kind} (${statusWords(said)})` : kind, linksOf(place)));
  }
  chooseOnMap(place, go);
  const fragment = place === null ? "" : encoded(things[place].ref);
  if (location.hash.slice(1) !== fragment) history.replaceState(null, "", `#${fragment}`);
}

function selectFromAddress() {
  let reference = "";
  try {
    reference = decodeURIComponent(location.hash.slice(1));
  } catch {
    return;
  }
  if (byReference.has(reference)) select(byReference.get(reference));
}

/* Show what the legend lets through. */
function showAgain() {
  filterMap();
  if (page.selected !== null && !isShown(page.selected)) select(null);
  if (byId("query").value) lookFor(byId("query").value);
  closeFound();
  showTable();
  showEmpty();
}

function showEmpty() {
  const none = !nodes.some(node => isShown(node.id));
  byId("empty").hidden = !none;
  byId("empty").textContent = none ? t(nodes.length ? "allHidden" : "empty") : "";
}

function openView(view) {
  page.view = view;
  for (const name of VIEWS) {
    byId(`${name}-view`).hidden = name !== view;
    byId(`${name}-tab`).setAttribute("aria-selected", String(name === view));
    byId(`${name}-tab`).tabIndex = name === view ? 0 : -1;
  }
  if (view === "table") showTable();
  if (view === "map") map.network.redraw();
}

function showTabs() {
  byId("views").setAttribute("aria-label", t("viewsName"));
  byId("views").replaceChildren(...VIEWS.map(view => {
    const count = view === "problems" ? ` (${number(about.problem_count)})` : "";
    const tab = element("button", {type: "button", id: `${view}-tab`, role: "tab", "aria-controls": `${view}-view`},
      named("views", view) + count);
    byId(`${view}-view`).setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", () => openView(view));
    tab.addEventListener("keydown", event => {
      const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
      if (!step) return;
      openView(VIEWS[(VIEWS.indexOf(view) + step + VIEWS.length) % VIEWS.length]);
      byId(`${page.view}-tab`).focus();
    });
    return tab;
  }));
}

function showZoom() {
  const buttons = [["+", "zoomIn", () => zoomMap(1.3)], ["−", "zoomOut", () => zoomMap(1 / 1.3)], ["⤢", "fit", () => fitMap()]];
  byId("zoom").setAttribute("aria-label", t("zoomName"));
  byId("zoom").replaceChildren(...buttons.map(([sign, key, act]) => {
    const button = element("button", {type: "button", title: t(key), "aria-label": t(key)}, sign);
    button.addEventListener("click", act);
    return button;
  }));
}

/* Every text in the language of the page. */
function speak() {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  const words = STRINGS[language];
  const counts = kinds.map(kind => counted(kind, about.counts[kind])).concat(words.links(number(about.links)));
  byId("statement").textContent = t("statement", words.notes(number(about.notes)), counts.join(language === "zh" ? "、" : ", "));
  byId("cut").hidden = about.total === nodes.length;
  byId("cut").textContent = t("cut", number(about.total), number(nodes.length));
  byId("language").textContent = t("otherLanguage");
  byId("language").lang = t("otherLanguageCode");
  byId("query").placeholder = t("search");
  byId("query").setAttribute("aria-label", t("searchName"));
  byId("found").setAttribute("aria-label", t("searchName"));
  byId("map").setAttribute("aria-label", t("mapName"));
  showTabs();
  openView(page.view);
  showZoom();
  showLegend();
  showProblems();
  showAbout();
  showEmpty();
  if (page.selected !== null) showPanel(page.selected);
}

function hideTip() {
  byId("tip").hidden = true;
}

/* The full name of what the mouse is over, and what is the matter with it. */
function showTip(x, y) {
  const place = pick(x, y), tip = byId("tip"), pane = byId("map");
  pane.classList.toggle("over", place !== null);
  tip.hidden = place === null;
  if (place === null) return;
  tip.replaceChildren(icon(nodes[place].group), called(place));
  tip.style.left = `${Math.max(4, Math.min(x + 12, pane.clientWidth - tip.offsetWidth - 4))}px`;
  tip.style.top = `${Math.max(4, Math.min(y + 14, pane.clientHeight - tip.offsetHeight - 4))}px`;
}

function listenToMap() {
  const pane = byId("map");
  map.network.on("click", ({pointer: {DOM}}) => select(pick(DOM.x, DOM.y), {go: false}));
  map.network.on("dragStart", hideTip);
  map.network.on("zoom", hideTip);
  let waiting = false;
  pane.addEventListener("pointermove", event => {
    if (waiting || event.buttons || event.pointerType === "touch") return;
    waiting = true;
    const box = pane.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
    requestAnimationFrame(() => {
      waiting = false;
      showTip(x, y);
    });
  });
  pane.addEventListener("pointerleave", hideTip);
  pane.addEventListener("keydown", mapKey);
}

const ARROWS = {ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0]};

function mapKey(event) {
  const {key, shiftKey, ctrlKey, metaKey, altKey} = event;
  if (ctrlKey || metaKey || altKey) return;
  if (key in ARROWS) {
    const [across, down] = ARROWS[key];
    if (shiftKey) panMap(80 * across, 80 * down);
    else step(across, down);
  } else if (key === "+" || key === "=") zoomMap(1.3);
  else if (key === "-") zoomMap(1 / 1.3);
  else if (key === "0") fitMap();
  else return;
  event.preventDefault();
}

/* Go to the next thing in a direction; to the most connected one where nothing is selected. */
function step(across, down) {
  const next = page.selected === null ? nodes.findIndex(node => isShown(node.id)) : neighbourTowards(page.selected, across, down);
  if (next !== null && next >= 0) select(next);
}

function queryKey(event) {
  const {key} = event;
  if (key === "ArrowDown") moveFound(1);
  else if (key === "ArrowUp") moveFound(-1);
  else if (key === "Enter" && finding.places?.length) takeFound(finding.places[Math.max(0, finding.at)]);
  else return;
  event.preventDefault();
}

/* Escape undoes one thing: the list of what was found, then the search, then the selection. */
function undo() {
  if (!byId("found").hidden) closeFound();
  else if (byId("query").value) {
    byId("query").value = "";
    lookFor("");
  } else if (page.selected !== null) {
    select(null);
    byId("map").focus();
  }
}

function listen() {
  const query = byId("query");
  query.addEventListener("input", () => lookFor(query.value));
  query.addEventListener("focus", () => query.value && lookFor(query.value));
  query.addEventListener("blur", closeFound);
  query.addEventListener("keydown", queryKey);
  byId("language").addEventListener("click", () => {
    language = language === "zh" ? "en" : "zh";
    speak();
  });
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") {
      event.preventDefault();
      undo();
    } else if (event.key === "/" && document.activeElement !== query && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      query.focus();
      query.select();
    }
  });
  window.addEventListener("hashchange", selectFromAddress);
  dark.addEventListener("change", recolourMap);
  listenToMap();
}

startMap(byId("map"));
speak();
listen();
selectFromAddress();
document.documentElement.dataset.ready = "yes";
