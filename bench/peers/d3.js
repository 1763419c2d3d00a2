// By hand with D3: scales and axes are drawn once, a step sets the path alone.
const [width, height, left, bottom] = [720, 360, 50, 40];
const across = d3.scaleLinear([-4, 7], [left, width - 10]);
const up = d3.scaleLinear([0, 0.42], [height - bottom, 10]);
const svg = d3.select("#chart").append("svg").attr("viewBox", [0, 0, width, height]).attr("width", width).attr("height", height);
svg.append("g").attr("transform", `translate(0,${height - bottom})`).call(d3.axisBottom(across));
svg.append("g").attr("transform", `translate(${left},0)`).call(d3.axisLeft(up));
svg.append("text").attr("x", width / 2).attr("y", height - 5).text("value of the feature");
const path = svg.append("path").attr("fill", "none").attr("stroke", "steelblue").attr("stroke-width", 2);
const line = d3.line((_, i) => across(x[i]), up);
const draw = (y) => path.attr("d", line(y));
draw(density(1));
drift(draw);
