// A checkpoint is one file, so that one rename commits parameters and state together.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../error.js";
import { reason, writeAtomic } from "./atomicFile.js";
import { fromJson, toJson } from "./record.js";
import { bytesOf, decode, encode, type StoredTensors } from "./safetensors.js";

/** What a run needs to go on as if it had never stopped. */
export interface Checkpoint {
  /** Parameters, optimizer moments, averages … by name. */
  readonly tensors: StoredTensors;
  /** Step, epoch, keys, schedule, metrics, config …: plain JSON values; NaN and ±Infinity are kept. */
  readonly state: Readonly<Record<string, unknown>>;
}

const version = "1";

/**
 * Writes `<name>.safetensors`, tensors and state in one atomic file, then `<name>.json` for people (never read back).
 * @param name "latest", "best" …; an older checkpoint of that name is replaced
 * @returns the file's path and the hash of its content (sha256, hex)
 * @throws InputError if the folder cannot be written, the name is no file name, or a tensor does not fit its shape
 */
export function saveCheckpoint(dir: string, name: string, { tensors, state }: Checkpoint) {
  const path = pathOf(dir, name);
  const text = toJson(state);
  const sha256 = contentHash(tensors, text);
  writeAtomic(path, encode(tensors, { checkpoint: version, sha256, state: text }));
  const shapes = Object.entries(tensors).map(([key, { dtype, shape }]) => [key, `${dtype} [${shape.join(", ")}]`]);
  const summary = { checkpoint: version, sha256, state: JSON.parse(text), tensors: Object.fromEntries(shapes) };
  writeAtomic(join(dir, `${name}.json`), `${JSON.stringify(summary, null, 2)}\n`);
  return { path, sha256 };
}

/**
 * Reads a checkpoint and verifies its hash.
 * @returns tensors (views of one buffer), state, and the hash of both
 * @throws InputError if it is missing, damaged, or no checkpoint
 */
export function loadCheckpoint(dir: string, name: string): Checkpoint & { readonly sha256: string } {
  const path = pathOf(dir, name);
  const others = checkpoints(dir).filter((other) => other !== name);
  const fail = (expected: string, got: string): never => {
    const hint = others.length > 0 ? `the folder also holds ${others.join(", ")}` : "it holds no other checkpoint";
    throw new InputError(`checkpoint ${path}`, { expected, got, hint });
  };
  const attempt = <T>(expected: string, read: () => T): T => {
    try {
      return read();
    } catch (error) {
      return fail(expected, reason(error));
    }
  };
  const bytes = attempt("a file", () => readFileSync(path));
  const { tensors, metadata } = attempt("a whole safetensors file", () => decode(bytes));
  const { checkpoint, sha256 = "", state = "" } = metadata;
  if (checkpoint !== version) fail(`checkpoint version ${version}`, checkpoint ?? "a safetensors file without one");
  const found = contentHash(tensors, state);
  if (found !== sha256) fail(`content of sha256 ${sha256}`, found);
  return { tensors, state: attempt("state in JSON", () => fromJson(state)) as Checkpoint["state"], sha256 };
}

/** Names of the checkpoints in a folder, sorted; none if there is no folder. */
export function checkpoints(dir: string): string[] {
  try {
    const names = readdirSync(dir).map((file) => /^([^.].*)\.safetensors$/.exec(file)?.[1]);
    return names.filter((name) => name !== undefined).sort();
  } catch {
    return [];
  }
}

function pathOf(dir: string, name: string): string {
  if (!/^\w[\w.-]*$/.test(name))
    throw new InputError("checkpoint", { expected: "a name of letters, digits, . - _", got: JSON.stringify(name) });
  return join(dir, `${name}.safetensors`);
}

/** sha256 of state, names, dtypes, shapes and data; the order in which tensors are listed does not matter. */
function contentHash(tensors: StoredTensors, state: string): string {
  const names = Object.keys(tensors).sort();
  const hash = createHash("sha256");
  hash.update(JSON.stringify([state, names.map((name) => [name, tensors[name]!.dtype, tensors[name]!.shape])]));
  for (const name of names) hash.update(bytesOf(name, tensors[name]!));
  return hash.digest("hex");
}
