import type { Graph } from "./graph.js";
import { attributesKey, printNumber, substitute, topological } from "./graph.js";
import type { Nd } from "./nd.js";
import type { Precision } from "./onnx/emit.js";
import { compile, numbers, type Session, value } from "./session.js";
import { constantData, input, isConstant, type Tensor } from "./tensor.js";

/** Sessions by the structure of what they compute; emptying it costs time and changes no result. */
const sessions = new Map<string, Entry>();
const cacheLimit = 256;
interface Entry {
  readonly session: Promise<Session>;
  /** Evaluations under way: what is dropped from the cache is closed after the last of them. */
  readonly users: Set<symbol>;
}

/**
 * The values of tensors whose leaves are constants: compiled, run, and cached by structure, so that the same graph on
 * other constants is only run.
 */
export async function evaluate(tensors: Tensor, options?: EvaluateOptions): Promise<Nd>;
export async function evaluate(tensors: readonly Tensor[], options?: EvaluateOptions): Promise<Nd[]>;
export async function evaluate(
  tensors: Tensor | readonly Tensor[],
  { precision = "f32", threads = 1 }: EvaluateOptions = {},
): Promise<Nd | Nd[]> {
  const roots = "rule" in tensors ? [tensors] : tensors;
  const leaves = topological(roots).filter((x) => isConstant(x) && x.shape.length > 0);
  const inputs = leaves.map((x, i) => input(`x${i}`, x.shape, x.dtype));
  const replaced = substitute(roots, new Map(leaves.map((x, i) => [x, inputs[i]!])));
  if (roots.length === 0) return [];
  const graph: Graph = { inputs, outputs: Object.fromEntries(replaced.map((x, i) => [`y${i}`, x])) };
  const found = await cached(
    `${precision} ${threads} ${structure(graph)}`,
    () => compile(graph, { precision, threads }),
    async (session) => {
      const feeds = leaves.map((x, i) => {
        const name = `x${i}`;
        return [name, value(constantData(x)!, x.shape as number[], session.inputs[name]!.dtype)] as const;
      });
      const results = await session.run(Object.fromEntries(feeds));
      return roots.map((_, i) => numbers(results[`y${i}`]!));
    },
  );
  return "rule" in tensors ? found[0]! : found;
}

export interface EvaluateOptions {
  readonly precision?: Precision;
  readonly threads?: number;
}

async function cached<T>(key: string, make: () => Promise<Session>, use: (session: Session) => Promise<T>): Promise<T> {
  const entry = sessions.get(key) ?? { session: make(), users: new Set() };
  const user = Symbol();
  entry.users.add(user);
  sessions.delete(key);
  sessions.set(key, entry);
  if (sessions.size > cacheLimit) {
    const [oldest, dropped] = sessions.entries().next().value!;
    sessions.delete(oldest);
    await closeUnused(oldest, dropped);
  }
  try {
    return await use(await entry.session);
  } catch (error) {
    if (sessions.get(key) === entry) sessions.delete(key);
    throw error;
  } finally {
    entry.users.delete(user);
    await closeUnused(key, entry);
  }
}

/** Closes a session that is neither in the cache nor in use. */
async function closeUnused(key: string, entry: Entry): Promise<void> {
  if (sessions.get(key) === entry || entry.users.size > 0) return;
  const session = await entry.session.catch(() => undefined); // its users know of the failure
  await session?.close();
}

/** Numbers for rules and functions, which only identity tells apart. */
const ids = new WeakMap<object, number>();
let lastId = 0;
function idOf(each: object): number {
  if (!ids.has(each)) ids.set(each, lastId++);
  return ids.get(each)!;
}

function structure(graph: Graph): string {
  const places = new Map<Tensor, number>();
  const lines = topological(Object.values(graph.outputs)).map((x, i) => {
    places.set(x, i);
    const data = constantData(x);
    // How customVjp differentiates is a new function each time, and done with by now.
    const attributes = x.rule.name === "customVjp" ? {} : x.attributes;
    const what = data ? Array.from(data, printNumber) : attributesKey(attributes, idOf);
    return `${x.rule.name}#${idOf(x.rule)} ${what} ${x.dtype}[${x.shape}] ${x.inputs.map((each) => places.get(each))}`;
  });
  return [...lines, Object.values(graph.outputs).map((x) => places.get(x))].join("\n");
}
