// A trained model as an ONNX file, read back in a session of its own and compared.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Graph } from "../engine/graph.js";
import { toOnnx } from "../engine/onnx/toOnnx.js";
import { compile, numbers, open, runOrt, type Value, value } from "../engine/session.js";
import { inputName } from "../engine/tensor.js";
import { fold, type Key } from "../random.js";
import { writeAtomic } from "../train/atomicFile.js";
import type { Method, Prepared } from "./method.js";

export interface Shipped {
  readonly path: string;
  readonly bytes: number;
  /** Largest difference between the file's answers and the model's, over systems of all example sizes. */
  readonly maxAbsDiff: number;
  /** The same beside the largest number of the answer. */
  readonly maxRelDiff: number;
  /** Whether that is round-off. */
  readonly holds: boolean;
  /** Names of the dimensions that the file leaves open. */
  readonly dynamicAxes: readonly string[];
  /** Sizes on which it was run. */
  readonly ranOn: readonly number[];
}

/** Of the largest number: the file is the model's graph in f32, but sums in another order than a session of one thread. */
const tolerance = 1e-6;

export async function ship(method: Method, graph: Graph, prepared: Prepared, dir: string, key: Key): Promise<Shipped> {
  const path = join(dir, "model.onnx");
  const bytes = toOnnx(graph, {
    name: method.slug,
    metadata: { method: method.slug, paper: `${method.paper.title}, ${method.paper.arxiv ?? method.paper.year}` },
  });
  writeAtomic(path, bytes);
  const model = await compile(graph, { threads: 1 });
  const file = await open(new Uint8Array(readFileSync(path)), { threads: 1 });
  let [maxAbsDiff, maxRelDiff] = [0, 0];
  for (const nodes of method.exampleNodes) {
    const example = prepared.example(fold(key, nodes), nodes);
    const feeds: Record<string, Value> = Object.fromEntries(
      graph.inputs.map((x) => [
        inputName(x),
        value(example[inputName(x)]!.data, example[inputName(x)]!.shape, x.dtype),
      ]),
    );
    const [ours, theirs] = [await model.run(feeds), await runOrt(file, feeds)];
    for (const [name, result] of Object.entries(ours)) {
      const [a, b] = [numbers(result).data, numbers(theirs[name]!).data];
      const difference = a.reduce((most, each, i) => Math.max(most, Math.abs(each - b[i]!)), 0);
      const size = a.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
      maxAbsDiff = Math.max(maxAbsDiff, difference);
      maxRelDiff = Math.max(maxRelDiff, difference === 0 ? 0 : difference / size);
    }
  }
  await model.close();
  await file.release();
  const dynamicAxes = [...new Set(graph.inputs.flatMap((x) => x.shape.filter((dim) => typeof dim === "string")))];
  const holds = maxRelDiff <= tolerance;
  return { path, bytes: bytes.length, maxAbsDiff, maxRelDiff, holds, dynamicAxes, ranOn: method.exampleNodes };
}
