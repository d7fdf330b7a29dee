// The energy model of SevenNet: NequIP's message passing without parity.
import { add as addTensors, expand, mul, norm, reshape, silu, take } from "../../engine/ops/index.gen.js";
import { constant, type Tensor } from "../../engine/tensor.js";
import { irreps } from "../../group/irreps.js";
import { columnsOfProduct } from "../../nn/columns.js";
import { channels, type Field, field } from "../../nn/field.js";
import {
  besselBasis,
  convolution,
  convolutionPaths,
  gate,
  gateInput,
  linear,
  polynomialEnvelope,
  scalarMlp,
  sphericalHarmonics,
  xplorEnvelope,
} from "../../nn/layers/index.gen.js";
import type { Atoms, EnergyModel } from "../../nn/potential.js";
import type { Scope } from "../../nn/scope.js";

export interface SevenNetConfig {
  /** Atomic numbers, in the order of the model's species. */
  readonly elements: readonly number[];
  /** Å */
  readonly cutoff: number;
  /** XPLOR from an onset (Å), or the polynomial envelope of order p. */
  readonly envelope: { readonly onset: number } | { readonly p: number };
  /** Bessel functions of the distance. */
  readonly basis: number;
  /** Widths of the radial networks' hidden layers. */
  readonly radial: readonly number[];
  /** Irreps of the features before the first layer and after each. */
  readonly features: readonly string[];
  /** Largest degree of the harmonics. */
  readonly lmax: number;
  /** By what each sum over neighbours is divided, a layer. */
  readonly divisors: readonly number[];
  /** Functionals that the model tells apart, and the one wanted. */
  readonly modality?: { readonly count: number; readonly chosen: number };
}

export type Features = Field<"SO(3)", string>;

/** What a layer makes on its way, each a field over the atoms. */
export interface SevenNetLayer {
  readonly before: Features;
  /** Sums over neighbours. */
  readonly messages: Features;
  /** The gate's input, the skip connection included. */
  readonly after: Features;
  readonly out: Features;
}

export interface SevenNetFeatures {
  readonly embedding: Features;
  readonly layers: readonly SevenNetLayer[];
  readonly hidden: Features;
  /** eV, [atoms] */
  readonly energies: Tensor;
}

/** The energy of an atom is linear in what the last layer gives. */
export const sevennetEnergy =
  (config: SevenNetConfig): EnergyModel =>
  (scope, atoms) =>
    sevennetFeatures(scope, atoms, config).energies;

/**
 * Layer after layer x becomes gate(linear(convolution(linear(x))) + linear(x)).
 * @source Park et al. 2024, J. Chem. Theory Comput. 20, 4857; Batzner et al. 2022, arXiv:2101.03164
 */
export function sevennetFeatures(scope: Scope, atoms: Atoms, config: SevenNetConfig): SevenNetFeatures {
  const [first, ...outs] = config.features as [string, ...string[]];
  const species = speciesOf(atoms.numbers, config);
  const edge = edgeFeatures(scope, atoms, config);
  const table = scope.normal("embedding", [config.elements.length, irreps(first)[0]!.multiplicity], 1);
  const embedding: Features = field("SO(3)", first, [rows(take(table, species))]);
  const layers: SevenNetLayer[] = [];
  outs.forEach((out, t) => {
    layers.push(interaction(scope.child(t), layers.at(-1)?.out ?? embedding, edge, out, config.divisors[t]!));
  });
  const last = layers.at(-1)!.out;
  const hidden = linear(scope.child("hidden"), edge.told(last), `${last.multiplicity("0e") / 2}x0e` as string);
  const energy = channels(linear(scope.child("energy"), hidden, "1x0e" as string));
  return { embedding, layers, hidden, energies: rescaled(scope, reshape(energy, [-1]), species, config) };
}

/** [n, channels] → [n, 1, channels] */
const rows = (x: Tensor): Tensor => reshape(x, [x.shape[0]!, 1, x.shape[1]!]);

function speciesOf(numbers: Tensor, { elements }: SevenNetConfig): Tensor {
  const table = new Int32Array(Math.max(...elements) + 1).fill(-1);
  elements.forEach((number, species) => {
    table[number] = species;
  });
  return take(constant(table, [table.length], "i32"), numbers);
}

/** What all layers share. */
interface EdgeFeatures extends Atoms {
  readonly config: SevenNetConfig;
  readonly harmonics: Field<"SO(3)", string>;
  /** [edges, basis], 0 from the cutoff on */
  readonly radial: Tensor;
  /** The field with the modality, if there is one, beside it. */
  readonly told: (x: Features) => Features;
}

function edgeFeatures(scope: Scope, atoms: Atoms, config: SevenNetConfig): EdgeFeatures {
  const { vectors } = atoms;
  const arrows = field("SO(3)", "1x1e", [reshape(vectors, [...vectors.shape, 1])]);
  const out = Array.from({ length: config.lmax + 1 }, (_, l) => `1x${l}e`).join(" + ");
  const harmonics = sphericalHarmonics(scope, arrows, out as string, { normalization: "component" });
  const lengths = norm(vectors, { axes: [-1] });
  const { cutoff, envelope } = config;
  const bessel = besselBasis(scope.child("bessel"), lengths, config.basis, cutoff, { trainable: true });
  const smooth =
    "onset" in envelope
      ? xplorEnvelope(scope, lengths, envelope.onset, cutoff)
      : polynomialEnvelope(scope, lengths, cutoff, envelope);
  // The authors' waves have the factor 2/cutoff, the square of the normalized ones'.
  const radial = mul(bessel, mul(reshape(smooth, [...smooth.shape, 1]), Math.sqrt(2 / cutoff)));
  return { ...atoms, config, harmonics, radial, told: (x) => told(x, config) };
}

function told(x: Features, { modality }: SevenNetConfig): Features {
  if (!modality) return x;
  const { count, chosen } = modality;
  const one = constant(
    Array.from({ length: count }, (_, i) => Number(i === chosen)),
    [count],
  );
  return field(x.group, `${x.irreps} + ${count}x0e`, [...x.parts, expand(one, [x.parts[0]!.shape[0]!, 1, count])]);
}

function interaction(scope: Scope, x: Features, edge: EdgeFeatures, out: string, divisor: number): SevenNetLayer {
  const { edges, harmonics, config } = edge;
  const gated = gateInput(out);
  const before = linear(scope.child("before"), edge.told(x), String(x.irreps));
  const { out: all, instructions } = convolutionPaths(before.irreps, harmonics.irreps, degreesKept(config.lmax, out));
  const hidden = scalarMlp(scope.child("radial"), edge.radial, config.radial, { activateLast: true, moment: "e3nn" });
  const width = config.radial.at(-1)!;
  const count = instructions.reduce((n, [i]) => n + before.irreps[i]!.multiplicity, 0);
  const weight = mul(
    scope.child("radial").child(config.radial.length).normal("weight", [width, count], 1),
    width ** -0.5,
  );
  const messages = convolution(
    scope,
    before,
    harmonics,
    edges,
    String(all),
    instructions,
    columnsOfProduct(hidden, weight),
    { divisor },
  );
  const after = skipped(scope, x, linear(scope.child("after"), edge.told(messages), gated));
  const next = gate(scope, after, out, { scalars: [silu], gates: gates(out), moment: "e3nn" });
  return { before, messages, after, out: next };
}

/** Irreps that a layer keeps of the products: all degrees, or only numbers where the result has no others. */
export const degreesKept = (lmax: number, out: string): string[] =>
  irreps(out).some(({ l }) => l > 0) ? Array.from({ length: lmax + 1 }, (_, l) => `${l}e`) : ["0e"];

const gates = (out: string) =>
  irreps(out)
    .filter(({ l }) => l > 0)
    .map(() => silu);

/** The sum with a linear map of x, in the irreps that x has. */
function skipped(scope: Scope, x: Features, after: Features): Features {
  const shared = after.irreps.filter(({ irrep }) => x.multiplicity(irrep) > 0);
  const skip = linear(scope.child("skip"), x, String(irreps(shared)));
  const parts = after.irreps.map(({ irrep }, i) => {
    return x.multiplicity(irrep) > 0 ? addTensors(after.parts[i]!, skip.part(irrep)) : after.parts[i]!;
  });
  return field(after.group, after.type, parts);
}

function rescaled(scope: Scope, energy: Tensor, species: Tensor, { elements, modality }: SevenNetConfig): Tensor {
  const scale = scope.parameter("scale", [elements.length], (_, n) => new Float64Array(n).fill(1));
  const shift = scope.parameter("shift", [modality?.count ?? 1, elements.length], (_, n) => new Float64Array(n));
  const own = take(shift, constant(modality?.chosen ?? 0, [], "i32"));
  return addTensors(mul(energy, take(scale, species)), take(own, species));
}
