/**
 * A function that says whether a vector of integers is independent of all those it said so of: by elimination modulo a
 * prime, so without round-off. (Modulo the prime a vector may be dependent that is not; one of 2²⁵ is, by chance.)
 */
export function independence(): (vector: Float64Array) => boolean {
  const rows: { readonly pivot: number; readonly row: Float64Array }[] = [];
  return (vector) => {
    const left = vector.map((x) => ((x % prime) + prime) % prime);
    for (const { pivot, row } of rows) {
      const factor = prime - left[pivot]!;
      if (factor < prime) for (let i = pivot; i < left.length; i++) left[i] = (left[i]! + factor * row[i]!) % prime;
    }
    const pivot = left.findIndex((x) => x !== 0);
    if (pivot < 0) return false;
    const inverse = power(left[pivot]!, prime - 2);
    rows.push({ pivot, row: left.map((x) => (x * inverse) % prime) });
    return true;
  };
}

const prime = 33_554_393; // below 2²⁵: products are exact

/** base^exponent modulo the prime. */
function power(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  const half = power((base * base) % prime, Math.floor(exponent / 2));
  return exponent % 2 === 1 ? (half * base) % prime : half;
}
