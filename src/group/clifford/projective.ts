import { InputError } from "../../error.js";
import { type Clifford, clifford, type Multivector } from "../clifford.js";
import type { Matrix } from "../matrix.js";
import { axisAngleOfRotation } from "../rotation.js";
import { rotorAbout } from "./rotor.js";

/**
 * The plane-based projective algebra of space, G(3, 0, 1): vectors are planes, lines are bivectors, points trivectors, and
 * motions of space are versors. e1, e2, e3 are the planes x = 0, y = 0, z = 0; e4, often written e0, squares to 0 and is
 * the plane at infinity. Meets are outer products, joins regressive ones. Lengths are those of the user, angles radians.
 */
export interface ProjectiveAlgebra extends Clifford {
  /** The plane normal · x = distance. */
  plane(normal: readonly number[], distance: number): Multivector;
  /** The point (x, y, z), of weight 1. */
  point(position: readonly number[]): Multivector;
  /** The point at infinity in a direction (x, y, z): it turns but does not move. */
  direction(towards: readonly number[]): Multivector;
  /** The line through a point along a direction, both [3]; of length 1, exp(θ/2 · line) turns about it by θ. */
  line(through: readonly number[], along: readonly number[]): Multivector;
  /** Where a point is, whatever its weight. @throws InputError if it is at infinity */
  position(point: Multivector): readonly number[];
  /** The turn about the line through a point along an axis, both [3], counterclockwise seen from the axis' tip. */
  rotor(axis: readonly number[], angle: number, through?: readonly number[]): Multivector;
  /** The translation by a vector [3]. */
  translator(by: readonly number[]): Multivector;
  /** The motion x ↦ rotation · x + translation. @throws InputError if the matrix is no rotation */
  motor(rotation: Matrix, translation: readonly number[]): Multivector;
}

/** @source De Keninck & Dorst 2022, "Geometric Algebra for Computer Science", plane-based */
export function projectiveAlgebra(): ProjectiveAlgebra {
  const algebra = clifford(3, 0, 1);
  const { vector, of, add, scale, dual, regressive, multiply, grade } = algebra;
  const self: ProjectiveAlgebra = {
    ...algebra,
    name: "G(3,0,1)",
    plane: ([a, b, c], distance) => vector([a!, b!, c!, -distance]),
    // A point is on the planes it meets in 0: dual to its coordinates, by which p ∧ plane is their inner product.
    point: ([x, y, z]) => scale(-1, dual(vector([x!, y!, z!, 1]))),
    direction: ([x, y, z]) => scale(-1, dual(vector([x!, y!, z!, 0]))),
    line: (through, along) => regressive(self.point(through), self.direction(along)),
    position(point) {
      const { e123, e234, e134, e124 } = coefficients(grade(point, 3), algebra.labels);
      if (e123 === 0) throw new InputError("position", { expected: "a point of space", got: "a point at infinity" });
      return [-e234! / e123!, e134! / e123!, -e124! / e123!];
    },
    rotor(axis, angle, through = [0, 0, 0]) {
      const turn = rotorAbout(algebra, axis, angle);
      const back = through.map((value) => -value);
      return multiply(self.translator(through), turn, self.translator(back));
    },
    translator: ([x, y, z]) => add(of({ "1": 1 }), scale(0.5, of({ e14: x!, e24: y!, e34: z! }))),
    motor(rotation, translation) {
      const { axis, angle } = axisAngleOfRotation(rotation);
      return multiply(self.translator(translation), self.rotor(axis, angle));
    },
  };
  return self;
}

const coefficients = (a: Multivector, labels: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(labels.map((label, blade) => [label, a[blade]!]));
