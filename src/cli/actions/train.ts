import { z } from "zod";
import { action } from "../action.js";
import { type TrainingResult, trainMethod } from "../training.js";

/** `equivar train SLUG` */
export const train = action("train", {
  about: "Trains a method with your own number of steps, and resumes a run that was stopped.",
  examples: ["equivar train egnn --steps 2000", "equivar train egnn --resume runs/egnn-20261126-140000"],
  arguments: z.object({ slug: z.string().meta({ description: "name of the method", placeholder: "SLUG" }) }),
  options: z.object({
    config: z.enum(["tiny", "standard", "paper"]).default("standard").describe("size of model, data and training"),
    steps: z.int().min(1).optional().describe("optimizer steps, instead of the configuration's"),
    resume: z
      .string()
      .optional()
      .meta({ description: "folder of a run to go on with; the other options as it was started", placeholder: "DIR" }),
  }),
  run: (input, context) => trainMethod(input, context),
  print: ({ text }: TrainingResult) => text,
});
