// Foreign models by hand, for tests.
import { create, type DescMessage, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import {
  type AttributeProtoSchema,
  type FunctionProtoSchema,
  type GraphProtoSchema,
  AttributeProto_AttributeType as Kind,
  ModelProtoSchema,
  type NodeProtoSchema,
  type TensorProtoSchema,
  TensorProto_DataType as Type,
  type ValueInfoProtoSchema,
} from "./gen/onnx_pb.js";

/** The plain object that makes a message. */
type Init<Schema extends DescMessage> = Exclude<MessageInitShape<Schema>, { readonly $typeName: string }>;
type Node = Init<typeof NodeProtoSchema>;
type Attribute = Init<typeof AttributeProtoSchema>;
export type GraphInit = Init<typeof GraphProtoSchema>;
type AttributeInit = number | string | readonly number[] | { readonly g: GraphInit } | { readonly ref: string };

/** A node; results are named by it, or by the list given. */
export function node(
  opType: string,
  input: readonly string[],
  output: string | readonly string[],
  attributes: Readonly<Record<string, AttributeInit>> = {},
  domain = "",
): Node {
  return {
    opType,
    domain,
    input: [...input],
    output: typeof output === "string" ? [output] : [...output],
    attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
  };
}

function attribute(name: string, value: AttributeInit): Attribute {
  if (typeof value === "number") {
    return Number.isInteger(value) ? { name, type: Kind.INT, i: BigInt(value) } : { name, type: Kind.FLOAT, f: value };
  }
  if (typeof value === "string") return { name, type: Kind.STRING, s: new TextEncoder().encode(value) };
  if ("g" in value) return { name, type: Kind.GRAPH, g: value.g };
  if ("ref" in value) return { name, type: Kind.INT, refAttrName: value.ref };
  return { name, type: Kind.INTS, ints: value.map(BigInt) };
}

/** An input or output; a name as a dimension is one that the file leaves open, undefined one that it says nothing of. */
export const port = (
  name: string,
  shape: readonly (number | string | undefined)[],
  elemType: number = Type.FLOAT,
): Init<typeof ValueInfoProtoSchema> => ({
  name,
  type: {
    value: {
      case: "tensorType",
      value: {
        elemType,
        shape: {
          dim: shape.map((dim) => {
            if (dim === undefined) return {};
            return typeof dim === "number"
              ? { value: { case: "dimValue" as const, value: BigInt(dim) } }
              : { value: { case: "dimParam" as const, value: dim } };
          }),
        },
      },
    },
  },
});

export const floats = (
  name: string,
  dims: readonly number[],
  floatData: readonly number[],
): Init<typeof TensorProtoSchema> => ({
  name,
  dims: dims.map(BigInt),
  dataType: Type.FLOAT,
  floatData: [...floatData],
});

export const integers = (
  name: string,
  dims: readonly number[],
  values: readonly (number | bigint)[],
): Init<typeof TensorProtoSchema> => ({
  name,
  dims: dims.map(BigInt),
  dataType: Type.INT64,
  int64Data: values.map(BigInt),
});

/** The bytes of a model. */
export function modelBytes(
  graph: GraphInit,
  {
    opset = 20,
    functions = [],
    domains = [],
  }: {
    readonly opset?: number;
    readonly functions?: readonly Init<typeof FunctionProtoSchema>[];
    readonly domains?: readonly string[];
  } = {},
): Uint8Array {
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 10n,
      opsetImport: ["", ...domains].map((domain) => ({ domain, version: BigInt(domain === "" ? opset : 1) })),
      graph,
      functions: [...functions],
    }),
  );
}
