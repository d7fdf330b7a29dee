import { ShapeError } from "../error.js";
import { batchedGraph } from "./batchedGraph.js";
import { type Dim, printShape } from "./dim.js";
import { input, type Tensor } from "./tensor.js";
import { leaves, mapTree, type Tree } from "./trace.js";

export interface VmapOptions {
  /** Which arguments have the leading axis; all by default. The others are the same for every example. */
  readonly mapped?: readonly boolean[];
}

/**
 * A function of one example as a function of many: its arguments and results get a leading axis. Each op is put in place
 * of itself with the axis (engine/batching.ts), so that the graph has as many nodes as that of one example; gradients
 * inside are per example.
 * @param fn of tensors, or records or lists of them; it may use tensors around it, which are the same for every example
 * @returns a function of the same arguments, each tensor of the mapped ones [size, …]
 * @throws ShapeError, when called, if leading axes differ; InputError if an op does not map
 * @example vmap(grad(loss), { mapped: [false, true] })(parameters, examples) // the gradient of each example
 */
export const vmap =
  <Args extends readonly Tree[], Result extends Tree>(
    fn: (...args: Args) => Result,
    { mapped }: VmapOptions = {},
  ): ((...args: Args) => Result) =>
  (...args) => {
    const isMapped = (i: number) => mapped?.[i] ?? true;
    const size = sizeOf(args.flatMap((arg, i) => (isMapped(i) ? leaves(arg, String(i)) : [])));
    const sources = new Map<Tensor, { readonly x: Tensor; readonly isMapped: true }>();
    const ofOne = args.map((arg, i) =>
      isMapped(i)
        ? mapTree(arg, (x) => {
            const one = input("", x.shape.slice(1), x.dtype);
            sources.set(one, { x, isMapped: true });
            return one;
          })
        : arg,
    );
    const result = fn(...(ofOne as unknown as Args));
    const outputs = leaves(result).map(([, x]) => x);
    const found = batchedGraph(outputs, sources, size);
    let i = 0;
    return mapTree(result, () => found[i++]!);
  };

/** The leading axis that all have. @throws ShapeError */
function sizeOf(mapped: readonly (readonly [path: string, x: Tensor])[]): Dim {
  const size = mapped[0]?.[1].shape[0];
  if (size !== undefined && mapped.every(([, x]) => x.shape[0] === size)) return size;
  throw new ShapeError("vmap", {
    expected: "arguments [size, ..] of one size",
    got: mapped.map(([path, x]) => `${path}: ${printShape(x.shape)}`).join(", ") || "none that is mapped",
  });
}
