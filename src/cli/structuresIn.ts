import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import { readerOf, readStructures } from "../data/readStructures.js";
import type { Structure } from "../data/structure.js";
import { InputError } from "../error.js";

/**
 * The structures of a file on disk, each as soon as it is read.
 * @throws InputError if the file cannot be read, holds none, or is malformed
 */
export async function* structuresIn(file: string): AsyncGenerator<Structure> {
  await access(file).catch(() => {
    throw new InputError(file, { expected: "a file that can be read", got: "none" });
  });
  readerOf(file); // a stream that nobody reads would throw its own errors out of reach
  let count = 0;
  for await (const structure of readStructures(createReadStream(file, "utf8"), file)) {
    count++;
    yield structure;
  }
  if (count === 0) throw new InputError(file, { expected: "at least one structure", got: "none" });
}

/** The one structure of a file, or the frame of that number where it has several; the last by default. */
export async function structureIn(file: string, frame = -1): Promise<Structure> {
  const all: Structure[] = [];
  for await (const structure of structuresIn(file)) all.push(structure);
  const found = all.at(frame);
  if (found) return found;
  throw new InputError(file, { expected: `a frame below ${all.length}`, got: String(frame) });
}
