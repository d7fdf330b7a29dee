import { alongAxis } from "../alongAxis.js";
import { given, normal, normalAxis, type Op, op, type Tensor } from "../op.js";
import { mul } from "./mul.js";
import { sub } from "./sub.js";
import { sum } from "./sum.js";

/** eˣ / Σ eˣ along an axis (the last by default), without overflow; NaN where every element is −∞. */
export const softmax: Op<[x: Tensor, axis?: number]> = op("softmax", {
  args: (x, axis = -1) => ({ inputs: [x], attributes: { axis: normalAxis("softmax", axis, x.shape.length) } }),
  vjp: (_, g, y) => [mul(y, sub(g, sum(mul(g, y), { axes: [y.attributes.axis], keepDims: true })))],
  onnx: (emitter, [x], { attributes: { axis } }) => emitter.node("Softmax", [x!], { axis }),
  reference: ([x], { axis }) =>
    alongAxis(x!, axis, (line) => {
      const powers = line.map((each) => Math.exp(each - Math.max(...line)));
      const total = powers.reduce((a, b) => a + b);
      return powers.map((power) => power / total);
    }),
  samples: [[normal([4])], [normal([2, 3, 4]), 1], [normal([2, 3]), -2], [given([2, 2], [1000, 999, -1000, -999])]],
});
