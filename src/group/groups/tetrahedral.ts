import type { Complex } from "../complex.js";
import { type ExactQuaternion, rotationGroup, tetrahedralGenerators, withRootTwo } from "../exactQuaternions.js";
import { group } from "../group.js";

/**
 * Tetrahedral group T: the 12 rotations of a tetrahedron, twofold axes x, y, z; elements are quaternions up to sign.
 * Irreps by Mulliken's symbols: A, E and its conjugate E*, T.
 */
export const tetrahedral = group("tetrahedral", {
  symbol: "tetrahedral", // "T" is the symbol of T(n), with which errors help
  form: "T",
  write: () => "T",
  read: (text) => (text.trim() === "T" ? ([] as []) : undefined),
  sample: [[]],
  make: () => ({
    ...rotationGroup(withRootTwo, 12, tetrahedralGenerators),
    nameIrrep: (degree: number, character: (g: ExactQuaternion) => Complex) =>
      degree === 3 ? "T" : character(tetrahedralGenerators[0]!).re > 0 ? "A" : "E",
  }),
});
