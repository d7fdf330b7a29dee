import { constant, type Tensor } from "../../engine/index.js";
import {
  abs,
  cos,
  div,
  exp,
  greater,
  less,
  logicalAnd,
  mul,
  neg,
  reshape,
  sin,
  sub,
  where,
} from "../../engine/ops/index.gen.js";
import { InputError } from "../../error.js";
import { layer, type Scope } from "../layer.js";
import { channelSample } from "../sample.js";
import { sineOver } from "../sineOver.js";

export interface SoftOneHotOptions {
  /** Between which values, and how many functions. */
  readonly start: number;
  readonly end: number;
  readonly number: number;
  readonly basis: "gaussian" | "cosine" | "smoothFinite" | "fourier" | "bessel";
  /** Whether all functions fall to 0 at start and end (the gaussians nearly); else the first and last peak there. */
  readonly cutoff: boolean;
}

/**
 * A number as a smooth vector: functions along an interval whose squares sum to about 1 inside it.
 * @param x any shape
 * @returns the shape of x, then [number]; "bessel" at its start has the limit's value
 * @throws InputError unless start < end and number ≥ 1 (2 without cutoff)
 * @source e3nn's `soft_one_hot_linspace`
 */
export const softOneHot = layer("softOneHot", {
  samples: (self) =>
    (["gaussian", "cosine", "smoothFinite", "fourier", "bessel"] as const).flatMap((basis) =>
      [true, false].map((cutoff) =>
        channelSample((_, x) => self(_, x, { start: -2, end: 2, number: 4, basis, cutoff })),
      ),
    ),
  apply(_: Scope, x: Tensor, { start, end, number, basis, cutoff }: SoftOneHotOptions): Tensor {
    const least = cutoff ? 1 : 2;
    if (!(start < end && Number.isInteger(number) && number >= least)) {
      throw new InputError("softOneHot", {
        expected: `start < end and at least ${least} functions`,
        got: `${start}, ${end}, ${number}`,
      });
    }
    const row = (value: (i: number) => number) =>
      constant(
        Float64Array.from({ length: number }, (_, i) => value(i)),
        [number],
        x.dtype,
      );
    const from = sub(reshape(x, [...x.shape, 1]), start);
    const isInside = logicalAnd(greater(from, 0), less(from, end - start));
    const inside = (y: Tensor) => (cutoff ? where(isInside, y, 0) : y);
    if (basis === "fourier") {
      const angle = mul(
        from,
        row((i) => (Math.PI * (cutoff ? i + 1 : i)) / (end - start)),
      );
      return inside(div(cutoff ? sin(angle) : cos(angle), Math.sqrt(0.25 + number / 2)));
    }
    if (basis === "bessel") {
      return inside(
        mul(
          sineOver(
            from,
            row((i) => ((i + 1) * Math.PI) / (end - start)),
          ),
          Math.sqrt(2 / (end - start)),
        ),
      );
    }
    const step = (end - start) / (cutoff ? number + 1 : number - 1);
    const offset = sub(
      div(from, step),
      row((i) => (cutoff ? i + 1 : i)),
    );
    return bumps[basis](offset);
  },
});

/** Of the distance to the peak in steps. */
const bumps = {
  gaussian: (x: Tensor) => div(exp(neg(mul(x, x))), 1.12),
  cosine: (x: Tensor) => where(less(abs(x), 1), cos(mul(x, Math.PI / 2)), 0),
  smoothFinite(x: Tensor) {
    // e² exp(−1/(1 + x)) exp(−1/(1 − x)), of which all derivatives vanish at ±1
    const square = mul(x, x);
    const isInside = less(square, 1);
    const left = sub(1, where(isInside, square, 0));
    return where(isInside, mul(exp(sub(2, div(2, left))), 1.14136), 0);
  },
} as const;
