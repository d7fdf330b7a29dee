import { ShapeError } from "../error.js";
import { type Dim, mulDims, printShape } from "./dim.js";
import { reshape } from "./ops/reshape.js";
import { scan } from "./scan.js";
import type { Tensor } from "./tensor.js";
import type { Tree } from "./trace.js";
import { rebuilt, tensorsOf } from "./trees.js";

/**
 * A function of rows, run on one block of rows after another, so that what it makes on the way stays in the processor's
 * cache and is not kept: the derivative computes each block again, but for what goes through `keep`. 20,000 edges of 128 channels times harmonics took 92 ms
 * instead of 157 with blocks of 250 edges (1 thread).
 * @param fn row i of its results depends on row i of its arguments alone, and on tensors around it
 * @param blocks how many blocks, and how many rows each has: their product is the length of the leading axis of the
 * arguments. Either may be a name
 * @returns the same function
 * @throws ShapeError if rows are not as many
 * @example const energies = inBlocks((x) => mlp(scope, x), [10, 100])(features) // features [1000, 64]
 */
export const inBlocks =
  <Args extends readonly Tree[], Result extends Tree>(fn: (...args: Args) => Result, blocks: readonly [Dim, Dim]) =>
  (...args: Args): Result => {
    const rows = mulDims(...blocks);
    const all = tensorsOf(args);
    const different = [...new Set(all)];
    const cut = different.map((x) => {
      if (x.shape[0] === rows) return reshape(x, [...blocks, ...x.shape.slice(1)]);
      throw new ShapeError("inBlocks", { expected: `rows [${rows}, ..]`, got: printShape(x.shape) });
    });
    const step = (state: Tensor[], own: Tensor[]) => {
      const places = all.map((x) => own[different.indexOf(x)]!);
      return [state, fn(...rebuilt(args, places))] as const;
    };
    const [, results] = scan(step, [], cut, { unroll: 0 });
    const whole = tensorsOf(results).map((x) => reshape(x, [rows, ...x.shape.slice(2)]));
    return rebuilt(results, whole);
  };
