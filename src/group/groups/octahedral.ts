import type { Complex } from "../complex.js";
import { type ExactQuaternion, octahedralGenerators, rotationGroup, withRootTwo } from "../exactQuaternions.js";
import { group } from "../group.js";

/**
 * Octahedral group O: the 24 rotations of a cube, fourfold axes x, y, z; elements are quaternions up to sign.
 * Irreps by Mulliken's symbols: A1, A2, E, T1 (the rotations themselves), T2.
 */
export const octahedral = group("octahedral", {
  symbol: "octahedral", // "O" is the symbol of O(n), with which errors help
  form: "O",
  write: () => "O",
  read: (text) => (text.trim() === "O" ? ([] as []) : undefined),
  sample: [[]],
  make: () => ({
    ...rotationGroup(withRootTwo, 24, octahedralGenerators),
    nameIrrep: (degree: number, character: (g: ExactQuaternion) => Complex) =>
      degree === 2 ? "E" : `${degree === 1 ? "A" : "T"}${character(octahedralGenerators[1]!).re > 0 ? 1 : 2}`,
  }),
});
