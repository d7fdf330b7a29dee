// A calculator that needs no model, equal to ase.calculators.lj with smooth=True.
import type { AtomsInput, Calculator, Evaluated } from "../src/atoms/calculator.js";
import { periodicNeighbours } from "../src/data/periodicNeighbours.js";
import { cellVolume, type Structure } from "../src/data/structure.js";

export interface LennardJones {
  /** Depth of the well, eV */
  readonly epsilon: number;
  /** Distance of zero energy, Å */
  readonly sigma: number;
  /** Cutoff, Å */
  readonly rc: number;
  /** Where the way to 0 at the cutoff begins, Å */
  readonly ro: number;
}

/** Counts its calls: `calculator.calls()`. */
export function lennardJones(potential: LennardJones): Calculator & { readonly calls: () => number } {
  let calls = 0;
  const evaluate = async (atoms: AtomsInput): Promise<Evaluated> => {
    calls++;
    return pairSum(structureOf(atoms), potential);
  };
  const elements = Array.from({ length: 94 }, (_, i) => i + 1);
  const facts = { cutoff: potential.rc, elements, close: async () => {}, calls: () => calls };
  Object.defineProperty(evaluate, "name", { value: "lennard-jones" });
  return Object.assign(evaluate, facts);
}

function structureOf({ numbers, positions, cell, pbc = cell !== undefined }: AtomsInput): Structure {
  return {
    numbers: Int32Array.from(numbers),
    positions: Float64Array.from(Array.from<number | readonly number[]>(positions).flat()),
    ...(cell && { cell: Float64Array.from(Array.from<number | readonly number[]>(cell).flat()) }),
    pbc: typeof pbc === "boolean" ? [pbc, pbc, pbc] : pbc,
    info: {},
  };
}

function pairSum(structure: Structure, { epsilon, sigma, rc, ro }: LennardJones): Evaluated {
  const { receivers, vectors } = periodicNeighbours(structure, rc);
  const energies = new Float64Array(structure.numbers.length);
  const forces = new Float64Array(structure.positions.length);
  const virial = new Float64Array(6);
  receivers.forEach((i, e) => {
    const [x, y, z] = vectors.subarray(3 * e, 3 * e + 3) as unknown as [number, number, number];
    const r2 = x * x + y * y + z * z;
    const c6 = (sigma ** 2 / r2) ** 3;
    const energy = 4 * epsilon * (c6 * c6 - c6);
    const [cut, slope] = cutoff(r2, rc ** 2, ro ** 2);
    const pull = (cut * -24 * epsilon * (2 * c6 * c6 - c6)) / r2 + 2 * slope * energy;
    energies[i]! += (cut * energy) / 2;
    [x, y, z].forEach((component, k) => {
      forces[3 * i + k]! += pull * component;
    });
    [x * x, y * y, z * z, y * z, x * z, x * y].forEach((product, k) => {
      virial[k]! += (pull * product) / 2;
    });
  });
  const { cell, pbc } = structure;
  return {
    energy: energies.reduce((a, b) => a + b, 0),
    energies,
    forces,
    ...(cell && pbc.every(Boolean) && { stress: virial.map((x) => x / Math.abs(cellVolume(cell))) }),
  };
}

/** From 1 to 0 between the squared distances o and c, and its derivative by the squared distance. */
function cutoff(r: number, c: number, o: number): readonly [number, number] {
  if (r < o) return [1, 0];
  if (r >= c) return [0, 0];
  const span = (c - o) ** 3;
  return [((c - r) ** 2 * (c + 2 * r - 3 * o)) / span, (6 * (c - r) * (o - r)) / span];
}
