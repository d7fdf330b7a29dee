import { fold, normal, uniform } from "../../random.js";
import { dataset, type Fields, generated } from "../dataset.js";
import { stillingerWeber } from "../stillingerWeber.js";

/** Å, where the energy is least; eV an atom there. */
const [edge, ground] = [5.430_951, -4.336_6];

const fields = {
  position: { shape: ["nodes", 3], unit: "Å", about: "atoms of a cell of diamond, displaced" },
  cell: { shape: [3, 3], unit: "Å", about: "the strained cell, vectors as rows" },
  energy: { shape: [], unit: "eV", about: "of the cell, above that of the crystal at rest" },
  force: { shape: ["nodes", 3], unit: "eV/Å", about: "minus the derivative of the energy" },
} as const satisfies Fields;

/**
 * Hot, strained silicon: the eight atoms of a cubic cell displaced by a normal of width 0.05 … 0.35 Å, the cell strained
 * by up to 3 % an entry. Energies and forces are those of Stillinger and Weber, whose angles no sum over pairs has.
 * @source Stillinger & Weber 1985, Phys. Rev. B 31, 5262
 */
export const silicon = dataset("silicon", {
  about: "Displaced atoms and strained cells of silicon: energies and forces",
  source: "Simulated by the potential of Stillinger & Weber 1985, Phys. Rev. B 31, 5262",
  licence: "MIT",
  fields,
  options: { train: 400, valid: 100, test: 200 },
  sample: { train: 4, valid: 2, test: 2 },
  seed: 14,
  make: (counts, key) =>
    generated("silicon", fields, { key, counts, sizes: { nodes: 8 } }, (row, sample) => {
      const crystal = diamond(edge);
      const strain = uniform(fold(sample, "strain"), 9, -0.03, 0.03);
      const strained = (rows: Float64Array) =>
        rows.map((x, i) => {
          const first = i - (i % 3);
          return [0, 1, 2].reduce((sum, k) => sum + rows[first + k]! * strain[3 * k + (i % 3)]!, x);
        });
      const width = uniform(fold(sample, "width"), 1, 0.05, 0.35)[0]!;
      const kicks = normal(fold(sample, "displacement"), crystal.positions.length);
      row.cell.set(strained(crystal.cell));
      row.position.set(strained(crystal.positions).map((x, i) => x + width * kicks[i]!));
      const { energy, forces } = stillingerWeber({
        numbers: new Int32Array(8).fill(14),
        positions: row.position,
        cell: row.cell,
        pbc: [true, true, true],
        info: {},
      });
      row.energy[0] = energy - 8 * ground;
      row.force.set(forces);
    }),
});

/** The cubic cell of diamond with eight atoms. */
export function diamond(length: number): { readonly positions: Float64Array; readonly cell: Float64Array } {
  const corners = [0, 0, 0, 0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0];
  const fractions = [...corners, ...corners.map((x) => x + 0.25)];
  return {
    positions: Float64Array.from(fractions, (x) => length * x),
    cell: Float64Array.of(length, 0, 0, 0, length, 0, 0, 0, length),
  };
}
