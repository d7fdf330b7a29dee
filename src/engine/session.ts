import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-common";
import { defaultThreads, load, providers, runtimeName } from "#runtime";
import { RuntimeError, ShapeError } from "../error.js";
import { printShape, type Shape, valueOf } from "./dim.js";
import type { Graph } from "./graph.js";
import { count, type Nd } from "./nd.js";
import { emit, type Precision } from "./onnx/emit.js";
import { nodeCount, simplify } from "./simplify.js";
import { type DType, inputName, type TensorType } from "./tensor.js";

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
  /** cpu by default; nothing falls back silently. */
  readonly device?: string;
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
   * @param into arrays for the results to be written to
   * @throws ShapeError if a feed does not fit, or one name would have two sizes
   */
  run(feeds: Readonly<Record<string, Value>>, into?: Readonly<Record<string, Value>>): Promise<Record<string, Value>>;
  close(): Promise<void>;
}

/**
 * Compiles a graph into a session of ONNX Runtime.
 * @throws RuntimeError if the device, a data type or an op is not there
 */
export async function compile(graph: Graph, options: SessionOptions = {}): Promise<Session> {
  const { precision = "f32" } = options;
  const start = performance.now();
  const simple = simplify(graph, { precision });
  const simplified = performance.now();
  const bytes = emit(simple, { precision });
  const emitted = performance.now();
  // ONNX Runtime's extended fusions (x·sigmoid(x), …) have no f64 kernels: it would make a node that it cannot run.
  const session = await open(bytes, { level: precision === "f64" ? "basic" : "all", ...options });
  const created = performance.now();
  const working = (dtype: DType): DType => (dtype === "f32" ? precision : dtype);
  const types = Object.fromEntries(
    graph.inputs.map((x) => [inputName(x), { shape: x.shape, dtype: working(x.dtype) }]),
  );
  return {
    inputs: types,
    outputs: Object.keys(graph.outputs),
    facts: {
      nodes: nodeCount(simple),
      bytes: bytes.length,
      simplifyMs: simplified - start,
      emitMs: emitted - simplified,
      createMs: created - emitted,
    },
    run: (feeds, into) => {
      checkFeeds(types, feeds);
      return runOrt(session, feeds, into);
    },
    close: () => session.release(),
  };
}

/** A session of any ONNX bytes, without checks of ours. */
export async function open(
  bytes: Uint8Array,
  { threads = defaultThreads(), device = "cpu", profile, level = "all" }: SessionOptions = {},
): Promise<InferenceSession> {
  const provider = providers[device];
  if (!provider) {
    throw new RuntimeError("device", {
      expected: `one of ${Object.keys(providers).join(", ")} on ${runtimeName}`,
      got: device,
    });
  }
  const ort = await load();
  try {
    return await ort.InferenceSession.create(bytes, {
      executionProviders: [provider],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: level,
      logSeverityLevel: 3,
      ...(profile && { enableProfiling: true, profileFilePrefix: profile }),
    });
  } catch (error) {
    throw runtimeError("session", error);
  }
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
    return Object.fromEntries(Object.entries(results).map(([name, result]) => [name, into?.[name] ?? fromOrt(result)]));
  } catch (error) {
    throw runtimeError("run", error);
  }
}

function fromOrt(result: OrtTensor): Value {
  const dtype = (Object.keys(ortTypes) as DType[]).find((each) => ortTypes[each] === result.type);
  if (!dtype)
    throw new RuntimeError("run", { expected: `results of ${Object.values(ortTypes).join(", ")}`, got: result.type });
  return { dtype, shape: result.dims, data: result.data as TypedArray };
}

function checkFeeds(types: Readonly<Record<string, TensorType>>, feeds: Readonly<Record<string, Value>>): void {
  const unknown = Object.keys(feeds).find((name) => !(name in types));
  if (unknown !== undefined) {
    throw new ShapeError("run", { expected: `inputs ${Object.keys(types).join(", ")}`, got: `"${unknown}"` });
  }
  const sizes: Record<string, number> = {};
  for (const [name, { shape, dtype }] of Object.entries(types)) {
    const feed = feeds[name];
    if (
      !feed ||
      feed.dtype !== dtype ||
      !shapeFits(shape, feed.shape, sizes) ||
      feed.data.length !== count(feed.shape)
    ) {
      const names = Object.entries(sizes).map(([each, size]) => `${each} = ${size}`);
      throw new ShapeError(`run: ${name}`, {
        expected: `${dtype} ${printShape(shape)}${names.length > 0 ? ` with ${names.join(", ")}` : ""}`,
        got: feed ? `${feed.dtype} ${printShape(feed.shape)} of ${feed.data.length} numbers` : "nothing",
      });
    }
  }
}

/** Whether sizes fit a shape of names; names met for the first time get their size. */
function shapeFits(shape: Shape, sizes: readonly number[], names: Record<string, number>): boolean {
  if (shape.length !== sizes.length) return false;
  return shape.every((dim, i) => {
    if (typeof dim === "string") names[dim] ??= sizes[i]!;
    return valueOf(dim, names) === sizes[i];
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
