import { ShapeError } from "../../error.js";
import { type Dim, printShape } from "../dim.js";
import { build, count, integers, normal, type Op, op, type Tensor } from "../op.js";
import { take } from "./take.js";

/**
 * Sums rows by destination: y[s] = Σ x[e] over all e with ids[e] = s.
 * @param x [n, …]
 * @param ids integers [n], 0 ≤ ids < segments, in any order
 * @param segments length of the result's first axis
 * @returns [segments, …]
 */
export const segmentSum: Op<[x: Tensor, ids: Tensor, segments: Dim]> = op("segmentSum", {
  args: (x, ids, segments) => ({ inputs: [x, ids], attributes: { segments } }),
  accepts: ["float", "integer"],
  shape: ([x, ids], { segments }) => {
    if (ids!.shape.length !== 1 || x!.shape[0] !== ids!.shape[0]) {
      throw new ShapeError("segmentSum", {
        expected: "x [n, ..], ids [n]",
        got: `${printShape(x!.shape)}, ${printShape(ids!.shape)}`,
      });
    }
    return [segments, ...x!.shape.slice(1)];
  },
  vjp: ([, ids], g) => [take(g, ids!), undefined],
  // ScatterND(add) would race with two threads; ScatterElements(add) does not.
  onnx: (emitter, [x, ids], node) => {
    const [data] = node.inputs;
    const { rank, tail } = { rank: data!.shape.length, tail: data!.shape.slice(1) };
    const zeros = emitter.node("Expand", [emitter.constant(0, [], node.dtype), emitter.dims(node.shape)]);
    const column = rank === 1 ? ids! : emitter.node("Reshape", [ids!, emitter.ints([-1, ...tail.map(() => 1)])]);
    const index = rank === 1 ? column : emitter.node("Expand", [column, emitter.dims([1, ...tail])]);
    return emitter.node("ScatterElements", [zeros, index, x!], { axis: 0, reduction: "add" });
  },
  reference: ([x, ids], _, shape) => {
    const out = build(shape, () => 0);
    const width = count(shape.slice(1));
    x!.data.forEach((value, i) => {
      out.data[ids!.data[Math.floor(i / width)]! * width + (i % width)]! += value;
    });
    return out;
  },
  samples: [
    [normal([5, 3]), integers(0, 4, [5]), 4],
    [normal([6]), integers(0, 2, [6]), 3],
    [normal([5, 2, 2]), integers(0, 3, [5]), 3],
  ],
  exempt: { named: "the number of segments is an argument" },
});
