import { type Binary, elementwise, normal, op, uniform } from "../op.js";
import { broadcasting } from "../shortSpans.js";
import { mul } from "./mul.js";
import { neg } from "./neg.js";

/** x / y, elementwise with broadcasting; integers truncate toward zero. A session may take −0 in a broadcast y for +0. */
export const div: Binary = op("div", {
  accepts: ["number"],
  vjp: ([, y], g, quotient) => [div(g, y!), neg(div(mul(g, quotient), y!))],
  onnx: broadcasting("Div"),
  reference: elementwise((x, y) => x! / y!),
  samples: [
    [normal(), uniform(0.5, 2)],
    [normal([2, 3]), uniform(-2, -0.5, [2, 1])],
  ],
});
