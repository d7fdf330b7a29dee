// What page and test both calculate: attention and its gradient, by products, exponentials and sums.
import { grad } from "../../../src/engine/grad.js";
import { add, matmul, mul, softmax, sum, transpose } from "../../../src/engine/ops/index.gen.js";
import { compile, value, zeros } from "../../../src/engine/session.js";
import { f32, type Tensor } from "../../../src/engine/tensor.js";
import { trace } from "../../../src/engine/trace.js";

const [rows, width] = [48, 32] as const;
const total = ({ x, w }: Readonly<Record<"x" | "w", Tensor>>): Tensor => {
  const keys = matmul(x, w);
  return sum(mul(matmul(softmax(matmul(keys, transpose(x))), x), add(x, 1)));
};

/** The sum, and its gradient by x [rows, width] in an array that was given for it. */
export async function attention(device: string): Promise<{ total: number; gradient: readonly number[] }> {
  const types = { x: f32("rows", width), w: f32(width, width) };
  const graph = trace((inputs) => ({ total: total(inputs), gradient: grad(total)(inputs).x }), types);
  const session = await compile(graph, { device, threads: 1 });
  const waves = (m: number, n: number, step: number) =>
    value(
      Float64Array.from({ length: m * n }, (_, i) => Math.sin(step * i) / 4),
      [m, n],
      "f32",
    );
  const gradient = zeros([rows, width], "f32");
  const results = await session.run({ x: waves(rows, width, 0.7), w: waves(width, width, 1.3) }, { gradient });
  await session.close();
  return { total: Number(results.total!.data[0]), gradient: Array.from(gradient.data, Number) };
}
