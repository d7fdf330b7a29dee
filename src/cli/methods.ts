// Methods of the zoo by the names users type.
import { InputError } from "../error.js";
import type { Method } from "../zoo/method.js";
import type { MethodResult } from "../zoo/verify.js";
import { nearest } from "./nearest.js";

/** @throws InputError on a slug that no method has */
export async function methodsOf(slugs: readonly string[]): Promise<Method[]> {
  const { methods } = await import("../zoo/methods/index.gen.js");
  const all = Object.values(methods) as unknown as Method[];
  if (slugs.length === 0) return all;
  return slugs.map((slug) => {
    const found = all.find((method) => method.slug === slug);
    if (found) return found;
    const names = all.map((method) => method.slug);
    const near = nearest(slug, names);
    throw new InputError("zoo", {
      expected: `a method (${names.join(", ")})`,
      got: `"${slug}"`,
      ...(near && { hint: `Did you mean "${near}"?` }),
    });
  });
}

/** A verified method as text. */
export function resultText({
  slug,
  test,
  claims,
  equivariance,
  control,
  onnx,
  report,
  seconds,
  checkpoint,
}: MethodResult): string {
  const yes = (holds: boolean) => (holds ? "holds" : "DOES NOT HOLD");
  const width = Math.max(...Object.keys(test).map((name) => name.length));
  const own = test[slug]!;
  const figure = (value: number) => (value >= 1e-4 ? value.toPrecision(4) : value.toExponential(1));
  return [
    `${slug}, ${seconds.toFixed(0)} s`,
    "  test loss",
    ...Object.entries(test).map(
      ([name, loss]) =>
        `    ${name.padEnd(width)}  ${loss.toFixed(5)}${name === slug ? "" : `  (${slug} is ${(own / loss).toFixed(3)} of it)`}`,
    ),
    ...(claims.length > 0 ? ["  claims"] : []),
    ...claims.map(({ id, value, bar, holds }) => `    ${id}: ${figure(value)}, bar ${figure(bar)}: ${yes(holds)}`),
    "  equivariance, largest relative error",
    ...equivariance.map(
      ({ group, f32, f64, holds }) =>
        `    ${group.padEnd(width)}  f32 ${f32.toExponential(1)}  f64 ${f64.toExponential(1)}: ${yes(holds)}`,
    ),
    `  control: broken on purpose by ${control.truth.toExponential(3)}, measured ${control.value.toExponential(3)}: ${control.caught ? "caught" : "MISSED"}`,
    `  model.onnx read back on systems of ${onnx.ranOn.join(" and ")} nodes: differs by at most ${onnx.maxAbsDiff.toExponential(1)}, ${onnx.maxRelDiff.toExponential(1)} of the largest number: ${yes(onnx.holds)}`,
    `  open dimensions ${onnx.dynamicAxes.join(", ")}`,
    `  ${onnx.path}`,
    `  ${checkpoint}`,
    `  ${report}`,
  ].join("\n");
}
