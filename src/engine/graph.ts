import { isInput, type Tensor } from "./tensor.js";

/** A traced function: named inputs, named results. */
export interface Graph {
  readonly inputs: readonly Tensor[];
  readonly outputs: Readonly<Record<string, Tensor>>;
}

/** Every tensor that the given ones need, inputs before users; without recursion, so that depth has no limit. */
export function topological(roots: readonly Tensor[]): Tensor[] {
  const done = new Set<Tensor>();
  const order: Tensor[] = [];
  const stack: { node: Tensor; next: number }[] = [];
  for (const root of roots) {
    if (!done.has(root)) stack.push({ node: root, next: 0 });
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const child = top.node.inputs[top.next++];
      if (child === undefined) {
        stack.pop();
        if (!done.has(top.node)) order.push(top.node);
        done.add(top.node);
      } else if (!done.has(child)) stack.push({ node: child, next: 0 });
    }
  }
  return order;
}

/** The graph of the roots with every node passed through `change`, which sees nodes whose inputs are already changed. */
export function rebuild(
  roots: readonly Tensor[],
  change: (node: Tensor, original: Tensor) => Tensor,
): Map<Tensor, Tensor> {
  const images = new Map<Tensor, Tensor>();
  for (const node of topological(roots)) {
    const inputs = node.inputs.map((x) => images.get(x)!);
    const same = inputs.every((x, i) => x === node.inputs[i]);
    images.set(node, change(same ? node : { ...node, inputs }, node));
  }
  return images;
}

/** The same graph on other leaves. */
export function substitute(roots: readonly Tensor[], replace: ReadonlyMap<Tensor, Tensor>): Tensor[] {
  const images = rebuild(roots, (node, original) => replace.get(original) ?? node);
  return roots.map((root) => images.get(root)!);
}

/** Equal texts for equal attributes; JSON alone has one word, null, for NaN and both infinities, and drops the sign of −0. */
export const attributesKey = (attributes: Tensor["attributes"], id: (value: object) => number): string =>
  JSON.stringify(attributes, (_, each) => {
    if (typeof each === "function") return `ƒ${id(each)}`;
    return typeof each === "number" && (!Number.isFinite(each) || Object.is(each, -0)) ? `#${printNumber(each)}` : each;
  });

export const printNumber = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

/** The symbolic inputs below the roots, in the order they are met. */
export const inputsOf = (roots: readonly Tensor[]): Tensor[] => topological(roots).filter(isInput);
