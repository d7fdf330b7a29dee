// One node case: its model, its values, and what they are compared by.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import { type ElementType, elementType, numbersOf } from "../../src/engine/onnx/elementType.js";
import {
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  TensorProtoSchema,
} from "../../src/engine/onnx/gen/onnx_pb.js";

export interface NodeCase {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly model: ModelProto;
  readonly sets: readonly { readonly inputs: Files; readonly outputs: Files }[];
}
/** Bytes of a TensorProto, by the name of the input or output. */
type Files = ReadonlyMap<string, Uint8Array>;
export interface Known {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** A case of a folder as ONNX lays them out. */
export function readCase(folder: string, name: string): NodeCase {
  const at = join(folder, name);
  const sets = readdirSync(at).filter((each) => each.startsWith("test_data_set_"));
  const read = (set: string, what: string) => (i: number) => {
    const path = join(at, set, `${what}_${i}.pb`);
    return existsSync(path) ? readFileSync(path) : undefined;
  };
  return caseOf(
    name,
    readFileSync(join(at, "model.onnx")),
    sets.map((set) => ({ input: read(set, "input"), output: read(set, "output") })),
  );
}

type Read = (i: number) => Uint8Array | undefined;
/** A case from the bytes of its model and of its numbered inputs and outputs. */
export function caseOf(name: string, bytes: Uint8Array, sets: readonly { input: Read; output: Read }[]): NodeCase {
  const model = fromBinary(ModelProtoSchema, bytes);
  const { input, output } = model.graph!;
  const named = (ports: GraphProto["input"], read: Read): Files =>
    new Map(ports.flatMap((port, i) => (read(i) ? [[port.name, read(i)!] as const] : [])));
  return {
    name,
    bytes,
    model,
    sets: sets.map((set) => ({ inputs: named(input, set.input), outputs: named(output, set.output) })),
  };
}

/** @throws InputError on element types that are not ours */
export const knownOf = (bytes: Uint8Array): Known => numbersOf(fromBinary(TensorProtoSchema, bytes), "case", 2 ** 28);

/** Strings, halves, floats, integers of 8 bits and more, and booleans, in tensors. */
const plainTypes = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
export const isPlain = ({ model }: NodeCase): boolean =>
  [...model.graph!.input, ...model.graph!.output].every(
    ({ type }) => type?.value.case === "tensorType" && plainTypes.has(type.value.value.elemType),
  );

/** Whether a type is one that a tensor of ours can hold. */
export function isHeld(code: number): boolean {
  try {
    return Boolean(elementType(code, ""));
  } catch {
    return false;
  }
}

/** Every operator that the case's nodes name, those of subgraphs too. */
export function operatorsOf(graph: GraphProto): string[] {
  const own = graph.node.map(({ domain, opType }) => (domain === "" ? opType : `${domain}.${opType}`));
  const inner = graph.node.flatMap(({ attribute }) => attribute.flatMap(({ g }) => (g ? operatorsOf(g) : [])));
  return [...new Set([...own, ...inner])].sort();
}
