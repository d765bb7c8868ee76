/* The console: SPARQL over the triples of the page. Nothing of it is unpacked before its view is first opened. */

import {type App, say} from "./app.ts";
import {type Asking, Engine, type Loaded, NoAnswer} from "./asking.ts";
import {csv, readJson, readTriples, type Rows, tsv, turtle} from "./answers.ts";
import {button, byId, element} from "./dom.ts";
import type {Asked, Editor} from "./editor.ts";
import {Endpoint, endpoint} from "./endpoint.ts";
import {fileName, save} from "./exports.ts";
import {unpackJson, unpackText} from "./packed.ts";
import {policy} from "./policy.ts";
import {Answers} from "./rows.ts";
import {type Canned, canned, declarations, kindOf, mistake, type Parameter, parameters, refused, termOf, withValues} from "./sparql.ts";
import {named, number, t, words} from "./strings.ts";

const LIMIT = 30_000;
const MOST_REMEMBERED = 50, LONGEST_IN_LIST = 80;
const START = "SELECT ?paper ?title WHERE {\n  ?paper a schema:ScholarlyArticle ; schema:name ?title .\n}\nORDER BY ?title\nLIMIT 100\n";

/** What the page was given for the console. */
interface Told {
  prefixes: Record<string, string>;
  queries: [name: string, sparql: string][];
  /** Triples of the largest graph that comes with an engine. */
  limit: number;
  /** Whether this graph is no larger. */
  held: boolean;
}

export class Console {
  readonly #app: App;
  readonly #engine: Asking;
  readonly #endpoint = endpoint();
  readonly #answers: Answers;
  #told: Told | null = null;
  #queries: Canned[] = [];
  #editor: Editor | null = null;
  #loaded: Loaded | null = null;
  #opening: Promise<void> | null = null;
  #result: Rows | boolean | null = null;
  #parameters = "";
  #turn = 0;
  /** Queries of this session, the last one first. */
  history: string[] = [];
  /** Milliseconds that a query may take. */
  limit = LIMIT;
  /** What the console does now, for tests. */
  phase: "closed" | "starting" | "ready" | "asking" = "closed";

  constructor(app: App) {
    this.#app = app;
    this.#engine = this.#endpoint === null ? new Engine() : new Endpoint(this.#endpoint);
    this.#answers = new Answers({
      app,
      prefixes: () => this.#told!.prefixes,
      referenceOf: iri => this.#loaded?.referenceOf.get(iri) ?? null,
      describe: iri => void this.ask(`DESCRIBE <${iri}>\n`),
    });
    this.#engine.onProgress = triples => this.phase === "starting" && this.#status(t("consoleLoading", number(triples)));
  }

  /** Show the view, if it is open; what the address asks is asked when it is shown first. */
  async show(): Promise<void> {
    if (this.#app.state.view !== "console") return;
    await (this.#opening ??= this.#open());
    this.#translate();
  }

  /** Take on the query of a state that was restored. */
  async restore(): Promise<void> {
    const {view, sparql} = this.#app.state;
    if (view !== "console" || !sparql) return;
    await this.show();
    if (this.#editor && this.#editor.text !== sparql) await this.ask(sparql, false);
  }

  async focus(): Promise<void> {
    await this.show();
    if (this.#editor) this.#editor.focus();
    else byId("console-view").focus();
  }

  async #open(): Promise<void> {
    this.#told = await unpackJson<Told>("console") ?? {prefixes: {}, queries: [], limit: 0, held: false};
    this.#queries = this.#told.queries.map(([name, sparql]) => canned(name, sparql));
    if (!this.#isAnswered) return;
    this.phase = "starting";
    this.#build();
    const {sparql} = this.#app.state;
    const [create] = await Promise.all([loadEditor(), this.#start()]);
    this.#editor = create({
      parent: byId("sparql"), text: sparql || START, vocabulary: () => ({prefixes: this.#told!.prefixes,
        classes: this.#loaded?.classes ?? [], properties: this.#loaded?.properties ?? []}),
      onRun: () => void this.run(), onChange: () => this.#changed(),
    });
    this.#showParameters();
    if (sparql) await this.run(false);
  }

  /** Whether there is something that answers: an engine in this page, or a server. */
  get #isAnswered(): boolean {
    return this.#told!.held || this.#endpoint !== null;
  }

  async #start(): Promise<void> {
    this.phase = "starting";
    this.#status(t("consoleStarting"));
    this.#buttons();
    try {
      this.#loaded = await this.#engine.start();
      const {triples, milliseconds} = this.#loaded;
      const took = number(Math.round(milliseconds));
      this.#status(this.#endpoint === null ? t("consoleReady", number(triples), took) : t("consoleServed", number(triples)));
    } catch (error) {
      this.#fail(t("consoleBroken", String((error as Error).message)), null);
    }
    this.phase = "ready";
    this.#buttons();
  }

  #build(): void {
    const choice = (id: string, act: (place: number) => void) => {
      const select = element("select", {id});
      select.addEventListener("change", () => {
        if (select.value) act(Number(select.value));
        select.value = "";
      });
      return element("label", {}, element("span", {className: "unseen"}), select);
    };
    byId("console-view").replaceChildren(
      element("p", {id: "console-said", className: "quiet"}),
      element("div", {className: "asking"}, choice("canned", place => void this.ask(this.#queries[place]!.sparql)),
        choice("earlier", place => void this.ask(this.history[place]!))),
      element("div", {id: "parameters"}),
      element("div", {id: "sparql"}),
      element("div", {className: "asking"}, button("", () => void this.run(), {id: "run"}), button("", () => this.stop(), {id: "stop"}),
        element("span", {id: "console-status", role: "status"}), element("span", {className: "taking", role: "group"},
          button("", () => this.#save("csv"), {id: "save-csv"}), button("", () => this.#save("ttl"), {id: "save-ttl"}),
          button("", () => void this.#copy(), {id: "copy-rows"}))),
      element("div", {id: "console-error", role: "alert", hidden: true}),
      this.#answers.pane);
  }

  #translate(): void {
    const told = this.#told!;
    if (!this.#isAnswered) {
      byId("console-view").replaceChildren(element("p", {}, t("consoleTooMany", number(told.limit))), element("p", {}, element("code", {}, "papergraph serve")));
      return;
    }
    byId("console-said").textContent = t(this.#endpoint === null ? "consoleWhat" : "consoleWhatServed");
    this.#choices("canned", t("consoleCanned"), this.#queries.map(({name, title, description}) => [named("queries", name) === name ? title : named("queries", name), description]));
    this.#remember();
    for (const [id, text] of [["run", t("consoleRun")], ["stop", t("consoleStop")], ["save-csv", "CSV"], ["save-ttl", "Turtle"], ["copy-rows", t("consoleCopy")]] as const) byId(id).textContent = text;
    byId("run").title = "Ctrl + Enter";
    byId("save-csv").parentElement!.setAttribute("aria-label", t("export"));
    this.#editor?.name(t("consoleEditor"));
    this.#showParameters(true);
    this.#buttons();
    this.#answers.show();
  }

  #choices(id: string, label: string, choices: [text: string, title: string][]): void {
    const select = byId(id) as HTMLSelectElement;
    select.previousElementSibling!.textContent = label;
    select.replaceChildren(element("option", {value: ""}, label),
      ...choices.map(([text, title], place) => element("option", {value: String(place), title}, text)));
    select.disabled = !choices.length;
  }

  #remember(sparql?: string): void {
    if (sparql !== undefined) this.history = [sparql, ...this.history.filter(each => each !== sparql)].slice(0, MOST_REMEMBERED);
    const title = (text: string) => canned("", text).title || text.replace(/^#.*$/gm, "").trim().replace(/\s+/g, " ");
    this.#choices("earlier", t("consoleEarlier"), this.history.map(text => [title(text).slice(0, LONGEST_IN_LIST), text]));
  }

  /* One field for each parameter that the comments of the query name; the text of the query holds the values. */
  #showParameters(anew = false): void {
    const found = parameters(this.#editor?.text ?? ""), key = found.map(({name}) => name).join(" ");
    if (key !== this.#parameters || anew) {
      this.#parameters = key;
      byId("parameters").replaceChildren(...found.map(parameter => this.#field(parameter)));
      return;
    }
    for (const {name, value} of found) {
      const field = byId(`parameter-${name}`) as HTMLInputElement;
      if (field !== document.activeElement) field.value = value;
    }
  }

  #field({name, value, description}: Parameter): HTMLElement {
    const input = element("input", {id: `parameter-${name}`, value, spellcheck: false, autocomplete: "off"});
    input.addEventListener("input", () => {
      const now = parameters(this.#editor!.text).find(each => each.name === name);
      // A bracket would end the value in the comment that holds it.
      if (now) this.#editor!.replace(now.from, now.from + now.value.length, input.value.replace(/[)\n\r]/g, ""));
    });
    input.addEventListener("keydown", event => {
      if (event.key === "Enter") void this.run();
    });
    return element("label", {}, element("span", {}, `?${name}`), input, element("span", {className: "quiet"}, description));
  }

  #changed(): void {
    this.#showParameters();
    byId("console-error").hidden = true;
  }

  /** Put a query into the editor and ask it. */
  async ask(sparql: string, keep = true): Promise<void> {
    this.#editor!.text = sparql;
    await this.run(keep);
  }

  /** Ask what stands in the editor; with `keep`, what was asked before stays a step of the reader's history. */
  async run(keep = true): Promise<void> {
    const editor = this.#editor, turn = ++this.#turn;
    if (!editor) return;
    if (this.phase === "asking") {
      this.#engine.stop();
      this.#loaded = null;
    }
    const sparql = editor.text, no = refused(sparql);
    byId("console-error").hidden = true;
    editor.mark(null);
    this.#remember(sparql);
    if (keep && sparql !== this.#app.state.sparql) this.#app.keepInHistory();
    this.#app.state = {...this.#app.state, sparql};
    this.#app.writeAddress();
    if (no) {
      const {token, why} = no;
      this.#fail(words().consoleRefused[why], {from: token.from, to: token.from + token.text.length});
      return;
    }
    if (!this.#loaded) await this.#start();
    if (turn !== this.#turn || !this.#loaded) return;
    this.phase = "asking";
    this.#status(t("consoleAsking"));
    this.#buttons();
    await this.#engine.know([], parameters(sparql).map(({value}) => value).filter(value => value.includes(":")));
    const asked = withValues(sparql, Object.fromEntries(parameters(sparql).map(({name, value}) => [name, termOf(value, each => this.#iriOf(each))])));
    const kind = kindOf(sparql), began = performance.now();
    try {
      const {text} = await this.#engine.ask(`${declarations(asked, this.#told!.prefixes)}\n${asked}`, kind === "triples" ? "nt" : "json", this.limit);
      const took = performance.now() - began, result = kind === "triples" ? readTriples(text) : readJson(text);
      if (typeof result === "object") await this.#engine.know(irisOf(result));
      if (turn === this.#turn) this.#answered(result, took);
    } catch (error) {
      if (turn === this.#turn) this.#unanswered(error as Error, asked);
    }
    if (turn !== this.#turn) return;
    this.phase = "ready";
    this.#buttons();
  }

  /** The answer as it stands. */
  get rows(): Rows {
    return this.#answers.rows;
  }

  get queries(): Canned[] {
    return this.#queries;
  }

  /** How many triples are loaded. */
  get triples(): number {
    return this.#loaded?.triples ?? 0;
  }

  #iriOf(reference: string): string | null {
    return this.#loaded!.iriOf.get(reference) ?? null;
  }

  #answered(result: Rows | boolean, milliseconds: number): void {
    this.#result = result;
    this.#answers.take(result);
    const took = number(Math.max(1, Math.round(milliseconds)));
    const said = typeof result === "boolean" ? t(result ? "yes" : "no") : words().rowsCount(number(result.rows.length));
    this.#status(t("consoleTook", said, took));
  }

  #unanswered(error: Error, asked: string): void {
    const why = error instanceof NoAnswer ? error.why : "broken";
    if (why !== "wrong") this.#loaded = null;
    if (why === "stopped") this.#status(t("consoleStopped"));
    else if (why === "late") this.#fail(t("consoleLate", this.limit / 1000), null);
    else if (why === "broken") this.#fail(t("consoleBroken", error.message), null);
    else {
      // A parameter may have made the text longer than it stands in the editor; lines stay the same.
      const place = mistake(asked, error.message);
      if (!place) this.#fail(t("consoleCannot", error.message), null);
      else {
        const reason = place.prefix !== null ? t("consolePrefix", place.prefix) : place.reason ?? t("consoleExpected");
        this.#fail(t("consoleWrong", place.line, place.column, reason), asked === this.#editor!.text ? place : mistake(this.#editor!.text, error.message));
      }
    }
  }

  #fail(message: string, place: {from: number; to: number} | null): void {
    const box = byId("console-error");
    this.#status("");
    box.hidden = false;
    box.textContent = message;
    if (!place) return;
    this.#editor?.mark(place);
    this.#editor?.focus();
  }

  /** End the query that runs. */
  stop(): void {
    this.#engine.stop();
  }

  #status(text: string): void {
    byId("console-status").textContent = text;
  }

  #buttons(): void {
    (byId("stop") as HTMLButtonElement).disabled = this.phase !== "asking";
    (byId("run") as HTMLButtonElement).disabled = this.phase === "starting";
    const rows = typeof this.#result === "object" && this.#result !== null;
    for (const id of ["save-csv", "copy-rows"]) (byId(id) as HTMLButtonElement).disabled = !rows;
    byId("save-ttl").hidden = !rows || !this.#answers.isTriples;
  }

  #save(form: "csv" | "ttl"): void {
    const rows = this.#answers.rows;
    if (form === "ttl") save(new Blob([turtle(rows, this.#told!.prefixes)], {type: "text/turtle"}), fileName(this.#app, "ttl"));
    // The sign at the start tells spreadsheets that this is UTF-8.
    else save(new Blob(["\ufeff", csv(rows)], {type: "text/csv"}), fileName(this.#app, "csv"));
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(tsv(this.#answers.rows));
      say(t("consoleCopied"));
    } catch {
      say(t("consoleNotCopied"));
    }
  }
}

function* irisOf({rows}: Rows): Generator<string> {
  for (const row of rows) for (const term of row) if (term?.type === "uri") yield term.value;
}

type Create = (asked: Asked) => Editor;

/* The editor lies packed in the file and becomes a script when the console is first opened, as vis-network does. */
async function loadEditor(): Promise<Create> {
  const known = globalThis as {papergraphEditor?: Create};
  if (!known.papergraphEditor) {
    const script = element("script", {});
    (script as unknown as {text: unknown}).text = policy.createScript((await unpackText("editor")) ?? "");
    document.head.append(script);
  }
  return known.papergraphEditor!;
}
