import { describe, expect, test } from "vitest";
import { key, uniform } from "../random.js";
import { decompose } from "./decompose.js";
import { inverseMatrix } from "./exponential.js";
import type { Group, Representation } from "./group.js";
import {
  cyclic,
  lorentz,
  orthogonal,
  specialLinear,
  specialOrthogonal,
  specialUnitary,
  symmetric,
  symplectic,
} from "./groups/index.gen.js";
import { haarOrthogonal } from "./haar.js";
import { distance } from "./kronecker.js";
import { adjoint } from "./lieAlgebra.js";
import { identity, multiply, transpose } from "./matrix.js";
import { parseGroup } from "./parseGroup.js";
import { exteriorPower, symmetricPower } from "./powers.js";
import * as make from "./representation.js";

/** Q⁻¹ V(g) Q is the stated sum, Q orthogonal where V is. */
function checked(V: Representation): string {
  const { basis, sum, parts } = decompose(V);
  const back = V.isOrthogonal ? transpose(basis) : inverseMatrix(basis);
  if (V.isOrthogonal) expect(distance(multiply(back, basis), identity(V.dimension))).toBeLessThan(1e-11);
  for (let seed = 0; seed < 4; seed++) {
    const g = V.group!.random(key(seed));
    expect(distance(multiply(multiply(back, V.matrix(g)), basis), sum.matrix(g))).toBeLessThan(1e-10);
  }
  expect(parts.reduce((n, { irrep, multiplicity }) => n + multiplicity * irrep.dimension, 0)).toBe(V.dimension);
  return sum.name;
}

const [O3, SO3, SO2, SU2] = [orthogonal(3), specialOrthogonal(3), specialOrthogonal(2), specialUnitary(2)];

describe("products that are known", () => {
  test.each([
    [make.tensorPower(O3, 2), "1x0e + 1x1e + 1x2e"],
    [make.tensorPower(O3, 3), "1x0o + 3x1o + 2x2o + 1x3o"],
    [make.tensorProduct(SO3.irreps[2]!, SO3.irreps[3]!), "1x1 + 1x2 + 1x3 + 1x4 + 1x5"],
    [symmetricPower(SO3, 3), "1x1 + 1x3"],
    [adjoint(SO3), "1x1"],
    [make.tensorPower(SO2, 4), "6x0 + 4x2 + 1x4"],
    [make.tensorPower(orthogonal(2), 4), "3x0e + 3x0o + 4x2 + 1x4"],
    [make.tensorPower(SU2, 2), "4x0 + 4x1"],
    [make.tensorProduct(SU2.irreps[2]!, SU2.irreps[3]!), "1x1/2 + 1x3/2 + 1x5/2"],
    [make.tensorPower(lorentz(), 2), "1x(0,0) + 1x(1,0) + 1x(1,1)"],
    [adjoint(lorentz()), "1x(1,0)"],
    [make.tensorPower(lorentz(), 3), "4x(1/2,1/2) + 2x(3/2,1/2) + 1x(3/2,3/2)"],
    [make.regular(cyclic(12)), "1x0 + 1x1 + 1x2 + 1x3 + 1x4 + 1x5 + 1x6"],
    [symmetric(5), "1x[5] + 1x[4,1]"],
    [make.sign(symmetric(4)), "1x[1,1,1,1]"],
  ] as readonly (readonly [Representation, string])[])("%$", (V, expected) => expect(checked(V)).toBe(expected));

  test("O(3) in another basis, not orthogonal", () => {
    const Q = make.tensorPower(specialLinear(3), 2).matrix(specialLinear(3).random(key(4)));
    expect(checked(make.inBasis(make.tensorPower(O3, 2), Q))).toBe("1x0e + 1x1e + 1x2e");
  });
  test("irreps that the list lacks are found too", () => {
    expect(checked(make.tensorPower(orthogonal(4), 2))).toBe("1x0e + 1xdim9 + 1xdim6");
    expect(checked(make.copies(exteriorPower(orthogonal(4), 2), 2))).toBe("2xdim6");
    expect(checked(symmetricPower(specialLinear(2), 3))).toBe("1xdim4");
    expect(checked(make.tensorPower(symplectic(4), 2))).toMatch(/^1x0 \+ 1xdim(10 \+ 1xdim5|5 \+ 1xdim10)$/);
  });
});

describe("decompose ∘ sum = identity, in a random orthogonal basis", () => {
  test.each(["S(4)", "C(8)", "C(5)", "O(3)", "SO(3)", "O(2)", "SO(2)", "SU(2)", "E(3)"])("%s", (name) => {
    const G = parseGroup(name) as Group;
    const irreps = G.irreps.slice(0, 5);
    for (let seed = 0; seed < 2; seed++) {
      const drawn = [...uniform(key(seed), irreps.length, 0, 3)].map(Math.floor);
      const wanted = irreps.flatMap((irrep, i) => (drawn[i]! > 0 ? [{ irrep, multiplicity: drawn[i]! }] : []));
      if (wanted.length === 0) continue;
      const sum = make.directSum(...wanted.map(({ irrep, multiplicity }) => make.copies(irrep, multiplicity)));
      const hidden = make.inBasis(sum, haarOrthogonal(key(seed + 9), sum.dimension));
      expect(checked(hidden)).toBe(
        wanted.map(({ irrep, multiplicity }) => `${multiplicity}x${irrep.name}`).join(" + "),
      );
    }
  });
});
