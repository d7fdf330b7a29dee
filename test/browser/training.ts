// The training that page and test both do: the zoo's EGNN by the usual loop, so that their losses can be compared.
import type { Splits } from "../../src/data/dataset.js";
import type { chargedParticles } from "../../src/data/datasets/chargedParticles.js";
import { fold, key as keyOf } from "../../src/random.js";
import { train } from "../../src/train/loop.js";
import { taskOf } from "../../src/zoo/fit.js";
import { egnn } from "../../src/zoo/methods/egnn.js";
import { particleBatches } from "../../src/zoo/particles.js";

export type Particles = Splits<(typeof chargedParticles)["fields"]>;
export interface Training {
  /** Mean squared error of each step's batch, before the step. */
  readonly losses: readonly number[];
  /** Median of the steps after the first. */
  readonly msPerStep: number;
}

/** The standard model, 20 steps on one thread. */
export async function trainEgnn(
  particles: Particles,
  onStep: (step: number, loss: number) => void = () => {},
): Promise<Training> {
  const { steps: _, validEvery: __, ...training } = egnn.config.standard.training;
  const key = keyOf(1);
  const losses: number[] = [];
  const times = [performance.now()];
  await train({
    ...training,
    task: taskOf(egnn, egnn.model, egnn.config.standard),
    key: fold(key, "fit"),
    steps: 20,
    batches: particleBatches(particles, training.batch, fold(key, "data")).batches,
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
