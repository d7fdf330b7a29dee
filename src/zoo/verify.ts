// Everything a method is held to, in one run: train it and its baselines, measure its claims and its symmetry, ship it.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fold, key as keyOf } from "../random.js";
import { writeAtomic } from "../train/atomicFile.js";
import { newRun } from "../train/record.js";
import { files } from "../train/run.js";
import { shippedModel } from "../train/step.js";
import { type Fitted, fitModel, type Watcher } from "./fit.js";
import type { Method } from "./method.js";
import { page } from "./page.js";
import { type ControlResult, controlBreak, type EquivarianceResult, proveEquivariance } from "./proof.js";
import { type Shipped, ship } from "./ship.js";

export interface VerifyOptions {
  readonly config: "tiny" | "standard" | "paper";
  readonly seed: number;
  readonly threads: number;
  /** What trains and tests; symmetry is measured on the CPU. */
  readonly device?: string | undefined;
  /** Folder of runs; the run's own is made in it. Or `run`, a folder to resume. */
  readonly out: string;
  readonly run?: string;
  readonly steps?: number;
  readonly checkpointEvery?: number;
  /** Train the baselines and hold the claims against them. */
  readonly baselines: boolean;
  readonly watcher: Watcher;
  readonly now: () => number;
  readonly signal?: AbortSignal;
}

export interface ClaimResult {
  readonly id: string;
  readonly metric: string;
  readonly value: number;
  readonly baseline: number;
  readonly bar: number;
  readonly holds: boolean;
}

export interface MethodResult {
  readonly slug: string;
  readonly seed: number;
  readonly config: string;
  readonly seconds: number;
  readonly run: string;
  readonly steps: number;
  readonly test: Readonly<Record<string, number>>;
  readonly moved: Readonly<Record<string, number>>;
  readonly claims: readonly ClaimResult[];
  readonly equivariance: readonly EquivarianceResult[];
  readonly control: ControlResult;
  readonly onnx: Shipped;
  readonly checkpoint: string;
  readonly report: string;
  readonly holds: boolean;
}

/**
 * @throws InputError if a folder to resume holds another run; DivergenceError if training fails
 */
export async function verify<Config extends object>(
  method: Method<Config>,
  options: VerifyOptions,
): Promise<MethodResult> {
  const begin = options.now();
  const { seed, threads, device, watcher, checkpointEvery, signal } = options;
  const key = fold(keyOf(seed), method.slug);
  const base = method.config[options.config];
  const config = { ...base, training: { ...base.training, steps: options.steps ?? base.training.steps } };
  const dir = options.run ?? newRun(options.out, method.slug, begin);
  const prepared = method.prepare(config, key);
  const common = {
    ...{ method, config, prepared, key, threads, device, watcher },
    ...(checkpointEvery && { checkpointEvery }),
    ...(signal && { signal }),
  };

  const trainIn = async (folder: string, name: string, build: Method<Config>["model"]): Promise<Fitted> => {
    mkdirSync(folder, { recursive: true });
    const store = files(
      folder,
      { slug: method.slug, model: name, config: options.config, seed, steps: config.training.steps },
      options.now,
    );
    const fitted = await fitModel(name, build, common, store);
    store.append({ kind: "test", loss: fitted.test, bestStep: fitted.trained.best.step });
    store.close();
    return fitted;
  };
  const own = await trainIn(dir, method.slug, method.model);
  const others: Record<string, Fitted> = {};
  for (const [name, { build }] of options.baselines ? Object.entries(method.baselines) : []) {
    others[name] = await trainIn(join(dir, "baselines", name), name, build);
  }
  const fitted = { [method.slug]: own, ...others };
  const test = mapValues(fitted, (each) => each.test);
  const moved = mapValues(fitted, (each) => each.moved);
  const claims = options.baselines
    ? method.claims.map(({ id, metric, measure }): ClaimResult => ({ id, metric, ...measure({ test, moved }) }))
    : [];

  const graph = shippedModel(own.task, own.trained.best.parameters);
  const general = method as unknown as Method;
  const equivariance = await proveEquivariance(general, graph, prepared, fold(key, "audit"));
  const control = await controlBreak(general, graph, prepared, fold(key, "control"));
  const onnx = await ship(general, graph, prepared, dir, fold(key, "ship"));
  const holds =
    claims.every((claim) => claim.holds) && equivariance.every((each) => each.holds) && control.caught && onnx.holds;
  const report = join(dir, "report.html");
  const result: MethodResult = {
    slug: method.slug,
    seed,
    config: options.config,
    seconds: (options.now() - begin) / 1000,
    run: dir,
    steps: config.training.steps,
    test,
    moved,
    claims,
    equivariance,
    control,
    onnx,
    checkpoint: join(dir, "best.safetensors"),
    report,
    holds,
  };
  writeAtomic(join(dir, "result.json"), `${JSON.stringify(result, null, 2)}\n`);
  const figures = (await method.illustrate?.(graph, key)) ?? [];
  writeAtomic(
    report,
    await page(
      method as unknown as Method,
      result,
      mapValues(fitted, ({ trained }) => trained),
      figures,
    ),
  );
  return result;
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
