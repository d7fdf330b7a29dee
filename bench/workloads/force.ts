import { fullyConnected } from "../../src/data/neighbours.js";
import { gradients } from "../../src/engine/grad.js";
import {
  add,
  div,
  exp,
  matmul,
  mul,
  neg,
  reshape,
  silu,
  sqrt,
  square,
  sub,
  sum,
  take,
} from "../../src/engine/ops/index.gen.js";
import { value } from "../../src/engine/session.js";
import { constant, f32, i32, type Tensor } from "../../src/engine/tensor.js";
import { paddedEdges } from "../../src/nn/edges.js";
import { torchUniform } from "../../src/nn/initializer.js";
import { dense, mlp } from "../../src/nn/layers/index.gen.js";
import { meanSquaredError } from "../../src/nn/losses/index.gen.js";
import { adam } from "../../src/nn/optimizers/index.gen.js";
import type { Scope } from "../../src/nn/scope.js";
import { bits, fold, key, normal } from "../../src/random.js";
import { traceTask } from "../../src/train/step.js";
import { stepper } from "../stepper.js";
import { workload } from "../workload.js";

const [molecules, atoms, width, depth, radials, reach, kinds] = [32, 20, 64, 3, 32, 6, 4];
const spacing = reach / (radials - 1);

/** Energies of a SchNet-like network, as in peers/force.py. */
function energies(scope: Scope, { position, kind, senders, reverse }: Readonly<Record<string, Tensor>>): Tensor {
  const edges = paddedEdges({ senders: senders!, reverse: reverse! });
  const difference = sub(edges.fromReceivers(position!), edges.fromSenders(position!));
  const r = sqrt(sum(square(difference), { axes: [-1], keepDims: true }));
  const centres = constant(
    Array.from({ length: radials }, (_, k) => k * spacing),
    [radials],
  );
  const basis = exp(mul(square(div(sub(r, centres), spacing)), -0.5));
  let h = take(scope.normal("embedding", [kinds, width], 1), kind!);
  for (let i = 0; i < depth; i++) {
    const block = scope.child(i);
    const filter = mlp(block.child("filter"), basis, [width, width]);
    const into = matmul(h, block.parameter("into", [width, width], torchUniform(width)));
    h = add(h, mlp(block.child("dense"), edges.sum(mul(filter, edges.fromSenders(into))), [width, width]));
  }
  const each = dense(scope.child("energy1"), silu(dense(scope.child("energy0"), h, width / 2)), 1);
  return sum(reshape(each, [-1, atoms]), { axes: [1], keepDims: true });
}

/** Energies, forces by differentiation inside the graph, and a training step through both. */
export const force = workload("force", {
  about: "SchNet-like energy + forces, 32 molecules × 20 atoms, hidden 64, 3 blocks: a step through the forces + Adam",
  peers: { force: 0.7 },
  make(threads) {
    const nodes = molecules * atoms;
    const edges = fullyConnected(atoms, molecules);
    const jitter = normal(key(0), 3 * nodes);
    const sites = Float64Array.from({ length: 3 * nodes }, (_, i) => {
      const site = Math.floor(i / 3) % atoms;
      return 1.5 * (Math.floor(site / 3 ** (i % 3)) % 3) + 0.15 * jitter[i]!;
    });
    const feeds = {
      position: value(sites, [nodes, 3], "f32"),
      kind: value(
        Float64Array.from(bits(key(1), nodes), (word) => word % kinds),
        [nodes],
        "i32",
      ),
      energy: value(normal(fold(key(0), "energy"), molecules), [molecules, 1], "f32"),
      force: value(normal(fold(key(0), "force"), 3 * nodes), [nodes, 3], "f32"),
      senders: { dtype: "i32" as const, shape: [nodes, edges.slots], data: edges.senders },
      reverse: { dtype: "i32" as const, shape: [nodes, edges.reverseSlots], data: edges.reverse },
    };
    const inputs = {
      position: f32(nodes, 3),
      kind: i32(nodes),
      energy: f32(molecules, 1),
      force: f32(nodes, 3),
      senders: i32(nodes, edges.slots),
      reverse: i32(nodes, edges.reverseSlots),
    };
    const trace = () =>
      traceTask({
        inputs,
        model(scope, x) {
          const energy = energies(scope, x);
          return { energy, force: neg(gradients(sum(energy), [x.position])[0]!) };
        },
        loss: (predicted, x) =>
          add(meanSquaredError(predicted.energy!, x.energy), meanSquaredError(predicted.force!, x.force)),
      });
    return stepper(trace, { optimizer: adam(), rate: 1e-3 }, feeds, threads);
  },
});
