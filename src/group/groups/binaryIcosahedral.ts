import type { Complex } from "../complex.js";
import { binaryGroup, type ExactQuaternion, icosahedralGenerators, withGoldenRatio } from "../exactQuaternions.js";
import { group } from "../group.js";

/**
 * Binary icosahedral group 2I, the double cover of I: 120 unit quaternions, the icosians of norm 1.
 * Irreps of I, and E1/2 (the quaternions themselves), E7/2, G3/2, I5/2.
 */
export const binaryIcosahedral = group("binaryIcosahedral", {
  symbol: "2I",
  sample: [[]],
  make: () => ({
    ...binaryGroup(withGoldenRatio, 120, icosahedralGenerators),
    nameIrrep(degree: number, character: (g: ExactQuaternion) => Complex) {
      const sign = character(icosahedralGenerators[1]!).re; // φ for E1/2: twice the real part of the quaternion
      if (degree === 2) return sign > 0 ? "E1/2" : "E7/2";
      if (degree === 3) return `T${sign > 0 ? 1 : 2}`;
      if (degree === 4) return character([-2, 0, 0, 0, 0, 0, 0, 0]).re > 0 ? "G" : "G3/2";
      return { 1: "A", 5: "H", 6: "I5/2" }[degree]!;
    },
  }),
});
