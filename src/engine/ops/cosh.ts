import { elementwise, normal, op, type Unary, uniform } from "../op.js";
import { add } from "./add.js";
import { exp } from "./exp.js";
import { mul } from "./mul.js";
import { neg } from "./neg.js";
import { sinh } from "./sinh.js";

/** Hyperbolic cosine, elementwise. */
export const cosh: Unary = op("cosh", {
  vjp: ([x], g) => [mul(g, sinh(x!))],
  onnx: "Cosh",
  lower: { f64: ([x]) => mul(0.5, add(exp(x!), exp(neg(x!)))) },
  reference: elementwise((x) => Math.cosh(x!)),
  samples: [[normal()], [uniform(-8, 8, [4])]],
});
