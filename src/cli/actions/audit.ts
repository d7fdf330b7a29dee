import { z } from "zod";
import { action } from "../action.js";
import { deviceOption } from "../deviceOption.js";

const named = z.string().regex(/^.+:[^:]+$/, "NAME:ACTION, as in position:euclid[-1]");
const counted = z.string().regex(/^.+=\d+$/, "NAME=N, as in nodes=5");

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
      .array(named)
      .default([])
      .meta({ description: "how the group acts on an input; invariant if not named", placeholder: "NAME:ACTION" }),
    // The same for outputs; replaces nothing of the shared options, whose folder is not needed here.
    out: z
      .array(named)
      .default([])
      .meta({ description: "how the group acts on an output", placeholder: "NAME:ACTION" }),
    size: z.array(counted).default([]).meta({ description: "size of a named dimension", placeholder: "NAME=N" }),
    below: z
      .array(counted)
      .default([])
      .meta({ description: "an integer input is drawn from 0 to N − 1", placeholder: "NAME=N" }),
    pairs: z.int().min(1).default(20).describe("random pairs of an input and a group element"),
    ...deviceOption,
  }),
  async run({ model, group, in: inputs, out, size, below, pairs, seed, threads, device }) {
    const [{ readModel }, { audit: measureModel }, { parseGroup }, { parseAction }] = await Promise.all([
      import("../../engine/onnx/readModel.js"),
      import("../../audit/audit.js"),
      import("../../group/parseGroup.js"),
      import("../../group/action.js"),
    ]);
    const actions = (texts: readonly string[]) => entriesOf(texts, ":", parseAction);
    const result = await measureModel(await readModel(model), {
      group: parseGroup(group),
      inputs: actions(inputs),
      outputs: actions(out),
      sizes: entriesOf(size, "=", Number),
      below: entriesOf(below, "=", Number),
      pairs,
      seed,
      threads,
      device,
    });
    return { result, holds: result.verdict === "equivariant" };
  },
  print: ({ verdict, error, witness, warning }) =>
    `${warning ? `${warning}\n` : ""}${verdict}: relative error in f32 ${error.f32.max.toExponential(2)} at most, ${error.f32.mean.toExponential(2)} on average\nworst: output ${witness.output}, pair ${witness.pair}, element ${JSON.stringify(witness.element)}`,
});

/** NAME:TEXT as an entry; a name may hold the sign, as in ONNX's "input:0". */
const entriesOf = <T>(pairs: readonly string[], sign: string, read: (text: string) => T): Record<string, T> =>
  Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.lastIndexOf(sign)), read(pair.slice(pair.lastIndexOf(sign) + 1))]),
  );
