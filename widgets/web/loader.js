// Starts the widgets. Shares a function with wasm-bindgen's glue, which gives `wasm_bindgen`.
const mission = window.__mission;
const here = new URL(document.currentScript.src);
if (!mission.loading) {
  mission.loading = true;
  run().catch(mission.fail);
}

// The module's exports, such that whatever leaves the module as an exception (a trap, as a panic is one) fails
// the page: what it holds is no longer to be relied on.
function guarded(exports) {
  const guard = (value) =>
    typeof value !== "function"
      ? value
      : (...values) => {
          try {
            return value(...values);
          } catch (error) {
            mission.fail(error);
            throw error;
          }
        };
  return Object.fromEntries(Object.entries(exports).map(([name, value]) => [name, guard(value)]));
}

async function run() {
  await instantiate();
  if (document.readyState === "loading")
    await new Promise((resolve) => addEventListener("DOMContentLoaded", resolve));
  wasm_bindgen.start();
  lead();
  keep();
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
async function instantiate() {
  if (here.protocol.startsWith("http")) {
    try {
      return await wasm_bindgen({ module_or_path: mission.module });
    } catch (error) {
      console.warn(error);
    }
  }
  return wasm_bindgen({ module_or_path: await embedded() });
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
