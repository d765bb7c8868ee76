/* The start: unpack the graph, build the page around it, show what the address says. In a worker: only unpack. */

import {lookForBuilds} from "./anew.ts";
import {App, ownLanguage} from "./app.ts";
import {showEmpty, showLayouts, showLegend, showSettings, showStatement, showTabs, showView, showZoom, syncYears} from "./controls.ts";
import {Console} from "./console.ts";
import {byId} from "./dom.ts";
import {SearchBox} from "./found.ts";
import {forgetHover, listenToMap} from "./gestures.ts";
import {Graph} from "./graph.ts";
import {textsFor} from "./languages.ts";
import {NearView} from "./near.ts";
import {block, serve, unpackGraph} from "./packed.ts";
import {close, fillPath, showPanel} from "./panel.ts";
import {showAbout, showProblems} from "./pages.ts";
import {fromFragment} from "./state.ts";
import {number, spoken, speakLanguage, t} from "./strings.ts";
import {markRow, showTable} from "./table.ts";

if (typeof document === "undefined") serve();
else void open();

async function open(): Promise<void> {
  speakLanguage(textsFor(ownLanguage()));
  const waiting = window.setTimeout(() => (byId("empty").textContent = t("loading", number(Number(block("count") ?? 0)))), 150);
  try {
    const app = new App(new Graph(await unpackGraph()), byId("map") as HTMLCanvasElement);
    clearTimeout(waiting);
    await build(app);
  } catch (error) {
    clearTimeout(waiting);
    byId("empty").textContent = t("failed", String(error));
    throw error;
  }
}

async function build(app: App): Promise<void> {
  const {map} = app, search = new SearchBox(app), near = new NearView(app), sparql = new Console(app);
  const calm = matchMedia("(prefers-reduced-motion: reduce)"), dark = matchMedia("(prefers-color-scheme: dark)");
  map.calm = calm.matches;
  calm.addEventListener("change", () => (map.calm = calm.matches));
  dark.addEventListener("change", () => app.setLook({}));
  app.on(["language"], () => showWords(app));
  app.on(["language", "view"], () => {
    showTabs(app);
    showView(app);
  });
  app.on(["language", "shown"], () => showLegend(app));
  app.on(["language", "look"], () => showSettings(app));
  app.on(["shown"], () => syncYears());
  app.on(["language", "layout"], () => showLayouts(app));
  app.on(["language", "layout", "shown"], () => showEmpty(app));
  app.on(["language", "view", "shown", "query", "sort"], () => showTable(app));
  app.on(["selection"], () => markRow(app));
  app.on(["language", "view"], () => {
    void showProblems(app);
    showAbout(app);
    search.close();
    measure(app);
  });
  app.on(["language", "selection", "view"], () => {
    void showPanel(app);
    openPane(app);
  });
  app.on(["path"], () => {
    const box = document.getElementById("path");
    if (box) fillPath(app, box);
    document.body.classList.toggle("choosing", app.choosing);
  });
  app.on(["selection"], () => {
    document.body.classList.toggle("choosing", app.choosing);
    forgetHover(app);
  });
  app.on(["selection", "view", "shown", "look", "expanded", "language"], () => void near.show());
  app.on(["view", "language"], () => void sparql.show());
  app.on(["sparql"], () => void sparql.restore());
  new ResizeObserver(() => measure(app)).observe(map.canvas);
  measure(app);
  listen(app, search, sparql);
  lookForBuilds(app);
  Object.assign(globalThis, {papergraph: {app, near, console: sparql}});
  const drawn = new Promise<void>(resolve => (map.onDrawn = resolve));
  await app.restore(fromFragment(location.hash, app.start));
  if (app.state.view === "map") await drawn;
  map.onDrawn = () => {};
  document.documentElement.dataset["ready"] = "yes";
}

function listen(app: App, search: SearchBox, sparql: Console): void {
  listenToMap(app);
  byId("language").addEventListener("click", () => app.speak(app.otherLanguage));
  byId("filters").addEventListener("click", () => {
    const open = document.body.classList.toggle("filtering");
    byId("filters").setAttribute("aria-expanded", String(open));
  });
  window.addEventListener("popstate", () => void app.restore(fromFragment(location.hash, app.start)));
  document.addEventListener("keydown", event => {
    const {key} = event, writing = isWriting(event);
    if (event.defaultPrevented) return;
    if (key === "Escape") {
      event.preventDefault();
      undo(app, search);
    } else if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
    else if (key === "q") {
      event.preventDefault();
      app.openView("console");
      void sparql.focus();
    } else if (key === "/") {
      event.preventDefault();
      const query = byId("query") as HTMLInputElement;
      query.focus();
      query.select();
    }
  });
}

/* Whether a key that is pressed writes something. */
function isWriting(event: KeyboardEvent): boolean {
  const at = event.composedPath()[0];
  return at instanceof HTMLInputElement || at instanceof HTMLSelectElement || (at instanceof HTMLElement && at.isContentEditable);
}

/* Escape undoes one thing: choosing a path, the list of what was found, the search, the path, the selection. */
function undo(app: App, search: SearchBox): void {
  if (app.choosing || app.target !== null) app.setTarget(null);
  else if (search.isOpen) search.close();
  else if (app.state.query) search.clear();
  else if (app.selected !== null) close(app);
}

/* Take on the size of the pane; what was fitted stays fitted. */
function measure(app: App): void {
  const fitted = app.state.camera === null;
  if (!app.map.resize()) return;
  openPane(app);
  if (!fitted) return;
  app.map.fit(false);
  if (app.selected !== null) app.map.show([app.selected], false);
}

/** Pixels at the top of the map that its buttons take. */
const CORNER = 36;

/* The part of the map that the details leave open, in pixels of the pane. */
function openPane(app: App): void {
  const pane = app.map.canvas.getBoundingClientRect();
  if (!pane.width || !pane.height) return;
  const panel = byId("panel").getBoundingClientRect();
  const open = {left: 0, top: CORNER, right: pane.width || 1, bottom: pane.height || 1};
  if (panel.width && panel.width < pane.width) open.right = panel.left - pane.left;
  else if (panel.width && panel.top > pane.top) open.bottom = panel.top - pane.top;
  app.map.open = open;
}

function showWords(app: App): void {
  document.documentElement.lang = spoken() === "zh" ? "zh-Hans" : "en";
  showStatement(app);
  showZoom(app);
  const query = byId("query") as HTMLInputElement;
  query.placeholder = t("search");
  query.setAttribute("aria-label", t("searchName"));
  byId("map").setAttribute("aria-label", t("mapName"));
  byId("filters").textContent = t("settings");
  byId("settings").setAttribute("aria-label", t("settings"));
  byId("panel").setAttribute("aria-label", t("facts"));
}
