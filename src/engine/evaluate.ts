import type { Graph } from "./graph.js";
import { substitute, topological } from "./graph.js";
import { count, type Nd } from "./nd.js";
import type { Precision } from "./onnx/emit.js";
import { compile, numbers, type Session, value } from "./session.js";
import { constantData, input, isConstant, type Tensor } from "./tensor.js";

/** Sessions by the structure of what they compute; emptying it costs time and changes no result. */
const sessions = new Map<string, Promise<Session>>();
const cacheLimit = 256;

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
  const graph: Graph = { inputs, outputs: Object.fromEntries(replaced.map((x, i) => [`y${i}`, x])) };
  const session = await cached(`${precision} ${threads} ${structure(graph)}`, () =>
    compile(graph, { precision, threads }),
  );
  const feeds = leaves.map((x, i) => {
    const name = `x${i}`;
    return [name, value(constantData(x)!, x.shape as number[], session.inputs[name]!.dtype)] as const;
  });
  const results = await session.run(Object.fromEntries(feeds));
  const found = roots.map((_, i) => numbers(results[`y${i}`]!));
  return "rule" in tensors ? found[0]! : found;
}

export interface EvaluateOptions {
  readonly precision?: Precision;
  readonly threads?: number;
}

async function cached(key: string, make: () => Promise<Session>): Promise<Session> {
  const found = sessions.get(key) ?? make();
  sessions.delete(key);
  sessions.set(key, found);
  if (sessions.size > cacheLimit) {
    const [oldest, session] = sessions.entries().next().value!;
    sessions.delete(oldest);
    void session.then((each) => each.close());
  }
  try {
    return await found;
  } catch (error) {
    sessions.delete(key);
    throw error;
  }
}

function structure(graph: Graph): string {
  const ids = new Map<Tensor, number>();
  const lines = topological(Object.values(graph.outputs)).map((x, i) => {
    ids.set(x, i);
    const data = constantData(x);
    const attributes = data
      ? count(x.shape as number[]) === 1
        ? data[0]
        : x.shape
      : JSON.stringify(x.attributes, functionIds);
    return `${x.rule.name} ${attributes} ${x.dtype}[${x.shape}] ${x.inputs.map((each) => ids.get(each))}`;
  });
  return [...lines, Object.values(graph.outputs).map((x) => ids.get(x))].join("\n");
}

/** A function in an attribute says how to differentiate, which is done by now. */
const functionIds = (_: string, each: unknown) => (typeof each === "function" ? "ƒ" : each);
