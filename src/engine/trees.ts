// Trees of tensors as lists, and back.
import { ShapeError } from "../error.js";
import { printShape, sameShape } from "./dim.js";
import type { Tensor } from "./tensor.js";
import { leaves, mapTree, type Tree } from "./trace.js";

/** The tensors of a tree, in order. */
export const tensorsOf = (tree: Tree): Tensor[] => leaves(tree).map(([, x]) => x);

/** The tree with other tensors, in the order of its leaves. */
export function rebuilt<T extends Tree>(tree: T, tensors: readonly Tensor[]): T {
  let i = 0;
  return mapTree(tree, () => tensors[i++]!);
}

/** The leaves of a new state in the order of the old one's. @throws ShapeError unless they are alike */
export function sameTypes(where: string, state: Tree, next: Tree): Tensor[] {
  const found = new Map(leaves(next));
  const known = leaves(state);
  const print = (x: Tensor | undefined) => (x ? `${x.dtype} ${printShape(x.shape)}` : "none");
  const wrong = known.find(([path, x]) => {
    const y = found.get(path);
    return !(y && y.dtype === x.dtype && sameShape(y.shape, x.shape));
  });
  if (wrong || found.size !== known.length) {
    const [path, x] = wrong ?? ["", undefined];
    throw new ShapeError(where, {
      expected: wrong
        ? `a next state of ${print(x)}${path && ` at ${path}`}`
        : `a next state of ${known.length} tensors`,
      got: wrong ? print(found.get(path)) : `${found.size}`,
    });
  }
  return known.map(([path]) => found.get(path)!);
}
