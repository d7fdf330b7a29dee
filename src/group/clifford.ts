import { InputError, ShapeError } from "../error.js";
import { type CliffordProduct, gradeOf, type ProductTable, productTable, swaps, vectorsOf } from "./clifford/blades.js";
import type { Matrix } from "./matrix.js";

/** Coefficients of the 2ⁿ blades; the blade at index i is the product, in ascending order, of the vectors whose bits i has. */
export type Multivector = Float64Array;

/**
 * The Clifford algebra Cl(p, q, r) over the real numbers: vectors e1 … en with v² = q(v), of which p square to 1, the next
 * q to −1 and the last r to 0. Arguments of its functions are multivectors of `size` numbers; a ShapeError tells of others.
 */
export interface Clifford {
  readonly name: string;
  readonly signature: readonly [p: number, q: number, r: number];
  /** eᵢ², for i = 1 … n. */
  readonly squares: readonly number[];
  /** 2ⁿ. */
  readonly size: number;
  /** Of each blade: the number of its vectors. */
  readonly grades: readonly number[];
  /** Of each blade: "1", "e1", "e2", "e12", … */
  readonly labels: readonly string[];
  /** The blades' indices by grade, then in order. */
  readonly byGrade: readonly number[];

  table(product: CliffordProduct): ProductTable;
  /** From coefficients by label: of({ "1": 2, e12: −1 }). @throws InputError if a label is not one of `labels` */
  of(coefficients: Readonly<Record<string, number>>): Multivector;
  /** From n coordinates. */
  vector(coordinates: readonly number[]): Multivector;

  add(...all: readonly Multivector[]): Multivector;
  scale(factor: number, a: Multivector): Multivector;
  /** Geometric product. */
  multiply(...all: readonly Multivector[]): Multivector;
  outer(a: Multivector, b: Multivector): Multivector;
  /** Left contraction a ⌟ b: the part of a b of grade k − j, for a of grade j and b of grade k. */
  inner(a: Multivector, b: Multivector): Multivector;
  /** a ∨ b, the outer product of the duals: undual(dual a ∧ dual b). */
  regressive(a: Multivector, b: Multivector): Multivector;

  /** The part of grade k. */
  grade(a: Multivector, k: number): Multivector;
  /** The vectors of each blade in reverse order: (−1)^(k(k−1)/2). */
  reverse(a: Multivector): Multivector;
  /** Each vector negated, the main automorphism: (−1)^k. */
  involute(a: Multivector): Multivector;
  /** Clifford conjugation, both of these: (−1)^(k(k+1)/2). */
  conjugate(a: Multivector): Multivector;
  /** Right complement: e ∧ dual(e) is the blade of all vectors. It asks nothing of the metric, so r may be above 0. */
  dual(a: Multivector): Multivector;
  /** The inverse of `dual`. */
  undual(a: Multivector): Multivector;
  /** The scalar part of ã a: q(v) for a vector. */
  quadratic(a: Multivector): number;
  /** √|ã a|. */
  norm(a: Multivector): number;

  /** Of a versor, a product of vectors: ṽ / (v ṽ). @throws InputError if v ṽ is not a number, or 0 */
  inverse(versor: Multivector): Multivector;
  /**
   * The (s)pin action v a v⁻¹, with â for a if v is odd: an automorphism of the algebra. A vector reflects in the plane
   * normal to it. @throws InputError if v is no versor
   */
  act(versor: Multivector, a: Multivector): Multivector;
  /** The action on vectors, [n, n]: an element of O(p, q) if r = 0. @throws InputError if v is no versor */
  matrix(versor: Multivector): Matrix;
  /** exp(B) of a bivector: a rotor. @throws InputError if B has other grades or is not finite */
  exp(bivector: Multivector): Multivector;
}

const most = 8;

/**
 * The Clifford algebra Cl(p, q, r).
 * @throws InputError if p, q, r are not whole numbers, or more than 8 together
 */
export function clifford(p: number, q = 0, r = 0): Clifford {
  const name = `Cl(${p},${q}${r ? `,${r}` : ""})`;
  const n = p + q + r;
  if (![p, q, r].every((count) => Number.isInteger(count) && count >= 0) || n > most)
    throw new InputError("clifford", { expected: `p, q, r of at most ${most} together`, got: `${p}, ${q}, ${r}` });
  const size = 2 ** n;
  const blades = Array.from({ length: size }, (_, blade) => blade);
  const squares = blades.slice(0, n).map((i) => (i < p ? 1 : i < p + q ? -1 : 0));
  const grades = blades.map(gradeOf);
  const labels = blades.map((blade) =>
    blade === 0
      ? "1"
      : `e${vectorsOf(blade, n)
          .map((i) => i + 1)
          .join("")}`,
  );
  const tables = new Map<CliffordProduct, ProductTable>();
  const all = size - 1;

  const zero = () => new Float64Array(size);
  const check = (where: string, ...multivectors: readonly ArrayLike<number>[]) => {
    for (const { length } of multivectors)
      if (length !== size)
        throw new ShapeError(`${name}.${where}`, { expected: `multivectors of ${size} numbers`, got: String(length) });
  };
  const table = (product: CliffordProduct): ProductTable => {
    const found = tables.get(product) ?? productTable(product, squares, grades);
    tables.set(product, found);
    return found;
  };
  const bilinear = (product: CliffordProduct, a: Multivector, b: Multivector): Multivector => {
    check(product, a, b);
    const { left, right, out, sign } = table(product);
    const result = zero();
    for (let k = 0; k < sign.length; k++) result[out[k]!]! += sign[k]! * a[left[k]!]! * b[right[k]!]!;
    return result;
  };
  const signed = (where: string, sign: (grade: number) => number) => (a: Multivector) => {
    check(where, a);
    return a.map((x, blade) => sign(grades[blade]!) * x);
  };

  const self: Clifford = {
    name,
    signature: [p, q, r],
    squares,
    size,
    grades,
    labels,
    byGrade: [...blades].sort((a, b) => grades[a]! - grades[b]! || a - b),
    table,

    of(coefficients) {
      const out = zero();
      for (const [label, x] of Object.entries(coefficients)) {
        const blade = labels.indexOf(label);
        if (blade < 0)
          throw new InputError(`${name}.of`, {
            expected: `labels such as ${labels.slice(0, 5).join(", ")}`,
            got: label,
          });
        out[blade] = x;
      }
      return out;
    },
    vector(coordinates) {
      if (coordinates.length !== n)
        throw new ShapeError(`${name}.vector`, { expected: `${n} coordinates`, got: String(coordinates.length) });
      const out = zero();
      coordinates.forEach((x, i) => {
        out[1 << i] = x;
      });
      return out;
    },

    add(...terms) {
      check("add", ...terms);
      return zero().map((_, blade) => terms.reduce((sum, term) => sum + term[blade]!, 0));
    },
    scale: (factor, a) => a.map((x) => factor * x),
    multiply: (...factors) => factors.reduce((a, b) => bilinear("geometric", a, b), self.of({ "1": 1 })),
    outer: (a, b) => bilinear("outer", a, b),
    inner: (a, b) => bilinear("inner", a, b),
    regressive: (a, b) => self.undual(self.outer(self.dual(a), self.dual(b))),

    grade: (a, k) => signed("grade", (grade) => (grade === k ? 1 : 0))(a),
    reverse: signed("reverse", (k) => (k % 4 < 2 ? 1 : -1)),
    involute: signed("involute", (k) => (k % 2 === 0 ? 1 : -1)),
    conjugate: signed("conjugate", (k) => (k % 4 === 0 || k % 4 === 3 ? 1 : -1)),
    dual(a) {
      check("dual", a);
      return a.map((_, blade) => swaps(all ^ blade, blade) * a[all ^ blade]!);
    },
    undual(a) {
      check("undual", a);
      return a.map((_, blade) => swaps(blade, all ^ blade) * a[all ^ blade]!);
    },
    quadratic: (a) => bilinear("geometric", self.reverse(a), a)[0]!,
    norm: (a) => Math.sqrt(Math.abs(self.quadratic(a))),

    inverse(versor) {
      const back = self.reverse(versor);
      const square = bilinear("geometric", versor, back);
      const [scalar] = square;
      if (
        !(Math.abs(scalar!) > 0 && square.every((x, blade) => blade === 0 || Math.abs(x) <= 1e-9 * Math.abs(scalar!)))
      )
        throw new InputError(`${name}.inverse`, {
          expected: "a versor, v ṽ a number that is not 0",
          got: `v ṽ = ${show(square, labels)}`,
        });
      return self.scale(1 / scalar!, back);
    },
    act(versor, a) {
      const inverse = self.inverse(versor);
      const isOdd = parity(versor, grades);
      if (isOdd === undefined)
        throw new InputError(`${name}.act`, { expected: "a versor, even or odd", got: show(versor, labels) });
      return self.multiply(versor, isOdd ? self.involute(a) : a, inverse);
    },
    matrix(versor) {
      const columns = squares.map((_, i) => self.act(versor, self.of({ [`e${i + 1}`]: 1 })));
      return squares.map((_, row) => columns.map((column) => column[1 << row]!));
    },
    exp(bivector) {
      if (self.grade(bivector, 2).some((x, blade) => x !== bivector[blade] || !Number.isFinite(x)))
        throw new InputError(`${name}.exp`, { expected: "a finite bivector", got: show(bivector, labels) });
      return exponential(self, bivector);
    },
  };
  return self;
}

/** exp(B): by the sign of B² where that is a number, else by its series at B/2ᵏ, squared k times. */
function exponential({ of, add, scale, multiply }: Clifford, bivector: Multivector): Multivector {
  const square = multiply(bivector, bivector);
  const [s] = square as unknown as [number];
  const size = Math.hypot(...bivector);
  if (square.every((x, blade) => blade === 0 || Math.abs(x) <= 1e-16 * size * size)) {
    const angle = Math.sqrt(Math.abs(s));
    const [cosine, sine] = s < 0 ? [Math.cos(angle), Math.sin(angle)] : [Math.cosh(angle), Math.sinh(angle)];
    return add(of({ "1": cosine }), scale(angle === 0 ? 1 : sine / angle, bivector));
  }
  const halvings = Math.max(0, Math.ceil(Math.log2(size)) + 2);
  const small = scale(2 ** -halvings, bivector);
  let [sum, term] = [of({ "1": 1 }), of({ "1": 1 })];
  for (let k = 1; k <= 20; k++) {
    term = scale(1 / k, multiply(term, small));
    sum = add(sum, term);
  }
  for (let k = 0; k < halvings; k++) sum = multiply(sum, sum);
  return sum;
}

/** Is the multivector odd? Undefined if it is neither odd nor even, to 1e-9 of its size. */
function parity(a: Multivector, grades: readonly number[]): boolean | undefined {
  const [even, odd] = [0, 1].map((rest) => Math.hypot(...a.filter((_, blade) => grades[blade]! % 2 === rest)));
  if (Math.min(even!, odd!) > 1e-9 * Math.max(even!, odd!)) return undefined;
  return odd! > even!;
}

function show(a: Multivector, labels: readonly string[]): string {
  const terms = Array.from(a, (x, blade) => ({ x, label: labels[blade]! })).filter(({ x }) => x !== 0);
  return terms.map(({ x, label }) => (label === "1" ? String(x) : `${x} ${label}`)).join(" + ") || "0";
}
