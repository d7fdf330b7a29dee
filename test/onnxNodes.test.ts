// One node case of the onnx package for each operator (golden/onnxNodes.py); `npm run onnx:nodes` runs all of them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { caseOf, type NodeCase } from "../scripts/onnxNodes/case.js";
import { checkCase } from "../scripts/onnxNodes/check.js";
import { checkGradient } from "../scripts/onnxNodes/gradient.js";
import { operators } from "../src/engine/onnx/importOnnx.js";
import { root } from "./checkout.js";

interface Encoded {
  readonly name: string;
  readonly model: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}
const golden: Readonly<Record<string, Encoded>> = JSON.parse(
  readFileSync(join(root, "test/golden/onnxNodes.json"), "utf8"),
);

const bytes = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text, "base64"));
const decoded = ({ name, model, inputs, outputs }: Encoded): NodeCase =>
  caseOf(name, bytes(model)!, [{ input: (i) => bytes(inputs[i]), output: (i) => bytes(outputs[i]) }]);

/** Whose results are random draws, or whose smallest case is. */
const random = new Set(["Bernoulli", "Dropout"]);
const declared = Object.entries(golden).filter(([name]) => Object.hasOwn(operators, name) && !random.has(name));

test("most operators have a case", () => {
  expect(declared.length).toBeGreaterThan(150);
});

describe.each(declared)("%s", (_, encoded) => {
  const each = decoded(encoded);

  test("gives the expected output when imported and emitted again", async () => {
    expect((await checkCase(each)).reason).toBeUndefined();
  });

  test("has the derivative that differences give", async () => {
    const { verdict, reason } = await checkGradient(each);
    expect(reason).toBeUndefined();
    expect(["agrees", "none"]).toContain(verdict);
  });
});

test("a wrong output is noticed", async () => {
  const add = golden.Add!;
  const wrong = decoded({ ...add, outputs: [golden.Mul!.outputs[0]!] });
  expect((await checkCase(wrong)).passed).toBe(false);
});
