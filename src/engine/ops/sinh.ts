import { elementwise, normal, op, type Unary, uniform } from "../op.js";
import { cosh } from "./cosh.js";
import { mul } from "./mul.js";
import { tanh } from "./tanh.js";

/** Hyperbolic sine, elementwise. */
export const sinh: Unary = op("sinh", {
  vjp: ([x], g) => [mul(g, cosh(x!))],
  onnx: "Sinh",
  lower: { f64: ([x]) => mul(tanh(x!), cosh(x!)) }, // (eˣ − e⁻ˣ)/2 would cancel near 0
  reference: elementwise((x) => Math.sinh(x!)),
  samples: [[normal()], [uniform(-8, 8, [4])]],
});
