import { degreeLimit } from "../../src/group/degree.js";
import { wigner3j } from "../../src/group/wigner3j.js";
import { workload } from "../workload.js";

const degrees = Array.from({ length: degreeLimit + 1 }, (_, l) => l);
const allowed = degrees.flatMap((a) =>
  degrees.flatMap((b) => degrees.filter((c) => c >= Math.abs(a - b) && c <= a + b).map((c) => [a, b, c] as const)),
);

/** Every tensor of Wigner 3j symbols; ours keeps none of them. */
export const groupWigner3j = workload("group-wigner3j", {
  about: `all ${allowed.length} Wigner 3j tensors to l = ${degreeLimit} in the real basis, each computed anew`,
  peers: { "group-wigner3j": 0.5 },
  runs: 4,
  make: async () => {
    const step = async () => allowed.map((one) => wigner3j(...one));
    return { step, facts: { tensors: allowed.length }, close: async () => {} };
  },
});
