// Burnside's algorithm modulo a prime, with Dixon's lift: the characters of a finite group, exactly.
import type { FiniteStructure } from "./conjugacy.js";
import { lcm } from "./divisors.js";

/** How often e^{2πij/n} is an eigenvalue of the matrix of an element of order n, for j = 0 … n − 1. */
export type Eigenvalues = readonly number[];

/**
 * The irreducible characters, each as eigenvalues for every class.
 * @source Dixon 1967, "High speed computation of group characters"; Schneider 1990, "Dixon's character table algorithm revisited"
 */
export function dixon(structure: FiniteStructure): Eigenvalues[][] {
  const { classes, elements } = structure;
  const exponent = classes.reduce((e, { elementOrder }) => lcm(e, elementOrder), 1);
  const p = primeFor(exponent, 2 * Math.sqrt(elements.length));
  const root = elementOfOrder(exponent, p);
  return eigenvectors(structure, p).map((vector) => lift(structure, vector, p, (n) => power(root, exponent / n, p)));
}

/**
 * The common eigenvectors of all class matrices modulo p. Each is ω(C) = |C| χ(C)/χ(1) for one χ, scaled to ω(1) = 1.
 */
function eigenvectors(structure: FiniteStructure, p: number): number[][] {
  const { classes } = structure;
  const r = classes.length;
  const small = classes.map((_, k) => k).sort((a, b) => classes[a]!.size - classes[b]!.size);
  let spaces: number[][][] = [Array.from({ length: r }, (_, i) => unit(r, i))];
  for (const k of small.slice(1)) {
    if (spaces.every((space) => space.length === 1)) break;
    const matrix = classMatrix(structure, k);
    spaces = spaces.flatMap((space) => (space.length === 1 ? [space] : split(matrix, space, p)));
  }
  return spaces.map(([vector]) => {
    const scale = inverse(vector![0]!, p);
    return vector!.map((x) => (x * scale) % p);
  });
}

/** a[j][k] = how often an element of class i times one of class j is a given element of class k. */
function classMatrix({ classes, members, classOf, inverse: back, product }: FiniteStructure, i: number): number[][] {
  const matrix = classes.map(() => classes.map(() => 0));
  for (const x of members[i]!.map(back))
    for (const k of classes.keys()) matrix[classOf[product(x, members[k]![0]!)]!]![k]!++;
  return matrix;
}

/** The eigenspaces of the matrix inside a space that it maps to itself, all with reduced echelon bases. */
function split(matrix: readonly (readonly number[])[], space: readonly number[][], p: number): number[][][] {
  const pivots = space.map((vector) => vector.findIndex((x) => x !== 0));
  const images = space.map((vector) => {
    const image = matrix.map((row) => row.reduce((sum, x, k) => (sum + x * vector[k]!) % p, 0));
    return pivots.map((pivot) => image[pivot]!); // coordinates in the echelon basis
  });
  const values = rootsOf(characteristicPolynomial(images, p), p);
  if (values.length === 1) return [[...space]];
  return values.map((value) => {
    const shifted = space.map((_, row) => images.map((image, i) => mod(image[row]! - (row === i ? value : 0), p)));
    const vectors = nullspace(shifted, p).map((coefficients) =>
      space[0]!.map((_, k) => coefficients.reduce((sum, c, i) => (sum + c * space[i]![k]!) % p, 0)),
    );
    return echelon(vectors, p);
  });
}

/** The degree from Σ ω(C) ω(C⁻¹)/|C| = |G|/χ(1)², then χ, then the multiplicities of its eigenvalues. */
function lift(
  { classes, powers, elements }: FiniteStructure,
  omega: readonly number[],
  p: number,
  rootOfOrder: (n: number) => number,
): Eigenvalues[] {
  const inverseClass = powers.map((classOfPower) => classOfPower.at(-1)!);
  const norm = classes.reduce(
    (sum, { size }, k) => (sum + ((omega[k]! * omega[inverseClass[k]!]!) % p) * inverse(size % p, p)) % p,
    0,
  );
  const square = ((elements.length % p) * inverse(norm, p)) % p;
  let degree = 1;
  while ((degree * degree) % p !== square) degree++;
  const character = classes.map(({ size }, k) => (((degree * omega[k]!) % p) * inverse(size % p, p)) % p);
  return classes.map(({ elementOrder: n }, k) => {
    const [step, share] = [inverse(rootOfOrder(n), p), inverse(n, p)];
    return powers[k]!.map((_, j) => {
      const factor = power(step, j, p);
      // Horner: Σ χ(gˡ) z^{−jl}
      const sum = powers[k]!.reduceRight((total, each) => (total * factor + character[each]!) % p, 0);
      return (sum * share) % p;
    });
  });
}

/** Coefficients of det(x − A), lowest first, by Hessenberg's form. */
function characteristicPolynomial(a: readonly (readonly number[])[], p: number): number[] {
  const h = a.map((row) => [...row]);
  const n = h.length;
  for (let k = 1; k < n - 1; k++) {
    const pivot = h.findIndex((row, i) => i >= k && row[k - 1] !== 0);
    if (pivot < 0) continue;
    [h[k], h[pivot]] = [h[pivot]!, h[k]!];
    for (const row of h) [row[k], row[pivot]] = [row[pivot]!, row[k]!];
    const scale = inverse(h[k]![k - 1]!, p);
    for (let i = k + 1; i < n; i++) {
      const factor = (h[i]![k - 1]! * scale) % p;
      if (factor === 0) continue;
      for (let j = 0; j < n; j++) h[i]![j] = mod(h[i]![j]! - factor * h[k]![j]!, p);
      for (const row of h) row[k] = (row[k]! + factor * row[i]!) % p;
    }
  }
  const polynomials = [[1]];
  for (let k = 0; k < n; k++) {
    const next = [0, ...polynomials[k]!];
    let below = 1;
    for (let i = k; i >= 0; i--) {
      const factor = (h[i]![k]! * below) % p;
      polynomials[i]!.forEach((x, j) => {
        next[j] = mod(next[j]! - factor * x, p);
      });
      if (i > 0) below = (below * h[i]![i - 1]!) % p;
    }
    polynomials.push(next);
  }
  return polynomials[n]!;
}

/** Every root modulo p, each once, by trying all; the polynomial splits, so a count of its degree ends the search. */
function rootsOf(polynomial: readonly number[], p: number): number[] {
  const found: number[] = [];
  let rest = [...polynomial];
  for (let x = 0; x < p && rest.length > 1; x++) {
    let isRoot = false;
    for (let quotient = divided(rest, x, p); quotient; quotient = divided(rest, x, p)) {
      isRoot = true;
      rest = quotient;
    }
    if (isRoot) found.push(x);
  }
  return found;
}

/** The polynomial over (t − x), undefined if x is no root. */
function divided(polynomial: readonly number[], x: number, p: number): number[] | undefined {
  if (polynomial.reduceRight((sum, c) => (sum * x + c) % p, 0) !== 0) return undefined;
  let carry = 0;
  return polynomial
    .toReversed()
    .map((c) => (carry = (carry * x + c) % p))
    .slice(0, -1)
    .reverse();
}

/** Reduced row echelon form, without rows of zeros. */
function echelon(rows: readonly (readonly number[])[], p: number): number[][] {
  const a = rows.map((row) => [...row]);
  let rank = 0;
  for (let column = 0; column < (a[0]?.length ?? 0) && rank < a.length; column++) {
    const pivot = a.findIndex((row, i) => i >= rank && row[column] !== 0);
    if (pivot < 0) continue;
    [a[rank], a[pivot]] = [a[pivot]!, a[rank]!];
    const scale = inverse(a[rank]![column]!, p);
    a[rank] = a[rank]!.map((x) => (x * scale) % p);
    for (const [i, row] of a.entries()) {
      const factor = row[column]!;
      if (i !== rank && factor !== 0) a[i] = row.map((x, j) => mod(x - factor * a[rank]![j]!, p));
    }
    rank++;
  }
  return a.slice(0, rank);
}

/** A basis of the x with a x = 0. */
function nullspace(a: readonly (readonly number[])[], p: number): number[][] {
  const reduced = echelon(a, p);
  const pivots = reduced.map((row) => row.findIndex((x) => x !== 0));
  const n = a[0]!.length;
  return Array.from({ length: n }, (_, free) => free)
    .filter((free) => !pivots.includes(free))
    .map((free) => {
      const vector = unit(n, free);
      for (const [i, pivot] of pivots.entries()) vector[pivot] = mod(-reduced[i]![free]!, p);
      return vector;
    });
}

const unit = (n: number, i: number): number[] => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0));
const mod = (x: number, p: number): number => ((x % p) + p) % p;
const inverse = (x: number, p: number): number => power(x, p - 2, p); // Fermat

function power(base: number, exponent: number, p: number): number {
  let result = 1;
  for (let square = base % p, n = exponent; n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) result = (result * square) % p;
    square = (square * square) % p;
  }
  return result;
}

const isPrime = (n: number): boolean => {
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;
  return n > 1;
};

/** The least prime above the bound that is 1 modulo n: it has roots of unity of order n, and does not divide the order. */
function primeFor(n: number, bound: number): number {
  let p = n + 1;
  while (p <= bound || !isPrime(p)) p += n;
  return p;
}

/** A root of unity of order n modulo p, where n divides p − 1. */
function elementOfOrder(n: number, p: number): number {
  const primes = Array.from({ length: n }, (_, i) => i + 1).filter((q) => n % q === 0 && isPrime(q));
  for (let x = 1; ; x++) {
    const candidate = power(x, (p - 1) / n, p);
    if (primes.every((q) => power(candidate, n / q, p) !== 1)) return candidate;
  }
}
