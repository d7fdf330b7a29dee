import { describe, expect, test } from "vitest";
import { topological } from "../../graph.js";
import { simplify } from "../../simplify.js";
import { f32, type Tensor } from "../../tensor.js";
import { trace } from "../../trace.js";
import { einsum } from "./einsum.js";

/** The names of the ops that an equation becomes. */
function opsOf(equation: string, ...shapes: (number | string)[][]): string[] {
  const types = Object.fromEntries(shapes.map((shape, i) => [`x${i}`, f32(...shape)]));
  const graph = trace((x: Record<string, Tensor>) => einsum(equation, ...shapes.map((_, i) => x[`x${i}`]!)), types);
  return topological(Object.values(simplify(graph).outputs))
    .map(({ rule }) => rule.name)
    .filter((name) => name !== "input");
}

describe("einsum is one MatMul, without a transpose where the orders allow", () => {
  test.each([
    ["ij,jk->ik", [2, 3], [3, 4]],
    ["jk,ij->ik", [3, 4], [2, 3]],
    ["...i,ij->...j", ["B", "n", 3], [3, 4]],
    ["bnij,bnjk->bnik", [5, 2, 3, 4], [5, 2, 4, 3]],
    ["ij,njc->nic", [3, 3], ["n", 3, 8]],
  ])("%s", (equation, x, y) => expect(opsOf(equation, x, y)).toEqual(["matmul"]));

  test("a transpose of the last two axes, which ONNX Runtime takes into the product", () =>
    expect(opsOf("bhqd,bhkd->bhqk", [2, 4, 5, 8], [2, 4, 6, 8])).toEqual(["transpose", "matmul"]));
  test("several summed letters are one", () =>
    expect(opsOf("aij,ijb->ab", [5, 2, 3], [2, 3, 4])).toEqual(["reshape", "reshape", "matmul"]));
  test("no product where nothing is summed", () => expect(opsOf("bi,bi->bi", [2, 3], [2, 3])).toEqual(["mul"]));
});

describe("einsum says what does not fit", () => {
  const call = (equation: string, ...shapes: number[][]) => opsOf(equation, ...shapes);
  test.each([
    ["ij;jk", [[2, 3]], 'einsum: expected an equation such as "ij,...jk->...ik", got "ij;jk".'],
    ["ij,jk", [[2, 3]], 'einsum: expected 2 tensors for "ij,jk", got 1.'],
    ["ijk->i", [[2, 3]], 'einsum: expected 3 axes for "ijk", got [2, 3].'],
    [
      "ij,jk->ik",
      [
        [2, 3],
        [4, 5],
      ],
      "einsum: expected one length for j, got 3 and 4.",
    ],
    ["ij->ijj", [[2, 3]], 'einsum: expected a result of ... i j, each at most once, got "ij->ijj".'],
    ["ij->k", [[2, 3]], 'einsum: expected a result of ... i j, each at most once, got "ij->k".'],
    [
      "...i->i",
      [[2, 3]],
      'einsum: expected a result of ... i, each at most once, got "...i->i". The axes under ... stay: write ... on the right too',
    ],
  ])("%s", (equation, shapes, message) => expect(() => call(equation, ...shapes)).toThrow(message));
});
