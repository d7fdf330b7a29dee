/** The greatest common divisor of integers ≥ 0. */
export const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** The least common multiple of integers > 0. */
export const lcm = (a: number, b: number): number => (a / gcd(a, b)) * b;
