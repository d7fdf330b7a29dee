// What layerNorm and rmsNorm share: both treat the axes from one on as one long line.
import { ShapeError } from "../error.js";
import { printShape, sameShape } from "./dim.js";
import { count, type Nd } from "./nd.js";
import { normalAxis, type Tensor } from "./op.js";

export interface Normalization {
  /** The first of the axes to normalize over; the last axis by default. */
  readonly axis?: number;
  /** Added under the root; 1e-5 by default. */
  readonly epsilon?: number;
}
export interface Normalized {
  readonly axes: readonly number[];
  readonly epsilon: number;
  readonly scaled: boolean;
  readonly biased: boolean;
}

/** The arguments of a normalization. @throws ShapeError unless scale and bias have the shape of the normalized axes */
export function normalizationArgs(
  name: string,
  x: Tensor,
  { scale, bias }: { readonly scale: Tensor | undefined; readonly bias?: Tensor | undefined },
  { axis = -1, epsilon = 1e-5 }: Normalization = {},
): { inputs: Tensor[]; attributes: Normalized } {
  const first = normalAxis(name, axis, x.shape.length);
  const tail = x.shape.slice(first);
  const weights = [scale, bias].filter((each) => each !== undefined);
  const misfit = weights.find((each) => !sameShape(each.shape, tail));
  if (misfit) {
    throw new ShapeError(name, {
      expected: `scale and bias of shape ${printShape(tail)}, that of the normalized axes`,
      got: printShape(misfit.shape),
    });
  }
  return {
    inputs: [x, ...weights],
    attributes: {
      axes: tail.map((_, i) => first + i),
      epsilon,
      scaled: scale !== undefined,
      biased: bias !== undefined,
    },
  };
}

/** A reference that maps each line, then multiplies by the scale and adds the bias. */
export const normalized =
  (map: (line: readonly number[], epsilon: number) => readonly number[]) =>
  ([x, ...weights]: readonly Nd[], { axes, epsilon, scaled, biased }: Normalized): Nd => {
    const length = count(axes.map((axis) => x!.shape[axis]!));
    const scale = scaled ? weights[0]!.data : new Float64Array(length).fill(1);
    const bias = biased ? weights.at(-1)!.data : new Float64Array(length);
    const out = new Float64Array(x!.data.length);
    for (let start = 0; start < out.length; start += length) {
      const line = map([...x!.data.subarray(start, start + length)], epsilon);
      line.forEach((value, i) => {
        out[start + i] = value * scale[i]! + bias[i]!;
      });
    }
    return { shape: x!.shape, data: out };
  };
