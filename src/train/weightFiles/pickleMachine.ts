// The stack machine that a pickle's opcodes drive, and the values it makes.

import { quote } from "../quote.js";
import type { Refuse } from "./refusal.js";

/** A value of a pickle: tuples and lists are arrays, sets too; dicts are Maps; T is what the caller's hooks make. */
export type Pickled<T extends object> =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly Pickled<T>[]
  | ReadonlyMap<Pickled<T>, Pickled<T>>
  | Opaque<T>
  | T;

/** A class, or an object of one, that nobody here understands: what was put into it is kept where a call or a state holds it. */
export interface Opaque<T extends object> {
  readonly opaque: string;
  readonly args?: readonly Pickled<T>[];
  readonly state?: Pickled<T>;
}

/** What the few classes and references that a caller knows become. */
export interface Hooks<T extends object> {
  /** @returns undefined where the call is not understood: it becomes an `Opaque` */
  call(name: string, args: readonly Pickled<T>[]): Pickled<T> | undefined;
  persistent(id: Pickled<T>): T;
}

export type Value = Pickled<object>;

export interface Machine {
  readonly stack: Value[];
  /** Heights of the stack at each open mark. */
  readonly marks: number[];
  readonly memo: Map<number, Value>;
  readonly hooks: Hooks<object>;
  readonly refuse: Refuse;
  pop(): Value;
  /** What lies above the last mark. */
  popMark(): Value[];
  take(length: number): Uint8Array;
  /** Little-endian, unsigned. */
  unsigned(bytes: 1 | 2 | 4 | 8): number;
}

export function newMachine(bytes: Uint8Array, refuse: Refuse, hooks: Hooks<object>): Machine {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [stack, marks]: [Value[], number[]] = [[], []];
  let at = 0;
  function take(length: number) {
    if (length > bytes.length - at) throw refuse(`${length} more bytes of the pickle`, `${bytes.length - at}`);
    at += length;
    return bytes.subarray(at - length, at);
  }
  function unsigned(size: 1 | 2 | 4 | 8) {
    take(size);
    if (size === 8) return Number(data.getBigUint64(at - 8, true)); // a length: over 2^53 it is refused all the same
    return size === 1
      ? data.getUint8(at - 1)
      : size === 2
        ? data.getUint16(at - 2, true)
        : data.getUint32(at - 4, true);
  }
  function pop() {
    if (stack.length <= (marks.at(-1) ?? 0)) throw refuse("a value on the pickle's stack", "none");
    return stack.pop()!;
  }
  function popMark() {
    const height = marks.pop();
    if (height === undefined) throw refuse("a mark on the pickle's stack", "none");
    return stack.splice(height);
  }
  return { stack, marks, memo: new Map(), hooks, refuse, pop, popMark, take, unsigned };
}

/** The value that came last; it stays. */
export function top({ stack, marks, refuse }: Machine): Value {
  if (stack.length <= (marks.at(-1) ?? 0)) throw refuse("a value on the pickle's stack", "none");
  return stack.at(-1)!;
}

export const isArray = (value: unknown): value is readonly Value[] => Array.isArray(value);
export const isOpaque = (value: unknown): value is Opaque<object> => {
  return typeof value === "object" && value !== null && "opaque" in value;
};

/** A value in a message: small ones as they are, others by kind, because a pickle may be huge or hold itself. */
export function kindOf(value: unknown): string {
  if (value instanceof Map) return "a dict";
  if (value instanceof Uint8Array) return "bytes";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isOpaque(value)) return quote(value.opaque);
  if (typeof value === "object" && value !== null) return `a ${Object.keys(value)[0]}`;
  return typeof value === "bigint" ? `${value}` : quote(value);
}
