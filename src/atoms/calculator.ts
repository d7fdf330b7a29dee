// Structures in, energies and forces out.
import { availableMemory, defaultThreads } from "#runtime";
import { blockSlotsFor, type EdgeRows, edgeRows, vectorsInRows } from "../data/edgeRows.js";
import { elementSymbols } from "../data/elements.js";
import { estimatedEdges, type PeriodicEdges } from "../data/periodicNeighbours.js";
import { cellVolume, checkedStructure, type Structure } from "../data/structure.js";
import { type Value, value } from "../engine/session.js";
import { InputError } from "../error.js";
import { neighbourCache } from "./neighbourCache.js";
import { openPotential, type PotentialOptions } from "./openPotential.js";

/** eV, Å, eV/Å, eV/Å³ */
export interface Evaluated {
  readonly energy: number;
  /** [atoms] */
  readonly energies: Float64Array;
  /** [atoms, 3] */
  readonly forces: Float64Array;
  /** xx, yy, zz, yz, xz, xy: ∂energy/∂strain over the volume; absent unless the cell repeats in all directions */
  readonly stress?: Float64Array;
}

/** Atoms as a calculator takes them: a `Structure`, or plain lists. */
export interface AtomsInput {
  /** Atomic numbers, [atoms] */
  readonly numbers: ArrayLike<number>;
  /** Å, [atoms, 3], flat or a list an atom */
  readonly positions: ArrayLike<number> | readonly (readonly number[])[];
  /** Å, [3, 3], rows are vectors, flat or a list a row */
  readonly cell?: ArrayLike<number> | readonly (readonly number[])[] | undefined;
  /** Whether space repeats along each vector; all if there is a cell, by default. */
  readonly pbc?: boolean | readonly [boolean, boolean, boolean] | undefined;
}

/** Energy, forces and stress of atoms. Equal atoms give equal bytes, whatever was asked before. */
export interface Calculator {
  (atoms: AtomsInput): Promise<Evaluated>;
  /** "sevennet-0", or a file */
  readonly name: string;
  /** Å */
  readonly cutoff: number;
  /** Atomic numbers that the model knows. */
  readonly elements: readonly number[];
  close(): Promise<void>;
}

export interface CalculatorOptions extends PotentialOptions {
  /**
   * Margin of a neighbour list that is used again until an atom has moved by half of it, Å: about 0.5 for dynamics. 0 by
   * default: a list a call.
   */
  readonly skin?: number;
  /** Bytes that a call may take, by an estimate; what the machine has by default. */
  readonly memory?: number;
}

/** Atoms nearer than this (Å) are an error in the input: no two nuclei of a molecule or crystal are. */
const nearest = 0.2;

/**
 * A potential that can be asked.
 * @param model a name of the zoo, as "sevennet-0", or the path of an ONNX file that `equivar export` wrote
 * @throws InputError on an unknown model, weights that are not its own, or a file that is no potential. A call throws
 *   InputError on what are no atoms, elements that the model does not know, atoms on top of each other, and systems that
 *   would not fit into memory
 * @example const calc = await calculator("sevennet-0"); const { energy, forces } = await calc({ numbers, positions, cell });
 */
export async function calculator(model: string, options: CalculatorOptions = {}): Promise<Calculator> {
  const { skin = 0, memory = availableMemory() } = options;
  if (!(skin >= 0)) throw new InputError("calculator", { expected: "a skin of 0 Å or more", got: String(skin) });
  const { session, name, cutoff, elements, bytesPerEdge } = await openPotential(model, options);
  const neighbours = neighbourCache(cutoff, skin);
  const blockSlots = blockSlotsFor(options.threads ?? defaultThreads());
  const known = new Set(elements);
  const calculate = async (atoms: AtomsInput): Promise<Evaluated> => {
    const structure = structureOf(atoms);
    checkElements(name, structure, known);
    const fits = (edges: number) => checkMemory(name, structure.numbers.length, edges, bytesPerEdge, memory);
    if (structure.numbers.length > many) fits(estimatedEdges(structure, cutoff));
    const edges = neighbours(structure);
    fits(edges.senders.length);
    checkDistances(edges);
    const table = edgeRows(edges, structure.numbers.length, { blockSlots });
    const feeds = feedsOf(structure, edges, cutoff, session.inputs.vectors!.dtype as "f32" | "f64", table);
    const used = Object.keys(session.inputs).map((key) => [key, feeds[key]!] as const);
    const { energy, energies, forces, stress } = await session.run(Object.fromEntries(used));
    return {
      energy: Number(energy!.data[0]),
      energies: Float64Array.from(energies!.data as Float32Array),
      forces: Float64Array.from(forces!.data as Float32Array),
      ...(structure.pbc.every(Boolean) && { stress: Float64Array.from(stress!.data as Float32Array) }),
    };
  };
  Object.defineProperty(calculate, "name", { value: name });
  return Object.assign(calculate, { cutoff, elements, close: session.close }) as unknown as Calculator;
}

const flat = (rows: ArrayLike<number> | readonly (readonly number[])[]): Float64Array =>
  Float64Array.from(Array.from(rows as ArrayLike<number | readonly number[]>).flat());

/** @throws InputError if arrays do not fit each other or hold what is no atom */
export function structureOf({ numbers, positions, cell, pbc }: AtomsInput): Structure {
  const repeats = pbc ?? cell !== undefined;
  const broken = Array.prototype.find.call(numbers, (each) => !Number.isInteger(each));
  if (broken !== undefined) throw new InputError("calculator", { expected: "whole atomic numbers", got: `${broken}` });
  return checkedStructure("calculator", {
    numbers: Int32Array.from(numbers),
    positions: positions instanceof Float64Array ? positions : flat(positions),
    ...(cell && { cell: flat(cell) }),
    pbc: typeof repeats === "boolean" ? [repeats, repeats, repeats] : repeats,
    info: {},
  });
}

function checkElements(name: string, { numbers }: Structure, known: ReadonlySet<number>): void {
  const at = numbers.findIndex((number) => !known.has(number));
  if (at < 0) return;
  const missing = elementSymbols.filter((_, number) => number > 0 && number < 104 && !known.has(number));
  throw new InputError(name, {
    expected: `elements that it was trained on (of those up to 103 all but ${missing.join(", ")})`,
    got: `${elementSymbols[numbers[at]!]}, atom ${at + 1}`,
  });
}

/** Beyond as many atoms the number of edges is estimated, because the list alone would take seconds and gigabytes. */
const many = 20_000;

function checkMemory(name: string, atoms: number, edges: number, bytesPerEdge: number, memory: number): void {
  const needed = edges * bytesPerEdge;
  if (needed <= memory) return;
  const size = (bytes: number) => `${(bytes / 1e9).toPrecision(3)} GB`;
  throw new InputError(name, {
    expected: `atoms that fit into ${size(memory)} of memory`,
    got: `${atoms} atoms with ${edges} edges, which need about ${size(needed)}`,
    hint: "a smaller cell?",
  });
}

function checkDistances({ senders, receivers, vectors }: PeriodicEdges): void {
  for (let e = 0; e < senders.length; e++) {
    const [x, y, z] = [vectors[3 * e]!, vectors[3 * e + 1]!, vectors[3 * e + 2]!];
    if (x * x + y * y + z * z >= nearest * nearest) continue;
    throw new InputError("calculator", {
      expected: `atoms at least ${nearest} Å apart`,
      got: `${Math.hypot(x, y, z).toFixed(3)} Å between atoms ${receivers[e]! + 1} and ${senders[e]! + 1}`,
      hint: "are positions in Å, and each atom there once?",
    });
  }
}

/** The inputs of `potentialInputs` for atoms. */
export function feedsOf(
  { numbers, cell }: Structure,
  edges: PeriodicEdges,
  cutoff: number,
  dtype: "f32" | "f64",
  table: EdgeRows,
): Record<string, Value> {
  const { nodes, slots, blocks, senders, receivers, rows, rowSlots, reverse, reverseSlots } = table;
  const room = new (dtype === "f32" ? Float32Array : Float64Array)(3 * senders.length);
  const vectors = vectorsInRows(table, edges.vectors, cutoff, room);
  const count = receivers.length;
  const whole = (data: Int32Array, shape: readonly number[]): Value => ({ dtype: "i32", shape, data });
  const unit = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  return {
    numbers: whole(numbers, [nodes]),
    vectors: { dtype, shape: [count, slots, 3], data: vectors },
    senders: whole(senders, [count, slots]),
    receivers: whole(receivers, [blocks, count / blocks]),
    rows: whole(rows, [nodes, rowSlots]),
    reverse: whole(reverse, [nodes, reverseSlots]),
    cell: value(cell && cellVolume(cell) !== 0 ? cell : unit, [3, 3], dtype),
  };
}
