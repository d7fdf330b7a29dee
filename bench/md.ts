// `npx tsx --conditions=source bench/md.ts [threads] [steps]`: what a step of molecular dynamics costs beside the bare model.
// 64 atoms of silicon at 300 K, SevenNet-0, a run in a folder as `equivar md` makes it: a log line a step, a frame each 10
// steps, a checkpoint each 100. After each step the session is run once more on the same inputs: the bare call. Medians.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InferenceSession } from "onnxruntime-common";
import { load } from "#runtime";
import { type Calculator, calculator } from "../src/atoms/calculator.js";
import { runDynamics } from "../src/atoms/md/run.js";
import { startOf } from "../src/atoms/md/start.js";
import { standard } from "../src/cli/molecularDynamics.js";
import { cellOf } from "../src/data/structure.js";
import { supercell } from "../src/data/supercell.js";

const [threads, steps] = [Number(process.argv[2] ?? 1), Number(process.argv[3] ?? 200)];
const a = 5.43;
const corners = [0, 0, 0, 0, 2, 2, 2, 0, 2, 2, 2, 0].map((x) => (x * a) / 4);
const silicon = supercell(
  {
    numbers: new Int32Array(8).fill(14),
    positions: Float64Array.from([...corners, ...corners.map((x) => x + a / 4)]),
    cell: cellOf([a, a, a, 90, 90, 90])!,
    pbc: [true, true, true],
    info: {},
  },
  [2, 2, 2],
);

/** Milliseconds of each step: the whole, the calculator, its session, and the session alone on the same inputs. */
const times = { step: [] as number[], calculator: [] as number[], session: [] as number[], bare: [] as number[] };

// The calculator keeps its session to itself.
const type = ((await load()).InferenceSession as unknown as { prototype: InferenceSession }).prototype;
const run = type.run;
let again: (() => Promise<unknown>) | undefined;
type.run = async function (this: InferenceSession, ...inputs: Parameters<InferenceSession["run"]>) {
  const start = performance.now();
  const found = await run.apply(this, inputs);
  times.session.push(performance.now() - start);
  again = () => run.apply(this, inputs);
  return found;
} as InferenceSession["run"];

const calc = await calculator("sevennet-0", { threads, skin: 0.5 });
let aside = 0;
const watched = Object.assign(async (atoms: Parameters<Calculator>[0]) => {
  const start = performance.now();
  const found = await calc(atoms);
  const called = performance.now();
  times.calculator.push(called - start);
  await again!();
  times.bare.push(performance.now() - called);
  aside += performance.now() - called;
  return found;
}, calc) as Calculator;

const dir = mkdtempSync(join(tmpdir(), "equivar-bench-"));
let last: number | undefined;
try {
  const plan = { ...standard, atoms: "" };
  const watch = () => {
    const now = performance.now();
    if (last !== undefined) times.step.push(now - last - aside);
    [last, aside] = [performance.now(), 0];
  };
  const start = { plan, ...startOf(silicon, { temperature: 300, seed: 0 }) };
  await runDynamics(watched, { dir: join(dir, "run"), start, steps, now: () => performance.now(), watch });
} finally {
  await calc.close();
  rmSync(dir, { recursive: true });
}

const median = (values: readonly number[]) => [...values].sort((x, y) => x - y)[Math.floor(values.length / 2)]!;
const settled = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, all.slice(-steps + 10)]));
const [step, whole, session, bare] = ["step", "calculator", "session", "bare"].map((name) =>
  median(settled[name]!),
) as [number, number, number, number];
const paired = settled.step!.map((ms, i) => ms - settled.session![i]!);
const share = (ms: number) => `${((100 * ms) / session).toFixed(2)} %`;
console.log(`64 atoms of silicon, ${threads} thread(s), ${steps} steps, medians in ms`);
console.log(`bare session ${bare.toFixed(2)}   session within a step ${session.toFixed(2)}   step ${step.toFixed(2)}`);
console.log(`step over bare session: ${(100 * (step / bare - 1)).toFixed(2)} %`);
console.log(`outside the session, step by step: ${median(paired).toFixed(2)} ms, ${share(median(paired))} of it`);
console.log(
  `  neighbour list, inputs, outputs: ${share(whole - session)}   integration, log, frames: ${share(step - whole)}`,
);
const mean = paired.reduce((sum, ms) => sum + ms, 0) / paired.length;
console.log(`  mean, with new lists and checkpoints: ${mean.toFixed(2)} ms, ${share(mean)}`);
