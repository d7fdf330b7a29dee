import { z } from "zod";
import { InputError } from "../../error.js";
import { action } from "../action.js";
import { potentialOptions } from "../potentialOptions.js";

const { model, ...others } = potentialOptions;

/** `equivar export MODEL -o FILE.onnx` */
export const export_ = action("export_", {
  about: "Writes a pretrained potential as one ONNX file that gives energy, forces and stress.",
  examples: ["equivar export sevennet-0 -o sevennet.onnx"],
  arguments: z.object({ model: z.string().meta({ description: "a potential of the zoo", placeholder: "MODEL" }) }),
  options: z.object({
    ...others,
    output: z.string().meta({ short: "o", description: "the file to write", placeholder: "FILE.onnx" }),
    precision: z.enum(["f32", "f64"]).default("f32").describe("numbers of the file"),
  }),
  async run({ model: name, weights, modality, output, precision }) {
    if (!output.endsWith(".onnx"))
      throw new InputError("--output", { expected: "a name that ends in .onnx", got: output });
    const { loadPotential } = await import("../../atoms/potential.js");
    const { potentialOnnx } = await import("../../atoms/potentialFile.js");
    const { info } = await import("../../engine/onnx/info.js");
    const { writeAtomic } = await import("../../train/atomicFile.js");
    const bytes = potentialOnnx(await loadPotential(name, { weights, modality }), precision);
    writeAtomic(output, bytes);
    const { inputs, outputs, metadata } = info(bytes);
    const described = (ports: typeof inputs) => ports.map((port) => ({ ...port, about: metadata[port.name] ?? "" }));
    return { result: { out: output, bytes: bytes.length, inputs: described(inputs), outputs: described(outputs) } };
  },
  print: ({ out, bytes, inputs, outputs }) =>
    [
      `${out}: ${(bytes / 1e6).toFixed(1)} MB`,
      ...inputs.map(({ name, about }) => `in   ${name}: ${about}`),
      ...outputs.map(({ name, about }) => `out  ${name}: ${about}`),
    ].join("\n"),
});
