/* The language that a reader wants and the languages that there are in, the nearest of them out. papergraph/languages.py
   does the same. */

const TRADITIONAL = ["hant", "tw", "hk", "mo"];

const subtags = (tag: string): string[] => tag.toLowerCase().split("-");

/* Whether this is Chinese in traditional characters. */
const isTraditional = ([first, ...rest]: string[]): boolean =>
  first === "zh" && !rest.includes("hans") && rest.some(each => TRADITIONAL.includes(each));

/* 0 for the same tag, 1 for the same language, 2 in another script, 3 and 4 for English; infinite for all else. */
function distance(language: string, wanted: string): number {
  const one = subtags(language), other = subtags(wanted);
  if (one.join() === other.join()) return 0;
  if (one[0] === other[0]) return isTraditional(one) === isTraditional(other) ? 1 : 2;
  return one[0] !== "en" ? Infinity : one.length === 1 ? 3 : 4;
}

/** The places of the languages that a reader of one can be given, the best first: it, what is next to it, English. */
export function nearest(languages: readonly string[], wanted: string): number[] {
  const far = languages.map(language => distance(language, wanted));
  return languages.map((_, place) => place).filter(place => far[place] !== Infinity).sort((a, b) => far[a]! - far[b]! || a - b);
}

/** The language of the page's own texts for a reader of one. */
export const textsFor = (wanted: string): "en" | "zh" => (subtags(wanted)[0] === "zh" ? "zh" : "en");

/** What a language calls itself; its tag where the browser does not know it. */
export function selfName(tag: string): string {
  try {
    return new Intl.DisplayNames([tag], {type: "language"}).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
