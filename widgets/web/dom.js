// What stands between the widgets and a page that others change too: translators, extensions, the book's search.

// An island's markup as it was built, by its box: it comes back if the island has to be given up.
const built = new Map();

// Puts an island that has been drawn into its box, in one go. What the mission doesn't carry (formulas that are
// the same in all tracks) moves over from the markup that is there.
function swap(box, root) {
  if (!built.has(box)) built.set(box, [...box.childNodes]);
  take(box, root);
  box.replaceChildren(root);
}

function restore(box) {
  const nodes = built.get(box);
  if (!nodes) return;
  const root = document.createElement("div");
  root.append(...nodes);
  take(box, root);
  box.replaceChildren(...root.childNodes);
}

function take(from, to) {
  const filled = from.querySelectorAll("[data-taken]");
  to.querySelectorAll("[data-taken]").forEach((slot, at) => filled[at] && slot.replaceChildren(...filled[at].childNodes));
}

// Runs something in a task of its own, so that the browser can paint and listen in between.
const tasks = new MessageChannel();
const waiting = [];
tasks.port1.onmessage = () => waiting.shift()();
function later(then) {
  waiting.push(then);
  tasks.port2.postMessage(null);
}

// The widgets' children of each node, in order, and each text with its parent. Where the page no longer agrees, it
// is put right before it is changed: the widgets stop for good at a node that isn't where they left it.
const children = new WeakMap();
const parents = new WeakMap();

function place(parent, node, next) {
  if (next && next.parentNode !== parent) repair(parent);
  let own = children.get(parent);
  if (!own) children.set(parent, (own = []));
  const before = own.indexOf(node);
  if (before >= 0) own.splice(before, 1);
  if (next) own.splice(own.indexOf(next), 0, node);
  else own.push(node);
  if (node.nodeType === Node.TEXT_NODE) parents.set(node, { parent, text: node.data });
  return parent.insertBefore(node, next);
}

function remove(parent, node) {
  const own = children.get(parent);
  if (node.parentNode !== parent) repair(parent);
  if (own?.includes(node)) own.splice(own.indexOf(node), 1);
  if (node.parentNode === parent) parent.removeChild(node);
  return node;
}

function write(text, words) {
  const home = parents.get(text);
  if (home) {
    home.text = words;
    const whole = text.parentNode === home.parent && home.parent.childNodes.length === children.get(home.parent).length;
    if (!whole) repair(home.parent);
  }
  text.data = words;
}

// Puts back what the widgets have put into a node: what was wrapped, split, merged or replaced.
function repair(parent) {
  const own = children.get(parent) ?? [];
  for (const node of own) {
    const home = parents.get(node);
    if (home) node.data = home.text;
  }
  parent.replaceChildren(...own);
}

// The words that the book's search was asked for are marked again in what has been drawn since it marked them.
function mark() {
  const words = new URLSearchParams(location.search).get("highlight");
  const islands = document.querySelectorAll(".mission:not(:has(mark)) > .m-island");
  if (words && window.Mark && document.querySelector("main mark")) later(() => new Mark(islands).mark(words.split(" "), { exclude: ["text"] }));
}
