// Starts the widgets, and starts them again where they stop. Shares a function with wasm-bindgen's glue: each call of
// `bindgen` gives another instance of the module.
const mission = window.__mission;
const here = new URL(document.currentScript.src);
// So often the widgets may stop without an island to blame.
let lives = 2;
let module;
if (!mission.loading) {
  mission.loading = true;
  run().catch(mission.fail);
}

async function run() {
  module = await compiled();
  if (document.readyState === "loading")
    await new Promise((resolve) => addEventListener("DOMContentLoaded", resolve));
  await start();
  lead();
  // When it has loaded, a browser goes to the link's target itself, and takes the focus away.
  if (document.readyState !== "complete")
    addEventListener("load", () => setTimeout(() => document.activeElement === document.body && lead()));
  keep();
}

async function start() {
  const widgets = bindgen({ over: false });
  await widgets({ module_or_path: module });
  widgets.start();
}

// The module's exports. What leaves the module as an exception is a trap, as a panic is one: what the module holds
// is no longer to be relied on, so this instance is never entered again. Another one takes the page over from what
// is stored, without the island that was being drawn.
function guarded(exports, life) {
  const guard = (value) =>
    typeof value !== "function"
      ? value
      : (...values) => {
          if (life.over) return;
          try {
            return value(...values);
          } catch (error) {
            life.over = true;
            revive(error, document.querySelectorAll(".mission")[exports.suspect() - 1]);
            throw error;
          }
        };
  return Object.fromEntries(Object.entries(exports).map(([name, value]) => [name, guard(value)]));
}

function revive(error, island) {
  if (mission.failed) return;
  console.error(error);
  if (island && !("failed" in island.dataset)) giveUp(island);
  else if (!lives--) return mission.fail(error);
  later(() => start().catch(mission.fail));
}

// Puts an island back as it reads without script, has it say that it doesn't run, and opens its gate.
function giveUp(island) {
  island.dataset.failed = "";
  restore(island);
  mission.say(island);
  for (const gate of document.querySelectorAll(`.mission-gate[data-lock="${island.id}"]`)) gate.classList.add("mission-open");
}

// Has the book kept for reading offline, once the reader's own page has all that it needs. A browser may refuse
// in more than one way, and the page is none the worse for it.
async function keep() {
  if (!mission.offline || !here.protocol.startsWith("http")) return;
  if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve));
  await new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve));
  try {
    await navigator.serviceWorker?.register(new URL("../mission-worker.js", here));
  } catch {}
}

// Over http the module is compiled while it arrives; a page opened from a file can't fetch.
async function compiled() {
  if (here.protocol.startsWith("http")) {
    try {
      const response = await mission.module;
      if (!response.ok) throw new Error(`${response.url} did not load`);
      const streams = response.headers.get("content-type")?.startsWith("application/wasm");
      return await (streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer()));
    } catch (error) {
      console.warn(error);
    }
  }
  return WebAssembly.compile(await embedded());
}

// The module's bytes, from a script that sets `__mission.wasm` to base64.
async function embedded() {
  await new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = beside("mission_wasm.js");
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${script.src} did not load`));
    document.head.append(script);
  });
  const text = atob(mission.wasm);
  delete mission.wasm;
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

// A file next to this one, of the same version.
function beside(name) {
  return new URL(name + here.search, here).href;
}
