import { booleans, type Op, op, type Tensor } from "../op.js";
import { type Axes, reduce, reductionArgs } from "../reduction.js";
import { any } from "./any.js";
import { logicalNot } from "./logicalNot.js";

/** Whether every element over axes (all by default) holds; true if there are none. @returns bool */
export const all: Op<[x: Tensor, axes?: Axes]> = op("all", {
  args: reductionArgs("all"),
  accepts: ["bool"],
  compose: ([x], reduced) => logicalNot(any(logicalNot(x!), reduced)),
  reference: reduce((values) => Number(values.every((x) => x !== 0))),
  samples: [
    [booleans()],
    [booleans([2, 3, 4]), { axes: [1] }],
    [booleans([2, 2, 4]), { axes: [0, -2], keepDims: true }],
  ],
});
