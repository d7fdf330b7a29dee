// The convolution is the naive one: each edge's tensor product, then a sum into its receiver.
import { expect, test } from "vitest";
import { padded } from "../data/neighbours.js";
import { evaluate } from "../engine/evaluate.js";
import { vjp } from "../engine/grad.js";
import { matmul, slice, sub } from "../engine/ops/index.gen.js";
import { compile, numbers, value } from "../engine/session.js";
import { constant, f32, i32, type Tensor } from "../engine/tensor.js";
import { difference, normalConstant } from "../engine/testing.js";
import { trace } from "../engine/trace.js";
import { RepError, ShapeError } from "../error.js";
import { irreps } from "../group/irreps.js";
import { type Edges, flatEdges, paddedEdges } from "./edges.js";
import { type Field, field, fromFlat, toFlat, vector } from "./field.js";
import { convolution, convolutionPaths, sphericalHarmonics, tensorProduct } from "./layers/index.gen.js";
import { type Scope, withParameters } from "./scope.js";

const nodes = 6;
// Degrees from 0 to 4, and a loop, whose vector is 0.
const senders = Int32Array.of(1, 2, 3, 5, 0, 2, 0, 4, 4, 1);
const receivers = Int32Array.of(0, 0, 0, 0, 1, 1, 2, 4, 3, 3);
const type: string = "4x0e + 3x1o + 2x2e";
const harmonics: string = "1x0e + 1x1o + 1x2e";
const { out, instructions } = convolutionPaths(irreps(type), irreps(harmonics), ["0e", "1o", "1e", "2e", "3o"]);
const copies = (part: number) => irreps(type)[part]!.multiplicity;
const count = instructions.reduce((n, [x]) => n + copies(x), 0);

const random = (name: string, ...shape: number[]) => normalConstant(7, name, ...shape);
const x = random("x", nodes, irreps(type).dimension);
const positions = random("positions", nodes, 3);
const radial = random("radial", 3, count);
const cotangent = random("cotangent", nodes, out.dimension);

const list = (data: Int32Array) => constant(data, [data.length], "i32");
const flat = flatEdges(list(senders), list(receivers), nodes);
function table(): Edges {
  const { mask, reverseMask, ...made } = padded({ senders, receivers }, nodes);
  return paddedEdges({
    senders: constant(made.senders, [nodes, made.slots], "i32"),
    reverse: constant(made.reverse, [nodes, made.reverseSlots], "i32"),
    mask: mask && constant(mask, [nodes, made.slots]),
    reverseMask: reverseMask && constant(reverseMask, [nodes, made.reverseSlots]),
  });
}

/** The weights of each path. */
const partsOf = (weights: Tensor) =>
  instructions.map((_, i) => {
    const [start, end] = [i, i + 1].map((n) => instructions.slice(0, n).reduce((sum, [x]) => sum + copies(x), 0));
    return slice(weights, -1, start!, end);
  });

type Any = Field<"O(3)", string>;
/** The result, and its derivatives by features, positions and what makes the weights. */
async function results(edges: Edges, call: (scope: Scope, x: Any, y: Any, weights: Tensor) => Tensor) {
  const y = withParameters((scope) => {
    const arrows = sub(edges.fromSenders(positions), edges.fromReceivers(positions));
    const made = sphericalHarmonics(scope, vector("O(3)", arrows) as Any, harmonics, { normalization: "component" });
    return call(scope, fromFlat("O(3)", type, x), made, matmul(arrows, radial));
  }).value;
  return evaluate([y, ...vjp([y], [x, positions, radial], [cotangent])], { precision: "f64" });
}

test.each([
  ["padded", table()],
  ["flat", flat],
])("on %s edges it is the sum of the edges' products, and so are its derivatives", async (_, edges) => {
  const naive = await results(flat, (scope, x, y, weights) => {
    const senders = field(
      x.group,
      x.type,
      x.parts.map((part) => flat.fromSenders(part)),
    );
    return flat.sum(toFlat(tensorProduct(scope, senders, y, String(out), instructions, { weights })));
  });
  for (const form of [(weights: Tensor) => weights, partsOf]) {
    const found = await results(edges, (scope, x, y, weights) =>
      toFlat(convolution(scope, x, y, edges, String(out), instructions, form(weights))),
    );
    naive.forEach((want, i) => {
      expect(difference(found[i]!, want)).toBeLessThan(1e-12);
    });
  }
});

test("sizes may be known only when the graph runs", async () => {
  const { mask, reverseMask, ...made } = padded({ senders, receivers }, nodes);
  const graph = trace(
    (given) => {
      const edges = paddedEdges(given);
      const arrows = sub(edges.fromSenders(given.positions), edges.fromReceivers(given.positions));
      return withParameters((scope) => {
        const y = sphericalHarmonics(scope, vector("O(3)", arrows) as Any, harmonics, { normalization: "component" });
        const x = fromFlat("O(3)", type, given.features);
        const weights = matmul(arrows, given.radial);
        const sent = x.parts.map((part) => edges.fromSenders(part));
        const products = tensorProduct(scope, field(x.group, x.type, sent), y, String(out), instructions, { weights });
        return {
          naive: edges.sum(toFlat(products)),
          fast: toFlat(convolution(scope, x, y, edges, String(out), instructions, weights)),
        };
      }).value;
    },
    {
      features: f32("nodes", irreps(type).dimension),
      positions: f32("nodes", 3),
      radial: f32(3, count),
      senders: i32("nodes", "slots"),
      mask: f32("nodes", "slots"),
      reverse: i32("nodes", "sent"),
      reverseMask: f32("nodes", "sent"),
    },
  );
  const numbersOf = (x: Tensor) => value(x.attributes.data as Float64Array, x.shape as number[], "f32");
  const session = await compile(graph, { threads: 1 });
  const found = await session.run({
    features: numbersOf(x),
    positions: numbersOf(positions),
    radial: numbersOf(radial),
    senders: value(made.senders, [nodes, made.slots], "i32"),
    mask: value(mask!, [nodes, made.slots], "f32"),
    reverse: value(made.reverse, [nodes, made.reverseSlots], "i32"),
    reverseMask: value(reverseMask!, [nodes, made.reverseSlots], "f32"),
  });
  await session.close();
  expect(difference(numbers(found.fast!), numbers(found.naive!))).toBeLessThan(1e-5);
});

test("says what does not fit", () => {
  const call = (y: string, weights: Tensor | readonly Tensor[], mode: "uvu" | "uvw" = "uvu") =>
    withParameters((scope) =>
      convolution(
        scope,
        fromFlat("O(3)", type, x),
        fromFlat("O(3)", y, constant(new Float64Array(10 * irreps(y).dimension), [10, irreps(y).dimension])),
        flat,
        "4x0e" as string,
        [[0, 0, 0, mode, true]],
        weights,
      ),
    );
  expect(() => call("2x0e", random("w", 10, 4))).toThrow(
    "convolution: expected one copy of each irrep of y, got 2x0e.",
  );
  expect(() => call("1x0e", random("w", 10, 4), "uvw")).toThrow(RepError);
  expect(() => call("1x0e", random("w", 10, 5))).toThrow("convolution: expected weights [.., 4], got [.., 5].");
  expect(() => call("1x0e", random("w", 10, 5))).toThrow(ShapeError);
  expect(() => call("1x0e", [])).toThrow("convolution: expected weights [.., 4], got none.");
  expect(() => call("1x0e", [random("w", 10, 5)])).toThrow("convolution: expected weights [.., 4], got [.., 5].");
  expect(() => call("1x0e", [random("w", 10, 4), random("w", 10, 4)])).toThrow(
    "convolution: expected weights [.., 4], got [.., 4], [.., 4].",
  );
  expect(() => call("1x0e", [random("w", 10, 1), random("w", 10, 3)])).toThrow(ShapeError);
  expect(() => call("1x1o", random("w", 10, 4))).toThrow("tensorProduct: expected irreps of (0e) × (1o), got 0e.");
});
