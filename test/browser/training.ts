// The training that page and test both do: the zoo's EGNN by the usual loop, so that their losses can be compared.
import { fold, key as keyOf } from "../../src/random.js";
import { train } from "../../src/train/loop.js";
import { taskOf } from "../../src/zoo/fit.js";
import { egnn } from "../../src/zoo/methods/egnn.js";

export interface Training {
  /** Mean squared error of each step's batch, before the step. */
  readonly losses: readonly number[];
  /** Median of the steps after the first. */
  readonly msPerStep: number;
}

/** The standard model, 20 steps of 100 systems out of 200, on one thread. */
export async function trainEgnn(onStep: (step: number, loss: number) => void = () => {}): Promise<Training> {
  const config = { ...egnn.config.standard, samples: [200, 0, 0] as const };
  const { steps: _, validEvery: __, ...training } = config.training;
  const key = keyOf(1);
  const losses: number[] = [];
  const times = [performance.now()];
  await train({
    ...training,
    task: taskOf(egnn, egnn.model, config),
    key: fold(key, "fit"),
    steps: 20,
    batches: egnn.prepare(config, fold(key, "data")).batches,
    threads: 1,
    onStep(step, loss) {
      losses.push(loss);
      times.push(performance.now());
      onStep(step, loss);
    },
  });
  return { losses, msPerStep: median(times.slice(2).map((time, i) => time - times[i + 1]!)) };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
