import { elementwise, op, type Unary, uniform } from "../op.js";
import { add } from "./add.js";
import { cos } from "./cos.js";
import { div } from "./div.js";
import { mul } from "./mul.js";
import { sin } from "./sin.js";

/** Tangent of x in radians, elementwise; the poles π/2 + kπ are met only up to rounding. */
export const tan: Unary = op("tan", {
  vjp: (_, g, y) => [mul(g, add(1, mul(y, y)))],
  onnx: "Tan",
  lower: { f64: ([x]) => div(sin(x!), cos(x!)) },
  reference: elementwise((x) => Math.tan(x!)),
  samples: [[uniform(-1.2, 1.2)], [uniform(2, 4.2, [5])]],
});
