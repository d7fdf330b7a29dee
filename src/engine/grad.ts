import { ShapeError } from "../error.js";
import { type Dim, printShape, sameShape } from "./dim.js";
import { topological } from "./graph.js";
import { add } from "./ops/add.js";
import { expand } from "./ops/expand.js";
import { sumTo } from "./ops/sumTo.js";
import { hasResults, resultRule } from "./results.js";
import { constant, isFloat, type Tensor } from "./tensor.js";
import { leaves, mapTree, type Tree } from "./trace.js";

/** A tensor of zeros (or ones …) of another's shape and data type, also where that shape has names. */
export const filled = (value: number, like: Tensor): Tensor =>
  like.shape.length === 0 ? constant(value, [], like.dtype) : expand(constant(value, [], like.dtype), like.shape);

/**
 * Vector–Jacobian product: the derivative of Σ ⟨cotangent, output⟩ by each of `wrt`.
 * @param outputs and their cotangents, of the outputs' shapes
 * @param wrt any tensors of the graph; what lies below them counts as constant
 * @returns a tensor of each one's shape; zeros where the outputs do not depend on it, or only by ops without a derivative
 * @throws ShapeError if a cotangent has another shape
 */
export function vjp(outputs: readonly Tensor[], wrt: readonly Tensor[], cotangents: readonly Tensor[]): Tensor[] {
  const order = topological(outputs);
  const targets = new Set(wrt);
  const active = new Set<Tensor>();
  for (const node of order) {
    if (isFloat(node) && (targets.has(node) || node.inputs.some((x) => active.has(x)))) active.add(node);
  }
  const sums = new Map<Tensor, Tensor[]>();
  const accumulate = (x: Tensor, g: Tensor) => sums.set(x, [...(sums.get(x) ?? []), g]);
  outputs.forEach((y, i) => {
    const g = cotangents[i];
    if (!g || !sameShape(y.shape, g.shape)) {
      throw new ShapeError("vjp", {
        expected: `a cotangent of shape ${printShape(y.shape)}`,
        got: g ? printShape(g.shape) : "none",
      });
    }
    accumulate(y, g);
  });
  const ofResults = new Map<Tensor, (Tensor | undefined)[]>();
  for (const node of order.reverse()) {
    // A target's own inputs are still visited where another target lies below it.
    if (!node.inputs.some((x) => active.has(x))) continue;
    cotangentsOf(node, total(sums.get(node)), ofResults).forEach((part, i) => {
      const x = node.inputs[i]!;
      if (part && active.has(x)) accumulate(x, sumTo(part, x.shape));
    });
  }
  return wrt.map((x) => total(sums.get(x)) ?? filled(0, x));
}

/** The sum of a tensor's cotangents. Those of its slices come in their places' order, so that they can be joined. */
function total(parts: readonly Tensor[] | undefined): Tensor | undefined {
  if (!parts || parts.length < 3) return parts?.reduce((a, b) => add(a, b));
  const place = ({ rule, attributes }: Tensor): number => {
    const padding = rule.name === "pad" ? (attributes.padding as readonly (readonly [Dim, Dim])[]) : [];
    return padding.reduce((at, [before]) => (typeof before === "number" ? at + before : at), -1);
  };
  const isPad = ({ rule }: Tensor) => rule.name === "pad";
  const sorted = parts.filter(isPad).sort((a, b) => place(a) - place(b));
  return [...parts.filter((each) => !isPad(each)), ...sorted].reduceRight((a, b) => add(b, a));
}

/** Cotangents of a node's inputs; those of results of one node are gathered until all of them are known. */
function cotangentsOf(
  node: Tensor,
  g: Tensor | undefined,
  ofResults: Map<Tensor, (Tensor | undefined)[]>,
): readonly (Tensor | undefined)[] {
  if (hasResults(node.rule)) {
    const known = ofResults.get(node);
    return known ? node.rule.resultsVjp(node, known) : [];
  }
  if (g && node.rule === resultRule) {
    const [token] = node.inputs;
    const known = ofResults.get(token!) ?? [];
    const index = node.attributes.index as number;
    known[index] = known[index] ? add(known[index], g) : g; // one result may be met as several equal tensors
    ofResults.set(token!, known);
    return [];
  }
  return (g && node.rule.vjp?.(node.inputs, g, node)) ?? [];
}

/**
 * Jacobian–vector product: the directional derivative of the outputs along `tangents` of `wrt`, as the derivative of
 * the (linear) vjp by its cotangent.
 */
export function jvp(outputs: readonly Tensor[], wrt: readonly Tensor[], tangents: readonly Tensor[]): Tensor[] {
  // The vjp is linear in the cotangent, so its derivative does not depend on where it is taken.
  const dummies = outputs.map((y) => filled(0, y));
  return vjp(vjp(outputs, wrt, dummies), dummies, tangents);
}

/** Derivatives of one scalar by tensors of its graph: forces are `neg(gradients(energy, [positions])[0])`. */
export function gradients(scalar: Tensor, wrt: readonly Tensor[]): Tensor[] {
  if (scalar.shape.length !== 0) {
    throw new ShapeError("grad", {
      expected: "a scalar function (shape [])",
      got: printShape(scalar.shape),
      hint: "sum it first, or use vjp",
    });
  }
  if (!isFloat(scalar)) throw new ShapeError("grad", { expected: "a function to f32 or f64", got: scalar.dtype });
  return vjp([scalar], wrt, [constant(1, [], scalar.dtype)]);
}

type Scalar<First extends Tree, Rest extends readonly unknown[]> = (first: First, ...rest: Rest) => Tensor;

/**
 * The gradient of a scalar function by its first argument (a tensor or a tree of tensors), of the same structure.
 * @example const forces = (x) => neg(grad(energy)(x)); // and grad of a loss on forces differentiates through it
 */
export const grad =
  <First extends Tree, Rest extends readonly unknown[]>(fn: Scalar<First, Rest>) =>
  (first: First, ...rest: Rest): First =>
    valueAndGrad(fn)(first, ...rest)[1];

/** The value of a scalar function and its gradient by the first argument. */
export const valueAndGrad =
  <First extends Tree, Rest extends readonly unknown[]>(fn: Scalar<First, Rest>) =>
  (first: First, ...rest: Rest): [Tensor, First] => {
    const value = fn(first, ...rest);
    const found = gradients(value, tensorsOf(first));
    return [value, withTensors(first, found)];
  };

/** Hessian–vector product of a scalar function at x, along `v` of x's structure. */
export const hvp =
  <First extends Tree, Rest extends readonly unknown[]>(fn: Scalar<First, Rest>) =>
  (first: First, v: First, ...rest: Rest): First => {
    const xs = tensorsOf(first);
    const along = new Map(leaves(v)); // its records may list their names in another order
    const tangents = leaves(first).map(([path]) => along.get(path)!);
    return withTensors(first, vjp(gradients(fn(first, ...rest), xs), xs, tangents));
  };

const tensorsOf = (tree: Tree): Tensor[] => leaves(tree).map(([, x]) => x);

/** The tree with other tensors, given in the order of its leaves. */
function withTensors<T extends Tree>(tree: T, tensors: readonly Tensor[]): T {
  let i = 0;
  return mapTree(tree, () => tensors[i++]!);
}
