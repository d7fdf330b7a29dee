import { sphericalHarmonics } from "../../src/group/sphericalHarmonics.js";
import { key, normal } from "../../src/random.js";
import { workload } from "../workload.js";

const [most, count] = [6, 10_000];
const degrees = Array.from({ length: most + 1 }, (_, l) => l);

export const groupHarmonics = workload("group-harmonics", {
  about: `real spherical harmonics of degrees 0 … ${most} at ${count} vectors, f64`,
  peers: { "group-harmonics": 0.5, "group-harmonics-compiled": 1 },
  make: async () => {
    const vectors = normal(key(0), 3 * count);
    const step = async () => sphericalHarmonics(degrees, vectors, { normalization: "component" });
    return { step, facts: { vectors: count, entries: (await step()).length }, close: async () => {} };
  },
});
