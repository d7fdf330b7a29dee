// What a trained model is: published weights under a name, ready to be asked. `equivar energy --model NAME` knows them all.
import type { EnergyModel } from "../nn/potential.js";

/** Arrays of a weight file, by name. */
export type WeightArrays = ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: ArrayLike<number> }>;

export interface TrainedModel {
  /** "sevennet-0"; its file and export are named so in camel case. */
  readonly name: string;
  readonly about: string;
  readonly license: string;
  /** Where the weights are published. */
  readonly source: string;
  /** Its file in `src/zoo/weights`, if it ships with the package; else the user gives one. */
  readonly file?: string;
  /** Å */
  readonly cutoff: number;
  /** Atomic numbers that it was trained on. */
  readonly elements: readonly number[];
  /** What it was trained to tell apart, such as functionals; one must be chosen. */
  readonly modalities?: readonly string[];
  /**
   * The energy model and the values of its parameters, by path.
   * @param arrays of a weight file
   * @param modality one of `modalities`, if there are any
   * @throws InputError if the arrays are not those of this model
   */
  readonly load: (
    arrays: WeightArrays,
    modality?: string,
  ) => { readonly energies: EnergyModel; readonly values: ReadonlyMap<string, ArrayLike<number>> };
}

/** Declares a trained model. */
export const model = (name: string, spec: Omit<TrainedModel, "name">): TrainedModel => ({ name, ...spec });
