import assert from "node:assert/strict";
import {test} from "node:test";

import {canned, declarations, isKeyword, kindOf, mistake, parameters, refused, termOf, tokens, variables, withValues} from "./sparql.ts";

const kinds = (text: string): string[] => [...tokens(text)].map(({kind, text}) => `${kind} ${text}`);

test("a query is cut into tokens", () => {
  assert.deepEqual(kinds('SELECT ?a $b { ?a a schema:Person ; pg:line 12 , 1.5e3 ; <https://a.example/#b> "x\\"y"@zh-Hans } # end'), [
    "word SELECT", "variable ?a", "variable $b", "sign {", "variable ?a", "word a", "name schema:Person", "sign ;", "name pg:line", "number 12",
    "sign ,", "number 1.5e3", "sign ;", "iri <https://a.example/#b>", 'text "x\\"y"', "tag @zh-Hans", "sign }", "comment # end",
  ]);
  assert.deepEqual(kinds('"""a "quoted"\ntext""" \'b\' _:x 主题:一'), ['text """a "quoted"\ntext"""', "text 'b'", "name _:x", "name 主题:一"]);
  assert.deepEqual(kinds("?a<?b"), ["variable ?a", "sign <", "variable ?b"]);
});

test("every character of any text is in a token or is a space", () => {
  const texts = ['"open', "<no iri", "'\\", "\\u0053ERVICE", "😀 ?😀", "\ud800", "a:b:c", "###", '""""', "@", "::"];
  for (const text of texts) {
    let at = 0;
    for (const token of tokens(text)) {
      assert.match(text.slice(at, token.from), /^\s*$/);
      at = token.from + token.text.length;
    }
    assert.match(text.slice(at), /^\s*$/, text);
  }
});

test("long texts take time in proportion to their length", () => {
  for (const text of ['"'.repeat(1e5), "'\\".repeat(1e5), "<".repeat(1e5), "a.".repeat(1e5), "a:".repeat(1e5), "# parameter: ".repeat(1e4)]) {
    assert.ok([...tokens(text)].length > 0);
    parameters(text);
  }
});

test("other servers and changes are refused, whatever only looks like them is not", () => {
  for (const [text, why] of [["select * { service <x:> {} }", "service"], ["ASK FROM <x:> {}", "from"], ["ASK { SERVICE SILENT ?s {} }", "service"],
    ["INSERT DATA {}", "update"], ["LOAD <x:>", "update"], ["ASK {}#\nSERVICE", "service"]] as const) {
    assert.equal(refused(text)?.why, why, text);
  }
  for (const text of ['ASK { ?s ?p "SERVICE" }', "ASK { ?service ?p ?o } # SERVICE", "ASK { <x:SERVICE> x:SERVICE _:FROM }", "ASK { ?s ?p '''\nFROM''' }", "ASK { ?s ?p \"x\"@from }"]) {
    assert.equal(refused(text), null, text);
  }
});

test("the kind of a query is known", () => {
  assert.deepEqual(["# ASK\nPREFIX ask: <x:> SELECT * {}", "ask {}", "construct where {}", "BASE <x:SELECT> DESCRIBE <x:>", ""].map(kindOf),
    ["rows", "truth", "triples", "triples", "rows"]);
});

test("prefixes that are used are declared on one line", () => {
  const prefixes = {pg: "https://pg/", schema: "https://schema.org/"};
  assert.equal(declarations("ASK { ?s a pg:Note ; x:y pg:b } # schema:name", prefixes), "PREFIX pg: <https://pg/> ");
  assert.equal(declarations("ASK { ?s toString:x ?o }", prefixes), "");
});

test("words of the language are known in any case", () => {
  assert.deepEqual(["SELECT", "select", "a", "A", "Lcase", "nothing", "constructor"].map(isKeyword), [true, true, true, false, true, false, false]);
});

test("variables are named once", () => {
  assert.deepEqual(variables('?a $a ?b "?c" # ?d'), ["?a", "?b"]);
});

const TOPIC = "# title: Code\n# description: One\n# description: two.\n# parameter: topic (default: cs.CV) - the name\n# parameter: day (default: )\nSELECT ?x { ?x ?y ?topic }";

test("a canned query says what it is and what it is asked with", () => {
  assert.deepEqual(canned("code", TOPIC), {name: "code", title: "Code", description: "One two.", sparql: TOPIC});
  assert.equal(canned("bare", "ASK {}").title, "bare");
  const found = parameters(TOPIC);
  assert.deepEqual(found.map(({name, value, description}) => [name, value, description]), [["topic", "cs.CV", "the name"], ["day", "", ""]]);
  assert.equal(TOPIC.slice(found[0]!.from, found[0]!.from + 5), "cs.CV");
});

test("values stand where variables are", () => {
  assert.equal(withValues('?topic "?topic" # ?topic\n$topic ?topics', {topic: '"x"'}), '"x" "?topic" # ?topic\n"x" ?topics');
  assert.equal(withValues("?constructor", {}), "?constructor");
});

test("a value is a number, a day, a thing or a text", () => {
  const iriOf = (reference: string) => (reference === "arxiv:1" ? "https://arxiv.org/abs/1" : null);
  assert.deepEqual(["12", "2021-09-30", "arxiv:1", "https://a.example/x", 'say "no"\n', "https://a.example/> x", "cs.CV"].map(value => termOf(value, iriOf)), [
    '"12"^^<http://www.w3.org/2001/XMLSchema#integer>', '"2021-09-30"^^<http://www.w3.org/2001/XMLSchema#date>', "<https://arxiv.org/abs/1>",
    "<https://a.example/x>", '"say \\"no\\"\\n"', '"https://a.example/> x"', '"cs.CV"',
  ]);
});

test("a mistake has a line, a column and a reason", () => {
  const sparql = "SELECT * {\r\n  ?s foo:p ?o\n}";
  assert.deepEqual(mistake(sparql, "error at 3:11: expected one of OPTIONAL, Prefix not found, ['%']"),
    {line: 2, column: 6, reason: null, prefix: "foo", from: 17, to: 22});
  const other = mistake("ASK { 😀?? }", "error at 2:9: expected one of ['0'..='9']")!;
  assert.deepEqual([other.line, other.column, other.from], [1, 9, 9]);
  assert.equal(mistake("ASK", "no place at all"), null);
  assert.deepEqual(mistake("ASK", "error at 99:99: expected x")!.to, 3);
});
