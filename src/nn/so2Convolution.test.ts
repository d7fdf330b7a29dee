// With all m, turning edges onto an axis gives what tensor products with harmonics give; and what is special about an edge's frame.
import { expect, test } from "vitest";
import { padded } from "../data/neighbours.js";
import { evaluate } from "../engine/evaluate.js";
import { gradients, vjp } from "../engine/grad.js";
import { substitute } from "../engine/graph.js";
import type { Nd } from "../engine/nd.js";
import { matmul, mul, sub, sum } from "../engine/ops/index.gen.js";
import { constant, type Tensor } from "../engine/tensor.js";
import { centralDifference, difference, inner, moved, normalConstant } from "../engine/testing.js";
import { RepError, ShapeError } from "../error.js";
import { type Irreps, irreps } from "../group/irreps.js";
import { sphericalHarmonics as harmonicsAt } from "../group/sphericalHarmonics.js";
import { wigner3j } from "../group/wigner3j.js";
import { fold, key, normal } from "../random.js";
import { type Edges, flatEdges, paddedEdges } from "./edges.js";
import { type Field, field, fromFlat, type GroupName, toFlat, vector } from "./field.js";
import { convolution, so2Convolution, so2WeightCount, sphericalHarmonics } from "./layers/index.gen.js";
import { withParameters } from "./scope.js";
import { type Instruction, productPaths } from "./tensorProductPaths.js";

const nodes = 4;
const list = (...data: number[]) => constant(data, [data.length], "i32");
// The last edge's vector is along y.
const pairs = { senders: Int32Array.of(1, 2, 3, 0, 2, 3, 1, 3), receivers: Int32Array.of(0, 0, 0, 1, 1, 2, 2, 1) };
const edges = flatEdges(list(...pairs.senders), list(...pairs.receivers), nodes);
const random = (name: string, ...shape: number[]) => normalConstant(3, name, ...shape);
const positions: Nd = { shape: [nodes, 3], data: Float64Array.from(normal(key(5), 3 * nodes)) };
for (const i of [0, 2]) positions.data[9 + i] = positions.data[3 + i]!;
const arrowsOf = (x: Tensor, layout: Edges = edges) => sub(layout.fromSenders(x), layout.fromReceivers(x));
const at = ({ shape, data }: Nd) => constant(data, shape);

/** All paths of x ⊗ y into parts of out, which may be shared. */
const pathsInto = (x: Irreps, y: Irreps, out: Irreps): Instruction[] =>
  x.flatMap((a, i) =>
    y.flatMap((b, j) =>
      out.flatMap((c, k): Instruction[] => {
        const couples = a.parity * b.parity === c.parity && Math.abs(a.l - b.l) <= c.l && c.l <= a.l + b.l;
        return couples ? [[i, j, k, "uvu", true]] : [];
      }),
    ),
  );

test.each([
  ["O(3)", "2x0e + 2x1o + 2x2e + 2x3o", "2x0e + 2x1o + 2x2e"],
  ["O(3)", "2x1o + 2x1e + 2x2e", "2x0o + 2x1o + 2x2e + 2x3e"],
  ["SO(3)", "2x0e + 2x1e + 2x2e", "2x0e + 2x1e + 2x2e + 2x3e"],
] as const)("on %s it gives the tensor product of %s with harmonics into %s", async (group, type, out) => {
  const [x, wanted] = [irreps(type), irreps(out)];
  const suffix = (l: number) => (group === "SO(3)" || l % 2 === 0 ? "e" : "o");
  const y = irreps([0, 1, 2, 3, 4, 5, 6].map((l) => `1x${l}${suffix(l)}`).join(" + "));
  const instructions = pathsInto(x, y, wanted);
  const paths = productPaths([x, y, wanted], instructions);
  const copies = x[0]!.multiplicity;
  const perPath = normal(fold(key(2), "paths"), copies * paths.length);
  const arrows = vector(group as GroupName, arrowsOf(at(positions)));
  const features = fromFlat(group as GroupName, type as string, random("x", nodes, x.dimension));
  const product = withParameters((scope) => {
    const along =
      group === "SO(3)" ? field(group, "1x1e" as string, arrows.parts) : (arrows as Field<GroupName, string>);
    const harmonics = sphericalHarmonics<GroupName, string, string>(scope, along as never, String(y), {
      normalization: "component",
    });
    const weights = mul(constant(perPath, [1, perPath.length]), constant(new Array(8).fill(1), [8, 1]));
    return toFlat(convolution(scope, features, harmonics as never, edges, out as string, instructions, weights));
  }).value;
  const turned = withParameters((scope) => toFlat(so2Convolution(scope, features, arrows, edges, out as string)));

  /** In the edge's frame only m = 0 of the harmonics is not 0: what a path takes from m of part `from` to m of part `to`. */
  const entry = (from: number, to: number, copy: number, mFrom: number, mTo: number) =>
    paths.reduce((total, path, i) => {
      if (path.x !== from || path.out !== to) return total;
      const [a, b, c] = path.degrees;
      const symbol = wigner3j(a, b, c)[((a + mFrom) * (2 * b + 1) + b) * (2 * c + 1) + c + mTo]!;
      const pole = harmonicsAt(b, [0, 1, 0], { normalization: "component" })[b]!;
      return total + perPath[i * copies + copy]! * path.coefficient * symbol * pole;
    }, 0);
  const isNatural = (type: Irreps, part: number) => type[part]!.parity === (-1) ** type[part]!.l;
  const members = (type: Irreps, m: number, kind: string) =>
    type.flatMap(({ l }, part) =>
      l >= m && (kind === "any" || isNatural(type, part) === (kind === "even")) ? [part] : [],
    );
  const values = turned.parameters.map(({ path, shape, leaf }) => {
    const [m, before, after, part] = path.split(".") as [string, string, string, string];
    const [rows, columns] = [members(x, Number(m), before), members(wanted, Number(m), after)];
    const table = rows.flatMap((from) =>
      Array.from({ length: copies }, (_, u) =>
        columns.flatMap((to) =>
          Array.from({ length: copies }, (_, v) =>
            u === v ? entry(from, to, u, Number(m), part === "real" ? Number(m) : -Number(m)) : 0,
          ),
        ),
      ).flat(),
    );
    return [leaf, constant(table, shape)] as const;
  });
  const [want, got] = await evaluate([product, ...substitute([turned.value], new Map(values))], { precision: "f64" });
  expect(Math.max(...want!.data.map(Math.abs))).toBeGreaterThan(0.1);
  expect(difference(got!, want!)).toBeLessThan(1e-12);
});

const type: string = "2x0e + 2x1o + 2x2e + 2x3o";
/** A number that depends on everything. */
function energy(x: Tensor, layout: Edges = edges): Tensor {
  const made = withParameters((scope) => {
    const features = fromFlat("O(3)", type, random("x", nodes, irreps(type).dimension));
    const arrows = arrowsOf(x, layout);
    const weights = matmul(arrows, random("radial", 3, so2WeightCount(features.irreps, 2)));
    return toFlat(so2Convolution(scope, features, vector("O(3)", arrows), layout, type, { mMax: 2, weights }));
  });
  const weights = made.parameters.map(({ path, shape, leaf }) => [leaf, random(path, ...shape)] as const);
  const [y] = substitute([made.value], new Map(weights));
  return sum(mul(mul(y!, y!), random("energy", ...(y!.shape as number[]))));
}

test("an edge along y has derivatives, of first and of second order", async () => {
  const along = { shape: positions.shape, data: normal(key(8), 12) };
  const numeric = async (of: (x: Tensor) => Tensor) =>
    centralDifference(
      async (step) => (await evaluate([of(at(moved([positions], [along], step)[0]!))], { precision: "f64" }))[0]!,
    );
  const forces = (x: Tensor) => gradients(energy(x), [x])[0]!;
  const x = at(positions);
  const first = forces(x);
  const [gradient, product] = await evaluate([first, vjp([first], [x], [at(along)])[0]!], { precision: "f64" });
  const slope = (await numeric(energy)).data[0]!;
  expect(Math.abs(inner([gradient!], [along]) - slope) / Math.abs(slope)).toBeLessThan(1e-7);
  // The second derivative is symmetric: along it by vjp, as by differences of the first.
  expect(difference(product!, await numeric(forces))).toBeLessThan(1e-6 * Math.max(...product!.data.map(Math.abs)));
});

test("edges in a table with empty slots, in blocks, give what a list gives, and so do derivatives", async () => {
  const { mask, reverseMask, ...made } = padded(pairs, nodes);
  const table = paddedEdges({
    senders: constant(made.senders, [nodes, made.slots], "i32"),
    reverse: constant(made.reverse, [nodes, made.reverseSlots], "i32"),
    mask: constant(mask!, [nodes, made.slots]),
    reverseMask: constant(reverseMask!, [nodes, made.reverseSlots]),
    blocks: [2, 2],
  });
  const x = at(positions);
  const [a, b] = [energy(x), energy(x, table)];
  const [list, cut, listForces, cutForces] = await evaluate([a, b, gradients(a, [x])[0]!, gradients(b, [x])[0]!], {
    precision: "f64",
  });
  expect(difference(cut!, list!)).toBeLessThan(1e-12);
  expect(difference(cutForces!, listForces!)).toBeLessThan(1e-11);
});

test("an edge of length 0 sends nothing, and nothing comes back", async () => {
  const loops = flatEdges(list(0, 1), list(0, 1), nodes);
  const x = at(positions);
  const y = energy(x, loops);
  const found = await evaluate([y, gradients(y, [x])[0]!], { precision: "f64" });
  expect(found.flatMap(({ data }) => [...data])).toEqual(new Array(1 + 3 * nodes).fill(0));
});

test("says what does not fit", () => {
  const call = (x: string, out: string, count: number, mMax = 1) =>
    withParameters((scope) => {
      const features = fromFlat("O(3)", x, random("x", nodes, irreps(x).dimension));
      const weights = random("w", 8, count);
      return so2Convolution(scope, features, vector("O(3)", arrowsOf(at(positions))), edges, out, { mMax, weights });
    });
  expect(() => call("2x0e + 2x2e", "2x1o", 5)).toThrow("so2Convolution: expected weights [.., 6], got [8, 5].");
  expect(() => call("2x0e + 2x2e", "2x1o", 5)).toThrow(ShapeError);
  expect(() => call("2x0e + 1x2e", "2x1o", 4)).toThrow(
    "so2Convolution: expected parts of one multiplicity, got 2x0e + 1x2e.",
  );
  expect(() => call("2x0e + 2x2e", "", 6)).toThrow(RepError);
  expect(() => call("2x0e + 2x2e", "2x1o", 6, 0.5)).toThrow("so2Convolution: expected mMax 0, 1, 2, …, got 0.5.");
});
