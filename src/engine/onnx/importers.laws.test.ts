import { beforeAll, describe, expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { vjp } from "../grad.js";
import { topological } from "../graph.js";
import { count } from "../nd.js";
import type { Nd, Op, Sample } from "../op.js";
import { ops } from "../ops/index.gen.js";
import { constant, isFloat, type Tensor } from "../tensor.js";
import { difference, drawAll, drawsOf, floats, withTensors } from "../testing.js";
import { trace } from "../trace.js";
import { importers } from "./importers/index.gen.js";
import { importOnnx, operators } from "./importOnnx.js";
import { toOnnx } from "./toOnnx.js";

describe.each(Object.entries(importers))("importers of %s", (name, rule) => {
  test("are named like their file, and each operator is in one file", () => {
    expect(rule.name).toBe(name);
    const others = Object.values(importers).filter((each) => each !== rule);
    const twice = Object.keys(rule.operators).filter((id) => others.some((each) => Object.hasOwn(each.operators, id)));
    expect(twice).toEqual([]);
    for (const [id, operator] of Object.entries(rule.operators)) expect(operators[id]).toBe(operator);
  });
});

/** Their own derivative is not in the file, and that of their parts is another at the samples' special points. */
const ownDerivative = new Set(["atan2", "logaddexp", "softplus", "xlogy"]);

const rules = Object.entries(ops) as unknown as [string, Op][];
/** Derivatives of larger graphs are those of their parts, and take their time. */
const fewNodes = 200;
/** As many rules are evaluated in one session. */
const batch = 8;
const batches = Array.from({ length: Math.ceil(rules.length / batch) }, (_, i) =>
  rules.slice(i * batch, (i + 1) * batch),
);

/** What is emitted is read back: the imported graph has the values of the op, and its derivatives. */
describe.each(batches)("the round trip through ONNX", (...batch) => {
  const found = new Map<string, readonly [own: Nd, theirs: Nd][] | Error>();

  beforeAll(async () => {
    const pairs = batch.flatMap(([name, rule]) => {
      try {
        return rule.samples.flatMap((sample) => bothWays(rule, sample)).map((pair) => ({ name, pair }));
      } catch (error) {
        found.set(name, error as Error);
        return [];
      }
    });
    const values = await evaluate(
      pairs.flatMap(({ pair }) => pair),
      { precision: "f64" },
    );
    pairs.forEach(({ name }, i) => {
      found.set(name, [...((found.get(name) as []) ?? []), [values[2 * i]!, values[2 * i + 1]!]]);
    });
  });

  test.each(batch)("of %s", (name) => {
    const results = found.get(name)!;
    if (results instanceof Error) throw results;
    expect(results.length).toBeGreaterThan(0);
    // Constants went through the f32 of the file.
    for (const [own, theirs] of results) {
      expect(theirs.shape).toEqual(own.shape);
      expect(difference(theirs, own)).toBeLessThan(1e-6);
    }
  });
});

/** The op's value and its derivatives, each beside that of the imported graph. */
function bothWays(rule: Op, sample: Sample): [own: Tensor, theirs: Tensor][] {
  const draws = drawsOf(sample);
  const types = Object.fromEntries(draws.map(({ shape, dtype }, i) => [`x${i}`, { shape, dtype }]));
  const apply = (x: Readonly<Record<string, Tensor>>): Tensor =>
    (rule as unknown as (...args: unknown[]) => Tensor)(...withTensors(sample, (_, i) => x[`x${i}`]!));
  const foreign = importOnnx(toOnnx(trace(apply, types)));
  const inputs = Object.fromEntries(
    drawAll(sample, 3).map(({ data, shape }, i) => [`x${i}`, constant(data, shape, draws[i]!.dtype)]),
  );
  const [own, theirs] = [apply(inputs), foreign.call(inputs).output!];
  expect([theirs.dtype, theirs.shape]).toEqual([own.dtype, own.shape]);
  const small = topological([theirs]).length < fewNodes;
  if (!isFloat(own) || !rule.differentiable || ownDerivative.has(rule.name) || !small) return [[own, theirs]];
  const wrt = floats(Object.values(inputs));
  const ones = constant(new Float64Array(count(own.shape as number[])).fill(1), own.shape as number[], own.dtype);
  const [mine, others] = [own, theirs].map((y) => vjp([y], wrt, [ones]));
  return [[own, theirs], ...wrt.map((_, i): [Tensor, Tensor] => [mine![i]!, others![i]!])];
}
