// SevenNet's checkpoints (.pth of the package sevenn) in today's order of columns, signs and names.

import { InputError } from "../../error.js";
import { irreps } from "../../group/irreps.js";
import { wigner3j } from "../../group/wigner3j.js";
import type { StoredTensor } from "../../train/storedTensor.js";
import type { TorchValue, Weights } from "../../train/weights.js";

/** What of a checkpoint's configuration says how its columns lie. */
export interface SevennetConfig {
  /** Of the package that wrote it: "0.9.3". */
  readonly version: string;
  /** Features before the first layer and after each one: "128x0e+64x1e+32x2e". */
  readonly irreps: readonly string[];
  /** Harmonics of an edge: degrees 0 … lmax, once each. */
  readonly lmax: number;
}

/** A path (l1, l2) → l3 of a convolution: its weights are columns of the radial network's last layer. */
interface Path {
  readonly degrees: readonly [l1: number, l2: number, l3: number];
  readonly begin: number;
  readonly width: number;
}

const folder = "model_state_dict.";

/**
 * The configuration of a checkpoint, as `readTorchFile` gives its value.
 * @param where the file, for messages
 * @throws InputError if it is not SevenNet's, or of O(3) (`is_parity`), or without `irreps_manual`
 */
export function sevennetConfig(value: TorchValue, where: string): SevennetConfig {
  const config = value instanceof Map ? value.get("config") : undefined;
  const field = (name: string): unknown => (config instanceof Map ? config.get(name) : undefined);
  const fail = (expected: string, got: unknown): never => {
    throw new InputError(where, { expected: `a checkpoint of SevenNet with ${expected}`, got: String(got) });
  };
  const [version, manual, lmax, edge] = ["version", "irreps_manual", "lmax", "lmax_edge"].map(field);
  if (typeof version !== "string") return fail("its version", version);
  if (!Array.isArray(manual) || !manual.every((each) => typeof each === "string")) return fail("irreps_manual", manual);
  if (field("is_parity") !== false) return fail("is_parity False", field("is_parity"));
  const degree = typeof edge === "number" && edge >= 0 ? edge : lmax;
  if (typeof degree !== "number") return fail("lmax", degree);
  return { version, irreps: manual, lmax: degree };
}

/**
 * A checkpoint's model as the package itself has it after loading: names of today, tensors without elements left out, and, for
 * versions before 0.11, the paths of each convolution in today's order and sign.
 *
 * - Order. Columns of the radial network's last layer came by (input, harmonic, output); now by output, and within one output
 *   as before.
 * - Sign. A path is negated, with its stored Wigner 3j symbol, where that symbol is the negative of today's: product and model
 *   stay the same. The old symbols (e3nn before 0.5) have a positive element at m = 0, 0, 0, or, where that one is 0
 *   (l1 + l2 + l3 odd), a positive first non-zero element, for l1 ≤ l2 ≤ l3; another order of the degrees turns the sign if
 *   the sum and the permutation are odd. Up to degree 4 this negates the orders of (1, l, l) with l ≥ 2, no other.
 * @param raw of `readWeights`: names begin "model_state_dict."; optimizer and scheduler are left out
 * @throws InputError if a tensor that is needed is missing or does not fit the configuration
 * @source sevenn 0.13, scripts/backward_compatibility.py; e3nn 0.4.4, o3/_wigner.py
 */
export function sevennetCheckpoint(raw: Weights, config: SevennetConfig): Weights {
  const tensors = new Map<string, StoredTensor>();
  for (const [name, tensor] of raw)
    if (name.startsWith(folder) && tensor.data.length > 0) tensors.set(todaysName(name.slice(folder.length)), tensor);
  if (tensors.size === 0) throw wrong(`tensors named ${folder}…`, "none", "is this a checkpoint of SevenNet?");
  if (!isBefore011(config.version)) return tensors;
  for (let layer = 0; layer + 1 < config.irreps.length; layer++)
    for (const [name, tensor] of sortedConvolution(tensors, layer, config)) tensors.set(name, tensor);
  return tensors;
}

/** Before 0.10 some modules had names in words: "0 self connection intro". */
function todaysName(name: string): string {
  const [module = "", ...rest] = name.split(".");
  const today = module
    .replace("EdgeEmbedding", "edge_embedding")
    .replace("reducing nn ", "reduce_")
    .replaceAll(" ", "_");
  return [today, ...rest].join(".").replace("denumerator", "denominator");
}

function isBefore011(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  return major === 0 && (minor < 11 || (minor === 11 && patch === 0 && version.endsWith(".dev0")));
}

/** The tensors of a convolution that change. */
function sortedConvolution(tensors: Weights, layer: number, config: SevennetConfig): Weights {
  const prefix = `${layer}_convolution`;
  const name = lastRadialLayer(tensors, prefix);
  const weight = tensors.get(name)!;
  const paths = pathsOf(config, layer);
  const [rows = 0, columns = 0] = weight.shape;
  const width = paths.reduce((total, path) => total + path.width, 0);
  if (weight.shape.length !== 2 || columns !== width)
    throw wrong(`${name} of ${width} columns, by the irreps`, `[${weight.shape.join(", ")}]`);
  const out = new Map<string, StoredTensor>();
  const data = floats(weight, name).slice();
  let to = 0;
  for (const { degrees, begin, width } of [...paths].sort((a, b) => a.degrees[2] - b.degrees[2])) {
    const symbol = `${prefix}.convolution._compiled_main_left_right._w3j_${degrees.join("_")}`;
    const sign = degrees.includes(0) ? 1 : signOf(tensors, symbol, degrees);
    if (sign < 0) out.set(symbol, negative(tensors.get(symbol)!, symbol));
    for (let row = 0; row < rows; row++)
      for (let i = 0; i < width; i++)
        data[row * columns + to + i] = sign * floats(weight, name)[row * columns + begin + i]!;
    to += width;
  }
  return out.set(name, { ...weight, data } as StoredTensor);
}

function lastRadialLayer(tensors: Weights, prefix: string): string {
  const layers = [...tensors.keys()].flatMap((name) =>
    name.startsWith(`${prefix}.weight_nn.layer`)
      ? Number.parseInt(name.slice(`${prefix}.weight_nn.layer`.length), 10)
      : [],
  );
  if (layers.length === 0) throw wrong(`${prefix}.weight_nn.layer0.weight …`, "none");
  return `${prefix}.weight_nn.layer${Math.max(...layers)}.weight`;
}

/** The paths in the order of the old columns: by input, then harmonic, then output. */
function pathsOf({ irreps: features, lmax }: SevennetConfig, layer: number): readonly Path[] {
  const highest = Math.max(...irreps(features[layer + 1]!).map(({ l }) => l));
  let begin = 0;
  return irreps(features[layer]!).flatMap(({ l: l1, multiplicity: width }) =>
    range(0, lmax).flatMap((l2) =>
      range(Math.abs(l1 - l2), Math.min(l1 + l2, highest)).map((l3): Path => {
        begin += width;
        return { degrees: [l1, l2, l3], begin: begin - width, width };
      }),
    ),
  );
}

/** By which sign the stored symbol differs from today's; both have norm 1. */
function signOf(tensors: Weights, name: string, degrees: Path["degrees"]): 1 | -1 {
  const stored = tensors.get(name);
  if (!stored) throw wrong(name, "none");
  const today = wigner3j(...degrees);
  const data = floats(stored, name);
  const product = data.length === today.length ? today.reduce((sum, value, i) => sum + value * data[i]!, 0) : 0;
  if (!(Math.abs(Math.abs(product) - 1) < 1e-5))
    // f32, 343 elements
    throw wrong(`${name} as the Wigner 3j symbol or its negative`, `a product of ${product} with it`);
  return product > 0 ? 1 : -1;
}

const negative = (tensor: StoredTensor, name: string) =>
  ({ ...tensor, data: floats(tensor, name).map((value) => -value) }) as StoredTensor;

function floats({ dtype, data }: StoredTensor, name: string): Float32Array | Float64Array {
  if (data instanceof Float32Array || data instanceof Float64Array) return data;
  throw wrong(`${name} in F32 or F64`, dtype);
}

const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
const wrong = (expected: string, got: string, hint?: string) =>
  new InputError("sevennetCheckpoint", { expected, got, ...(hint && { hint }) });
