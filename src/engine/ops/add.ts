import { type Binary, elementwise, normal, op } from "../op.js";
import { broadcasting } from "../shortSpans.js";

/** x + y, elementwise with broadcasting; float or integer. */
export const add: Binary = op("add", {
  accepts: ["number"],
  vjp: (_, g) => [g, g],
  onnx: broadcasting("Add"),
  reference: elementwise((x, y) => x! + y!),
  samples: [
    [normal(), normal()],
    [normal([2, 3]), normal([3])],
    [normal([4, 1, 2]), normal([3, 1])],
  ],
});
