import { z } from "zod";
import { action } from "../action.js";
import { deviceOption } from "../deviceOption.js";
import { methodsOf, resultText } from "../methods.js";

/** `equivar zoo verify [SLUG…]` */
export const zooVerify = action("zooVerify", {
  about: "Trains methods and their baselines, holds their claims, measures their symmetry, ships them as ONNX.",
  examples: ["equivar zoo verify egnn", "equivar zoo verify egnn --seed 1 --json"],
  arguments: z.object({
    slugs: z.array(z.string()).default([]).meta({ description: "methods; all if none is named", placeholder: "SLUG" }),
  }),
  options: z.object({
    config: z.enum(["tiny", "standard", "paper"]).default("standard").describe("size of model, data and training"),
    ...deviceOption,
  }),
  async run({ slugs, config, seed, threads, device, out }, { now, signal }) {
    const chosen = await methodsOf(slugs);
    const [{ verify }, { watcher }] = await Promise.all([import("../../zoo/verify.js"), import("../watcher.js")]);
    const methods = [];
    for (const method of chosen) {
      methods.push(
        await verify(method, {
          config,
          seed,
          threads,
          device,
          out,
          baselines: true,
          watcher: watcher(process.stderr, now),
          now,
          signal,
        }),
      );
    }
    return { result: { methods }, holds: methods.every(({ holds }) => holds) };
  },
  print: ({ methods }) => methods.map(resultText).join("\n\n"),
});
