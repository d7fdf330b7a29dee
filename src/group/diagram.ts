// Diagrams: what spans the equivariant linear maps between tensor powers V^⊗k → V^⊗l of a group's defining representation.
// A family of diagrams, one a file of diagrams/, belongs to a family of groups.
import { InputError } from "../error.js";
import type { Blocks } from "./setPartitions.js";

/** What a pair in one row stands for: δ(i, j), or the form of Sp(2m): ω(2a, 2a + 1) = 1 = −ω(2a + 1, 2a), from the left. */
export type Form = "symmetric" | "symplectic";

/**
 * A diagram k → l as data. Vertices 0 … l − 1 are the output axes (the top row, from left to right), l … l + k − 1 the
 * input axes (the bottom row). As a map: the axes of a block carry the same index.
 * @source Pearce-Crump 2023, arXiv:2304.14144 (the category), 2212.08648 (partition), 2212.08630 (Brauer)
 */
export interface Diagram {
  readonly k: number;
  readonly l: number;
  /** Each vertex is in one block, or in one arm. */
  readonly blocks: Blocks;
  /**
   * The n blocks whose indices i₁ … iₙ give the factor sgn(i₁ … iₙ), 0 where two agree: the body of a jellyfish. No arms
   * is no such factor. One arm may be empty: an index that is summed over.
   */
  readonly arms: Blocks;
  readonly form: Form;
}

/** Some maps k → l and their factors: a morphism of the diagram category. No terms are the map 0. */
export interface Combination {
  readonly k: number;
  readonly l: number;
  readonly terms: readonly { readonly coefficient: number; readonly diagram: Diagram }[];
}

/**
 * A diagram k → l.
 * @param blocks of vertices: 0 … l − 1 the outputs, l … l + k − 1 the inputs
 * @throws InputError if a vertex is missing or occurs twice, two arms are empty, or the blocks of a symplectic form are no pairs
 */
export function diagram(
  k: number,
  l: number,
  blocks: Blocks,
  { arms = [], form = "symmetric" }: Partial<Pick<Diagram, "arms" | "form">> = {},
): Diagram {
  const vertices = [...blocks, ...arms].flat().sort(ascending);
  const isWhole = vertices.length === k + l && vertices.every((vertex, i) => vertex === i);
  if (!isWhole || blocks.some((block) => block.length === 0))
    throw new InputError("diagram", {
      expected: `blocks with each of the vertices 0 … ${k + l - 1} once`,
      got: JSON.stringify(arms.length > 0 ? { blocks, arms } : blocks),
    });
  if (arms.filter((arm) => arm.length === 0).length > 1)
    throw new InputError("diagram", { expected: "at most one empty arm", got: JSON.stringify(arms) });
  if (form === "symplectic" && (arms.length > 0 || blocks.some((block) => block.length !== 2)))
    throw new InputError("diagram", { expected: "pairs, for the symplectic form", got: JSON.stringify(blocks) });
  return { k, l, form, ...ordered(blocks, arms) };
}

/** Vertices of a block and blocks in ascending order; arms keep theirs. */
const ordered = (blocks: Blocks, arms: Blocks): Pick<Diagram, "blocks" | "arms"> => ({
  blocks: blocks.map((block) => [...block].sort(ascending)).sort((a, b) => a[0]! - b[0]!),
  arms: arms.map((arm) => [...arm].sort(ascending)),
});

const ascending = (a: number, b: number) => a - b;

/** "{1,1'} {2,2'}": outputs are 1, 2, …, inputs 1', 2', …; arms as "det(1,{2,1'},*)", * the empty one. */
export function diagramText({ l, blocks, arms }: Diagram): string {
  const name = (vertex: number) => (vertex < l ? `${vertex + 1}` : `${vertex - l + 1}'`);
  const set = (block: readonly number[]) => `{${block.map(name).join(",")}}`;
  const arm = (block: readonly number[]) =>
    block.length === 0 ? "*" : block.length === 1 ? name(block[0]!) : set(block);
  const head = arms.length > 0 ? [`det(${arms.map(arm).join(",")})`] : [];
  return [...head, ...blocks.map(set)].join(" ") || "{}";
}

/** What only the family knows. n is the dimension of V, m = k + l the number of vertices; they are checked before. */
export interface StatedDiagrams {
  /** "S" of "S(5)", the group whose maps the diagrams span; its argument is the dimension of V. */
  readonly symbol: string;
  readonly form?: Form;
  /** Are these dimensions even? */
  readonly isEven?: boolean;
  /** Dimensions to test on. */
  readonly sample: readonly number[];
  /** Blocks and arms of the spanning diagrams: what stands on m vertices is a diagram for each k + l = m. */
  readonly shapes: (n: number, m: number) => Iterable<{ readonly blocks: Blocks; readonly arms?: Blocks }>;
  /** How many shapes there are, where they are not independent. */
  readonly count?: (n: number, m: number) => bigint;
  /** The dimension of their span: all equivariant maps. */
  readonly dimension: (n: number, m: number) => bigint;
}

/** A family of diagrams: a functor from diagrams to Hom_G(V^⊗k, V^⊗l) that reaches all of it. */
export interface DiagramRule {
  /** The name of the rule: its file's and its export's. */
  readonly name: string;
  readonly symbol: string;
  readonly form: Form;
  readonly sample: readonly number[];
  /**
   * Diagrams that span the equivariant maps; where `count` equals `dimension`, a basis.
   * @param n the dimension of V
   * @throws InputError if n is no dimension of the family, or there are more than 200,000
   */
  spanning(n: number, k: number, l: number): readonly Diagram[];
  /** How many diagrams `spanning` lists. Rounded above 2⁵³. */
  count(n: number, k: number, l: number): number;
  /** dim Hom_G(V^⊗k, V^⊗l), exact; rounded above 2⁵³. */
  dimension(n: number, k: number, l: number): number;
}

/** As many diagrams are listed; of k + l = 10 vertices there are 115,975 partitions. */
export const listLimit = 200_000;
const vertexLimit = 60;

/** A family of diagrams as a rule. */
export function diagramFamily(
  name: string,
  { symbol, form = "symmetric", isEven = false, sample, ...stated }: StatedDiagrams,
): DiagramRule {
  function vertices(n: number, k: number, l: number): number {
    if (!Number.isInteger(n) || n < 1 || (isEven && n % 2 === 1))
      throw new InputError(name, {
        expected: `${symbol}(n) with ${isEven ? "an even" : "a positive"} n`,
        got: String(n),
      });
    if (![k, l].every((power) => Number.isInteger(power) && power >= 0) || k + l > vertexLimit)
      throw new InputError(name, {
        expected: `powers k, l ≥ 0 with k + l ≤ ${vertexLimit}`,
        got: `k = ${k}, l = ${l}`,
      });
    return k + l;
  }
  const count = (n: number, k: number, l: number) => Number((stated.count ?? stated.dimension)(n, vertices(n, k, l)));
  return {
    name,
    symbol,
    form,
    sample,
    count,
    dimension: (n, k, l) => Number(stated.dimension(n, vertices(n, k, l))),
    spanning(n, k, l) {
      const many = count(n, k, l);
      if (many > listLimit)
        throw new InputError(name, { expected: `at most ${listLimit} diagrams`, got: `${many} from ${k} to ${l}` });
      return Array.from(stated.shapes(n, k + l), ({ blocks, arms = [] }) => ({ k, l, blocks, arms, form }));
    },
  };
}
