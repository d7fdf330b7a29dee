// What is asked of one case: that the imported model, emitted again and run, gives what is expected.

import type { Graph } from "../../src/engine/graph.js";
import { heldIn } from "../../src/engine/onnx/elementType.js";
import { type ForeignFunction, importOnnx } from "../../src/engine/onnx/importOnnx.js";
import { compile, value } from "../../src/engine/session.js";
import { constant, inputName, isConstant, type Tensor } from "../../src/engine/tensor.js";
import { InputError } from "../../src/error.js";
import { type Known, knownOf, type NodeCase } from "./case.js";
import { differs } from "./compare.js";

export interface Verdict {
  readonly passed: boolean;
  readonly reason?: string;
  /** Inputs that were made constants, because they decide about shapes. */
  readonly fixed: readonly string[];
  /** Whether nothing was left to compute. */
  readonly folded: boolean;
}

export async function checkCase(each: NodeCase): Promise<Verdict> {
  let fixed: readonly string[] = [];
  try {
    const foreign = importOnnx(each.bytes);
    for (const { inputs, outputs } of each.sets) {
      const known = new Map([...inputs].map(([name, bytes]) => [name, knownOf(bytes)]));
      const made = withConstants(foreign, known);
      fixed = made.fixed;
      const results = await run(made.graph, known);
      for (const [name, bytes] of outputs) {
        const wrong = differs(results[name]!, knownOf(bytes));
        if (wrong) return { passed: false, reason: `${name}: ${wrong}`, fixed, folded: false };
      }
      if (Object.values(made.graph.outputs).every(isConstant)) return { passed: true, fixed, folded: true };
    }
    return { passed: true, fixed, folded: false };
  } catch (error) {
    return { passed: false, reason: error instanceof Error ? error.message : String(error), fixed, folded: false };
  }
}

/** The graph, with those inputs as constants that an importer wants to know. */
export function withConstants(foreign: ForeignFunction, known: ReadonlyMap<string, Known>, sizes?: Sizes): Made {
  const fixed = new Map<string, Tensor>();
  for (;;) {
    try {
      return { graph: foreign.graph(Object.fromEntries(fixed), sizes), fixed: [...fixed.keys()] };
    } catch (error) {
      const more = error instanceof InputError ? wantedBy(error, known, fixed) : [];
      if (more.length === 0) throw error;
      for (const name of more) fixed.set(name, constantOf(known.get(name)!));
    }
  }
}
type Sizes = Readonly<Record<string, number>>;
interface Made {
  readonly graph: Graph;
  readonly fixed: readonly string[];
}

/** The sizes that the values have where the model leaves them open. */
export const sizesOf = ({ inputs }: ForeignFunction, known: ReadonlyMap<string, Known>): Sizes =>
  Object.fromEntries(
    Object.entries(inputs).flatMap(([name, { shape }]) =>
      shape.flatMap((dim, axis) => (typeof dim === "string" ? [[dim, known.get(name)!.shape[axis]!] as const] : [])),
    ),
  );

/** The input that the message names; else, because what it wants is made of inputs, those of integers, then scalars. */
function wantedBy({ message }: Error, known: ReadonlyMap<string, Known>, fixed: ReadonlyMap<string, Tensor>): string[] {
  const wanted = /expected a constant as input \d+(?:, "(.*?)")?, got/.exec(message);
  if (!wanted) return [];
  const open = [...known.keys()].filter((name) => !fixed.has(name));
  if (open.includes(wanted[1] ?? "")) return [wanted[1]!];
  const integers = open.filter((name) => !/^b?f/.test(known.get(name)!.type));
  return integers.length > 0 ? integers : open.filter((name) => known.get(name)!.data.length === 1);
}

const constantOf = ({ type, shape, data }: Known): Tensor => constant(data, shape, heldIn(type));

async function run(graph: Graph, known: ReadonlyMap<string, Known>) {
  const session = await compile(graph, { threads: 1 });
  const feeds = graph.inputs.map((x) => {
    const { shape, data, type } = known.get(inputName(x))!;
    return [inputName(x), value(data, shape, heldIn(type))] as const;
  });
  const results = await session.run(Object.fromEntries(feeds));
  await session.close();
  return results;
}
