// A run that is killed at any moment, and goes on, ends with the bytes of a run that is not. KILLS=20 for more of them.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Moment, momentOf, runOrKill } from "../cli/killing.js";
import { checkpoints, loadCheckpoint } from "./checkpoint.js";
import { readRecord } from "./record.js";

const kills = Number(process.env.KILLS ?? 3);
const perRun = 3;
const steps = 60;

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "equivar-kill-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** Trains in a folder. A checkpoint every step: then most of the time is spent in writing, and most kills meet it. */
const run = (folder: string, moment?: Moment) => {
  const options = ["--config", "tiny", "--steps", `${steps}`, "--threads", "1", "--checkpoint-every", "1", "--json"];
  return runOrKill(["train", "egnn", ...options, "--run", folder], moment);
};

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
