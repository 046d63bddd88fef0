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

  /** The sign of a line in a legend. */
  const STROKE = "path://M0 5h24v3h-24z";

  const legend = (entries) => ({
    data: entries,
    left: 0,
    top: 0,
    selectedMode: false,
    itemGap: 18,
    textStyle: { color: css("--ink"), fontSize: 13 },
  });

  /** Room for names that turn out wider than they were measured. */
  const labelMargin = (names) => 6 + 0.8 * Math.min(30, Math.max(0, ...names.map((name) => name.length)));

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

  /** The ends of the colours, in decimal exponents of σ: the gate lies in their middle, on a scale of its own each way. */
  const HEAT = { from: -2, gate: log10(data.gate), to: 16 };

  /** Where a distance lies in the colours: 0 to 1, the gate at 1/2. */
  function heatShare(log) {
    const share =
      log <= HEAT.gate
        ? (0.5 * (log - HEAT.from)) / (HEAT.gate - HEAT.from)
        : 0.5 + (0.5 * (log - HEAT.gate)) / (HEAT.to - HEAT.gate);
    return Math.min(1, Math.max(0, share));
  }

  const calm = (share) => mix(css("--calm-0"), css("--calm-1"), share);
  const alarm = (share) => mix(css("--alarm-0"), css("--alarm-1"), share);

  function heatColour(z) {
    if (Number.isNaN(z)) return alarm(1);
    if (z === 0) return mix(css("--cell-paper"), css("--cell-paper"), 0);
    const share = heatShare(Math.log10(z));
    return z <= data.gate ? calm(2 * share) : alarm(2 * share - 1);
  }

  /** For each column the name of its role, if it is the middle one of its role; else nothing. */
  function roleNames(columns) {
    return columns.map((column, at) => {
      const of = columns.map((c, i) => (c.role === column.role ? i : -1)).filter((i) => i >= 0);
      return of[Math.floor((of.length - 1) / 2)] === at ? column.role : "";
    });
  }

  function heatMap() {
    const { layers, columns, cells } = data.heat;
    const element = byId("map");
    const narrow = element.clientWidth < 620 || columns.length > 18;
    const renderItem = (params, api) => {
      const cell = cells[params.dataIndex];
      const centre = api.coord([cell.column, cell.row]);
      const [width, height] = api.size([1, 1]);
      const z = Number(cell.z);
      const fill = heatColour(z);
      const gap = cell.origin ? 3 : 2;
      const fontSize = narrow || width < 56 ? 10 : 12.5;
      const number = z === 0 ? (cell.bothZero ? "both 0" : "0") : cell.shown;
      const text = !cell.agrees && (number.length + 3) * fontSize * 0.72 < width ? "✗ " + number : number;
      return {
        type: "group",
        children: [
          {
            type: "rect",
            shape: {
              x: centre[0] - width / 2 + gap,
              y: centre[1] - height / 2 + gap,
              width: width - 2 * gap,
              height: height - 2 * gap,
              r: 3,
            },
            style: {
              fill,
              stroke: cell.origin ? css("--ink") : z === 0 ? css("--line") : "none",
              lineWidth: cell.origin ? 3 : 1,
            },
          },
          {
            type: "text",
            style: {
              x: centre[0],
              y: centre[1],
              text: text.length * fontSize * 0.6 < width ? text : "",
              textAlign: "center",
              textVerticalAlign: "middle",
              fontSize,
              fontWeight: cell.agrees ? 400 : 600,
              fontFamily: getComputedStyle(document.body).fontFamily,
              fill: z === 0 ? css("--soft") : readableOn(fill),
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
    const parameters = columns.map((column) => column.parameter);
    const longest = Math.max(...parameters.map((name) => name.length));
    const turned = longest * 9 > element.clientWidth / (columns.length + 2);
    const under = turned ? 10 + 6 * longest : 20;
    const top = (names, colour, offset) =>
      category(names, {
        position: "top",
        offset,
        axisLabel: {
          color: css(colour),
          fontSize: narrow ? 9.5 : 12.5,
          interval: 0,
          rotate: turned && offset === 0 ? 60 : 0,
        },
      });
    draw(
      "map",
      {
        grid: { left: labelMargin(layers), right: 2, top: under + 26, bottom: 4, containLabel: true },
        xAxis: [top(parameters, "--soft", 0), top(roleNames(columns), "--ink", under)],
        yAxis: category(layers, {
          inverse: true,
          axisLabel: { color: css("--ink"), fontSize: 13, interval: 0, width: narrow ? 80 : 200, overflow: "truncate" },
        }),
        tooltip: tooltip((item) => {
          const cell = cells[item.dataIndex];
          const column = columns[cell.column];
          return (
            "<b>" + escaped(layers[cell.row]) + ", " + escaped(column.role) +
            (column.parameter ? " of " + escaped(column.parameter) : "") + "</b><br>" +
            escaped(cell.verdict) + (cell.origin ? ", origin" : "") +
            (cell.bothZero ? "<br>both sides are exactly zero" : "<br>" + escaped(cell.shown) + " σ<br>difference " + escaped(cell.difference))
          );
        }),
        series: [{ type: "custom", renderItem, data: cells.map((cell) => [cell.column, cell.row]), encode: { x: 0, y: 1 } }],
      },
      under + 30 + 44 * layers.length,
    );
    heatScale();
  }

  /** The colours with their numbers, the gate in the middle. */
  function heatScale() {
    const stops = [calm(0) + " 0%", calm(1) + " 50%", alarm(0) + " 50%", alarm(1) + " 100%"].join(", ");
    const tick = (log, text) => '<span class="tick" style="left:' + 100 * heatShare(log) + '%">' + text + "</span>";
    byId("map-scale").innerHTML =
      '<div class="bar" style="background:linear-gradient(to right,' + stops + ')"></div>' +
      [-2, -1, 0].map((log) => tick(log, short(10 ** log))).join("") +
      [4, 8, 12, 16].map((log) => tick(log, powerOfTen(log) + (log === 16 ? " σ" : ""))).join("") +
      '<span class="limit" style="left:50%"></span>' +
      '<span class="limit-name" style="left:50%">gate, ' + data.gate + " σ</span>";
  }

  // ---- factors

  /** Powers of two as people write them. */
  const powerOfTwo = (exponent) =>
    Math.abs(exponent) > 10 ? "2" + superscript(exponent) : exponent < 0 ? "1/" + 2 ** -exponent : String(2 ** exponent);

  /** The factor of each tensor in the order of the flow, downward, so that doublings are a staircase. */
  function factors() {
    const rows = data.factors;
    if (!byId("factors")) return;
    const sizes = rows.map((row) => Math.log2(Math.abs(Number(row.scale))));
    const finite = sizes.filter(Number.isFinite);
    const lowest = Math.max(-64, Math.floor(Math.min(-1, ...finite)));
    const highest = Math.min(64, Math.ceil(Math.max(1, ...finite) + 0.2));
    const interval = Math.ceil((highest - lowest) / 10);
    const narrow = byId("factors").clientWidth < 620;
    // what has no logarithm stands at the edge, and its number beside it
    const place = (size) => (Number.isFinite(size) ? Math.min(highest, Math.max(lowest, size)) : lowest);
    const colour = (row) => css(row.agrees ? "--dl4j" : "--bad");
    draw(
      "factors",
      {
        grid: { left: labelMargin(rows.map((row) => row.layer + row.tensor)), right: 70, top: 34, bottom: 8, containLabel: true },
        xAxis: axis("", {
          type: "value",
          position: "top",
          min: lowest,
          max: highest,
          interval,
          axisLabel: { color: css("--soft"), fontSize: 12, formatter: (exponent) => "× " + powerOfTwo(exponent) },
        }),
        yAxis: axis("", {
          type: "category",
          data: rows.map((row) => row.layer + ", " + row.tensor),
          inverse: true,
          axisLine: { show: false },
          splitLine: { show: false },
          axisLabel: { color: css("--ink"), fontSize: 12.5, interval: 0, width: narrow ? 110 : 260, overflow: "truncate" },
        }),
        tooltip: tooltip((item) => {
          const row = rows[item.dataIndex];
          return (
            "<b>" + escaped(row.layer) + ", " + escaped(row.tensor) + "</b><br>" + escaped(String(row.scale)) +
            (row.agrees ? "" : row.pure ? "<br>the factor is all there is to it" : "<br>the factor leaves a rest")
          );
        }),
        series: [
          {
            type: "line",
            step: "middle",
            data: rows.map((row, i) => [place(sizes[i]), i]),
            encode: { x: 0, y: 1 },
            showSymbol: false,
            silent: true,
            lineStyle: { color: css("--soft"), width: 1 },
            markLine: {
              silent: true,
              symbol: "none",
              label: { show: false },
              lineStyle: { color: css("--ink"), width: 1, type: "solid" },
              data: [{ xAxis: 0 }],
            },
          },
          {
            type: "scatter",
            data: rows.map((row, i) => ({
              value: [place(sizes[i]), i],
              symbolSize: row.origin ? 13 : 9,
              itemStyle: row.pure ? { color: colour(row) } : { color: css("--paper"), borderColor: colour(row), borderWidth: 2 },
              label: {
                show: !row.agrees,
                position: "right",
                formatter: row.shown,
                color: css("--ink"),
                fontSize: 12,
              },
            })),
          },
        ],
      },
      48 + 23 * rows.length,
    );
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

  const count = (n) => n.toLocaleString("en");

  function scatter() {
    const block = data.scatters[byId("block").selectedIndex];
    const points = block.positions
      .map((position, i) => ({
        position,
        dl4j: Number(block.dl4j[i]),
        twin: Number(block.twin[i]),
        sigma: Number(block.sigma[i]),
        z: Number(block.z[i]),
      }))
      .filter((point) => Number.isFinite(point.dl4j) && Number.isFinite(point.twin));
    const lost = block.positions.length - points.length;
    byId("block-note").textContent =
      (block.positions.length < block.elements
        ? count(block.positions.length) + " of " + count(block.elements) + " elements, the extremes among them"
        : "all " + count(block.elements) + " elements") +
      (lost > 0 ? "; " + count(lost) + " are not finite and not drawn" : "");
    const hint = (item) => {
      const point = item.data && item.data.point;
      return point
        ? "<b>" + indexOf(point.position, block.sizes) + "</b><br>DL4J " + point.dl4j + "<br>twin " + point.twin +
          "<br>difference " + short(point.dl4j - point.twin) + ", σ " + short(point.sigma) + "<br>" + short(point.z) + " σ apart"
        : "";
    };
    againstEachOther(points, Number(block.medianSigma), hint);
    againstSize(points, Number(block.largest), hint);
  }

  const dots = (values, points) => ({
    type: "scatter",
    data: values,
    symbolSize: points.length > 400 ? 4 : 7,
    itemStyle: {
      color: (item) => css(points[item.dataIndex].z > data.gate ? "--bad" : "--dl4j"),
      opacity: points.length > 400 ? 0.55 : 0.8,
    },
  });

  /** Values are shown in units of a power of ten, so that tiny gradients have readable axes. */
  function againstEachOther(points, medianSigma, hint) {
    const largest = Math.max(...points.flatMap((p) => [Math.abs(p.dl4j), Math.abs(p.twin)]), 0);
    const everyday = largest === 0 || (largest >= 0.1 && largest < 1000);
    const exponent = everyday ? 0 : Math.floor(Math.log10(largest));
    const unit = 10 ** exponent;
    const suffix = everyday ? "" : ", in units of " + powerOfTen(exponent);
    const low = Math.min(...points.flatMap((p) => [p.dl4j, p.twin]), 0) / unit;
    const high = Math.max(...points.flatMap((p) => [p.dl4j, p.twin]), 0) / unit;
    const margin = (high - low || 1) * 0.06;
    const ends = [low - margin, high + margin];
    const reach = (data.gate * medianSigma) / unit;
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
          type: "custom",
          silent: true,
          clip: true,
          data: [0],
          renderItem: (params, api) => ({
            type: "polygon",
            shape: {
              points: [
                [ends[0], ends[0] - reach],
                [ends[1], ends[1] - reach],
                [ends[1], ends[1] + reach],
                [ends[0], ends[0] + reach],
              ].map((corner) => api.coord(corner)),
            },
            style: { fill: css("--good"), opacity: 0.18 },
          }),
        },
        {
          type: "line",
          data: [[ends[0], ends[0]], [ends[1], ends[1]]],
          showSymbol: false,
          silent: true,
          lineStyle: { color: css("--soft"), width: 1, type: "dashed" },
        },
        dots(values, points),
      ],
    });
    const thin = (reach / (ends[1] - ends[0])) * byId("scatter").clientHeight < 1;
    byId("band-note").textContent =
      "band of the median σ: ±" + data.gate + " σ = ±" + short(data.gate * medianSigma) +
      (thin ? ", thinner than the diagonal" : "");
  }

  /** Both axes are exponents; what is exactly 0 lies on a shelf below all others. */
  function againstSize(points, largest, hint) {
    const scale = largest > 0 ? largest : 1;
    const of = largest > 0 ? ", over the largest" : "";
    const gate = log10(data.gate);
    const log = (point) => (point.z === Infinity ? 18 : Math.log10(point.z)); // beyond all others
    const sizes = points.map((p) => Math.log10(Math.abs(p.twin) / scale)).filter(Number.isFinite);
    const distances = points.map(log).filter(Number.isFinite);
    const x = decades(Math.max(-30, Math.floor(Math.min(-1, ...sizes))), 0);
    const y = decades(Math.max(-3, Math.floor(Math.min(-1, ...distances))), Math.ceil(Math.max(gate + 0.5, ...distances)));
    const values = points.map((point) => {
      const size = Math.log10(Math.abs(point.twin) / scale);
      const distance = log(point);
      return {
        value: [
          Number.isFinite(size) ? Math.max(x.from, size) : x.shelf,
          Number.isFinite(distance) ? Math.max(y.from, distance) : y.shelf,
        ],
        point,
      };
    });
    draw("residual", {
      grid: { left: 34, right: 16, top: 16, bottom: 40, containLabel: true },
      xAxis: exponents("size of the twin's" + of, x, sizes.length < points.length, 30),
      yAxis: exponents("distance in σ of the element", y, distances.length < points.length, 46),
      tooltip: tooltip(hint),
      series: [
        {
          ...dots(values, points),
          markLine: {
            silent: true,
            symbol: "none",
            lineStyle: { color: css("--ink"), width: 1.2, type: "solid" },
            label: { formatter: "gate, " + data.gate + " σ", position: "insideStartTop", color: css("--ink"), fontSize: 12 },
            data: [{ yAxis: gate }],
          },
        },
      ],
    });
  }

  // ---- units of the last place

  /** The upper ends of the bins: half a unit, 1, 2, 4 and so on. */
  const binEnd = (away) => (away === 0 ? "½" : Math.abs(away) <= 11 ? count(2 ** (Math.abs(away) - 1)) : "2" + superscript(Math.abs(away) - 1));

  function histogram() {
    const block = data.ulps[byId("tensor").selectedIndex];
    const middle = (block.bins.length - 1) / 2;
    const occupied = block.bins.map((n, i) => (n > 0 ? Math.abs(i - middle) : 0));
    const away = Math.min(middle, Math.max(8, 1 + Math.max(...occupied)));
    const shown = block.bins.slice(middle - away, middle + away + 1);
    const distance = (i) => i - away;
    const outermost = (i) => Math.abs(distance(i)) === middle;
    byId("tensor-note").textContent =
      "median " + block.median + ", 99 % within " + block.percentile99 + ", the farthest " + block.maximum;
    const name = (i) => {
      const d = distance(i);
      if (d === 0) return "±½";
      return outermost(i) ? (d < 0 ? "< −" : "> ") + binEnd(Math.abs(d) - 1) : (d < 0 ? "−" : "") + binEnd(d);
    };
    draw("ulps", {
      grid: { left: 40, right: 24, top: 16, bottom: 40, containLabel: true },
      xAxis: axis("DL4J less the twin, in units of the last place: each bar up to this number", {
        type: "category",
        data: shown.map((n, i) => name(i)),
        nameGap: 30,
        splitLine: { show: false },
      }),
      yAxis: axis("elements", {
        type: "log",
        min: 0.6,
        max: (range) => 10 ** Math.ceil(Math.log10(range.max * 1.2)),
        nameGap: 48,
        axisLabel: { color: css("--soft"), fontSize: 12, formatter: (n) => (n < 1 ? "" : count(n)) },
      }),
      tooltip: tooltip((item) => {
        const d = distance(item.dataIndex);
        const side = d === 0 ? "within half a unit" : d < 0 ? "below the twin" : "above the twin";
        const far =
          d === 0
            ? ""
            : outermost(item.dataIndex)
              ? ", more than " + binEnd(Math.abs(d) - 1) + " units"
              : ", " + binEnd(Math.abs(d) - 1) + " to " + binEnd(d) + " units";
        return "<b>" + count(shown[item.dataIndex]) + "</b> elements " + side + far;
      }),
      series: [
        {
          // a bar of the library starts at 1, where a single element would be nothing
          type: "custom",
          data: shown.map((n, i) => [i, n]),
          renderItem: (params, api) => {
            const i = api.value(0);
            if (api.value(1) === 0) return null;
            const top = api.coord([i, api.value(1)]);
            const width = api.size([1, 1])[0] * 0.88;
            const bottom = params.coordSys.y + params.coordSys.height;
            return {
              type: "rect",
              shape: { x: top[0] - width / 2, y: top[1], width, height: bottom - top[1], r: [2, 2, 0, 0] },
              style: { fill: css(distance(i) === 0 ? "--good" : distance(i) < 0 ? "--twin" : "--dl4j") },
            };
          },
        },
      ],
    });
  }

  // ---- the complex step

  function complexStep() {
    const rows = data.complexStep;
    if (!byId("complex-step")) return;
    const logs = rows.flatMap((r) => [r.dl4j, r.twin, r.resolution].map(log10)).filter(Number.isFinite);
    // beyond this a distance is as good as infinite, and stands at the edge
    const x = decades(Math.floor(Math.min(-17, ...logs)), Math.min(12, Math.ceil(Math.max(-12, ...logs))));
    const place = (value) => {
      const log = log10(value); // of 0: minus infinity; of NaN: NaN, which is not drawn
      return Number.isNaN(log) ? NaN : Math.min(x.to, log === -Infinity ? x.shelf : log);
    };
    const narrow = byId("complex-step").clientWidth < 620;
    const side = (name, key, symbol, colour, offset) => ({
      name,
      type: "scatter",
      symbol,
      symbolSize: 10,
      symbolOffset: [0, offset],
      itemStyle: { color: css(colour) },
      data: rows.map((row, i) => ({ value: [place(row[key]), i], shown: row[key] })),
    });
    draw(
      "complex-step",
      {
        legend: legend(["DL4J", "twin", "resolution"]),
        grid: { left: labelMargin(rows.map((row) => row.name)), right: 24, top: 40, bottom: 40, containLabel: true },
        xAxis: exponents(
          narrow ? "distance, over the norm" : "distance from the complex step, over the norm of the block",
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
            short(Number(row.twin)) + "<br>resolution " + short(Number(row.resolution))
          );
        }),
        series: [
          {
            name: "resolution",
            type: "custom",
            itemStyle: { color: css("--line") },
            encode: { x: 0, y: 1 },
            data: rows.map((row, i) => [place(row.resolution), i]),
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
          side("DL4J", "dl4j", "circle", "--dl4j", -6),
          side("twin", "twin", "diamond", "--twin", 6),
        ],
      },
      90 + 34 * rows.length,
    );
  }

  // ---- error against step

  /** How far the central difference is from the complex step, by its step; both axes are exponents. */
  function curve() {
    const found = data.curve;
    if (!found || !byId("curve")) return;
    const truth = Number(found.complexStep);
    const error = (value) => Math.abs(Number(value) - truth);
    const points = found.points
      .map((point) => ({ step: log10(point.step), error: Math.log10(error(point.derivative)), point }))
      .filter((point) => !Number.isNaN(point.error) && point.error !== Infinity);
    const lines = { DL4J: Math.log10(error(found.dl4j)), twin: Math.log10(error(found.twin)) };
    const resolution = log10(found.resolution);
    const logs = [...points.map((p) => p.error), lines.DL4J, lines.twin, resolution].filter(Number.isFinite);
    const y = decades(Math.floor(Math.min(...logs)), Math.ceil(Math.max(...logs, Math.min(...logs) + 2)));
    const steps = points.map((p) => p.step);
    const x = { from: Math.floor(Math.min(-11, ...steps)), to: Math.ceil(Math.max(-1, ...steps)), interval: 2 };
    const onShelf = (log) => (log === -Infinity ? y.shelf : log);
    const level = (name, log, colour, type) => ({
      name,
      type: "line",
      silent: true,
      showSymbol: false,
      lineStyle: { color: css(colour), width: 2, type },
      itemStyle: { color: css(colour) },
      data: [[x.from, onShelf(log)], [x.to, onShelf(log)]],
    });
    const hasShelf = [...points.map((p) => p.error), lines.DL4J, lines.twin].includes(-Infinity);
    draw("curve", {
      legend: legend([
        { name: "central difference of DL4J's score", icon: "circle" },
        { name: "DL4J's gradient", icon: STROKE },
        { name: "the twin's", icon: STROKE },
        { name: "resolution of the complex step", icon: "roundRect" },
      ]),
      grid: { left: 34, right: 24, top: 56, bottom: 40, containLabel: true },
      xAxis: exponents("step", x, false, 30),
      yAxis: exponents("distance from the complex step", y, hasShelf, 52),
      tooltip: tooltip((item) =>
        item.data && item.data.point
          ? "step " + short(Number(item.data.point.step)) + "<br>central difference " + item.data.point.derivative +
            "<br>off by " + short(error(item.data.point.derivative))
          : "",
      ),
      series: [
        {
          name: "resolution of the complex step",
          type: "line",
          silent: true,
          showSymbol: false,
          lineStyle: { color: css("--soft"), width: 1 },
          itemStyle: { color: css("--line") },
          areaStyle: { color: css("--line"), opacity: 0.7, origin: "start" },
          data: [[x.from, resolution], [x.to, resolution]],
        },
        level("DL4J's gradient", lines.DL4J, "--dl4j", "solid"),
        level("the twin's", lines.twin, "--twin", "dashed"),
        {
          name: "central difference of DL4J's score",
          type: "line",
          symbol: "circle",
          symbolSize: 7,
          lineStyle: { color: css("--ink"), width: 1 },
          itemStyle: { color: css("--ink") },
          data: points.map((p) => ({ value: [p.step, onShelf(p.error)], point: p.point })),
        },
      ],
    });
  }

  // ---- training

  /** One-step defects, and the distance of the free run with its envelope; the distances are exponents. */
  function training() {
    const found = data.trajectory;
    if (!found || !byId("training")) return;
    const keys = ["defect", "distance", "envelopeMinimum", "envelopeMaximum"];
    const points = found.points.map((point) => ({ ...point, logs: Object.fromEntries(keys.map((key) => [key, log10(point[key])])) }));
    const logs = points.flatMap((point) => Object.values(point.logs));
    const finite = logs.filter(Number.isFinite);
    const lowest = Math.floor(Math.min(-16, ...finite));
    const y = decades(lowest, Math.max(lowest + 2, Math.ceil(Math.max(...finite, lowest))));
    const at = (log) => (log === -Infinity ? y.shelf : log);
    const line = (key) => points.map((point) => [point.step, at(point.logs[key])]);
    const defective = (point) => Number(point.share) > 1 && !point.onKink;
    const last = points.length;
    draw("training", {
      legend: legend([
        { name: "one-step defect", icon: "circle" },
        { name: "distance of the free run", icon: STROKE },
        { name: "envelope of the twins", icon: "roundRect" },
      ]),
      grid: { left: 34, right: 24, top: 56, bottom: 40, containLabel: true },
      xAxis: axis("step", { type: "value", min: last > 1 ? 1 : 0, max: last, minInterval: 1, nameGap: 30, splitLine: { show: false } }),
      yAxis: exponents("distance, over the length of the parameters", y, logs.includes(-Infinity), 52),
      tooltip: tooltip((item) => {
        const point = points[item.dataIndex];
        return item.seriesName === "one-step defect"
          ? "<b>step " + count(point.step) + "</b>" + (point.onKink ? ", on a kink" : "") + "<br>loss " + short(Number(point.loss)) +
              "<br>defect " + short(Number(point.defect)) + ", " + short(Number(point.share)) + " of what rounding allows" +
              "<br>distance " + short(Number(point.distance)) + ", envelope " + short(Number(point.envelopeMinimum)) +
              " to " + short(Number(point.envelopeMaximum))
          : "";
      }),
      series: [
        {
          name: "envelope of the twins",
          type: "custom",
          silent: true,
          clip: true,
          itemStyle: { color: css("--line") },
          data: [0],
          renderItem: (params, api) => ({
            type: "polygon",
            shape: {
              points: [...line("envelopeMaximum"), ...line("envelopeMinimum").reverse()].map((corner) => api.coord(corner)),
            },
            style: { fill: css("--line"), stroke: css("--line"), lineWidth: 1.5 },
          }),
        },
        {
          name: "distance of the free run",
          type: "line",
          silent: true,
          showSymbol: last === 1,
          lineStyle: { color: css("--dl4j"), width: 2 },
          itemStyle: { color: css("--dl4j") },
          data: line("distance"),
          ...(found.freeRun.judged < last && {
            markLine: {
              silent: true,
              symbol: "none",
              lineStyle: { color: css("--soft"), width: 1, type: "dashed" },
              label: { formatter: "judged up to here", color: css("--soft"), fontSize: 12, position: "insideEndTop" },
              data: [{ xAxis: found.freeRun.judged }],
            },
          }),
        },
        {
          name: "one-step defect",
          type: "scatter",
          symbolSize: last > 100 ? 5 : 7,
          itemStyle: { color: css("--ink") },
          data: points.map((point) => ({
            value: [point.step, at(point.logs.defect)],
            itemStyle: point.onKink
              ? { color: css("--paper"), borderColor: css("--unsure"), borderWidth: 2 }
              : { color: css(defective(point) ? "--bad" : "--ink") },
          })),
        },
      ],
    });
  }

  // ---- everything

  function drawAll() {
    heatMap();
    factors();
    if (data.scatters.length > 0) scatter();
    if (data.ulps.length > 0) histogram();
    complexStep();
    curve();
    training();
  }

  /** Fills a choice of blocks, the one most worth seeing first chosen. */
  function choice(id, blocks, drawChosen) {
    const select = byId(id);
    if (!select) return;
    blocks.forEach((block) => {
      const option = document.createElement("option");
      option.textContent = (block.agrees ? "" : "✗ ") + block.name + (block.origin ? " (origin)" : "");
      select.append(option);
    });
    const worthSeeing = [blocks.findIndex((b) => b.origin), blocks.findIndex((b) => !b.agrees), 0];
    select.selectedIndex = worthSeeing.find((index) => index >= 0);
    select.addEventListener("change", drawChosen);
  }
  choice("block", data.scatters, scatter);
  choice("tensor", data.ulps, histogram);
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
