import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { lennardJones } from "../../test/lennardJones.js";
import type { Structure } from "../data/structure.js";
import { InputError } from "../error.js";
import { type Calculator, calculator } from "./calculator.js";
import { type EquationOfStateOptions, equationOfState } from "./equationOfState.js";
import { relaxers } from "./relaxers/index.gen.js";

const golden = (name: string) => new URL(`../../test/golden/${name}`, import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(golden(name), "utf8"));

/** Primitive cells, as ase.build.bulk has them. */
function primitive(symbol: keyof typeof atoms, a: number): Structure {
  const { numbers, second } = atoms[symbol];
  return {
    numbers: Int32Array.from(numbers),
    positions: Float64Array.from([0, 0, 0, ...(numbers.length > 1 ? [second * a, second * a, second * a] : [])]),
    cell: Float64Array.of(0, a / 2, a / 2, a / 2, 0, a / 2, a / 2, a / 2, 0),
    pbc: [true, true, true],
    info: {},
  };
}
const atoms = {
  Si: { numbers: [14, 14], second: 1 / 4 },
  NaCl: { numbers: [11, 17], second: 1 / 2 },
  Cu: { numbers: [29], second: 0 },
  MgO: { numbers: [12, 8], second: 1 / 2 },
};

const published: [title: string, model: string, options: { readonly weights?: URL; readonly modality?: string }][] = [
  ["sevennet-0-eos", "sevennet-0", {}],
  ["sevennet-l3i5-eos", "sevennet-l3i5", { weights: golden("sevennet/sevennet-l3i5.safetensors") }],
  [
    "sevennet-mf-0-eos_PBE",
    "sevennet-mf-0",
    { weights: golden("sevennet/sevennet-mf-0.safetensors"), modality: "PBE" },
  ],
  [
    "sevennet-mf-0-eos_R2SCAN",
    "sevennet-mf-0",
    { weights: golden("sevennet/sevennet-mf-0.safetensors"), modality: "R2SCAN" },
  ],
];

describe.each(published)("%s: as sevenn and ASE find it", (title, model, options) => {
  const opened: Calculator[] = [];
  afterAll(() => Promise.all(opened.map((each) => each.close())));

  test("a0 and bulk modulus of four crystals in f64", async () => {
    const calc = await calculator(model, { ...options, precision: "f64" });
    opened.push(calc);
    const found = { a0: 0, bulkModulus: 0 };
    const cases = Object.entries<{ a_start: number; a0: number; bulk_modulus_GPa: number }>(
      read(`sevennet/${title}.json`),
    );
    expect(cases.map(([symbol]) => symbol)).toEqual(Object.keys(atoms));
    for (const [symbol, { a_start, a0, bulk_modulus_GPa }] of cases) {
      const state = await equationOfState(calc, primitive(symbol as keyof typeof atoms, a_start));
      expect(state.cubic?.centring).toBe("face-centred");
      found.a0 = Math.max(found.a0, Math.abs(state.cubic!.a / a0 - 1));
      found.bulkModulus = Math.max(found.bulkModulus, Math.abs(state.bulkModulusGPa / bulk_modulus_GPa - 1));
    }
    console.log(
      `${title}: largest relative error of a0 ${found.a0.toExponential(1)}, of B ${found.bulkModulus.toExponential(1)}`,
    );
    // ASE's fit is iterative, good to about 1e-6 of the bulk modulus.
    expect(found.a0).toBeLessThan(1e-8);
    expect(found.bulkModulus).toBeLessThan(1e-5);
  });
});

const { potential, equations, relaxations } = read("atoms/relax.json");
const [metal] = equations;
const fcc: Structure = {
  numbers: Int32Array.from(metal.start.numbers),
  positions: Float64Array.from(metal.start.positions),
  cell: Float64Array.from(metal.start.cell),
  pbc: [true, true, true],
  info: {},
};

test("volumes, energies and fit of a Lennard-Jones metal are ASE's", async () => {
  const { points, fit, cubic } = await equationOfState(lennardJones(potential), fcc);
  points.forEach(({ volume, energy }, i) => {
    expect(volume).toBeCloseTo(metal.volumes[i], 10);
    expect(energy).toBeCloseTo(metal.energies[i], 10);
  });
  expect(Math.abs(fit.bulkModulus / metal.bulkModulus - 1)).toBeLessThan(1e-6);
  expect(cubic!.a).toBeCloseTo(Math.cbrt(4 * metal.volume), 6);
});

test("atoms that relax lower the energies, and the model is asked for each move", async () => {
  const { start } = relaxations.find(({ name }: { name: string }) => name === "cell, fire");
  const cell = Float64Array.from(start.cell as number[], (x) => 0.97 * x);
  const positions = Float64Array.from(start.positions as number[], (x) => 0.97 * x);
  const rattled: Structure = { numbers: Int32Array.from(start.numbers), positions, cell, pbc: fcc.pbc, info: {} };
  const calc = lennardJones(potential);
  const still = await equationOfState(calc, rattled, { range: [0.9, 1.1] });
  expect(calc.calls()).toBe(9);
  const relax = { relaxer: relaxers.lbfgs(), fmax: 1e-4, steps: 100 };
  const moved = await equationOfState(calc, rattled, { range: [0.9, 1.1], relax });
  moved.points.forEach(({ energy, converged }, i) => {
    expect(converged).toBe(true);
    expect(energy).toBeLessThan(still.points[i]!.energy - 0.01);
  });
  expect(calc.calls() - 9).toBe(moved.points.reduce((sum, { evaluations }) => sum + evaluations, 0));
  expect(moved.cubic).toBeUndefined();
});

const bad: [string, Partial<Structure>, EquationOfStateOptions, RegExp][] = [
  ["no cell", { cell: undefined as never, pbc: [false, false, false] }, {}, /along all three vectors, got no cell/],
  ["a slab", { pbc: [true, true, false] }, {}, /along all three vectors, got pbc T T F/],
  ["too few points", {}, { points: 4 }, /at least 5 points.*got 4/],
  ["half a point", {}, { points: 6.5 }, /at least 5 points/],
  ["a range upside down", {}, { range: [1.04, 0.96] }, /low < high.*got 1.04..0.96/],
  ["a range of no width", {}, { range: [1, 1] }, /low < high/],
  ["a negative range", {}, { range: [-1, 1] }, /0 < low/],
  ["a range without a minimum", {}, { range: [0.8, 0.9] }, /minimum within .* Å³, got one at .*wider range/],
  ["a position that is none", { positions: Float64Array.of(0, Number.NaN, 0) }, {}, /finite coordinates of atom 1/],
];
test.each(bad)("says so of %s", async (_, change, options, message) => {
  const found = equationOfState(lennardJones(potential), { ...fcc, ...change }, options);
  await expect(found).rejects.toThrow(InputError);
  await expect(found).rejects.toThrow(message);
});

test("an interrupt ends it", async () => {
  const controller = new AbortController();
  const calc = lennardJones(potential);
  const onPoint = (done: number) => {
    if (done === 3) controller.abort();
  };
  const stopped = equationOfState(calc, fcc, { signal: controller.signal, onPoint });
  await expect(stopped).rejects.toThrow(/aborted/);
  expect(calc.calls()).toBe(3);
});
