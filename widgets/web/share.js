// A bench's setting as a link: what its controls show is in the address, and nowhere else. The link takes another page to
// the track and sets its controls as a hand does, once the bench is alive. Where a question keeps it closed, `gates.js`
// leads to that.
share(document.querySelector("main"));

function share(main) {
  const controls = (bench) => [...bench.querySelectorAll(".m-boxed input, .m-select select, .m-toggle input")];
  const tracks = () => [...main.querySelectorAll(".m-track input")];
  main.addEventListener("click", async ({ target }) => {
    const button = target.closest(".m-share");
    if (!button) return;
    const bench = button.closest(".mission");
    const set = new URLSearchParams();
    const track = tracks().find((input) => input.checked);
    if (track) set.set("track", track.value);
    for (const control of controls(bench)) set.set(control.name, control.type === "checkbox" ? +control.checked : control.value);
    // It is in the address bar, too, should the clipboard refuse it.
    history.replaceState(history.state, "", `#${bench.id}?${set}`);
    try {
      await navigator.clipboard.writeText(location.href);
      button.ariaLabel = button.title = button.dataset.done;
    } catch {}
  });
  const take = () => {
    const [id, setting] = location.hash.slice(1).split("?");
    const bench = setting && document.getElementById(id);
    if (!bench) return;
    if (!("alive" in bench.dataset)) return setTimeout(take, 50);
    const set = new URLSearchParams(setting);
    const track = tracks().find((input) => input.value === set.get("track"));
    if (track && !track.checked) track.click();
    setTimeout(() => {
      if (!bench.checkVisibility()) return lead();
      bench.scrollIntoView();
      for (const control of controls(bench)) {
        const value = set.get(control.name);
        if (value === null || control.disabled) continue;
        if (control.type === "checkbox") control.checked = value === "1";
        else control.value = value;
        control.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  };
  addEventListener("hashchange", take);
  take();
}
