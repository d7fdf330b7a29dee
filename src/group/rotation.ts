// Rotations of space as matrices, Euler angles, quaternions, axes and angles; e3nn's conventions.
import { InputError } from "../error.js";
import { checkFinite, checkRotation, show } from "./checkRotation.js";
import { type Matrix, multiply, transpose } from "./matrix.js";

/** R = R_y(alpha) R_x(beta) R_y(gamma), [3, 3] on vectors (x, y, z); radians. */
export function rotationOfAngles(alpha: number, beta: number, gamma: number): Matrix {
  const [ca, cb, cc] = [Math.cos(alpha), Math.cos(beta), Math.cos(gamma)];
  const [sa, sb, sc] = [Math.sin(alpha), Math.sin(beta), Math.sin(gamma)];
  return [
    [ca * cc - sa * cb * sc, sa * sb, ca * sc + sa * cb * cc],
    [sb * sc, cb, -sb * cc],
    [-sa * cc - ca * cb * sc, ca * sb, ca * cb * cc - sa * sc],
  ];
}

/**
 * Y-X-Y Euler angles of a rotation [3, 3]: alpha and gamma in [−π, π], beta in [0, π]; alpha is 0 where y stays in place.
 * @returns [alpha, beta, gamma] in radians
 * @throws InputError if the matrix is no rotation (to 1e-5)
 */
export function anglesOfRotation(rotation: Matrix): readonly [alpha: number, beta: number, gamma: number] {
  checkRotation("anglesOfRotation", rotation);
  const [x, y, z] = rotation.map((row) => row[1]!) as [number, number, number]; // where the pole y goes
  const alpha = Math.atan2(x, z);
  const [first] = multiply(transpose(rotationOfAngles(alpha, Math.atan2(Math.hypot(x, z), y), 0)), rotation);
  return [alpha, Math.atan2(Math.hypot(x, z), y), Math.atan2(first![2]!, first![0]!)];
}

/**
 * The rotation of a quaternion (w, x, y, z) = (cos θ/2, axis · sin θ/2).
 * @param quaternion any length but 0; q and −q are the same rotation
 * @returns [3, 3] on vectors (x, y, z)
 * @throws InputError if the quaternion is 0 or not finite
 */
export function rotationOfQuaternion(quaternion: readonly number[]): Matrix {
  const [w, x, y, z] = unit("rotationOfQuaternion", quaternion, 4) as [number, number, number, number];
  return [
    [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
    [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
    [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
  ];
}

/**
 * The unit quaternion (w, x, y, z) of a rotation [3, 3], w ≥ 0.
 * @throws InputError if the matrix is no rotation (to 1e-5)
 * @source Shepperd 1978: divides by the largest component
 */
export function quaternionOfRotation(rotation: Matrix): readonly number[] {
  checkRotation("quaternionOfRotation", rotation);
  const [[a, b, c], [d, e, f], [g, h, i]] = rotation as unknown as [Three, Three, Three];
  // Row k is 4 q_k q.
  const rows = [
    [1 + a + e + i, h - f, c - g, d - b],
    [h - f, 1 + a - e - i, b + d, c + g],
    [c - g, b + d, 1 - a + e - i, f + h],
    [d - b, c + g, f + h, 1 - a - e + i],
  ];
  const largest = rows.reduce((best, row, k) => (row[k]! > rows[best]![best]! ? k : best), 0);
  const size = Math.hypot(...rows[largest]!) * (rows[largest]![0]! < 0 ? -1 : 1);
  return rows[largest]!.map((value) => value / size);
}

type Three = readonly [number, number, number];

/**
 * The turn about an axis by an angle, counterclockwise seen from its tip.
 * @param axis [3], any length but 0
 * @param angle radians
 * @throws InputError if the axis is 0, or anything is not finite
 */
export function rotationOfAxisAngle(axis: readonly number[], angle: number): Matrix {
  checkFinite("rotationOfAxisAngle", "a finite angle", [angle]);
  const direction = unit("rotationOfAxisAngle", axis, 3);
  return rotationOfQuaternion([Math.cos(angle / 2), ...direction.map((x) => Math.sin(angle / 2) * x)]);
}

/**
 * Axis, a unit vector [3], and angle in [0, π] of a rotation; the axis of no rotation is y.
 * @throws InputError if the matrix is no rotation (to 1e-5)
 */
export function axisAngleOfRotation(rotation: Matrix): { readonly axis: readonly number[]; readonly angle: number } {
  const [w, ...v] = quaternionOfRotation(rotation) as [number, number, number, number];
  const size = Math.hypot(...v);
  return { axis: size === 0 ? [0, 1, 0] : v.map((x) => x / size), angle: 2 * Math.atan2(size, w) };
}

function unit(where: string, x: readonly number[], n: number): readonly number[] {
  const size = Math.hypot(...x);
  if (!(x.length === n && size > 0 && Number.isFinite(size)))
    throw new InputError(where, { expected: `${n} finite numbers, not all 0`, got: show(x) });
  return x.map((value) => value / size);
}
