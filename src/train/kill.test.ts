// A run that is killed at any moment, and goes on, ends with the bytes of a run that is not. KILLS=20 for more of them.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bits, fold, key } from "../random.js";
import { checkpoints, loadCheckpoint } from "./checkpoint.js";
import { readRecord } from "./record.js";

const kills = Number(process.env.KILLS ?? 3);
const perRun = 3;
const [steps, tenths] = [60, 10];
const root = fileURLToPath(new URL("../..", import.meta.url));

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "equivar-kill-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** Where a process is killed: so many milliseconds after the progress line of that tenth of the steps. */
interface Moment {
  readonly tenth: number;
  readonly delay: number;
}

/** Trains in a folder, in a process of its own. @returns whether it came to its end */
async function run(folder: string, moment?: Moment): Promise<"ended" | "killed"> {
  // A checkpoint every step: then most of the time is spent in writing, and most kills meet it.
  const options = ["--config", "tiny", "--steps", `${steps}`, "--threads", "1", "--checkpoint-every", "1", "--json"];
  const node = ["--import", "tsx", "--conditions=source", "src/cli/main.ts", "train", "egnn", ...options];
  const child = spawn(process.execPath, [...node, "--run", folder], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    const done = Math.max(0, ...[...said.matchAll(/(\d+) %/g)].map(([, percent]) => Number(percent)));
    if (moment && done >= (100 / tenths) * moment.tenth) setTimeout(() => child.kill("SIGKILL"), moment.delay);
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (...ended) => resolve(ended));
  });
  if (signal === "SIGKILL") return "killed";
  expect(code, said).toBe(0);
  return "ended";
}

/** Seeded, and later from kill to kill of one run. */
function momentOf(round: number, kill: number): Moment {
  const [tenth, delay] = bits(fold(fold(key(20260101), round), kill), 2) as unknown as [number, number];
  return { tenth: 1 + 3 * kill + (tenth % 3), delay: delay % 40 };
}

const recordOf = (folder: string) => readRecord(join(folder, "record.jsonl")).map(({ time: _, ...line }) => line);

test(`a run killed by SIGKILL and resumed ends with the same bytes (${kills} kills)`, async () => {
  const whole = join(dir, "whole");
  expect(await run(whole)).toBe("ended");
  let met = 0;
  for (let round = 0; met < kills; round++) {
    const folder = join(dir, `killed${round}`);
    const steps: number[] = [];
    for (let kill = 0; kill < perRun; kill++) {
      if ((await run(folder, momentOf(round, kill))) === "ended") break;
      met++;
      // Never a checkpoint or a whole line of the record that cannot be read.
      for (const name of checkpoints(folder)) loadCheckpoint(folder, name);
      recordOf(folder);
      steps.push(checkpoints(folder).includes("latest") ? (loadCheckpoint(folder, "latest").state.step as number) : 0);
    }
    expect(await run(folder)).toBe("ended");
    console.info(`killed at steps ${steps.join(", ")}`);
    for (const name of ["latest", "best"])
      expect(
        readFileSync(join(folder, `${name}.safetensors`)).equals(readFileSync(join(whole, `${name}.safetensors`))),
      ).toBe(true);
    expect(recordOf(folder)).toEqual(recordOf(whole));
    expect(readFileSync(join(folder, "model.onnx")).equals(readFileSync(join(whole, "model.onnx")))).toBe(true);
  }
}, 600_000);
