// Atoms with an energy: forces and stress follow from it, within one graph.
import type { Dim } from "../engine/dim.js";
import { vjp } from "../engine/grad.js";
import {
  abs,
  add,
  cross,
  div,
  expand,
  matmul,
  mul,
  reshape,
  slice,
  sub,
  sum,
  take,
  transpose,
} from "../engine/ops/index.gen.js";
import { constant, f32, i32, type Tensor } from "../engine/tensor.js";
import { type Edges, paddedEdges } from "./edges.js";
import type { Scope } from "./scope.js";

/** What an energy model is told of its atoms. */
export interface Atoms {
  /** Atomic numbers, i32 [atoms] */
  readonly numbers: Tensor;
  /** The edges within the cutoff; a model makes what it sums over them 0 at the cutoff and beyond. */
  readonly edges: Edges;
  /** On the edges, [.., 3], Å: from receiver to sender; longer than the cutoff where there is no edge */
  readonly vectors: Tensor;
}

/** The energy of each atom, eV [atoms]. */
export type EnergyModel = (scope: Scope, atoms: Atoms) => Tensor;

/** Inputs of a potential's graph, as `calculator` of equivar/atoms feeds them. */
export const potentialInputs = {
  /** Atomic numbers */
  numbers: i32("atoms"),
  /** Å, from receiver to sender; longer than the cutoff in slots without an edge */
  vectors: f32("blocks*blockRows", "slots", 3),
  /** The sender of each edge; any in slots without one */
  senders: i32("blocks*blockRows", "slots"),
  /** The receiver of each row; rows are cut into blocks, which a processor's cache holds */
  receivers: i32("blocks", "blockRows"),
  /** The rows of each atom, filled up with a row that holds no edges */
  rows: i32("atoms", "rowSlots"),
  /** The numbers, row · slots + slot, of the edges that each atom sends, filled up with that of a slot without an edge */
  reverse: i32("atoms", "reverseSlots"),
  /** The cell's vectors as rows, Å; any cell of volume 1 where there is none */
  cell: f32(3, 3),
} as const;
export type PotentialInputs = Readonly<Record<keyof typeof potentialInputs, Tensor>>;

export interface PotentialResults {
  /** eV, [] */
  readonly energy: Tensor;
  /** eV, [atoms] */
  readonly energies: Tensor;
  /** −∂energy/∂position, eV/Å, [atoms, 3] */
  readonly forces: Tensor;
  /** ∂energy/∂strain over the volume, eV/Å³, [6] in the order xx, yy, zz, yz, xz, xy (positive under tension, as ASE has it) */
  readonly stress: Tensor;
}

/** The edges of a potential's inputs; in one block where `receivers` is a list, [rows]. */
export function edgesOf({ receivers, ...table }: Omit<PotentialInputs, "numbers" | "vectors" | "cell">): Edges {
  if (receivers.shape.length === 1) return paddedEdges({ ...table, receivers });
  return paddedEdges({ ...table, receivers: reshape(receivers, [-1]), blocks: receivers.shape as [Dim, Dim] });
}

/**
 * Energy, forces and stress of any energy model. Every edge pulls its ends along −∂energy/∂vector, and the virial is the
 * sum of vector ⊗ ∂energy/∂vector.
 */
export function potential(model: EnergyModel, scope: Scope, inputs: PotentialInputs): PotentialResults {
  const { numbers, vectors, cell, ...table } = inputs;
  const edges = edgesOf(table);
  const energies = model(scope, { numbers, edges, vectors });
  const energy = sum(energies);
  const [pull] = vjp([energy], [vectors], [constant(1, [], energy.dtype)]) as [Tensor];
  // A sender's share is the derivative of taking senders' values, which sums over the edges that a node sends.
  const rest = expand(constant(0, [], pull.dtype), [numbers.shape[0]!, 3]);
  const [sent] = vjp([edges.fromSenders(rest)], [rest], [pull]) as [Tensor];
  return { energy, energies, forces: sub(edges.sum(pull), sent), stress: stressOf(vectors, pull, cell) };
}

function stressOf(vectors: Tensor, pull: Tensor, cell: Tensor): Tensor {
  const [r, g] = [reshape(vectors, [-1, 3]), reshape(pull, [-1, 3])];
  const virial = reshape(matmul(transpose(r, [1, 0]), g), [9]);
  // It is symmetric, for the energy does not turn with the atoms; the mean of both halves is nearer to that in f32.
  const halves = [
    [0, 4, 8, 5, 2, 1],
    [0, 4, 8, 7, 6, 3],
  ].map((places) => take(virial, constant(places, [6], "i32")));
  return div(mul(add(halves[0]!, halves[1]!), 0.5), volumeOf(cell));
}

function volumeOf(cell: Tensor): Tensor {
  const [a, b, c] = [0, 1, 2].map((row) => reshape(slice(cell, 0, row, row + 1), [3])) as [Tensor, Tensor, Tensor]; // three
  return abs(sum(mul(a, cross(b, c))));
}
