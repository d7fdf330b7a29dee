import { InputError } from "../../error.js";
import { type Clifford, clifford, type Multivector } from "../clifford.js";
import { rotorAbout } from "./rotor.js";

/**
 * The conformal algebra of space, G(4, 1): points are null vectors, spheres and planes vectors, and the maps that keep
 * angles are versors. e1, e2, e3 are those of space, e4² = 1, e5² = −1; the origin is (e5 − e4)/2 and infinity e4 + e5,
 * so that origin · infinity = −1 and the inner product of two points is −½ of their distance, squared.
 */
export interface ConformalAlgebra extends Clifford {
  readonly origin: Multivector;
  readonly infinity: Multivector;
  /** x + ½x² infinity + origin, of weight 1. */
  point(position: readonly number[]): Multivector;
  /** Where a point is, whatever its weight. @throws InputError if it is at infinity, or no point */
  position(point: Multivector): readonly number[];
  /** Its inner product with a point is ½(radius² − distance²) to the centre. */
  sphere(centre: readonly number[], radius: number): Multivector;
  /** The plane normal · x = distance; a sphere through infinity. */
  plane(normal: readonly number[], distance: number): Multivector;
  /** Centre and radius of a sphere, whatever its weight. @throws InputError if it is a plane, or has no real point */
  roundOf(sphere: Multivector): { readonly centre: readonly number[]; readonly radius: number };
  /** The sphere through four points, up to a factor. */
  sphereThrough(a: Multivector, b: Multivector, c: Multivector, d: Multivector): Multivector;
  /** The turn about an axis through the origin, counterclockwise seen from its tip. */
  rotor(axis: readonly number[], angle: number): Multivector;
  translator(by: readonly number[]): Multivector;
  /** x ↦ factor · x. @throws InputError unless the factor is above 0 */
  dilator(factor: number): Multivector;
}

/** @source Dorst, Fontijne & Mann 2007, "Geometric Algebra for Computer Science", chapters 13–16 */
export function conformalAlgebra(): ConformalAlgebra {
  const algebra = clifford(4, 1);
  const { vector, of, add, scale, inner, outer, multiply, exp, inverse } = algebra;
  const origin = of({ e4: -0.5, e5: 0.5 });
  const infinity = of({ e4: 1, e5: 1 });
  const toDual = inverse(of({ e12345: 1 })); // by the metric, unlike `dual`
  const space = ([x, y, z]: readonly number[]) => vector([x!, y!, z!, 0, 0]);
  const dot = (a: Multivector, b: Multivector) => inner(a, b)[0]!;
  /** A vector over its weight, minus its inner product with infinity. */
  const normalised = (where: string, a: Multivector, expected: string): Multivector => {
    const weight = -dot(a, infinity);
    if (!(Math.abs(weight) > 1e-12 * Math.hypot(...a)))
      throw new InputError(where, { expected, got: "a vector that is orthogonal to infinity" });
    return scale(1 / weight, a);
  };
  const places = [1, 2, 4];

  const self: ConformalAlgebra = {
    ...algebra,
    name: "G(4,1)",
    origin,
    infinity,
    point(position) {
      const square = position.reduce((sum, x) => sum + x * x, 0);
      return add(space(position), scale(square / 2, infinity), origin);
    },
    position(point) {
      const unit = normalised("position", point, "a point of space");
      if (!(Math.abs(dot(unit, unit)) <= 1e-9 * (1 + Math.hypot(...unit) ** 2)))
        throw new InputError("position", {
          expected: "a point, of square 0",
          got: `a vector of square ${dot(unit, unit)}`,
        });
      return places.map((blade) => unit[blade]!);
    },
    sphere: (centre, radius) => add(self.point(centre), scale((-radius * radius) / 2, infinity)),
    plane(normal, distance) {
      const size = Math.hypot(...normal);
      return add(space(normal.map((x) => x / size)), scale(distance / size, infinity));
    },
    roundOf(sphere) {
      const unit = normalised("roundOf", sphere, "a sphere");
      const square = dot(unit, unit);
      if (!(square >= 0))
        throw new InputError("roundOf", { expected: "a sphere", got: `one of squared radius ${square}` });
      return { centre: places.map((blade) => unit[blade]!), radius: Math.sqrt(square) };
    },
    sphereThrough: (a, b, c, d) => multiply(outer(outer(outer(a, b), c), d), toDual),
    rotor: (axis, angle) => rotorAbout(algebra, axis, angle),
    translator: (by) => add(of({ "1": 1 }), scale(-0.5, multiply(space(by), infinity))),
    dilator(factor) {
      if (!(factor > 0)) throw new InputError("dilator", { expected: "a factor above 0", got: String(factor) });
      return exp(scale(Math.log(factor) / 2, outer(origin, infinity)));
    },
  };
  return self;
}
