import { InputError } from "../../error.js";
import { elementwise, integers, type Op, type Operand, op, uniform } from "../op.js";
import { equal } from "./equal.js";
import { greater } from "./greater.js";
import { less } from "./less.js";
import { where } from "./where.js";

/**
 * min(max(x, low), high), elementwise with broadcasting; float or integer. The derivative goes to x from low to high,
 * both included, and to the bound that is passed elsewhere.
 * @param low, high numbers or tensors, low ≤ high
 * @throws InputError if they are numbers and low > high
 */
export const clip: Op<[x: Operand, low: Operand, high: Operand]> = op("clip", {
  args: (x, low, high) => {
    if (typeof low === "number" && typeof high === "number" && !(low <= high))
      throw new InputError("clip", { expected: "low ≤ high", got: `${low}, ${high}` });
    return { inputs: [x, low, high] };
  },
  accepts: ["number"],
  vjp: ([x, low, high], g, y) => [
    where(equal(x!, y), g, 0),
    where(less(x!, low!), g, 0),
    where(greater(x!, high!), g, 0),
  ],
  // ONNX's Clip takes scalar bounds only.
  onnx: (emitter, [x, low, high], { inputs: [, ...bounds] }) =>
    bounds.every(({ shape }) => shape.length === 0)
      ? emitter.node("Clip", [x!, low!, high!])
      : emitter.node("Min", [emitter.node("Max", [x!, low!]), high!]),
  reference: elementwise((x, low, high) => Math.min(Math.max(x!, low!), high!)),
  samples: [
    [uniform(-0.9, 0.9), -1, 1],
    [uniform(1.2, 3), -1, 1],
    [uniform(-2, 2, [2, 3]), uniform(-3, -2.2, [3]), uniform(2.2, 3, [2, 1])],
    [uniform(-3, -1.2, [3]), uniform(-1, 0, [2, 3]), 2],
    [uniform(2, 3), 0, uniform(0.5, 1.5, [])],
    [integers(-5, 6), -2, 3],
  ],
});
