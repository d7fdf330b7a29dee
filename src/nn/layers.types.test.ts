import { describe, expect, test } from "vitest";
import { silu, tanh } from "../engine/index.js";
import { input } from "../engine/tensor.js";
import { RepError } from "../error.js";
import { flatEdges } from "./edges.js";
import { type Field, field, scalars, vector } from "./field.js";
import {
  activation,
  batchNorm,
  type Coupled,
  convolution,
  elementwiseTensorProduct,
  fieldStatistics,
  fullyConnectedTensorProduct,
  gate,
  gateInput,
  s2Activation,
  softOneHot,
  speciesEmbedding,
  sphericalHarmonics,
  tensorProduct,
  toSphereGrid,
} from "./layers/index.gen.js";
import { type Scope, withParameters } from "./scope.js";

const numbers = scalars("O(3)", "2x0e", input("s", ["n", 2]));
const odd = field("O(3)", "2x0o", [input("p", ["n", 1, 2])]);
const arrow = vector("O(3)", input("v", ["n", 3]));
const turned: Field<"SO(3)", "1x1o"> = vector("SO(3)", input("w", ["n", 3]));
const made = <T>(build: (scope: Scope) => T): T => withParameters(build).value;
const edges = flatEdges(input("from", ["e"], "i32"), input("to", ["e"], "i32"), "n");

/** The compiler's word and the run time's, on the same cases: each line must not compile, and must throw. */
describe("symmetry is checked by the compiler and when the model is traced", () => {
  test("which irreps a product has is known to the compiler", () => {
    const vectors: Coupled<"1x1o", "2x1o">[] = ["0e", "1e", "2e"];
    const high: Coupled<"1x2e + 4x11e", "1x1o">[] = ["1o", "2o", "3o", "10o", "11o", "12o"];
    // @ts-expect-error 1o × 1o is even
    const wrong: Coupled<"1x1o", "2x1o"> = "1o";
    expect([...vectors, ...high, wrong]).toHaveLength(10);
  });

  test("a product gives no irrep that it does not have", () => {
    // @ts-expect-error 1o × 1o has no 1o
    expect(() => made((scope) => fullyConnectedTensorProduct(scope, arrow, arrow, "2x1o"))).toThrow(
      "tensorProduct: expected irreps of (1x1o) × (1x1o), got 1o.",
    );
    expect(made((scope) => fullyConnectedTensorProduct(scope, arrow, arrow, "2x0e + 1x1e")).type).toBe("2x0e + 1x1e");
    // @ts-expect-error nor 3e
    expect(() => made((scope) => tensorProduct(scope, arrow, arrow, "1x3e", [[0, 0, 0, "uuu", true]]))).toThrow(
      "tensorProduct: expected irreps of (1o) × (1o), got 3e.",
    );
    const cross = made((scope) => tensorProduct(scope, arrow, arrow, "1x1e", [[0, 0, 0, "uuu", false]]));
    expect(cross.part("1e").shape).toEqual(["n", 3, 1]);
  });

  test("fields of different groups do not mix", () => {
    // @ts-expect-error O(3) and SO(3)
    expect(() => made((scope) => fullyConnectedTensorProduct(scope, arrow, turned, "1x0e"))).toThrow(
      "tensorProduct: expected O(3), got SO(3).",
    );
  });

  test("harmonics have the parities of the vector", () => {
    // @ts-expect-error of a polar vector degree 2 is even
    expect(() => made((scope) => sphericalHarmonics(scope, arrow, "1x0e + 1x2o"))).toThrow(
      "sphericalHarmonics: expected irreps of harmonics of 1x1o, once each, got 1x2o.",
    );
    expect(made((scope) => sphericalHarmonics(scope, arrow, "1x0e + 1x3o")).part("3o").shape).toEqual(["n", 7, 1]);
  });

  test("a vector has no activation", () => {
    // @ts-expect-error a function of components turns with no rotation
    expect(() => made((scope) => activation(scope, arrow, [tanh]))).toThrow(
      "activation: expected no function of 1o, got tanh.",
    );
    expect(() => made((scope) => activation(scope, odd, [silu]))).toThrow("expected an odd function of 0o, got silu.");
    expect(made((scope) => activation(scope, odd, [tanh])).type).toBe("2x0o");
  });

  test("a gate is given what it gives", () => {
    // @ts-expect-error 2x0e has no 1o
    expect(() => made((scope) => gate(scope, numbers, "1x0e + 1x1o"))).toThrow("gate: expected 2x0e + 1x1o, got 2x0e.");
    expect(gateInput("1x0e + 1x1o")).toBe("2x0e + 1x1o");
  });

  test("an embedding is invariant", () => {
    // @ts-expect-error species do not turn
    expect(() => made((scope) => speciesEmbedding(scope, "O(3)", input("z", ["n"], "i32"), 9, "4x1o"))).toThrow(
      "speciesEmbedding: expected irreps of 0e, got 4x1o.",
    );
  });

  test("a convolution gives no irrep that the product does not have", () => {
    const send = (scope: Scope) =>
      // @ts-expect-error 0e × 1o has no 0e
      convolution(scope, numbers, arrow, edges, "2x0e", [[0, 0, 0, "uvu", true]], input("w", ["e", 2]));
    expect(() => made(send)).toThrow("tensorProduct: expected irreps of (0e) × (1o), got 0e.");
  });
});

test.each([
  [
    "s2Activation: expected degrees 0, 1, 2, … of as many copies, as 4x0e + 4x1o + 4x2e, got 1x1o.",
    () => made((scope) => s2Activation(scope, arrow, tanh, { grid: [6, 5] })),
  ],
  [
    "toSphereGrid: expected degrees 0, 1, 2, … of as many copies, as 4x0e + 4x1o + 4x2e, got 1x1o.",
    () => made((scope) => toSphereGrid(scope, arrow, { grid: [6, 5] })),
  ],
  [
    "s2Activation: expected an odd function of 0o, got silu.",
    () => made((scope) => s2Activation(scope, odd, silu, { grid: [6, 5] })),
  ],
  [
    "elementwiseTensorProduct: expected 2 copies in y, got 1x1o.",
    () => made((scope) => elementwiseTensorProduct(scope, numbers, arrow)),
  ],
  [
    "batchNorm: expected statistics of the 1 copies of 1x1o, got 2.",
    () => made((scope) => batchNorm(scope, arrow, { statistics: fieldStatistics(numbers) })),
  ],
  [
    "tensorProduct: expected multiplicities of uuu, got 2 × 1 into 2.",
    () => made((scope) => tensorProduct(scope, numbers, arrow, "2x1o", [[0, 0, 0, "uuu", true]])),
  ],
  [
    "tensorProduct: expected a weight for mode uvw, got none.",
    () => made((scope) => tensorProduct(scope, numbers, arrow, "2x1o", [[0, 0, 0, "uvw", false]])),
  ],
  [
    "tensorProduct: expected parts of 2x0e, 1x1o and 2x1o, got instruction [0,1,0].",
    () => made((scope) => tensorProduct(scope, numbers, arrow, "2x1o", [[0, 1, 0, "uvu", true]])),
  ],
] as [string, () => unknown][])("%s", (message, call) => {
  expect(call).toThrow(RepError);
  expect(call).toThrow(message);
});

test.each([
  [
    "softOneHot: expected start < end and at least 2 functions, got 0, 1, 1.",
    () =>
      made((scope) =>
        softOneHot(scope, input("r", ["n"]), { start: 0, end: 1, number: 1, basis: "cosine", cutoff: false }),
      ),
  ],
  [
    "tensorProduct: expected weights [.., 2], got [3].",
    () =>
      made((scope) =>
        tensorProduct(scope, numbers, arrow, "2x1o", [[0, 0, 0, "uvu", true]], { weights: input("w", [3]) }),
      ),
  ],
] as [string, () => unknown][])("%s", (message, call) => {
  expect(call).toThrow(message);
});
