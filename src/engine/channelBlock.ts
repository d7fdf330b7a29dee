// The layout of ONNX Runtime's own convolutions: [batch, channels / block, ...space, block], of the block that suits the processor.
import { load, runtimeName } from "#runtime";
import { emit } from "./onnx/emit.js";
import type { Rule } from "./op.js";
import { input } from "./tensor.js";

/** The domain of the ops in that layout. */
export const blockedDomain = "com.microsoft.nchwc";

let asked: Promise<number | undefined> | undefined;
/** Channels of a block, 8 or 16; undefined where there is no such layout. */
export const channelBlock = (): Promise<number | undefined> => (asked ??= asking().catch(() => undefined));

/** ReorderInput rounds 4 channels up to a block; of no image there is nothing to write. */
async function asking(): Promise<number | undefined> {
  if (runtimeName !== "onnxruntime-node") return undefined;
  const images = input("x", [0, 4, 1, 1]);
  const reordered: Rule = {
    name: "reordered",
    emit: ({ node }, names) => node("ReorderInput", names, {}, blockedDomain),
  };
  const y = { ...images, rule: reordered, inputs: [images], attributes: {}, shape: [0, "block", 1, 1] };
  const { InferenceSession, Tensor } = await load();
  const session = await InferenceSession.create(emit({ inputs: [images], outputs: { y } }), { logSeverityLevel: 3 });
  const found = await session.run({ x: new Tensor("float32", new Float32Array(0), [0, 4, 1, 1]) });
  await session.release();
  const block = found.y!.dims[1]!;
  return block === 8 || block === 16 ? block : undefined;
}
