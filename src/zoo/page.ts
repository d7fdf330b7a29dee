// The report of a verified run, for people.
import type { Trained } from "../train/loop.js";
import { lossCurves } from "../train/plot.js";
import { reportHtml, type Section } from "../train/report.js";
import type { Method } from "./method.js";
import type { MethodResult } from "./verify.js";

export async function page(
  method: Method,
  result: MethodResult,
  trained: Readonly<Record<string, Trained>>,
  figures: readonly Section[],
): Promise<string> {
  const series = Object.entries(trained).flatMap(([name, { losses }]) => [
    { name, split: "train" as const, points: losses.map(({ step, train }) => ({ step, value: train })) },
    { name, split: "valid" as const, points: losses.map(({ step, valid }) => ({ step, value: valid ?? Number.NaN })) },
  ]);
  const yes = (holds: boolean) => (holds ? "yes" : "NO");
  const { paper } = method;
  return reportHtml({
    title: `${method.slug}: ${method.about}`,
    subtitle: `${paper.title} (${paper.by}, ${paper.year}${paper.arxiv ? `, arXiv:${paper.arxiv}` : ""}). Seed ${result.seed}, ${result.steps} steps, ${Math.round(result.seconds)} s.`,
    sections: [
      {
        heading: "Test loss",
        table: {
          caption: `${method.loss.about}, on the test split, at the step of the best validation loss`,
          columns: ["model", "test loss", `relative to ${method.slug}`, "on moved samples", "best step", "parameters"],
          rows: Object.entries(trained).map(([name, { best }]) => [
            name,
            result.test[name]!,
            result.test[name]! / result.test[method.slug]!,
            result.moved[name]!,
            best.step,
            best.parameters.length,
          ]),
        },
      },
      ...(result.claims.length === 0
        ? []
        : [
            {
              heading: "Claims",
              table: {
                caption: "Each measured against its baseline in this run",
                columns: ["claim", "value", "baseline", "bar", "holds"],
                rows: result.claims.map(({ id, value, baseline, bar, holds }) => [
                  id,
                  value,
                  baseline,
                  bar,
                  yes(holds),
                ]),
              },
            },
          ]),
      {
        heading: "Equivariance of the trained model",
        text: `A control: ${result.control.what}. Measured ${result.control.value.toExponential(3)}, true size ${result.control.truth.toExponential(3)}: ${result.control.caught ? "caught" : "MISSED"}.`,
        table: {
          caption: "Largest relative error over random pairs of an input and a group element",
          columns: ["group", "error in f32", "error in f64", "holds"],
          rows: result.equivariance.map(({ group, f32, f64, holds }) => [group, f32, f64, yes(holds)]),
        },
      },
      {
        heading: "Loss while training",
        figure: {
          svg: await lossCurves(series),
          caption: `Loss against optimizer steps; validation is bold, training thin.`,
        },
      },
      ...figures,
      {
        heading: "The shipped model",
        text: `model.onnx, ${result.onnx.bytes} bytes, open dimensions ${result.onnx.dynamicAxes.join(", ")}. Read back in a session of its own and run on systems of ${result.onnx.ranOn.join(" and ")} nodes, it differs from the trained model by at most ${result.onnx.maxAbsDiff.toExponential(1)}, ${result.onnx.maxRelDiff.toExponential(1)} of the largest number: ${yes(result.onnx.holds)}.`,
      },
    ],
  });
}
