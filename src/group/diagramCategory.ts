// Diagrams as the morphisms of a monoidal category: product, tensor product, transpose, identity, and the factors of a diagram.
import { InputError, ShapeError } from "../error.js";
import { arrangements, sortingSign } from "./arrangements.js";
import { type Combination, type Diagram, diagram, type Form } from "./diagram.js";
import { partsOf } from "./diagramParts.js";
import type { Blocks } from "./setPartitions.js";

/** The combination, or the diagram as one. */
export const combination = (map: Diagram | Combination): Combination =>
  "terms" in map ? map : { k: map.k, l: map.l, terms: [{ coefficient: 1, diagram: map }] };

/** The identity of V^⊗k. */
export const identityDiagram = (k: number, form: Form = "symmetric"): Diagram =>
  permutationDiagram([...Array(k).keys()], form);

/** The diagram that makes input axis i output axis permutation[i]. */
export const permutationDiagram = (permutation: readonly number[], form: Form = "symmetric"): Diagram =>
  diagram(
    permutation.length,
    permutation.length,
    permutation.map((to, from) => [to, permutation.length + from]),
    { form },
  );

/**
 * The product of two maps, `lower` first: stacked, merged, n for each component that is left in the middle. Of two
 * symplectic diagrams the sign that ω ω = −1 gives; of two determinants the sum sgn(i) sgn(j) = Σ_σ sgn(σ) Π δ(i_a, j_σ(a)).
 * @param n the dimension of V; a determinant must have n arms
 * @returns at most one term, but for two determinants
 * @throws ShapeError if the outputs of lower are not the inputs of upper, or a determinant has not n arms
 */
export function compose(upper: Diagram | Combination, lower: Diagram | Combination, n: number): Combination {
  if (upper.k !== lower.l)
    throw new ShapeError("compose", { expected: `${upper.k} outputs below`, got: `${lower.l}`, hint: "swap them?" });
  const [top, bottom] = [upper.l, upper.l + lower.k]; // the middle vertices come after the outer ones
  const above = (vertex: number) => (vertex < top ? vertex : bottom + vertex - top);
  const below = (vertex: number) => (vertex < upper.k ? bottom + vertex : top + vertex - upper.k);
  return bilinear(lower.k, upper.l, upper, lower, (a, b) => {
    const both = [relabelled(a, above), relabelled(b, below)] as const;
    const sign = a.form === "symplectic" ? symplecticSign(...both, top, bottom) : 1;
    return merged(both, n, bottom).map(({ factor, ...rest }) => ({ factor: sign * factor, ...rest }));
  });
}

/**
 * The tensor product of two maps, side by side: as matrices, the Kronecker product left ⊗ right.
 * @param n the dimension of V, needed for the product of two determinants
 */
export function tensor(left: Diagram | Combination, right: Diagram | Combination, n: number): Combination {
  const outer = left.l + left.k + right.l + right.k;
  const ofLeft = (vertex: number) => (vertex < left.l ? vertex : vertex + right.l);
  const ofRight = (vertex: number) => (vertex < right.l ? left.l + vertex : left.l + left.k + vertex);
  return bilinear(left.k + right.k, left.l + right.l, left, right, (a, b) =>
    merged([relabelled(a, ofLeft), relabelled(b, ofRight)], n, outer),
  );
}

/** The transposed map l → k: the diagram upside down. */
export function transposed({ k, l, blocks, arms, form }: Diagram): Diagram {
  const turn = (all: Blocks) => all.map((block) => block.map((vertex) => (vertex < l ? vertex + k : vertex - l)));
  return diagram(l, k, turn(blocks), { arms: turn(arms), form });
}

/**
 * A diagram as a product of three: permutations of its inputs and of its outputs, and between them a planar diagram, the
 * tensor product of its blocks: what reaches through to the left, what is contracted or inserted to the right.
 * @returns diagram = above ∘ planar ∘ below
 * @source Pearce-Crump 2023, arXiv:2304.14165, "Factor"
 */
export function factor(one: Diagram): Readonly<Record<"above" | "planar" | "below", Diagram>> {
  const { k, l, blocks, arms, form } = one;
  const parts = partsOf(one);
  const inOrder = [
    ...parts.through,
    ...parts.arms.through,
    ...parts.arms.below,
    ...parts.below,
    ...parts.arms.above,
    ...parts.above,
  ].flat();
  const outputs = inOrder.filter((vertex) => vertex < l);
  const inputs = inOrder.filter((vertex) => vertex >= l);
  const place = (vertex: number) => (vertex < l ? outputs.indexOf(vertex) : l + inputs.indexOf(vertex));
  const straight = (all: Blocks) => all.map((block) => block.map(place));
  return {
    above: permutationDiagram(outputs, form),
    planar: diagram(k, l, straight(blocks), { arms: straight(arms), form }),
    below: permutationDiagram(
      inputs.map((_, i) => inputs.indexOf(l + i)),
      form,
    ),
  };
}

type Product = { readonly factor: number } & Pick<Diagram, "blocks" | "arms">;
type Labelled = Pick<Diagram, "blocks" | "arms" | "form">;

const relabelled = ({ blocks, arms, form }: Diagram, label: (vertex: number) => number): Labelled => ({
  blocks: blocks.map((block) => block.map(label)),
  arms: arms.map((arm) => arm.map(label)),
  form,
});

/** Extends a product of diagrams to combinations, and collects like terms. */
function bilinear(
  k: number,
  l: number,
  a: Diagram | Combination,
  b: Diagram | Combination,
  product: (a: Diagram, b: Diagram) => readonly Product[],
): Combination {
  const terms = new Map<string, Combination["terms"][number]>();
  for (const left of combination(a).terms)
    for (const right of combination(b).terms) {
      const { form } = left.diagram;
      if (form !== right.diagram.form)
        throw new InputError("diagrams", { expected: `two of ${form} form`, got: `one of ${right.diagram.form} form` });
      for (const { factor, blocks, arms } of product(left.diagram, right.diagram)) {
        const one = diagram(k, l, blocks, { arms, form });
        const name = JSON.stringify([one.blocks, one.arms]);
        const before = terms.get(name)?.coefficient ?? 0;
        terms.set(name, { coefficient: before + left.coefficient * right.coefficient * factor, diagram: one });
      }
    }
  return { k, l, terms: [...terms.values()].filter(({ coefficient }) => coefficient !== 0) };
}

/** Two diagrams on common vertices as one: vertices from `outer` on are summed over. */
function merged(both: readonly Labelled[], n: number, outer: number): readonly Product[] {
  const parts: (readonly number[])[] = [];
  const bodies: (readonly number[])[] = []; // numbers of parts
  for (const { blocks, arms } of both) {
    parts.push(...blocks);
    if (arms.length > 0) bodies.push(arms.map((_, i) => parts.length + i));
    parts.push(...arms);
  }
  const unfit = bodies.find(({ length }) => length !== n);
  if (unfit) throw new ShapeError("diagrams", { expected: `determinants of ${n} arms`, got: `${unfit.length} arms` });
  const ties = touching(parts);
  const [first, second] = bodies;
  if (!second) return finished(parts, connected(parts, ties), first ?? [], n, outer);
  return Array.from(arrangements(n, n), (sigma) => {
    const tied = sigma.map((to, from) => [first![from]!, second[to]!] as const);
    const products = finished(parts, connected(parts, [...ties, ...tied]), [], n, outer);
    return products.map(({ factor, ...rest }) => ({ factor: sortingSign(sigma) * factor, ...rest }));
  }).flat();
}

/** The diagram of the components: part i is in component[i]. None where the map is 0. */
function finished(
  parts: Blocks,
  component: readonly number[],
  body: readonly number[],
  n: number,
  outer: number,
): readonly Product[] {
  const outside = new Map<number, Set<number>>();
  for (const [i, part] of parts.entries()) {
    const block = outside.get(component[i]!) ?? new Set();
    outside.set(component[i]!, block);
    for (const vertex of part) if (vertex < outer) block.add(vertex);
  }
  const held = body.map((part) => component[part]!);
  const arms = held.map((root) => [...outside.get(root)!]);
  // sgn is 0 where two indices are one, and where two are summed over.
  if (new Set(held).size < held.length || arms.filter((arm) => arm.length === 0).length > 1) return [];
  const order = [...arms.keys()].sort((a, b) => Math.min(outer, ...arms[a]!) - Math.min(outer, ...arms[b]!));
  const free = [...outside].filter(([root]) => !held.includes(root)).map(([, block]) => [...block]);
  const blocks = free.filter((block) => block.length > 0);
  const factor = sortingSign(order) * n ** (free.length - blocks.length);
  return [{ factor, blocks, arms: order.map((i) => arms[i]!) }];
}

/** Pairs of parts that share a vertex. */
function touching(parts: Blocks): (readonly [number, number])[] {
  const first = new Map<number, number>();
  return parts.flatMap((part, i) =>
    part.flatMap((vertex) => {
      const other = first.get(vertex);
      first.set(vertex, i);
      return other === undefined ? [] : [[other, i] as const];
    }),
  );
}

/** For each part the least part that it is tied to, over any number of ties. */
function connected(parts: Blocks, ties: readonly (readonly [number, number])[]): readonly number[] {
  const root = [...parts.keys()];
  for (const [a, b] of ties) {
    const [from, to] = [Math.max(root[a]!, root[b]!), Math.min(root[a]!, root[b]!)];
    for (const i of root.keys()) if (root[i] === from) root[i] = to;
  }
  return root;
}

/**
 * The sign of a product of symplectic diagrams. Along a line of the stack, each arc (a pair in one row) is the matrix ω, or
 * its transpose −ω where it is walked from right to left; two arcs make ω ω = −1.
 */
function symplecticSign(upper: Labelled, lower: Labelled, top: number, outer: number): 1 | -1 {
  const row = (vertex: number) => (vertex < top ? "top" : vertex < outer ? "bottom" : "middle");
  const left = new Set([...upper.blocks, ...lower.blocks]);
  let sign: 1 | -1 = 1;
  function walk(start: number) {
    let [vertex, arcs] = [start, 0];
    for (;;) {
      const pair = [...left].find((one) => one.includes(vertex));
      if (!pair) break;
      left.delete(pair);
      const next = pair[0] === vertex ? pair[1]! : pair[0]!;
      if (row(next) === row(vertex)) {
        arcs++;
        if (next < vertex) sign = sign === 1 ? -1 : 1;
      }
      vertex = next;
    }
    if (arcs % 4 > 1) sign = sign === 1 ? -1 : 1; // an odd number of pairs of arcs
  }
  for (let vertex = 0; vertex < outer; vertex++) walk(vertex); // a line from its lesser end, then the loops
  for (const pair of left) walk(pair[0]!);
  return sign;
}
