import { create, toBinary } from "@bufbuild/protobuf";
import { InputError, ShapeError } from "../../error.js";
import { type Dim, floorParts, type Shape, terms } from "../dim.js";
import { type Graph, inputsOf, topological } from "../graph.js";
import { resultRule } from "../results.js";
import { constantData, type DType, inputName, isConstant, isInput, type Tensor } from "../tensor.js";
import {
  type AttributeProto,
  AttributeProtoSchema,
  type GraphProto,
  GraphProtoSchema,
  AttributeProto_AttributeType as Kind,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorProto_DataType as Type,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "./gen/onnx_pb.js";

/** The working float of an emitted graph. */
export type Precision = "f32" | "f64";

/** The one operator set that equivar writes (ONNX Runtime 1.17 and later read it). */
export const opset = 20;
const irVersion = 9n;

/** An ONNX attribute: integers, text and lists of integers as they are; floats marked, because JavaScript cannot tell. */
export type AttributeValue =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly graph: GraphProto };

/** A graph inside a node (of Scan, If, Loop); what it uses from around it has a name there. */
export interface Body {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly around: ReadonlyMap<Tensor, string>;
}

/** What an op rule may do while it is emitted; values are known by their names. */
export interface Emitter {
  readonly precision: Precision;
  /** Whether the nodes that say what is computed are wanted, not those that ONNX Runtime is fastest with. */
  readonly isPlain: boolean;
  /** Whether one thread runs all nodes, for certain: then ScatterND may reduce, which races otherwise. */
  readonly isSerial: boolean;
  /** Channels of a block in the layout of ONNX Runtime's own convolutions (blockedConv.ts), where the session has them. */
  readonly channelBlock: number | undefined;
  /** Adds a node with one result. */
  node(
    type: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, AttributeValue>>,
    domain?: string,
  ): string;
  /** Adds a node of several results. */
  nodes(
    type: string,
    inputs: readonly string[],
    results: number,
    attributes?: Readonly<Record<string, AttributeValue>>,
  ): string[];
  constant(values: number | ArrayLike<number>, shape: readonly number[], dtype: DType | "u64"): string;
  /** An i64 vector. */
  ints(values: readonly number[]): string;
  /** An i64 vector for Reshape: one unknown dimension becomes −1. */
  shape(shape: Shape): string;
  /** An i64 vector with every dimension spelled out. */
  dims(shape: Shape): string;
  /** ONNX's code of a data type, in the precision of this emission. */
  type(dtype: DType | "u64"): number;
  /** A graph for an attribute, of inputs and results in order. */
  body(body: Body): { readonly graph: GraphProto };
  /** Which results of a node of several are used (`result` of results.ts). */
  used(node: Tensor): ReadonlySet<number>;
  /** Names of the ops that take a tensor, in the graph or body that is being emitted. */
  takers(node: Tensor): ReadonlySet<string>;
}

export interface EmitOptions {
  readonly precision?: Precision;
  /** Text for the model's metadata, such as units. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly name?: string;
  /** Whether others will read the file, rather than a session of ONNX Runtime; false by default. */
  readonly isPlain?: boolean;
  /** Whether the session has one thread; false by default. */
  readonly isSerial?: boolean;
  /** Channels of a block where the session's convolutions take them so; none by default. */
  readonly channelBlock?: number | undefined;
}

/**
 * The graph as ONNX bytes.
 * @throws ShapeError if a named dimension is on no input, so that no session could know its value
 */
export function emit(
  graph: Graph,
  {
    precision = "f32",
    metadata = {},
    name = "equivar",
    isPlain = false,
    isSerial = false,
    channelBlock,
  }: EmitOptions = {},
): Uint8Array {
  checkNames(graph);
  const reserved = new Set([...graph.inputs.map(inputName), ...Object.keys(graph.outputs)]);
  /** A name of our own, unlike those that the user gave. */
  const fresh = (id: string): string => (reserved.has(id) ? fresh(`${id}_`) : id);
  const nodes: NodeProto[] = [];
  /** Where nodes are added: the graph's, or those of a body while that is emitted. */
  let current = nodes;
  let count = 0;
  const initializers = new Map<string, TensorProto>();
  const used = new Map<Tensor, Set<number>>();
  const takers = new Map<Tensor, Set<string>>();
  const type = (dtype: DType | "u64"): number => onnxType(dtype === "f32" ? precision : dtype);

  const add = (kind: string, inputs: readonly string[], results: number, attributes = {}, domain = ""): string[] => {
    const id = count++;
    const output = Array.from({ length: results }, (_, i) =>
      fresh(results === 1 ? `${kind}_${id}` : `${kind}_${id}_${i}`),
    );
    const attribute = Object.entries(attributes).map(([key, value]) => attributeProto(key, value as AttributeValue));
    current.push(
      create(NodeProtoSchema, { opType: kind, name: `${kind}_${id}`, input: [...inputs], output, attribute, domain }),
    );
    return output;
  };
  const node: Emitter["node"] = (kind, inputs, attributes, domain) => add(kind, inputs, 1, attributes, domain)[0]!;
  const numbered = new Map<ArrayLike<number>, number>();
  /** Short lists are equal by their numbers, long ones where they are the same array, in a graph and in its bodies. */
  const listKey = (list: ArrayLike<number>) => {
    if (list.length <= 64) return String(Array.from(list, (v) => (Object.is(v, -0) ? "-0" : v)));
    if (!numbered.has(list)) numbered.set(list, numbered.size);
    return `#${numbered.get(list)}`;
  };
  const constant: Emitter["constant"] = (values, shape, dtype) => {
    const list = typeof values === "number" ? [values] : values;
    const key = `${dtype}[${shape}]${listKey(list)}`;
    const known = initializers.get(key)?.name;
    if (known) return known;
    const id = fresh(`constant_${initializers.size}`);
    initializers.set(key, tensorProto(id, list, shape, dtype === "f32" ? precision : dtype));
    return id;
  };
  const ints: Emitter["ints"] = (values) => constant(values, [values.length], "i64");
  const dimension = dimensionEmitter(graph, { node, ints });
  const vectors = new Map<string, string>();
  const dims: Emitter["dims"] = (shape) => {
    if (shape.every((dim) => typeof dim === "number")) return ints(shape as number[]);
    const key = shape.join();
    const found = vectors.get(key);
    if (found) return found;
    const here = current;
    current = nodes; // known everywhere, also where it is first met in a body
    const made = shape.length === 1 ? dimension(shape[0]!) : node("Concat", shape.map(dimension), { axis: 0 });
    current = here;
    vectors.set(key, made);
    return made;
  };
  const shapeOf: Emitter["shape"] = (shape) => {
    const unknown = shape.filter((dim) => typeof dim !== "number");
    // −1 cannot be told beside a zero, and two of them not at all.
    if (unknown.length === 1 && !shape.includes(0))
      return ints(shape.map((dim) => (typeof dim === "number" ? dim : -1)));
    return dims(shape);
  };
  const emitter: Emitter = {
    precision,
    isPlain,
    isSerial,
    channelBlock,
    node,
    nodes: (kind, inputs, results, attributes) => add(kind, inputs, results, attributes),
    constant,
    ints,
    shape: shapeOf,
    dims,
    type,
    body: ({ inputs, outputs, around }) => {
      const own = inputs.map((x) => [x, fresh(`input_${count++}`)] as const);
      const results = outputs.map(() => fresh(`result_${count++}`));
      const outside = current;
      const inside: NodeProto[] = [];
      current = inside;
      const names = addNodes(outputs, new Map([...around, ...own]));
      current = outside;
      nameResults(
        inside,
        outputs.map((x, i) => [results[i]!, names.get(x)!]),
      );
      return {
        graph: create(GraphProtoSchema, {
          name: `body_${count++}`,
          node: inside,
          input: own.map(([x, id]) => valueInfo(id, x, type)),
          output: outputs.map((x, i) => valueInfo(results[i]!, x, type)),
        }),
      };
    },
    used: (tensor) => used.get(tensor) ?? new Set(),
    takers: (tensor) => takers.get(tensor) ?? new Set(),
  };

  /** Adds the nodes that the roots need; names maps what is there already, and is completed. */
  const addNodes = (roots: readonly Tensor[], names: Map<Tensor, string>): Map<Tensor, string> => {
    const order = topological(byDepth(roots));
    const splits = splitGroups(order);
    for (const { rule, inputs, attributes } of order) {
      for (const x of inputs) takers.set(x, (takers.get(x) ?? new Set()).add(rule.name));
      if (rule !== resultRule) continue;
      used.set(inputs[0]!, (used.get(inputs[0]!) ?? new Set()).add(attributes.index as number));
    }
    for (const tensor of order) {
      if (names.has(tensor)) continue;
      if (isInput(tensor)) names.set(tensor, inputName(tensor));
      else if (isConstant(tensor)) {
        names.set(tensor, constant(constantData(tensor)!, tensor.shape as number[], tensor.dtype));
      } else if (splits.has(tensor)) {
        const { source, axis, sizes, parts } = splits.get(tensor)!;
        const results = add("Split", [names.get(source)!, ints(sizes)], sizes.length, { axis });
        for (const [i, members] of parts) for (const member of members) names.set(member, results[i]!);
      } else {
        names.set(
          tensor,
          tensor.rule.emit(
            emitter,
            tensor.inputs.map((x) => names.get(x)!),
            tensor,
          ),
        );
      }
    }
    return names;
  };
  const names = addNodes(Object.values(graph.outputs), new Map());

  const output = Object.entries(graph.outputs).map(([id, tensor]) => valueInfo(id, tensor, type));
  nameResults(
    nodes,
    Object.entries(graph.outputs).map(([id, tensor]) => [id, names.get(tensor)!]),
  );
  // A body may have made other constants of those that it was given.
  const taken = new Set(allNodes(nodes).flatMap((each) => each.input));
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion,
      producerName: "equivar",
      opsetImport: [
        { domain: "", version: BigInt(opset) },
        ...[...new Set(allNodes(nodes).map((each) => each.domain))]
          .filter((each) => each !== "")
          .map((each) => ({ domain: each, version: 1n })),
      ],
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      graph: {
        name,
        node: nodes,
        input: graph.inputs.map((x) => valueInfo(inputName(x), x, type)),
        output,
        initializer: [...initializers.values()].filter((each) => taken.has(each.name)),
      },
    }),
  );
}

/**
 * Those that need the longest chain last: ONNX Runtime computes results in the order of their nodes, and frees what only
 * one of them needs when that is done. Gradients by weights come from the last layer to the first then.
 */
function byDepth(roots: readonly Tensor[]): Tensor[] {
  const depth = new Map<Tensor, number>();
  for (const x of topological(roots))
    depth.set(
      x,
      x.inputs.reduce((n, each) => Math.max(n, depth.get(each)! + 1), 0),
    );
  return [...roots].sort((a, b) => depth.get(a)! - depth.get(b)!);
}

/** @throws InputError unless the names of inputs and results differ, and every input that is used is the graph's own */
function checkNames(graph: Graph): void {
  const ids = graph.inputs.map(inputName);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) {
    throw new InputError("toOnnx", { expected: "inputs of different names", got: `"${twice}" twice` });
  }
  const both = ids.find((id) => Object.hasOwn(graph.outputs, id));
  if (both !== undefined) {
    throw new InputError("toOnnx", { expected: "results named unlike the inputs", got: `"${both}" as both` });
  }
  const roots = Object.values(graph.outputs);
  if (roots.length === 0) throw new InputError("toOnnx", { expected: "at least one result", got: "none" });
  const own = new Set(graph.inputs);
  const foreign = inputsOf(roots).find((x) => !own.has(x));
  if (foreign) {
    throw new InputError("toOnnx", {
      expected: `no inputs but ${ids.map((id) => `"${id}"`).join(", ") || "constants"}`,
      got: `"${inputName(foreign)}"`,
      hint: "was it captured from another trace?",
    });
  }
}

/** Gives each result its public name: at the node that makes it, or by an Identity where that has a name already. */
function nameResults(nodes: NodeProto[], results: readonly (readonly [id: string, value: string])[]): void {
  const made = new Set(nodes.flatMap(({ output }) => output));
  const renamed = new Map<string, string>();
  for (const [id, value] of results) {
    if (made.has(value) && !renamed.has(value)) renamed.set(value, id);
    else
      nodes.push(create(NodeProtoSchema, { opType: "Identity", name: `output_${id}`, input: [value], output: [id] }));
  }
  const rename = (name: string) => renamed.get(name) ?? name;
  for (const node of allNodes(nodes)) {
    node.input = node.input.map(rename);
    node.output = node.output.map(rename);
  }
}

/** The nodes with those of their bodies. */
const allNodes = (nodes: readonly NodeProto[]): NodeProto[] =>
  nodes.flatMap((node) => [node, ...node.attribute.flatMap(({ g }) => (g ? allNodes(g.node) : []))]);

/** Emits the value of a dimension as an i64 vector of length 1, each name and expression once. */
function dimensionEmitter(graph: Graph, { node, ints }: Pick<Emitter, "node" | "ints">): (dim: Dim) => string {
  const known = new Map<Dim, string>();
  const atom = (name: string): string => {
    const parts = floorParts(name);
    // ONNX's integer Div truncates; sizes are never negative, so that is the floor.
    if (parts) return node("Div", [dimension(parts.dividend), ints([parts.divisor])]);
    for (const x of graph.inputs) {
      const axis = x.shape.indexOf(name);
      if (axis >= 0) return node("Shape", [inputName(x)], { start: axis, end: axis + 1 });
    }
    throw new ShapeError("toOnnx", {
      expected: `an input with an axis named ${name}`,
      got: graph.inputs.map((x) => `${inputName(x)} [${x.shape.join(", ")}]`).join(", ") || "no inputs",
      hint: "a size that no input has cannot be known when the graph runs",
    });
  };
  const dimension = (dim: Dim): string => {
    if (typeof dim === "number") return ints([dim]);
    const found = known.get(dim);
    if (found) return found;
    const sum = terms(dim).map(([atoms, n]) => {
      const factors = atoms.map((each) => (each === dim ? atom(each) : dimension(each)));
      const all = n === 1 && factors.length > 0 ? factors : [...factors, ints([n])];
      return all.reduce((a, b) => node("Mul", [a, b]));
    });
    const value = sum.reduce((a, b) => node("Add", [a, b]));
    known.set(dim, value);
    return value;
  };
  return dimension;
}

interface SplitGroup {
  readonly source: Tensor;
  readonly axis: number;
  readonly sizes: readonly number[];
  readonly parts: ReadonlyMap<number, readonly Tensor[]>;
}

/** Slices of one tensor that do not overlap become one Split: parameters are such slices of one flat vector. */
function splitGroups(order: readonly Tensor[]): Map<Tensor, SplitGroup> {
  const bySource = new Map<Tensor, Map<number, Tensor[]>>();
  for (const tensor of order) {
    if (tensor.rule.name !== "slice") continue;
    const [source] = tensor.inputs;
    const { axis, start, end, step } = tensor.attributes as { axis: number; start: Dim; end: Dim; step: number };
    const known = [start, end, source!.shape[axis]].every((dim) => typeof dim === "number");
    if (step !== 1 || !known) continue;
    const byAxis = bySource.get(source!) ?? new Map<number, Tensor[]>();
    byAxis.set(axis, [...(byAxis.get(axis) ?? []), tensor]);
    bySource.set(source!, byAxis);
  }
  const groups = new Map<Tensor, SplitGroup>();
  for (const [source, byAxis] of bySource) {
    for (const [axis, members] of byAxis) {
      const range = (x: Tensor) => [x.attributes.start as number, x.attributes.end as number] as const;
      const ranges = [...new Map(members.map((x) => [range(x).join(), range(x)])).values()].sort((a, b) => a[0] - b[0]);
      if (ranges.length < 2 || ranges.some(([start], i) => i > 0 && start < ranges[i - 1]![1])) continue;
      const sizes: number[] = [];
      const parts = new Map<number, Tensor[]>();
      let at = 0;
      for (const [start, end] of ranges) {
        if (start > at) sizes.push(start - at);
        parts.set(
          sizes.length,
          members.filter((x) => range(x)[0] === start && range(x)[1] === end),
        );
        sizes.push(end - start);
        at = end;
      }
      const total = source.shape[axis] as number;
      if (at < total) sizes.push(total - at);
      for (const member of members) groups.set(member, { source, axis, sizes, parts });
    }
  }
  return groups;
}

const onnxType = (dtype: DType | "u64"): number =>
  ({ f32: Type.FLOAT, f64: Type.DOUBLE, i32: Type.INT32, i64: Type.INT64, bool: Type.BOOL, u64: Type.UINT64 })[dtype];

function valueInfo(name: string, x: Tensor, type: (dtype: DType) => number): ValueInfoProto {
  const dim = x.shape.map((size) =>
    create(TensorShapeProto_DimensionSchema, {
      value: typeof size === "number" ? { case: "dimValue", value: BigInt(size) } : { case: "dimParam", value: size },
    }),
  );
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: "tensorType", value: { elemType: type(x.dtype), shape: { dim } } } },
  });
}

function attributeProto(name: string, value: AttributeValue): AttributeProto {
  if (typeof value === "number") return create(AttributeProtoSchema, { name, type: Kind.INT, i: BigInt(value) });
  if (typeof value === "string") {
    return create(AttributeProtoSchema, { name, type: Kind.STRING, s: new TextEncoder().encode(value) });
  }
  if ("graph" in value) return create(AttributeProtoSchema, { name, type: Kind.GRAPH, g: value.graph });
  if ("float" in value) return create(AttributeProtoSchema, { name, type: Kind.FLOAT, f: value.float });
  return create(AttributeProtoSchema, { name, type: Kind.INTS, ints: value.map(BigInt) });
}

function tensorProto(
  name: string,
  values: ArrayLike<number>,
  shape: readonly number[],
  dtype: DType | "u64",
): TensorProto {
  const broken = ["i32", "i64", "u64"].includes(dtype) ? Array.prototype.find.call(values, isBroken) : undefined;
  if (broken !== undefined) {
    throw new InputError("constant", { expected: `whole numbers for ${dtype}`, got: String(broken) });
  }
  return create(TensorProtoSchema, {
    name,
    dims: shape.map(BigInt),
    dataType: onnxType(dtype),
    rawData: rawBytes(values, dtype),
  });
}

const isBroken = (value: number): boolean => !Number.isInteger(value);

/** Little-endian bytes, as TensorProto.raw_data wants them. */
function rawBytes(values: ArrayLike<number>, dtype: DType | "u64"): Uint8Array {
  const big = (Kind: BigInt64ArrayConstructor | BigUint64ArrayConstructor) =>
    Kind.from(Array.from(values, (value) => BigInt(value)));
  const array = {
    f32: () => Float32Array.from(values),
    f64: () => Float64Array.from(values),
    i32: () => Int32Array.from(values),
    i64: () => big(BigInt64Array),
    u64: () => big(BigUint64Array),
    bool: () => Uint8Array.from(values, (value) => Number(value !== 0)),
  }[dtype]();
  return new Uint8Array(array.buffer);
}
