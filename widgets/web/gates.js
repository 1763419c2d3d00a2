// A link into a part that is still closed leads to the question that opens it, which says so.
function lead() {
  let gate, at;
  try {
    at = document.getElementById(decodeURIComponent(location.hash.slice(1).split("?")[0]));
  } catch {
    // An address may hold anything.
  }
  for (; at; at = at.parentElement)
    if (at.dataset.closed && getComputedStyle(at).display === "none") gate = at;
  const lock = gate && document.querySelector(`.mission[id="${gate.dataset.lock}"]`);
  if (!lock) return;
  let note = gate.previousElementSibling;
  if (note.className !== "mission-closed") {
    note = document.createElement("p");
    Object.assign(note, { className: "mission-closed", tabIndex: -1, textContent: gate.dataset.closed });
    gate.before(note);
  }
  lock.scrollIntoView();
  note.focus({ preventScroll: true });
}

addEventListener("hashchange", lead);
// The same link once more changes no address.
addEventListener("click", ({ target }) => {
  const link = target.closest?.("a[href]");
  if (link?.hash && link.href === location.href) setTimeout(lead);
});
