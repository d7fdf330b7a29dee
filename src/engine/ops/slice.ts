import { ShapeError } from "../../error.js";
import { addDims, type Dim, floorDivDim, mulDims, subDims } from "../dim.js";
import { build, normal, normalAxis, type Op, op, strides, type Tensor } from "../op.js";
import { pad } from "./pad.js";
import { reshape } from "./reshape.js";

/**
 * Part of an axis: start, start + step, … below end.
 * @param start, end sizes or names, 0 ≤ start ≤ end ≤ length; negative numbers count from the end; the end by default
 * @param step ≥ 1
 */
export const slice: Op<[x: Tensor, axis: number, start: Dim, end?: Dim, step?: number]> = op("slice", {
  args: (x, axis, start, end, step = 1) => {
    const at = normalAxis("slice", axis, x.shape.length);
    const length = x.shape[at]!;
    const fromEnd = (dim: Dim) => (typeof dim === "number" && dim < 0 ? addDims(length, dim) : dim);
    const range = { start: fromEnd(start), end: fromEnd(end ?? length) };
    const numbers = [0, range.start, range.end, length].filter((dim) => typeof dim === "number");
    if (numbers.some((dim, i) => i > 0 && dim < numbers[i - 1]!) || !Number.isInteger(step) || step < 1) {
      throw new ShapeError("slice", {
        expected: `0 ≤ start ≤ end ≤ ${length}, step ≥ 1`,
        got: `${start}, ${end ?? length}, ${step}`,
      });
    }
    return { inputs: [x], attributes: { axis: at, ...range, step } };
  },
  accepts: ["any"],
  shape: ([x], { axis, start, end, step }) =>
    x!.shape.map((dim, i) => (i === axis ? floorDivDim(addDims(subDims(end, start), step - 1), step) : dim)),
  vjp: ([x], g, { attributes: { axis, start, step } }) => {
    const spread = step === 1 ? g : interleave(g, axis, step);
    return [padAxis(spread, axis, start, subDims(x!.shape[axis]!, addDims(start, spread.shape[axis]!)))];
  },
  onnx: (emitter, [x], { attributes: { axis, start, end, step } }) =>
    emitter.node("Slice", [x!, emitter.dims([start]), emitter.dims([end]), emitter.ints([axis]), emitter.ints([step])]),
  reference: ([x], { axis, start, step }, shape) => {
    const by = strides(x!.shape);
    return build(shape, (index) => {
      const from = index.map((i, a) => (a === axis ? (start as number) + i * step : i));
      return x!.data[from.reduce((flat, i, a) => flat + i * by[a]!, 0)]!;
    });
  },
  samples: [
    [normal([4, 3]), 0, 1, 3],
    [normal([2, 5]), -1, 0, 5, 2],
    [normal([2, 7]), 1, 1, -1, 3],
  ],
  exempt: { named: "the range is an argument" },
});

/** Zeros before and after one axis; negative amounts crop. */
const padAxis = (x: Tensor, axis: number, before: Dim, after: Dim): Tensor =>
  pad(
    x,
    x.shape.map((_, i) => (i === axis ? [before, after] : [0, 0])),
  );

/** step − 1 zeros after each element of an axis. */
function interleave(x: Tensor, axis: number, step: number): Tensor {
  const wide = reshape(x, [...x.shape.slice(0, axis + 1), 1, ...x.shape.slice(axis + 1)]);
  const padded = padAxis(wide, axis + 1, 0, step - 1);
  return reshape(
    padded,
    x.shape.map((dim, i) => (i === axis ? mulDims(dim, step) : dim)),
  );
}
