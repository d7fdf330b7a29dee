// With two threads every op gives the same bytes each time, and the values of one thread within round-off: no sum races.
import { describe, expect, test } from "vitest";
import { ShapeError } from "../error.js";
import { emit } from "./onnx/emit.js";
import { decode } from "./onnx/info.js";
import { toOnnx } from "./onnx/toOnnx.js";
import { type Draw, integers, isDraw, normal, type Op, op, type Sample } from "./op.js";
import { ops } from "./ops/index.gen.js";
import { compile, numbers, value } from "./session.js";
import { simplify } from "./simplify.js";
import { input, isFloat, type Tensor } from "./tensor.js";
import { difference, drawAll, drawsOf, withTensors } from "./testing.js";

const rules = Object.entries(ops) as unknown as [string, Op][];
const runs = 200;
/** Elements of all inputs together: enough for ONNX Runtime to share most ops out between threads. */
const sizeLimit = 20_000;

describe.each(rules)("%s", (_, rule) => {
  const reason = rule.exempt.threads;
  test.skipIf(reason !== undefined)(
    `is the same in ${runs} runs with two threads${reason ? ` (exempt: ${reason})` : ""}`,
    async () => {
      for (const sample of rule.samples) expect(await differingRuns(rule, enlarged(rule, sample))).toBe(0);
    },
  );
  test("emits no ScatterND that adds, in files and for sessions of several threads", () => {
    for (const sample of rule.samples) {
      const graph = graphOf(rule, sample);
      const nodes = [toOnnx(graph), emit(simplify(graph))].flatMap((bytes) => decode(bytes).graph!.node);
      expect(nodes.filter(({ opType, attribute }) => opType === "ScatterND" && attribute.length > 0)).toEqual([]);
    }
  });
});

/** How the suite would find a race: a rule that adds by ScatterND, as ONNX has it. Run by hand with RACE=1. */
test.runIf(process.env.RACE)("a sum by ScatterND differs between runs", async () => {
  const racing = op<[x: Tensor, ids: Tensor], unknown>("racing", {
    accepts: ["float", "integer"],
    shape: ([x]) => [4, ...x!.shape.slice(1)],
    vjp: "none",
    onnx: (emitter, [x, ids], node) => {
      const zeros = emitter.node("Expand", [emitter.constant(0, [], node.dtype), emitter.dims(node.shape)]);
      const column = emitter.node("Unsqueeze", [ids!, emitter.ints([-1])]);
      return emitter.node("ScatterND", [zeros, column, x!], { reduction: "add" });
    },
    reference: ([x]) => x!,
    samples: [[normal([20000, 16]), integers(0, 4, [20000])]],
  });
  const differing = await differingRuns(racing as unknown as Op, racing.samples[0]!);
  console.info(`ScatterND(add): ${differing} of ${runs} runs differ`);
  expect(differing).toBe(0);
});

/** How many of the runs with two threads differ from the first in a byte, or from one thread beyond round-off. */
async function differingRuns(rule: Op, sample: Sample): Promise<number> {
  const graph = graphOf(rule, sample);
  const values = drawAll(sample, 1);
  const feeds = Object.fromEntries(
    drawsOf(sample).map(({ shape, dtype }, i) => [`x${i}`, value(values[i]!.data, shape, dtype)]),
  );
  const [one, two] = [await compile(graph, { threads: 1 }), await compile(graph, { threads: 2 })];
  const want = numbers((await one.run(feeds)).y!);
  const first = (await two.run(feeds)).y!;
  const bytes = (data: ArrayBufferView) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  // f32 sums of some thousand terms in another order.
  let differing = difference(numbers(first), want) <= (isFloat(graph.outputs.y!) ? 1e-4 : 0) ? 0 : 1;
  for (let run = 1; run < runs; run++) {
    if (!bytes((await two.run(feeds)).y!.data).equals(bytes(first.data))) differing++;
  }
  await Promise.all([one.close(), two.close()]);
  return differing;
}

function graphOf(rule: Op, sample: Sample) {
  const inputs = drawsOf(sample).map(({ shape, dtype }, i) => input(`x${i}`, shape, dtype));
  const y = (rule as unknown as (...args: unknown[]) => Tensor)(...withTensors(sample, (_, i) => inputs[i]!));
  return { inputs, outputs: { y } };
}

/** The sample with larger tensors, where the op's arguments allow it. */
function enlarged(rule: Op, sample: Sample): Sample {
  const elements = (factor: number) =>
    drawsOf(sample).reduce((n, draw) => n + enlargedShape(draw, factor).reduce((a, b) => a * b, 1), 0);
  for (const factor of [64, 16, 8, 4, 2]) {
    if (elements(factor) > sizeLimit) continue;
    const large = mapDraws(sample, (draw) => resized(draw, factor));
    try {
      graphOf(rule, large);
      return large;
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
    }
  }
  return sample;
}

const mapDraws = (x: Sample, change: (draw: Draw) => Draw): Sample =>
  x.map((each) => (isDraw(each) ? change(each) : Array.isArray(each) ? mapDraws(each, change) : each));

const enlargedShape = ({ shape, fixed = 0 }: Draw, factor: number): number[] =>
  shape.map((size, i) => (size > 1 && i < shape.length - fixed ? size * factor : size));

/** The draw's values repeated over a larger shape: indices stay in range and repeat, as a race needs. */
function resized(small: Draw, factor: number): Draw {
  const { dtype, draw } = small;
  const large = enlargedShape(small, factor);
  const n = large.reduce((a, b) => a * b, 1);
  return {
    shape: large,
    dtype,
    draw: (key) => {
      const { data } = draw(key);
      return { shape: large, data: Float64Array.from({ length: n }, (_, i) => data[i % data.length]!) };
    },
  };
}
