// Reads Python's pickles as data: no import, no call, no code of any kind is run. What a class would have made stays an
// object that says its name.

import { type Hooks, newMachine, type Pickled } from "./pickleMachine.js";
import { opcodes, stop } from "./pickleOpcodes.js";
import { refusal } from "./refusal.js";

/** A dict is one opcode and a few hundred bytes of memory; a tensor is some 50 opcodes. */
const opcodeLimit = 2_000_000;

/**
 * The value of a pickle.
 * @throws InputError if it is damaged, uses an opcode of protocol 0 or 1 alone, or is of more than 2 million opcodes
 */
export function unpickle<T extends object>(bytes: Uint8Array, where: string, hooks: Hooks<T>): Pickled<T> {
  const machine = newMachine(bytes, refusal(where), hooks as unknown as Hooks<object>);
  for (let count = 0; ; count++) {
    if (count === opcodeLimit) throw machine.refuse(`a pickle of at most ${opcodeLimit} opcodes`, "more");
    const code = machine.unsigned(1);
    if (code === stop) break;
    const run = opcodes[code];
    if (!run) throw machine.refuse("an opcode of pickle protocols 2 to 5", `0x${code.toString(16).padStart(2, "0")}`);
    run(machine);
  }
  const value = machine.pop();
  if (machine.stack.length > 0) throw machine.refuse("one value", `${machine.stack.length + 1}`);
  return value as Pickled<T>;
}
