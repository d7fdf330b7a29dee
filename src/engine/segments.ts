// What the segment ops share: rows that go to destinations, and the ways ONNX Runtime can reduce them. All give the
// same bytes in every run. ScatterND is the fastest, but races with two threads, and so is for sessions of one.
import { ShapeError } from "../error.js";
import { type Dim, mulDims, printShape, type Shape } from "./dim.js";
import type { DType, Emitter, Nd, Operand, Tensor } from "./op.js";

export interface Segments {
  readonly segments: Dim;
}
export type SegmentArgs = [x: Tensor, ids: Tensor, segments: Dim, plan?: Tensor | undefined];

export const segmentArgs = (...[x, ids, segments, plan]: SegmentArgs): { inputs: Operand[]; attributes: Segments } => ({
  inputs: plan ? [x, ids, plan] : [x, ids],
  attributes: { segments },
});

export interface PlanOptions {
  /** Whether the plan has no −1: where a segment has no more rows, it names rows of zeros. */
  readonly isFull?: boolean | undefined;
}

/** [segments, …]. @throws ShapeError */
export function segmentShape(name: string, [x, ids, plan]: readonly Tensor[], { segments }: Segments): Shape {
  if (ids!.shape.length !== 1 || x!.shape.length < 1 || x!.shape[0] !== ids!.shape[0]) {
    throw new ShapeError(name, {
      expected: "x [n, ..], ids [n]",
      got: `${printShape(x!.shape)}, ${printShape(ids!.shape)}`,
    });
  }
  if (plan && (plan.shape.length !== 2 || plan.shape[0] !== segments)) {
    throw new ShapeError(name, {
      expected: `a plan [${segments}, slots]`,
      got: printShape(plan.shape),
      hint: "segmentPlan(ids, segments) makes one",
    });
  }
  return [segments, ...x!.shape.slice(1)];
}

/**
 * Made outside the graph from known ids: the rows of each segment in order, then −1. Where there is more than one thread, a
 * segment op is a Gather and a reduction with it, faster than ScatterElements (2 to 8 times in segmentSum, for 100 segments
 * of 20 rows), and a row that is not finite stays in its own segment. The slots are the size of the largest segment (at
 * least 1), so one far larger than the others makes it slow.
 * @param ids integers, 0 ≤ ids < segments
 * @returns [segments, slots], for `constant(plan.data, plan.shape, "i64")` or an i64 input
 */
export function segmentPlan(ids: ArrayLike<number>, segments: number): Nd {
  const sizes = new Array<number>(segments).fill(0);
  const slot = Array.from(ids, (id) => sizes[id]!++);
  const slots = sizes.reduce((a, b) => Math.max(a, b), 1);
  const data = new Float64Array(segments * slots).fill(-1);
  slot.forEach((at, row) => {
    data[ids[row]! * slots + at] = row;
  });
  return { shape: [segments, slots], data };
}

/** Reduces each segment by one operator, where an absent row counts as `start`. */
export function emitReduced(
  emitter: Emitter,
  [x, ids, plan]: readonly string[],
  node: Tensor,
  reduction: "add" | "max" | "min",
  start: number,
  { isFull = false }: PlanOptions = {},
): string {
  const tail = node.shape.slice(1);
  const initial = emitter.constant(start, [], node.dtype);
  if (plan && !emitter.isSerial) {
    const zeros = tail.map(() => 0);
    // The row that −1 points to.
    const last = () => emitter.node("Pad", [x!, emitter.ints([0, ...zeros, 1, ...zeros]), initial]);
    const rows = emitter.node("Gather", [isFull ? x! : last(), plan], { axis: 0 }); // [segments, slots, …]
    const operator = { add: "ReduceSum", max: "ReduceMax", min: "ReduceMin" }[reduction];
    return emitter.node(operator, [rows, emitter.ints([1])], { keepdims: 0 });
  }
  const table = emitter.node("Expand", [initial, emitter.dims(node.shape)]);
  if (emitter.isSerial) return emitScattered(emitter, [table, ids!, x!], node.inputs[1]!.dtype, reduction);
  const column = tail.length === 0 ? ids! : emitter.node("Reshape", [ids!, emitter.ints([-1, ...tail.map(() => 1)])]);
  const index = tail.length === 0 ? column : emitter.node("Expand", [column, emitter.dims([1, ...tail])]);
  return emitter.node("ScatterElements", [table, index, x!], { axis: 0, reduction });
}

/** 20,000 rows of 64 to 1,000 segments: 0.5 ms; by a plan 2.3, by ScatterElements 27. */
function emitScattered(
  emitter: Emitter,
  [table, ids, x]: readonly [string, string, string],
  type: DType,
  reduction: "add" | "max" | "min",
): string {
  const wide = type === "i64" ? ids : emitter.node("Cast", [ids], { to: emitter.type("i64") });
  const places = emitter.node("Unsqueeze", [wide, emitter.ints([-1])]);
  return emitter.node("ScatterND", [table, places, x], { reduction });
}

/**
 * Whether a product with a one-hot matrix [segments, n] beats ScatterElements(add) for rows of this shape. A cost model
 * in ns: 8 an element of x for ScatterElements; 1.3 an entry of the matrix and 0.023 a multiplication for the product.
 * It puts the crossover at 43 segments for rows of 8, 185 for 64 and 330 for 1,152. Timed side by side (ONNX Runtime
 * 1.30, two threads, n = 2,000 and 10,000, a busy machine) it was between 40 and 60 for 8, and about 200 to 300 for 64;
 * for 1,152 the time of ScatterElements varied from 4 to 20 ns an element, so that it was anywhere above 300.
 * The matrix is kept below 64 MB; an unknown n counts as 2¹⁷.
 */
export function oneHotPays([n, ...tail]: Shape, segments: Dim): boolean {
  if (typeof segments !== "number" || tail.length === 0) return false;
  const known = (dim: Dim, otherwise: number) => (typeof dim === "number" ? dim : otherwise);
  const width = known(mulDims(...tail), 64);
  return segments * known(n!, 2 ** 17) <= 2 ** 24 && segments * (1.3 + 0.023 * width) <= 8 * width;
}

/** 1 where the integer equals the number of the place on the new axis, else 0. */
export function emitOneHot(emitter: Emitter, ids: string, from: Tensor, size: Dim, axis: number, dtype: DType): string {
  const depth = emitter.dims([size]);
  // ONNX Runtime has a OneHot to f32 from i64 only.
  const direct = dtype === "f32" && emitter.precision === "f32";
  const wide = from.dtype === "i64" ? ids : emitter.node("Cast", [ids], { to: emitter.type("i64") });
  const values = emitter.constant([0, 1], [2], direct ? "f32" : "i64");
  const hot = emitter.node("OneHot", [wide, depth, values], { axis });
  return direct || dtype === "i64" ? hot : emitter.node("Cast", [hot], { to: emitter.type(dtype) });
}
