// The least that can be done with one curve: its path, written by hand. No axes, no scales, no library.
const chart = document.querySelector("#chart");
chart.innerHTML = `<svg viewBox="0 0 720 360" width="720" height="360"><path fill="none" stroke="currentColor" stroke-width="2"/></svg>`;
const path = chart.querySelector("path");
function draw(y) {
  let d = "M";
  for (let i = 0; i < y.length; i++) d += `${((x[i] + 4) * 65.45).toFixed(1)},${(350 - y[i] * 800).toFixed(1)} `;
  path.setAttribute("d", d);
}
draw(density(1));
drift(draw);
