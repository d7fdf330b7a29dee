// The authors' weights as this model's parameters.
import { InputError } from "../../error.js";
import { irreps } from "../../group/irreps.js";
import { linearWeights } from "../../nn/e3nnWeights.js";
import { convolutionPaths, gateInput } from "../../nn/layers/index.gen.js";
import type { WeightArrays } from "../model.js";
import { degreesKept, type SevenNetConfig } from "./energy.js";

/** What a checkpoint's arrays do not say. */
export type Architecture = Omit<SevenNetConfig, "divisors" | "modality"> & { readonly modalities?: readonly string[] };

/** By what each layer divides its sums: the arrays hold it. */
export const divisorsOf = (arrays: WeightArrays, { features }: Architecture): number[] =>
  features.slice(1).map((_, t) => take(arrays, `${t}_convolution.denominator`, 1)[0]!);

/**
 * Values of the parameters of `sevennetEnergy`, by path.
 * @param arrays by the authors' names, with the columns of the radial networks in the order of their outputs
 * @throws InputError if an array is missing or has another size: weights of another architecture
 */
export function sevennetWeights(arrays: WeightArrays, architecture: Architecture): Map<string, ArrayLike<number>> {
  const { features, elements, basis, radial, lmax, modalities = [] } = architecture;
  const told = (x: string) => (modalities.length > 0 ? `${x} + ${modalities.length}x0e` : x);
  const values = new Map<string, ArrayLike<number>>();
  const linear = (path: string, name: string, x: string, out: string) => {
    const flat = take(arrays, `${name}.linear.weight`, linearSize(x, out));
    for (const [own, block] of Object.entries(linearWeights(x, out, flat))) values.set(`${path}.${own}`, block);
  };
  const [first] = features as [string];
  const channels = irreps(first)[0]!.multiplicity;
  const embedding = take(arrays, "onehot_to_feature_x.linear.weight", elements.length * channels);
  values.set(
    "embedding",
    Float64Array.from(embedding, (x) => x / Math.sqrt(elements.length)),
  );
  values.set("bessel.waveNumbers", take(arrays, "edge_embedding.basis_function.coeffs", basis));
  features.slice(1).forEach((out, t) => {
    const x = features[t]!;
    const harmonics = Array.from({ length: lmax + 1 }, (_, l) => `1x${l}e`).join(" + ");
    const keep = degreesKept(lmax, out);
    const paths = convolutionPaths(irreps(x), irreps(harmonics), keep);
    const gated = gateInput(out);
    const shared = irreps(gated).filter(({ irrep }) => irreps(x).some((each) => each.irrep === irrep));
    linear(`${t}.skip`, `${t}_self_connection_intro`, x, String(irreps(shared)));
    linear(`${t}.before`, `${t}_self_interaction_1`, told(x), x);
    linear(`${t}.after`, `${t}_self_interaction_2`, told(String(paths.out.simplify())), gated);
    const widths = [basis, ...radial];
    radial.forEach((width, i) => {
      values.set(
        `${t}.radial.${i}.weight`,
        take(arrays, `${t}_convolution.weight_nn.layer${i}.weight`, widths[i]! * width),
      );
    });
    const copies = paths.instructions.map(([i]) => irreps(x)[i]!.multiplicity);
    const count = copies.reduce((a, b) => a + b, 0);
    const last = take(arrays, `${t}_convolution.weight_nn.layer${radial.length}.weight`, widths.at(-1)! * count);
    const order = paths.instructions.map((path) => path[2]);
    values.set(`${t}.radial.${radial.length}.weight`, reordered(last, count, copies, order));
  });
  linear("hidden", "reduce_input_to_hidden", told(features.at(-1)!), "64x0e");
  linear("energy", "reduce_hidden_to_energy", "64x0e", "1x0e");
  const rows = Math.max(1, modalities.length);
  values.set("shift", take(arrays, "rescale_atomic_energy.shift", rows * elements.length));
  values.set("scale", take(arrays, "rescale_atomic_energy.scale", elements.length));
  return values;
}

/** Columns of a matrix with `count`, a block a path, from the order of the outputs to that of the paths. */
function reordered(
  matrix: ArrayLike<number>,
  count: number,
  copies: readonly number[],
  order: readonly number[],
): Float64Array {
  const byOutput = order.map((_, out) => order.indexOf(out));
  const starts = new Map<number, number>();
  let start = 0;
  for (const path of byOutput) {
    starts.set(path, start);
    start += copies[path]!;
  }
  const columns = copies.flatMap((size, path) => Array.from({ length: size }, (_, u) => starts.get(path)! + u));
  return Float64Array.from(matrix, (_, i) => matrix[Math.floor(i / count) * count + columns[i % count]!]!);
}

const linearSize = (x: string, out: string): number =>
  irreps(x).reduce(
    (n, a) => n + irreps(out).reduce((m, b) => m + (a.irrep === b.irrep ? a.multiplicity * b.multiplicity : 0), 0),
    0,
  );

function take(arrays: WeightArrays, name: string, size: number): ArrayLike<number> {
  const found = arrays.get(name);
  if (found?.data.length === size) return found.data;
  throw new InputError("sevennet", {
    expected: `weights with ${size} numbers in ${name}`,
    got: found ? `[${found.shape.join(", ")}]` : "no such array",
    hint: "are these the weights of another model?",
  });
}
