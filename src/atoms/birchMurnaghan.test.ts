import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { birchMurnaghan, birchMurnaghanEnergy } from "./birchMurnaghan.js";

const path = new URL("../../test/golden/atoms/relax.json", import.meta.url);
interface Case {
  readonly name: string;
  readonly volumes: readonly number[];
  readonly energies: readonly number[];
  readonly volume: number;
  readonly energy: number;
  readonly bulkModulus: number;
  readonly derivative: number;
}
const { equations }: { readonly equations: readonly Case[] } = JSON.parse(readFileSync(path, "utf8"));

// ASE's fit is iterative, to about 1e-8 of its parameters.
test.each(equations)("agrees with ASE: $name", ({ volumes, energies, ...expected }) => {
  const found = birchMurnaghan(volumes, energies);
  for (const key of ["volume", "energy", "bulkModulus", "derivative"] as const) {
    expect(Math.abs(found[key] / expected[key] - 1), key).toBeLessThan(1e-6);
  }
});

test("finds the numbers that made the energies", () =>
  fc.assert(
    fc.property(
      fc.record({
        volume: fc.double({ min: 5, max: 5000, noNaN: true }),
        energy: fc.double({ min: -1e5, max: 1e5, noNaN: true }),
        bulkModulus: fc.double({ min: 0.01, max: 3, noNaN: true }),
        derivative: fc.double({ min: 2, max: 8, noNaN: true }),
      }),
      fc.double({ min: 0.97, max: 1.03, noNaN: true }),
      (fit, shift) => {
        const volumes = [0.95, 0.97, 0.99, 1, 1.02, 1.03, 1.05].map((share) => share * shift * fit.volume);
        const energies = volumes.map((v) => birchMurnaghanEnergy(fit, v));
        const found = birchMurnaghan(volumes, energies);
        // Energies are rounded at 1e-16 of their size; half a per cent of B V is what tells them apart.
        const noise = 1e-15 * (Math.abs(fit.energy) / (fit.bulkModulus * fit.volume) + 1);
        expect(Math.abs(found.volume / fit.volume - 1)).toBeLessThan(1e4 * noise);
        expect(Math.abs(found.energy - fit.energy)).toBeLessThan(1e3 * noise * fit.bulkModulus * fit.volume);
        expect(Math.abs(found.bulkModulus / fit.bulkModulus - 1)).toBeLessThan(1e5 * noise);
        expect(Math.abs(found.derivative - fit.derivative)).toBeLessThan(1e8 * noise);
        expect(found.residual).toBeLessThan(10 * noise * fit.bulkModulus * fit.volume);
      },
    ),
  ));

test("its derivatives at the minimum are what they are called", () => {
  const fit = { volume: 40, energy: -3, bulkModulus: 0.5, derivative: 4.7 };
  const energy = (v: number) => birchMurnaghanEnergy(fit, v);
  const pressure = (v: number) => -(energy(v + 1e-3) - energy(v - 1e-3)) / 2e-3;
  const modulus = (v: number) => (-v * (pressure(v + 1e-2) - pressure(v - 1e-2))) / 2e-2;
  expect(energy(40)).toBe(-3);
  expect(pressure(40)).toBeCloseTo(0, 8);
  expect(modulus(40)).toBeCloseTo(0.5, 6);
  expect((modulus(39.9) - modulus(40.1)) / (pressure(39.9) - pressure(40.1))).toBeCloseTo(4.7, 3);
});

test.each([
  ["too few points", [1, 2, 3, 4], [1, 0, 1, 2], /at least 5 different volumes, got 4/],
  ["the same volume again", [1, 1, 1, 1, 2, 3], [1, 1, 1, 1, 0, 1], /at least 5 different volumes, got 3/],
  ["more volumes than energies", [1, 2, 3, 4, 5], [1, 0, 1, 2], /5 energies, got 4/],
  ["a minimum below the range", [10, 11, 12, 13, 14], [0, 1, 2.2, 3.6, 5.2], /minimum.*A wider range/],
  ["a maximum", [10, 11, 12, 13, 14], [0, 3, 4, 3, 0], /minimum/],
  ["a line in V^(-2/3)", [10, 11, 12, 13, 14], [10, 11, 12, 13, 14].map((v) => v ** (-2 / 3)), /minimum/],
  ["a constant", [10, 11, 12, 13, 14], [5, 5, 5, 5, 5], /minimum/],
  ["NaN", [10, 11, 12, 13, 14], [0, 3, Number.NaN, 3, 0], /finite energies, got NaN/],
  ["a volume of 0", [0, 11, 12, 13, 14], [0, 3, 1, 3, 0], /volumes above 0 and finite energies, got 0/],
])("says so of %s", (_, volumes, energies, message) => {
  expect(() => birchMurnaghan(volumes, energies)).toThrow(message);
});
