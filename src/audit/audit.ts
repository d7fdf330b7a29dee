import { openForeign } from "../engine/foreign.js";
import { count, type Nd } from "../engine/nd.js";
import { decode, info, type Port } from "../engine/onnx/info.js";
import { numbers, value } from "../engine/session.js";
import type { DType } from "../engine/tensor.js";
import { InputError } from "../error.js";
import type { Action } from "../group/action.js";
import type { Group } from "../group/group.js";
import { fold, type Key, key as keyOf, normal, uniform } from "../random.js";
import { type Measurement, measure } from "./measure.js";

export interface AuditOptions {
  readonly group: Group;
  /** Action on each input and output by name; invariant where not named. */
  readonly inputs: Readonly<Record<string, Action>>;
  readonly outputs: Readonly<Record<string, Action>>;
  /** Sizes of named dimensions. */
  readonly sizes?: Readonly<Record<string, number>>;
  /** Integer inputs are drawn below this, by name. */
  readonly below?: Readonly<Record<string, number>>;
  readonly pairs?: number;
  readonly seed?: number;
  readonly threads?: number;
  readonly device?: string;
  /** Largest relative error in f32 that counts as round-off; 1e-4 by default. */
  readonly tolerance?: number;
}

export interface AuditResult {
  /** By measurement alone: no certificate over the graph yet. */
  readonly verdict: "equivariant" | "broken" | "unknown";
  readonly certificate: { readonly status: "unknown" };
  readonly error: { readonly f32: { readonly mean: number; readonly max: number } };
  readonly witness: Measurement["witness"];
  readonly nodes: readonly { readonly name: string; readonly op: string; readonly share: number }[];
  readonly warning?: string;
}

/**
 * How far an ONNX model is from a symmetry, over random inputs and group elements.
 * @throws InputError if a name is not in the model, a size is missing, or the bytes are no model
 */
export async function audit(bytes: Uint8Array, options: AuditOptions): Promise<AuditResult> {
  const {
    group,
    inputs,
    outputs,
    sizes = {},
    below = {},
    pairs = 20,
    seed = 0,
    threads = 1,
    device,
    tolerance = 1e-4,
  } = options;
  const model = info(bytes);
  known("--in", inputs, namesOf(model.inputs));
  known("--out", outputs, namesOf(model.outputs));
  known("--size", sizes, [
    ...new Set(model.inputs.flatMap(({ shape }) => shape.filter((dim) => typeof dim === "string"))),
  ]);
  known("--below", below, namesOf(model.inputs.filter(isInteger)));
  const shapes = model.inputs.map((port) => ({ port, shape: sizedShape(port, sizes) }));
  const draw = (key: Key): Record<string, Nd> =>
    Object.fromEntries(
      shapes.map(({ port, shape }) => [port.name, drawn(port, shape, fold(key, port.name), below[port.name])]),
    );
  // ONNX Runtime's ScatterND(add) races between threads, silently.
  const races = decode(bytes).graph!.node.some(
    ({ opType, attribute }) => opType === "ScatterND" && attribute.length > 0,
  );
  const foreign = await openForeign(bytes, { threads: races ? 1 : threads, device });
  const subject = async (at: Readonly<Record<string, Nd>>) => {
    const feeds = model.inputs.map(({ name, dtype }) => [name, value(at[name]!.data, at[name]!.shape, dtype as DType)]);
    const results = await foreign.run(Object.fromEntries(feeds));
    return Object.fromEntries(Object.entries(results).map(([name, result]) => [name, numbers(result)]));
  };
  const { mean, max, witness } = await measure(
    subject,
    { group, inputs, outputs },
    { draw, pairs, key: keyOf(seed) },
  ).finally(foreign.close);
  const verdict = Number.isNaN(max) ? "unknown" : max <= tolerance ? "equivariant" : "broken";
  return {
    verdict,
    certificate: { status: "unknown" },
    error: { f32: { mean, max } },
    witness,
    nodes: [],
    ...(races && { warning: "the model adds by ScatterND, which races between threads: it was run with one" }),
  };
}

const namesOf = (ports: readonly Port[]): string[] => ports.map(({ name }) => name);
const isInteger = ({ dtype }: Port): boolean => dtype === "i32" || dtype === "i64";

function known(where: string, given: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const stranger = Object.keys(given).find((name) => !names.includes(name));
  if (stranger === undefined) return;
  const expected = names.length > 0 ? `one of ${names.join(", ")}` : "none, as the model has nothing of the kind";
  throw new InputError(where, { expected, got: `"${stranger}"` });
}

function sizedShape({ name, shape }: Port, sizes: Readonly<Record<string, number>>): number[] {
  return shape.map((dim) => {
    const size = typeof dim === "number" ? dim : sizes[dim];
    if (size !== undefined) return size;
    throw new InputError("audit", {
      expected: `a size for dimension ${dim} of input ${name}`,
      got: "none",
      hint: `--size ${dim}=5`,
    });
  });
}

function drawn({ name, dtype }: Port, shape: readonly number[], key: Key, below: number | undefined): Nd {
  const n = count(shape);
  if (dtype === "f32" || dtype === "f64") return { shape, data: normal(key, n) };
  if (dtype === "bool") return { shape, data: uniform(key, n, 0, 2).map(Math.floor) };
  if (dtype !== "i32" && dtype !== "i64") {
    throw new InputError("audit", { expected: `input ${name} of f32, f64, i32, i64 or bool`, got: dtype });
  }
  if (below === undefined) {
    throw new InputError("audit", {
      expected: `a bound for the integer input ${name}`,
      got: "none",
      hint: `--below ${name}=5 draws 0 … 4`,
    });
  }
  return { shape, data: uniform(key, n, 0, below).map(Math.floor) };
}
