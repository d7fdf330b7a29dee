import { compile } from "../../src/engine/session.js";
import { adam } from "../../src/nn/optimizers/index.gen.js";
import { trainingStep } from "../../src/train/step.js";
import { taskOf } from "../../src/zoo/fit.js";
import { egnn as method } from "../../src/zoo/methods/egnn.js";
import { workload } from "../workload.js";

/** From the model's TypeScript to a session that trains it. */
export const traceEgnn = workload("trace-egnn", {
  about:
    "trace + differentiate + simplify + emit + session of the EGNN training step, against torch.compile's first call",
  peers: { trace: 0.05 },
  runs: 1,
  async make(threads) {
    const { standard } = method.config;
    const build = async () => {
      const graph = trainingStep(taskOf(method, method.model, standard), { optimizer: adam() });
      const session = await compile(graph, { threads });
      await session.close();
      return session.facts;
    };
    const { nodes, createMs, bytes } = await build();
    return { step: build, facts: { nodes, sessionMs: Math.round(createMs), bytes }, close: async () => {} };
  },
});
