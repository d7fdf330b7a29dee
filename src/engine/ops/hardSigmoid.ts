import { elementwise, given, type Op, type Operand, op, uniform } from "../op.js";
import { add } from "./add.js";
import { clip } from "./clip.js";
import { greater } from "./greater.js";
import { less } from "./less.js";
import { logicalAnd } from "./logicalAnd.js";
import { mul } from "./mul.js";
import { where } from "./where.js";

/**
 * slope · x + offset, clipped to [0, 1]; the derivative at both kinks is taken as 0.
 * @param slope 1/6 by default, as in PyTorch and in hardSwish (ONNX's own default is 0.2)
 * @param offset 1/2 by default
 */
export const hardSigmoid: Op<[x: Operand, slope?: number, offset?: number]> = op("hardSigmoid", {
  args: (x, slope = 1 / 6, offset = 0.5) => ({ inputs: [x], attributes: { slope, offset } }),
  vjp: (_, g, y) => [where(logicalAnd(greater(y, 0), less(y, 1)), mul(g, y.attributes.slope), 0)],
  onnx: (emitter, inputs, { attributes: { slope, offset } }) =>
    emitter.node("HardSigmoid", inputs, { alpha: { float: slope }, beta: { float: offset } }),
  lower: { f64: ([x], { slope, offset }) => clip(add(mul(x!, slope), offset), 0, 1) },
  reference: (inputs, { slope, offset }, shape) =>
    elementwise((x) => Math.min(Math.max(slope * x! + offset, 0), 1))(inputs, undefined, shape),
  samples: [[uniform(-2.5, 2.5)], [given([4], [-9, -3.5, 3.5, 9])], [uniform(-1, 1), 0.2, 0.4]],
});
