// Radial functions against their formulas, at the ends of their intervals too.
import { expect, test } from "vitest";
import { evaluate } from "../engine/evaluate.js";
import { vjp } from "../engine/grad.js";
import { constant, type Tensor } from "../engine/tensor.js";
import { InputError } from "../error.js";
import {
  besselBasis,
  cosineEnvelope,
  gaussianBasis,
  polynomialEnvelope,
  softOneHot,
  xplorEnvelope,
} from "./layers/index.gen.js";
import { type Scope, withParameters } from "./scope.js";

const lengths = [0, 1e-6, 0.3, 1, 1.7, 2.4999, 2.5, 3, 40];
const cutoff = 2.5;

/** Values and the derivative of their sum over functions. */
async function results(call: (scope: Scope, r: Tensor) => Tensor): Promise<{ y: Float64Array; slope: Float64Array }> {
  const r = constant(lengths, [lengths.length]);
  const y = withParameters((scope) => call(scope, r)).value;
  const shape = y.shape as number[];
  const ones = constant(new Float64Array(shape.reduce((a, b) => a * b)).fill(1), shape);
  const [value, slope] = await evaluate([y, ...vjp([y], [r], [ones])], { precision: "f64" });
  return { y: value!.data, slope: slope!.data };
}

const within = (r: number, value: number) => (r < cutoff ? value : 0);
const hat = (r: number, i: number) => Math.abs(r / 0.5 - 1 - i);
test.each<[string, (scope: Scope, r: Tensor) => Tensor, (r: number, i: number) => number]>([
  [
    "polynomial envelope",
    (_, r) => polynomialEnvelope(_, r, cutoff),
    (r) => within(r, 1 - 28 * (r / cutoff) ** 6 + 48 * (r / cutoff) ** 7 - 21 * (r / cutoff) ** 8),
  ],
  [
    "polynomial envelope of p = 5",
    (_, r) => polynomialEnvelope(_, r, cutoff, { p: 5 }),
    (r) => within(r, 1 - 21 * (r / cutoff) ** 5 + 35 * (r / cutoff) ** 6 - 15 * (r / cutoff) ** 7),
  ],
  [
    "XPLOR envelope",
    (_, r) => xplorEnvelope(_, r, 1, cutoff),
    (r) => (r < 1 ? 1 : within(r, ((6.25 - r * r) ** 2 * (6.25 + 2 * r * r - 3)) / 5.25 ** 3)),
  ],
  [
    "cosine envelope",
    (_, r) => cosineEnvelope(_, r, cutoff),
    (r) => within(r, (1 + Math.cos((Math.PI * r) / 2.5)) / 2),
  ],
  [
    "Bessel basis",
    (scope, r) => besselBasis(scope, r, 4, cutoff),
    (r, i) => {
      const k = ((i + 1) * Math.PI) / cutoff;
      return Math.sqrt(2 / cutoff) * (r === 0 ? k : Math.sin(k * r) / r);
    },
  ],
  ["Gaussian basis", (_, r) => gaussianBasis(_, r, 4, { end: 1.5 }), (r, i) => Math.exp(-2 * (r - 0.5 * i) ** 2)],
  [
    "cosine one-hot",
    (_, r) => softOneHot(_, r, { start: 0, end: cutoff, number: 4, basis: "cosine", cutoff: true }),
    (r, i) => (hat(r, i) < 1 ? Math.cos((Math.PI / 2) * hat(r, i)) : 0),
  ],
])("%s: values to 1e-12, and finite derivatives", async (_, call, formula) => {
  const { y, slope } = await results(call);
  const many = y.length / lengths.length;
  const want = lengths.flatMap((r) => Array.from({ length: many }, (_, i) => formula(r, i)));
  want.forEach((value, i) => {
    expect(Math.abs(y[i]! - value), `${lengths[Math.floor(i / many)]}`).toBeLessThan(1e-12);
  });
  expect(slope.every(Number.isFinite)).toBe(true);
});

test("soft one-hot vectors have length about 1 inside, and finite derivatives", async () => {
  for (const basis of ["gaussian", "cosine", "smoothFinite", "fourier", "bessel"] as const) {
    for (const hasCutoff of [true, false]) {
      const options = { start: 0, end: cutoff, number: 8, basis, cutoff: hasCutoff };
      const { y, slope } = await results((_, r) => softOneHot(_, r, options));
      const inside = y.slice(8 * 3, 8 * 4).reduce((sum, each) => sum + each * each, 0); // at r = 1
      if (basis !== "bessel") expect(Math.abs(inside - 1), basis).toBeLessThan(0.3);
      expect([...y, ...slope].every(Number.isFinite), basis).toBe(true);
    }
  }
});

test("say what they want", () => {
  const r = constant(1);
  const made = (call: (scope: Scope) => Tensor) => () => withParameters(call);
  expect(made((_) => polynomialEnvelope(_, r, 2, { p: 1.5 }))).toThrow(
    "polynomialEnvelope: expected an integer p ≥ 2, got 1.5.",
  );
  expect(made((_) => xplorEnvelope(_, r, 3, 2))).toThrow(InputError);
});
