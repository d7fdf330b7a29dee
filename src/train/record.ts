// The record of a run: one JSON object a line, appended while it trains. A run folder holds it and the checkpoints.

import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { InputError } from "../error.js";
import { reason, removeStale } from "./atomicFile.js";

/** What the loop says; `step` is the number of optimizer steps done, 0 before the first. */
export interface Entry {
  /** "start", "step", "valid", "claim" … */
  readonly kind: string;
  readonly step?: number;
  readonly [field: string]: unknown;
}

/** A line of the record: the entry and when it was written (ISO 8601, UTC). */
export type Line = Entry & { readonly time: string };

export interface RunRecord {
  /** Lines that an earlier part of this run left and that still hold. */
  readonly lines: readonly Line[];
  readonly append: (entry: Entry) => void;
  /** Flushes to disk and closes. */
  readonly close: () => void;
}

/** The record's name in the folder of its run. */
export const recordFile = "record.jsonl";

/**
 * Opens `dir/record.jsonl` to append, and clears away what a killed process left in the folder: half a line, temporary
 * files.
 * @param now milliseconds since 1970, for the time of each line
 * @param resumeFrom step of the checkpoint from which the run goes on: later lines are dropped, since the run writes them
 *   again. A checkpoint of step k is therefore saved after the lines of step k; lines without a step, such as claims,
 *   belong to the step before them and are dropped where they end the record.
 * @throws InputError if the folder is missing or an earlier line is not JSON
 */
export function openRecord(dir: string, { now, resumeFrom }: { now: () => number; resumeFrom?: number }): RunRecord {
  removeStale(dir);
  const path = join(dir, recordFile);
  const all = existsSync(path) ? parse(path) : [];
  const kept = resumeFrom === undefined ? all : upTo(resumeFrom, all);
  const descriptor = attempt(path, () => openSync(path, "a"));
  ftruncateSync(descriptor, kept.at(-1)?.end ?? 0);
  return {
    lines: kept.map(({ line }) => line),
    // One line is one write: a kill leaves a prefix of it, which has no newline.
    append: ({ kind, ...rest }) =>
      writeFileSync(descriptor, `${toJson({ time: new Date(now()).toISOString(), kind, ...rest })}\n`),
    close: () => {
      fsyncSync(descriptor);
      closeSync(descriptor);
    },
  };
}

/**
 * Lines of a record; a last line without its newline, left by a kill, is ignored.
 * @throws InputError if the file is missing or a whole line is no JSON object
 */
export const readRecord = (path: string): Line[] => parse(path).map(({ line }) => line);

/**
 * Makes a fresh run folder `<out>/<slug>-<YYYYMMDD-HHMMSS, UTC>`, with `-2`, `-3` … where that is taken.
 * @param out folder of all runs, made if missing
 * @param now milliseconds since 1970
 * @returns its path
 * @throws InputError if the slug is no file name or the folder cannot be made
 */
export function newRun(out: string, slug: string, now: number): string {
  if (!/^\w[\w.-]*$/.test(slug))
    throw new InputError("newRun", { expected: "a slug of letters, digits, . - _", got: JSON.stringify(slug) });
  const [date, time] = new Date(now)
    .toISOString()
    .replace(/[-:]|\..*/g, "")
    .split("T");
  const first = join(out, `${slug}-${date}-${time}`);
  attempt(out, () => mkdirSync(out, { recursive: true }));
  for (let n = 1; ; n++) {
    const path = n === 1 ? first : `${first}-${n}`;
    if (attempt(path, () => makeFolder(path))) return path;
  }
}

/**
 * JSON that keeps NaN and ±Infinity, as `{"$number": "NaN"}`; `fromJson` gives them back.
 * @throws InputError on what would not come back as it was: typed arrays, maps, bigints
 */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (field, part) => {
    if (typeof part === "number" && !Number.isFinite(part)) return { $number: String(part) };
    if (!isPlain(part))
      throw new InputError(field || "toJson", { expected: "plain JSON values", got: part.constructor.name });
    return part;
  });

const isPlain = (value: unknown): boolean =>
  typeof value !== "bigint" &&
  (typeof value !== "object" || value === null || Array.isArray(value) || isRecord(Object.getPrototypeOf(value)));
const isRecord = (prototype: unknown): boolean => prototype === null || Object.getPrototypeOf(prototype) === null;

/** @throws SyntaxError if the text is not JSON */
export const fromJson = (text: string): unknown =>
  JSON.parse(text, (_, part) => (typeof part?.$number === "string" ? Number(part.$number) : part));

/** Each whole line and where it ends in the file, in bytes. */
function parse(path: string): { line: Line; end: number }[] {
  const bytes = attempt(path, () => readFileSync(path));
  const lines: { line: Line; end: number }[] = [];
  let from = 0;
  for (let end = bytes.indexOf(10) + 1; end > 0; end = bytes.indexOf(10, from) + 1) {
    lines.push({ line: parseLine(bytes.toString("utf8", from, end), `${path}:${lines.length + 1}`), end });
    from = end;
  }
  return lines;
}

function parseLine(text: string, where: string): Line {
  try {
    const line = fromJson(text);
    if (typeof line === "object" && line !== null && "kind" in line && "time" in line) return line as Line;
  } catch {}
  throw new InputError(where, {
    expected: "a JSON object with time and kind",
    got: text.trim().slice(0, 80) || "nothing",
  });
}

function upTo<T extends { line: Line }>(step: number, all: readonly T[]): readonly T[] {
  const later = all.findIndex(({ line }) => line.step !== undefined && line.step > step);
  const before = later < 0 ? all : all.slice(0, later);
  return before.slice(0, before.findLastIndex(({ line }) => line.step !== undefined) + 1);
}

function makeFolder(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if (reason(error) === "EEXIST") return false; // another run of this second; mkdir decides the race
    throw error;
  }
}

function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new InputError("record", { expected: `access to ${path}`, got: reason(error) });
  }
}
