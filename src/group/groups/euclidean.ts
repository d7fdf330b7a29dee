import { group } from "../group.js";
import { motions } from "../motion.js";
import { orthogonal } from "./orthogonal.js";

/** Euclidean group E(n): rotations, reflections and translations; elements are {rotation, translation}. */
export const euclidean = group("euclidean", {
  symbol: "E",
  range: [1, 256],
  sample: [1, 2, 3],
  make: (n: number) => motions(orthogonal(n)),
});
