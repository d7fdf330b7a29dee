import { sameShape } from "../dim.js";
import { cast } from "../ops/cast.js";
import { concat } from "../ops/concat.js";
import { expand } from "../ops/expand.js";
import { pad } from "../ops/pad.js";
import { reshape } from "../ops/reshape.js";
import { slice } from "../ops/slice.js";
import { sum } from "../ops/sum.js";
import { transpose } from "../ops/transpose.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";

/** Ops that change neither the elements nor the shape are their input. */
export const trivialShape = rewrite("trivialShape", {
  roots: ["reshape", "expand", "transpose", "slice", "pad", "concat", "cast", "sum"],
  examples: [
    () => reshape(input(f32(2, 3)), [2, 3]),
    () => expand(input(f32(2, 3)), [2, 3]),
    () => transpose(input(f32(2, 3)), [0, 1]),
    () => slice(input(f32(2, 3)), 1, 0, 3),
    () => pad(input(f32(2)), [[0, 0]]),
    () => concat([input(f32(2))], 0),
    () => cast(input(f32(2)), "f32"),
    () => sum(input(f32(2)), { axes: [] }),
  ],
  apply: ({ rule, inputs: [x, ...more], shape, dtype, attributes }) => {
    if (more.length > 0 || !sameShape(x!.shape, shape) || x!.dtype !== dtype) return undefined;
    if (rule.name === "transpose")
      return (attributes.permutation as number[]).every((axis, i) => axis === i) ? x : undefined;
    if (rule.name === "sum") return (attributes.axes as number[]).every((axis) => x!.shape[axis] === 1) ? x : undefined;
    // A pad of [1, −1] shifts; a slice that keeps the size keeps everything.
    if (rule.name === "pad") return (attributes.padding as unknown[][]).flat().every((n) => n === 0) ? x : undefined;
    return x;
  },
});
