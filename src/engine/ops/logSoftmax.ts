import { alongAxis } from "../alongAxis.js";
import { given, normal, normalAxis, type Op, op, type Tensor } from "../op.js";
import { exp } from "./exp.js";
import { mul } from "./mul.js";
import { sub } from "./sub.js";
import { sum } from "./sum.js";

/** x − log Σ eˣ along an axis (the last by default), without overflow; NaN where every element is −∞. */
export const logSoftmax: Op<[x: Tensor, axis?: number]> = op("logSoftmax", {
  args: (x, axis = -1) => ({ inputs: [x], attributes: { axis: normalAxis("logSoftmax", axis, x.shape.length) } }),
  vjp: (_, g, y) => [sub(g, mul(exp(y), sum(g, { axes: [y.attributes.axis], keepDims: true })))],
  onnx: (emitter, [x], { attributes: { axis } }) => emitter.node("LogSoftmax", [x!], { axis }),
  reference: ([x], { axis }) =>
    alongAxis(x!, axis, (line) => {
      const top = Math.max(...line);
      const total = top + Math.log(line.reduce((sum, each) => sum + Math.exp(each - top), 0));
      return line.map((each) => each - total);
    }),
  samples: [[normal([4])], [normal([2, 3, 4]), 1], [normal([2, 3]), -2], [given([2, 2], [1000, 999, -1000, -999])]],
});
