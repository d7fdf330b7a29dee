// Neighbours within a cutoff, across the borders of a cell that repeats.
import { InputError } from "../error.js";
import { checkedStructure, completedCell, inverseCell, type Structure } from "./structure.js";

/**
 * Every ordered pair of atoms closer than the cutoff. Edge e arrives at `receivers[e]` from an image of `senders[e]`; an
 * atom may neighbour its own images. Receivers do not decrease.
 */
export interface PeriodicEdges {
  /** [edges] */
  readonly senders: Int32Array;
  /** [edges] */
  readonly receivers: Int32Array;
  /** [edges, 3]: the cell of the sender's image, in whole cell vectors */
  readonly shifts: Int32Array;
  /** [edges, 3], Å: from receiver to sender, x[sender] + shift · cell − x[receiver] */
  readonly vectors: Float64Array;
}

/** As many edges take 6 GB: what asks for more has the wrong cutoff, or atoms on top of each other. */
const maxEdges = 2 ** 27;

/**
 * The neighbour list, by cells: atoms are sorted into boxes about as wide as the cutoff, and each looks into the boxes
 * around its own. The time grows with the number of edges, and of atoms; any cell (skewed, left-handed, smaller than the
 * cutoff) and any pbc will do.
 * @param structure positions need not lie within the cell
 * @param cutoff Å; distances below it count, the cutoff itself does not
 * @throws InputError on a cutoff that is not a number above 0, on what is no structure (`checkedStructure`), and on more
 *   than 2²⁷ edges
 */
export function periodicNeighbours(structure: Structure, cutoff: number): PeriodicEdges {
  checkArguments(structure, cutoff);
  const list = collected(structure, boxesOf(structure, cutoff), cutoff, 1);
  return { ...list, vectors: edgeVectors(structure.positions, structure.cell, list) };
}

/**
 * About how many edges `periodicNeighbours` would find, from a sample of some 500 receivers: for an estimate of time and
 * memory (44 bytes an edge for the list itself) before either is spent.
 * @throws InputError as `periodicNeighbours`
 */
export function estimatedEdges(structure: Structure, cutoff: number): number {
  checkArguments(structure, cutoff);
  const stride = Math.max(1, Math.floor(structure.numbers.length / 500));
  const sampled = Math.ceil(structure.numbers.length / stride);
  const { senders } = collected(structure, boxesOf(structure, cutoff), cutoff, stride);
  return Math.round((senders.length * structure.numbers.length) / sampled);
}

function checkArguments(structure: Structure, cutoff: number): void {
  if (!(cutoff > 0 && Number.isFinite(cutoff))) {
    throw new InputError("periodicNeighbours", { expected: "a cutoff above 0 Å", got: String(cutoff) });
  }
  checkedStructure("periodicNeighbours", structure);
}

interface Boxes {
  /** [3, 3], Å; rows of free directions completed */
  readonly cell: Float64Array;
  /** Boxes along each vector. */
  readonly counts: readonly [number, number, number];
  /** How many boxes to look ahead and back along each vector. */
  readonly reach: readonly [number, number, number];
  /** [atoms, 3]: the box of each atom along each vector */
  readonly boxOf: Int32Array;
  /** [atoms, 3]: whole cell vectors to take off a position to wrap it */
  readonly wraps: Int32Array;
  /** [atoms, 3], Å: wrapped positions */
  readonly wrapped: Float64Array;
  /** [boxes + 1]: where each box begins in `atoms` */
  readonly starts: Int32Array;
  /** [atoms], by box */
  readonly atoms: Int32Array;
}

function boxesOf({ positions, cell: given, pbc }: Structure, cutoff: number): Boxes {
  const atoms = positions.length / 3;
  const cell = completedCell(given ?? new Float64Array(9));
  const inverse = inverseCell(cell);
  const wraps = new Int32Array(3 * atoms);
  const wrapped = positions.slice();
  const fractions = new Float64Array(3 * atoms);
  const [low, high] = [
    new Float64Array(3).fill(Number.POSITIVE_INFINITY),
    new Float64Array(3).fill(Number.NEGATIVE_INFINITY),
  ];
  for (let i = 0; i < 3 * atoms; i += 3) {
    for (let k = 0; k < 3; k++) {
      const fraction =
        positions[i]! * inverse[k]! + positions[i + 1]! * inverse[3 + k]! + positions[i + 2]! * inverse[6 + k]!;
      const wrap = pbc[k] ? Math.floor(fraction) : 0;
      wraps[i + k] = wrap;
      fractions[i + k] = fraction - wrap;
      low[k] = Math.min(low[k]!, fraction - wrap);
      high[k] = Math.max(high[k]!, fraction - wrap);
      if (wrap !== 0)
        for (let axis = 0; axis < 3; axis++) wrapped[i + axis] = wrapped[i + axis]! - wrap * cell[3 * k + axis]!;
    }
  }
  // Along vector k the cell is 1 / |reciprocal vector k| high; what does not repeat is as high as its atoms reach.
  const heights = [0, 1, 2].map((k) => 1 / Math.hypot(inverse[k]!, inverse[3 + k]!, inverse[6 + k]!));
  const extents = heights.map((height, k) => (pbc[k] ? height : Math.max(height * (high[k]! - low[k]!), 1e-9)));
  const counts = boxCounts(extents, cutoff, atoms);
  const reach = counts.map((count, k) => Math.ceil((cutoff * count) / extents[k]!)) as [number, number, number];
  const boxOf = new Int32Array(3 * atoms);
  for (let i = 0; i < 3 * atoms; i++) {
    const k = i % 3;
    const along = pbc[k] ? fractions[i]! : ((fractions[i]! - low[k]!) * heights[k]!) / extents[k]!;
    boxOf[i] = Math.min(counts[k]! - 1, Math.floor(along * counts[k]!));
  }
  for (let k = 0; k < 3; k++) if (!pbc[k]) reach[k] = Math.min(reach[k]!, counts[k]! - 1);
  return { cell, counts, reach, boxOf, wraps, wrapped, ...sorted(boxOf, counts, atoms) };
}

/** Boxes no thinner than the cutoff, and no more of them than atoms (a dozen to begin with). */
function boxCounts(extents: readonly number[], cutoff: number, atoms: number): [number, number, number] {
  const counts = extents.map((extent) => Math.max(1, Math.floor(Math.min(extent / cutoff, 2 ** 20))));
  const most = Math.max(atoms, 12);
  while (counts[0]! * counts[1]! * counts[2]! > most) {
    const widest = counts.indexOf(Math.max(...counts));
    counts[widest] = Math.max(1, Math.floor(counts[widest]! / 2));
  }
  return counts as [number, number, number];
}

/** Atoms by box, by counting. */
function sorted(boxOf: Int32Array, [na, nb, nc]: Boxes["counts"], atoms: number) {
  const starts = new Int32Array(na * nb * nc + 1);
  const flat = (i: number) => (boxOf[3 * i]! * nb + boxOf[3 * i + 1]!) * nc + boxOf[3 * i + 2]!;
  for (let i = 0; i < atoms; i++) starts[flat(i) + 1]!++;
  for (let box = 0; box < na * nb * nc; box++) starts[box + 1] = starts[box + 1]! + starts[box]!;
  const next = starts.slice();
  const order = new Int32Array(atoms);
  for (let i = 0; i < atoms; i++) order[next[flat(i)]!++] = i;
  return { starts, atoms: order };
}

/** The edges to every `stride`-th atom. */
function collected({ pbc }: Structure, boxes: Boxes, cutoff: number, stride: number): List {
  const { cell, boxOf, wraps, wrapped, starts, atoms, counts } = boxes;
  const [visitA, visitB, visitC] = [0, 1, 2].map((k) => visits(boxes, k, pbc[k]!)) as [Visits, Visits, Visits]; // three
  const limit = cutoff * cutoff;
  const byBox = Float64Array.from(
    { length: 3 * atoms.length },
    (_, i) => wrapped[3 * atoms[Math.floor(i / 3)]! + (i % 3)]!,
  );
  let [edges, room] = [0, Math.min(maxEdges, Math.max(64, Math.ceil((32 * atoms.length) / stride)))];
  let list = allocated(room);

  /** The edges to receiver i from the images, moved by whole cell vectors, of the atoms of a box. */
  function look(i: number, box: number, sa: number, sb: number, sc: number) {
    const x = wrapped[3 * i]! - (sa * cell[0]! + sb * cell[3]! + sc * cell[6]!);
    const y = wrapped[3 * i + 1]! - (sa * cell[1]! + sb * cell[4]! + sc * cell[7]!);
    const z = wrapped[3 * i + 2]! - (sa * cell[2]! + sb * cell[5]! + sc * cell[8]!);
    for (let at = starts[box]!; at < starts[box + 1]!; at++) {
      const dx = byBox[3 * at]! - x;
      const dy = byBox[3 * at + 1]! - y;
      const dz = byBox[3 * at + 2]! - z;
      if (dx * dx + dy * dy + dz * dz >= limit) continue;
      const j = atoms[at]!;
      if (i === j && sa === 0 && sb === 0 && sc === 0) continue;
      if (edges === room) {
        room = roomAfter(room);
        list = grown(list, room);
      }
      list.receivers[edges] = i;
      list.senders[edges] = j;
      list.shifts[3 * edges] = sa - wraps[3 * j]! + wraps[3 * i]!;
      list.shifts[3 * edges + 1] = sb - wraps[3 * j + 1]! + wraps[3 * i + 1]!;
      list.shifts[3 * edges + 2] = sc - wraps[3 * j + 2]! + wraps[3 * i + 2]!;
      edges++;
    }
  }

  for (let i = 0; i < atoms.length; i += stride) {
    const [a, b, c] = [boxOf[3 * i]!, boxOf[3 * i + 1]!, boxOf[3 * i + 2]!];
    for (let va = visitA.starts[a]!; va < visitA.starts[a + 1]!; va++) {
      for (let vb = visitB.starts[b]!; vb < visitB.starts[b + 1]!; vb++) {
        const row = (visitA.boxes[va]! * counts[1] + visitB.boxes[vb]!) * counts[2];
        for (let vc = visitC.starts[c]!; vc < visitC.starts[c + 1]!; vc++) {
          look(i, row + visitC.boxes[vc]!, visitA.shifts[va]!, visitB.shifts[vb]!, visitC.shifts[vc]!);
        }
      }
    }
  }
  return cut(list, edges);
}

/**
 * The vectors of edges from receiver to sender, [edges, 3], Å: x[sender] + shift · cell − x[receiver]. A list stays
 * right while atoms move and the cell strains a little: only these change.
 */
export function edgeVectors(
  positions: Float64Array,
  cell: Float64Array | undefined,
  { senders, receivers, shifts }: Omit<PeriodicEdges, "vectors">,
  out = new Float64Array(shifts.length),
): Float64Array {
  const [c0, c1, c2, c3, c4, c5, c6, c7, c8] = cell ?? new Float64Array(9);
  for (let e = 0; e < senders.length; e++) {
    const [j, i, at] = [3 * senders[e]!, 3 * receivers[e]!, 3 * e];
    const [sa, sb, sc] = [shifts[at]!, shifts[at + 1]!, shifts[at + 2]!];
    out[at] = positions[j]! - positions[i]! + (sa * c0! + sb * c3! + sc * c6!);
    out[at + 1] = positions[j + 1]! - positions[i + 1]! + (sa * c1! + sb * c4! + sc * c7!);
    out[at + 2] = positions[j + 2]! - positions[i + 2]! + (sa * c2! + sb * c5! + sc * c8!);
  }
  return out;
}

/** Box b of a vector looks into `boxes[starts[b]] … boxes[starts[b + 1] − 1]`, each in the cell that `shifts` says. */
interface Visits {
  readonly starts: Int32Array;
  readonly boxes: Int32Array;
  readonly shifts: Int32Array;
}

function visits({ counts, reach }: Boxes, k: number, periodic: boolean): Visits {
  const [count, ahead] = [counts[k]!, reach[k]!];
  const starts = new Int32Array(count + 1);
  const [boxes, shifts]: [number[], number[]] = [[], []];
  for (let box = 0; box < count; box++) {
    for (let other = box - ahead; other <= box + ahead; other++) {
      if (!periodic && (other < 0 || other >= count)) continue;
      const shift = Math.floor(other / count);
      boxes.push(other - shift * count);
      shifts.push(shift);
    }
    starts[box + 1] = boxes.length;
  }
  return { starts, boxes: Int32Array.from(boxes), shifts: Int32Array.from(shifts) };
}

type List = Omit<PeriodicEdges, "vectors">;

const allocated = (edges: number): List => ({
  senders: new Int32Array(edges),
  receivers: new Int32Array(edges),
  shifts: new Int32Array(3 * edges),
});

function roomAfter(edges: number): number {
  if (edges < maxEdges) return Math.min(2 * edges, maxEdges);
  const hint = "is the cutoff in Å, and are the atoms where they should be?";
  throw new InputError("periodicNeighbours", { expected: `at most ${maxEdges} edges`, got: "more", hint });
}

function grown(list: List, edges: number): List {
  const larger = allocated(edges);
  larger.senders.set(list.senders);
  larger.receivers.set(list.receivers);
  larger.shifts.set(list.shifts);
  return larger;
}

const cut = ({ senders, receivers, shifts }: List, edges: number): List => ({
  senders: senders.slice(0, edges),
  receivers: receivers.slice(0, edges),
  shifts: shifts.slice(0, 3 * edges),
});
