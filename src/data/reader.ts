// A reader: one file format of structures, read frame by frame and, for some, written.
import { InputError } from "../error.js";
import { elementNumber } from "./elements.js";
import { checkedStructure, type Structure } from "./structure.js";

/** A whole text, or its pieces in order: a file's stream, say. Pieces may end anywhere, within a letter's bytes too. */
export type TextSource = string | AsyncIterable<string | Uint8Array>;

export interface ReaderRule {
  readonly about: string;
  /** Where the format is described. */
  readonly source: string;
  /** Endings of file names, in lower case and with their dot. */
  readonly extensions: readonly string[];
  /** Names of files that have no ending: a file is read by this rule if its name contains one of them. */
  readonly names?: readonly string[];
  /** The frames, in order, each as soon as its lines are there. Need not be checked: `reader` does. */
  read(lines: Lines): AsyncGenerator<Structure>;
  /** One frame as text that `read` understands. Several texts one after another are several frames, where the format can. */
  write?(structure: Structure): string;
  /** A structure that the format can hold, on which the laws run; needed with `write`. */
  readonly sample?: Structure;
}
export type Reader = ReaderRule & { readonly name: string };

/**
 * A reader rule whose frames are checked: shapes, elements, finite numbers, a cell of a volume.
 * @throws (from `read`) InputError, `file:line: expected …, got …`, also where a file holds no structure
 */
export function reader(name: string, rule: ReaderRule): Reader {
  async function* read(lines: Lines) {
    let frames = 0;
    for await (const structure of rule.read(lines)) {
      yield checkedStructure(lines.place(), structure);
      frames++;
    }
    if (frames === 0) throw lines.error("a structure", lines.line() === 0 ? "an empty file" : "none", undefined, 1);
  }
  const write = rule.write && ((structure: Structure) => rule.write!(checkedStructure(`write ${name}`, structure)));
  return { ...rule, name, read, ...(write && { write }) };
}

/** The lines of a text, asked for one after another, with where they are. */
export interface Lines {
  /** The next line without its end; undefined after the last one. */
  next(): Promise<string | undefined>;
  /** The next `count` lines, fewer at the end. */
  take(count: number): Promise<readonly string[]>;
  /** Puts the line that came last back. */
  back(): void;
  /** Number of the line that came last, from 1; 0 before the first. */
  line(): number;
  /** `file:line` */
  place(line?: number): string;
  error(expected: string, got: string | undefined, hint?: string, line?: number): InputError;
}

/** @param file its name, for messages */
export function linesOf(source: TextSource, file: string): Lines {
  const pieces = piecesOf(source);
  let [ready, at, line, rest, ended]: [string[], number, number, string, boolean] = [[], 0, 0, "", false];

  /** Splits one more piece; keeps the line before, so that `back` can give it again. */
  async function fill() {
    const { value, done } = await pieces.next();
    const text = rest + (value ?? "");
    const parts = text.split("\n");
    ended = done === true;
    rest = ended ? "" : parts.pop()!;
    if (ended && parts.at(-1) === "") parts.pop(); // the end of the last line begins no other
    for (let i = 0; i < parts.length; i++) if (parts[i]!.endsWith("\r")) parts[i] = parts[i]!.slice(0, -1);
    ready = [...ready.slice(Math.max(at - 1, 0)), ...parts];
    at = Math.min(at, 1);
  }
  async function next() {
    while (at === ready.length && !ended) await fill();
    if (at < ready.length) line++;
    return ready[at] === undefined ? undefined : ready[at++];
  }
  async function take(count: number) {
    const out: string[] = [];
    while (out.length < count) {
      const fresh = ready.slice(at, at + count - out.length);
      for (const each of fresh) out.push(each);
      at += fresh.length;
      line += fresh.length;
      if (out.length === count || (ended && at === ready.length)) break;
      await fill();
    }
    return out;
  }
  function back() {
    at--;
    line--;
  }
  const place = (number = line) => `${file}:${Math.max(number, 1)}`;
  const error = (expected: string, got: string | undefined, hint?: string, number?: number) => {
    const shown = got === undefined ? "the end of the file" : got;
    return new InputError(place(number), { expected, got: shown, ...(hint && { hint }) });
  };
  return { next, take, back, line: () => line, place, error };
}

async function* piecesOf(source: TextSource): AsyncGenerator<string> {
  const decoder = new TextDecoder(); // drops a byte order mark
  if (typeof source === "string") {
    yield source.replace(/^\ufeff/, "");
    return;
  }
  for await (const piece of source) yield typeof piece === "string" ? piece : decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

/** The user's text in a message: quoted, and cut where it is long. */
export const quoted = (text: string | undefined): string | undefined => {
  return text === undefined ? undefined : JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
};

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?$/;

/** The number that a text writes in decimal, Fortran's `1.5D-3` too; undefined for anything else, NaN and Infinity included. */
export function numberIn(text: string | undefined): number | undefined {
  if (text === undefined || !decimal.test(text)) return undefined;
  const value = Number(text.replace(/[dD]/, "e"));
  return Number.isFinite(value) ? value : undefined;
}

/** The whole number ≥ 0 that a text writes. */
export function countIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\+?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** The element of a symbol in whatever case (`FE`), as files of fixed columns write it. */
export const elementOfAnyCase = (symbol: string): number | undefined =>
  elementNumber(symbol) ?? elementNumber(symbol.slice(0, 1).toUpperCase() + symbol.slice(1).toLowerCase());

/** Splits at blanks. */
export const fieldsOf = (line: string): string[] => line.trim().split(/\s+/);
