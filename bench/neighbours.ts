// `npx tsx --conditions=source bench/neighbours.ts`: time of the periodic neighbour list by number of atoms, in a table.
// Atoms at random at silicon's density, cutoff 5 Å, fully periodic; medians of five, of wall-clock and of processor time.
import { periodicNeighbours } from "../src/data/periodicNeighbours.js";
import type { Structure } from "../src/data/structure.js";
import { key, uniform } from "../src/random.js";

const [density, cutoff, runs] = [0.05, 5, 5];

function random(atoms: number): Structure {
  const edge = Math.cbrt(atoms / density);
  return {
    numbers: new Int32Array(atoms).fill(14),
    positions: uniform(key(atoms), 3 * atoms, 0, edge),
    cell: Float64Array.of(edge, 0, 0, 0, edge, 0, 0, 0, edge),
    pbc: [true, true, true],
    info: {},
  };
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

periodicNeighbours(random(1e4), cutoff); // compiled before the first is timed
console.log("| atoms | edges | ms | CPU ms | CPU µs an atom |");
console.log("|------:|------:|---:|-------:|---------------:|");
for (const atoms of [1e3, 1e4, 1e5]) {
  const structure = random(atoms);
  const laps = Array.from({ length: runs }, () => {
    const [wall, cpu] = [performance.now(), process.cpuUsage()];
    const { senders } = periodicNeighbours(structure, cutoff);
    const used = process.cpuUsage(cpu);
    return { edges: senders.length, wall: performance.now() - wall, cpu: (used.user + used.system) / 1e3 };
  });
  const [wall, cpu] = [median(laps.map((lap) => lap.wall)), median(laps.map((lap) => lap.cpu))];
  const cells = [atoms, laps[0]!.edges, wall.toFixed(1), cpu.toFixed(1), ((1e3 * cpu) / atoms).toFixed(2)];
  console.log(`| ${cells.join(" | ")} |`);
}
