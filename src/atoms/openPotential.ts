// A potential in a session: from the zoo, or from an ONNX file.
import { info } from "../engine/onnx/info.js";
import { readModel } from "../engine/onnx/readModel.js";
import { compile, open, runOrt, type Session, type SessionOptions } from "../engine/session.js";
import { InputError } from "../error.js";
import { loadPotential, type WeightOptions } from "./potential.js";
import { bytesPerEdge, type PotentialFacts, readFacts } from "./potentialFile.js";

export interface PotentialOptions
  extends WeightOptions,
    Pick<SessionOptions, "threads" | "device" | "precision" | "cache"> {}

export interface OpenPotential extends PotentialFacts {
  readonly session: Pick<Session, "inputs" | "run" | "close">;
}

/** @throws InputError on an unknown model, or options that it does not have */
export async function openPotential(model: string, options: PotentialOptions): Promise<OpenPotential> {
  const { weights, modality, ...session } = options;
  if (!model.endsWith(".onnx")) {
    const { graph, ...facts } = await loadPotential(model, { weights, modality });
    return { ...facts, bytesPerEdge: bytesPerEdge(graph), session: await compile(graph, session) };
  }
  const other = Object.entries({ weights, modality, precision: session.precision }).find(([, given]) => given);
  if (other) throw new InputError(model, { expected: "a file that says all", got: `${other[0]} beside it` });
  const bytes = await readModel(model);
  const { inputs, metadata } = info(bytes);
  const facts = readFacts(model, metadata);
  const opened = await open(bytes, { ...session, hasFixedSizes: false });
  return {
    ...facts,
    session: {
      inputs: Object.fromEntries(inputs.map(({ name, ...type }) => [name, type])) as Session["inputs"],
      run: (feeds) => runOrt(opened, feeds),
      close: () => opened.release(),
    },
  };
}
