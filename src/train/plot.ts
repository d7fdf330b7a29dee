// Figures of a report, drawn on the host as SVG. Text and axes take the page's colour (`currentColor`), so that one
// figure reads on light and dark.

import type { Config, TopLevelSpec } from "vega-lite";
import { InputError } from "../error.js";

export interface LossSeries {
  /** The model; one colour each. */
  readonly name: string;
  /** Drawn bold (valid, the default) or thin and pale (train). */
  readonly split?: "train" | "valid";
  readonly points: readonly { readonly step: number; readonly value: number }[];
}

export interface Panel {
  readonly title: string;
  readonly paths: readonly {
    /** What moves, "particle 1"; one colour each, the same in every panel. */
    readonly name: string;
    readonly kind: "true" | "predicted" | "input";
    readonly points: readonly (readonly [x: number, y: number])[];
  }[];
}

/** Okabe & Ito's palette, told apart with every kind of colour blindness; without black and yellow, lost on a page. */
const colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"];

/**
 * Loss against step, one line a series. The y axis is logarithmic unless a loss is negative or all are 0.
 * @param series values of 0 (on the logarithmic axis), NaN and ±Infinity are left out
 * @param unit of the loss, for the axis title
 * @returns SVG
 * @throws InputError if no value can be drawn
 */
export async function lossCurves(series: readonly LossSeries[], { unit = "" } = {}): Promise<string> {
  const finite = series.flatMap(({ points }) => points.map(({ value }) => value).filter(Number.isFinite));
  const isLog = finite.some((value) => value > 0) && !finite.some((value) => value < 0);
  const rows = trainFirst(series).flatMap(({ name, split = "valid", points }) => {
    const drawable = points.filter(({ value }) => Number.isFinite(value) && !(isLog && value === 0));
    return thin(drawable, 400).map(({ step, value }) => ({ name, split, step, value }));
  });
  if (rows.length === 0) throw new InputError("lossCurves", { expected: "a finite loss", got: "none" });
  const [low, high] = extent(rows.map(({ value }) => value));
  const splits = (["valid", "train"] as const).filter((split) => rows.some((row) => row.split === split));
  const bySplit = (look: Record<"train" | "valid", unknown>) => ({
    field: "split",
    type: "nominal",
    title: "data",
    scale: { domain: splits, range: splits.map((split) => look[split]) },
  });
  return render({
    width: 560,
    height: 300,
    data: { values: rows },
    mark: { type: "line", point: rows.length <= 12 * series.length },
    encoding: {
      x: { field: "step", type: "quantitative", title: "step" },
      y: {
        field: "value",
        type: "quantitative",
        title: `loss${unit && ` (${unit})`}${isLog ? ", log scale" : ""}`,
        scale: isLog ? { type: "log", domain: [low / 1.2, high * 1.2], nice: false } : { zero: false },
        axis: isLog ? { format: ".4~g", ...decades(low / 1.2, high * 1.2) } : {},
      },
      color: { ...colour(series.map(({ name }) => name)), title: "model" },
      strokeOpacity: bySplit({ valid: 1, train: 0.65 }),
      strokeWidth: bySplit({ valid: 2.5, train: 1.25 }),
    },
  });
}

/**
 * Paths in the plane, a panel each, x and y to the same scale: true solid, predicted dashed, input dotted; a ring marks
 * where a name's first path starts.
 * @param unit of x and y, for the axis titles
 * @returns SVG
 * @throws InputError if a panel has no finite point
 */
export async function trajectories(panels: readonly Panel[], { unit = "" } = {}): Promise<string> {
  if (panels.length === 0) throw new InputError("trajectories", { expected: "a panel", got: "none" });
  const names = panels.flatMap(({ paths }) => paths.map(({ name }) => name));
  const kinds = Object.keys(dashes).filter((kind) =>
    panels.some(({ paths }) => paths.some((path) => path.kind === kind)),
  );
  const suffix = unit && ` (${unit})`;
  return render({
    columns: 3,
    spacing: 24,
    concat: panels.map(({ title, paths }) => {
      const rows = paths.flatMap(({ name, kind, points }, path) => {
        const isFirst = paths.findIndex((other) => other.name === name) === path;
        const all = points.map(([x, y], order) => ({ name, kind, path, order, x, y, isStart: isFirst && order === 0 }));
        return all.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
      });
      const [x, y] = square(title, rows);
      const encoding = {
        x: { field: "x", type: "quantitative", title: `x${suffix}`, scale: { domain: x, nice: false } },
        y: { field: "y", type: "quantitative", title: `y${suffix}`, scale: { domain: y, nice: false } },
        color: { ...colour(names), title: "path" },
      } as const;
      const strokeDash = {
        field: "kind",
        type: "nominal",
        title: "kind",
        scale: { domain: kinds, range: kinds.map((kind) => dashes[kind as keyof typeof dashes]) },
      } as const;
      const order = { field: "order", type: "quantitative" } as const;
      return {
        title,
        width: 240,
        height: 240,
        data: { values: rows },
        layer: [
          { mark: "line", encoding: { ...encoding, strokeDash, order, detail: { field: "path" } } },
          { mark: "point", transform: [{ filter: "datum.isStart" }], encoding },
        ],
      };
    }),
  });
}

/**
 * Measured points, the curve fitted to them, and the point of the curve that is asked for.
 * @param x, y titles of the axes, with their units
 * @returns SVG
 * @throws InputError if there is no finite point
 */
export async function fittedCurve(figure: {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly curve: readonly (readonly [x: number, y: number])[];
  readonly marked: readonly [x: number, y: number];
}): Promise<string> {
  const rows = (all: readonly (readonly [number, number])[], kind: string) =>
    all.filter((pair) => pair.every(Number.isFinite)).map(([x, y]) => ({ kind, x, y }));
  const points = rows(figure.points, "point");
  if (points.length === 0) throw new InputError("fittedCurve", { expected: "a finite point", got: "none" });
  const encoding = {
    x: { field: "x", type: "quantitative", title: figure.x, scale: { zero: false } },
    y: { field: "y", type: "quantitative", title: figure.y, scale: { zero: false } },
  } as const;
  const layer = (kind: string, mark: object) => ({
    transform: [{ filter: `datum.kind === "${kind}"` }],
    mark,
    encoding,
  });
  return render({
    title: figure.title,
    width: 480,
    height: 320,
    data: { values: [...rows(figure.curve, "curve"), ...points, ...rows([figure.marked], "marked")] },
    layer: [
      layer("curve", { type: "line", color: colours[0] }),
      layer("point", { type: "point", filled: true, size: 60, opacity: 1, color: colours[1] }),
      layer("marked", { type: "rule", strokeDash: [4, 4], color: "currentColor", opacity: 0.6 }),
    ],
  });
}

const dashes = { true: [1, 0], predicted: [6, 3], input: [2, 3] } as const;

const config: Config = {
  background: "transparent",
  font: "system-ui, sans-serif",
  aria: false, // the figure's caption speaks for it; a label a point would be most of the file
  view: { stroke: null },
  line: { strokeJoin: "round" },
  axis: {
    labelColor: "currentColor",
    titleColor: "currentColor",
    domainColor: "currentColor",
    tickColor: "currentColor",
    gridColor: "currentColor",
    gridOpacity: 0.15,
    titleFontWeight: "normal",
    labelFontSize: 12,
    titleFontSize: 13,
    tickCount: 5,
  },
  title: { color: "currentColor", fontSize: 14, fontWeight: 600, anchor: "start" },
  legend: {
    labelColor: "currentColor",
    titleColor: "currentColor",
    symbolBaseStrokeColor: "currentColor",
    labelLimit: 300,
    symbolSize: 300,
    symbolStrokeWidth: 2,
    symbolType: "stroke",
    labelFontSize: 12,
    titleFontSize: 12,
  },
};

/** Vega takes a second to load, so it is loaded by the first figure. */
async function render(spec: object): Promise<string> {
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")]);
  const logger = vega.logger(vega.None);
  const { spec: compiled } = vegaLite.compile({ ...spec, config } as TopLevelSpec, { logger });
  const view = new vega.View(vega.parse(compiled), { renderer: "none", logger });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}

const colour = (names: readonly string[]) => {
  const domain = [...new Set(names)];
  const range = domain.map((_, i) => colours[i % colours.length]!);
  return { field: "name", type: "nominal", scale: { domain, range } } as const;
};

/** Vega draws in the order of the data: the valid curves lie on top. */
const trainFirst = (series: readonly LossSeries[]) =>
  [...series].sort((a, b) => Number(b.split === "train") - Number(a.split === "train"));

/** At most 2n points: the lowest and the highest of each of n equal stretches, so that spikes stay. */
function thin<T extends { step: number; value: number }>(points: readonly T[], n: number): readonly T[] {
  if (points.length <= 2 * n) return points;
  return Array.from({ length: n }, (_, i) => {
    const part = points.slice(Math.floor((i * points.length) / n), Math.floor(((i + 1) * points.length) / n));
    const low = part.reduce((a, b) => (b.value < a.value ? b : a));
    const high = part.reduce((a, b) => (b.value > a.value ? b : a));
    return low === high ? [low] : [low, high].sort((a, b) => a.step - b.step);
  }).flat();
}

/** Domains of x and y, of one length, around all points with a margin. */
function square(title: string, points: readonly { x: number; y: number }[]) {
  if (points.length === 0)
    throw new InputError("trajectories", { expected: `a finite point in panel "${title}"`, got: "none" });
  const ranges = [extent(points.map(({ x }) => x)), extent(points.map(({ y }) => y))] as const;
  const half = 0.55 * (Math.max(...ranges.map(([low, high]) => high - low)) || 1);
  return ranges.map(([low, high]) => [(low + high) / 2 - half, (low + high) / 2 + half]);
}

const extent = (values: readonly number[]): readonly [low: number, high: number] =>
  values.reduce<[number, number]>(([low, high], v) => [Math.min(low, v), Math.max(high, v)], [Infinity, -Infinity]);

/** Ticks at powers of ten, where at least two are in sight; else Vega's. */
function decades(low: number, high: number): { values?: number[] } {
  const [first, last] = [Math.ceil(Math.log10(low)), Math.floor(Math.log10(high))];
  const stride = Math.ceil((last - first + 1) / 8);
  const values = [];
  for (let power = first; power <= last; power += stride) values.push(10 ** power);
  return values.length >= 2 ? { values } : {};
}
