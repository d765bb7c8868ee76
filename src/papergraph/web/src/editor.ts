/* The editor of the console: CodeMirror with SPARQL. It is a script of its own, packed in the page until the console is
   opened. It lives in a shadow tree, because only there its styles need no style element, which the page's policy forbids. */

/*! CodeMirror, Lezer, style-mod, w3c-keyname and crelt. Copyright (C) 2016-2021 by Marijn Haverbeke <marijn@haverbeke.berlin> and others.

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions: The above copyright notice and
this permission notice shall be included in all copies or substantial portions of the Software. THE SOFTWARE IS
PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT
HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE. */

import {autocompletion, closeBrackets, closeBracketsKeymap, type CompletionContext, completionKeymap} from "@codemirror/autocomplete";
import {defaultKeymap, history, historyKeymap} from "@codemirror/commands";
import {bracketMatching, HighlightStyle, indentUnit, StreamLanguage, syntaxHighlighting} from "@codemirror/language";
import {EditorState, Prec, StateEffect, StateField} from "@codemirror/state";
import {Decoration, type DecorationSet, drawSelection, EditorView, keymap, lineNumbers} from "@codemirror/view";
import {tags} from "@lezer/highlight";

import {choicesAt, type Vocabulary} from "./completion.ts";
import {isKeyword, tokens} from "./sparql.ts";

export interface Editor {
  text: string;
  /** Replace a part of the text; what is not replaced keeps its undo history. */
  replace(from: number, to: number, text: string): void;
  focus(): void;
  /** Mark a place as wrong and go there; null for no place. */
  mark(place: {from: number; to: number} | null): void;
  name(label: string): void;
}

export interface Asked {
  parent: HTMLElement;
  text: string;
  vocabulary: () => Vocabulary;
  onRun: () => void;
  onChange: () => void;
}

interface Place {
  /** The sign that a text over several lines ends with. */
  inside: string | null;
}

const STYLES: Record<string, string> = {iri: "link", text: "string", comment: "comment", variable: "variableName", tag: "meta",
  name: "propertyName", number: "number", sign: "punctuation"};

/* A text over several lines is followed by its end; all else of a line is told by the tokens of `sparql.ts`. */
const language = StreamLanguage.define<Place>({
  name: "sparql",
  startState: () => ({inside: null}),
  token(stream, place) {
    if (place.inside === null && stream.eatSpace()) return null;
    const long = place.inside === null ? stream.match(/^("""|''')/) as RegExpMatchArray | null : null;
    if (long) place.inside = long[1]!;
    if (place.inside !== null) {
      while (!stream.eol()) {
        if (stream.next() === "\\") stream.next();
        else if (stream.string.slice(stream.pos - 1).startsWith(place.inside) && stream.pos - 1 >= (long ? stream.start + 3 : stream.start)) {
          stream.pos += 2;
          place.inside = null;
          break;
        }
      }
      return "string";
    }
    const token = tokens(stream.string.slice(stream.pos)).next().value;
    if (!token || token.from) {
      stream.next();
      return null;
    }
    stream.pos += token.text.length;
    return token.kind === "word" ? (isKeyword(token.text) ? "keyword" : null) : STYLES[token.kind] ?? null;
  },
  languageData: {commentTokens: {line: "#"}, closeBrackets: {brackets: ["(", "[", "{", '"', "'"]}},
});

const colours = HighlightStyle.define([
  {tag: tags.keyword, color: "var(--accent)", fontWeight: "600"},
  {tag: tags.variableName, color: "var(--code-variable)"},
  {tag: tags.propertyName, color: "var(--ink)"},
  {tag: [tags.string, tags.link], color: "var(--code-text)"},
  {tag: tags.number, color: "var(--code-number)"},
  {tag: [tags.comment, tags.meta], color: "var(--quiet)"},
]);

const theme = EditorView.theme({
  "&": {color: "var(--ink)", backgroundColor: "var(--ground)", height: "100%", fontSize: ".92rem"},
  "&.cm-focused": {outline: "2px solid var(--accent)", outlineOffset: "-2px"},
  ".cm-scroller": {fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace", lineHeight: "1.5"},
  ".cm-content": {caretColor: "var(--ink)"},
  ".cm-cursor": {borderLeftColor: "var(--ink)"},
  ".cm-gutters": {backgroundColor: "var(--raised)", color: "var(--quiet)", border: "0"},
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {background: "var(--chosen)"},
  "&.cm-focused .cm-matchingBracket": {backgroundColor: "var(--chosen)", outline: "1px solid var(--rule)"},
  ".cm-tooltip": {backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--rule)", borderRadius: "6px"},
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {backgroundColor: "var(--accent)", color: "var(--ground)"},
  ".wrong": {textDecoration: "underline wavy var(--error)", textDecorationSkipInk: "none"},
  ".cm-line.wrongLine": {backgroundColor: "color-mix(in srgb, var(--error) 12%, transparent)"},
});

const marking = StateEffect.define<{from: number; to: number} | null>();
const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, change) {
    for (const effect of change.effects) {
      if (!effect.is(marking)) continue;
      if (!effect.value) return Decoration.none;
      const {from, to} = effect.value, line = Decoration.line({class: "wrongLine"}).range(change.state.doc.lineAt(from).from);
      return Decoration.set(to > from ? [line, Decoration.mark({class: "wrong"}).range(from, to)] : [line]);
    }
    return change.docChanged ? Decoration.none : shown;
  },
  provide: field => EditorView.decorations.from(field),
});

/* Where a text replaces a selection, browsers keep the looks of what was there in style attributes, which the page's policy
   forbids and reports; so that is done here. */
const replacing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== "insertText" || event.data === null || view.composing || view.state.selection.main.empty) return false;
    const {from, to} = view.state.selection.main, text = event.data;
    const insert = () => view.state.update(view.state.replaceSelection(text), {userEvent: "input.type", scrollIntoView: true});
    if (!view.state.facet(EditorView.inputHandler).some(handle => handle(view, from, to, text, insert))) view.dispatch(insert());
    return true;
  },
});

function create({parent, text, vocabulary, onRun, onChange}: Asked): Editor {
  const root = parent.shadowRoot ?? parent.attachShadow({mode: "open", delegatesFocus: true});
  const completions = (context: CompletionContext) => {
    const found = choicesAt(context.state.doc.toString(), context.pos, vocabulary(), context.explicit);
    if (!found) return null;
    return {from: found.from, validFor: /^[?$]?[\p{L}\p{N}_.-]*$/u, options: found.choices.map(choice =>
      ({...choice, boost: choice.type === "keyword" ? -1 : choice.type === "variable" ? 1 : 0}))};
  };
  const run = () => {
    onRun();
    return true;
  };
  const view = new EditorView({
    root, parent: root as unknown as Element,
    state: EditorState.create({doc: text, extensions: [
      lineNumbers(), history(), drawSelection(), bracketMatching(), closeBrackets(), EditorView.lineWrapping, indentUnit.of("  "),
      Prec.highest(keymap.of([{key: "Mod-Enter", run}, {key: "Ctrl-Enter", run}])),
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
      autocompletion({override: [completions], icons: false}), language, syntaxHighlighting(colours), theme, marks, replacing,
      EditorView.contentAttributes.of({tabindex: "0", spellcheck: "false", autocapitalize: "off", autocorrect: "off"}),
      EditorView.updateListener.of(update => update.docChanged && onChange()),
    ]}),
  });
  return {
    get text() {
      return view.state.doc.toString();
    },
    set text(text: string) {
      view.dispatch({changes: {from: 0, to: view.state.doc.length, insert: text}, selection: {anchor: 0}, scrollIntoView: true});
    },
    replace: (from, to, insert) => view.dispatch({changes: {from, to, insert}}),
    focus: () => view.focus(),
    mark: place => view.dispatch({effects: marking.of(place), ...(place ? {selection: {anchor: place.from}, scrollIntoView: true} : {})}),
    name: label => view.contentDOM.setAttribute("aria-label", label),
  };
}

Object.assign(globalThis, {papergraphEditor: create});
