// Places for what a command writes: looked at before the work begins, so that hours of it are not lost on a name.
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { writeStructure } from "../data/readStructures.js";
import type { Structure } from "../data/structure.js";
import { InputError } from "../error.js";
import { reason } from "../train/atomicFile.js";

/** @throws InputError if the folder could not be made, or nothing written there; nothing is made */
export function checkFolder(path: string): void {
  let nearest = resolve(path);
  while (!existsSync(nearest)) nearest = dirname(nearest);
  const fail = (why: string) => {
    throw new InputError("--out", { expected: "a folder that can be written", got: `"${path}" (${why})` });
  };
  if (!statSync(nearest).isDirectory()) fail(`${nearest} is a file`);
  try {
    accessSync(nearest, constants.W_OK);
  } catch (error) {
    fail(reason(error));
  }
}

/** @throws InputError if the file's folder is missing, it is a folder itself, or its format cannot hold the structure */
export function checkPlace(path: string, structure: Structure): void {
  writeStructure(structure, path);
  const fail = (expected: string, got: string) => {
    throw new InputError("--output", { expected, got });
  };
  if (!statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory()) {
    fail("a file in a folder that exists", `"${path}"`);
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) fail("a file", `the folder "${path}"`);
}

/** The name of a file without its folder and ending, for what is named after it. */
export const stem = (file: string): string => basename(file).replace(/(?<=.)\.[^.]*$/, "");
