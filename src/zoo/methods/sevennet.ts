import { sum, take } from "../../engine/ops/index.gen.js";
import { constant, f32, i32, type Tensor } from "../../engine/tensor.js";
import { invariant, linear } from "../../group/action.js";
import type { Group } from "../../group/group.js";
import { specialOrthogonal } from "../../group/groups/index.gen.js";
import { meanSquaredError } from "../../nn/losses/index.gen.js";
import { adam } from "../../nn/optimizers/index.gen.js";
import { type PotentialInputs, potential, potentialInputs } from "../../nn/potential.js";
import type { Scope } from "../../nn/scope.js";
import { cosine } from "../../train/schedules/index.gen.js";
import { crystalBatches } from "../crystals.js";
import { atMost, method, unmoved } from "../method.js";
import { sevennetEnergy } from "../sevennet/energy.js";

export interface SevenNetSize {
  /** Convolutions. */
  readonly layers: number;
  /** Irreps of the features between them. */
  readonly inner: string;
  readonly lmax: number;
  /** Å */
  readonly cutoff: number;
  /** Crystals to train, to choose the best step, and to test on. */
  readonly samples: readonly [train: number, valid: number, test: number];
}

const { cell: _, ...others } = potentialInputs;
/** Edges in one block: the derivative of forces would compute what is in a block three times. */
const inputs = {
  ...others,
  receivers: i32("rows"),
  vectors: f32("rows", "slots", 3),
  senders: i32("rows", "slots"),
};

/** A NequIP that runs on many processors: messages of tensor products, energies of atoms, forces by differentiation. */
export const sevennet = method<SevenNetSize>("sevennet", {
  n: 136,
  family: "geometric-graphs",
  about:
    "energy and forces of hot silicon, by tensor products of features and harmonics; pretrained models for 89 elements",
  paper: {
    title:
      "Scalable Parallel Algorithm for Graph Neural Network Interatomic Potentials in Molecular Dynamics Simulations",
    by: "Park, Kim, Hwang, Han",
    year: 2024,
    arxiv: "2402.03789",
    code: "https://github.com/MDIL-SNU/SevenNet",
  },
  symmetry: [
    {
      group: () => specialOrthogonal(3) as unknown as Group,
      inputs: { vectors: linear(-1) },
      outputs: { forces: linear(-1), energy: invariant },
    },
  ],
  tolerance: { f64: 1e-10, f32: 1e-4 },
  inputs: { ...inputs, members: i32("crystals", "size"), trueEnergy: f32("crystals"), trueForces: f32("atoms", 3) },
  targets: { energy: "trueEnergy", forces: "trueForces" },
  loss: meanSquaredError,
  config: {
    tiny: { layers: 2, inner: "8x0e + 4x1e", lmax: 1, cutoff: 4, samples: [16, 8, 8], training: training(40, 8, 1e-2) },
    standard: {
      layers: 3,
      inner: "32x0e + 16x1e + 8x2e",
      lmax: 2,
      cutoff: 4.2,
      samples: [400, 50, 200],
      training: training(1500, 10, 5e-3),
    },
    paper: {
      layers: 5,
      inner: "128x0e + 64x1e + 32x2e",
      lmax: 2,
      cutoff: 5,
      samples: [400, 50, 200],
      training: training(40_000, 10, 5e-3),
    },
  },
  prepare: ({ samples: [train, valid, test], cutoff, training: { batch } }, key) =>
    crystalBatches({ train, valid, test }, batch, cutoff, key),
  model: (size, scope, named) => predicted(size, scope, named),
  baselines: {
    invariant: {
      about: "the same without directions: features and harmonics of degree 0 alone",
      build: ({ inner, ...size }, scope, named) => {
        const [scalars] = inner.split(" + ") as [string];
        return predicted({ ...size, inner: scalars, lmax: 0 }, scope, named);
      },
    },
  },
  claims: [atMost(0.4, "invariant", "sevennet", "test MSE"), unmoved(1e-3, "sevennet", "test MSE")],
  exampleNodes: [8, 16],
});

function predicted(
  { layers, inner, lmax, cutoff }: SevenNetSize,
  scope: Scope,
  named: Readonly<Record<string, Tensor>>,
): Record<string, Tensor> {
  const [scalars] = inner.split(" + ") as [string];
  const model = sevennetEnergy({
    elements: [14],
    cutoff,
    envelope: { onset: 0.9 * cutoff },
    basis: 8,
    radial: [64, 64],
    features: [scalars, ...Array.from({ length: layers - 1 }, () => inner), scalars],
    lmax,
    divisors: Array.from({ length: layers }, () => 4), // √16, about the neighbours of an atom
  });
  const cell = constant([1, 0, 0, 0, 1, 0, 0, 0, 1], [3, 3]); // stress is not asked for
  const { energies, forces } = potential(model, scope, { ...named, cell } as PotentialInputs);
  return { energy: sum(take(energies, named.members!), { axes: [1] }), forces };
}

function training(steps: number, batch: number, rate: number) {
  return {
    steps,
    batch,
    rate,
    optimizer: adam(),
    schedule: cosine({ end: 0.01 }),
    clip: 10,
    validEvery: Math.max(10, steps / 20),
  };
}
