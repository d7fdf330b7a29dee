// In blocks a function of rows has the values and derivatives that it has at once.
import { expect, test } from "vitest";
import { key, normal } from "../random.js";
import { evaluate } from "./evaluate.js";
import { vjp } from "./grad.js";
import { inBlocks } from "./inBlocks.js";
import { peakBytes } from "./memory.js";
import { emit } from "./onnx/emit.js";
import { decode } from "./onnx/info.js";
import { keep, matmul, mul, reshape, square, sum, tanh } from "./ops/index.gen.js";
import { compile, numbers, value } from "./session.js";
import { simplify } from "./simplify.js";
import { constant, f32, type Tensor } from "./tensor.js";
import { difference, normalConstant } from "./testing.js";
import { trace } from "./trace.js";

const random = (name: string, ...shape: number[]) => normalConstant(3, name, ...shape);
const [x, y, w] = [random("x", 12, 3), random("y", 12, 4), random("w", 3, 4)];
const rows =
  (w: Tensor, mark = (x: Tensor) => x) =>
  (x: Tensor, y: Tensor) => ({ product: mul(tanh(mark(matmul(x, w))), mark(y)), square: square(x) });

test.each([{ blocks: [1, 12] }, { blocks: [3, 4] }, { blocks: [12, 1] }, { blocks: [3, 4], mark: keep }] as const)(
  "blocks × rows: $blocks, $mark",
  async ({ blocks, mark }) => {
    const results = (fn: ReturnType<typeof rows>) => {
      const { product, square } = fn(x, y);
      const first = vjp([product, square], [x, y, w], [y, square]);
      const second = vjp(
        [sum(first.map((each) => sum(mul(each!, each!))).reduce((a, b) => mul(a, b)))],
        [x, y, w],
        [constant(1)],
      );
      return evaluate(
        [product, square, ...first, ...second].map((each) => each!),
        { precision: "f64" },
      );
    };
    const [whole, cut] = [await results(rows(w)), await results(inBlocks(rows(w, mark), blocks))];
    whole.forEach((want, i) => {
      expect(difference(cut[i]!, want)).toBeLessThan(1e-12);
    });
  },
);

test("sizes may be known only when the graph runs, and what is between takes memory of a block alone", async () => {
  const deep = (x: Tensor) => sum(square(matmul(x, constant(normal(key(5), 4 * 1000), [4, 1000]))), { axes: [1] });
  const types = { x: f32("blocks", "rows", 4) };
  const graph = trace(({ x }) => ({ cut: inBlocks(deep, ["blocks", "rows"])(reshape(x, ["blocks*rows", 4])) }), types);
  const session = await compile(graph, { threads: 1 });
  const data = normal(key(6), 6 * 5 * 4);
  const { cut } = await session.run({ x: value(data, [6, 5, 4], "f32") });
  await session.close();
  const [want] = await evaluate([deep(constant(data, [30, 4]))], { precision: "f32" });
  expect(difference(numbers(cut!), want!)).toBeLessThan(1e-3);
  expect(peakBytes(graph, { blocks: 100, rows: 10 })).toBeLessThan(200_000); // 1,000 rows of 1,000 would be 4 MB
});

test("what is kept is computed once", () => {
  const products = (mark?: (x: Tensor) => Tensor) => {
    const graph = trace(
      ({ x }) => {
        const { product } = inBlocks(rows(w, mark), [3, 4])(x!, y);
        return [product, ...vjp([product], [x!], [mul(product, y)])];
      },
      { x: f32(12, 3) },
    );
    const { node } = decode(emit(simplify(graph))).graph!;
    const inside = node.flatMap(({ attribute }) => attribute.flatMap(({ g }) => g?.node ?? []));
    return inside.filter(({ opType }) => opType === "MatMul").length;
  };
  expect([products(), products(keep)]).toEqual([3, 2]); // x · w, or twice, and the cotangent · wᵀ
});

test("says how many rows it wants", () => {
  expect(() => inBlocks(rows(w), [3, 5])(x, y)).toThrow("inBlocks: expected rows [15, ..], got [12, 3].");
});
