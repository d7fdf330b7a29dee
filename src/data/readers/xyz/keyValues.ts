// The second line of an extended XYZ frame: `key=value key="a text" key="1 2 3" flag`.
import { numberIn } from "../../reader.js";
import type { InfoValue } from "../../structure.js";

// A key; then, after "=", a quoted text, an array in brackets or braces (one level within), or a bare word.
const pair =
  /\s*("(?:[^"\\]|\\.)*"|[^\s="'{}[\],]+)(?:\s*=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\[(?:[^[\]"]|"(?:[^"\\]|\\.)*"|\[[^[\]]*\])*\]|\{[^{}]*\}|[^\s"'{}[\]]+))?(?=\s|$)/gy;

/** What the line says, in order; a key without a value is true. Undefined if the line is something else: prose, say. */
export function keyValuesIn(text: string): Readonly<Record<string, InfoValue>> | undefined {
  const matches = [...text.trimEnd().matchAll(pair)];
  const read = matches.reduce((sum, [whole]) => sum + whole.length, 0);
  if (read < text.trimEnd().length) return undefined;
  return Object.fromEntries(
    matches.map(([, key, value]) => [unquoted(key!), value === undefined ? true : valueIn(value)]),
  );
}

/** The line that says so; numbers at full precision. */
export function keyValueLine(values: Readonly<Record<string, InfoValue>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${isPlain(key) ? key : JSON.stringify(key)}=${written(value)}`)
    .join(" ");
}

function valueIn(text: string): InfoValue {
  const isQuoted = /^["']/.test(text);
  const isArray = /^[[{]/.test(text);
  if (!isQuoted && !isArray) return scalarOf(text);
  const inner = text.slice(1, -1);
  const words = isArray
    ? [...inner.matchAll(/"(?:[^"\\]|\\.)*"|[^\s,[\]]+/g)].map(([word]) => word)
    : inner.trim().split(/\s+/);
  if (isQuoted && words.length === 1) return unquoted(text);
  const numbers = words.map((word) => numberIn(word));
  if (numbers.every((value) => value !== undefined)) return numbers;
  const truths = words.map(truthOf);
  if (truths.every((value) => value !== undefined)) return truths;
  return isQuoted ? unquoted(text) : words.map(unquoted);
}

const scalarOf = (word: string): InfoValue => numberIn(word) ?? truthOf(word) ?? word;

/** The truth value that a word writes. */
export const truthOf = (word: string): boolean | undefined =>
  /^(T|True|true|TRUE)$/.test(word) ? true : /^(F|False|false|FALSE)$/.test(word) ? false : undefined;

const unquoted = (text: string) =>
  /^["']/.test(text) ? text.slice(1, -1).replace(/\\(.)/g, (_, c: string) => (c === "n" ? "\n" : c)) : text;

const isPlain = (word: string) => /^[^\s="'{}[\],\\]+$/.test(word);

/** A word that would be read as a number or a truth value is quoted. */
const text = (value: string) =>
  isPlain(value) && scalarOf(value) === value
    ? value
    : `"${value.replace(/[\\"]/g, (c) => `\\${c}`).replace(/\n/g, "\\n")}"`;

function written(value: InfoValue): string {
  if (typeof value === "string") return text(value);
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "T" : "F";
  const items = [...value].map((item) => (typeof item === "string" ? JSON.stringify(item) : written(item)));
  const isOld = items.length > 1 && typeof value[0] !== "string"; // what older programs read too
  return isOld ? `"${items.join(" ")}"` : `[${items.join(", ")}]`;
}
