// The option of commands that run a model.
import { z } from "zod";

export const deviceOption = {
  device: z
    .enum(["cpu", "cuda", "webgpu", "coreml", "dml"])
    .default("cpu")
    .describe("what runs the model; one that is not there is an error"),
};
