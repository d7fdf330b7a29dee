// Fields of SO(3) and of O(3) do not mix: for the compiler, and when a model is traced.
import { describe, expect, test } from "vitest";
import { evaluate } from "../engine/evaluate.js";
import { substitute } from "../engine/graph.js";
import { norm as lengths, matmul, reshape, sub, sum } from "../engine/ops/index.gen.js";
import { constant, input, type Tensor } from "../engine/tensor.js";
import { RepError } from "../error.js";
import { haarRotation } from "../group/haar.js";
import { apply, identity, type Matrix, scale } from "../group/matrix.js";
import { fold, key, normal } from "../random.js";
import { flatEdges } from "./edges.js";
import { add, channels, type Field, field, points, scalars, translate, vector } from "./field.js";
import type { LayerSample } from "./layer.js";
import {
  convolution,
  egnnLayer,
  elementwiseTensorProduct,
  fullTensorProduct,
  fullyConnectedTensorProduct,
  gate,
  gateInput,
  type Instruction,
  layers,
  linear,
  reducedTensorProduct,
  so2Convolution,
  speciesEmbedding,
  sphericalHarmonics,
  tensorProduct,
} from "./layers/index.gen.js";
import { type Scope, withParameters } from "./scope.js";

const made = <T>(build: (scope: Scope) => T): T => withParameters(build).value;
const edges = flatEdges(input("from", ["e"], "i32"), input("to", ["e"], "i32"), "n");
const weights = input("w", ["e", 1]);
const one: readonly Instruction[] = [[0, 0, 0, "uvu", true]];

/** What a layer is given, of one group: the same irreps, points and numbers in both. */
const given = <G extends "O(3)" | "SO(3)">(group: G) => ({
  x: field(group, "1x1e", [input("x", ["n", 3, 1])]) satisfies Field<G, "1x1e">,
  y: field(group, "1x1e", [input("y", ["e", 3, 1])]),
  h: scalars(group, "4x0e", input("h", ["n", 4])),
  p: points(group, input("p", ["n", 3])),
  v: vector(group, input("v", ["n", 3])),
  r: vector(group, input("r", ["e", 3])),
});
const a = given("O(3)");
const b = given("SO(3)");

type Call = (scope: Scope) => unknown;
/** Of each layer that takes two fields: calls on one group, and on two, none of which may compile. */
const calls: Readonly<Record<string, { readonly right: readonly Call[]; readonly wrong: readonly Call[] }>> = {
  add: {
    right: [() => add(a.x, a.x), () => add(b.x, b.x)],
    wrong: [
      // @ts-expect-error O(3) and SO(3)
      () => add(a.x, b.x),
      // @ts-expect-error SO(3) and O(3)
      () => add(b.x, a.x),
    ],
  },
  translate: {
    right: [() => translate(a.p, a.v), () => translate(b.p, b.v)],
    wrong: [
      // @ts-expect-error O(3) and SO(3)
      () => translate(a.p, b.v),
      // @ts-expect-error SO(3) and O(3)
      () => translate(b.p, a.v),
    ],
  },
  tensorProduct: {
    right: [(s) => tensorProduct(s, a.x, a.x, "1x1e", one), (s) => tensorProduct(s, b.x, b.x, "1x1e", one)],
    wrong: [
      // @ts-expect-error O(3) and SO(3)
      (s) => tensorProduct(s, a.x, b.x, "1x1e", one),
      // @ts-expect-error SO(3) and O(3)
      (s) => tensorProduct(s, b.x, a.x, "1x1e", one),
    ],
  },
  fullyConnectedTensorProduct: {
    right: [
      (s) => fullyConnectedTensorProduct(s, a.x, a.x, "2x1e"),
      (s) => fullyConnectedTensorProduct(s, b.x, b.x, "2x1e"),
    ],
    wrong: [
      // @ts-expect-error O(3) and SO(3)
      (s) => fullyConnectedTensorProduct(s, a.x, b.x, "2x1e"),
      // @ts-expect-error SO(3) and O(3)
      (s) => fullyConnectedTensorProduct(s, b.x, a.x, "2x1e"),
    ],
  },
  fullTensorProduct: {
    right: [(s) => fullTensorProduct(s, a.x, a.x), (s) => fullTensorProduct(s, b.x, b.x)],
    wrong: [
      // @ts-expect-error O(3) and SO(3)
      (s) => fullTensorProduct(s, a.x, b.x),
      // @ts-expect-error SO(3) and O(3)
      (s) => fullTensorProduct(s, b.x, a.x),
    ],
  },
  elementwiseTensorProduct: {
    right: [(s) => elementwiseTensorProduct(s, a.x, a.x), (s) => elementwiseTensorProduct(s, b.x, b.x)],
    wrong: [
      // @ts-expect-error O(3) and SO(3)
      (s) => elementwiseTensorProduct(s, a.x, b.x),
      // @ts-expect-error SO(3) and O(3)
      (s) => elementwiseTensorProduct(s, b.x, a.x),
    ],
  },
  reducedTensorProduct: {
    right: [(s) => reducedTensorProduct(s, "ij=-ji", [a.x, a.x]), (s) => reducedTensorProduct(s, "ij=-ji", [b.x, b.x])],
    wrong: [
      // @ts-expect-error O(3) and SO(3)
      (s) => reducedTensorProduct(s, "ij=-ji", [a.x, b.x]),
      // @ts-expect-error SO(3), SO(3) and O(3)
      (s) => reducedTensorProduct(s, "ijk=-jik", [b.x, b.x, a.x]),
    ],
  },
  convolution: {
    right: [
      (s) => convolution(s, a.x, a.y, edges, "1x1e", one, weights),
      (s) => convolution(s, b.x, b.y, edges, "1x1e", one, weights),
    ],
    wrong: [
      // @ts-expect-error O(3) and SO(3)
      (s) => convolution(s, a.x, b.y, edges, "1x1e", one, weights),
      // @ts-expect-error SO(3) and O(3)
      (s) => convolution(s, b.x, a.y, edges, "1x1e", one, weights),
    ],
  },
  so2Convolution: {
    right: [(s) => so2Convolution(s, a.x, a.r, edges, "2x1e"), (s) => so2Convolution(s, b.x, b.r, edges, "2x1e")],
    wrong: [
      // @ts-expect-error O(3) and SO(3)
      (s) => so2Convolution(s, a.x, b.r, edges, "2x1e"),
      // @ts-expect-error SO(3) and O(3)
      (s) => so2Convolution(s, b.x, a.r, edges, "2x1e"),
    ],
  },
  egnnLayer: {
    right: [
      (s) => egnnLayer(s, { h: a.h, x: a.p }, edges, { velocity: a.v }),
      (s) => egnnLayer(s, { h: b.h, x: b.p }, edges),
    ],
    wrong: [
      // @ts-expect-error O(3) and SO(3)
      (s) => egnnLayer(s, { h: a.h, x: b.p }, edges),
      // @ts-expect-error SO(3) and O(3)
      (s) => egnnLayer(s, { h: b.h, x: b.p }, edges, { velocity: a.v }),
    ],
  },
};

describe.each(Object.entries(calls))("%s", (_, { right, wrong }) => {
  test("takes fields of either group", () => right.forEach(made));
  test("takes no fields of both", () => {
    for (const call of wrong) {
      expect(() => made(call)).toThrow(RepError);
      expect(() => made(call)).toThrow(/expected .*\bS?O\(3\).*, got S?O\(3\)/);
    }
  });
});

test("that is every layer with two inputs that turn", () => {
  const turning = (sample: LayerSample) =>
    Object.values(sample.inputs).filter(({ action }) => /^(irreps|linear|euclid)\b/.test(action.name)).length;
  const names = Object.entries(layers).filter(([, { samples }]) => samples.some((sample) => turning(sample) > 1));
  const known = Object.keys(calls).filter((name) => name in layers);
  expect(names.map(([name]) => name).sort()).toEqual(known.sort());
});

test("a field of one group is not one of the other", () => {
  // @ts-expect-error SO(3) is not O(3)
  const mirrored: Field<"O(3)", "1x1e"> = b.x;
  // @ts-expect-error nor the reverse
  const turned: Field<"SO(3)", "1x1e"> = a.x;
  expect([mirrored.group, turned.group]).toEqual(["SO(3)", "O(3)"]);
});

const nodes = 5;
const pairs = Array.from({ length: nodes * nodes }, (_, i) => [Math.floor(i / nodes), i % nodes] as const);
const distinct = pairs.filter(([from, to]) => from !== to);
const list = (side: 0 | 1) =>
  constant(
    Int32Array.from(distinct, (pair) => pair[side]),
    [distinct.length],
    "i32",
  );
const complete = flatEdges(list(0), list(1), nodes);

/** The chain of SevenNet with every irrep written e, small, its types known to the compiler all the way. */
function energy(scope: Scope, species: Tensor, positions: Tensor): Tensor {
  const arrows = sub(complete.fromSenders(positions), complete.fromReceivers(positions));
  const along: Field<"SO(3)", "1x1e"> = field("SO(3)", "1x1e", [reshape(arrows, [distinct.length, 3, 1])]);
  const y: Field<"SO(3)", "1x0e + 1x1e + 1x2e"> = sphericalHarmonics(scope, along, "1x0e + 1x1e + 1x2e", {
    normalization: "component",
  });
  const radial = (count: number) =>
    matmul(lengths(arrows, { axes: [-1], keepDims: true }), constant(normal(fold(key(5), count), count), [1, count]));
  const embedded: Field<"SO(3)", "4x0e"> = speciesEmbedding(scope.child("embedding"), "SO(3)", species, 3, "4x0e");
  const start: Field<"SO(3)", "4x0e"> = linear(scope.child("start"), embedded, "4x0e");
  const first: Field<"SO(3)", "4x0e + 4x1e + 4x2e"> = convolution(
    scope,
    start,
    y,
    complete,
    "4x0e + 4x1e + 4x2e",
    [
      [0, 0, 0, "uvu", true],
      [0, 1, 1, "uvu", true],
      [0, 2, 2, "uvu", true],
    ],
    radial(12),
    { divisor: nodes },
  );
  const wide: Field<"SO(3)", "8x0e + 2x1e + 2x2e"> = linear(scope.child("wide"), first, "8x0e + 2x1e + 2x2e");
  const gated: Field<"SO(3)", "4x0e + 2x1e + 2x2e"> = gate(scope, wide, "4x0e + 2x1e + 2x2e");
  // 1e × 1e into 1e, and 2e × 1e into 2e: what O(3) does not have of polar vectors.
  const second: Field<"SO(3)", "4x0e + 2x0e + 2x1e + 2x1e + 2x2e"> = convolution(
    scope,
    gated,
    y,
    complete,
    "4x0e + 2x0e + 2x1e + 2x1e + 2x2e",
    [
      [0, 0, 0, "uvu", true],
      [1, 1, 1, "uvu", true],
      [1, 1, 2, "uvu", true],
      [2, 1, 3, "uvu", true],
      [2, 1, 4, "uvu", true],
    ],
    radial(12),
    { divisor: nodes },
  );
  const mixed: Field<"SO(3)", "8x0e + 2x1e + 2x2e"> = linear(scope.child("mixed"), second, "8x0e + 2x1e + 2x2e");
  const skip: Field<"SO(3)", "8x0e + 2x1e + 2x2e"> = linear(scope.child("skip"), gated, "8x0e + 2x1e + 2x2e");
  const sums: Field<"SO(3)", "8x0e + 2x1e + 2x2e"> = add(mixed, skip);
  const last: Field<"SO(3)", "4x0e + 2x1e + 2x2e"> = gate(scope, sums, "4x0e + 2x1e + 2x2e");
  const squares: Field<"SO(3)", "4x0e"> = fullyConnectedTensorProduct(scope.child("squares"), last, last, "4x0e");
  const numbers: Field<"SO(3)", "1x0e"> = linear(scope.child("energy"), squares, "1x0e");
  return sum(channels(numbers));
}

describe("SO(3), every irrep written e", () => {
  const place = normal(fold(key(6), "place"), 3 * nodes);
  const at = (g: Matrix) =>
    constant(Array.from({ length: nodes }, (_, i) => apply(g, [...place.subarray(3 * i, 3 * i + 3)])).flat(), [
      nodes,
      3,
    ]);
  const species = constant(Int32Array.of(0, 1, 2, 1, 0), [nodes], "i32");
  const energyAt = async (g: Matrix) => {
    const { value, parameters } = withParameters((scope) => energy(scope, species, at(g)));
    const known = parameters.map(({ path, shape, leaf, initial }) => {
      const size = shape.reduce((n, each) => n * each, 1);
      return [leaf, constant(Float64Array.from(initial(fold(key(7), path), size)), shape)] as const;
    });
    const [found] = await evaluate(substitute([value], new Map(known)), { precision: "f64" });
    return found!.data[0]!;
  };

  test("goes through the layers of SevenNet: rotations leave its energy alone, reflections do not", async () => {
    const rotation = haarRotation(key(8), 3);
    const [start, turned, mirrored] = [
      await energyAt(identity(3)),
      await energyAt(rotation),
      await energyAt(scale(-1, rotation)),
    ];
    expect(Math.abs(turned - start)).toBeLessThan(1e-10 * Math.abs(start));
    expect(Math.abs(mirrored - start)).toBeGreaterThan(1e-4 * Math.abs(start)); // why it is no field of O(3)
  });

  test("a gate's input has e only", () => expect(gateInput("4x0e + 2x1e + 2x2e")).toBe("8x0e + 2x1e + 2x2e"));

  test("for O(3) a product of polar vectors is no polar vector", () => {
    // @ts-expect-error 1o × 1o has no 1o
    const call = (s: Scope) => fullyConnectedTensorProduct(s, a.v, a.v, "1x1o");
    expect(() => made(call)).toThrow("tensorProduct: expected irreps of (1x1o) × (1x1o), got 1o.");
    expect(made((s) => fullyConnectedTensorProduct(s, b.x, b.x, "1x1e")).type).toBe("1x1e");
  });

  test("harmonics of 1e have no o", () => {
    // @ts-expect-error of 1x1e they are even
    const call = (s: Scope) => sphericalHarmonics(s, b.x, "1x0e + 1x1o");
    expect(() => made(call)).toThrow("sphericalHarmonics: expected irreps of harmonics of 1x1e, once each, got 1x1o.");
  });
});

test("a reduced product takes a field of space for each letter", () => {
  const plane = vector("O(2)", input("z", ["n", 2]));
  expect(() => made((s) => reducedTensorProduct(s, "ijk=jik", [a.x, a.x]))).toThrow(
    "reducedTensorProduct: expected 3 fields of O(3), got 2.",
  );
  expect(() => made((s) => reducedTensorProduct(s, "ij=ji", [plane, plane]))).toThrow(
    "reducedTensorProduct: expected 2 fields of O(3) or SO(3), got O(2).",
  );
});
