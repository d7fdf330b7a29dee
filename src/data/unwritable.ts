// What formats for crystals alone say of other structures.
import { InputError } from "../error.js";
import type { Structure } from "./structure.js";

/** @throws InputError always */
export function unwritable(format: string, { cell, pbc }: Structure): never {
  const got = cell ? `pbc ${pbc.map((periodic) => (periodic ? "T" : "F")).join(" ")}` : "no cell";
  const hint = `${format} holds crystals only; write extended XYZ${cell ? ", or set pbc to true" : ""}`;
  throw new InputError(`write ${format}`, { expected: "a cell that repeats along all three vectors", got, hint });
}
