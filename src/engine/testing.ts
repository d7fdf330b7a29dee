// What the law suites share: samples become tensors, and derivatives are compared with differences.
import { fold, key, normal as normalValues } from "../random.js";
import { substitute } from "./graph.js";
import { count, type Nd } from "./nd.js";
import { type Draw, isDraw, type Op, type Sample } from "./op.js";
import { constant, input, isFloat, type Tensor } from "./tensor.js";

/** Arguments with a tensor for every draw, also inside lists. */
export function withTensors(sample: Sample, tensorOf: (draw: Draw, i: number) => Tensor): unknown[] {
  let i = 0;
  const replace = (x: unknown): unknown => (isDraw(x) ? tensorOf(x, i++) : Array.isArray(x) ? x.map(replace) : x);
  return sample.map(replace);
}

/** The draws of a sample in order. */
export function drawsOf(sample: Sample): Draw[] {
  const found: Draw[] = [];
  withTensors(sample, (draw) => {
    found.push(draw);
    return constant(0);
  });
  return found;
}

/** Values for the draws of a sample. */
export const drawAll = (sample: Sample, seed: number): Nd[] =>
  drawsOf(sample).map((draw, i) => draw.draw(fold(key(seed), i)));

/** The op applied to constants, by way of symbols: a derivative that captured the symbols is found out. */
export function applied(rule: Op, sample: Sample, values: readonly Nd[]): { inputs: Tensor[]; output: Tensor } {
  const draws = drawsOf(sample);
  const symbols = draws.map(({ shape, dtype }, i) => input(`x${i}`, shape, dtype));
  const output = (rule as unknown as (...args: unknown[]) => Tensor)(...withTensors(sample, (_, i) => symbols[i]!));
  const inputs = draws.map(({ shape, dtype }, i) => constant(values[i]!.data, shape, dtype));
  const [moved] = substitute([output], new Map(symbols.map((symbol, i) => [symbol, inputs[i]!])));
  return { inputs, output: moved! };
}

export const floats = (inputs: readonly Tensor[]): Tensor[] => inputs.filter(isFloat);

/** Standard normal numbers of that name. */
export const normalConstant = (seed: number, name: string, ...shape: readonly number[]): Tensor =>
  constant(normalValues(fold(key(seed), name), count(shape)), shape);

/** Largest difference, relative to the largest size (at least 1). */
export function difference(a: Nd, b: Nd): number {
  if (a.data.length !== b.data.length) return Number.POSITIVE_INFINITY;
  let [worst, scale] = [0, 1];
  for (let i = 0; i < a.data.length; i++) {
    const [x, y] = [a.data[i]!, b.data[i]!];
    if (Number.isFinite(y)) scale = Math.max(scale, Math.abs(y));
    const same = Object.is(x, y) || x === y;
    worst = Math.max(worst, same ? 0 : Number.isNaN(x - y) ? Number.POSITIVE_INFINITY : Math.abs(x - y));
  }
  return worst / scale;
}

/** A function of values, at the values moved by `step` along a direction, in f64. */
type Along = (step: number) => Promise<Nd>;

/** Fourth-order central difference: error about h⁴ f⁽⁵⁾/30 + ε|f|/h, so that h = 1e-3 leaves ~1e-12. */
export async function centralDifference(along: Along, h = 1e-3): Promise<Nd> {
  const [a, b, c, d] = await Promise.all([along(-2 * h), along(-h), along(h), along(2 * h)]);
  return {
    shape: a.shape,
    data: a.data.map((_, i) => (a.data[i]! - 8 * b.data[i]! + 8 * c.data[i]! - d.data[i]!) / (12 * h)),
  };
}

/** Values moved along a direction. */
export const moved = (values: readonly Nd[], direction: readonly Nd[], step: number): Nd[] =>
  values.map((x, i) => ({ shape: x.shape, data: x.data.map((each, k) => each + step * direction[i]!.data[k]!) }));

/** Standard normal directions for float draws, zero for others. */
export function directions(sample: Sample, seed: number): Nd[] {
  return drawsOf(sample).map((draw, i) => {
    const random = fold(fold(key(seed), "direction"), i);
    const float = draw.dtype === "f32" || draw.dtype === "f64";
    return {
      shape: draw.shape,
      data: float ? normalValues(random, count(draw.shape)) : new Float64Array(count(draw.shape)),
    };
  });
}

/** ⟨a, b⟩ over lists of arrays. */
export const inner = (a: readonly Nd[], b: readonly Nd[]): number =>
  a.reduce((sum, x, i) => sum + x.data.reduce((s, each, k) => s + each * b[i]!.data[k]!, 0), 0);
