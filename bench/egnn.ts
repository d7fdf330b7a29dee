// Our side of the workload egnn, in Node and in a page: the n-body training step of the zoo's own EGNN.
import { fullyConnected } from "../src/data/neighbours.js";
import { value } from "../src/engine/session.js";
import { adam } from "../src/nn/optimizers/index.gen.js";
import { bits, fold, key, normal } from "../src/random.js";
import { taskOf } from "../src/zoo/fit.js";
import { egnn as method } from "../src/zoo/methods/egnn.js";
import { stepper } from "./stepper.js";
import type { Ours } from "./workload.js";

const [graphs, particles] = [100, 5];

export function egnn(threads: number): Promise<Ours> {
  const nodes = graphs * particles;
  const edges = fullyConnected(particles, graphs);
  const random = (name: string) => value(normal(fold(key(0), name), 3 * nodes), [nodes, 3], "f32");
  const feeds = {
    position: random("position"),
    velocity: random("velocity"),
    target: random("target"),
    charge: value(
      Float32Array.from(bits(key(1), nodes), (word) => (word >>> 31 ? 1 : -1)),
      [nodes],
      "f32",
    ),
    senders: { dtype: "i32" as const, shape: [nodes, edges.slots], data: edges.senders },
    reverse: { dtype: "i32" as const, shape: [nodes, edges.reverseSlots], data: edges.reverse },
  };
  const { standard } = method.config;
  return stepper(() => taskOf(method, method.model, standard), { optimizer: adam(), rate: 5e-4 }, feeds, threads);
}
