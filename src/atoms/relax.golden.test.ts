// Relaxations by ASE on the same potential: the same energies and forces step by step, and the same end.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lennardJones } from "../../test/lennardJones.js";
import type { Structure } from "../data/structure.js";
import { type RelaxedFrame, relax } from "./relax.js";
import { relaxers } from "./relaxers/index.gen.js";

interface Geometry {
  readonly numbers: readonly number[];
  readonly positions: readonly number[];
  readonly cell?: readonly number[];
}
interface Case {
  readonly name: string;
  readonly method: keyof typeof relaxers;
  readonly fmax: number;
  readonly options: {
    readonly fixed?: readonly number[];
    readonly cell?: "full" | "isotropic" | "fixedVolume";
    readonly pressureGPa?: number;
  };
  readonly start: Geometry;
  readonly end: Geometry;
  readonly steps: number;
  /** Energy and largest generalised force before each move and at the end. */
  readonly history: readonly (readonly [number, number])[];
}

const path = new URL("../../test/golden/atoms/relax.json", import.meta.url);
const { potential, relaxations } = JSON.parse(readFileSync(path, "utf8"));

const structureOf = ({ numbers, positions, cell }: Geometry): Structure => ({
  numbers: Int32Array.from(numbers),
  positions: Float64Array.from(positions),
  ...(cell && { cell: Float64Array.from(cell) }),
  pbc: [cell !== undefined, cell !== undefined, cell !== undefined],
  info: {},
});
const furthest = (a: ArrayLike<number>, b: readonly number[]) => Math.max(...b.map((x, i) => Math.abs(a[i]! - x)));

// ASE's numbers are written with 12 digits, energies of up to 100 eV.
const tolerance = 1e-9;

test.each(relaxations as Case[])("$name", async ({ method, fmax, options, start, end, steps, history }) => {
  const frames: RelaxedFrame[] = [];
  const found = await relax(lennardJones(potential), structureOf(start), {
    relaxer: relaxers[method](),
    fmax,
    steps: 500,
    ...options,
    onStep: (frame) => frames.push(frame),
  });
  expect(found.converged).toBe(true);
  expect(frames.map(({ step }) => step)).toEqual(frames.map((_, i) => i));
  expect(frames.at(-1)).toMatchObject({ step: found.step, maxForce: found.maxForce });
  // With a cell ASE asks the forces on its coordinates to be small, we the forces on the atoms: a move more may be needed.
  expect(found.step - steps).toBeGreaterThanOrEqual(0);
  expect(found.step - steps).toBeLessThanOrEqual(options.cell ? 1 : 0);
  history.forEach(([energy, force], step) => {
    expect(Math.abs(frames[step]!.evaluated.energy - energy)).toBeLessThan(tolerance);
    if (!options.cell) expect(Math.abs(frames[step]!.maxForce - force)).toBeLessThan(tolerance);
  });
  const last = frames[steps]!.structure;
  expect(furthest(last.positions, end.positions)).toBeLessThan(tolerance);
  if (end.cell) expect(furthest(last.cell!, end.cell)).toBeLessThan(tolerance);
});
