// The published models of SevenNet: one architecture at several sizes.
import { InputError } from "../../error.js";
import { model, type TrainedModel } from "../model.js";
import { sevennetCheckpoint, sevennetConfig } from "./checkpoint.js";
import { type Features, type SevenNetFeatures, sevennetEnergy, sevennetFeatures } from "./energy.js";
import { type Architecture, divisorsOf, sevennetWeights } from "./weights.js";

// biome-ignore format: a table
/** Atomic numbers in the alphabetical order of the symbols. */
const elements = [
  89, 47, 13, 18, 33, 79, 5, 56, 4, 83, 35, 6, 20, 48, 58, 17, 27, 24, 55, 29, 66, 68,
  63, 9, 26, 31, 64, 32, 1, 2, 72, 80, 67, 53, 49, 77, 19, 36, 57, 3, 71, 12, 25, 42,
  7, 11, 41, 60, 10, 28, 93, 8, 76, 15, 91, 82, 46, 61, 59, 78, 94, 37, 75, 45, 44, 16,
  51, 21, 34, 14, 62, 50, 38, 73, 65, 43, 52, 90, 22, 81, 69, 92, 23, 74, 54, 39, 70, 30,
  40,
];

interface Published {
  readonly about: string;
  readonly file?: URL;
  readonly lmax: number;
  /** Irreps of the features between the layers. */
  readonly inner: string;
  readonly envelope: Architecture["envelope"];
  readonly modalities?: readonly string[];
}

/** A published model by what sets it apart. */
export function sevennetModel(name: string, { about, file, inner, ...own }: Published): TrainedModel {
  const features = ["128x0e", ...Array.from({ length: 4 }, () => inner), "128x0e"];
  const architecture: Architecture = { elements, cutoff: 5, basis: 8, radial: [64, 64], features, ...own };
  return model(name, {
    about,
    license: "MIT, © 2024 Yutack Park",
    source: "PyPI sevenn 0.13.0, https://github.com/MDIL-SNU/SevenNet",
    ...(file && { file }),
    cutoff: architecture.cutoff,
    elements,
    ...(own.modalities && { modalities: own.modalities }),
    fromCheckpoint: ({ tensors, value }, where) => sevennetCheckpoint(tensors, sevennetConfig(value, where)),
    load(arrays, wanted) {
      const values = sevennetWeights(arrays, architecture);
      const { modalities, ...config } = architecture;
      const modality = modalities && { count: modalities.length, chosen: chosenOf(name, modalities, wanted) };
      const whole = { ...config, divisors: divisorsOf(arrays, architecture), ...(modality && { modality }) };
      return {
        energies: sevennetEnergy(whole),
        features: (scope, atoms) => named(sevennetFeatures(scope, atoms, whole)),
        values,
      };
    },
  });
}

/** "0.messages" and the like. */
const named = ({ embedding, layers, hidden }: SevenNetFeatures) => ({
  embedding,
  ...Object.fromEntries(
    layers.flatMap((layer, t) => Object.entries(layer).map(([name, x]: [string, Features]) => [`${t}.${name}`, x])),
  ),
  hidden,
});

function chosenOf(name: string, modalities: readonly string[], wanted: string | undefined): number {
  const chosen = modalities.indexOf(wanted ?? "");
  if (chosen >= 0) return chosen;
  throw new InputError(name, { expected: `modality ${modalities.join(" or ")}`, got: wanted ?? "none" });
}
