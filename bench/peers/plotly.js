// With Plotly as its documentation advises for speed: fixed ranges, a static plot's redraw of one trace.
const chart = document.querySelector("#chart");
Plotly.newPlot(
  chart,
  [{ x, y: density(1), mode: "lines", name: "live" }],
  { xaxis: { range: [-4, 7], title: { text: "value of the feature" } }, yaxis: { range: [0, 0.42] }, margin: { t: 10 } },
  { staticPlot: true },
);
drift((y) => Plotly.restyle(chart, { y: [y] }, [0]));
