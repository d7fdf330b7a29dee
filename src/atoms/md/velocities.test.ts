import { describe, expect, test } from "vitest";
import { key, normal, uniform } from "../../random.js";
import { acceleration, boltzmann } from "../units.js";
import { angularMomentum, type Bodies, kineticEnergy, momentum, principalAxes } from "./motion.js";
import { startOf } from "./start.js";
import { freedoms, temperatureOf } from "./temperature.js";
import { thermalVelocities } from "./velocities.js";

const free = [false, false, false] as const;
const bodiesOf = (masses: Float64Array, pbc: Bodies["pbc"] = free): Bodies => ({
  numbers: new Int32Array(masses.length).fill(1),
  masses,
  pbc,
});
const molecules: Readonly<Record<string, { positions: number[]; turns: number }>> = {
  "three atoms": { positions: [0, 0, 0.1, 0, 0.8, -0.5, 0, -0.8, -0.5], turns: 3 },
  "a flat square": { positions: [1, 0, 5, 0, 1, 5, -1, 0, 5, 0, -1, 5], turns: 3 },
  "a line, askew": { positions: [7, 8, 9, 8, 10, 12, 9, 12, 15], turns: 2 },
  "two atoms": { positions: [0, 0, 0, 0, 0.74, 0], turns: 2 },
  "one atom": { positions: [1, 2, 3], turns: 0 },
};

describe.each(Object.entries(molecules))("%s", (_, { positions: list, turns }) => {
  const positions = Float64Array.from(list);
  const atoms = list.length / 3;
  const masses = uniform(key(1), atoms, 1, 40);
  const bodies = bodiesOf(masses);

  test("has as many axes to turn about", () => {
    expect(principalAxes(masses, positions)).toHaveLength(turns);
  });

  test("starts without momentum and, if still, without angular momentum", () => {
    for (const still of [false, true]) {
      const motion = { step: 0, positions, velocities: thermalVelocities(bodies, positions, 300, 4, still) };
      const size = masses.reduce((sum, mass) => sum + Math.sqrt(mass), 0);
      const [p, l] = [momentum(masses, motion.velocities), angularMomentum(masses, motion)];
      if (atoms > 1) expect(Math.hypot(...p)).toBeLessThan(1e-14 * size);
      if (still) expect(Math.hypot(...l)).toBeLessThan(1e-12 * size);
      else if (atoms > 1) expect(Math.hypot(...l)).toBeGreaterThan(1e-4);
      const rest = atoms === 1 ? 0 : still ? 3 + turns : 3;
      expect(freedoms(bodies, motion, true)).toBe(3 * atoms - rest);
      expect(freedoms(bodies, motion, false)).toBe(3 * atoms);
      expect(freedoms(bodiesOf(masses, [true, true, true]), motion, true)).toBe(atoms === 1 ? 3 : 3 * atoms - 3);
    }
  });
});

test("velocities are Maxwell and Boltzmann's, by mass", () => {
  const atoms = 20_000;
  const masses = Float64Array.from({ length: atoms }, (_, i) => (i % 2 === 0 ? 1 : 28));
  const positions = normal(key(2), 3 * atoms);
  const velocities = thermalVelocities(bodiesOf(masses), positions, 250, 9);
  for (const [remainder, mass] of [
    [0, 1],
    [1, 28],
  ] as const) {
    const own = velocities.filter((_, i) => Math.floor(i / 3) % 2 === remainder);
    const scaled = own.map((v) => v * Math.sqrt(mass / (boltzmann * 250 * acceleration)));
    const mean = (power: number) => scaled.reduce((sum, x) => sum + x ** power, 0) / scaled.length;
    // 30,000 numbers: deviations of 0.6, 0.8 and 5.7 %
    expect(Math.abs(mean(1))).toBeLessThan(0.025);
    expect(Math.abs(mean(2) - 1)).toBeLessThan(0.035);
    expect(Math.abs(mean(4) - 3)).toBeLessThan(0.25);
  }
  const kinetic = kineticEnergy(masses, velocities);
  expect(Math.abs(temperatureOf(kinetic, 3 * atoms - 3) / 250 - 1)).toBeLessThan(0.02);
});

test("a proton at 1 Å/fs has the energy of physics books", () => {
  // ½ · 1.00794 u · (10⁵ m/s)² = 52.2 eV
  expect(kineticEnergy(Float64Array.of(1.00794), Float64Array.of(1, 0, 0))).toBeCloseTo(52.2, 1);
});

test("no temperature is no motion, and seeds differ", () => {
  const bodies = bodiesOf(new Float64Array(5).fill(12));
  const positions = normal(key(3), 15);
  expect(thermalVelocities(bodies, positions, 0, 1).every((v) => v === 0)).toBe(true);
  const [a, b] = [thermalVelocities(bodies, positions, 300, 1), thermalVelocities(bodies, positions, 300, 2)];
  expect(a).not.toEqual(b);
  expect(thermalVelocities(bodies, positions, 300, 1)).toEqual(a);
});

describe("from a structure", () => {
  const water = {
    numbers: Int32Array.of(8, 1, 1),
    positions: Float64Array.of(0, 0, 0.1, 0, 0.8, -0.5, 0, -0.8, -0.5),
    pbc: free,
    info: {},
  };
  const options = { temperature: 300, seed: 0 };

  test("masses are standard atomic weights, or its own", () => {
    expect([...startOf(water, options).bodies.masses]).toEqual([15.999, 1.008, 1.008]);
    const heavy = { ...water, arrays: { masses: { width: 1, data: Float64Array.of(15.999, 2.014, 2.014) } } };
    expect([...startOf(heavy, options).bodies.masses]).toEqual([15.999, 2.014, 2.014]);
    const none = { ...water, arrays: { masses: { width: 1, data: Float64Array.of(16, 0, 1) } } };
    expect(() => startOf(none, options)).toThrow("md: expected a mass of atom 2 above 0 amu, got 0.");
  });

  test("velocities that are not there", () => {
    expect(() => startOf(water, { ...options, velocities: "file" })).toThrow(
      "md: expected a structure with a column velocities (Å/fs) or momenta (ASE's), got no further columns.",
    );
    const tagged = { ...water, arrays: { tag: { width: 1, data: Int32Array.of(1, 2, 3) } } };
    expect(() => startOf(tagged, { ...options, velocities: "file" })).toThrow("got tag.");
  });
});
