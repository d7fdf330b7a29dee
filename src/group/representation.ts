// The algebra of representations: each function returns a representation with its matrices and its derived action.
import { InputError, RepError } from "../error.js";
import { inverseMatrix } from "./exponential.js";
import type { Group, Plain, Representation } from "./group.js";
import { blockDiagonal, kronecker, kroneckerSum, trace } from "./kronecker.js";
import { derivative, groupOf } from "./lieAlgebra.js";
import { determinant, type Matrix, multiply, scale, square, transpose } from "./matrix.js";

/** What a new representation states; orthogonal unless it says otherwise. */
export type NewRepresentation<E extends Plain> = Pick<Representation<E>, "name" | "matrix"> &
  Partial<Pick<Representation<E>, "isOrthogonal" | "isIrreducible" | "lieAlgebra">>;

/**
 * A representation of one's own. `checkRepresentation` tells whether it is one.
 * @param stated name, matrix(g) and, optionally, the derived action `lieAlgebra()` (else found from `matrix`)
 */
export function representation<E extends Plain>(group: Group<E>, stated: NewRepresentation<E>): Representation<E> {
  let dimension: number | undefined;
  return {
    isOrthogonal: true,
    ...stated,
    group,
    get dimension() {
      return (dimension ??= stated.matrix(group.identity).length);
    },
  };
}

/** n copies of the trivial representation: every element does nothing. */
export function trivial<E extends Plain>(group: Group<E>, n = 1): Representation<E> {
  if (n > 1) return copies(trivial(group), n);
  return {
    name: "trivial",
    group,
    dimension: 1,
    isOrthogonal: true,
    matrix: () => [[1]],
    lieAlgebra: () => group.lieAlgebra().map(() => [[0]]),
  };
}

/** V₁ ⊕ V₂ ⊕ …: blocks along the diagonal. @throws RepError if their groups differ */
export function directSum<E extends Plain>(...summands: readonly Representation<E>[]): Representation<E> {
  const group = groupOf("directSum", ...summands);
  const parts = summands.flatMap((V) => V.parts ?? [V]);
  return {
    name: parts.map(({ name }) => name).join(" + "),
    group,
    parts,
    dimension: parts.reduce((sum, V) => sum + V.dimension, 0),
    isOrthogonal: parts.every((V) => V.isOrthogonal),
    matrix: (g) => blockDiagonal(parts.map((V) => V.matrix(g))),
    lieAlgebra() {
      const all = parts.map((V) => derivative(V));
      return group.lieAlgebra().map((_, i) => blockDiagonal(all.map((one) => one[i]!)));
    },
  };
}

/** n V: the direct sum of n copies. */
export function copies<E extends Plain>(V: Representation<E>, n: number): Representation<E> {
  checkCount("copies", n, 1);
  return { ...directSum(...Array.from({ length: n }, () => V)), name: `${n}x${bracket(V.name)}` };
}

/** V₁ ⊗ V₂ ⊗ …; the last index runs fastest. @throws RepError if their groups differ */
export function tensorProduct<E extends Plain>(...factors: readonly Representation<E>[]): Representation<E> {
  const group = groupOf("tensorProduct", ...factors);
  if (factors.length === 1) return factors[0]!;
  const names = factors.map(({ name }) => bracket(name));
  return {
    name: names.join(" ⊗ "),
    group,
    dimension: factors.reduce((product, V) => product * V.dimension, 1),
    isOrthogonal: factors.every((V) => V.isOrthogonal),
    matrix: (g) => factors.map((V) => V.matrix(g)).reduce(kronecker),
    lieAlgebra() {
      const all = factors.map((V) => derivative(V));
      return group.lieAlgebra().map((_, i) => all.map((one) => one[i]!).reduce(kroneckerSum));
    },
  };
}

/** V ⊗ … ⊗ V, k factors; trivial for k = 0. */
export function tensorPower<E extends Plain>(V: Representation<E>, k: number): Representation<E> {
  checkCount("tensorPower", k, 0);
  if (k === 0) return trivial(groupOf("tensorPower", V));
  const power = tensorProduct(...Array.from({ length: k }, () => V));
  return k === 1 ? power : { ...power, name: `${bracket(V.name)}^${k}` };
}

/** The dual V*: g acts by the transpose of the matrix of g⁻¹. */
export function dual<E extends Plain>(V: Representation<E>): Representation<E> {
  const group = groupOf("dual", V);
  return {
    name: `${bracket(V.name)}*`,
    group,
    dimension: V.dimension,
    isOrthogonal: V.isOrthogonal,
    ...(V.isIrreducible ? { isIrreducible: true } : {}),
    matrix: (g) => transpose(V.matrix(group.inverse(g))),
    lieAlgebra: () => derivative(V).map((x) => scale(-1, transpose(x))),
  };
}

/** One-dimensional: g acts by the determinant of its matrix on V. */
export function determinantOf<E extends Plain>(V: Representation<E>): Representation<E> {
  return {
    name: `det ${bracket(V.name)}`,
    group: groupOf("determinantOf", V),
    dimension: 1,
    isOrthogonal: V.isOrthogonal,
    matrix(g) {
      const factor = determinant(V.matrix(g));
      return [[V.isOrthogonal ? Math.sign(factor) : factor]];
    },
    lieAlgebra: () => derivative(V).map((x) => [[V.isOrthogonal ? 0 : trace(x)]]),
  };
}

/** The sign of a permutation representation, of S(n)'s defining one if `group` is S(n): its determinant. */
export const sign = <E extends Plain>(permutations: Representation<E>): Representation<E> => ({
  ...determinantOf(permutations),
  name: "sign",
});

/**
 * V in another basis: Q⁻¹ V(g) Q.
 * @param Q [dim V, dim V], invertible, the new basis in its columns; or with fewer columns that span an invariant
 * subspace, orthonormal ones: then the subrepresentation Qᵀ V(g) Q
 */
export function inBasis<E extends Plain>(V: Representation<E>, Q: Matrix, name = V.name): Representation<E> {
  const group = groupOf("inBasis", V);
  const columns = Q[0]?.length ?? 0;
  if (Q.length !== V.dimension || columns > Q.length)
    throw new RepError("inBasis", {
      expected: `a basis [${V.dimension}, n] with n ≤ ${V.dimension}`,
      got: `[${Q.length}, ${columns}]`,
    });
  const isOrthonormal = isUnit(multiply(transpose(Q), Q));
  if (!isOrthonormal && columns < Q.length)
    throw new RepError("inBasis", { expected: "orthonormal columns of a subspace", got: "others" });
  const back = isOrthonormal ? transpose(Q) : inverseMatrix(Q);
  const into = (x: Matrix): Matrix => multiply(multiply(back, x), Q);
  return {
    name,
    group,
    dimension: columns,
    isOrthogonal: V.isOrthogonal && isOrthonormal,
    matrix: (g) => into(V.matrix(g)),
    lieAlgebra: () => derivative(V).map(into),
  };
}

/** The standard representation: a permutation representation on vectors of sum 0, orthonormal basis (Helmert's). */
export function standard<E extends Plain>(permutations: Representation<E>): Representation<E> {
  const n = permutations.dimension;
  if (n < 2) throw new RepError("standard", { expected: "at least 2 points", got: `${permutations.name} on ${n}` });
  for (const g of groupOf("standard", permutations).generators)
    if (!permutations.matrix(g).every((row) => row.every((x) => x === 0 || x === 1)))
      throw new RepError("standard", { expected: "a permutation representation", got: permutations.name });
  // e₀ + … + eₖ₋₁ − k eₖ, scaled.
  const helmert = square(n, (k, i) => (i < k ? 1 : i === k ? -k : 0) / Math.sqrt(k * (k + 1))).slice(1);
  return inBasis(permutations, transpose(helmert), `standard ${bracket(permutations.name)}`);
}

/**
 * V as a representation of a group H that maps into its group.
 * @param into the homomorphism H → G; inclusion if not given
 */
export function restricted<E extends Plain, F extends Plain>(
  V: Representation<E>,
  H: Group<F>,
  into: (h: F) => E = (h) => h as unknown as E,
): Representation<F> {
  groupOf("restricted", V);
  return {
    name: `${bracket(V.name)} on ${H.name}`,
    group: H,
    dimension: V.dimension,
    isOrthogonal: V.isOrthogonal,
    matrix: (h) => V.matrix(into(h)),
    ...(H.lieAlgebra().length === 0 ? { lieAlgebra: () => [] } : {}),
  };
}

/**
 * The representation of G induced from V of a subgroup H: a copy of V on each coset rH; g takes r ⊗ v to r′ ⊗ h v where
 * g r = r′ h. Dimension |G| / |H| · dim V.
 * @param into the embedding H → G; inclusion if not given
 * @throws InputError if a group is infinite or has more than 50,000 elements
 * @throws RepError if `into` is no homomorphism, or not injective
 */
export function induced<E extends Plain, F extends Plain>(
  V: Representation<F>,
  G: Group<E>,
  into: (h: F) => E = (h) => h as unknown as E,
): Representation<E> {
  const H = groupOf("induced", V);
  for (const h of H.generators)
    for (const k of H.elements())
      if (text(into(H.multiply(h, k))) !== text(G.multiply(into(h), into(k))))
        throw new RepError("induced", {
          expected: `a homomorphism from ${H.name} to ${G.name}`,
          got: `another map, at ${text(h)} and ${text(k)}`.slice(0, 80),
        });
  const { representatives, coset } = cosets("induced", G, H.elements(), into);
  return {
    name: `${bracket(V.name)} up to ${G.name}`,
    group: G,
    dimension: representatives.length * V.dimension,
    isOrthogonal: V.isOrthogonal,
    matrix(g) {
      const [d, n] = [V.dimension, representatives.length * V.dimension];
      const out = Array.from({ length: n }, () => new Array<number>(n).fill(0));
      representatives.forEach((r, from) => {
        const { index, within } = coset(G.multiply(g, r));
        const block = V.matrix(within);
        for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) out[index * d + i]![from * d + j] = block[i]![j]!;
      });
      return out;
    },
    lieAlgebra: () => [],
  };
}

/**
 * A permutation representation: entry i of a vector moves to entry act(g, i), i = 0 … points − 1.
 * @throws RepError if a generator does not permute the points
 */
export function permutationRepresentation<E extends Plain>(
  group: Group<E>,
  points: number,
  act: (g: E, point: number) => number,
  name = `permutations of ${points}`,
): Representation<E> {
  checkCount("permutationRepresentation", points, 1);
  for (const g of group.generators) {
    const image = new Set(Array.from({ length: points }, (_, i) => act(g, i)));
    if (image.size !== points || ![...image].every((i) => Number.isInteger(i) && i >= 0 && i < points))
      throw new RepError("permutationRepresentation", {
        expected: `a permutation of ${points} points`,
        got: `images ${[...image].slice(0, 12).join(", ")}`,
      });
  }
  return {
    name,
    group,
    dimension: points,
    isOrthogonal: true,
    matrix(g) {
      const to = Array.from({ length: points }, (_, i) => act(g, i));
      return square(points, (row, column) => (to[column] === row ? 1 : 0));
    },
    lieAlgebra: () => group.lieAlgebra().map(() => square(points, () => 0)),
  };
}

/** The regular representation of a finite group: g moves the entry of h to the entry of g h; order of `elements()`. */
export const regular = <E extends Plain>(group: Group<E>): Representation<E> => ({
  ...quotient(group, []),
  name: "regular",
});

/**
 * The quotient representation: G permutes the cosets rH, in the order in which `elements()` meets them.
 * @param subgroup elements that generate H; none for the regular representation
 */
export function quotient<E extends Plain>(group: Group<E>, subgroup: readonly E[]): Representation<E> {
  const { representatives, coset } = cosets("quotient", group, generated(group, subgroup), (h) => h);
  return permutationRepresentation(
    group,
    representatives.length,
    (g, i) => coset(group.multiply(g, representatives[i]!)).index,
    `${group.name}/H${representatives.length}`,
  );
}

/** The subgroup of a finite group that the elements generate, the identity first. */
export function generated<E extends Plain>(group: Group<E>, generators: readonly E[]): readonly E[] {
  const found = new Map([[text(group.identity), group.identity]]);
  for (const g of found.values())
    for (const generator of generators) {
      const next = group.multiply(generator, g);
      found.set(text(next), next);
      if (found.size > (group.order ?? 50_000))
        throw new InputError("generated", { expected: `elements of ${group.name}`, got: "others" });
    }
  return [...found.values()];
}

/** The trace of V(g). */
export const character = <E extends Plain>(V: Representation<E>, g: E): number => trace(V.matrix(g));

/**
 * ⟨χ_V, χ_W⟩ of a finite group: (1/|G|) Σ χ_V(g⁻¹) χ_W(g), which is dim Hom_G(V, W).
 * @throws InputError if the group is infinite or has more than 50,000 elements
 */
export function characterProduct<E extends Plain>(V: Representation<E>, W: Representation<E>): number {
  const G = groupOf("characterProduct", V, W);
  const all = G.elements();
  return (
    all.reduce((sum, g) => sum + character(V, V.isOrthogonal ? g : G.inverse(g)) * character(W, g), 0) / all.length
  );
}

/** Where every element of the group lies: g = r h with r the representative of its coset. */
function cosets<E extends Plain, F extends Plain>(
  where: string,
  group: Group<E>,
  subgroup: readonly F[],
  into: (h: F) => E,
) {
  const embedded = subgroup.map(into);
  const place = new Map<string, { readonly index: number; readonly within: F }>();
  const representatives: E[] = [];
  for (const r of group.elements()) {
    if (place.has(text(r))) continue;
    embedded.forEach((h, i) => {
      place.set(text(group.multiply(r, h)), { index: representatives.length, within: subgroup[i]! });
    });
    representatives.push(r);
  }
  if (place.size !== group.order || representatives.length * subgroup.length !== group.order)
    throw new RepError(where, {
      expected: `a subgroup of ${group.name}`,
      got: `${subgroup.length} elements whose cosets do not tile it`,
    });
  const coset = (g: E) => {
    const found = place.get(text(g));
    if (!found) throw new RepError(where, { expected: `an element of ${group.name}`, got: text(g).slice(0, 60) });
    return found;
  };
  return { representatives, coset };
}

const text = (g: Plain): string => JSON.stringify(g);

const bracket = (name: string) => (/[ +⊗]/.test(name) ? `(${name})` : name);

function checkCount(where: string, n: number, least: number): void {
  if (!(Number.isInteger(n) && n >= least))
    throw new InputError(where, { expected: `an integer of at least ${least}`, got: String(n) });
}

const isUnit = (a: Matrix): boolean =>
  a.every((row, i) => row.every((x, j) => Math.abs(x - (i === j ? 1 : 0)) < 1e-10));
