import { describe, expect, test } from "vitest";
import { evaluate } from "./evaluate.js";
import { grad } from "./grad.js";
import { topological } from "./graph.js";
import {
  add,
  concat,
  div,
  expand,
  isNan,
  matmul,
  mul,
  neg,
  pad,
  sin,
  slice,
  square,
  sub,
  sum,
  tan,
} from "./ops/index.gen.js";
import { nodeCount, simplify } from "./simplify.js";
import { constant, constantData, f32, f64, i32, i64, input, isConstant, type Tensor } from "./tensor.js";
import { trace } from "./trace.js";

const x = input("x", [2]);
const simple = (y: Tensor, precision: "f32" | "f64" = "f32"): Tensor =>
  simplify({ inputs: [x], outputs: { y } }, { precision }).outputs.y!;
const nodes = (y: Tensor) => nodeCount({ inputs: [], outputs: { y: simple(y) } });
const valuesOf = (y: Tensor) => [...constantData(simple(y))!];

describe("constants", () => {
  test("are folded, with their special values", () => {
    expect(valuesOf(add(constant([1, 2], [2]), mul(2, 3)))).toEqual([7, 8]);
    expect(valuesOf(div(1, constant(-0)))).toEqual([Number.NEGATIVE_INFINITY]);
    expect(valuesOf(sub(constant(Infinity), Infinity))).toEqual([Number.NaN]);
    expect(valuesOf(isNan(constant(Number.NaN)))).toEqual([1]);
  });
  test("of integers divide toward zero, as ONNX does", () => {
    for (const dtype of ["i32", "i64"] as const) {
      expect(valuesOf(div(constant([7, -7], [2], dtype), constant(2, [], dtype)))).toEqual([3, -3]);
    }
  });
  test("of integers that f64 does not hold, and divisions by zero, are left for the session", () => {
    const big = constant(2 ** 40, [], "i64");
    expect(isConstant(simple(mul(big, big)))).toBe(false);
    expect(isConstant(simple(div(big, constant(0, [], "i64"))))).toBe(false);
  });
  test("too large are left for the session", () => {
    expect(isConstant(simple(expand(constant(1), [300, 300])))).toBe(false);
  });
});

describe("equal subgraphs", () => {
  test("are shared", () => {
    expect(nodes(mul(sin(x), sin(x)))).toBe(2);
  });
  test("are not, where an attribute differs in what JSON writes alike", () => {
    const padded = (by: number) => pad(x, [[0, 1]], by);
    for (const [a, b] of [
      [Infinity, -Infinity],
      [Number.NaN, Infinity],
      [0, -0],
    ] as const) {
      expect(nodes(concat([padded(a), padded(b)], 0))).toBe(3);
    }
    expect(nodes(concat([padded(Infinity), padded(Infinity)], 0))).toBe(2);
  });
  test("are not, where a constant differs by the sign of zero or the data type", () => {
    expect(nodes(concat([div(x, constant(0)), div(x, constant(-0))], 0))).toBe(3);
  });
});

describe("rows of the table hold off", () => {
  test("disjointPads, where the sum broadcasts", async () => {
    const [a, b] = [constant([1, 2, 3, 4, 5, 6], [2, 3]), constant([7, 8], [1, 2])];
    const y = add(pad(a, [[0, 0], [0, 2]]), pad(b, [[0, 0], [3, 0]])); // biome-ignore format: two rows
    expect([...(await evaluate(y)).data]).toEqual([1, 2, 3, 7, 8, 4, 5, 6, 7, 8]);
    const line = add(pad(a, [[0, 0], [0, 2]]), pad(constant([7, 8], [2]), [[3, 0]])); // biome-ignore format: two rows
    expect([...(await evaluate(line)).data]).toEqual([1, 2, 3, 7, 8, 4, 5, 6, 7, 8]);
  });
  test("constantFactors, where the product of the numbers would be 0 or infinite in f32", async () => {
    const scaled = (x: number, a: number, b: number) => evaluate(mul(mul(constant([x], [1]), a), b));
    expect((await scaled(1e30, 1e-30, 1e-30)).data[0]).toBeCloseTo(1e-30, 36);
    expect((await scaled(1e-30, 1e30, 1e30)).data[0]! / 1e30).toBeCloseTo(1, 6);
  });
  test("sumOfExpand, in integers", async () => {
    for (const dtype of ["i32", "i64"] as const) {
      expect([...(await evaluate(sum(expand(constant([1, 2], [2], dtype), [3, 2])))).data]).toEqual([9]);
    }
  });
  test("flatMatmul, on axes without elements and axes that are sums of names", () => {
    expect(simple(matmul(input("a", [2, 3, 0]), input("b", [0, 5]))).shape).toEqual([2, 3, 5]);
    const joined = concat([input("a", [2, 3, "k"]), input("b", [2, 3, 1])], 2);
    const rows = concat([input("c", ["k", 5]), input("d", [1, 5])], 0);
    expect(simple(matmul(joined, rows)).shape).toEqual([2, 3, 5]);
  });
});

test("f64 lowers what has no f64 kernel, and only that", () => {
  const names = (y: Tensor) => topological([y]).map(({ rule }) => rule.name);
  expect(names(simple(tan(x)))).toContain("tan");
  expect(names(simple(tan(x), "f64"))).not.toContain("tan");
  expect(names(simple(tan(input("d", [2], "f64"))))).not.toContain("tan");
});

test("every data type keeps its own through a rewrite", () => {
  const graph = trace(({ a, b, c, d }) => [a, b, c, d].map((each) => neg(neg(mul(each, 1)))), {
    a: f32(2),
    b: f64(2),
    c: i32(2),
    d: i64(2),
  });
  expect(Object.values(simplify(graph).outputs)).toEqual(graph.inputs);
});

test("the gradient of slices of one vector is no chain of additions", () => {
  const { outputs } = trace(
    ({ p }) => ({
      by: grad((v: Tensor) => {
        const parts = Array.from({ length: 8 }, (_, i) => slice(v, 0, 5 * i, 5 * i + 5));
        return sum(parts.map((each, i) => square(mul(each, i + 1))).reduce((a, b) => add(a, b)));
      })(p),
    }),
    { p: f32(40) },
  );
  const names = topological([simplify({ inputs: [], outputs }).outputs.by!]).map(({ rule }) => rule.name);
  expect(names.filter((name) => name === "pad")).toEqual([]);
});

describe("depth", () => {
  test("of 20,000 nodes is no matter, nor is a chain that the table takes apart", () => {
    const depth = 20_000;
    let [y, z]: [Tensor, Tensor] = [x, x];
    for (let i = 0; i < depth; i++) {
      y = i % 2 ? sin(y) : add(y, x);
      z = i % 2 ? neg(z) : mul(z, 1);
    }
    expect(nodes(y)).toBe(depth);
    expect(simple(z)).toBe(x);
  });
});
