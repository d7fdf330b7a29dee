import { describe, expect, test } from "vitest";
import { openForeign } from "./foreign.js";
import { toOnnx } from "./onnx/toOnnx.js";
import { mul } from "./ops/index.gen.js";
import { numbers, value } from "./session.js";
import { f32 } from "./tensor.js";
import { trace } from "./trace.js";

describe("a foreign model", () => {
  test("runs in a process of its own", async () => {
    const model = await openForeign(toOnnx(trace(({ x }) => ({ y: mul(x, x) }), { x: f32("n") })));
    const { y } = await model.run({ x: value([1, 2, 3], [3], "f32") });
    expect([...numbers(y!).data]).toEqual([1, 4, 9]);
    await expect(model.run({ z: value([1], [1], "f32") })).rejects.toThrow(
      "model: expected a model that ONNX Runtime can run",
    );
    model.close();
  });

  test("is refused with a sentence where the bytes are none", async () => {
    await expect(openForeign(Uint8Array.of(1, 2, 3))).rejects.toThrow(
      "model: expected a model that ONNX Runtime can run, got",
    );
  });
});
