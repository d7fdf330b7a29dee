import { InputError, ShapeError } from "../../error.js";
import { type Dim, printShape, type Shape } from "../dim.js";
import type { Graph } from "../graph.js";
import { isFloat, type Tensor, type TensorType } from "../tensor.js";
import { trace } from "../trace.js";
import { check } from "./check.js";
import { type ElementType, elementType, heldIn, numbersOf } from "./elementType.js";
import type { GraphProto, ModelProto, ValueInfoProto } from "./gen/onnx_pb.js";
import { type Held, held, heldNumbers } from "./held.js";
import type { Operator } from "./importer.js";
import { importers } from "./importers/index.gen.js";
import { decode } from "./info.js";
import { type Context, opsetsOf, qualified, runNodes } from "./interpret.js";
import { limits as defaults, type Limits } from "./limits.js";

/** A declared input or output. */
export interface ForeignPort extends TensorType {
  /** ONNX's own element type; narrow ones (u8, f16 …) are held in a wider data type of ours. */
  readonly type: ElementType;
}

/** A foreign graph as a function of tensors. */
export interface ForeignFunction {
  /** What it must be given; dimensions without a size have a name, the file's own where that is a plain one. */
  readonly inputs: Readonly<Record<string, ForeignPort>>;
  readonly outputs: readonly string[];
  /** Its float initializers, which `call` takes in place of its own: so they can be trained. */
  readonly parameters: Readonly<Record<string, Tensor>>;
  /**
   * The outputs for tensors, symbolic or constant; what decides about shapes must be constant, or made of shapes.
   * @throws ShapeError if an input does not fit; InputError where the graph cannot become ours, with the node's name
   */
  readonly call: (inputs: Readonly<Record<string, Tensor>>) => Record<string, Tensor>;
  /**
   * The graph on its declared inputs, for `compile`, `toOnnx` and gradients.
   * @param fixed inputs that are constants instead
   * @param sizes numbers for names of dimensions, where the graph is not made for every size
   * @throws as call
   */
  readonly graph: (fixed?: Readonly<Record<string, Tensor>>, sizes?: Readonly<Record<string, number>>) => Graph;
}

export interface ImportOptions {
  readonly limits?: Partial<Limits>;
  /** More operators, or others than ours, by ONNX's name (`domain.Name` outside ONNX's own domain). */
  readonly operators?: Readonly<Record<string, Operator>>;
}

/** Every operator that can be imported, by name. */
export const operators: Readonly<Record<string, Operator>> = Object.assign(
  {},
  ...Object.values(importers).map((each) => each.operators),
);

/**
 * A foreign ONNX graph as a differentiable function of tensors.
 * @param bytes a model whose data are in the file; `readModel` joins it with those beside it
 * @throws InputError if the bytes are no model, are larger than the limits, are not well-formed, or use an operator that
 * cannot be imported
 * @example const { call } = importOnnx(bytes); const forces = grad((x) => call({ x }).energy)
 */
export function importOnnx(bytes: Uint8Array, options: ImportOptions = {}): ForeignFunction {
  const limits = { ...defaults, ...options.limits };
  if (bytes.length > limits.bytes) {
    throw new InputError("onnx", { expected: `at most ${limits.bytes} bytes`, got: `${bytes.length}` });
  }
  const model = decode(bytes);
  const graph = model.graph!;
  const start = (): Context => contextOf(model, limits, { ...operators, ...options.operators });
  check(model, start());
  const initializers = new Map(
    graph.initializer.map((each) => [each.name, heldNumbers(numbersOf(each, `onnx: "${each.name}"`, limits.elements))]),
  );
  const inputs = portsOf(graph, initializers);
  const outputs = graph.output.map(({ name }) => name);
  const call: ForeignFunction["call"] = (given) => {
    const values = new Map(initializers);
    for (const [name, port] of Object.entries(inputs)) values.set(name, fitting(name, port, given[name]));
    for (const [name, x] of Object.entries(given)) {
      if (!Object.hasOwn(inputs, name)) values.set(name, replaced(name, x, initializers.get(name)));
    }
    const found = runNodes(start(), graph.node, outputs, { values });
    return Object.fromEntries(outputs.map((name, i) => [name, found[i]!.x]));
  };
  return {
    inputs,
    outputs,
    parameters: Object.fromEntries([...initializers].flatMap(([name, { x }]) => (isFloat(x) ? [[name, x]] : []))),
    call,
    graph: (fixed = {}, sizes = {}) => {
      const open = Object.entries(inputs).filter(([name]) => !Object.hasOwn(fixed, name));
      const types = open.map(([name, { shape, dtype }]) => [
        name,
        { shape: shape.map((dim) => sized(dim, sizes)), dtype },
      ]);
      return trace(
        (symbols: Readonly<Record<string, Tensor>>) => call({ ...fixed, ...symbols }),
        Object.fromEntries(types) as Readonly<Record<string, TensorType>>,
      );
    },
  };
}

const sized = (dim: Dim, sizes: Readonly<Record<string, number>>): Dim =>
  typeof dim === "string" && Object.hasOwn(sizes, dim) ? sizes[dim]! : dim;

function contextOf(model: ModelProto, limits: Limits, table: Context["operators"]): Context {
  let steps = 0;
  return {
    operators: table,
    functions: new Map(model.functions.map((each) => [qualified(each.domain, each.name), each])),
    opsets: opsetsOf(model.opsetImport),
    limits,
    step: () => {
      if (++steps <= limits.nodes) return;
      throw new InputError("onnx", { expected: `at most ${limits.nodes} nodes`, got: "more" });
    },
  };
}

/** The inputs that have no initializer. */
function portsOf(graph: GraphProto, initializers: ReadonlyMap<string, Held>): Record<string, ForeignPort> {
  const open = graph.input.filter(({ name }) => !initializers.has(name));
  return Object.fromEntries(open.map((each) => [each.name, portOf(each)]));
}

function portOf({ name, type }: ValueInfoProto): ForeignPort {
  const where = `onnx: input "${name}"`;
  const tensor = type?.value.case === "tensorType" ? type.value.value : undefined;
  if (!tensor) throw new InputError(where, { expected: "a tensor", got: type?.value.case ?? "no type" });
  if (!tensor.shape) throw new InputError(where, { expected: "a shape", got: "none" });
  const element = elementType(tensor.elemType, where);
  const shape = tensor.shape.dim.map(({ value }, axis): Dim => {
    if (value.case === "dimValue") return size(where, value.value);
    return value.value && /^[A-Za-z_]\w*$/.test(value.value) ? value.value : `${plain(name)}_${axis}`;
  });
  return { type: element, dtype: heldIn(element), shape };
}

function size(where: string, value: bigint): number {
  if (value >= 0n && value <= 2n ** 31n) return Number(value);
  throw new InputError(where, { expected: "sizes ≥ 0", got: String(value) });
}

/** A name as one of a dimension may be. */
const plain = (name: string): string => name.replace(/\W/g, "_").replace(/^(?=\d)/, "_") || "_";

function fitting(name: string, port: ForeignPort, x: Tensor | undefined): Held {
  const fits = x && x.dtype === port.dtype && shapeFits(port.shape, x.shape);
  if (fits) return held(x, port.type);
  throw new ShapeError(`onnx: input "${name}"`, {
    expected: `${port.dtype} ${printShape(port.shape)}`,
    got: x ? `${x.dtype} ${printShape(x.shape)}` : "none",
  });
}

const shapeFits = (declared: Shape, given: Shape): boolean =>
  declared.length === given.length && declared.every((dim, i) => typeof dim === "string" || dim === given[i]);

/** A value in place of an initializer's. */
function replaced(name: string, x: Tensor, own: Held | undefined): Held {
  if (!own) throw new InputError("onnx", { expected: "inputs and initializers of the model", got: `"${name}"` });
  return fitting(name, { type: own.type, dtype: own.x.dtype, shape: own.x.shape }, x);
}
