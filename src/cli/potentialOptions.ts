// The options of commands that ask a potential.
import { z } from "zod";
import { deviceOption } from "./deviceOption.js";

export const potentialOptions = {
  model: z.string().default("sevennet-0").meta({
    description: "a potential of the zoo, or an ONNX file that equivar export wrote",
    placeholder: "MODEL",
  }),
  weights: z.string().optional().meta({
    description: "its weights: safetensors, .npz or .pth; the package has those of sevennet-0",
    placeholder: "FILE",
  }),
  modality: z.string().optional().describe('for models of several functionals: "PBE" or "R2SCAN"'),
};

/** Of those that run it. */
export const runningOptions = {
  ...deviceOption,
  cache: z.boolean().default(true).describe("keep no optimised model for the next time, and use none"),
};

/** Units of what these commands print. */
export const units = {
  energy: "eV",
  energies: "eV",
  forces: "eV/Å",
  stress: "eV/Å³, xx yy zz yz xz xy, positive under tension",
  pressure: "GPa",
} as const;
