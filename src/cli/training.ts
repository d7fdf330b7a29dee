// What `zoo run` and `train` share: one method trained, proven and shipped, without baselines.

import { InputError } from "../error.js";
import type { MethodResult } from "../zoo/verify.js";
import type { Context, Outcome } from "./action.js";
import { methodsOf, resultText } from "./methods.js";

export interface TrainingInput {
  readonly slug: string;
  readonly config: "tiny" | "standard" | "paper";
  readonly seed: number;
  readonly threads: number;
  readonly device: string;
  readonly out: string;
  readonly steps?: number | undefined;
  readonly checkpointEvery?: number | undefined;
  /** Folder of the run, started or resumed. */
  readonly run?: string | undefined;
  /** Folder of a run that was started before. */
  readonly resume?: string | undefined;
}

export interface TrainingResult {
  readonly run: string;
  readonly slug: string;
  readonly steps: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly equivariance: MethodResult["equivariance"];
  readonly checkpoint: string;
  readonly onnx: string;
  readonly report: string;
  readonly text: string;
}

export async function trainMethod(input: TrainingInput, { now, signal }: Context): Promise<Outcome<TrainingResult>> {
  const { slug, config, seed, threads, device, out, steps, checkpointEvery } = input;
  const [method] = await methodsOf([slug]);
  const run = await folderOf(input);
  const [{ verify }, { watcher }] = await Promise.all([import("../zoo/verify.js"), import("./watcher.js")]);
  const common = { config, seed, threads, device, out };
  const options = { ...common, baselines: false, watcher: watcher(process.stderr, now), now, signal };
  const found = await verify(method!, {
    ...options,
    ...(steps && { steps }),
    ...(checkpointEvery && { checkpointEvery }),
    ...(run !== undefined && { run }),
  });
  return {
    result: {
      run: found.run,
      slug,
      steps: found.steps,
      metrics: {
        testLoss: found.test[slug]!,
        equivarianceF32: Math.max(...found.equivariance.map(({ f32 }) => f32)),
        equivarianceF64: Math.max(...found.equivariance.map(({ f64 }) => f64)),
      },
      equivariance: found.equivariance,
      checkpoint: found.checkpoint,
      onnx: found.onnx.path,
      report: found.report,
      text: resultText(found),
    },
    holds: found.holds,
  };
}

/** The folder that the user names for a run. @throws InputError if there is none to resume, or two are named */
async function folderOf({ run, resume }: TrainingInput): Promise<string | undefined> {
  if (resume === undefined) return run;
  if (run !== undefined) throw new InputError("train", { expected: "--run or --resume", got: "both" });
  const { holdsRun } = await import("../train/run.js");
  if (holdsRun(resume)) return resume;
  throw new InputError("--resume", {
    expected: "a folder that holds a run",
    got: `"${resume}"`,
    hint: "--run DIR starts one there",
  });
}
