// Draws the charts of the dashboard and of the wall screen from the data that
// stands beside each. The SVG renderer and tooltips made of rich text keep to
// the security policy of the pages.
"use strict";

const wall = document.body.classList.contains("wall");
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const ink = wall ? "#d7e5e1" : "#4c5b5a";
const line = wall ? "#2b4441" : "#e0e5e1";
const colours = wall ? ["#3fc6a6", "#f0a75a", "#7db4ee", "#f08d85"] : ["#0e7a65", "#d9822b", "#2f6fb0", "#b93a32"];
const size = wall ? 16 : 13;

const axis = { axisLabel: { color: ink, fontSize: size }, axisLine: { lineStyle: { color: line } }, splitLine: { lineStyle: { color: line } } };

const option = ({ form, labels, series }) => {
  const rows = form === "rows";
  const across = { type: "category", data: labels, inverse: rows, ...axis, splitLine: { show: false }, axisTick: { show: false } };
  const along = { type: "value", minInterval: 1, ...axis };
  return {
    color: colours, animation: !still && !wall, aria: { enabled: false },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink, fontSize: size },
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: rows || form === "stack" ? "shadow" : "line" } },
    legend: series.length > 1 ? { top: 0, textStyle: { color: ink, fontSize: size } } : { show: false },
    grid: { left: 8, right: 28, top: series.length > 1 ? 40 : 12, bottom: 4, containLabel: true },
    xAxis: rows ? along : across, yAxis: rows ? across : along,
    series: series.map(({ name, unit, values }) => ({
      name, data: values, type: form === "lines" ? "line" : "bar", stack: form === "stack" ? "all" : undefined, barMaxWidth: 28,
      symbolSize: 7, tooltip: { valueFormatter: (v) => v == null ? "" : `${v.toLocaleString("en")} ${unit}` },
      label: { show: rows, position: "right", color: ink, fontSize: size, formatter: ({ value }) => value?.toLocaleString("en") ?? "" },
    })),
  };
};

const charts = [...document.querySelectorAll("[data-chart]")].map((place) => {
  const data = JSON.parse(document.getElementById(`${place.id}-data`).textContent);
  place.replaceChildren();
  const chart = echarts.init(place, null, { renderer: "svg" });
  chart.setOption(option(data));
  return chart;
});
addEventListener("resize", () => charts.forEach((chart) => chart.resize()));

// A wall screen asks for itself anew; when the program does not answer, it keeps
// what it shows and tries again.
const pause = Number(document.body.dataset.refresh);
if (pause) {
  setInterval(async () => {
    try {
      if ((await fetch(location.href, { method: "HEAD", cache: "no-store" })).ok) location.reload();
    } catch { /* the net is down */ }
  }, pause * 1000);
}
