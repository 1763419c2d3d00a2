// What keyboards and screen readers need besides the widgets.
assist(document.querySelector("main"));

function assist(main) {
  // An arrow key in an island, or in what scrolls, is for that; mdBook would turn the page.
  main.addEventListener("keydown", (event) => {
    if (event.key.startsWith("Arrow") && event.target.closest(".mission, [tabindex]")) event.stopPropagation();
  });

  // The card of a term goes away by Escape, until the term is come to again.
  main.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    for (const term of main.querySelectorAll(".mission-term:hover, .mission-term:focus")) {
      term.classList.add("mission-off");
      for (const event of ["pointerenter", "blur"]) term.addEventListener(event, () => term.classList.remove("mission-off"), { once: true });
    }
  });

  // What was pressed may be gone now, or can't be pressed again, and the focus would be nowhere. It goes on at
  // the words that say how it went, or at the box that it was in.
  let last, boxes;
  document.addEventListener("focusin", ({ target }) => {
    last = target;
    boxes = ["fieldset, section", "form", "aside"].map((box) => last.closest(box));
  });
  const keep = () => {
    if (!last || (last.isConnected && !last.disabled)) return;
    if (![last, document.body].includes(document.activeElement)) return;
    const box = boxes.find((box) => box?.isConnected) ?? main;
    const goal = box.querySelector("[role=status]") ?? box;
    goal.tabIndex = -1;
    goal.focus();
  };
  document.addEventListener("click", () => requestAnimationFrame(() => requestAnimationFrame(keep)));

  // A swipe that begins on a slider scrolls and sets nothing: a finger sets once it moves along the slider, or is lifted.
  // Set as long as nobody knows which it is.
  let touch;
  const meant = () => {
    const { slider, value } = touch;
    touch = undefined;
    if (slider.value !== value) slider.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const listen = (events, then) => events.forEach((event) => main.addEventListener(event, then, true));
  listen(["pointerdown"], ({ target, pointerType, clientX }) => {
    const slides = pointerType === "touch" && target.matches("input[type=range]");
    touch = slides && { slider: target, value: target.value, x: clientX };
  });
  listen(["pointermove"], ({ clientX }) => touch && Math.abs(clientX - touch.x) > 8 && meant());
  listen(["pointerup"], () => touch && meant());
  listen(["pointercancel"], () => touch && (touch.slider.value = touch.value));
  listen(["touchend", "touchcancel"], () => setTimeout(() => (touch = undefined)));
  listen(["input", "change"], (event) => touch && event.target === touch.slider && event.stopImmediatePropagation());

  // The readings that a control has changed are told when the hand rests, not at every step on the way.
  const told = document.createElement("div");
  told.className = "m-hidden";
  told.role = "status";
  document.body.append(told);
  const read = (bench) =>
    [...bench.querySelectorAll(".m-card, .m-said > :has(output)")].map((reading) =>
      [...reading.querySelectorAll("dt, output, .m-zone, span:first-child")].map((part) => part.textContent.trim()).join(" "),
    );
  let rest, before, at;
  const move = ({ target }) => {
    const bench = target.closest(".mission");
    if (!bench?.querySelector(".m-instruments")) return;
    if (bench !== at || !before) [at, before] = [bench, read(bench)];
    clearTimeout(rest);
    rest = setTimeout(() => {
      told.textContent = read(bench).filter((reading) => !before.includes(reading)).join("; ");
      before = undefined;
    }, 700);
  };
  // On the way down, before the island hears of it.
  listen(["input", "change"], move);
}
