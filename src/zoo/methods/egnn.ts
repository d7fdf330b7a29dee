import { chargedParticles } from "../../data/datasets/index.gen.js";
import { add, concat, mul, reshape, square, sub, sum } from "../../engine/ops/index.gen.js";
import { f32, i32, type Tensor } from "../../engine/tensor.js";
import { both, euclid, linear, permute, relabel } from "../../group/action.js";
import type { Group } from "../../group/group.js";
import { euclidean, symmetric } from "../../group/groups/index.gen.js";
import { type Edges, paddedEdges } from "../../nn/edges.js";
import { channels, points, scalars, vector } from "../../nn/field.js";
import { dense, egnnLayer, messagePassing, mlp, norm } from "../../nn/layers/index.gen.js";
import { meanSquaredError } from "../../nn/losses/index.gen.js";
import { adam } from "../../nn/optimizers/index.gen.js";
import type { Scope } from "../../nn/scope.js";
import { cosine } from "../../train/schedules/index.gen.js";
import { atMost, method, unmoved } from "../method.js";
import { drawParticles, particleBatches } from "../particles.js";

export interface EgnnConfig {
  readonly layers: number;
  readonly width: number;
  /** Trajectories to train, to choose the best step, and to test on. */
  readonly samples: readonly [train: number, valid: number, test: number];
}
type Inputs = Readonly<Record<string, Tensor>>;

/** E(n)-equivariant message passing on distances and difference vectors; no harmonics. */
export const egnn = method<EgnnConfig>("egnn", {
  n: 2,
  family: "geometric-graphs",
  about: "where charged particles go, by E(n)-equivariant message passing",
  paper: {
    title: "E(n) Equivariant Graph Neural Networks",
    by: "Satorras, Hoogeboom, Welling",
    year: 2021,
    arxiv: "2102.09844",
    code: "https://github.com/vgsatorras/egnn",
  },
  symmetry: [
    {
      group: () => euclidean(3) as unknown as Group,
      inputs: { position: euclid(-1), velocity: linear(-1) },
      outputs: { predicted: euclid(-1) },
    },
    {
      group: (nodes) => symmetric(nodes) as unknown as Group,
      inputs: { position: permute(0), velocity: permute(0), charge: permute(0), senders: both(permute(0), relabel) },
      outputs: { predicted: permute(0) },
    },
  ],
  tolerance: { f64: 1e-10, f32: 1e-5 },
  inputs: {
    position: f32("nodes", 3),
    velocity: f32("nodes", 3),
    charge: f32("nodes"),
    target: f32("nodes", 3),
    senders: i32("nodes", "slots"),
    reverse: i32("nodes", "reverseSlots"),
  },
  targets: { predicted: "target" },
  loss: meanSquaredError,
  config: {
    tiny: { layers: 2, width: 8, samples: [32, 16, 16], training: training(40, 16, 2e-3) },
    standard: { layers: 4, width: 64, samples: [3000, 2000, 2000], training: training(4000, 100, 1e-3) },
    paper: {
      layers: 4,
      width: 64,
      samples: [3000, 2000, 2000],
      training: { ...training(300_000, 100, 5e-4), schedule: undefined },
    },
  },
  prepare: ({ samples: [train, valid, test], training: { batch } }, key) =>
    particleBatches(chargedParticles({ train, valid, test }), batch, key),
  model({ layers, width }, scope, inputs) {
    const { position, velocity } = inputs as { position: Tensor; velocity: Tensor };
    const edges = edgesOf(inputs);
    const v = vector("O(3)", velocity);
    const start = {
      h: scalars("O(3)", `${width}x0e`, dense(scope.child("embedding"), channels(norm(scope, v)), width)),
      x: points("O(3)", position),
    };
    const difference = sub(edges.fromReceivers(position), edges.fromSenders(position));
    const attributes = concat(
      [chargeProduct(inputs, edges), sum(square(difference), { axes: [-1], keepDims: true })],
      -1,
    );
    const layer = (state: typeof start, i: number) =>
      egnnLayer(scope.child(`layer${i}`), state, edges, { velocity: v, attributes });
    return { predicted: Array.from({ length: layers }, (_, i) => i).reduce(layer, start).x.position };
  },
  baselines: {
    gnn: {
      about: "message passing of the same width and depth, positions and velocities as plain features",
      build({ layers, width }, scope, inputs) {
        const { position, velocity } = inputs as { position: Tensor; velocity: Tensor };
        const edges = edgesOf(inputs);
        const attributes = chargeProduct(inputs, edges);
        const start = dense(scope.child("embedding"), concat([position, velocity], -1), width);
        const h = Array.from({ length: layers }, (_, i) => i).reduce(
          (state, i) => messagePassing(scope.child(`layer${i}`), state, edges, attributes),
          start,
        );
        return { predicted: mlp(scope.child("decoder"), h, [width, 3]) };
      },
    },
    linear: {
      about: "positions plus velocities times one learned time",
      build: (_, scope: Scope, { position, velocity }: Inputs) => ({
        predicted: add(
          position!,
          mul(
            velocity!,
            scope.parameter("time", [], (_key, n) => new Float64Array(n).fill(0.7)),
          ),
        ),
      }),
    },
  },
  claims: [
    atMost(0.75, "gnn", "egnn", "test MSE", "0.0071 against 0.0107, Table 2"),
    atMost(0.25, "linear", "egnn", "test MSE", "0.0071 against 0.0819, Table 2"),
    unmoved(1e-3, "egnn", "test MSE"),
  ],
  illustrate: drawParticles,
  exampleNodes: [5, 9],
});

function training(steps: number, batch: number, rate: number) {
  return {
    steps,
    batch,
    rate,
    optimizer: adam(),
    schedule: cosine({ end: 0.01 }),
    validEvery: Math.max(10, steps / 20),
  };
}

const edgesOf = ({ senders, reverse }: Inputs): Edges => paddedEdges({ senders: senders!, reverse: reverse! });

/** q_i q_j of each edge, [edges, 1]. */
function chargeProduct({ charge }: Inputs, edges: Edges): Tensor {
  const q = reshape(charge!, [...charge!.shape, 1]);
  return mul(edges.fromReceivers(q), edges.fromSenders(q));
}
