import { ShapeError } from "../../error.js";
import { broadcast, printShape, type Shape, sameShape } from "../dim.js";
import { build, forEachIndex, normal, type Op, op, type Tensor } from "../op.js";
import { reshape } from "./reshape.js";
import { sum } from "./sum.js";

/** The adjoint of broadcasting: sums the axes along which `shape` was repeated. */
export const sumTo: Op<[x: Tensor, shape: Shape]> = op("sumTo", {
  args: (x, shape) => ({ inputs: [x], attributes: { shape } }),
  accepts: ["number"],
  compose: ([x], { shape }) => {
    if (sameShape(x!.shape, shape)) return x!;
    if (!sameShape(broadcast(x!.shape, shape) ?? [], x!.shape)) {
      throw new ShapeError("sumTo", {
        expected: `a shape that broadcasts to ${printShape(x!.shape)}`,
        got: printShape(shape),
      });
    }
    const extra = x!.shape.length - shape.length;
    const repeated = x!.shape.flatMap((dim, i) => (i >= extra && shape[i - extra] !== dim ? [i] : []));
    const leading = Array.from({ length: extra }, (_, i) => i);
    if (repeated.length === 0) return sum(x!, { axes: leading });
    const kept = sum(x!, { axes: [...leading, ...repeated], keepDims: true });
    return extra === 0 ? kept : reshape(kept, shape);
  },
  reference: ([x], { shape }) => {
    const out = build(shape as number[], () => 0);
    const skip = x!.shape.length - shape.length;
    forEachIndex(x!.shape, (index, flat) => {
      let to = 0;
      for (let i = 0; i < shape.length; i++) to = to * (shape[i] as number) + (shape[i] === 1 ? 0 : index[skip + i]!);
      out.data[to]! += x!.data[flat]!;
    });
    return out;
  },
  samples: [
    [normal([2, 3]), [3]],
    [normal([2, 3]), [2, 1]],
    [normal([4, 2, 3]), [1, 3]],
    [normal([2, 3]), []],
  ],
  exempt: { named: "the shape is an argument" },
});
