import type { Complex } from "../complex.js";
import { type ExactQuaternion, icosahedralGenerators, rotationGroup, withGoldenRatio } from "../exactQuaternions.js";
import { group } from "../group.js";

/**
 * Icosahedral group I: the 60 rotations of an icosahedron, twofold axes x, y, z; elements are quaternions up to sign.
 * Irreps by Mulliken's symbols: A, T1 (the rotations themselves), T2, G, H.
 */
export const icosahedral = group("icosahedral", {
  symbol: "I",
  sample: [[]],
  make: () => ({
    ...rotationGroup(withGoldenRatio, 60, icosahedralGenerators),
    nameIrrep: (degree: number, character: (g: ExactQuaternion) => Complex) =>
      degree === 3 ? `T${character(icosahedralGenerators[1]!).re > 0 ? 1 : 2}` : { 1: "A", 4: "G", 5: "H" }[degree]!,
  }),
});
