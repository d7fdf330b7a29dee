import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-common";
import { type Device, defaultThreads, devices, isSerial, load, runtimeName, warmSession } from "#runtime";
import { RuntimeError, ShapeError } from "../error.js";
import { channelBlock } from "./channelBlock.js";
import { dimValue, printShape, type Shape } from "./dim.js";
import { type Graph, topological } from "./graph.js";
import { count, type Nd } from "./nd.js";
import { emit, type Precision } from "./onnx/emit.js";
import { nodeCount, simplify } from "./simplify.js";
import { type DType, inputName, type Tensor, type TensorType } from "./tensor.js";

export type TypedArray = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;
/** An array outside the graph. A session reads and writes `data` in place; it is never copied on CPU. */
export interface Value {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

const arrays = { f32: Float32Array, f64: Float64Array, i32: Int32Array, i64: BigInt64Array, bool: Uint8Array } as const;
const ortTypes = { f32: "float32", f64: "float64", i32: "int32", i64: "int64", bool: "bool" } as const;

/** A value of a data type from numbers, rounded as that type needs. */
export function value(data: ArrayLike<number>, shape: readonly number[], dtype: DType): Value {
  if (data.length !== count(shape)) {
    throw new ShapeError("value", {
      expected: `${count(shape)} numbers for ${printShape(shape)}`,
      got: `${data.length}`,
    });
  }
  if (dtype === "i64")
    return { dtype, shape, data: BigInt64Array.from(Array.from(data, (each) => BigInt(Math.trunc(each)))) };
  if (dtype === "bool") return { dtype, shape, data: Uint8Array.from(data, (each) => Number(each !== 0)) };
  return { dtype, shape, data: arrays[dtype].from(data) };
}

export const zeros = (shape: readonly number[], dtype: DType): Value => ({
  dtype,
  shape,
  data: new arrays[dtype](count(shape)),
});
/** The numbers of a value. */
export const numbers = ({ shape, data }: Value): Nd => ({
  shape,
  data: Float64Array.from(data as ArrayLike<number | bigint>, Number),
});

export interface SessionOptions {
  readonly precision?: Precision;
  /** Threads of one op; 2 or what the machine has, if fewer, by default. */
  readonly threads?: number;
  /** cpu by default; nothing falls back silently. "webgpu" in a browser without it warns, and the CPU computes. */
  readonly device?: string;
  /** A folder that keeps optimised models, so that the same graph's next session is made sooner (Node, CPU, f32). */
  readonly cache?: string;
  /** Where ONNX Runtime writes a profile (Node only). */
  readonly profile?: string;
  /** ONNX Runtime's own optimisations. */
  readonly level?: "disabled" | "basic" | "all";
}

/** A graph that can be run. */
export interface Session {
  readonly inputs: Readonly<Record<string, TensorType>>;
  readonly outputs: readonly string[];
  /** Nodes before ONNX Runtime's own fusions, bytes of the model, milliseconds of each stage. */
  readonly facts: {
    readonly nodes: number;
    readonly bytes: number;
    readonly simplifyMs: number;
    readonly emitMs: number;
    readonly createMs: number;
  };
  /**
   * @param feeds one value an input, of its data type in the session's precision
   * @param into arrays for the results to be written to, each once and none of the feeds'
   * @throws ShapeError if a feed or an array does not fit, or one name would have two sizes
   */
  run(feeds: Readonly<Record<string, Value>>, into?: Readonly<Record<string, Value>>): Promise<Record<string, Value>>;
  /** Frees the session; once more does nothing. */
  close(): Promise<void>;
}

/**
 * Compiles a graph into a session of ONNX Runtime.
 * @throws RuntimeError if the device, a data type or an op is not there
 */
export async function compile(graph: Graph, options: SessionOptions = {}): Promise<Session> {
  const { precision = "f32", threads = defaultThreads(), device = "cpu" } = options;
  const start = performance.now();
  const simple = simplify(graph, { precision });
  const simplified = performance.now();
  const made = unshaped(simple);
  const onCpu = device === "cpu";
  const bytes = emit(made, {
    precision,
    isSerial: onCpu && isSerial(threads),
    channelBlock: onCpu && precision === "f32" ? await channelBlock() : undefined,
  });
  const emitted = performance.now();
  // ONNX Runtime's extended fusions (x·sigmoid(x), …) have no f64 kernels: it would make a node that it cannot run.
  const double = precision === "f64" || topological(Object.values(simple.outputs)).some((x) => x.dtype === "f64");
  const hasFixedSizes = graph.inputs.every(({ shape }) => shape.every((dim) => typeof dim === "number"));
  const session = await open(bytes, { ...options, level: options.level ?? (double ? "basic" : "all"), hasFixedSizes });
  const created = performance.now();
  const working = (dtype: DType): DType => (dtype === "f32" ? precision : dtype);
  const typesOf = (tensors: readonly (readonly [string, Tensor])[]): Types =>
    Object.fromEntries(tensors.map(([name, { shape, dtype }]) => [name, { shape, dtype: working(dtype) }]));
  const inputs = typesOf(graph.inputs.map((x) => [inputName(x), x]));
  const outputs = typesOf(Object.entries(graph.outputs));
  let closing: Promise<void> | undefined;
  return {
    inputs,
    outputs: Object.keys(graph.outputs),
    facts: {
      nodes: nodeCount(simple),
      bytes: bytes.length,
      simplifyMs: simplified - start,
      emitMs: emitted - simplified,
      createMs: created - emitted,
    },
    run: async (feeds, into) => {
      checkValues(inputs, outputs, feeds, into);
      const results = await runOrt(session, feeds, into && mapped(into, (x, name) => shapedAs(made, name, x)));
      return mapped(results, (x, name) => given(into, name) ?? shapedAs(simple, name, x));
    },
    close: () => (closing ??= session.release()),
  };
}

/** The graph without the last reshape of its results, of which ONNX Runtime would copy every number; sizes must be known. */
function unshaped({ inputs, outputs }: Graph): Graph {
  const isFixed = ({ shape }: Tensor) => shape.every((dim) => typeof dim === "number");
  const inner = (x: Tensor) => (x.rule.name === "reshape" && isFixed(x) && isFixed(x.inputs[0]!) ? x.inputs[0]! : x);
  return { inputs, outputs: mapped(outputs, inner) };
}

/** A result in the shape that it has in the graph, where that is one of numbers. */
function shapedAs({ outputs }: Graph, name: string, x: Value): Value {
  const { shape } = outputs[name]!;
  return shape.every((dim) => typeof dim === "number") ? { ...x, shape } : x;
}

const mapped = <A, B>(all: Readonly<Record<string, A>>, fn: (x: A, name: string) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(all).map(([name, x]) => [name, fn(x, name)]));

export interface OpenOptions extends SessionOptions {
  /**
   * Whether each input has one shape in all runs; true by default. Then a plan of memory, made in the first run, saves time (13 %
   * of a training step through forces); with other sizes it is memory beside what that run took (SevenNet-0: 71 instead of 36 kB
   * an edge) and saves nothing.
   */
  readonly hasFixedSizes?: boolean;
}

/** A session of any ONNX bytes, without checks of ours. */
export async function open(
  bytes: Uint8Array,
  { threads = defaultThreads(), device = "cpu", profile, level = "all", cache, hasFixedSizes = true }: OpenOptions = {},
): Promise<InferenceSession> {
  const found = deviceNamed(device);
  const options: InferenceSession.SessionOptions = {
    executionProviders: [found.provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    enableMemPattern: hasFixedSizes,
    graphOptimizationLevel: level,
    logSeverityLevel: 3,
    ...(profile && { enableProfiling: true, profileFilePrefix: profile }),
  };
  try {
    const { InferenceSession } = await load(device);
    // Only what was optimised for the CPU can be written.
    if (cache === undefined || device !== "cpu") return await InferenceSession.create(bytes, options);
    return await warmSession(cache, bytes, options, InferenceSession.create);
  } catch (error) {
    throw device === "cpu" ? runtimeError("session", error) : deviceError(device, found, error);
  }
}

/** @throws RuntimeError if this platform has no such device */
function deviceNamed(name: string): Device {
  const found = Object.hasOwn(devices, name) ? devices[name] : undefined;
  if (found) return found;
  throw new RuntimeError("device", {
    expected: `one of ${Object.keys(devices).join(", ")} on ${runtimeName}`,
    got: name,
  });
}

/** What ONNX Runtime says where a provider, its libraries, or what they drive are missing. */
const absent = /backend not found|Failed to load (shared )?library|Failed to get a WebGPU adapter|CUDA failure/;

function deviceError(name: string, { needs }: Device, error: unknown): RuntimeError {
  if (!absent.test(String(error))) return runtimeError(`session on ${name}`, error);
  const hint = `it needs ${needs}`;
  return new RuntimeError("device", { expected: `${name} on this machine, for ${runtimeName}`, got: "none", hint });
}

/** Runs bytes or a session without checks of ours. */
export async function runOrt(
  session: InferenceSession,
  feeds: Readonly<Record<string, Value>>,
  into?: Readonly<Record<string, Value>>,
): Promise<Record<string, Value>> {
  const { Tensor } = await load();
  const wrap = (values: Readonly<Record<string, Value>>): Record<string, OrtTensor> =>
    Object.fromEntries(
      Object.entries(values).map(([name, { dtype, data, shape }]) => [
        name,
        new Tensor(ortTypes[dtype], data as never, shape),
      ]),
    );
  try {
    const fetches = into && { ...Object.fromEntries(session.outputNames.map((name) => [name, null])), ...wrap(into) };
    const results = fetches ? await session.run(wrap(feeds), fetches as never) : await session.run(wrap(feeds));
    return Object.fromEntries(
      Object.entries(results).map(([name, result]) => [name, given(into, name) ?? fromOrt(result)]),
    );
  } catch (error) {
    throw runtimeError("run", error);
  }
}

/** The array for a result, also where it is named as what every object has. */
const given = (into: Values | undefined, name: string): Value | undefined =>
  into && Object.hasOwn(into, name) ? into[name] : undefined;

function fromOrt(result: OrtTensor): Value {
  const dtype = (Object.keys(ortTypes) as DType[]).find((each) => ortTypes[each] === result.type);
  if (!dtype)
    throw new RuntimeError("run", { expected: `results of ${Object.values(ortTypes).join(", ")}`, got: result.type });
  return { dtype, shape: result.dims, data: result.data as TypedArray };
}

type Types = Readonly<Record<string, TensorType>>;
type Values = Readonly<Record<string, Value>>;

function checkValues(inputs: Types, outputs: Types, feeds: Values, into: Values = {}): void {
  const sizes: Record<string, number> = Object.create(null);
  const check = (name: string, { shape, dtype }: TensorType, found: Value | undefined) => {
    const fits = found?.dtype === dtype && shapeFits(shape, found.shape, sizes);
    if (fits && found.data.length === count(found.shape)) return;
    const names = Object.entries(sizes).map(([each, size]) => `${each} = ${size}`);
    throw new ShapeError(`run: ${name}`, {
      expected: `${dtype} ${printShape(shape)}${names.length > 0 ? ` with ${names.join(", ")}` : ""}`,
      got: found ? `${found.dtype} ${printShape(found.shape)} of ${found.data.length} numbers` : "nothing",
    });
  };
  checkKnown("inputs", inputs, feeds);
  const composite = ({ shape }: TensorType) => shape.some((dim) => typeof dim === "string" && !isName(dim));
  const namesFirst = Object.entries(inputs).sort(([, a], [, b]) => Number(composite(a)) - Number(composite(b)));
  for (const [name, type] of namesFirst) check(name, type, Object.hasOwn(feeds, name) ? feeds[name] : undefined);
  checkKnown("results", outputs, into);
  for (const [name, found] of Object.entries(into)) check(name, outputs[name]!, found);
  const taken = new Set(Object.values(feeds).map(({ data }) => data));
  for (const [name, { data }] of Object.entries(into)) {
    // ONNX Runtime would write to it while it still reads.
    if (taken.has(data)) {
      throw new ShapeError(`run: ${name}`, { expected: "an array of its own", got: "one that is used twice" });
    }
    taken.add(data);
  }
}

function checkKnown(what: string, types: Types, values: Values): void {
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(types, name));
  if (unknown === undefined) return;
  throw new ShapeError("run", { expected: `${what} ${Object.keys(types).join(", ")}`, got: `"${unknown}"` });
}

/** Whether a dimension is a name alone, not an expression of names. */
const isName = (dim: string): boolean => !/\W/.test(dim);

/** Whether sizes fit a shape of names; names met for the first time get their size. */
function shapeFits(shape: Shape, sizes: readonly number[], names: Record<string, number>): boolean {
  if (shape.length !== sizes.length) return false;
  return shape.every((dim, i) => {
    if (typeof dim === "string" && isName(dim)) names[dim] ??= sizes[i]!;
    return dimValue(dim, names) === sizes[i];
  });
}

function runtimeError(where: string, error: unknown): RuntimeError {
  const text = error instanceof Error ? error.message : String(error);
  const missing = /Could not find an implementation for (\w+)\((\d+)\)/.exec(text);
  return new RuntimeError(where, {
    expected: missing
      ? `an implementation of ${missing[1]} in ${runtimeName} for these data types`
      : `${runtimeName} to run the graph`,
    got: missing ? "none" : text.split("\n")[0]!.slice(0, 400),
  });
}
