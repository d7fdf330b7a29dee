import { expect, test } from "vitest";
import { InputError } from "../error.js";
import { fittedCurve, lossCurves, trajectories } from "./plot.js";

const falling = Array.from({ length: 50 }, (_, step) => ({ step, value: 10 * 0.8 ** step }));

test("loss curves: SVG with axis titles, units, a legend and the page's colour", async () => {
  const svg = await lossCurves(
    [
      { name: "egnn <1>", split: "train", points: falling },
      { name: "egnn <1>", points: falling },
      { name: "baseline", points: [...falling, { step: 50, value: Number.NaN }, { step: 51, value: 0 }] },
    ],
    { unit: "eV²" },
  );
  expect(svg).toMatch(/^<svg[^>]*>/);
  for (const text of ["loss (eV²), log scale", "step", "egnn &lt;1&gt;", "baseline", "valid", "train", "0.001"])
    expect(svg).toContain(`>${text}<`);
  expect(svg).toContain("#0072B2");
  expect(svg).toContain("currentColor");
  expect(svg).not.toMatch(/NaN|Infinity|<script|<style|href| id=/); // ids would meet those of the page's other figures
});

test("a negative loss, or none but 0, makes the axis linear", async () => {
  for (const values of [
    [-2, -3, 1],
    [0, 0],
  ]) {
    const svg = await lossCurves([{ name: "a", points: values.map((value, step) => ({ step, value })) }]);
    expect(svg).toContain(">loss<");
  }
});

test("a long curve keeps its spikes and stays small", async () => {
  const points = Array.from({ length: 50_000 }, (_, step) => ({ step, value: step === 31_234 ? 1e9 : 1 + (step % 7) }));
  const svg = await lossCurves([{ name: "a", points }]);
  expect(svg).toContain(">1e+8<"); // a tick near the spike
  expect(svg.length).toBeLessThan(60_000);
});

test("trajectories: a panel each, solid and dashed, equal bytes for equal input", async () => {
  const path = Array.from({ length: 9 }, (_, i) => [Math.cos(i), Math.sin(i)] as const);
  const panels = ["one", "two"].map((title) => ({
    title,
    paths: (["input", "true", "predicted"] as const).map((kind) => ({ name: "particle 1", kind, points: path })),
  }));
  const svg = await trajectories(panels, { unit: "Å" });
  for (const text of ["one", "two", "x (Å)", "y (Å)", "particle 1", "true", "predicted", "input"])
    expect(svg).toContain(`>${text}<`);
  expect(svg).toContain('stroke-dasharray="6,3"');
  expect(await trajectories(panels, { unit: "Å" })).toBe(svg);
});

test("fitted curve: points, curve and the marked point, with axis titles", async () => {
  const parabola = (from: number, to: number, n: number) =>
    Array.from({ length: n }, (_, i) => from + ((to - from) * i) / (n - 1)).map(
      (x) => [x, (x - 40) ** 2 - 10] as const,
    );
  const figure = { title: "a fit", x: "volume (Å³)", y: "energy (eV)", marked: [40, -10] as const };
  const svg = await fittedCurve({ ...figure, points: parabola(38, 42, 5), curve: parabola(38, 42, 50) });
  for (const text of ["a fit", "volume (Å³)", "energy (eV)"]) expect(svg).toContain(`>${text}<`);
  // Vega draws each point as a path of its own, "translate(x,y)", and the line as one with 49 segments.
  expect(svg.match(/<path transform="translate\([^"]*" d="M[^"]*A/g)).toHaveLength(5);
  expect(svg.match(/d="M[^"A]*"/g)!.some((path) => path.split("L").length === 50)).toBe(true);
  expect(svg).not.toMatch(/NaN|Infinity/);
  await expect(fittedCurve({ ...figure, points: [[Number.NaN, 1]], curve: [] })).rejects.toThrow(
    "fittedCurve: expected a finite point, got none.",
  );
});

test("nothing to draw is said", async () => {
  const nothing = [{ step: 0, value: Number.NaN }];
  await expect(lossCurves([{ name: "a", points: nothing }])).rejects.toThrow(
    "lossCurves: expected a finite loss, got none.",
  );
  await expect(trajectories([{ title: "t", paths: [] }])).rejects.toThrow(InputError);
  await expect(trajectories([])).rejects.toThrow(InputError);
});
