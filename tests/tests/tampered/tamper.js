// Calls a case of cases.js with what it works on: `main`, and functions that go over all texts or elements of the
// islands and the prose.
function tamper(change) {
  const main = document.querySelector("main");
  const texts = (change) => {
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("script, style")) found.push(walker.currentNode);
    found.forEach(change);
  };
  const all = (change) => [...main.querySelectorAll(":not(script, style)")].forEach(change);
  const marks = (pattern, tag, attributes = {}) =>
    texts((text) => {
      if (text.parentElement.closest("svg, math, textarea, option")) return;
      const parts = [];
      let at = 0;
      for (const { 0: word, index } of text.data.matchAll(pattern)) {
        const mark = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) mark.setAttribute(name, value);
        mark.append(word);
        parts.push(text.data.slice(at, index), mark);
        at = index + word.length;
      }
      if (parts.length) text.replaceWith(...parts, text.data.slice(at));
    });
  change({ main, texts, all, marks });
}

// Changes the page at random, `count` times, from a seed.
function mutate(seed, count) {
  const random = (below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const islands = [...document.querySelectorAll("main .mission")];
  const done = [];
  for (let n = 0; n < count; n++) {
    const nodes = [];
    const walker = document.createTreeWalker(islands[random(islands.length)], NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
    if (!nodes.length) continue;
    const node = nodes[random(nodes.length)];
    const other = nodes[random(nodes.length)];
    const made = document.createElement(["b", "font", "mark", "x-thing"][random(4)]);
    const kind = random(5);
    done.push(`${kind} ${node.nodeName}`);
    if (kind === 0) {
      node.replaceWith(made);
      made.append(node);
    } else if (kind === 1) node.before(made, "inserted", document.createComment("inserted"));
    else if (kind === 2) node.remove();
    else if (kind === 3) node.nodeType === Node.TEXT_NODE ? (node.data = "other") : node.setAttribute("class", "other");
    else if (!node.contains(other)) other.before(node);
  }
  return done;
}
