import { mulDims } from "../dim.js";
import { build, count, type Emitter, given, integers, normal, type Op, op, type Tensor } from "../op.js";
import { emitInBlocks, segmentsAtATime } from "../segmentBlocks.js";
import {
  emitOneHot,
  emitReduced,
  oneHotPays,
  type PlanOptions,
  type SegmentArgs,
  segmentArgs,
  segmentShape,
} from "../segments.js";
import { take } from "./take.js";

export { segmentPlan } from "../segments.js";

/**
 * Sums rows by destination: y[s] = Σ x[e] over all e with ids[e] = s. Five emissions: ScatterND where one thread runs all;
 * by the plan, all at once or in blocks that fit the cache (a row that is not finite may then make its own segment NaN, not
 * infinite); a product with a one-hot matrix for few segments (such a row then makes every segment NaN); ScatterElements,
 * which is slow. The order of summation is fixed.
 * @param x [n, …]
 * @param ids integers [n], 0 ≤ ids < segments, in any order
 * @param segments length of the result's first axis
 * @param plan `segmentPlan(ids, segments)`, where ids are known outside the graph; constant ids are planned anyway
 * @param options.isFull that the plan has no −1: places left over name rows of zeros
 * @returns [segments, …]; 0 where a segment is empty
 */
export const segmentSum: Op<[...SegmentArgs, options?: PlanOptions]> = op("segmentSum", {
  args: (x, ids, segments, plan, { isFull }: PlanOptions = {}) => {
    const { inputs, attributes } = segmentArgs(x, ids, segments, plan);
    return { inputs, attributes: { ...attributes, isFull } };
  },
  accepts: ["number", "integer"],
  shape: (inputs, attributes) => segmentShape("segmentSum", inputs, attributes),
  vjp: ([, ids, plan], g, { attributes }) => [take(g, ids!, 0, plan, attributes)],
  onnx: (emitter, inputs, node) => {
    const [x, , plan] = node.inputs;
    const reduced = () => emitReduced(emitter, inputs, node, "add", 0, node.attributes);
    if (emitter.isSerial) return reduced();
    const atATime = emitter.isPlain || node.attributes.isFull ? undefined : segmentsAtATime(node);
    if (atATime !== undefined) return emitInBlocks(emitter, inputs, node, atATime);
    const product = !plan && oneHotPays(x!.shape, node.attributes.segments);
    return product ? emitProduct(emitter, inputs, node) : reduced();
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
    [normal([5, 3]), integers(0, 4, [5]), 40],
    [normal([6]), integers(0, 2, [6]), 3],
    [normal([5, 2, 2]), integers(0, 3, [5]), 3],
    [normal([3, 2]), given([3], [0, 0, 0], "i64"), 1, given([1, 4], [2, 0, 1, -1], "i64")],
    [normal([4, 2]), given([4], [0, 0, 0, 0], "i64"), 1, given([1, 4], [3, 1, 0, 2], "i64"), { isFull: true }],
  ],
});

/** [segments, n] · [n, width]. */
function emitProduct(emitter: Emitter, [x, ids]: readonly string[], node: Tensor): string {
  const [rows, destinations] = node.inputs;
  const hot = emitOneHot(emitter, ids!, destinations!, node.shape[0]!, 0, node.dtype);
  if (node.shape.length === 2) return emitter.node("MatMul", [hot, x!]);
  const [n, ...tail] = rows!.shape;
  const flat = emitter.node("Reshape", [x!, emitter.shape([n!, mulDims(...tail)])]);
  return emitter.node("Reshape", [emitter.node("MatMul", [hot, flat]), emitter.shape(node.shape)]);
}
