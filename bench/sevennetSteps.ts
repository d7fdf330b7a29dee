// Our side of the workloads sevennet-…, in Node and in a page: energy, forces and stress of the structures of peers/sevennet.py.
import { type AtomsInput, calculator, type Evaluated, feedsOf, structureOf } from "../src/atoms/calculator.js";
import { neighbourCache } from "../src/atoms/neighbourCache.js";
import { loadPotential } from "../src/atoms/potential.js";
import { blockSlotsFor, edgeRows } from "../src/data/edgeRows.js";
import { compile } from "../src/engine/session.js";
import { spread } from "./tensorProducts.js";
import type { Ours } from "./workload.js";

type Triple = readonly [number, number, number];
const fcc: Triple[] = [
  [0, 0, 0],
  [0, 0.5, 0.5],
  [0.5, 0, 0.5],
  [0.5, 0.5, 0],
];
const diamond = [...fcc, ...fcc.map(([x, y, z]): Triple => [x + 0.25, y + 0.25, z + 0.25])];
const silicon = (n: number) => () => repeated(diamond, 5.43, [n, n, n], 14, [true, true, true]);

export const structures = {
  "silicon:2": { atoms: silicon(2), about: "64 atoms of silicon, 28 neighbours each", goal: 0.15 },
  "silicon:3": { atoms: silicon(3), about: "216 atoms of silicon, 28 neighbours each", goal: 0.15 },
  slab: {
    atoms: () => repeated(fcc, 3.61, [3, 3, 2], 29, [true, true, false], 10),
    about: "a slab of 72 atoms of copper, 25 to 40 neighbours",
    goal: 0.25,
  },
  water: { atoms: water, about: "28 molecules of water in free space, 3 to 58 neighbours", goal: 0.25 },
} as const;

/**
 * A step of a structure.
 * @param list whether the neighbour list is timed as well
 */
export const sevennetStep = (structure: keyof typeof structures, list: boolean, threads: number): Promise<Ours> =>
  (list ? listed : bare)(moved(structures[structure].atoms()), threads);

/** The model alone, its inputs ready. */
async function bare(atoms: AtomsInput, threads: number): Promise<Ours> {
  const { graph, cutoff } = await loadPotential("sevennet-0");
  const session = await compile(graph, { threads, ...(process.env.PROFILE && { profile: process.env.PROFILE }) });
  const structure = structureOf(atoms);
  const edges = neighbourCache(cutoff, 0)(structure);
  const table = edgeRows(edges, structure.numbers.length, { blockSlots: blockSlotsFor(threads) });
  const feeds = feedsOf(structure, edges, cutoff, "f32", table);
  const used = Object.fromEntries(Object.keys(session.inputs).map((key) => [key, feeds[key]!]));
  const { energy, forces, stress } = await session.run(used);
  const [first, all, strain] = [energy, forces, stress].map((each) => each!.data as Float32Array);
  const periodic = structure.pbc.every(Boolean);
  const { nodes, createMs, bytes } = session.facts;
  return {
    step: () => session.run(used),
    facts: {
      nodes,
      sessionMs: Math.round(createMs),
      bytes,
      edges: edges.senders.length,
      values: values({ energy: first![0]!, forces: all!, ...(periodic && { stress: strain! }) }),
    },
    close: session.close,
  };
}

/** The calculator on positions that have changed. */
async function listed(atoms: AtomsInput, threads: number): Promise<Ours> {
  const calculate = await calculator("sevennet-0", { threads });
  const start = atoms.positions as Float64Array;
  let turn = 0;
  return {
    step: () => {
      turn++;
      return calculate({ ...atoms, positions: start.map((x) => x + 1e-5 * (turn % 7)) });
    },
    facts: { values: values(await calculate(atoms)) },
    close: calculate.close,
  };
}

function values({ energy, forces, stress }: Pick<Evaluated, "energy"> & Figures): string {
  const mean = (x: ArrayLike<number>) => Array.from(x).reduce((sum, each) => sum + each, 0) / x.length;
  const force = mean(Array.from(forces, Math.abs));
  return [energy, force, ...(stress ? [mean(stress.slice(0, 3))] : [])].map((x) => x.toPrecision(6)).join(" ");
}
interface Figures {
  readonly forces: ArrayLike<number>;
  readonly stress?: Float32Array | Float64Array;
}

function moved(atoms: AtomsInput): AtomsInput {
  const by = spread([atoms.numbers.length, 3], 0);
  return { ...atoms, positions: Float64Array.from(atoms.positions as Float64Array, (x, i) => x + 0.05 * by[i]!) };
}

function repeated(
  basis: readonly Triple[],
  size: number,
  [nx, ny, nz]: Triple,
  number: number,
  pbc: readonly [boolean, boolean, boolean],
  vacuum = 0,
): AtomsInput {
  const cells = Array.from({ length: nx * ny * nz }, (_, i) => [
    Math.floor(i / (ny * nz)),
    Math.floor(i / nz) % ny,
    i % nz,
  ]);
  const positions = cells.flatMap((cell) => basis.flatMap((at) => at.map((x, k) => size * (cell[k]! + x))));
  return {
    numbers: new Int32Array(positions.length / 3).fill(number),
    positions: Float64Array.from(positions),
    cell: [size * nx, 0, 0, 0, size * ny, 0, 0, 0, size * nz + vacuum],
    pbc,
  };
}

function water(): AtomsInput {
  const grid = Array.from({ length: 27 }, (_, i) =>
    [Math.floor(i / 9), Math.floor(i / 3) % 3, i % 3].map((x) => 3.1 * x),
  );
  const positions = [...grid, [-4.6, 0, 0]].flatMap((oxygen, i) => {
    const hydrogen = (sign: number) =>
      oxygen.map((x, k) => x + (k === i % 3 ? sign * 0.757 : 0) + (k === (i + 1) % 3 ? 0.586 : 0));
    return [...oxygen, ...hydrogen(1), ...hydrogen(-1)];
  });
  return {
    numbers: Int32Array.from({ length: 84 }, (_, i) => (i % 3 === 0 ? 8 : 1)),
    positions: Float64Array.from(positions),
  };
}
