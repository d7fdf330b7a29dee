import { readFileSync } from "node:fs";
import fc from "fast-check";
import { solve, Matrix as Table } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { InputError, RepError } from "../../error.js";
import { apply, identity, type Matrix, multiply, orthonormalRows, transpose } from "../matrix.js";
import { planeRings } from "../steerableKernel.js";
import { planeKernelBasis, planeKernels } from "./plane.js";
import {
  type PlaneElement,
  planeAction,
  planeElements,
  planeGroup,
  planeIrreps,
  planeRegular,
  planeRepresentation,
} from "./planeRepresentation.js";

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../test/golden/escnn/${name}.json`, import.meta.url), "utf8"));
/** "C8" as we write it, C(8). */
const groupOf = (name: string) => planeGroup(name.replace(/(\D+)(\d+)/, "$1($2)"));
const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  return Math.max(0, ...Array.from(a, (x, i) => Math.abs(x - b[i]!)));
};

/** A field as bases.json names it. */
function field(group: string, name: string) {
  const known = groupOf(group);
  if (name === "regular") return planeRegular(known);
  return planeRepresentation(known, [name === "trivial" ? planeIrreps(known)[0]!.name : name.replace("irrep_", "")]);
}

interface Golden {
  readonly elements: string[];
  readonly irreps: Record<string, number[]>;
  readonly plane_action: number[];
  readonly regular?: number[][];
  readonly regular_irreps?: number[][];
  readonly regular_change_of_basis?: number[];
}
const representations = Object.entries<Golden>(read("representations"));
/** "(-, 3[2pi/8])", "2[2pi/8]" or "0.12". */
function element(text: string): PlaneElement {
  const [, sign, number, n] = /^\(?(?:([+-]), )?([\d.]+)(?:\[2pi\/(\d+)\])?\)?$/.exec(text)!;
  return { flip: sign === "-", angle: n ? (2 * Math.PI * Number(number)) / Number(n) : Number(number) };
}

const numbers = (golden: Golden) =>
  [...Object.values(golden.irreps), golden.plane_action, golden.regular_change_of_basis ?? []].flat().length +
  (golden.regular ?? []).flat().length ** 2 / (golden.regular?.length ?? 1);

describe("escnn 1.0.11, representations", () => {
  test.each(representations.map(([name, golden]) => [name, numbers(golden), golden] as const))(
    "%s: %i numbers agree to 1e-12",
    (name, _, golden) => {
      const group = groupOf(name);
      const elements = golden.elements.map(element);
      if (golden.regular)
        expect(
          worst(
            planeElements(group).map(({ angle }) => angle),
            elements.map(({ angle }) => angle),
          ),
        ).toBe(0);
      expect(
        worst(
          elements.flatMap((g) => planeAction(g).flat()),
          golden.plane_action,
        ),
      ).toBeLessThan(1e-12);
      for (const [irrep, matrices] of Object.entries(golden.irreps)) {
        const ours = planeRepresentation(group, [irrep.replace("irrep_", "")]);
        expect(
          worst(
            elements.flatMap((g) => ours.matrix(g).flat()),
            matrices,
          ),
          irrep,
        ).toBeLessThan(1e-12);
      }
      if (!golden.regular) return;
      const regular = planeRegular(group);
      expect(regular.irreps.map((irrep) => irrep.name)).toEqual(golden.regular_irreps!.map((id) => id.join(",")));
      expect(worst(regular.change.flat(), golden.regular_change_of_basis!)).toBeLessThan(1e-12);
      const permutations = golden.regular.flatMap((rows) =>
        rows.flatMap((_, i) => rows.map((row) => (row === i ? 1 : 0))),
      );
      expect(
        worst(
          elements.flatMap((g) => regular.matrix(g).flat()),
          permutations,
        ),
      ).toBeLessThan(1e-12);
    },
  );
});

type Case = readonly [
  group: string,
  size: number,
  from: string,
  to: string,
  dimension: number,
  count: Record<string, number>,
];
const { rings, cases } = read("dimensions") as {
  rings: Record<string, { rings: number[]; sigma: number[] }>;
  cases: Case[];
};

test.each(Object.entries(rings))("escnn's rings for %s pixels", (size, golden) => {
  const { radii, widths } = planeRings(Number(size));
  expect([radii, widths]).toEqual([golden.rings, golden.sigma]);
});

test(`escnn 1.0.11: the number of coefficients of ${cases.length} pairs of fields agrees, ring by ring`, () => {
  for (const [group, size, from, to, dimension, count] of cases) {
    const { elements } = planeKernelBasis(field(group, from), field(group, to), size);
    const ours: Record<string, number> = {};
    for (const { radius } of elements) ours[radius.toFixed(1)] = (ours[radius.toFixed(1)] ?? 0) + 1;
    expect([elements.length, ours], `${group} ${size} ${from} ${to}`).toEqual([dimension, count]);
  }
});

const kernels = Object.entries<{ shape: number[]; projection: number[] }>(read("kernels"));
describe(`escnn 1.0.11, ${kernels.length} sampled bases`, () => {
  test.each(kernels)("%s spans the same space", (name, golden) => {
    const [group, pair] = name.split("/") as [string, string];
    const [from, to] = pair.split("->") as [string, string];
    const { shape, values } = planeKernelBasis(field(group, from), field(group, to), 5);
    expect(shape).toEqual(golden.shape);
    const n = golden.projection.length;
    const probe = Array.from({ length: n }, (_, i) => Math.sin((i + 1) ** 2));
    const basis = Table.from1DArray(shape[0]!, n, values);
    const weights = solve(basis.mmul(basis.transpose()), basis.mmul(Table.columnVector(probe)));
    const projection = basis.transpose().mmul(weights).getColumn(0);
    expect(worst(projection, golden.projection)).toBeLessThan(1e-6); // escnn stored f32
  });
});

const names = ["C(1)", "C(2)", "C(3)", "C(4)", "C(6)", "D(1)", "D(2)", "D(3)", "D(6)", "SO(2)", "O(2)"];
const anElement = (name: string) => {
  const { turns, flips } = planeGroup(name);
  const turn = Number.isFinite(turns)
    ? fc.nat(turns - 1).map((k) => (2 * Math.PI * k) / turns)
    : fc.double({ min: 0, max: 6, noNaN: true });
  return fc.record({ angle: turn, flip: flips ? fc.boolean() : fc.constant(false) });
};
const product = (g: PlaneElement, h: PlaneElement): PlaneElement => ({
  angle: g.angle + (g.flip ? -h.angle : h.angle),
  flip: g.flip !== h.flip,
});

describe.each(names)("%s", (name) => {
  const group = planeGroup(name);
  const all = planeRepresentation(
    group,
    planeIrreps(group, 3).map((irrep) => irrep.name),
  );
  const law = (check: (g: PlaneElement, h: PlaneElement) => void) =>
    fc.assert(fc.property(anElement(name), anElement(name), check), { seed: 1, numRuns: 10 });

  test("irreps are homomorphisms", () =>
    law((g, h) => {
      expect(worst(all.matrix(product(g, h)).flat(), multiply(all.matrix(g), all.matrix(h)).flat())).toBeLessThan(
        1e-12,
      );
      const action = multiply(planeAction(g), planeAction(h));
      expect(worst(planeAction(product(g, h)).flat(), action.flat())).toBeLessThan(1e-12);
    }));

  test("K(gx) = D(g) K(x) D(g)⁻¹", () =>
    law((g) => {
      const point = [0.3, -1.1];
      const D = all.matrix(g);
      for (const kernel of planeKernels(all, all, 6).kernels) {
        const moved = kernel.at(apply(planeAction(g), point));
        expect(worst(moved.flat(), multiply(multiply(D, kernel.at(point)), transpose(D)).flat())).toBeLessThan(1e-12);
      }
    }));

  test("as many as the characters say, and independent", () => {
    // dim = mean over the group of χ(g)² χ_f(g), with χ_f the trace on e^(±ifφ).
    const turns = Number.isFinite(group.turns) ? group.turns : 64; // more than the frequencies together
    const elements = (group.flips ? [false, true] : [false]).flatMap((flip) =>
      Array.from({ length: turns }, (_, k) => ({ angle: (2 * Math.PI * k) / turns, flip })),
    );
    const trace = (a: Matrix) => a.reduce((sum, row, i) => sum + row[i]!, 0);
    const { kernels } = planeKernels(all, all, 4);
    for (let frequency = 0; frequency <= 4; frequency++) {
      const harmonics = ({ angle, flip }: PlaneElement) =>
        frequency === 0 ? 1 : flip ? 0 : 2 * Math.cos(frequency * angle);
      const sum = elements.reduce((total, g) => total + trace(all.matrix(g)) ** 2 * harmonics(g), 0);
      const found = kernels.filter((kernel) => kernel.frequency === frequency);
      expect(found.length).toBeCloseTo(sum / elements.length, 9);
      const points = Array.from({ length: 2 * frequency + 1 }, (_, i) => [Math.cos(i), Math.sin(i)]);
      const samples = found.map((kernel) => points.flatMap((point) => kernel.at(point).flat()));
      const gram = multiply(orthonormalRows(samples), transpose(orthonormalRows(samples)));
      expect(worst(gram.flat(), identity(found.length).flat())).toBeLessThan(1e-9);
    }
  });
});

test("elements are scaled to Σ trace(K Kᵀ) = size of the irrep they map to", () => {
  const [from, to] = [planeRegular(planeGroup("D(4)")), planeRepresentation(planeGroup("D(4)"), ["1,1"])];
  const { shape, values } = planeKernelBasis(from, to, 5);
  const size = values.length / shape[0]!;
  for (let i = 0; i < shape[0]!; i++)
    expect(values.subarray(i * size, (i + 1) * size).reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(2, 12);
});

test("a basis may be empty; one pixel carries frequency 0 only", () => {
  const d4 = planeGroup("D(4)");
  expect(planeKernelBasis(planeRepresentation(d4, ["0,0"]), planeRepresentation(d4, ["1,0"]), 3).shape).toEqual([
    0, 1, 1, 3, 3,
  ]);
  expect(planeKernelBasis(planeRegular(d4), planeRegular(d4), 1).shape).toEqual([8, 8, 8, 1, 1]);
});

test.each<[string, () => unknown, new (...args: never[]) => Error]>([
  ['planeGroup: expected "C(n)", "D(n)", "SO(2)" or "O(2)", got "SO(3)".', () => planeGroup("SO(3)"), InputError],
  ['planeGroup: expected "C(n)", "D(n)", "SO(2)" or "O(2)", got "C(0)".', () => planeGroup("C(0)"), InputError],
  ["planeElements: expected a finite group, got O(2).", () => planeRegular(planeGroup("O(2)")), InputError],
  [
    'planeRepresentation: expected irreps of C(4): 0 | 1 | 2, got "3".',
    () => planeRepresentation(planeGroup("C(4)"), ["0", "3"]),
    RepError,
  ],
  [
    "planeKernels: expected a representation of C(4), got one of C(8).",
    () => planeKernels(planeRegular(planeGroup("C(4)")), planeRegular(planeGroup("C(8)")), 2),
    RepError,
  ],
  ["rings: expected a size of 1 or more pixels, got 2.5.", () => planeRings(2.5), InputError],
])("%s", (message, call, kind) => {
  expect(call).toThrow(kind);
  expect(call).toThrow(message);
});
