import { InputError, RepError } from "../error.js";
import { inverseMatrix, logarithmNearOne } from "./exponential.js";
import type { Group, Plain, Representation } from "./group.js";
import { combine, innerProduct, largest } from "./kronecker.js";
import { identity, type Matrix, multiply, scale, square, transpose } from "./matrix.js";

/**
 * The group that acts, by V and all others alike.
 * @throws RepError if none is stated or they differ
 */
export function groupOf<E extends Plain>(where: string, ...all: readonly Representation<E>[]): Group<E> {
  if (all.length === 0) throw new RepError(where, { expected: "at least one representation", got: "none" });
  for (const V of all)
    if (typeof V?.matrix !== "function" || !V.group)
      throw new RepError(where, {
        expected: "a representation that states its group",
        got: V?.name ?? String(V),
        hint: "representation(group, { name, matrix }) makes one.",
      });
  const [first, ...others] = all.map(({ group }) => group!);
  const other = others.find(({ name }) => name !== first!.name);
  if (other)
    throw new RepError(where, { expected: "representations of one group", got: `${first!.name} and ${other.name}` });
  return first!;
}

/**
 * The derived action: how each element of the basis `group.lieAlgebra()` acts on V.
 * @returns one matrix [dim V, dim V] for each, none for a finite group
 * @throws RepError if V does not state it and its group has no exponential
 */
export function derivative<E extends Plain>(V: Representation<E>): readonly Matrix[] {
  if (V.lieAlgebra) return V.lieAlgebra();
  const G = groupOf("derivative", V);
  const basis = G.lieAlgebra();
  if (basis.length > 0 && !G.exponential)
    throw new RepError("derivative", {
      expected: `${V.name} to state lieAlgebra()`,
      got: `${G.name} has no exponential`,
    });
  return basis.map((x) => {
    // V(exp(h x)) = exp(h dV(x)): the logarithm is exact for any h small enough for its series.
    for (let h = 1 / 32; h > 1e-6; h /= 2) {
      const near = V.matrix(G.exponential!(scale(h, x)));
      const size = Math.max(
        ...combine(1, near, -1, identity(near.length)).map((row) => row.reduce((s, v) => s + Math.abs(v), 0)),
        0,
      );
      if (!(size < 0.3)) continue;
      const found = scale(1 / h, logarithmNearOne(near));
      return V.isOrthogonal ? combine(0.5, found, -0.5, transpose(found)) : found;
    }
    throw new RepError("derivative", { expected: `${V.name} to be continuous`, got: "a jump at the identity" });
  });
}

/**
 * The element exp(x) of the group; of a finite group the identity.
 * @throws InputError if the group has no exponential
 */
export function exponentialOf<E extends Plain>(G: Group<E>, x: Matrix): E {
  if (G.exponential) return G.exponential(x);
  if (G.order !== null) return G.identity;
  throw new InputError("exponential", { expected: "a group that states its exponential", got: G.name });
}

/** x y − y x. */
export const commutator = (x: Matrix, y: Matrix): Matrix => combine(1, multiply(x, y), -1, multiply(y, x));

/**
 * The adjoint representation: g x g⁻¹ on the Lie algebra, in the coordinates of `group.lieAlgebra()`.
 * @throws InputError if the Lie algebra is 0
 */
export function adjoint<E extends Plain>(G: Group<E>): Representation<E> {
  const basis = G.lieAlgebra();
  if (basis.length === 0) throw new InputError("adjoint", { expected: "a group with a Lie algebra", got: G.name });
  const gram = square(basis.length, (i, j) => innerProduct(basis[i]!, basis[j]!));
  const back = inverseMatrix(gram);
  const isUniform = largest(combine(1, gram, -gram[0]![0]!, identity(basis.length))) < 1e-12;
  const coordinates = (images: readonly Matrix[]): Matrix =>
    multiply(
      back,
      basis.map((x) => images.map((image) => innerProduct(x, image))),
    );
  return {
    name: "adjoint",
    group: G,
    dimension: basis.length,
    isOrthogonal: G.isOrthogonal && isUniform,
    matrix(g) {
      const [there, home] = [G.matrix(g), G.matrix(G.inverse(g))];
      return coordinates(basis.map((x) => multiply(multiply(there, x), home)));
    },
    lieAlgebra: () => basis.map((x) => coordinates(basis.map((y) => commutator(x, y)))),
  };
}

/** Σ coefficients[i] basis[i], an element of the Lie algebra in the defining representation. */
export function algebraElement<E extends Plain>(G: Group<E>, coefficients: readonly number[]): Matrix {
  const basis = G.lieAlgebra();
  if (coefficients.length !== basis.length)
    throw new InputError("algebraElement", {
      expected: `${basis.length} coefficients for ${G.name}`,
      got: String(coefficients.length),
    });
  return basis.reduce<Matrix>(
    (sum, x, i) => combine(1, sum, coefficients[i]!, x),
    square(G.dimension, () => 0),
  );
}
