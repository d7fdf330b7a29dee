import { expect, test } from "vitest";
import type { Shape } from "../dim.js";
import { type EmitOptions, emit } from "../onnx/emit.js";
import { simplify } from "../simplify.js";
import { f32, type Tensor } from "../tensor.js";
import { trace } from "../trace.js";
import { abs } from "./abs.js";
import { matmul } from "./matmul.js";
import { transpose } from "./transpose.js";

const isEinsum = (shape: Shape, make: (x: Tensor) => Tensor, options: EmitOptions = {}): boolean =>
  Buffer.from(emit(simplify(trace(({ x }) => make(x!), { x: f32(...shape) })), options)).includes("Einsum");
const turned =
  (...permutation: number[]) =>
  (x: Tensor) =>
    abs(transpose(x, permutation));

test("many small matrices are turned by Einsum, where several threads run it", () => {
  expect(isEinsum([100, 3, 4], turned(0, 2, 1))).toBe(true);
  expect(isEinsum(["n", 3, 4], turned(0, 2, 1))).toBe(true);
  expect(isEinsum(["n", 2, 3, 1, 4], turned(0, 1, 4, 3, 2))).toBe(true);
  expect(isEinsum(["n", 5, 3, 4], turned(0, 3, 1, 2))).toBe(true);
  expect(isEinsum(["n", 5, 3, 4], turned(0, 2, 3, 1))).toBe(true);
  expect(isEinsum([100, 3, 4], turned(0, 2, 1), { isSerial: true })).toBe(false);
  expect(isEinsum([100, 3, 4], turned(0, 2, 1), { isPlain: true })).toBe(false);
});

test("no other is, and none that a product of matrices takes", () => {
  expect(isEinsum([100, 65, 64], turned(0, 2, 1))).toBe(false);
  expect(isEinsum([100, "n", 4], turned(0, 2, 1))).toBe(false);
  expect(isEinsum([3, 4], turned(1, 0))).toBe(false);
  expect(isEinsum([1, 3, 4], turned(0, 2, 1))).toBe(false);
  expect(isEinsum([100, 3, 4], turned(1, 0, 2))).toBe(false);
  expect(isEinsum([100, 5, 3, 4], turned(0, 3, 2, 1))).toBe(false);
  expect(isEinsum([100, 3, 4], (x) => matmul(x, transpose(x, [0, 2, 1])))).toBe(false);
});
