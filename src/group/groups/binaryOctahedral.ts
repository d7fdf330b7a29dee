import type { Complex } from "../complex.js";
import { binaryGroup, type ExactQuaternion, octahedralGenerators, withRootTwo } from "../exactQuaternions.js";
import { group } from "../group.js";

/**
 * Binary octahedral group 2O, the double cover of O: 48 unit quaternions.
 * Irreps of O, and E1/2 (the quaternions themselves), E5/2, G3/2.
 */
export const binaryOctahedral = group("binaryOctahedral", {
  symbol: "2O",
  sample: [[]],
  make: () => ({
    ...binaryGroup(withRootTwo, 48, octahedralGenerators),
    nameIrrep(degree: number, character: (g: ExactQuaternion) => Complex) {
      const sign = character(octahedralGenerators[1]!).re; // √2 for E1/2: twice the real part of the quaternion
      if (degree === 4) return "G3/2";
      if (degree === 2) return sign > 1e-9 ? "E1/2" : sign < -1e-9 ? "E5/2" : "E";
      return `${degree === 1 ? "A" : "T"}${sign > 0 ? 1 : 2}`;
    },
  }),
});
