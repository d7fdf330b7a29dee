import { customVjp } from "../customVjp.js";
import { keep } from "../ops/keep.js";
import { stopGradient } from "../ops/stopGradient.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";

/** What only says how to differentiate is not needed once that is done. */
export const derivativeMarker = rewrite("derivativeMarker", {
  roots: ["stopGradient", "customVjp", "keep"],
  examples: [
    () => stopGradient(input(f32(2))),
    () => keep(input(f32(2))),
    () => customVjp(input(f32(2)), [], () => []),
  ],
  apply: ({ inputs: [x] }) => x,
});
