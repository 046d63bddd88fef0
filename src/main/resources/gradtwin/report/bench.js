(() => {
  "use strict";

  const data = JSON.parse(document.getElementById("chart-data").textContent);
  const charts = new Map();
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  /** Every subject has a colour and, for those who cannot tell colours, a sign of its own. */
  const SIGNS = { dl4j: "circle", stock: "rect", twin: "diamond", pytorch32: "triangle", pytorch64: "path://M0 0h12l-6 11z" };
  const subjectsOf = (rows) => Object.keys(SIGNS).filter((subject) => rows.some((row) => row.subject === subject));
  const colour = (subject) => css("--" + subject);

  const time = (microseconds) =>
    microseconds >= 1e6
      ? Number((microseconds / 1e6).toPrecision(3)) + " s"
      : microseconds >= 1e3
        ? Number((microseconds / 1e3).toPrecision(3)) + " ms"
        : Number(microseconds.toPrecision(3)) + " µs";
  const spread = (of) => time(of.median) + "<br>" + time(of.minimum) + " to " + time(of.maximum);

  /** Draws a chart into an element, replacing what was there. */
  function draw(id, option, height) {
    const element = document.getElementById(id);
    if (!element) return;
    if (height) element.style.height = height + "px";
    if (!charts.has(id)) charts.set(id, echarts.init(element, null, { renderer: "svg" }));
    const chart = charts.get(id);
    chart.resize();
    chart.setOption(
      {
        animation: false,
        textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: css("--ink") },
        tooltip: {
          trigger: "item",
          confine: true,
          backgroundColor: css("--panel"),
          borderColor: css("--line"),
          textStyle: { color: css("--ink"), fontSize: 13 },
          formatter: (item) => item.data.told || "",
        },
        ...option,
      },
      true,
    );
  }

  const legend = (subjects) => ({
    data: subjects.map((name) => ({ name, icon: SIGNS[name] })),
    left: 0,
    top: 0,
    itemGap: 16,
    itemWidth: 12,
    itemHeight: 11,
    selectedMode: false,
    textStyle: { color: css("--ink"), fontSize: 13 },
  });

  const axis = (more) => ({
    axisLine: { show: true, lineStyle: { color: css("--line") } },
    axisTick: { show: false },
    splitLine: { show: true, lineStyle: { color: css("--line"), opacity: 0.6 } },
    ...more,
    axisLabel: { color: css("--soft"), fontSize: 12, hideOverlap: true, ...more.axisLabel },
  });

  /** From the power of ten below all numbers to the one above. */
  function decades(spreads) {
    const log = (value, round) => Math.pow(10, round(Math.log10(value)));
    return {
      type: "log",
      min: log(Math.min(...spreads.map((of) => of.minimum)), Math.floor),
      max: log(Math.max(...spreads.map((of) => of.maximum)), Math.ceil),
      axisLabel: { formatter: time },
    };
  }

  /** A line for each network, and on it each subject with its spread. */
  function times() {
    const rows = data.rows;
    if (rows.length === 0) return;
    const place = (row) => row.network + ", batch " + row.batch;
    const places = [...new Set(rows.map(place))];
    const subjects = subjectsOf(rows);
    const lane = (subject) => (subjects.indexOf(subject) - (subjects.length - 1) / 2) * 9;
    const series = subjects.map((subject) => ({
      name: subject,
      type: "custom",
      itemStyle: { color: colour(subject) },
      data: rows
        .filter((row) => row.subject === subject)
        .map((row) => ({
          value: [row.microsecondsPerStep.median, places.indexOf(place(row)), row.microsecondsPerStep.minimum, row.microsecondsPerStep.maximum],
          told: "<b>" + subject + "</b>, " + place(row) + "<br>" + spread(row.microsecondsPerStep),
        })),
      renderItem: (params, api) => {
        const at = (value) => api.coord([value, api.value(1)]);
        const [x, y] = at(api.value(0));
        const line = y + lane(subject);
        const fill = colour(subject);
        return {
          type: "group",
          children: [
            {
              type: "line",
              shape: { x1: at(api.value(2))[0], y1: line, x2: at(api.value(3))[0], y2: line },
              style: { stroke: fill, lineWidth: 2 },
            },
            sign(SIGNS[subject], x, line, fill),
          ],
        };
      },
    }));
    draw(
      "times",
      {
        legend: legend(subjects),
        grid: { left: 8 + 0.8 * Math.max(...places.map((name) => name.length)), right: 24, top: 48, bottom: 8, containLabel: true },
        xAxis: axis(decades(rows.map((row) => row.microsecondsPerStep))),
        yAxis: axis({ type: "category", data: places, inverse: true, splitLine: { show: true, lineStyle: { color: css("--line") } }, axisLabel: { color: css("--ink"), fontSize: 13 } }),
        series,
      },
      90 + places.length * (subjects.length * 9 + 18),
    );
  }

  /** The sign of a subject as a shape of its own. */
  function sign(name, x, y, fill) {
    const style = { fill };
    const r = 5;
    const polygon = (points) => ({ type: "polygon", shape: { points: points.map(([dx, dy]) => [x + r * dx, y + r * dy]) }, style });
    switch (name) {
      case "circle":
        return { type: "circle", shape: { cx: x, cy: y, r }, style };
      case "rect":
        return polygon([[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]]);
      case "diamond":
        return polygon([[0, -1.3], [1.1, 0], [0, 1.3], [-1.1, 0]]);
      case "triangle":
        return polygon([[0, -1.1], [1.1, 0.9], [-1.1, 0.9]]);
      default:
        return polygon([[0, 1.1], [1.1, -0.9], [-1.1, -0.9]]);
    }
  }

  function growth(grows) {
    const points = data.growth.filter((point) => point.axis === grows);
    if (points.length === 0) return;
    const subjects = subjectsOf(points);
    const values = [...new Set(points.map((point) => point.value))];
    draw("growth-" + grows, {
      legend: legend(subjects),
      grid: { left: 12, right: 16, top: 52, bottom: 8, containLabel: true },
      // sizes grow by the same factor, so that the places of their names are those of a logarithm
      xAxis: axis({ type: "category", data: values.map(String), boundaryGap: false }),
      yAxis: axis(decades(data.growth.map((point) => point.microsecondsPerStep))),
      series: subjects.map((subject) => ({
        name: subject,
        type: "line",
        symbol: SIGNS[subject],
        symbolSize: 9,
        lineStyle: { color: colour(subject), width: 2 },
        itemStyle: { color: colour(subject) },
        data: points
          .filter((point) => point.subject === subject)
          .map((point) => ({
            value: [String(point.value), point.microsecondsPerStep.median],
            told: "<b>" + subject + "</b>, " + grows + " " + point.value + "<br>" + spread(point.microsecondsPerStep),
          })),
      })),
    });
  }

  function drawAll() {
    times();
    ["batch", "width", "depth"].forEach(growth);
  }
  drawAll();

  let pending = 0;
  window.addEventListener("resize", () => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(drawAll);
  });
  // paper and the dark theme have colours and widths of their own
  for (const query of ["(prefers-color-scheme: dark)", "print"]) {
    window.matchMedia(query).addEventListener("change", drawAll);
  }
})();
