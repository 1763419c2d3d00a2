// Sliders by button: a step back or on, and played from end to end. The page moves them as a hand does, so a play is a
// drag to the store, to the ledger, to those who listen.
play(document.querySelector("main"));

function play(main) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let stop = () => {};
  const move = (slider, set) => {
    const before = slider.value;
    set();
    if (slider.value !== before) slider.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const start = (button, slider) => {
    const [min, max] = [+slider.min, +slider.max];
    const share = (slider.value - min) / (max - min);
    const length = button.dataset.play * 1e3;
    // From the end it begins anew.
    const begun = performance.now() - (share < 1 ? share * length : 0);
    let frame;
    const tick = (now) => {
      if (!slider.isConnected || slider.disabled || document.hidden) return stop();
      // Who wants no motion sees a picture a second.
      const time = Math.max(0, still.matches ? Math.floor((now - begun) / 1e3) * 1e3 : now - begun);
      move(slider, () => (slider.value = min + (max - min) * Math.min(1, time / length)));
      if (time < length) frame = requestAnimationFrame(tick);
      else stop();
    };
    button.ariaPressed = "true";
    stop = () => {
      cancelAnimationFrame(frame);
      button.ariaPressed = "false";
      stop = () => {};
    };
    frame = requestAnimationFrame(tick);
  };
  main.addEventListener("click", ({ target }) => {
    const button = target.closest(".m-step, .m-play");
    if (!button) return;
    const slider = button.closest(".m-slider").querySelector("input");
    const playing = button.ariaPressed === "true";
    stop();
    if (button.dataset.step) move(slider, () => slider.stepUp(+button.dataset.step));
    else if (!playing) start(button, slider);
  });
  // A hand at any control takes over.
  for (const event of ["pointerdown", "keydown"])
    main.addEventListener(event, ({ target }) => target.matches("input, select") && stop());
}
