import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../error.js";
import { key } from "../random.js";
import { haarRotation } from "./haar.js";
import { apply, identity, type Matrix, multiply } from "./matrix.js";
import {
  anglesOfRotation,
  axisAngleOfRotation,
  quaternionOfRotation,
  rotationOfAngles,
  rotationOfAxisAngle,
  rotationOfQuaternion,
} from "./rotation.js";

const close = (a: readonly number[], b: readonly number[], tolerance = 1e-14) => {
  expect(a.length).toBe(b.length);
  expect(Math.max(...a.map((x, i) => Math.abs(x - b[i]!)))).toBeLessThan(tolerance);
};
const law = (check: (rotation: Matrix) => void) =>
  fc.assert(
    fc.property(fc.nat(), (seed) => check(haarRotation(key(seed), 3))),
    { seed: 1 },
  );
/** Half turns and quarter turns about the axes: angles lock, a quaternion's w vanishes. */
const special = [0, 1, 2].flatMap((axis) =>
  [0, 0.5, 1, 1.5].map((half) => rotationOfAxisAngle(identity(3)[axis]!, Math.PI * half)),
);

test("matrix to angles, quaternion, axis and angle, and back", () => {
  const check = (rotation: Matrix) => {
    close(rotationOfAngles(...anglesOfRotation(rotation)).flat(), rotation.flat());
    close(rotationOfQuaternion(quaternionOfRotation(rotation)).flat(), rotation.flat());
    const { axis, angle } = axisAngleOfRotation(rotation);
    close(rotationOfAxisAngle(axis, angle).flat(), rotation.flat());
    close(apply(rotation, axis), axis);
    expect(angle >= 0 && angle <= Math.PI).toBe(true);
    const [, beta] = anglesOfRotation(rotation);
    expect(beta >= 0 && beta <= Math.PI && quaternionOfRotation(rotation)[0]! >= 0).toBe(true);
  };
  law(check);
  special.forEach(check);
});

test("angles turn about y, x, y, the last one first", () => {
  const about = (axis: readonly number[], angle: number) => rotationOfAxisAngle(axis, angle);
  const [alpha, beta, gamma] = [0.4, 1.1, -2.3];
  const turns = multiply(about([0, 1, 0], alpha), multiply(about([1, 0, 0], beta), about([0, 1, 0], gamma)));
  close(rotationOfAngles(alpha, beta, gamma).flat(), turns.flat());
});

test("a turn is counterclockwise seen from the tip of its axis", () => {
  close(apply(rotationOfAxisAngle([0, 0, 2], Math.PI / 2), [1, 0, 0]), [0, 1, 0]);
  close(apply(rotationOfAxisAngle([0, 1, 0], Math.PI / 2), [0, 0, 1]), [1, 0, 0]);
});

test.each<[string, () => unknown]>([
  [
    "rotationOfQuaternion: expected 4 finite numbers, not all 0, got [0, 0, 0, 0].",
    () => rotationOfQuaternion([0, 0, 0, 0]),
  ],
  ["rotationOfQuaternion: expected 4 finite numbers, not all 0, got [1, 0, 0].", () => rotationOfQuaternion([1, 0, 0])],
  [
    "rotationOfAxisAngle: expected 3 finite numbers, not all 0, got [NaN, 0, 0].",
    () => rotationOfAxisAngle([Number.NaN, 0, 0], 1),
  ],
  ["rotationOfAxisAngle: expected a finite angle, got Infinity.", () => rotationOfAxisAngle([1, 0, 0], Infinity)],
  [
    "quaternionOfRotation: expected a rotation matrix [3, 3], got [[1, 0, 0], [0, 1, 0], [0, 0, -1]].",
    () =>
      quaternionOfRotation([
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, -1],
      ]),
  ],
  [
    "anglesOfRotation: expected a rotation matrix [3, 3], got [[2, 0, 0], [0, 1, 0], [0, 0, 1]].",
    () =>
      anglesOfRotation([
        [2, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ]),
  ],
])("%s", (message, call) => {
  expect(call).toThrow(InputError);
  expect(call).toThrow(message);
});
