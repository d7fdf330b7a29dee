// Checks the cases that it is sent, one after the other; a crash of ONNX Runtime ends this process only.
import { readCase } from "./case.js";
import { checkCase } from "./check.js";
import { checkGradient } from "./gradient.js";

export interface Request {
  readonly folder: string;
  readonly name: string;
  /** Whether to check derivatives too, where the case passes. */
  readonly gradients: boolean;
}

process.on("message", async ({ folder, name, gradients }: Request) => {
  const each = readCase(folder, name);
  const verdict = await checkCase(each);
  const gradient = gradients && verdict.passed ? { gradient: await checkGradient(each) } : {};
  process.send!({ ...verdict, ...gradient });
});
process.on("disconnect", () => process.exit());
