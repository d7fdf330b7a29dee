import { constant } from "../../tensor.js";
import { elementType, heldIn } from "../elementType.js";
import { type Held, held } from "../held.js";
import { importer, type OnnxNode } from "../importer.js";

/** Windows and filters of spectra, of a size known before the graph runs. */
export const spectrum = importer("spectrum", {
  BlackmanWindow: (node) => window(node, (t) => 0.42 - 0.5 * Math.cos(t) + 0.08 * Math.cos(2 * t)),
  HammingWindow: (node) => window(node, (t) => 25 / 46 - (21 / 46) * Math.cos(t)),
  HannWindow: (node) => window(node, (t) => 0.5 - 0.5 * Math.cos(t)),
  MelWeightMatrix: (node) => melWeights(node),
});

/** A function of the angle, which turns once over the window. */
function window(node: OnnxNode, at: (angle: number) => number): Held {
  const size = node.number(0);
  const turn = node.int("periodic", 1) === 1 ? size : size - 1;
  const values = Array.from({ length: size }, (_, i) => at((2 * Math.PI * i) / turn));
  return typed(node, values, [size]);
}

function typed(node: OnnxNode, values: readonly number[], shape: readonly number[]): Held {
  const type = elementType(node.int("output_datatype", 1), `onnx: ${node.operator}`);
  return held(constant(values, shape, heldIn(type)), type);
}

const toMel = (hertz: number): number => 2595 * Math.log10(1 + hertz / 700);
const toHertz = (mel: number): number => 700 * (10 ** (mel / 2595) - 1);

/** Triangles over the bins of a spectrum, at equal steps in mel: [length / 2 + 1, bands]. */
function melWeights(node: OnnxNode): Held {
  const [bands, length, rate, lowest, highest] = [0, 1, 2, 3, 4].map((i) => node.number(i)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const step = (toMel(highest) - toMel(lowest)) / (bands + 2);
  const bins = Array.from({ length: bands + 2 }, (_, i) =>
    Math.floor(((length + 1) * toHertz(toMel(lowest) + i * step)) / rate),
  );
  const rows = Math.floor(length / 2) + 1;
  const values = Array.from({ length: rows * bands }, (_, flat) => {
    const [bin, band] = [Math.floor(flat / bands), flat % bands];
    const [left, middle, right] = [bins[band]!, bins[band + 1]!, bins[band + 2]!];
    if (bin >= middle && bin < right) return (right - bin) / (right - middle);
    if (left === middle) return Number(bin === middle);
    return bin >= left && bin <= middle ? (bin - left) / (middle - left) : 0;
  });
  return typed(node, values, [rows, bands]);
}
