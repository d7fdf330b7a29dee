import type { Complex } from "../complex.js";
import { binaryGroup, type ExactQuaternion, tetrahedralGenerators, withRootTwo } from "../exactQuaternions.js";
import { group } from "../group.js";

/**
 * Binary tetrahedral group 2T, the double cover of T: 24 unit quaternions, Hurwitz's units.
 * Irreps of T, and E1/2 (the quaternions themselves), F3/2 and its conjugate.
 */
export const binaryTetrahedral = group("binaryTetrahedral", {
  symbol: "2T",
  sample: [[]],
  make: () => ({
    ...binaryGroup(withRootTwo, 24, tetrahedralGenerators),
    nameIrrep(degree: number, character: (g: ExactQuaternion) => Complex) {
      const { re, im } = character(tetrahedralGenerators[0]!); // 1 for E1/2: twice the real part of the quaternion
      if (degree === 2) return re > 0 && im === 0 ? "E1/2" : "F3/2";
      return degree === 3 ? "T" : re > 0 ? "A" : "E";
    },
  }),
});
