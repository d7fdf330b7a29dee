import { type Binary, elementwise, normal, op } from "../op.js";
import { broadcasting } from "../shortSpans.js";

/** x · y, elementwise with broadcasting; float or integer. */
export const mul: Binary = op("mul", {
  accepts: ["number"],
  vjp: ([x, y], g) => [mul(g, y!), mul(g, x!)],
  onnx: broadcasting("Mul"),
  reference: elementwise((x, y) => x! * y!),
  samples: [
    [normal(), normal()],
    [normal([2, 3, 1]), normal([4])],
  ],
});
