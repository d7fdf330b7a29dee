// A potential as one ONNX file that says what it takes, so that anybody's ONNX Runtime can ask it.
import type { Graph } from "../engine/graph.js";
import { peakBytes } from "../engine/memory.js";
import type { Precision } from "../engine/onnx/emit.js";
import { toOnnx } from "../engine/onnx/toOnnx.js";
import { inputName } from "../engine/tensor.js";
import { InputError } from "../error.js";
import type { Potential } from "./potential.js";

export interface PotentialFacts extends Omit<Potential, "graph"> {
  /** Memory that a run takes, an edge. */
  readonly bytesPerEdge: number;
}

/** What the metadata of the file say of its inputs and outputs; "edge" is row · slots + slot. */
const described = {
  numbers: "atomic numbers, int32 [atoms]",
  vectors:
    "angstrom, [rows, slots, 3], from receiver to sender; each row holds edges of one receiver within the cutoff; slots without an edge hold a vector longer than it, such as [6, 0, 0]",
  senders: "int32 [rows, slots], the sending atom of each edge, any in slots without one",
  rows: "int32 [atoms, rowSlots], the rows of each atom, filled up with a row without edges; [[0], [1], ...] where row i is atom i's",
  receivers:
    "int32 [blocks, rows of a block], the atom of each row; rows are all blocks' rows; one block will do, some of about 450 slots are faster",
  reverse: "int32 [atoms, reverseSlots], the edges that each atom sends, filled up with a slot without an edge",
  cell: "angstrom, [3, 3], lattice vectors as rows; any of volume 1 where there is none",
  energy: "eV, of all atoms",
  energies: "eV, [atoms]",
  forces: "eV/angstrom, [atoms, 3]",
  stress: "eV/angstrom^3, [6]: xx, yy, zz, yz, xz, xy, positive under tension",
} as const;

const key = "equivar.potential";

/** Bytes of the ONNX file of a potential. */
export function potentialOnnx({ graph, ...facts }: Potential, precision: Precision = "f32"): Uint8Array {
  const ports = [...graph.inputs.map((x) => inputName(x)), ...Object.keys(graph.outputs)];
  const texts = ports.map((port) => [port, described[port as keyof typeof described]] as const);
  const metadata = {
    [key]: JSON.stringify({ ...facts, bytesPerEdge: bytesPerEdge(graph) }),
    cutoff: `${facts.cutoff} angstrom`,
    license: facts.license,
    source: facts.source,
    ...Object.fromEntries(texts),
  };
  return toOnnx(graph, { name: facts.name, precision, metadata });
}

/** What ONNX Runtime's arena takes beyond the tensors: 28,000 edges took 36.3 kB each, of which 32.2 are tensors. */
const arena = 1.2;

/** Peak memory of a bulk crystal, shared out over its edges. */
export function bytesPerEdge(graph: Graph): number {
  const [atoms, slots] = [100, 40];
  const dims = { atoms, blocks: 10, blockRows: atoms / 10, slots, rowSlots: 1, reverseSlots: slots };
  return Math.ceil((arena * peakBytes(graph, dims)) / (atoms * slots));
}

/** @throws InputError if the file is not a potential that equivar wrote */
export function readFacts(where: string, metadata: Readonly<Record<string, string>>): PotentialFacts {
  const text = metadata[key];
  const hint = "equivar export writes them";
  if (text === undefined)
    throw new InputError(where, { expected: "an ONNX file of a potential", got: "another", hint });
  const facts = parsed(text);
  const isWhole = facts && typeof facts.name === "string" && facts.cutoff > 0 && Array.isArray(facts.elements);
  if (isWhole) return facts;
  throw new InputError(where, { expected: `metadata ${key} as equivar writes them`, got: text.slice(0, 80), hint });
}

function parsed(text: string): PotentialFacts | undefined {
  try {
    return JSON.parse(text) as PotentialFacts; // `readFacts` looks at what it needs
  } catch {
    return undefined;
  }
}
