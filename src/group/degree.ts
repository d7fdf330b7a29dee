import { InputError } from "../error.js";

/** The largest degree l of Wigner matrices, 3j symbols and harmonics: to here they are exact to 1e-12. */
export const degreeLimit = 12;

/** @throws InputError if l is not an integer from 0 to 12 */
export function checkDegree(where: string, l: number): void {
  if (!(Number.isInteger(l) && l >= 0 && l <= degreeLimit))
    throw new InputError(where, { expected: `an integer l from 0 to ${degreeLimit}`, got: String(l) });
}
