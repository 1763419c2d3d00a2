// Pictures that a hand can touch. What it does is a move of a native control, where keyboards and screen readers have it:
// a tap at an axis of a radar chooses the axis, and a plot over a slider moves the slider.
touch(document.querySelector("main"));

function touch(main) {
  let hand;
  const set = (x, y) => {
    const { picture, control } = hand;
    const [before, part] = [control.value, control.matches("select") ? ".m-ring" : ".m-axis"];
    const { left, top, width, height } = picture.querySelector(part).getBoundingClientRect();
    if (part === ".m-ring") {
      // Axes go clockwise from the top, in the order of the options.
      const turn = Math.atan2(x - left - width / 2, top + height / 2 - y) / (2 * Math.PI);
      const count = control.options.length;
      control.selectedIndex = (Math.round(turn * count) + count) % count;
    } else {
      const share = Math.min(1, Math.max(0, (x - left) / width));
      control.value = +control.min + share * (control.max - control.min);
    }
    if (control.value !== before) control.dispatchEvent(new Event(part === ".m-ring" ? "change" : "input", { bubbles: true }));
  };
  main.addEventListener("pointerdown", ({ target, button, pointerId, pointerType, clientX, clientY }) => {
    const picture = target.closest("[data-touch] svg");
    const name = picture?.closest("[data-touch]").dataset.touch;
    const control = name && picture.closest(".mission").querySelector(`select[name="${name}"], [type=range][name="${name}"]`);
    if (!control || control.disabled || button) return;
    // A finger may be about to scroll.
    hand = { picture, control, x: clientX, moves: pointerType === "mouse" };
    picture.setPointerCapture(pointerId);
    if (hand.moves) set(clientX, clientY);
  });
  main.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (!hand?.picture.isConnected) return;
    hand.moves ||= Math.abs(clientX - hand.x) > 8;
    if (hand.moves) set(clientX, clientY);
  });
  main.addEventListener("pointerup", ({ clientX, clientY }) => {
    if (hand && !hand.moves) set(clientX, clientY);
    hand = undefined;
  });
  main.addEventListener("pointercancel", () => (hand = undefined));
}
