// Point charges in free space, in units where mass, charge and Coulomb's constant are 1.

/** State of n charges. */
export interface Charges {
  /** [n] */
  readonly charge: Float64Array;
  /** [n, 3] */
  readonly position: Float64Array;
  /** [n, 3] */
  readonly velocity: Float64Array;
}

/**
 * Force on every charge: Σ_j q_i q_j (x_i − x_j) / |x_i − x_j|³.
 * @param position [n, 3]
 * @param charge [n]
 * @param into [n, 3], overwritten
 * @returns into
 */
export function coulombForce(position: Float64Array, charge: Float64Array, into: Float64Array): Float64Array {
  const n = charge.length;
  into.fill(0);
  for (let i = 0, a = 0; i < n; i++, a += 3) {
    const [x, y, z, q] = [position[a]!, position[a + 1]!, position[a + 2]!, charge[i]!];
    let [fx, fy, fz] = [into[a]!, into[a + 1]!, into[a + 2]!];
    for (let j = i + 1, b = a + 3; j < n; j++, b += 3) {
      const dx = x - position[b]!;
      const dy = y - position[b + 1]!;
      const dz = z - position[b + 2]!;
      const d2 = dx * dx + dy * dy + dz * dz;
      const s = (q * charge[j]!) / (d2 * Math.sqrt(d2)); // three times as fast as d2 ** 1.5
      fx += s * dx;
      fy += s * dy;
      fz += s * dz;
      into[b] = into[b]! - s * dx; // Newton's third law
      into[b + 1] = into[b + 1]! - s * dy;
      into[b + 2] = into[b + 2]! - s * dz;
    }
    into[a] = fx;
    into[a + 1] = fy;
    into[a + 2] = fz;
  }
  return into;
}

/**
 * Moves the charges on, in place: a full kick, then a full drift, `steps` times. That is leap-frog with velocities that
 * lag the positions by half a step.
 * @param state masses are 1
 * @param timeStep duration of a step
 * @param limit each component of a charge's total force is clipped to ±limit, where energy and momentum are then lost
 * @param force scratch, [n, 3]
 */
export function advance(
  { charge, position, velocity }: Charges,
  steps: number,
  timeStep: number,
  limit: number,
  force = new Float64Array(position.length),
): void {
  for (let step = 0; step < steps; step++) {
    coulombForce(position, charge, force);
    for (let a = 0; a < position.length; a++) {
      const v = velocity[a]! + timeStep * Math.max(-limit, Math.min(limit, force[a]!));
      velocity[a] = v;
      position[a] = position[a]! + timeStep * v;
    }
  }
}
