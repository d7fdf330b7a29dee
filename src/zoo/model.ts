// What a trained model is: published weights under a name, ready to be asked. `equivar energy --model NAME` knows them all.
import type { Field, GroupName } from "../nn/field.js";
import type { Atoms, EnergyModel } from "../nn/potential.js";
import type { Scope } from "../nn/scope.js";
import type { TorchFile, Weights } from "../train/weights.js";

/** Arrays of a weight file, by name. */
export type WeightArrays = ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: ArrayLike<number> }>;

export interface TrainedModel {
  /** "sevennet-0"; its file and export are named so in camel case. */
  readonly name: string;
  readonly about: string;
  readonly license: string;
  /** Where the weights are published. */
  readonly source: string;
  /**
   * Its weights, if they ship with the package; else the user gives a file. `new URL("../../../src/zoo/weights/…",
   * import.meta.url)`, in one piece: the way leads there from src and from dist, and bundlers see it and take the file along.
   */
  readonly file?: URL;
  /** Å */
  readonly cutoff: number;
  /** Atomic numbers that it was trained on. */
  readonly elements: readonly number[];
  /** What it was trained to tell apart, such as functionals; one must be chosen. */
  readonly modalities?: readonly string[];
  /** Arrays of the authors' own checkpoint, written by PyTorch, as `load` takes them. */
  readonly fromCheckpoint?: (file: TorchFile, where: string) => Weights;
  /**
   * @param arrays of a weight file
   * @param modality one of `modalities`, if there are any
   * @throws InputError if the arrays are not those of this model
   */
  readonly load: (arrays: WeightArrays, modality?: string) => Loaded;
}

/** What a model's weights make of it. */
export interface Loaded {
  readonly energies: EnergyModel;
  /** What it makes on its way, by name: fields over the atoms, descriptors of their surroundings. */
  readonly features: (scope: Scope, atoms: Atoms) => Readonly<Record<string, Field<GroupName, string>>>;
  /** Values of its parameters, by path. */
  readonly values: ReadonlyMap<string, ArrayLike<number>>;
}

/** Declares a trained model. */
export const model = (name: string, spec: Omit<TrainedModel, "name">): TrainedModel => ({ name, ...spec });
