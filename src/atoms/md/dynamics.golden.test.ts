// Trajectories of ASE's integrators.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type LennardJones, lennardJones } from "../../../test/lennardJones.js";
import { ensemble } from "../ensemble.js";
import { langevinMove, nve } from "../ensembles/index.gen.js";
import { acceleration, boltzmann, gigapascals } from "../units.js";
import { dynamics, type Moment } from "./dynamics.js";
import { startOf } from "./start.js";
import { thermoOf } from "./thermo.js";

interface Golden {
  readonly units: Readonly<Record<"boltzmann" | "acceleration" | "gigapascals", number>>;
  readonly potential: LennardJones;
  readonly trajectories: readonly {
    readonly name: string;
    readonly settings: { readonly timestep: number; readonly friction: number; readonly temperature: number };
    readonly start: Readonly<Record<"numbers" | "positions" | "velocities" | "momenta", number[]>> & {
      cell?: number[];
    };
    readonly noise: readonly (readonly number[])[];
    readonly moments: readonly (Readonly<Record<"step" | "potential" | "kinetic", number>> &
      Readonly<Record<"positions" | "velocities", number[]>> & { stress?: number[] })[];
  }[];
}
const url = new URL("../../../test/golden/atoms/md.json", import.meta.url);
const golden = JSON.parse(readFileSync(url, "utf8")) as Golden;

/** Relative to the largest number. */
function expectClose(ours: ArrayLike<number>, theirs: readonly number[], tolerance: number) {
  expect(ours).toHaveLength(theirs.length);
  const size = Math.max(...theirs.map(Math.abs));
  expect(Math.max(...theirs.map((x, i) => Math.abs(x - ours[i]!))) / size).toBeLessThan(tolerance);
}

test("units are ASE's", () => {
  const { units } = golden;
  expect(boltzmann / units.boltzmann).toBeCloseTo(1, 14);
  expect(acceleration / units.acceleration).toBeCloseTo(1, 14);
  expect(gigapascals / units.gigapascals).toBeCloseTo(1, 14);
});

test.each(golden.trajectories)("$name", async ({ settings, start, noise, moments }) => {
  const rows = (data: readonly number[]) => ({ width: 3, data: Float64Array.from(data) });
  const structure = {
    numbers: Int32Array.from(start.numbers),
    positions: Float64Array.from(start.positions),
    ...(start.cell && { cell: Float64Array.from(start.cell) }),
    pbc: start.cell ? ([true, true, true] as const) : ([false, false, false] as const),
    info: {},
    arrays: { momenta: rows(start.momenta) },
  };
  const { bodies, motion } = startOf(structure, { temperature: 0, seed: 0, velocities: "file" });
  expectClose(motion.velocities, start.velocities, 1e-14);
  const recorded = ensemble("recorded", {
    about: "Langevin's equation with given noise",
    source: "ASE",
    isolated: false,
    move: (motion, bodies, settings) => langevinMove(noise[motion.step]!, motion, bodies, settings),
  });
  const walk = dynamics(lennardJones(golden.potential), bodies, motion, noise.length > 0 ? recorded : nve, {
    ...settings,
    seed: 0,
  });
  const ours = new Map<number, Moment>();
  for (let moment = (await walk.next()).value; ; moment = (await walk.next()).value) {
    ours.set(moment.step, moment);
    if (moment.step === moments.at(-1)!.step) break;
  }
  for (const { step, positions, velocities, potential, kinetic, stress } of moments) {
    const moment = ours.get(step)!;
    expectClose(moment.positions, positions, 1e-12);
    expectClose(moment.velocities, velocities, 1e-11);
    const thermo = thermoOf(moment, bodies, settings.timestep, 1);
    expectClose([thermo.potential], [potential], 1e-11);
    expectClose([thermo.kinetic], [kinetic], 1e-11);
    if (stress) expectClose([thermo.pressure! / gigapascals], [-(stress[0]! + stress[1]! + stress[2]!) / 3], 1e-9);
  }
  expect(moments.length).toBe(4);
});
