import { z } from "zod";
import { action } from "../action.js";
import { deviceOption } from "../deviceOption.js";
import { type TrainingResult, trainMethod } from "../training.js";

/** `equivar train SLUG` */
export const train = action("train", {
  about: "Trains a method with your own number of steps, and resumes a run that was stopped.",
  examples: [
    "equivar train egnn --steps 2000",
    "equivar train egnn --resume runs/egnn-20261126-140000",
    "equivar train egnn --run runs/mine",
  ],
  arguments: z.object({ slug: z.string().meta({ description: "name of the method", placeholder: "SLUG" }) }),
  options: z.object({
    config: z.enum(["tiny", "standard", "paper"]).default("standard").describe("size of model, data and training"),
    steps: z.int().min(1).optional().describe("optimizer steps, instead of the configuration's"),
    checkpointEvery: z.int().min(1).default(200).describe("steps between checkpoints"),
    run: z
      .string()
      .optional()
      .meta({ description: "the run's own folder; a run that was stopped there goes on", placeholder: "DIR" }),
    resume: z.string().optional().meta({
      description: "as --run, but the folder must hold a run; other options as it was started",
      placeholder: "DIR",
    }),
    ...deviceOption,
  }),
  run: (input, context) => trainMethod(input, context),
  print: ({ text }: TrainingResult) => text,
});
