// With Chart.js as its documentation advises for speed: parsed data, no animation, no points, fixed scales.
const canvas = document.querySelector("#chart").appendChild(document.createElement("canvas"));
const pairs = (y) => y.map((y, i) => ({ x: x[i], y }));
const chart = new Chart(canvas, {
  type: "line",
  data: { datasets: [{ label: "live", data: pairs(density(1)), borderColor: "steelblue", borderWidth: 2 }] },
  options: {
    animation: false,
    parsing: false,
    normalized: true,
    maintainAspectRatio: false,
    elements: { point: { radius: 0 } },
    scales: {
      x: { type: "linear", min: -4, max: 7, title: { display: true, text: "value of the feature" } },
      y: { min: 0, max: 0.42 },
    },
  },
});
drift((y) => {
  chart.data.datasets[0].data = pairs(y);
  chart.update("none");
});
