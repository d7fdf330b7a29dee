// A run's folder: record.jsonl, latest and best checkpoints.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../error.js";
import { checkpoints, loadCheckpoint, saveCheckpoint } from "./checkpoint.js";
import type { Store } from "./loop.js";
import { openRecord, readRecord, recordFile } from "./record.js";

/**
 * A store in a folder. A run that was stopped there goes on: from its latest checkpoint, or from its start where it was
 * stopped before the first.
 * @param config what makes the run what it is; must be the same when it is resumed
 * @throws InputError if the folder's run had another config
 */
export function files(
  dir: string,
  config: Readonly<Record<string, unknown>>,
  now: () => number,
): Store & { close(): void } {
  const resumed = checkpoints(dir).includes("latest") ? loadCheckpoint(dir, "latest") : undefined;
  const earlier = JSON.stringify(resumed ? resumed.state.config : startConfig(dir));
  const text = JSON.stringify(config);
  if (earlier !== undefined && earlier !== text) {
    throw new InputError(`run ${dir}`, {
      expected: `the config it was started with, ${earlier}`,
      got: text,
      hint: "choose another folder for another run",
    });
  }
  const record = openRecord(dir, { now, resumeFrom: resumed ? (resumed.state.step as number) : 0 });
  if (record.lines.length === 0) record.append({ kind: "start", step: 0, config });
  return {
    load: () => resumed,
    save: (name, { tensors, state }) => saveCheckpoint(dir, name, { tensors, state: { ...state, config } }),
    append: record.append,
    close: record.close,
  };
}

/** Whether a run was started in a folder. */
export const holdsRun = (dir: string): boolean => startConfig(dir) !== undefined || checkpoints(dir).includes("latest");

/** The config in the record's first line; undefined where there is none. */
function startConfig(dir: string): unknown {
  const path = join(dir, recordFile);
  return existsSync(path) ? readRecord(path).find(({ kind }) => kind === "start")?.config : undefined;
}
