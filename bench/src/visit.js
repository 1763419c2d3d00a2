// Runs in every page before its own scripts: notes when things happened, and keeps the focus on the control that is
// to be moved. `?control=CSS&reading=CSS` says which, and where its effect shows.
(() => {
  if (window !== top || !location.hostname.endsWith("localhost")) return;
  const want = new URLSearchParams(location.search);
  const seen = (window.__seen = { lcp: 0, fcp: 0, cls: 0, long: [], inp: 0, focused: null, pressed: false, accepted: null });
  const observe = (type, note, options) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...options });
  observe("paint", (entry) => entry.name === "first-contentful-paint" && (seen.fcp = entry.startTime));
  observe("largest-contentful-paint", (entry) => (seen.lcp = entry.startTime));
  observe("layout-shift", (entry) => entry.hadRecentInput || (seen.cls += entry.value));
  observe("longtask", (entry) => seen.long.push(entry.duration));
  observe("event", (entry) => entry.interactionId && (seen.inp = Math.max(seen.inp, entry.duration)), { durationThreshold: 16 });
  const [control, reading] = [want.get("control"), want.get("reading")];
  if (!control) return;
  addEventListener("keydown", (event) => event.isTrusted && event.target.matches?.(control) && (seen.pressed = true), true);
  let before = null;
  const look = () => {
    const field = document.querySelector(control);
    if (field && !field.disabled && document.activeElement !== field && seen.accepted === null) field.focus({ preventScroll: true });
    if (field && document.activeElement === field) seen.focused ??= performance.now();
    const shown = document.querySelector(reading)?.textContent ?? null;
    if (seen.pressed && shown !== before) seen.accepted ??= performance.now();
    else before = shown;
  };
  const changes = { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["disabled"] };
  new MutationObserver(look).observe(document, changes);
})();
