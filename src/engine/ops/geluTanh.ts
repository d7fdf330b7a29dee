import { elementwise, normal, op, type Tensor, type Unary, uniform } from "../op.js";
import { add } from "./add.js";
import { mul } from "./mul.js";
import { sub } from "./sub.js";
import { tanh } from "./tanh.js";

const [scale, cubic] = [Math.sqrt(2 / Math.PI), 0.044715];

/**
 * Gaussian error linear unit by its tanh approximation x/2 · (1 + tanh(√(2/π)(x + 0.044715 x³))), elementwise; within
 * 5e-4 of gelu.
 * @source Hendrycks & Gimpel 2016, arXiv:1606.08415
 */
export const geluTanh: Unary = op("geluTanh", {
  vjp: ([x], g) => {
    const t = inner(x!);
    const slope = add(scale, mul(3 * scale * cubic, mul(x!, x!))); // of tanh's argument
    return [mul(g, mul(0.5, add(add(1, t), mul(x!, mul(sub(1, mul(t, t)), slope)))))];
  },
  onnx: (emitter, inputs) => emitter.node("Gelu", inputs, { approximate: "tanh" }),
  lower: { f64: ([x]) => mul(x!, mul(0.5, add(1, inner(x!)))) },
  reference: elementwise((x) => 0.5 * x! * (1 + Math.tanh(scale * (x! + cubic * x! ** 3)))),
  samples: [[normal()], [uniform(-6, 6, [5])]],
});

const inner = (x: Tensor) => tanh(mul(x, add(scale, mul(scale * cubic, mul(x, x)))));
