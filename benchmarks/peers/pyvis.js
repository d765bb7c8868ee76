
// Ends pyvis's own script: says when its drawing stands, and before that when it is there but moves.
{
  const say = (word) => () => requestIdleCallback(() => (document.documentElement.dataset.ready = word), { timeout: 1000 });
  network.once("stabilizationIterationsDone", say("moving"));
  network.once("{event}", say("yes"));
}
