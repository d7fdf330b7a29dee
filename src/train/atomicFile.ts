// Files that are either the old one or the new one. A run is killed at any moment; what it leaves must load.

import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { threadId } from "node:worker_threads";
import { InputError } from "../error.js";

/**
 * Writes a file so that a kill at any moment leaves the old or the new content: a temporary file beside it, flushed to
 * disk, then renamed over it. A file has one writer at a time; two would each see a whole file, the later rename winning.
 * @param content the whole file; text is written as UTF-8
 * @throws InputError if the folder is missing or cannot be written
 */
export function writeAtomic(path: string, content: Uint8Array | string): void {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${process.pid}-${threadId}.tmp`);
  removeStale(folder);
  try {
    flush(temporary, "w", (file) => writeFileSync(file, content));
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new InputError("writeAtomic", { expected: `a place to write ${path}`, got: reason(error) });
  }
  flushFolder(folder);
}

/** Removes the temporary files that killed processes left in a folder; those of living writers stay. */
export function removeStale(folder: string): void {
  for (const name of list(folder)) {
    const [, pid, thread] = /^\..+\.(\d+)-(\d+)\.tmp$/.exec(name) ?? [];
    if (pid === undefined) continue;
    // Writing is synchronous: a file of our own numbers is from an earlier process that had them (pid 1 in a container).
    const isStale = Number(pid) === process.pid ? Number(thread) === threadId : !isAlive(Number(pid));
    if (isStale) rmSync(join(folder, name), { force: true });
  }
}

/** The code of a failed system call ("ENOENT"), or its message. */
export const reason = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return "code" in error ? String(error.code) : error.message;
};

const list = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return []; // the write that follows says what is wrong with the folder
  }
};

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return reason(error) === "EPERM"; // somebody else's process
  }
}

function flush(path: string, flags: string, fill: (file: number) => void): void {
  const file = openSync(path, flags);
  try {
    fill(file);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The rename itself survives a power cut only once the folder is on disk. Windows cannot open folders, so it may fail. */
function flushFolder(folder: string): void {
  try {
    flush(folder, "r", () => {});
  } catch {}
}
