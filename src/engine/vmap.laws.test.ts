// Every op over a leading axis of one or all of its inputs gives what it gives one example after the other, or says that
// it cannot.
import { describe, expect, test } from "vitest";
import { InputError } from "../error.js";
import { evaluate } from "./evaluate.js";
import { count, type Nd } from "./nd.js";
import type { Op, Sample } from "./op.js";
import { ops } from "./ops/index.gen.js";
import { compile, numbers, value } from "./session.js";
import { constant, input, type Tensor } from "./tensor.js";
import { difference, drawAll, drawsOf, withTensors } from "./testing.js";
import { vmap } from "./vmap.js";

const rules = Object.entries(ops) as unknown as [string, Op][];
const examples = 2;
/** Convolutions with weights of their own have as many groups. */
const needsNumber = new Set(["conv", "convTranspose", "convInputGradient", "convWeightGradient"]);
const refused: string[] = [];

describe.each(rules)("%s", (name, rule) => {
  test("maps over a leading axis", async () => {
    for (const sample of rule.samples) {
      const draws = drawsOf(sample);
      const masks = [
        draws.map(() => true),
        ...(draws.length > 1 ? draws.map((_, i) => draws.map((_, k) => k === i)) : []),
      ];
      for (const mask of draws.length > 0 ? masks : []) await check(name, rule, sample, mask);
    }
  });
});

test("most ops map over each of their inputs", () => {
  console.info(`vmap refuses:\n${[...new Set(refused)].join("\n")}`);
  expect(new Set(refused.map((each) => each.split(":")[0])).size).toBeLessThan(0.1 * rules.length);
});

async function check(name: string, rule: Op, sample: Sample, mask: readonly boolean[]): Promise<void> {
  const draws = drawsOf(sample);
  const values = Array.from({ length: examples }, (_, i) => drawAll(sample, i + 1));
  const call = (xs: readonly Tensor[]) =>
    (rule as unknown as (...args: unknown[]) => Tensor)(...withTensors(sample, (_, i) => xs[i]!));
  const size = needsNumber.has(name) && draws.length > 1 ? examples : "examples";
  const title = `${name} ${JSON.stringify(draws.map(({ shape }, i) => [shape, mask[i]]))}`;
  const stacked = draws.map(({ shape }, i): Nd => {
    if (!mask[i]) return values[0]![i]!;
    return { shape: [examples, ...shape], data: Float64Array.from(values.flatMap((each) => [...each[i]!.data])) };
  });
  const inputs = draws.map(({ shape, dtype }, i) => input(`x${i}`, mask[i] ? [size, ...shape] : shape, dtype));
  const mapped = (xs: readonly Tensor[]) => vmap((...args: Tensor[]) => call(args), { mapped: mask })(...xs);
  let y: Tensor;
  try {
    y = mapped(inputs);
  } catch (error) {
    if (!(error instanceof InputError && error.where === "vmap")) throw error;
    refused.push(`${name}: ${error.expectation.got}`);
    return;
  }
  const session = await compile({ inputs, outputs: { y } }, { precision: "f64", threads: 1 });
  const feeds = stacked.map(({ data, shape }, i) => [`x${i}`, value(data, shape, session.inputs[`x${i}`]!.dtype)]);
  const got = numbers((await session.run(Object.fromEntries(feeds))).y!);
  await session.close();
  const one = (at: number) =>
    call(draws.map(({ shape, dtype }, i) => constant(values[mask[i] ? at : 0]![i]!.data, shape, dtype)));
  const want: Nd[] = [];
  for (const at of values.keys()) want.push(await evaluate(one(at), { precision: "f64" }));
  expect(got.shape, title).toEqual([examples, ...want[0]!.shape]);
  const n = count(want[0]!.shape);
  want.forEach((each, at) => {
    expect(difference({ shape: each.shape, data: got.data.slice(at * n, (at + 1) * n) }, each), title).toBeLessThan(
      1e-11,
    );
  });
}
