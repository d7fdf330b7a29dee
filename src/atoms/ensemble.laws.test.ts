// Laws of every ensemble: those of Newton's equations where nothing acts from outside, those of a bath elsewhere.
import { describe, expect, test } from "vitest";
import { lennardJones } from "../../test/lennardJones.js";
import type { Structure } from "../data/structure.js";
import { key, normal } from "../random.js";
import type { AtomsInput, Calculator, Evaluated } from "./calculator.js";
import type { Ensemble, Settings } from "./ensemble.js";
import { ensembles } from "./ensembles/index.gen.js";
import { dynamics, type Moment } from "./md/dynamics.js";
import { angularMomentum, type Bodies, kineticEnergy, type Motion, momentum } from "./md/motion.js";
import { startOf } from "./md/start.js";
import { freedoms, temperatureOf } from "./md/temperature.js";
import { acceleration, boltzmann } from "./units.js";

const all: readonly Ensemble[] = Object.values(ensembles);
const settings: Settings = { timestep: 4, temperature: 120, friction: 0.02, seed: 5 };
const argon = lennardJones({ epsilon: 0.0104, sigma: 3.4, rc: 6.5, ro: 5 });

/** 13 atoms: one, and 12 around it. */
function cluster(): Structure {
  const golden = (1 + Math.sqrt(5)) / 2;
  const corners = [-1, 1].flatMap((a) => [-golden, golden].map((b) => [0, a, b]));
  const around = corners.flatMap(([x, y, z]) => [
    [x!, y!, z!],
    [z!, x!, y!],
    [y!, z!, x!],
  ]);
  const positions = Float64Array.from([0, 0, 0, ...around.flat().map((x) => (3.75 * x) / Math.hypot(1, golden))]);
  return { numbers: new Int32Array(13).fill(18), positions, pbc: [false, false, false], info: {} };
}

async function walk(steps: number, start: { bodies: Bodies; motion: Motion }, ensemble: Ensemble, how: Settings) {
  const moments: Moment[] = [];
  for await (const moment of dynamics(argon, start.bodies, start.motion, ensemble, how)) {
    moments.push(moment);
    if (moments.length > steps) break;
  }
  return moments;
}

const energyOf = ({ masses }: Bodies, { velocities, evaluated }: Moment) =>
  evaluated.energy + kineticEnergy(masses, velocities);
const start = (still = false) => startOf(cluster(), { temperature: 30, seed: 3, still });
const furthest = (a: Float64Array, b: Float64Array) => Math.max(...a.map((x, i) => Math.abs(x - b[i]!)));

describe.each(all)("$name", (ensemble) => {
  test("says what it is", () => {
    expect(ensembles[ensemble.name as keyof typeof ensembles]).toBe(ensemble);
    expect(ensemble.about).not.toBe("");
    expect(ensemble.source).toMatch(/\d{4}/);
  });

  test("goes on from any step with the same bytes", async () => {
    const { bodies, motion } = start();
    const whole = await walk(20, { bodies, motion }, ensemble, settings);
    const { step, positions, velocities } = whole[7]!;
    const rest = await walk(13, { bodies, motion: { step, positions, velocities } }, ensemble, settings);
    expect(rest).toEqual(whole.slice(7));
  });

  test("changes nothing that it was given", async () => {
    const { bodies, motion } = start();
    await walk(3, { bodies, motion }, ensemble, settings);
    expect({ bodies, motion }).toEqual(start());
  });
});

describe.each(all.filter(({ isolated }) => isolated))("$name, isolated", (ensemble) => {
  test("the energy's error falls with the square of the time step", async () => {
    const { bodies, motion } = start();
    const spread = async (timestep: number) => {
      const moments = await walk(800 / timestep, { bodies, motion }, ensemble, { ...settings, timestep });
      const energies = moments.map((moment) => energyOf(bodies, moment) - energyOf(bodies, moments[0]!));
      return Math.sqrt(energies.reduce((sum, e) => sum + e * e, 0) / energies.length);
    };
    const [coarse, middle, fine] = [await spread(8), await spread(4), await spread(2)];
    expect(coarse / middle).toBeGreaterThan(3.6);
    expect(coarse / middle).toBeLessThan(4.4);
    expect(middle / fine).toBeGreaterThan(3.6);
    expect(middle / fine).toBeLessThan(4.4);
  });

  test("runs back the way it came", async () => {
    const { bodies, motion } = start();
    const there = (await walk(200, { bodies, motion }, ensemble, settings)).at(-1)!;
    const turned = { step: 0, positions: there.positions, velocities: there.velocities.map((v) => -v) };
    const back = (await walk(200, { bodies, motion: turned }, ensemble, settings)).at(-1)!;
    expect(furthest(there.positions, motion.positions)).toBeGreaterThan(0.1);
    expect(furthest(back.positions, motion.positions)).toBeLessThan(1e-10);
  });

  test("momentum and angular momentum stay as they are", async () => {
    const { bodies, motion } = start();
    const pushed = { ...motion, velocities: motion.velocities.map((v, i) => v + 1e-4 * (i % 3)) };
    const last = (await walk(200, { bodies, motion: pushed }, ensemble, settings)).at(-1)!;
    const [p, l] = [momentum(bodies.masses, pushed.velocities), angularMomentum(bodies.masses, pushed)];
    expect(Math.hypot(...p)).toBeGreaterThan(0.01);
    expect(Math.hypot(...l)).toBeGreaterThan(0.1);
    expect(furthest(momentum(bodies.masses, last.velocities), p)).toBeLessThan(1e-13 * 13 * 40);
    expect(furthest(angularMomentum(bodies.masses, last), l)).toBeLessThan(1e-11);
  });

  test("what is at rest for good holds no energy", () => {
    for (const [still, left] of [
      [false, 3],
      [true, 6],
    ] as const) {
      const { bodies, motion } = start(still);
      expect(freedoms(bodies, motion, ensemble.isolated)).toBe(39 - left);
    }
  });
});

describe.each(all.filter(({ isolated }) => !isolated))("$name, in a bath", (ensemble) => {
  const atoms = 600;
  // Every frequency of the well is one; timestep × frequency is 1, where most other ways to split the step are wrong by a tenth or more.
  const mass = 39.948;
  const stiffness = (mass / acceleration) * (1 / 16) ** 2;
  const system = {
    bodies: {
      numbers: new Int32Array(atoms).fill(18),
      masses: new Float64Array(atoms).fill(mass),
      pbc: [false, false, false] as const,
    },
    motion: {
      step: 0,
      positions: normal(key(1), 3 * atoms).map((x) => x / 100),
      velocities: new Float64Array(3 * atoms),
    },
  };
  const how: Settings = { timestep: 16, temperature: 10, friction: 0.03, seed: 2 };

  /** Moments after the start is forgotten: means over `rounds` steps and all coordinates. */
  async function sampled(calculator: Calculator, seed: number) {
    const width = (boltzmann * how.temperature) / stiffness;
    let [count, second, fourth, kinetic] = [0, 0, 0, 0];
    for await (const moment of dynamics(calculator, system.bodies, system.motion, ensemble, { ...how, seed })) {
      if (moment.step < 30) continue;
      for (const x of moment.positions) {
        second += x ** 2 / width;
        fourth += x ** 4 / width ** 2;
      }
      kinetic += kineticEnergy(system.bodies.masses, moment.velocities);
      if (++count === 300) break;
    }
    const samples = 3 * atoms * count;
    return {
      second: second / samples,
      fourth: fourth / samples,
      temperature: temperatureOf(kinetic / count, 3 * atoms),
    };
  }

  test("a harmonic well is filled as Boltzmann says, whatever the time step", async () => {
    const { second, fourth } = await sampled(well(stiffness), 2);
    // 1,800 oscillators, each forgetting itself within some 5 steps of 300: deviations of about 0.5 and 1.2 %.
    expect(Math.abs(second - 1)).toBeLessThan(0.02);
    expect(Math.abs(fourth / 3 - 1)).toBeLessThan(0.05);
  });

  test("free atoms have the bath's temperature", async () => {
    const { temperature } = await sampled(well(0), 3);
    expect(Math.abs(temperature / how.temperature - 1)).toBeLessThan(0.02);
  });

  test("noise is another each step, atom, direction and seed", async () => {
    const moved = async (seed: number) => {
      const free = dynamics(well(0), system.bodies, system.motion, ensemble, { ...how, seed });
      const moments = [];
      for (let i = 0; i < 3; i++) moments.push((await free.next()).value.velocities);
      return moments;
    };
    const [a, b] = [await moved(1), await moved(2)];
    const kept = a[2]!.map((v, i) => v - Math.exp(-how.friction * how.timestep) * a[1]![i]!);
    expect(Math.abs(correlation(kept, a[1]!))).toBeLessThan(0.1);
    expect(Math.abs(correlation(a[1]!, b[1]!))).toBeLessThan(0.1);
    expect(Math.abs(correlation(a[1]!.subarray(1), a[1]!.subarray(0, -1)))).toBeLessThan(0.1);
  });

  test("without friction it is velocity Verlet", async () => {
    const { bodies, motion } = start();
    const quiet = { ...settings, friction: 0 };
    const [ours, theirs] = [
      await walk(20, { bodies, motion }, ensemble, quiet),
      await walk(20, { bodies, motion }, ensembles.nve, quiet),
    ];
    expect(furthest(ours.at(-1)!.positions, theirs.at(-1)!.positions)).toBeLessThan(1e-12);
  });

  test("its momentum is not kept, so no freedom is taken off", () => {
    const { bodies, motion } = start(true);
    expect(freedoms(bodies, motion, ensemble.isolated)).toBe(39);
  });
});

/** Each coordinate in a well of its own. */
function well(stiffness: number): Calculator {
  const evaluate = async ({ positions }: AtomsInput): Promise<Evaluated> => {
    const x = positions as Float64Array;
    const forces = x.map((each) => -stiffness * each);
    const energy = x.reduce((sum, each) => sum + (stiffness * each * each) / 2, 0);
    return { energy, energies: new Float64Array(x.length / 3), forces };
  };
  Object.defineProperty(evaluate, "name", { value: "well" });
  return Object.assign(evaluate, { cutoff: 1, elements: [18], close: async () => {} });
}

function correlation(a: Float64Array, b: Float64Array): number {
  const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, each, i) => sum + each * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
