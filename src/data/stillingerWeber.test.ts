import { expect, test } from "vitest";
import { key, normal } from "../random.js";
import { diamond } from "./datasets/silicon.js";
import { stillingerWeber } from "./stillingerWeber.js";
import type { Structure } from "./structure.js";

const crystal = (edge: number, displaced = 0): Structure => {
  const { positions, cell } = diamond(edge);
  const kicks = normal(key(3), positions.length);
  return {
    numbers: new Int32Array(8).fill(14),
    positions: positions.map((x, i) => x + displaced * kicks[i]!),
    cell,
    pbc: [true, true, true],
    info: {},
  };
};

test("the diamond crystal has its published energy and lattice constant", () => {
  // −2 ε an atom at the lattice constant 4 × 2^(1/6) σ / √3 = 5.431 Å: the paper's normalization.
  const edge = (4 * 2 ** (1 / 6) * 2.0951) / Math.sqrt(3);
  const { energy, forces } = stillingerWeber(crystal(edge));
  expect(energy / 8 / 2.1683).toBeCloseTo(-2, 6);
  expect(Math.max(...forces.map(Math.abs))).toBeLessThan(1e-12);
  expect(stillingerWeber(crystal(1.001 * edge)).energy).toBeGreaterThan(energy);
  expect(stillingerWeber(crystal(0.999 * edge)).energy).toBeGreaterThan(energy);
});

test("forces are the energy's negative derivative", () => {
  const start = crystal(5.43, 0.2);
  const { forces } = stillingerWeber(start);
  forces.forEach((force, i) => {
    const at = (step: number) =>
      stillingerWeber({ ...start, positions: start.positions.map((x, k) => (k === i ? x + step : x)) }).energy;
    expect((at(1e-5) - at(-1e-5)) / 2e-5).toBeCloseTo(-force, 6);
  });
});
