import { z } from "zod";
import { InputError } from "../../error.js";
import { action } from "../action.js";

const pair = (what: string) => z.string().regex(/^[^:=]+[:=].+$/, what);

/** `equivar audit MODEL.onnx` */
export const audit = action("audit", {
  about: "Measures how far an ONNX model is from a symmetry.",
  examples: [
    'equivar audit model.onnx --group "E(3)" --in "position:euclid[-1]" --in "velocity:linear[-1]" --out "predicted:euclid[-1]" --size nodes=5 --size slots=4 --below senders=5',
  ],
  arguments: z.object({ model: z.string().meta({ description: "an ONNX file", placeholder: "MODEL.onnx" }) }),
  options: z.object({
    group: z.string().describe('the group, as "E(3)" or "S(5)"'),
    in: z
      .array(pair("NAME:ACTION, as in position:euclid[-1]"))
      .default([])
      .meta({ description: "how the group acts on an input; invariant if not named", placeholder: "NAME:ACTION" }),
    // The same for outputs; replaces nothing of the shared options, whose folder is not needed here.
    out: z
      .array(pair("NAME:ACTION, as in predicted:euclid[-1]"))
      .default([])
      .meta({ description: "how the group acts on an output", placeholder: "NAME:ACTION" }),
    size: z
      .array(pair("NAME=N, as in nodes=5"))
      .default([])
      .meta({ description: "size of a named dimension", placeholder: "NAME=N" }),
    below: z
      .array(pair("NAME=N, as in senders=5"))
      .default([])
      .meta({ description: "an integer input is drawn from 0 to N − 1", placeholder: "NAME=N" }),
    pairs: z.int().min(1).default(20).describe("random pairs of an input and a group element"),
  }),
  async run({ model, group, in: inputs, out, size, below, pairs, seed, threads }) {
    const { readFile } = await import("node:fs/promises");
    const [{ audit: measureModel }, { parseGroup }, { parseAction }] = await Promise.all([
      import("../../audit/audit.js"),
      import("../../group/parseGroup.js"),
      import("../../group/action.js"),
    ]);
    const actions = (texts: readonly string[]) =>
      Object.fromEntries(
        texts.map((text) => [text.slice(0, text.indexOf(":")), parseAction(text.slice(text.indexOf(":") + 1))]),
      );
    const bytes = await readFile(model).catch(() => {
      throw new InputError("audit", { expected: "an ONNX file that can be read", got: `"${model}"` });
    });
    const result = await measureModel(new Uint8Array(bytes), {
      group: parseGroup(group),
      inputs: actions(inputs),
      outputs: actions(out),
      sizes: counts("--size", size),
      below: counts("--below", below),
      pairs,
      seed,
      threads,
    });
    return { result, holds: result.verdict === "equivariant" };
  },
  print: ({ verdict, error, witness }) =>
    `${verdict}: relative error in f32 ${error.f32.max.toExponential(2)} at most, ${error.f32.mean.toExponential(2)} on average\nworst: output ${witness.output}, pair ${witness.pair}, element ${JSON.stringify(witness.element)}`,
});

function counts(where: string, texts: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    texts.map((text) => {
      const [name, n] = text.split(/[=:]/);
      if (!/^\d+$/.test(n ?? ""))
        throw new InputError(where, { expected: "NAME=N with a whole number", got: `"${text}"` });
      return [name, Number(n)];
    }),
  );
}
