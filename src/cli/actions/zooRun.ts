import { z } from "zod";
import { action } from "../action.js";
import { deviceOption } from "../deviceOption.js";
import { type TrainingResult, trainMethod } from "../training.js";

/** `equivar zoo run SLUG` */
export const zooRun = action("zooRun", {
  about: "Trains one method, measures its symmetry and ships it as ONNX, without baselines.",
  examples: ["equivar zoo run egnn", "equivar zoo run egnn --config tiny"],
  arguments: z.object({ slug: z.string().meta({ description: "name of the method", placeholder: "SLUG" }) }),
  options: z.object({
    config: z.enum(["tiny", "standard", "paper"]).default("standard").describe("size of model, data and training"),
    ...deviceOption,
  }),
  run: (input, context) => trainMethod(input, context),
  print: ({ text }: TrainingResult) => text,
});
