// A potential: the graph that turns atoms and edges into energy, forces and stress, and what it is good for.
import { readBytes } from "#runtime";
import { type Graph, inputsOf, substitute } from "../engine/graph.js";
import { derivativeMarker } from "../engine/rewrites/index.gen.js";
import { simplify } from "../engine/simplify.js";
import { constant, input, type Tensor } from "../engine/tensor.js";
import { InputError } from "../error.js";
import { type PotentialInputs, potential, potentialInputs } from "../nn/potential.js";
import { withParameters } from "../nn/scope.js";
import { readTorchFile, readWeights } from "../train/weights.js";
import type { TrainedModel, WeightArrays } from "../zoo/model.js";
import { models } from "../zoo/models/index.gen.js";

export interface Potential {
  readonly name: string;
  readonly about: string;
  readonly license: string;
  readonly source: string;
  /** Å */
  readonly cutoff: number;
  /** Atomic numbers that the model knows. */
  readonly elements: readonly number[];
  /** From `potentialInputs` to energy, energies, forces and stress. */
  readonly graph: Graph;
}

export interface WeightOptions {
  /** A file of weights (safetensors, .npz, .pth): a path, a URL, or its bytes; that of the package by default. */
  readonly weights?: string | URL | Uint8Array | undefined;
  /** For models that tell several apart: "PBE". */
  readonly modality?: string | undefined;
}

/**
 * A trained model of the zoo as a potential.
 * @param name "sevennet-0"; "7net-0" will do
 * @throws InputError on a name that is unknown, weights that are missing, damaged or another model's, a wrong modality
 */
export async function loadPotential(name: string, { weights, modality }: WeightOptions = {}): Promise<Potential> {
  const model = modelNamed(name);
  if (modality !== undefined && !model.modalities) {
    throw new InputError(model.name, { expected: "no modality, for it has one only", got: modality });
  }
  const { energies, values } = model.load(await arraysOf(model, weights), modality);
  const inputs = Object.fromEntries(
    Object.entries(potentialInputs).map(([key, { shape, dtype }]) => [key, input(key, shape, dtype)]),
  ) as unknown as PotentialInputs; // each key has its tensor
  const { value, parameters } = withParameters((scope) => potential(energies, scope, inputs));
  const leaves = parameters.map(({ path, shape, leaf }): [Tensor, Tensor] => {
    const found = values.get(path);
    if (!found) throw new InputError(model.name, { expected: `a value of parameter ${path}`, got: "none" });
    return [leaf, constant(Float64Array.from(found), shape, "f32")];
  });
  const bound = substitute(Object.values(value), new Map(leaves));
  const results = Object.fromEntries(Object.keys(value).map((key, i) => [key, bound[i]!]));
  // No more derivatives are taken: what only they would read is no input.
  const { outputs } = simplify({ inputs: [], outputs: results }, { rewrites: [derivativeMarker] });
  const used = new Set(inputsOf(Object.values(outputs)));
  const { about, license, source, cutoff, elements } = model;
  const full = modality === undefined ? model.name : `${model.name} ${modality}`;
  const graph = { inputs: Object.values(inputs).filter((each) => used.has(each)), outputs };
  return { name: full, about, license, source, cutoff, elements, graph };
}

function modelNamed(name: string): TrainedModel {
  const all: readonly TrainedModel[] = Object.values(models);
  const found = all.find((each) => each.name === name.replace(/^7net-/, "sevennet-"));
  if (found) return found;
  throw new InputError("model", { expected: `${all.map((each) => each.name).join(", ")}, or an ONNX file`, got: name });
}

async function arraysOf(model: TrainedModel, weights: WeightOptions["weights"]): Promise<WeightArrays> {
  const { name, file, source } = model;
  if (weights instanceof Uint8Array) return read(model, weights, name);
  const place = weights ?? file;
  if (!place) {
    const hint = `published as ${source}`;
    throw new InputError(name, { expected: "a file of its weights, by --weights", got: "none", hint });
  }
  const bytes = await readBytes(place).catch((error: unknown) => {
    throw new InputError(name, { expected: `weights that can be read at ${place}`, got: String(error) });
  });
  return read(model, bytes, String(place));
}

/** The arrays of floats of a weight file, or of the authors' checkpoint. */
async function read({ fromCheckpoint }: TrainedModel, bytes: Uint8Array, where: string): Promise<WeightArrays> {
  const raw = await readWeights(bytes, where);
  const isCheckpoint = [...raw.keys()].some((name) => name.startsWith("model_state_dict."));
  const weights = isCheckpoint && fromCheckpoint ? fromCheckpoint(await readTorchFile(bytes, where), where) : raw;
  const floats = [...weights].flatMap(([name, { dtype, shape, data }]) =>
    dtype === "F32" || dtype === "F64" ? [[name, { shape, data }] as const] : [],
  );
  return new Map(floats);
}
