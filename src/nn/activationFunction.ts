// Functions of numbers that stand between layers: how they are scaled, and what reflections make of them.
import type { Nd } from "../engine/nd.js";
import { mul } from "../engine/ops/index.gen.js";
import { constant, type Tensor } from "../engine/tensor.js";
import { InputError, RepError } from "../error.js";
import { torchNormal } from "./torchNormal.js";

/** An elementwise op: silu, tanh, leakyRelu, or one of one's own by `op`. */
export type Activation = ((x: Tensor) => Tensor) & {
  readonly split: (x: Tensor) => { readonly attributes: unknown };
  readonly reference?: ((inputs: readonly Nd[], attributes: never, shape: readonly number[]) => Nd) | undefined;
};

/**
 * Which constant c makes the second moment ⟨(c f(z))²⟩ of a standard normal z be 1: the integral's, or e3nn's estimate of
 * it from 10⁶ draws, which models trained there have inside; "none" is c = 1.
 */
export type Moment = "exact" | "e3nn" | "none";

/** f times the constant of its second moment. */
export function scaledActivation(f: Activation, moment: Moment): (x: Tensor) => Tensor {
  const c = moment === "none" ? 1 : moment === "exact" ? normalize2mom(f) : e3nnScale(f);
  return (x) => (c === 1 ? f(x) : mul(f(x), c));
}

/** e3nn leaves a function alone whose constant is nearly 1. */
function e3nnScale(f: Activation): number {
  const c = e3nnMoment(f);
  return Math.abs(c - 1) < 1e-4 ? 1 : c;
}

/** ⟨f(z)²⟩^−½ for a standard normal z, to 1e-12 where f is smooth but for 0: Gauss's rule of five points on pieces of 1/16. */
export function normalize2mom(f: Activation): number {
  const pieces = Array.from({ length: 2 * 12 * 16 }, (_, i) => (i + 0.5) / 16 - 12);
  const points = pieces.flatMap((middle) => gauss.map(([x, weight]) => ({ z: middle + x / 32, weight: weight / 32 })));
  const y = valuesOf(
    f,
    points.map(({ z }) => z),
  );
  const moment = points.reduce((sum, { z, weight }, i) => sum + weight * y[i]! ** 2 * Math.exp((-z * z) / 2), 0);
  return Math.sqrt(Math.sqrt(2 * Math.PI) / moment);
}

/** ⟨f(z)²⟩^−½ as e3nn 0.6 estimates it: from the 10⁶ draws of PyTorch's seed 0. Of functions not in its table to 1e-12. */
export function e3nnMoment(f: Activation): number {
  const known = e3nnMoments[f.name as keyof typeof e3nnMoments] ?? estimates.get(f);
  if (known !== undefined) return known;
  const estimate = e3nnEstimate(f);
  estimates.set(f, estimate);
  return estimate;
}

/** The same without the table. */
export function e3nnEstimate(f: Activation, draws = torchNormal(0, 1_000_000)): number {
  const y = valuesOf(f, draws);
  return Math.sqrt(y.length / y.reduce((sum, value) => sum + value * value, 0));
}

const estimates = new WeakMap<Activation, number>();

const e3nnMoments = {
  silu: 1.6791767923989418,
  tanh: 1.5937334472592695,
  sigmoid: 1.8467055342154763,
  relu: 1.4163393446331365,
  abs: 1.001110600838467,
  softplus: 1.0426436590527184,
  gelu: 1.5360642850770576,
  elu: 1.2467863885570512,
  leakyRelu: 1.4162684218969974,
  square: 0.5779851362666192,
  sin: 1.5218334864623193,
  cos: 1.326609063570005,
} as const;

/**
 * A function of what changes sign under reflections must be odd.
 * @throws RepError if f is not and the irrep is 0o
 */
export function checkParity(where: string, f: Activation, irrep: string): void {
  if (irrep !== "0o") return;
  const points = Array.from({ length: 64 }, (_, i) => (i + 0.5) / 8);
  const [right, left] = [
    valuesOf(f, points),
    valuesOf(
      f,
      points.map((x) => -x),
    ),
  ];
  const isOdd = right.every((y, i) => Math.abs(y + left[i]!) < 1e-9 * Math.max(1, Math.abs(y)));
  if (!isOdd) throw new RepError(where, { expected: "an odd function of 0o", got: f.name });
}

function valuesOf(f: Activation, points: ArrayLike<number>): Float64Array {
  if (!f.reference) throw new InputError("activation", { expected: "an elementwise op", got: f.name });
  const x = { shape: [points.length], data: Float64Array.from(points) };
  return f.reference([x], f.split(constant(x.data, x.shape)).attributes as never, x.shape).data;
}

/** Points and weights on (−1, 1). */
const gauss = ([-1, 1] as const).flatMap((side): [number, number][] => [
  [(side / 3) * Math.sqrt(5 - 2 * Math.sqrt(10 / 7)), (322 + 13 * Math.sqrt(70)) / 900],
  [(side / 3) * Math.sqrt(5 + 2 * Math.sqrt(10 / 7)), (322 - 13 * Math.sqrt(70)) / 900],
  [0, 64 / 225],
]);
