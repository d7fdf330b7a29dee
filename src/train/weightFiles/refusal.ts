import { InputError } from "../../error.js";

/** What a reader throws: an InputError of one place in one file, from the parts of its sentence. */
export type Refuse = (expected: string, got: string, hint?: string) => InputError;

/** @param where the file, and the entry in it: `model.npz (a.npy)` */
export const refusal =
  (where: string): Refuse =>
  (expected, got, hint) =>
    new InputError(where, { expected, got, ...(hint && { hint }) });

/**
 * Bytes that a file's tensors may take in memory: 32 times the file, and 256 MiB for the smallest one. Packed zeros and
 * axes of stride 0 could otherwise claim any size.
 */
export const memoryLimit = (fileBytes: number): number => Math.max(2 ** 28, 32 * fileBytes);
