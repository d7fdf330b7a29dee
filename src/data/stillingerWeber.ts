// Silicon by an explicit formula: pairs and angles.
import { type PeriodicEdges, periodicNeighbours } from "./periodicNeighbours.js";
import type { Structure } from "./structure.js";

const [epsilon, sigma] = [2.1683, 2.0951]; // eV, Å
const [A, B, a, lambda, gamma] = [7.049556277, 0.6022245584, 1.8, 21, 1.2];

/** Å */
export const stillingerWeberCutoff = a * sigma;

/**
 * Energy (eV) and forces (eV/Å, [atoms, 3]) of silicon: Σ φ₂(r_ij) over pairs, Σ φ₃(r_ij, r_ik, θ_jik) over angles.
 * @param structure periodic or not; the species do not matter
 * @source Stillinger & Weber 1985, Phys. Rev. B 31, 5262, eq. 2.3–2.6
 */
export function stillingerWeber(structure: Structure): { readonly energy: number; readonly forces: Float64Array } {
  const edges = periodicNeighbours(structure, stillingerWeberCutoff);
  const pulls = new Float64Array(edges.vectors.length); // ∂energy/∂vector of each edge
  let energy = 0;
  for (let start = 0; start < edges.receivers.length; ) {
    let end = start;
    while (end < edges.receivers.length && edges.receivers[end] === edges.receivers[start]) end++;
    for (let e = start; e < end; e++) {
      energy += pair(edges, e, pulls);
      for (let f = e + 1; f < end; f++) energy += angle(edges, e, f, pulls);
    }
    start = end;
  }
  const forces = new Float64Array(3 * structure.numbers.length);
  edges.senders.forEach((sender, e) => {
    for (let k = 0; k < 3; k++) {
      forces[3 * sender + k]! -= pulls[3 * e + k]!;
      forces[3 * edges.receivers[e]! + k]! += pulls[3 * e + k]!;
    }
  });
  return { energy, forces };
}

/** Half of a pair's energy: the other half is that of the edge back. */
function pair({ vectors }: PeriodicEdges, e: number, pulls: Float64Array): number {
  const r = lengthOf(vectors, e) / sigma;
  const decay = Math.exp(1 / (r - a));
  const repulsion = B * r ** -4;
  const energy = 0.5 * epsilon * A * (repulsion - 1) * decay;
  const slope = 0.5 * epsilon * A * decay * ((-4 * repulsion) / r - (repulsion - 1) / (r - a) ** 2);
  for (let k = 0; k < 3; k++) pulls[3 * e + k]! += (slope * vectors[3 * e + k]!) / (r * sigma * sigma);
  return energy;
}

/** The energy of two edges that meet at an atom. */
function angle({ vectors }: PeriodicEdges, e: number, f: number, pulls: Float64Array): number {
  const [r, s] = [lengthOf(vectors, e), lengthOf(vectors, f)];
  const dot = [0, 1, 2].reduce((sum, k) => sum + vectors[3 * e + k]! * vectors[3 * f + k]!, 0);
  const cosine = dot / (r * s);
  const [u, v] = [r / sigma - a, s / sigma - a];
  const decay = epsilon * lambda * Math.exp(gamma / u + gamma / v);
  const off = cosine + 1 / 3;
  const byCosine = 2 * decay * off;
  const energy = decay * off * off;
  const [byR, byS] = [(-energy * gamma) / (u * u * sigma), (-energy * gamma) / (v * v * sigma)];
  for (let k = 0; k < 3; k++) {
    const [x, y] = [vectors[3 * e + k]!, vectors[3 * f + k]!];
    pulls[3 * e + k]! += (byR * x) / r + byCosine * (y / (r * s) - (cosine * x) / (r * r));
    pulls[3 * f + k]! += (byS * y) / s + byCosine * (x / (r * s) - (cosine * y) / (s * s));
  }
  return energy;
}

const lengthOf = (vectors: Float64Array, e: number): number =>
  Math.hypot(vectors[3 * e]!, vectors[3 * e + 1]!, vectors[3 * e + 2]!);
