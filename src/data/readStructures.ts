// Structures of any file that a reader knows.
import { InputError } from "../error.js";
import { linesOf, type Reader, type TextSource } from "./reader.js";
import { readers } from "./readers/index.gen.js";
import type { Structure } from "./structure.js";

/**
 * The frames of a file, in order, each as soon as it is there.
 * @param source its text or its stream: `createReadStream(path)` in Node, `file.stream()` in a browser
 * @param file its name: the ending says the format, and messages begin with it
 * @param format a reader's name, where the file's name does not tell
 * @throws InputError `file:line: expected …, got …`; also if no reader knows the name
 */
export async function* readStructures(source: TextSource, file: string, format?: string): AsyncGenerator<Structure> {
  yield* readerOf(file, format).read(linesOf(source, file));
}

/** All frames of a file that fits into memory; arguments and errors as of `readStructures`. */
export async function allStructures(source: TextSource, file: string, format?: string): Promise<Structure[]> {
  const out: Structure[] = [];
  for await (const structure of readStructures(source, file, format)) out.push(structure);
  return out;
}

/**
 * A structure as a file's text. One after another they are a trajectory in extended XYZ.
 * @throws InputError if no reader writes that format, or if it cannot hold the structure
 */
export function writeStructure(structure: Structure, file: string, format?: string): string {
  const { name, write } = readerOf(file, format);
  if (write) return write(structure);
  const written = all.filter((rule) => rule.write).map((rule) => rule.name);
  throw new InputError(file, { expected: `a format that is written: ${written.join(", ")}`, got: name });
}

const all: readonly Reader[] = Object.values(readers);

/**
 * The reader of that name, or of the file's.
 * @throws InputError if there is none
 */
export function readerOf(file: string, format?: string): Reader {
  const base = file.split(/[\\/]/).at(-1)!;
  const lower = base.toLowerCase();
  const found =
    format === undefined
      ? (all.find(({ extensions }) => extensions.some((ending) => lower.endsWith(ending))) ??
        all.find(({ names = [] }) => names.some((name) => base.includes(name))))
      : all.find(({ name }) => name === format);
  if (found) return found;
  if (format !== undefined) {
    throw new InputError(file, {
      expected: `one of the formats ${all.map(({ name }) => name).join(", ")}`,
      got: format,
    });
  }
  const endings = all.flatMap(({ extensions, names = [] }) => [...extensions, ...names]);
  throw new InputError(file, { expected: `a name with one of ${endings.join(", ")}`, got: base });
}
