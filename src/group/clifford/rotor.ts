import { InputError } from "../../error.js";
import type { Clifford, Multivector } from "../clifford.js";

/**
 * The turn of space about an axis through the origin, counterclockwise seen from its tip, in an algebra whose e1, e2, e3
 * are x, y, z.
 * @param axis [3], any length but 0
 * @param angle radians
 * @throws InputError if the axis is 0, or anything is not finite
 */
export function rotorAbout({ exp, of }: Clifford, axis: readonly number[], angle: number): Multivector {
  const size = Math.hypot(...axis);
  if (!(size > 0 && Number.isFinite(size)))
    throw new InputError("rotor", { expected: "a finite axis that is not 0", got: `[${axis.join(", ")}]` });
  const [x, y, z] = axis.map((value) => (-angle * value) / size / 2) as [number, number, number];
  return exp(of({ e23: x, e13: -y, e12: z }));
}
