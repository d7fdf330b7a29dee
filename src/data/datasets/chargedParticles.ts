import { bits, fold, type Key, normal } from "../../random.js";
import { advance, type Charges } from "../coulomb.js";
import { dataset, type Fields, generated } from "../dataset.js";

const timeStep = 1e-3;
const limit = 0.1 / timeStep; // of a force's component
const speed = 0.5; // of every particle at the start
// The authors' frame k is step 100 (k + 1): their frame for the start is overwritten by the one at step 100.
const stepsPerFrame = 100;
const [inputFrame, targetFrame] = [30, 40];

const fields = {
  position: { shape: ["nodes", 3], unit: "1", about: "positions after 3,100 steps" },
  velocity: { shape: ["nodes", 3], unit: "1", about: "velocities there, half a step behind the positions" },
  charge: { shape: ["nodes"], unit: "1", about: "−1 or 1" },
  target: { shape: ["nodes", 3], unit: "1", about: "positions after 4,100 steps" },
  trajectory: {
    shape: ["nodes", "frames", 3],
    unit: "1",
    about: "positions from input to target, both included, every 100 steps",
    optional: true,
  },
} as const satisfies Fields;

/**
 * Charged particles in free space: where are they 1,000 steps later? Charges are ±1, mass 1; particles without walls, in
 * the units of `coulomb.ts`. Input is the state after 3,100 steps, target the positions after 4,100.
 *
 * The authors mirror a start beyond ±5 back into that box; here it stays, which keeps the distribution invariant to
 * rotations (a coordinate of five particles is out with probability 6e-7, of twenty with 2e-3).
 * @source Satorras et al. 2021, arXiv:2102.09844, section 5.1; Kipf et al. 2018, arXiv:1802.04687
 */
export const chargedParticles = dataset("chargedParticles", {
  about: "Charged particles in 3-D: positions 1,000 steps after a given state",
  source: "Simulated by the rules of https://github.com/vgsatorras/egnn, n_body_system (arXiv:2102.09844)",
  licence: "MIT",
  fields,
  options: { particles: 5, train: 3000, valid: 2000, test: 2000, trajectory: false },
  sample: { particles: 4, train: 6, valid: 3, test: 3, trajectory: true },
  seed: 43, // the authors' for this dataset; their generator is another
  make({ particles, trajectory, ...counts }, key) {
    const frames = targetFrame - inputFrame;
    const sizes = { nodes: particles, frames: trajectory ? frames + 1 : undefined };
    return generated("chargedParticles", fields, { key, counts, sizes }, (row, sampleKey) => {
      const state = chargedStart(sampleKey, particles);
      advance(state, (inputFrame + 1) * stepsPerFrame, timeStep, limit);
      row.position.set(state.position);
      row.velocity.set(state.velocity);
      row.charge.set(state.charge);
      for (let frame = 0; frame <= frames; frame++) {
        if (frame > 0) advance(state, stepsPerFrame, timeStep, limit);
        if (row.trajectory) keep(state.position, row.trajectory, frame, frames + 1);
      }
      row.target.set(state.position);
    });
  },
});

/** Charges ±1 alike, positions normal of width (n/5)^(1/3), so that the density is kept, velocities of norm 0.5. */
export function chargedStart(key: Key, n: number): Charges {
  const charge = Float64Array.from(bits(fold(key, "charge"), n), (word) => (word >>> 31 ? 1 : -1));
  const width = cubeRoot(n / 5);
  const position = normal(fold(key, "position"), 3 * n).map((x) => width * x);
  const direction = normal(fold(key, "velocity"), 3 * n);
  const velocity = direction.map((v, a) => {
    const first = a - (a % 3);
    return (speed * v) / Math.hypot(direction[first]!, direction[first + 1]!, direction[first + 2]!);
  });
  return { charge, position, velocity };
}

/** Writes positions [n, 3] as one frame of [n, frames, 3]. */
function keep(position: Float64Array, trajectory: Float64Array, frame: number, frames: number): void {
  for (let a = 0; a < position.length; a++) {
    trajectory[(Math.floor(a / 3) * frames + frame) * 3 + (a % 3)] = position[a]!;
  }
}

/** ∛x by Newton's steps from 1; Math.cbrt differs by a last bit between versions of V8. */
function cubeRoot(x: number): number {
  let root = 1;
  for (let step = 0; step < 64; step++) root = (2 * root + x / (root * root)) / 3;
  return root;
}
