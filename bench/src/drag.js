// Moves a slider through its range and back, one step a frame, as a drag does. Of each step it gives the work: the
// handlers, what they leave to microtasks (where Yew draws), and style and layout, asked for at once. What the
// browser does then (paint, compositing, waiting for the display) is not in it.
const [control, steps] = arguments;
return (async () => {
  const slider = document.querySelector(control);
  const [min, max] = [+slider.min, +slider.max];
  const size = slider.step === "any" || !slider.step ? (max - min) / 100 : +slider.step;
  const count = Math.max(1, Math.round((max - min) / size));
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  let changes = 0;
  const observer = new MutationObserver((records) => (changes += records.length));
  const canvas = document.querySelector("main canvas");
  observer.observe(document.querySelector("main"), { subtree: true, childList: true, characterData: true, attributes: true });
  const found = { script: [], layout: [], gaps: [], late: 0, idle: 0 };
  const start = Math.round((+slider.value - min) / size);
  let last = await frame();
  for (let i = 1; i <= steps; i++) {
    const at = (start + i) % (2 * count);
    changes += observer.takeRecords().length;
    if (changes) found.late++;
    const now = await frame();
    if (i > 1) found.gaps.push(now - last);
    last = now;
    changes = 0;
    const began = performance.now();
    slider.value = min + size * (at <= count ? at : 2 * count - at);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    for (let turn = 0; turn < 16; turn++) await null;
    const scripted = performance.now();
    document.body.offsetHeight;
    const laid = performance.now();
    found.script.push(scripted - began);
    found.layout.push(laid - scripted);
    changes += observer.takeRecords().length;
    if (!changes && !canvas) found.idle++;
    changes = 0;
  }
  observer.disconnect();
  return found;
})();
