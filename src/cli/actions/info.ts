import { z } from "zod";
import { InputError } from "../../error.js";
import { action } from "../action.js";

/** `equivar info MODEL.onnx` */
export const info = action("info", {
  about: "Shows the inputs, outputs and metadata of an ONNX file.",
  examples: ["equivar info model.onnx"],
  arguments: z.object({ model: z.string().meta({ description: "an ONNX file", placeholder: "MODEL.onnx" }) }),
  async run({ model }) {
    const { readFile } = await import("node:fs/promises");
    const { info: read } = await import("../../engine/onnx/info.js");
    const bytes = await readFile(model).catch(() => {
      throw new InputError("info", { expected: "an ONNX file that can be read", got: `"${model}"` });
    });
    return { result: read(new Uint8Array(bytes)) };
  },
  print: ({ opset, inputs, outputs, parameters, nodes, metadata }) =>
    [
      `opset ${opset}, ${nodes} nodes, ${parameters} parameters`,
      ...inputs.map(({ name, dtype, shape }) => `in   ${name}: ${dtype} [${shape.join(", ")}]`),
      ...outputs.map(({ name, dtype, shape }) => `out  ${name}: ${dtype} [${shape.join(", ")}]`),
      ...Object.entries(metadata).map(([key, text]) => `${key}: ${text}`),
    ].join("\n"),
});
