"use strict";
/* What the page knows, as it was written into the file, and who is beside whom. */

const read = name => JSON.parse(document.getElementById(`${name}-data`).textContent);
const nodes = read("nodes"), edges = read("edges"), about = read("about"), options = JSON.parse(read("options"));
const things = about.things;
const kinds = Object.keys(about.counts);

/* The edges of each node, by number. */
const edgesOf = nodes.map(() => []);
edges.forEach((edge, place) => {
  edgesOf[edge.from].push(place);
  if (edge.to !== edge.from) edgesOf[edge.to].push(place);
});

const byReference = new Map(things.map((thing, place) => [thing.ref, place]));
const hiddenKinds = new Set();
const isShown = place => !hiddenKinds.has(nodes[place].group);
const otherEnd = (edge, place) => (edge.from === place ? edge.to : edge.from);

/* The value of a fact that counts, or null. */
function fact(place, field) {
  const row = things[place].facts.find(row => row[0] === field);
  return row && row.length > 1 ? row[1][0] : null;
}

/* What an author may well know of a repository. */
const HARMLESS = new Set(["private", "empty"]);

/* What is the matter with a thing: its status and who says so; null where nothing is, or nothing that harms. */
function trouble(place) {
  const said = things[place].facts.find(row => row[0] === "status")?.[1];
  return said && !HARMLESS.has(said[0]) ? said : null;
}

function year(place) {
  const value = fact(place, "published") ?? fact(place, "year") ?? fact(place, "created");
  return value === null ? null : Number(String(value).slice(0, 4)) || null;
}

/* Every text of a thing that search looks at: its name, and all else. Made when they are first needed. */
const searched = [];
function searchText(place) {
  if (!searched[place]) {
    const thing = things[place];
    const rest = thing.facts.flatMap(([, ...said]) => said.flatMap(([value]) => value)).filter(v => typeof v === "string");
    searched[place] = [fold(thing.name), fold([thing.ref, ...rest].join("\n"))];
  }
  return searched[place];
}

const fold = text => text.normalize("NFKC").toLowerCase();

/* The places of the things that hold every word, those that hold them in their name first. */
function search(query) {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const inName = [], elsewhere = [];
  for (let place = 0; place < things.length; place++) {
    if (!isShown(place)) continue;
    const [name, rest] = searchText(place);
    if (words.every(word => name.includes(word))) inName.push(place);
    else if (words.every(word => name.includes(word) || rest.includes(word))) elsewhere.push(place);
  }
  return inName.concat(elsewhere);
}
