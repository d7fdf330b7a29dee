import { InputError, ShapeError } from "../error.js";
import type { Graph } from "./graph.js";
import { input, type Tensor, type TensorType } from "./tensor.js";

/** Tensors in any nesting of records and lists. */
export type Tree = Tensor | readonly Tree[] | { readonly [name: string]: Tree };
/** The symbolic inputs for a record of types. */
export type Inputs<Types> = { readonly [Name in keyof Types]: Tensor };

/**
 * Calls a function once with symbolic tensors and keeps the graph of what it did.
 * @param fn from a record of tensors to a tensor (named `output`) or a tree of them (named by its paths, `a.b`)
 * @param types data type and shape of each input; a name as a dimension stands for the same size wherever it occurs
 * @throws ShapeError where an op inside does not fit its inputs; InputError if the function returns something else
 * @example trace(({ x }) => mul(x, x), { x: f32("B", 3) })
 */
export function trace<const Types extends Readonly<Record<string, TensorType>>>(
  fn: (inputs: Inputs<Types>) => Tree,
  types: Types,
): Graph {
  const inputs = Object.fromEntries(
    Object.entries(types).map(([name, { shape, dtype }]) => [name, input(name, checked(name, shape), dtype)]),
  );
  return { inputs: Object.values(inputs), outputs: outputsOf(fn(inputs as Inputs<Types>)) };
}

export const isTensor = (x: unknown): x is Tensor =>
  typeof x === "object" && x !== null && "rule" in x && "inputs" in x;

/** The tensors of a tree with their paths. */
export function leaves(tree: Tree, path = ""): [string, Tensor][] {
  if (isTensor(tree)) return [[path, tree]];
  if (typeof tree !== "object" || tree === null) {
    throw new InputError(path || "trace", { expected: "a tensor, or a record or list of them", got: String(tree) });
  }
  return Object.entries(tree).flatMap(([name, each]) => leaves(each as Tree, path ? `${path}.${name}` : name));
}

/** The same tree with other tensors. */
export function mapTree<T extends Tree>(tree: T, change: (x: Tensor, path: string) => Tensor, path = ""): T {
  if (isTensor(tree)) return change(tree, path) as T;
  const inner = (each: Tree, name: string | number) => mapTree(each, change, path ? `${path}.${name}` : String(name));
  if (Array.isArray(tree)) return tree.map(inner) as unknown as T;
  return Object.fromEntries(Object.entries(tree).map(([name, each]) => [name, inner(each as Tree, name)])) as T;
}

function outputsOf(tree: Tree): Record<string, Tensor> {
  if (isTensor(tree)) return { output: tree };
  const found = leaves(tree);
  const outputs = Object.fromEntries(found);
  const lost = found.find(([path, x]) => outputs[path] !== x)?.[0];
  if (lost === undefined) return outputs;
  throw new InputError("trace", { expected: "results of different paths", got: `two named "${lost}"` });
}

function checked(name: string, shape: TensorType["shape"]): TensorType["shape"] {
  for (const dim of shape) {
    const fits = typeof dim === "number" ? Number.isInteger(dim) && dim >= 0 : /^[A-Za-z_]\w*$/.test(dim);
    if (!fits)
      throw new ShapeError("trace", { expected: `whole sizes or plain names for ${name}`, got: JSON.stringify(dim) });
  }
  return shape;
}
