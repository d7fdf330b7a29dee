import { type Binary, elementwise, normal, op } from "../op.js";
import { broadcasting } from "../shortSpans.js";
import { neg } from "./neg.js";

/** x − y, elementwise with broadcasting; float or integer. */
export const sub: Binary = op("sub", {
  accepts: ["number"],
  vjp: (_, g) => [g, neg(g)],
  onnx: broadcasting("Sub"),
  reference: elementwise((x, y) => x! - y!),
  samples: [
    [normal(), normal()],
    [normal([3, 1]), normal([2])],
  ],
});
