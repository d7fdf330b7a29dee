// The graph's harmonics against the group's, to the highest degree, at poles and at zero length.
import { expect, test } from "vitest";
import { evaluate } from "../engine/evaluate.js";
import { vjp } from "../engine/grad.js";
import { constant } from "../engine/tensor.js";
import { InputError } from "../error.js";
import {
  type HarmonicOptions,
  sphericalHarmonicsGradient,
  sphericalHarmonics as values,
} from "../group/sphericalHarmonics.js";
import { key, normal } from "../random.js";
import { type Field, toFlat, vector } from "./field.js";
import { sphericalHarmonics } from "./layers/index.gen.js";
import { withParameters } from "./scope.js";

const poles = [1, -1].flatMap((sign) => [0, 1, 2].flatMap((axis) => [0, 1, 2].map((i) => (i === axis ? sign : 0))));
const vectors = [...normal(key(3), 15), ...poles, 0, 0, 0, 1e-9, 0, 0, 0, 700, 1];
const x = constant(vectors, [vectors.length / 3, 3]);
const degrees = Array.from({ length: 13 }, (_, l) => l);

/** Values, gradients along a cotangent, and the squares' second derivatives. */
async function harmonics(l: number, options: HarmonicOptions) {
  const type: string = `1x${l}${l % 2 === 0 ? "e" : "o"}`;
  const arrows = vector("O(3)", x) as Field<"O(3)", string>;
  const y = toFlat(withParameters((_) => sphericalHarmonics(_, arrows, type, options)).value);
  const g = normal(
    key(l),
    y.shape.reduce<number>((n, dim) => n * (dim as number), 1),
  );
  const [first] = vjp([y], [x], [constant(g, y.shape as number[])]);
  const [second] = vjp([first!], [x], [x]);
  const [value, slope, curve] = await evaluate([y, first!, second!], { precision: "f64" });
  return { g, value: value!.data, slope: slope!.data, curve: curve!.data };
}

/** Of each vector: the largest difference over its largest number. */
function distance(found: Float64Array, want: ArrayLike<number>): number {
  const size = want.length / (vectors.length / 3);
  const rows = Array.from({ length: vectors.length / 3 }, (_, i) =>
    Array.from({ length: size }, (_, k) => i * size + k),
  );
  return Math.max(
    ...rows.map((row) => {
      const scale = Math.max(1e-300, ...row.map((i) => Math.abs(want[i]!)));
      return Math.max(...row.map((i) => Math.abs(found[i]! - want[i]!))) / Math.max(scale, 1e-9);
    }),
  );
}

test.each<[string, HarmonicOptions]>([
  ["integral", {}],
  ["component", { normalization: "component" }],
  ["norm, polynomials", { normalization: "norm", normalize: false }],
])("%s: values and gradients for l ≤ 12 are the group's", async (_, options) => {
  for (const l of degrees) {
    const { g, value, slope, curve } = await harmonics(l, options);
    expect(distance(value, values(l, vectors, options)), `l = ${l}`).toBeLessThan(1e-11);
    const jacobian = sphericalHarmonicsGradient(l, vectors, options); // [n, 2l + 1, 3]
    const want = vectors.map((_, i) => {
      const [n, axis] = [Math.floor(i / 3), i % 3];
      return Array.from({ length: 2 * l + 1 }, (_, m) => n * (2 * l + 1) + m).reduce(
        (sum, k) => sum + g[k]! * jacobian[3 * k + axis]!,
        0,
      );
    });
    // The sum cancels: differences are relative to the Jacobian's size times √(2l + 1).
    expect(distance(slope, want), `gradient, l = ${l}`).toBeLessThan(1e-10);
    expect([...value, ...slope, ...curve].every(Number.isFinite), `l = ${l}`).toBe(true);
  }
});

test("a vector of length 0 has harmonics of 0, and derivatives of 0", async () => {
  const zero = vectors.length / 3 - 3;
  for (const l of degrees.slice(1)) {
    const { value, slope } = await harmonics(l, {});
    expect([...value.subarray(zero * (2 * l + 1), (zero + 1) * (2 * l + 1))].every((each) => each === 0)).toBe(true);
    expect([...slope.subarray(3 * zero, 3 * zero + 3)].every((each) => each === 0)).toBe(true);
  }
});

test("says which degrees there are", () => {
  const arrows = vector("O(3)", x) as Field<"O(3)", string>;
  expect(() => withParameters((_) => sphericalHarmonics(_, arrows, "1x13o" as string))).toThrow(InputError);
});
