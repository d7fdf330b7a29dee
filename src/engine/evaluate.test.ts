import { beforeEach, describe, expect, test, vi } from "vitest";
import { InputError } from "../error.js";
import { customVjp } from "./customVjp.js";
import { evaluate } from "./evaluate.js";
import { normal, type Op, type Operand, op } from "./op.js";
import { add, div, exp, expand, mul, neg, pad, sum } from "./ops/index.gen.js";
import { constant, input, type Tensor } from "./tensor.js";

const counted = vi.hoisted(() => ({ compiled: 0, closed: 0 }));
vi.mock("./session.js", async (original) => {
  const real = await original<typeof import("./session.js")>();
  return {
    ...real,
    compile: async (...args: Parameters<typeof real.compile>) => {
      counted.compiled++;
      const session = await real.compile(...args);
      return { ...session, close: () => session.close().finally(() => counted.closed++) };
    },
  };
});
beforeEach(() => Object.assign(counted, { compiled: 0, closed: 0 }));

const first = async (tensor: Tensor) => (await evaluate(tensor)).data[0];
const own = (onnx: string) =>
  op<[x: Operand]>("own", { vjp: "none", onnx, reference: ([x]) => x!, samples: [[normal()]] }) as Op<[x: Operand]>;

describe("the cache", () => {
  test("compiles one structure once, whatever its constants", async () => {
    for (const x of [1, 2, 3]) expect((await evaluate(exp(constant([x, 0], [2])))).data[1]).toBe(1);
    expect(counted.compiled).toBe(1);
    const found = await Promise.all([4, 5].map((x) => first(neg(neg(mul(constant([x, 0], [2]), 3))))));
    expect([found, counted.compiled]).toEqual([[12, 15], 2]);
  });

  test("does not count how a derivative was stated", async () => {
    for (const x of [1, 2]) await first(customVjp(mul(constant([x, 3], [2]), 7), [], () => []));
    expect(counted.compiled).toBe(1);
  });

  test("tells shapes, data types, precision, scalars and results apart", async () => {
    const base = () => add(constant([1, 2], [2]), 4);
    const others = [
      () => evaluate(base()),
      () => evaluate(add(constant([1, 2], [1, 2]), 4)),
      () => evaluate(add(constant([1, 2], [2], "i32"), 4)),
      () => evaluate(base(), { precision: "f64" }),
      () => evaluate(add(constant([1, 2], [2]), 5)),
      () => evaluate([base(), constant([1, 2], [2])]),
    ];
    for (const each of [...others, ...others]) await each();
    expect(counted.compiled).toBe(others.length);
  });

  test("tells −0 from 0, the infinities apart, and rules of one name", async () => {
    const one = constant([1], [1]);
    expect([await first(div(one, 0)), await first(div(one, -0))]).toEqual([Infinity, -Infinity]);
    const padded = async (by: number) => (await evaluate(pad(one, [[0, 1]], by))).data[1];
    expect([await padded(Infinity), await padded(-Infinity), await padded(Number.NaN)]).toEqual([
      Infinity,
      -Infinity,
      Number.NaN,
    ]);
    expect([await first(own("Neg")(one)), await first(own("Abs")(one))]).toEqual([-1, 1]);
  });

  test("drops the oldest and closes it; more at once than it holds are right", async () => {
    const shaped = (n: number) => evaluate(sum(mul(constant(new Float64Array(n).fill(1), [n]), 2)));
    const results = await Promise.all(Array.from({ length: 300 }, (_, i) => shaped(i + 1)));
    expect(results.map(({ data }) => data[0])).toEqual(results.map((_, i) => 2 * (i + 1)));
    expect(counted.compiled).toBe(300);
    expect(counted.closed).toBeGreaterThanOrEqual(300 - 256);
    await shaped(300);
    expect(counted.compiled).toBe(300);
    await shaped(1);
    expect(counted.compiled).toBe(301);
  });

  test("does not keep a failure", async () => {
    const missing = own("NoSuchOp");
    const broken = () => evaluate(missing(constant([1], [1])));
    await expect(broken()).rejects.toThrow("No Op registered for NoSuchOp");
    await expect(broken()).rejects.toThrow("No Op registered for NoSuchOp");
    expect(counted.compiled).toBe(2);
  });
});

describe("what it takes", () => {
  test("no tensors, one twice, a constant itself, a scalar, nothing in it", async () => {
    expect(await evaluate([])).toEqual([]);
    const x = constant([1, 2], [2]);
    const y = neg(x);
    expect((await evaluate([y, y, x])).map(({ data }) => [...data])).toEqual([
      [-1, -2],
      [-1, -2],
      [1, 2],
    ]);
    expect(await evaluate(constant(3))).toEqual({ shape: [], data: Float64Array.of(3) });
    expect(await evaluate(expand(constant(1), [0, 2]))).toEqual({ shape: [0, 2], data: new Float64Array(0) });
    expect(await evaluate(neg(constant([], [0, 2])))).toEqual({ shape: [0, 2], data: new Float64Array(0) });
  });

  test("a symbol has no value", async () => {
    await expect(evaluate(neg(input("x", [])))).rejects.toThrow(InputError);
    await expect(evaluate(neg(input("x", [])))).rejects.toThrow('toOnnx: expected no inputs but constants, got "x".');
  });
});
