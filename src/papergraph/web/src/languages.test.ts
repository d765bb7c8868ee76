import assert from "node:assert/strict";
import {test} from "node:test";

import {nearest, selfName, textsFor} from "./languages.ts";

const SHIPPED = ["en", "ja", "ko", "zh-Hans", "zh-Hant"];
const order = (wanted: string, languages = SHIPPED) => nearest(languages, wanted).map(place => languages[place]);

test("a reader is given the very language, then the same in another script, then English", () => {
  assert.deepEqual(order("zh"), ["zh-Hans", "zh-Hant", "en"]);
  assert.deepEqual(order("zh-TW"), ["zh-Hant", "zh-Hans", "en"]);
  assert.deepEqual(order("zh-Hant-HK"), ["zh-Hant", "zh-Hans", "en"]);
  assert.deepEqual(order("zh-Hans-HK"), ["zh-Hans", "zh-Hant", "en"]);
  assert.deepEqual(order("ja-JP"), ["ja", "en"]);
  assert.deepEqual(order("EN-us"), ["en"]);
  assert.deepEqual(order("fr"), ["en"]);
  assert.deepEqual(order("pt", ["", "en-GB", "en", "pt-BR", "pt"]), ["pt", "pt-BR", "en", "en-GB"]);
  assert.deepEqual(order("__proto__", ["", "ja"]), []);
});

test("the page has its own texts in Chinese and English", () => {
  assert.deepEqual(["zh", "zh-Hant", "ZH-tw", "ja", "", "zha"].map(textsFor), ["zh", "zh", "zh", "en", "en", "en"]);
});

test("a language calls itself by its own name, and what is none by its tag", () => {
  assert.equal(selfName("ja"), "日本語");
  assert.equal(selfName("<b>"), "<b>");
  assert.equal(selfName(""), "");
});
