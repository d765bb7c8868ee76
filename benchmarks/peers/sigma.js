// sigma.js with graphology: positions given, everything else as it comes.
import Graph from "graphology";
import Sigma from "sigma";

const root = document.documentElement;
const colours = { paper: "#1B0A5C", person: "#FF471A", repository: "#009999", article: "#B84DFF", topic: "#5C0A0A" };
const data = JSON.parse(document.getElementById("data").textContent);
const graph = new Graph({ multi: true, type: "undirected" });
data.nodes.forEach(([label, kind, size, x, y], id) => graph.addNode(id, { label, size: size / 4, x, y: -y, color: colours[kind] }));
for (const [from, to] of data.edges) graph.addEdge(from, to, { color: "#ccc" });
try {
  const renderer = new Sigma(graph, document.getElementById("map"));
  const done = () => requestIdleCallback(() => (root.dataset.ready = "yes"));
  // The first picture is drawn by the constructor; the next frame is the first that a person sees.
  requestAnimationFrame(done);
  addEventListener("pagehide", () => renderer.kill());
} catch (error) {
  root.dataset.ready = `no picture: ${error.message}`;
}
