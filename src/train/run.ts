// A run's folder: record.jsonl, latest and best checkpoints.
import { InputError } from "../error.js";
import { checkpoints, loadCheckpoint, saveCheckpoint } from "./checkpoint.js";
import type { Store } from "./loop.js";
import { openRecord } from "./record.js";

/**
 * A store in a folder. A folder that holds a checkpoint is resumed.
 * @param config what makes the run what it is; must be the same when it is resumed
 * @throws InputError if the folder's run had another config
 */
export function files(
  dir: string,
  config: Readonly<Record<string, unknown>>,
  now: () => number,
): Store & { close(): void } {
  const resumed = checkpoints(dir).includes("latest") ? loadCheckpoint(dir, "latest") : undefined;
  const text = JSON.stringify(config);
  const earlier = resumed && JSON.stringify(resumed.state.config);
  if (resumed && earlier !== text) {
    throw new InputError(`run ${dir}`, {
      expected: `the config it was started with, ${earlier}`,
      got: text,
      hint: "choose another folder for another run",
    });
  }
  const record = openRecord(dir, { now, resumeFrom: resumed ? (resumed.state.step as number) : 0 });
  if (!resumed) record.append({ kind: "start", step: 0, config });
  return {
    load: () => resumed,
    save: (name, { tensors, state }) => saveCheckpoint(dir, name, { tensors, state: { ...state, config } }),
    append: record.append,
    close: record.close,
  };
}
