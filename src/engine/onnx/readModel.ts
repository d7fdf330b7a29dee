// Model files whose weights lie in a file beside them, as PyTorch's exporter writes them.
import { toBinary } from "@bufbuild/protobuf";
import { readBytes } from "#runtime";
import { InputError } from "../../error.js";
import {
  type GraphProto,
  TensorProto_DataLocation as Location,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  type TensorProto,
} from "./gen/onnx_pb.js";
import { decode } from "./info.js";
import { limits } from "./limits.js";

/**
 * The bytes of an ONNX model as one file, with the tensors that are in files beside it.
 * @param place a path, or a URL (in a browser a URL only)
 * @throws InputError if a file is not there, lies elsewhere than beside the model, is too short, or the whole is above 2 GB
 */
export async function readModel(place: string | URL): Promise<Uint8Array> {
  const bytes = await read(place, "model", `an ONNX file at ${place}`);
  const model = decode(bytes);
  const elsewhere = tensorsOf(model).filter(({ dataLocation }) => dataLocation === Location.EXTERNAL);
  if (elsewhere.length === 0) return bytes;
  const files = new Map<string, Uint8Array>();
  let total = bytes.length;
  for (const tensor of elsewhere) {
    const where = `onnx: "${tensor.name}"`;
    const { location, offset, length } = referenceOf(tensor, where);
    const file =
      files.get(location) ?? (await read(beside(place, location), where, "its data in a file beside the model"));
    files.set(location, file);
    const end = offset + (length ?? file.length - offset);
    if (!(offset <= end && end <= file.length)) {
      const expected = `bytes ${offset} to ${end} in ${location}`;
      throw new InputError(where, { expected, got: `a file of ${file.length}` });
    }
    total += end - offset;
    if (total > limits.bytes) throw new InputError("onnx", { expected: `at most ${limits.bytes} bytes`, got: "more" });
    Object.assign(tensor, { rawData: file.subarray(offset, end), externalData: [], dataLocation: Location.DEFAULT });
  }
  return toBinary(ModelProtoSchema, model);
}

async function read(place: string | URL, where: string, expected: string): Promise<Uint8Array> {
  return readBytes(place).catch((error: unknown) => {
    throw new InputError(where, { expected, got: error instanceof Error ? error.message : String(error) });
  });
}

/** The place of a file in the folder of another. */
const beside = (place: string | URL, location: string): string | URL =>
  place instanceof URL ? new URL(encodeURI(location), place) : place.replace(/[^/\\]*$/, () => location);

interface Reference {
  /** A path from the model's folder downwards. */
  readonly location: string;
  readonly offset: number;
  /** Bytes; up to the end of the file, if not given. */
  readonly length: number | undefined;
}

function referenceOf({ externalData }: TensorProto, where: string): Reference {
  const given = new Map(externalData.map(({ key, value }) => [key, value]));
  const location = given.get("location") ?? "";
  const steps = location.split(/[/\\]/);
  if (location === "" || /^[/\\]|:/.test(location) || steps.includes("..")) {
    throw new InputError(where, { expected: "its data in a file beside the model", got: `"${location}"` });
  }
  const [offset = 0, length] = ["offset", "length"].map((key) => {
    const text = given.get(key);
    if (text === undefined) return undefined;
    if (/^\d{1,15}$/.test(text)) return Number(text);
    throw new InputError(where, { expected: `a number of bytes as ${key}`, got: `"${text}"` });
  });
  return { location, offset, length };
}

/** All tensors of a model, those of subgraphs and functions too. */
const tensorsOf = ({ graph, functions }: ModelProto): TensorProto[] => [
  ...tensorsInGraph(graph!),
  ...functions.flatMap(({ node }) => tensorsInNodes(node)),
];

const tensorsInGraph = ({ initializer, node }: GraphProto): TensorProto[] => [...initializer, ...tensorsInNodes(node)];

const tensorsInNodes = (nodes: readonly NodeProto[]): TensorProto[] =>
  nodes.flatMap(({ attribute }) =>
    attribute.flatMap(({ t, tensors, g, graphs }) => [
      ...(t ? [t] : []),
      ...tensors,
      ...[...(g ? [g] : []), ...graphs].flatMap(tensorsInGraph),
    ]),
  );
