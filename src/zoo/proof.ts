// Measured equivariance of a shipped model, in f32 and f64, and the control: a model broken by a known amount.
import { errorOf, type Perturbation, perturbation, perturbed } from "../audit/control.js";
import { type Measurement, measure, type Subject, type Symmetry } from "../audit/measure.js";
import type { Graph } from "../engine/graph.js";
import type { Nd } from "../engine/nd.js";
import type { Precision } from "../engine/onnx/emit.js";
import { compile, numbers, value } from "../engine/session.js";
import { fold, type Key } from "../random.js";
import type { Method, Prepared } from "./method.js";

export interface EquivarianceResult {
  readonly group: string;
  readonly action: string;
  readonly f32: number;
  readonly f64: number;
  readonly holds: boolean;
  readonly witness: Measurement["witness"];
}
export interface ControlResult {
  readonly what: string;
  /** Measured error of the broken model, and the error that the break makes by construction. */
  readonly value: number;
  readonly truth: number;
  readonly caught: boolean;
}

const pairs = 20;

/** A graph as a function of arrays. */
async function subjectOf(graph: Graph, precision: Precision): Promise<Subject & { close(): Promise<void> }> {
  const session = await compile(graph, { precision, threads: 1 });
  const run: Subject = async (inputs) => {
    const feeds = Object.entries(session.inputs).map(([name, { dtype }]) => [
      name,
      value(inputs[name]!.data, inputs[name]!.shape, dtype),
    ]);
    const results = await session.run(Object.fromEntries(feeds));
    return Object.fromEntries(Object.entries(results).map(([name, result]) => [name, numbers(result)]));
  };
  return Object.assign(run, { close: session.close });
}

/** Every symmetry of the method, measured on random inputs and elements. */
export async function proveEquivariance(
  method: Method,
  graph: Graph,
  prepared: Prepared,
  key: Key,
): Promise<EquivarianceResult[]> {
  const nodes = method.exampleNodes[0]!;
  const [single, double] = [await subjectOf(graph, "f32"), await subjectOf(graph, "f64")];
  const results: EquivarianceResult[] = [];
  for (const { group, inputs, outputs } of method.symmetry) {
    const symmetry: Symmetry = { group: group(nodes), inputs, outputs };
    const options = {
      draw: (from: Key): Readonly<Record<string, Nd>> => prepared.example(from, nodes),
      pairs,
      key: fold(key, symmetry.group.name),
    };
    const [f32, f64] = [await measure(single, symmetry, options), await measure(double, symmetry, options)];
    results.push({
      group: symmetry.group.name,
      action: Object.entries({ ...inputs, ...outputs })
        .map(([name, action]) => `${name}:${action.name}`)
        .join(" "),
      f32: f32.max,
      f64: f64.max,
      holds: f32.max <= method.tolerance.f32 && f64.max <= method.tolerance.f64,
      witness: f64.witness,
    });
  }
  await single.close();
  await double.close();
  return results;
}

/** Breaks the method's first symmetry by one part in a thousand and looks whether the measurement says so, and by how much. */
export async function controlBreak(method: Method, graph: Graph, prepared: Prepared, key: Key): Promise<ControlResult> {
  const nodes = method.exampleNodes[0]!;
  const { group, inputs, outputs } = method.symmetry[0]!;
  const symmetry: Symmetry = { group: group(nodes), inputs, outputs };
  const output = Object.keys(outputs)[0]!;
  const broken: Perturbation = perturbation(graph, output, 1e-3, fold(key, "perturbation"));
  const draw = (from: Key) => prepared.example(from, nodes);
  const subject = await subjectOf(perturbed(graph, broken), "f64");
  const intact = await subjectOf(graph, "f64");
  const found = await measure(subject, symmetry, { draw, pairs, key });
  const from = fold(key, found.witness.pair);
  const y = (await intact(draw(fold(from, "input"))))[output]!;
  const truth = errorOf(broken, symmetry, symmetry.group.random(fold(from, "element")), y);
  await subject.close();
  await intact.close();
  return {
    what: `${output} shifted by a fixed vector of 1e-3 × a standard normal, under ${symmetry.group.name}`,
    value: found.max,
    truth,
    // The model itself is exact to 1e-10, so that the whole error must be the break's.
    caught: found.max > method.tolerance.f64 && Math.abs(found.max - truth) <= 1e-6 * truth,
  };
}
