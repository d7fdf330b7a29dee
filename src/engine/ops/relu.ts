import { elementwise, op, type Unary, uniform } from "../op.js";
import { greater } from "./greater.js";
import { where } from "./where.js";

/** max(x, 0), elementwise; the derivative at 0 is taken as 0. */
export const relu: Unary = op("relu", {
  vjp: ([x], g) => [where(greater(x!, 0), g, 0)],
  onnx: "Relu",
  reference: elementwise((x) => Math.max(x!, 0)),
  samples: [[uniform(0.2, 2)], [uniform(-2, -0.2)]],
});
