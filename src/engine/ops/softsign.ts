import { elementwise, op, type Unary, uniform } from "../op.js";
import { abs } from "./abs.js";
import { add } from "./add.js";
import { div } from "./div.js";
import { mul } from "./mul.js";

/** x/(1 + |x|), elementwise; the second derivative jumps at 0 and is taken as 0 there. NaN at ±∞. */
export const softsign: Unary = op("softsign", {
  vjp: ([x], g) => {
    const size = add(1, abs(x!));
    return [div(g, mul(size, size))];
  },
  onnx: "Softsign",
  lower: { f64: ([x]) => div(x!, add(1, abs(x!))) },
  reference: elementwise((x) => x! / (1 + Math.abs(x!))),
  samples: [[uniform(0.2, 3)], [uniform(-3, -0.2)]],
});
