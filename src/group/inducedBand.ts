import { InputError } from "../error.js";
import { degreeLimit } from "./degree.js";
import type { Representation } from "./group.js";
import { specialOrthogonal } from "./groups/specialOrthogonal.js";
import type { Matrix } from "./matrix.js";
import { directSum } from "./representation.js";

/**
 * The representation of SO(3) induced from the frequency k of SO(2), the turns about one axis, up to degree L: fields on
 * the sphere whose values turn k times while the frame turns once. By Frobenius reciprocity it holds each degree l = k … L
 * dim Hom(l on SO(2), k) times: functions (k = 0) once, tangent vector fields (k = 1) twice, as gradient and as curl.
 * @param frequency k, an integer from 0 to L
 * @param degree L, an integer up to 12
 * @returns dimension Σ (2l + 1), twice that for k > 0
 */
export function inducedFromTurns(frequency: number, degree: number): Representation<Matrix> {
  if (!(Number.isInteger(degree) && degree >= 0 && degree <= degreeLimit))
    throw new InputError("inducedFromTurns", { expected: `a degree from 0 to ${degreeLimit}`, got: String(degree) });
  if (!(Number.isInteger(frequency) && frequency >= 0 && frequency <= degree))
    throw new InputError("inducedFromTurns", { expected: `a frequency from 0 to ${degree}`, got: String(frequency) });
  const degrees = specialOrthogonal(3).irreps.slice(frequency, degree + 1);
  const sum = directSum(...degrees.flatMap((D) => (frequency === 0 ? [D] : [D, D])));
  return { ...sum, name: `${frequency} up to SO(3), degree ${degree}` };
}

/** The turn about y, e3nn's polar axis, of an element of SO(2): the embedding that restriction and induction speak of. */
export function turnAboutPole(turn: Matrix): Matrix {
  const [cosine, sine] = [turn[0]![0]!, turn[1]![0]!];
  return [
    [cosine, 0, sine],
    [0, 1, 0],
    [-sine, 0, cosine],
  ];
}
