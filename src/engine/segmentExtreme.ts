import { distinct, integers, nd, type Primitive, type Tensor } from "./op.js";
import { div } from "./ops/div.js";
import { greater } from "./ops/greater.js";
import { segmentSum } from "./ops/segmentSum.js";
import { take } from "./ops/take.js";
import { where } from "./ops/where.js";
import { emitReduced, type SegmentArgs, type Segments, segmentArgs, segmentShape } from "./segments.js";
import { constant } from "./tensor.js";

/** The rule of segmentMax and segmentMin. */
export function segmentExtreme(name: string, side: "max" | "min"): Primitive<SegmentArgs, Segments> {
  const sign = side === "max" ? 1 : -1;
  return {
    args: segmentArgs,
    accepts: ["float", "integer"],
    shape: (inputs, attributes) => segmentShape(name, inputs, attributes),
    vjp: ([x, ids, plan], g, y) => {
      const { segments } = y.attributes;
      const spread = (table: Tensor) => take(table, ids!, 0, plan);
      const [high, low] = side === "max" ? [spread(y), x!] : [x!, spread(y)];
      const beaten = greater(high, low);
      const ties = segmentSum(where(beaten, constant(0, [], x!.dtype), 1), ids!, segments, plan);
      return [where(beaten, 0, spread(div(g, where(greater(ties, 1), ties, 1))))];
    },
    onnx: (emitter, inputs, node) => {
      const none = -sign * Number.POSITIVE_INFINITY;
      const extreme = emitReduced(emitter, inputs, node, side, none);
      const absent = emitter.node("Equal", [extreme, emitter.constant(none, [], node.dtype)]);
      return emitter.node("Where", [absent, emitter.constant(0, [], node.dtype), extreme]);
    },
    reference: ([x, ids], _, shape) => {
      const width = x!.data.length / ids!.data.length;
      const best = new Array<number>(shape[0]! * width).fill(Number.NEGATIVE_INFINITY);
      x!.data.forEach((value, i) => {
        const to = ids!.data[Math.floor(i / width)]! * width + (i % width);
        best[to] = Math.max(best[to]!, sign * value);
      });
      return nd(
        shape,
        best.map((value) => (Number.isFinite(value) ? sign * value : 0)),
      );
    },
    samples: [
      [distinct([6, 3]), integers(0, 3, [6]), 4],
      [distinct([6]), integers(0, 2, [6]), 3],
      [distinct([5, 2, 2]), integers(0, 3, [5]), 3],
    ],
  };
}
