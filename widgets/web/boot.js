((o) => {
  // Before first paint: what this student has chosen, opened and seen is in its place at once.
  // `o` is { book, chapter, tracks, root, version, offline, faces, fonts, failed }; `__mission` is the page's only global.
  const html = document.documentElement;
  const first = !window.__mission;
  const mission = (window.__mission ??= { fail, say, offline: o.offline });
  if (mission.failed) return;
  if (typeof WebAssembly !== "object") return fail(new Error("this browser runs no WebAssembly"));
  html.classList.add("mission-live");
  // A form that isn't alive yet would leave the page.
  if (first) document.addEventListener("submit", (event) => event.target.closest(".mission") && event.preventDefault());
  restore();
  if (!first) return;
  const faces = o.faces.replaceAll("url(", `url(${root()}mission/katex/`);
  add("mission-fonts", [faces]);
  // Formulas take their place with the first paint, if their fonts come first. A file has no need of it.
  if (location.protocol.startsWith("http"))
    for (const font of o.fonts) {
      const link = document.createElement("link");
      Object.assign(link, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "" });
      link.href = `${root()}mission/katex/fonts/KaTeX_${font}.woff2`;
      document.head.append(link);
    }
  load();

  // Puts the page back as it reads without script, and says at each island that it doesn't run.
  function fail(error) {
    if (mission.failed) return;
    mission.failed = true;
    console.error(error);
    html.classList.remove("mission-live");
    const all = () => document.querySelectorAll(".mission").forEach(say);
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", all);
    else all();
  }

  // Has an island say that it doesn't run.
  function say(island) {
    island.dataset.state = "failed";
    if (island.querySelector(".mission-failed")) return;
    const note = document.createElement("p");
    note.className = "mission-failed";
    note.textContent = o.failed;
    island.append(note);
  }

  // Writes a style sheet for what follows; the widgets remove it when they have taken over.
  function restore() {
    const head = read() ?? {};
    const here = head.chapters?.[o.chapter];
    const name = /^[a-z0-9_-]+$/;
    const rules = [];
    const rule = (selector, style) => rules.push(`html.mission-live ${selector}{${style}}\n`);
    const track = o.tracks.length > 1 ? head.track : o.tracks[0];
    if (o.tracks.includes(track)) {
      if (o.tracks.length > 1) {
        document.querySelector("main")?.setAttribute("data-track", track);
        rule("body", `--mission-accent:var(--mission-hue-${(o.tracks.indexOf(track) % 4) + 1})`);
      }
      rule(`.mission-track[data-chapter="${o.chapter}"][data-track="${track}"]`, "display:block");
      const open = here?.open?.[track];
      for (const lock of Array.isArray(open) ? open : [])
        if (name.test(lock)) rule(`.mission-gate[data-lock="${o.chapter}-${lock}"]`, "display:block");
    }
    // Room for the islands as they were left, if the text is as wide as it was when they were measured. They
    // are built as they are before the first act, so they are not shown until they are as they were left.
    const boxes = here?.boxes;
    if (boxes && boxes.width === document.querySelector("main")?.parentElement.clientWidth)
      for (const [id, height] of Object.entries(boxes.heights ?? {}))
        if (name.test(id) && height > 0) rule(`.mission#${id}:not([data-alive])`, `box-sizing:border-box;height:${+height}px;overflow:hidden;visibility:hidden`);
    if (rules.length) add(`mission-boot-${o.chapter}`, rules);
  }

  function add(id, rules) {
    let style = document.getElementById(id);
    if (!style) {
      style = document.createElement("style");
      style.id = id;
      document.head.append(style);
    }
    style.append(...rules);
  }

  // Where the site's root is: pages know it, and `print.html` holds chapters of any depth.
  function root() {
    return typeof path_to_root === "string" ? path_to_root : o.root;
  }

  // Storage may be denied, or hold what someone else wrote.
  function read() {
    try {
      return JSON.parse(localStorage.getItem(`mission:${o.book}:head`));
    } catch {
      return null;
    }
  }

  function load() {
    const file = (name) => `${root()}mission/${name}?v=${o.version}`;
    const script = document.createElement("script");
    script.src = file("mission.js");
    // The module is on its way while the script is.
    if (location.protocol.startsWith("http")) {
      mission.module = fetch(file("mission.wasm"));
      mission.module.catch(() => {});
    }
    script.async = true;
    script.onerror = () => fail(new Error(`${script.src} did not load`));
    // It loads even where the browser can't parse it.
    script.onload = () => mission.loading || fail(new Error(`${script.src} did not run`));
    document.head.append(script);
  }
})
