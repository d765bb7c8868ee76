/* What a page that `papergraph serve` hands out says when there is a newer build: an offer to reload. A page from disk
   may ask nobody, and says nothing. */

import type {App} from "./app.ts";
import {button, byId} from "./dom.ts";
import {t} from "./strings.ts";

/** Milliseconds between two looks while somebody sees the page. */
const PAUSE = 5000;
/** Milliseconds after which it is asked once more: at first some processes of the server still have the last build. */
const AGAIN = 1000;

/** Whether what the server tells of its build is newer than what the page was made from. */
export const isNewer = (told: unknown, shown: number): boolean =>
  typeof told === "object" && told !== null && "built" in told && typeof told.built === "number" && told.built > shown;

/** Look whether there is a newer build, now and then, until there is one. */
export function lookForBuilds(app: App): void {
  const shown = Number(document.querySelector<HTMLMetaElement>("meta[name=papergraph-built]")?.content);
  if (!shown) return;
  let times = 0;  // that it was told of in a row
  const offer = (): void => {
    if (times > 1) byId("anew").replaceChildren(t("anew"), " ", button(t("reload"), () => location.reload()));
  };
  const look = async (): Promise<void> => {
    if (times > 1 || document.visibilityState === "hidden") return;
    try {
      const response = await fetch("health", {credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store"});
      times = response.ok && isNewer(await response.json(), shown) ? times + 1 : 0;
    } catch {
      times = 0;  // the server has ended; when it is back, it is asked again
    }
    if (times === 1) window.setTimeout(() => void look(), AGAIN);
    offer();
  };
  window.setInterval(() => void look(), PAUSE);
  document.addEventListener("visibilitychange", () => void look());
  app.on(["language"], offer);
}
