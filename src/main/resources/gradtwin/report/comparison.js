(() => {
  "use strict";

  const data = JSON.parse(document.getElementById("chart-data").textContent);
  const charts = new Map();
  const byId = (id) => document.getElementById(id);
  // NaN and infinity arrive as texts
  const log10 = (value) => Math.log10(Number(value));
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const superscript = (n) =>
    String(n).replace(/./g, (c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)]));
  const powerOfTen = (exponent) => "10" + superscript(Math.round(exponent));
  const short = (value) => {
    const size = Math.abs(value);
    if (value === 0) return "0";
    return size >= 0.001 && size < 1000 ? String(Number(value.toPrecision(3))) : value.toExponential(1);
  };

  /** Two colours mixed; 0 is the first. */
  function mix(from, to, share) {
    const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    const a = channels(from);
    const b = channels(to);
    return "rgb(" + a.map((v, i) => Math.round(v + (b[i] - v) * share)).join(",") + ")";
  }

  function luminance(rgb) {
    const [r, g, b] = rgb.match(/\d+/g).map((v) => {
      const share = v / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  const readableOn = (rgb) => (luminance(rgb) > 0.3 ? "#16191d" : "#ffffff");

  /** Draws a chart into an element, replacing what was there. */
  function draw(id, option, height) {
    const element = byId(id);
    if (!element) return;
    if (height) element.style.height = height + "px";
    let chart = charts.get(id);
    if (!chart) {
      chart = echarts.init(element, null, { renderer: "svg" });
      charts.set(id, chart);
    }
    chart.resize();
    chart.setOption(
      {
        animation: false,
        textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: css("--ink") },
        ...option,
      },
      true,
    );
  }

  const tooltip = (formatter) => ({
    trigger: "item",
    confine: true,
    backgroundColor: css("--panel"),
    borderColor: css("--line"),
    textStyle: { color: css("--ink"), fontSize: 13 },
    formatter,
  });

  const axis = (name, more) => ({
    name,
    nameLocation: "middle",
    nameTextStyle: { color: css("--soft"), fontSize: 13 },
    axisLine: { show: true, lineStyle: { color: css("--line") } },
    axisTick: { show: false },
    axisLabel: { color: css("--soft"), fontSize: 12, hideOverlap: true },
    splitLine: { lineStyle: { color: css("--line"), opacity: 0.6 } },
    ...more,
  });

  /** Decades from below one exponent up to another, in equal intervals; zero has a shelf below. */
  function decades(lowest, highest) {
    const interval = Math.max(1, Math.ceil((highest - lowest) / 6));
    const from = highest - interval * Math.ceil((highest - lowest) / interval);
    return { from, to: highest, interval, shelf: from - interval };
  }

  /** An axis of decimal exponents; with a shelf, its lowest label is 0. */
  const exponents = (name, range, hasShelf, nameGap) =>
    axis(name, {
      type: "value",
      min: hasShelf ? range.shelf : range.from,
      max: range.to,
      interval: range.interval,
      nameGap,
      axisLabel: {
        color: css("--soft"),
        fontSize: 12,
        hideOverlap: true,
        formatter: (exponent) => (hasShelf && exponent === range.shelf ? "0" : powerOfTen(exponent)),
      },
    });

  const escaped = (text) =>
    String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

  // ---- heat map

  /** The decades that the colours span: the bound, the values, and some room. */
  function heatRange() {
    const logs = data.heat.cells.map((cell) => log10(cell.difference)).filter(Number.isFinite);
    const bound = log10(data.bound);
    if (logs.length < data.heat.cells.filter((cell) => Number(cell.difference) !== 0).length) {
      logs.push(0); // an infinite difference has the colour of 1
    }
    return {
      from: Math.floor(Math.min(bound - 3, ...logs)),
      bound,
      to: Math.max(Math.ceil(bound) + 1, Math.min(2, Math.ceil(Math.max(bound, ...logs)))),
    };
  }

  function heatColour(log, range) {
    if (log <= range.bound) {
      const share = (log - range.from) / (range.bound - range.from);
      return mix(css("--calm-0"), css("--calm-1"), Math.max(0, share));
    }
    // the whole way from the bound to 1, whatever this map holds: half wrong is as red everywhere
    return mix(css("--alarm-0"), css("--alarm-1"), Math.min(1, (log - range.bound) / -range.bound));
  }

  function heatMap() {
    const { layers, tensors, cells } = data.heat;
    const range = heatRange();
    const element = byId("map");
    const narrow = element.clientWidth < 620;
    const items = cells.map((cell) => [cell.column, cell.row]);
    const renderItem = (params, api) => {
      const cell = cells[params.dataIndex];
      const centre = api.coord([cell.column, cell.row]);
      const [width, height] = api.size([1, 1]);
      const value = Number(cell.difference);
      const zero = value === 0;
      const fill = zero ? css("--cell-paper") : Number.isNaN(value) ? css("--alarm-1") : heatColour(Math.log10(value), range);
      const rgb = fill.startsWith("#") ? mix(fill, fill, 0) : fill;
      const gap = cell.origin ? 3 : 2;
      const shape = {
        x: centre[0] - width / 2 + gap,
        y: centre[1] - height / 2 + gap,
        width: width - 2 * gap,
        height: height - 2 * gap,
        r: 3,
      };
      const text = zero ? (cell.bothZero ? "both 0" : "0") : cell.shown;
      return {
        type: "group",
        children: [
          {
            type: "rect",
            shape,
            style: {
              fill,
              stroke: cell.origin ? css("--ink") : zero ? css("--line") : "none",
              lineWidth: cell.origin ? 3 : 1,
            },
          },
          {
            type: "text",
            style: {
              x: centre[0],
              y: centre[1],
              text: (cell.agrees ? "" : "✗ ") + text,
              textAlign: "center",
              textVerticalAlign: "middle",
              fontSize: narrow ? 10 : 12.5,
              fontWeight: cell.agrees ? 400 : 600,
              fontFamily: getComputedStyle(document.body).fontFamily,
              fill: zero ? css("--soft") : readableOn(rgb),
            },
            silent: true,
          },
        ],
      };
    };
    const category = (names, more) =>
      axis("", {
        type: "category",
        data: names,
        axisLine: { show: false },
        splitLine: { show: false },
        ...more,
      });
    draw(
      "map",
      {
        grid: { left: 14, right: 2, top: 6, bottom: 4, containLabel: true },
        xAxis: category(tensors, {
          position: "top",
          axisLabel: { color: css("--soft"), fontSize: 12.5, interval: 0, rotate: narrow ? 60 : 0 },
        }),
        yAxis: category(layers, {
          inverse: true,
          axisLabel: { color: css("--ink"), fontSize: 13, interval: 0, width: narrow ? 80 : 200, overflow: "truncate" },
        }),
        tooltip: tooltip((item) => {
          const cell = cells[item.dataIndex];
          return (
            "<b>" + escaped(layers[cell.row]) + ", " + escaped(tensors[cell.column]) + "</b><br>" +
            escaped(cell.verdict) + (cell.origin ? ", origin" : "") + "<br>difference " + escaped(cell.shown)
          );
        }),
        series: [{ type: "custom", renderItem, data: items, encode: { x: 0, y: 1 } }],
      },
      (narrow ? 92 : 40) + 44 * layers.length,
    );
    heatScale(range);
  }

  /** The colours with their numbers, the bound marked. */
  function heatScale(range) {
    const span = range.to - range.from;
    const at = (log) => (100 * (log - range.from)) / span;
    const bound = at(range.bound);
    const stop = (log, where) => heatColour(log, range) + " " + where + "%";
    const gradient = [
      stop(range.from, 0),
      stop(range.bound, bound),
      stop(range.bound + 1e-9, bound),
      stop(range.to, 100),
    ].join(", ");
    const every = Math.ceil(span / 7);
    const ticks = [];
    for (let log = range.from; log <= range.to; log++) {
      const shown = (log - range.from) % every === 0;
      if (shown) ticks.push('<span class="tick" style="left:' + at(log) + '%">' + powerOfTen(log) + "</span>");
    }
    byId("map-scale").innerHTML =
      '<div class="bar" style="background:linear-gradient(to right,' + gradient + ')"></div>' +
      ticks.join("") +
      '<span class="limit" style="left:' + bound + '%"></span>' +
      '<span class="limit-name" style="left:' + bound + '%">bound ' + data.bound.toExponential(0) + "</span>";
  }

  // ---- scatter

  function indexOf(position, sizes) {
    const index = [];
    let rest = position;
    for (let i = sizes.length - 1; i >= 0; i--) {
      index.unshift(rest % sizes[i]);
      rest = Math.floor(rest / sizes[i]);
    }
    return "[" + index.join(", ") + "]";
  }

  function scatter() {
    const block = data.scatters[byId("block").selectedIndex];
    const points = block.positions
      .map((position, i) => ({ position, dl4j: Number(block.dl4j[i]), twin: Number(block.twin[i]) }))
      .filter((point) => Number.isFinite(point.dl4j) && Number.isFinite(point.twin));
    const lost = block.positions.length - points.length;
    const count = (n) => n.toLocaleString("en");
    byId("block-note").textContent =
      (block.positions.length < block.elements
        ? count(block.positions.length) + " of " + count(block.elements) + " elements, the extremes among them"
        : "all " + count(block.elements) + " elements") +
      (lost > 0 ? "; " + count(lost) + " are not finite and not drawn" : "");
    const hint = (item) => {
      const point = item.data.point;
      return point
        ? "<b>" + indexOf(point.position, block.sizes) + "</b><br>DL4J " + point.dl4j + "<br>twin " + point.twin +
          "<br>difference " + short(point.dl4j - point.twin)
        : "";
    };
    againstEachOther(points, hint);
    againstSize(points, Number(block.largest), hint);
  }

  const dots = (values, opacity) => ({
    type: "scatter",
    data: values,
    symbolSize: values.length > 400 ? 4 : 7,
    itemStyle: { color: css("--dl4j"), opacity: opacity || (values.length > 400 ? 0.55 : 0.8) },
  });

  /** Values are shown in units of a power of ten, so that tiny gradients have readable axes. */
  function againstEachOther(points, hint) {
    const largest = Math.max(...points.flatMap((p) => [Math.abs(p.dl4j), Math.abs(p.twin)]), 0);
    const everyday = largest === 0 || (largest >= 0.1 && largest < 1000);
    const exponent = everyday ? 0 : Math.floor(Math.log10(largest));
    const unit = 10 ** exponent;
    const suffix = everyday ? "" : ", in units of " + powerOfTen(exponent);
    const low = Math.min(...points.flatMap((p) => [p.dl4j, p.twin]), 0) / unit;
    const high = Math.max(...points.flatMap((p) => [p.dl4j, p.twin]), 0) / unit;
    const margin = (high - low || 1) * 0.06;
    const ends = [low - margin, high + margin];
    const values = points.map((point) => ({ value: [point.twin / unit, point.dl4j / unit], point }));
    const edge = { showMinLabel: false, showMaxLabel: false, formatter: (v) => String(Number(v.toPrecision(3))) };
    const range = { type: "value", min: ends[0], max: ends[1], splitNumber: 5 };
    const label = { color: css("--soft"), fontSize: 12, hideOverlap: true, ...edge };
    draw("scatter", {
      grid: { left: 30, right: 16, top: 16, bottom: 40, containLabel: true },
      xAxis: axis("twin" + suffix, { ...range, nameGap: 30, axisLabel: label }),
      yAxis: axis("DL4J" + suffix, { ...range, nameGap: 44, axisLabel: label }),
      tooltip: tooltip(hint),
      series: [
        {
          type: "line",
          data: [[ends[0], ends[0]], [ends[1], ends[1]]],
          showSymbol: false,
          silent: true,
          lineStyle: { color: css("--soft"), width: 1, type: "dashed" },
        },
        dots(values),
      ],
    });
  }

  /** Both axes are exponents; what is exactly 0 lies on a shelf below all others. */
  function againstSize(points, largest, hint) {
    const scale = largest > 0 ? largest : 1;
    const of = largest > 0 ? ", over the largest" : "";
    const bound = log10(data.bound);
    const sizes = points.map((p) => Math.log10(Math.abs(p.twin) / scale)).filter(Number.isFinite);
    const differences = points.map((p) => Math.log10(Math.abs(p.dl4j - p.twin) / scale)).filter(Number.isFinite);
    const x = decades(Math.floor(Math.min(-1, ...sizes)), 0);
    const y = decades(
      Math.floor(Math.min(bound - 2, ...differences)),
      Math.ceil(Math.max(bound + 1, ...differences)),
    );
    const values = points.map((point) => {
      const size = Math.log10(Math.abs(point.twin) / scale);
      const difference = Math.log10(Math.abs(point.dl4j - point.twin) / scale);
      return {
        value: [Number.isFinite(size) ? size : x.shelf, Number.isFinite(difference) ? difference : y.shelf],
        point,
      };
    });
    draw("residual", {
      grid: { left: 34, right: 16, top: 16, bottom: 40, containLabel: true },
      xAxis: exponents("size of the twin's" + of, x, sizes.length < points.length, 30),
      yAxis: exponents("difference" + of, y, differences.length < points.length, 52),
      tooltip: tooltip(hint),
      series: [
        {
          ...dots(values),
          markLine: {
            silent: true,
            symbol: "none",
            lineStyle: { color: css("--ink"), width: 1.2, type: "solid" },
            label: { formatter: "bound", position: "insideStartTop", color: css("--ink"), fontSize: 12 },
            data: [{ yAxis: bound }],
          },
        },
      ],
    });
  }

  // ---- witness

  function witness() {
    const rows = data.witness;
    if (!byId("witness")) return;
    const logs = rows.flatMap((r) => [r.dl4j, r.twin, r.noise].map(log10)).filter(Number.isFinite);
    // beyond this a distance is as good as infinite, and stands at the edge
    const x = decades(Math.floor(Math.min(-12, ...logs)), Math.min(12, Math.ceil(Math.max(-9, ...logs))));
    const place = (value) => {
      const log = log10(value); // of 0: minus infinity; of NaN: NaN, which is not drawn
      return Number.isNaN(log) ? NaN : Math.min(x.to, log === -Infinity ? x.shelf : log);
    };
    const narrow = byId("witness").clientWidth < 620;
    const side = (name, key, symbol, colour, offset) => ({
      name,
      type: "scatter",
      symbol,
      symbolSize: 11,
      symbolOffset: [0, offset],
      itemStyle: { color: css(colour) },
      data: rows.map((row, i) => ({ value: [place(row[key]), i], shown: row[key] })),
    });
    draw(
      "witness",
      {
        legend: {
          data: ["DL4J", "twin", "noise of the witness"],
          left: 0,
          top: 0,
          selectedMode: false,
          itemGap: 18,
          textStyle: { color: css("--ink"), fontSize: 13 },
        },
        grid: { left: 14, right: 24, top: 40, bottom: 40, containLabel: true },
        xAxis: exponents(
          narrow ? "distance, over the largest gradient" : "distance from the witness, over the largest gradient of the block",
          x,
          true,
          30,
        ),
        yAxis: axis("", {
          type: "category",
          data: rows.map((row) => row.name),
          inverse: true,
          axisLine: { show: false },
          splitLine: { show: false },
          axisLabel: { color: css("--ink"), fontSize: 13, interval: 0, width: narrow ? 90 : 220, overflow: "truncate" },
        }),
        tooltip: tooltip((item) => {
          const row = rows[item.dataIndex];
          return (
            "<b>" + escaped(row.name) + "</b><br>from DL4J " + short(Number(row.dl4j)) + "<br>from the twin " +
            short(Number(row.twin)) + "<br>own noise " + short(Number(row.noise))
          );
        }),
        series: [
          {
            name: "noise of the witness",
            type: "custom",
            itemStyle: { color: css("--line") },
            encode: { x: 0, y: 1 },
            data: rows.map((row, i) => [place(row.noise), i]),
            renderItem: (params, api) => {
              const end = api.coord([api.value(0), api.value(1)]);
              const start = api.coord([x.shelf, api.value(1)]);
              const height = api.size([0, 1])[1] * 0.6;
              return {
                type: "rect",
                shape: { x: start[0], y: end[1] - height / 2, width: Math.max(0, end[0] - start[0]), height, r: 2 },
                style: { fill: css("--line") },
              };
            },
          },
          side("DL4J", "dl4j", "circle", "--dl4j", -7),
          side("twin", "twin", "diamond", "--twin", 7),
        ],
      },
      90 + 46 * rows.length,
    );
  }

  // ---- everything

  function drawAll() {
    heatMap();
    if (data.scatters.length > 0) scatter();
    witness();
  }

  const select = byId("block");
  if (select) {
    data.scatters.forEach((block) => {
      const option = document.createElement("option");
      option.textContent = (block.agrees ? "" : "✗ ") + block.name + (block.origin ? " (origin)" : "");
      select.append(option);
    });
    const worthSeeing = [data.scatters.findIndex((b) => b.origin), data.scatters.findIndex((b) => !b.agrees), 0];
    select.selectedIndex = worthSeeing.find((index) => index >= 0);
    select.addEventListener("change", scatter);
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
