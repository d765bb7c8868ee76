// vis-network alone, tuned as its documentation says: positions given, no physics, straight edges, hidden while moving.
{
  const colours = { paper: "#1B0A5C", person: "#FF471A", repository: "#009999", article: "#B84DFF", topic: "#5C0A0A" };
  const data = JSON.parse(document.getElementById("data").textContent);
  const nodes = data.nodes.map(([label, kind, size, x, y], id) => ({ id, label, size, x, y, shape: "dot", color: colours[kind] }));
  const edges = data.edges.map(([from, to], id) => ({ id, from, to }));
  const network = new vis.Network(
    document.getElementById("map"),
    { nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges) },
    {
      physics: false,
      layout: { improvedLayout: false },
      edges: { smooth: false },
      interaction: { hideEdgesOnDrag: true, hideEdgesOnZoom: true, hover: false },
    },
  );
  network.once("afterDrawing", () => requestIdleCallback(() => (document.documentElement.dataset.ready = "yes")));
}
