import { fromBinary } from "@bufbuild/protobuf";
import { InputError } from "../../error.js";
import type { Dim } from "../dim.js";
import type { DType } from "../tensor.js";
import { type ModelProto, ModelProtoSchema, TensorProto_DataType as Type, type ValueInfoProto } from "./gen/onnx_pb.js";

/** What an ONNX file says about itself. */
export interface OnnxInfo {
  readonly opset: number;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** How many numbers its initializers hold. */
  readonly parameters: number;
  readonly nodes: number;
  readonly metadata: Readonly<Record<string, string>>;
}
export interface Port {
  readonly name: string;
  /** ONNX's name where it is none of ours. */
  readonly dtype: DType | string;
  readonly shape: readonly Dim[];
}

/** @throws InputError if the bytes are no ONNX model */
export function decode(bytes: Uint8Array): ModelProto {
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    throw new InputError("onnx", {
      expected: "the bytes of an ONNX model",
      got: error instanceof Error ? error.message : String(error),
    });
  }
  if (!model.graph || model.graph.output.length === 0) {
    throw new InputError("onnx", {
      expected: "an ONNX model with a graph and outputs",
      got: `${bytes.length} bytes without`,
    });
  }
  return model;
}

export function info(bytes: Uint8Array): OnnxInfo {
  const { graph, opsetImport, metadataProps } = decode(bytes);
  const initializers = new Set(graph!.initializer.map(({ name }) => name));
  return {
    opset: Number(opsetImport.find(({ domain }) => domain === "" || domain === "ai.onnx")?.version ?? 0),
    inputs: graph!.input.filter(({ name }) => !initializers.has(name)).map(port),
    outputs: graph!.output.map(port),
    parameters: graph!.initializer.reduce((n, { dims }) => n + dims.reduce((size, dim) => size * Number(dim), 1), 0),
    nodes: graph!.node.length,
    metadata: Object.fromEntries(metadataProps.map(({ key, value }) => [key, value])),
  };
}

const dtypes: Readonly<Record<number, DType>> = {
  [Type.FLOAT]: "f32",
  [Type.DOUBLE]: "f64",
  [Type.INT32]: "i32",
  [Type.INT64]: "i64",
  [Type.BOOL]: "bool",
};

function port({ name, type }: ValueInfoProto): Port {
  const tensor = type?.value.case === "tensorType" ? type.value.value : undefined;
  const shape =
    tensor?.shape?.dim.map(
      ({ value }, i): Dim => (value.case === "dimValue" ? Number(value.value) : value.value || `axis${i}`),
    ) ?? [];
  return { name, dtype: dtypes[tensor?.elemType ?? 0] ?? Type[tensor?.elemType ?? 0] ?? "unknown", shape };
}
