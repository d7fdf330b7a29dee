// Derivatives through an imported case, against central differences in f64.
import { vjp } from "../../src/engine/grad.js";
import { type Graph, topological } from "../../src/engine/graph.js";
import { heldIn } from "../../src/engine/onnx/elementType.js";
import { importOnnx } from "../../src/engine/onnx/importOnnx.js";
import { mul, sum } from "../../src/engine/ops/index.gen.js";
import { compile, numbers, value } from "../../src/engine/session.js";
import { constant, inputName, isFloat, type Tensor } from "../../src/engine/tensor.js";
import { key, normal } from "../../src/random.js";
import { type Known, knownOf, type NodeCase } from "./case.js";
import { sizesOf, withConstants } from "./check.js";

export interface Gradient {
  /** "none": no float output depends on a float input; "jump": the differences themselves do not settle. */
  readonly verdict: "agrees" | "differs" | "jump" | "none";
  readonly reason?: string;
}

/** ⟨∇f, d⟩ for a random combination f of the float outputs and a random direction d of the float inputs. */
export async function checkGradient(each: NodeCase): Promise<Gradient> {
  try {
    const given = new Map([...each.sets[0]!.inputs].map(([name, bytes]) => [name, knownOf(bytes)]));
    const foreign = importOnnx(each.bytes);
    const { graph } = withConstants(foreign, given, sizesOf(foreign, given));
    const known = new Map([...given].map(([name, values]) => [name, moved(values)]));
    const wrt = graph.inputs.filter(isFloat);
    const outputs = Object.values(graph.outputs).filter(
      (y) => isFloat(y) && topological([y]).some((x) => wrt.includes(x)),
    );
    return outputs.length === 0 ? { verdict: "none" } : await compared(graph, wrt, outputs, known);
  } catch (error) {
    return { verdict: "differs", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Examples like to sit on kinks and at infinity: floats are moved a little, and made finite. */
function moved({ type, shape, data }: Known): Known {
  if (!/^b?f/.test(type)) return { type, shape, data };
  const noise = drawn(shape, 1);
  return { type, shape, data: data.map((x, i) => (Number.isFinite(x) ? x : -2) + 0.003 * Math.abs(noise[i]!)) };
}

const drawn = (shape: readonly unknown[], seed: number) =>
  normal(
    key(seed),
    (shape as readonly number[]).reduce((a, b) => a * b, 1),
  );
const weights = (x: Tensor, seed: number) => constant(drawn(x.shape, seed), x.shape as number[], x.dtype);

async function compared(
  graph: Graph,
  wrt: Tensor[],
  outputs: Tensor[],
  known: ReadonlyMap<string, Known>,
): Promise<Gradient> {
  const values = outputs.map((y, i) => sum(mul(y, weights(y, 10 + i))));
  const cotangents = outputs.map((y, i) => weights(y, 10 + i));
  const slopes = vjp(outputs, wrt, cotangents).map((g, i) => sum(mul(g, weights(g, 100 + i))));
  const named = [...values.map((x, i) => [`f${i}`, x] as const), ...slopes.map((x, i) => [`s${i}`, x] as const)];
  const session = await compile(
    { inputs: graph.inputs, outputs: Object.fromEntries(named) },
    { precision: "f64", threads: 1 },
  );
  const at = async (step: number, wanted: "f" | "s") => {
    const feeds = graph.inputs.map((x) => {
      const { shape, data, type } = known.get(inputName(x))!;
      const along = wrt.includes(x) ? drawn(shape, 100 + wrt.indexOf(x)) : undefined;
      const place = along ? data.map((each, i) => each + step * along[i]!) : data;
      return [inputName(x), value(place, shape, heldIn(type) === "f32" ? "f64" : heldIn(type))] as const;
    });
    const results = await session.run(Object.fromEntries(feeds));
    const parts = Object.entries(results).filter(([name]) => name.startsWith(wanted));
    return parts.reduce((total, [, result]) => total + numbers(result).data[0]!, 0);
  };
  const difference = async (h: number) =>
    ((await at(-2 * h, "f")) - 8 * (await at(-h, "f")) + 8 * (await at(h, "f")) - (await at(2 * h, "f"))) / (12 * h);
  const [fine, coarse, slope] = [await difference(1e-5), await difference(1e-4), await at(0, "s")];
  await session.close();
  return judged(fine, coarse, slope);
}

/** Differences of order four with h = 1e-5 and 1e-4 are good to about 1e-8 for values near 1. */
function judged(fine: number, coarse: number, slope: number): Gradient {
  const apart = (a: number, b: number) => Math.abs(a - b) / Math.max(1, Math.abs(a));
  if (Math.min(apart(fine, slope), apart(coarse, slope)) < 1e-5) return { verdict: "agrees" };
  const reason = `${slope} where differences give ${fine} and ${coarse}`;
  return { verdict: apart(fine, coarse) < 1e-4 ? "differs" : "jump", reason };
}
