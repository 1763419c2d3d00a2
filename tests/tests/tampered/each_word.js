// Marks each word as searcher.js does, and compares the outputs of the drift radar at two settings.
(async () => {
  const index = document.createElement("script");
  index.src = path_to_searchindex_js;
  await new Promise((done) => {
    index.onload = done;
    document.head.append(index);
  });
  const words = [];
  const walk = (node, word) => {
    if (node.df > 0) words.push(word);
    for (const letter of Object.keys(node)) if (letter.length === 1) walk(node[letter], word + letter);
  };
  walk(window.search.index.index.body.root, "");
  const island = document.querySelector("#ml_ops-drift");
  const text = island.textContent.toLowerCase();
  const slider = island.querySelector("[name=season]");
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const at = async (value) => {
    slider.value = value;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await frame();
    return [...island.querySelectorAll("output")].map((output) => output.textContent).join();
  };
  const settings = [0.25, 0.75];
  const expected = [await at(0.25), await at(0.75)];
  if (expected[0] === expected[1]) throw new Error("the slider moves nothing");
  const marker = new Mark(document.querySelector("main"));
  const wrong = [];
  const there = words.filter((word) => text.includes(word));
  for (const [turn, word] of there.entries()) {
    marker.mark(word, { exclude: [] });
    if (await at(settings[turn % 2]) !== expected[turn % 2]) wrong.push(word);
    marker.unmark();
    if (await at(settings[(turn + 1) % 2]) !== expected[(turn + 1) % 2]) wrong.push(`${word}, no longer marked`);
  }
  return { words: there.length, wrong };
})()
