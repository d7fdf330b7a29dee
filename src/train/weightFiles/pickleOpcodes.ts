// What each binary opcode of a pickle does.
// @source Python's pickletools: protocols 2 to 5

import { isArray, isOpaque, kindOf, type Machine, type Opaque, top, type Value } from "./pickleMachine.js";

type Opcode = (machine: Machine) => void;
const push = (make: (machine: Machine) => Value): Opcode => {
  return (machine) => void machine.stack.push(make(machine));
};
const constant = (value: Value) => push(() => value);
const text = (size: 1 | 4 | 8) => push((m) => utf8(m, m.take(m.unsigned(size))));
const raw = (size: 1 | 4 | 8) => push((m) => m.take(m.unsigned(size)));
const latin1 = push((m) => String.fromCharCode(...m.take(m.unsigned(1))));
const remember = (key: (machine: Machine) => number): Opcode => {
  return (m) => void m.memo.set(key(m), top(m));
};
const recall = (size: 1 | 4) =>
  push((m) => {
    const key = m.unsigned(size);
    if (!m.memo.has(key)) throw m.refuse("a value that the pickle has put by", `number ${key}`);
    return m.memo.get(key)!;
  });
const tuple = (length: number) => push((m) => Array.from({ length }, m.pop).reverse());
const long = (size: 1 | 4) => push((m) => integer(m, m.take(m.unsigned(size))));
const call = push((m) => {
  const args = m.pop();
  return construct(m, m.pop(), args);
});

const opcode = (letter: string) => letter.charCodeAt(0);
export const stop = opcode(".");
/** By the byte that names it. */
export const opcodes: Readonly<Record<number, Opcode>> = {
  128: (m) => protocol(m, m.unsigned(1)),
  149: (m) => void m.unsigned(8), // FRAME: only says how much to read ahead
  [opcode("(")]: (m) => void m.marks.push(m.stack.length),
  [opcode("0")]: (m) => void m.pop(),
  [opcode("1")]: (m) => void m.popMark(),
  [opcode("2")]: push(top),

  [opcode("N")]: constant(null),
  136: constant(true),
  137: constant(false),
  [opcode("K")]: push((m) => m.unsigned(1)),
  [opcode("M")]: push((m) => m.unsigned(2)),
  [opcode("J")]: push((m) => m.unsigned(4) | 0),
  138: long(1),
  139: long(4),
  [opcode("G")]: push((m) => numberAt(m.take(8))),

  [opcode("X")]: text(4),
  140: text(1),
  141: text(8),
  [opcode("U")]: latin1,
  [opcode("C")]: raw(1),
  [opcode("B")]: raw(4),
  142: raw(8),
  150: raw(8),

  [opcode(")")]: tuple(0),
  133: tuple(1),
  134: tuple(2),
  135: tuple(3),
  [opcode("t")]: push((m) => m.popMark()),
  [opcode("]")]: push(() => []),
  [opcode("a")]: (m) => extend(m, [m.pop()]),
  [opcode("e")]: (m) => extend(m, m.popMark()),
  143: push(() => []),
  144: (m) => extend(m, m.popMark()),
  145: push((m) => m.popMark()),
  [opcode("}")]: push(() => new Map()),
  [opcode("s")]: (m) => setItems(m, [m.pop(), m.pop()].reverse()),
  [opcode("u")]: (m) => setItems(m, m.popMark()),

  [opcode("q")]: remember((m) => m.unsigned(1)),
  [opcode("r")]: remember((m) => m.unsigned(4)),
  148: remember((m) => m.memo.size),
  [opcode("h")]: recall(1),
  [opcode("j")]: recall(4),

  [opcode("c")]: push((m) => ({ opaque: `${line(m)}.${line(m)}` })),
  147: push((m) => named(m, [m.pop(), m.pop()].reverse())),
  [opcode("R")]: call,
  129: call,
  146: push((m) => {
    const [, args, made] = [m.pop(), m.pop(), m.pop()]; // keyword arguments are left out
    return construct(m, made!, args!);
  }),
  [opcode("b")]: build,
  [opcode("Q")]: push((m) => m.hooks.persistent(m.pop())),
};

function protocol({ refuse }: Machine, version: number): void {
  if (version < 2 || version > 5) throw refuse("pickle protocol 2 to 5", `${version}`);
}

function utf8({ refuse }: Machine, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refuse("text in UTF-8", "other bytes");
  }
}

/** Two's complement, little-endian; a bigint where a number would not be exact. */
function integer({ refuse }: Machine, bytes: Uint8Array): number | bigint {
  if (bytes.length > 1024) throw refuse("an integer of at most 1024 bytes", `${bytes.length}`);
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).reverse();
  const value = BigInt.asIntN(8 * bytes.length, BigInt(`0x${digits.join("") || "0"}`));
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

const numberAt = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0); // big-endian

function line(m: Machine): string {
  const letters: number[] = [];
  for (let byte = m.unsigned(1); byte !== 10; byte = m.unsigned(1)) letters.push(byte);
  return utf8(m, Uint8Array.from(letters));
}

function named({ refuse }: Machine, [module, name]: readonly Value[]): Opaque<object> {
  if (typeof module !== "string" || typeof name !== "string") throw refuse("a name of a class as text", kindOf(module));
  return { opaque: `${module}.${name}` };
}

function construct({ hooks, refuse }: Machine, made: Value, args: Value): Value {
  if (!isOpaque(made) || made.args) throw refuse("a class or function by name before its arguments", kindOf(made));
  if (!isArray(args)) throw refuse(`arguments of ${made.opaque} as a tuple`, kindOf(args));
  return hooks.call(made.opaque, args) ?? { opaque: made.opaque, args };
}

/** A state of an opaque object is kept; of anything else (an OrderedDict's attributes) it holds no value of ours. */
function build(m: Machine): void {
  const state = m.pop();
  const object = top(m);
  if (isOpaque(object)) Object.assign(object, { state });
}

function extend(m: Machine, values: readonly Value[]): void {
  const target = top(m);
  if (isArray(target)) for (const value of values) (target as Value[]).push(value);
  else if (!isOpaque(target)) throw m.refuse("a list to append to", kindOf(target));
}

function setItems(m: Machine, values: readonly Value[]): void {
  const target = top(m);
  if (values.length % 2 !== 0) throw m.refuse("keys and values in pairs", `${values.length} values`);
  if (isOpaque(target)) return; // a class that extends dict: its items are its own
  if (!(target instanceof Map)) throw m.refuse("a dict to set items of", kindOf(target));
  for (let i = 0; i < values.length; i += 2) target.set(values[i], values[i + 1]);
}
