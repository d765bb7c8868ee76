/* The table of an answer, sorted as the reader likes; of many rows only those in sight are elements of the page. */

import type {App} from "./app.ts";
import {isNumber, type Row, type Rows, shortened, sorted, type Term} from "./answers.ts";
import {button, element, link, quoted, webAddress} from "./dom.ts";
import {icon} from "./shapes.ts";
import {number, spoken, t} from "./strings.ts";

/** Up to so many rows each is as high as its texts need; of more, all are of one height, and few are there. */
const FEW = 200;
const HEIGHT = 32, MARGIN = 20;

export interface Around {
  app: App;
  prefixes: () => Record<string, string>;
  referenceOf: (iri: string) => string | null;
  describe: (iri: string) => void;
}

export class Answers {
  readonly pane = element("div", {id: "answers", tabIndex: 0, role: "region", hidden: true});
  readonly #around: Around;
  #answer: Rows | boolean | null = null;
  #rows: Row[] = [];
  #sort: number | null = null;
  #falling = false;
  #body: HTMLElement | null = null;
  #first = -1;

  constructor(around: Around) {
    this.#around = around;
    this.pane.addEventListener("scroll", () => this.#fill());
    new ResizeObserver(() => this.#fill()).observe(this.pane);
  }

  take(answer: Rows | boolean): void {
    this.#answer = answer;
    this.#sort = null;
    this.#falling = false;
    this.#rows = typeof answer === "boolean" ? [] : answer.rows;
    this.pane.scrollTop = 0;
    this.show();
  }

  /** The rows in the order in which they stand. */
  get rows(): Rows {
    return {columns: typeof this.#answer === "object" ? this.#answer?.columns ?? [] : [], rows: this.#rows};
  }

  get isTriples(): boolean {
    return this.rows.columns.join() === "subject,predicate,object";
  }

  show(): void {
    const answer = this.#answer, {pane} = this;
    pane.hidden = answer === null;
    pane.setAttribute("aria-label", t("consoleAnswer"));
    if (answer === null) return;
    if (typeof answer === "boolean") {
      pane.replaceChildren(element("p", {className: "truth"}, t(answer ? "yes" : "no")));
      return;
    }
    if (!answer.rows.length) {
      pane.replaceChildren(element("p", {className: "quiet"}, t("consoleNothing")));
      return;
    }
    const many = answer.rows.length > FEW, body = this.#body = element("tbody", {});
    const head = element("tr", {"aria-rowindex": 1}, ...answer.columns.map((_, column) => this.#head(column)));
    const table = element("table", {className: many ? "many" : "", "aria-rowcount": answer.rows.length + 1},
      element("caption", {className: "unseen"}, t("consoleAnswer")), element("thead", {}, head), body);
    pane.replaceChildren(table);
    this.#first = -1;
    if (many) this.#fill();
    else body.append(...this.#rows.map((row, place) => this.#row(row, place)));
  }

  #head(column: number): HTMLElement {
    const name = this.rows.columns[column]!, chosen = this.#sort === column;
    const head = button(`${name}${chosen ? (this.#falling ? " ↓" : " ↑") : ""}`, () => {
      this.#falling = this.#sort === column && !this.#falling;
      this.#sort = column;
      const {compare} = new Intl.Collator(spoken());
      this.#rows = sorted((this.#answer as Rows).rows, column, this.#falling, compare);
      this.show();
      (this.pane.querySelector(`th:nth-child(${column + 1}) button`) as HTMLElement).focus();
    });
    return element("th", {scope: "col", "aria-sort": chosen ? (this.#falling ? "descending" : "ascending") : "none"}, head);
  }

  /* Make the rows that are in sight elements, and let two empty ones take the room of all others. */
  #fill(): void {
    const body = this.#body, count = this.#rows.length;
    if (!body?.isConnected || count <= FEW) return;
    const above = Math.max(0, Math.floor(this.pane.scrollTop / HEIGHT) - MARGIN), first = above - above % MARGIN;
    if (first === this.#first) return;
    this.#first = first;
    const last = Math.min(count, first + Math.ceil(this.pane.clientHeight / HEIGHT) + 4 * MARGIN);
    const room = (rows: number) => {
      const cell = element("td", {colSpan: this.rows.columns.length});
      cell.style.height = `${rows * HEIGHT}px`;
      return element("tr", {className: "room", "aria-hidden": true}, cell);
    };
    const focus = (document.activeElement as HTMLElement | null)?.closest("tr")?.getAttribute("aria-rowindex");
    body.replaceChildren(...(first ? [room(first)] : []),
      ...this.#rows.slice(first, last).map((row, place) => this.#row(row, first + place)), ...(last < count ? [room(count - last)] : []));
    if (focus) (body.querySelector(`[aria-rowindex="${focus}"] button, [aria-rowindex="${focus}"] a`) as HTMLElement | null)?.focus({preventScroll: true});
  }

  #row(row: Row, place: number): HTMLElement {
    return element("tr", {"aria-rowindex": place + 2}, ...row.map(term => this.#cell(term)));
  }

  #cell(term: Term | null): HTMLElement {
    if (!term) return element("td", {});
    const cell = element("td", {className: isNumber(term) ? "number" : "", title: term.value}, this.#term(term));
    if (term["xml:lang"]) cell.lang = term["xml:lang"];
    return cell;
  }

  /* A term: a thing of the page leads to it, what the graph says of its own can be asked, the world is a link. */
  #term(term: Term): Node {
    if (term.type === "bnode") return quoted(`_:${term.value}`);
    if (term.type === "literal") return quoted(isNumber(term) && /^\d{5,}$/.test(term.value) ? number(Number(term.value)) : term.value);
    const {app, prefixes, referenceOf, describe} = this.#around, name = shortened(term.value, prefixes()), reference = referenceOf(term.value);
    if (reference !== null) return thing(app, reference, name);
    if (webAddress(term.value)) return link(term.value, quoted(name));
    return button(quoted(name), () => describe(term.value), {className: "thing", title: t("consoleDescribe")});
  }
}

/* What leads to a thing of the graph. What kind it is is known as soon as the references are unpacked. */
function thing(app: App, reference: string, name: string): HTMLElement {
  const shown = button(quoted(name), () => void app.details.place(reference).then(place => place !== null && app.select(place)), {className: "thing"});
  void app.details.place(reference).then(place => place !== null && shown.prepend(icon(app.graph.kindName(place))));
  return shown;
}
