// What padReflect, padEdge and padCircular share: a border of x's own entries, one axis after the other.
import { ShapeError } from "../error.js";
import { printShape } from "./dim.js";
import { build, type Composite, type Nd, normal, strides, type Tensor } from "./op.js";
import { concat } from "./ops/concat.js";

/** Whole numbers before and after each axis. */
export type BorderWidths = readonly (readonly [before: number, after: number])[];
interface Borders {
  readonly padding: BorderWidths;
}

/** Where a border comes from. */
interface Border {
  /** The n entries before the start, and after the end, of an axis. */
  readonly before: (x: Tensor, axis: number, n: number) => Tensor;
  readonly after: (x: Tensor, axis: number, n: number) => Tensor;
  /** The place that stands at place i of an axis of n entries, for i < 0 and i ≥ n too. */
  readonly source: (i: number, n: number) => number;
  /** The widest border of an axis of n entries. */
  readonly widest: (n: number) => number;
}

/** The rule of an op that adds such a border. */
export const borderRule = (
  name: string,
  { before, after, source, widest }: Border,
): Composite<[x: Tensor, padding: BorderWidths], Borders> => ({
  args: (x, padding) => {
    check(name, x, padding, widest);
    return { inputs: [x], attributes: { padding } };
  },
  accepts: ["any"],
  compose: ([x], { padding }) =>
    padding.reduce((y, [left, right], axis) => {
      const parts = [...(left > 0 ? [before(y, axis, left)] : []), y, ...(right > 0 ? [after(y, axis, right)] : [])];
      return parts.length === 1 ? y : concat(parts, axis);
    }, x!),
  reference: ([x], { padding }, shape) => bordered(x!, padding, shape, source),
  samples: [
    [normal([4]), [[2, 1]]],
    // biome-ignore format: pairs
    [normal([2, 3]), [[0, 0], [1, 2]]],
    // biome-ignore format: pairs
    [normal([2, 3, 4]), [[1, 0], [0, 1], [3, 3]]],
  ],
});

function bordered(x: Nd, padding: BorderWidths, shape: readonly number[], source: Border["source"]): Nd {
  const by = strides(x.shape);
  const from = (i: number, axis: number) => source(i - padding[axis]![0], x.shape[axis]!);
  return build(shape, (index) => x.data[index.reduce((flat, i, axis) => flat + from(i, axis) * by[axis]!, 0)]!);
}

function check(name: string, x: Tensor, padding: BorderWidths, widest: Border["widest"]): void {
  const whole = padding.flat().every((n) => Number.isInteger(n) && n >= 0);
  if (!whole || padding.length !== x.shape.length) {
    throw new ShapeError(name, {
      expected: `${x.shape.length} pairs of whole numbers ≥ 0, one an axis`,
      got: JSON.stringify(padding),
    });
  }
  const axis = x.shape.findIndex((dim, i) => typeof dim === "number" && Math.max(...padding[i]!) > widest(dim));
  if (axis < 0) return;
  throw new ShapeError(name, {
    expected: `at most ${widest(x.shape[axis] as number)} on axis ${axis} of ${printShape(x.shape)}`,
    got: `[${padding[axis]!.join(", ")}]`,
  });
}
