/* The problems of the build, and the page about the page. */

import type {App} from "./app.ts";
import {byId, element, link, quoted, spot, visible, webAddress} from "./dom.ts";
import {number, t, words} from "./strings.ts";

export async function showProblems(app: App): Promise<void> {
  if (app.state.view !== "problems") return;
  const {graph} = app, {problemCount: count, remarkCount: remarks} = graph.header, problems = await app.details.problems();
  const rows = problems.map(([severity, message, path, line, otherPath, otherLine]) => element("li", {className: severity},
    element("span", {className: "severity"}, severity === "error" ? t("error") : t("warning")), " ", quoted(message),
    element("div", {className: "quiet"}, spot(graph, path, line),
      ...(otherPath ? [` · ${t("seeAlso")} `, spot(graph, otherPath, otherLine ?? 0)] : []))));
  byId("problems-view").replaceChildren(
    element("p", {}, t(count ? "problemsSome" : "problemsNone")),
    element("ul", {className: "problems"}, ...rows),
    count > problems.length ? element("p", {className: "quiet"}, t("problemsMore", number(count - problems.length))) : "",
    remarks ? element("p", {className: "quiet"}, t("remarks", number(remarks))) : "");
}

export function showAbout(app: App): void {
  if (app.state.view !== "about") return;
  const {header} = app.graph, {papergraph, pyvis, "vis-network": visNetwork} = header.versions;
  const keys = words().keysText.map(([key, text]) => [element("dt", {}, element("kbd", {}, key!)), element("dd", {}, text!)]);
  const whose = ([["creator", header.creator], ["license", header.license]] as const).filter(([, value]) => value)
    .map(([key, value]) => element("p", {}, `${t(key)}: `, webAddress(value!) ? link(value!) : quoted(value)));
  const kinds: Record<string, string> = {catalog: t("inputCatalog"), service: t("inputService")};
  const inputs = header.inputs.map(([name, what, day]) => (what === "notes"
    ? element("li", {}, words().notes(number(Number(name))), day ? ` · ${t("newest", visible(day))}` : "")
    : element("li", {}, quoted(name), ` · ${kinds[what] ?? what}`, day ? ` · ${t("fetched", visible(day))}` : "")));
  byId("about-view").replaceChildren(
    element("h2", {}, t("how")), element("p", {}, t("howText")), element("p", {}, t("listed")),
    element("h2", {}, t("keys")), element("dl", {}, ...keys.flat()),
    element("h2", {}, t("inputs")), element("ul", {className: "inputs"}, ...inputs),
    element("h2", {}, t("colophon")), element("p", {}, t("colophonText", papergraph!, pyvis!, visNetwork!)),
    element("p", {}, t("rebuild")), ...whose);
}
