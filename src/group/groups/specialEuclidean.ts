import { group } from "../group.js";
import { motions } from "../motion.js";
import { specialOrthogonal } from "./specialOrthogonal.js";

/** Special Euclidean group SE(n): rotations and translations; elements are {rotation, translation}. */
export const specialEuclidean = group("specialEuclidean", {
  symbol: "SE",
  range: [1, 256],
  sample: [1, 2, 3],
  make: (n: number) => motions(specialOrthogonal(n)),
});
