import { InputError } from "../error.js";
import { bits, type Key } from "../random.js";
import type { CharacterTable } from "./characterTable.js";
import type { Complex } from "./complex.js";
import { realIrreps, type UnitaryIrrep } from "./irrepsOfFinite.js";
import type { Matrix } from "./matrix.js";

/** What group elements are made of: numbers, arrays and records of them. */
export type Plain = number | readonly Plain[] | { readonly [name: string]: Plain };

/**
 * What commutes with a real irrep (Schur's lemma): the real, the complex or the quaternionic numbers. Over the complex
 * numbers such an irrep stays irreducible, splits into a conjugate pair, or into two equal irreps.
 */
export type IrrepType = "real" | "complex" | "quaternionic";

/** A homomorphism from the group to real matrices: matrix(gh) = matrix(g) matrix(h). */
export interface Representation<E extends Plain = Plain> {
  readonly name: string;
  readonly dimension: number;
  /** Is each matrix orthogonal? */
  readonly isOrthogonal: boolean;
  /** Of an irrep, where known. */
  readonly type?: IrrepType;
  matrix(g: E): Matrix;
  /** The group that acts, where it is known. */
  readonly group?: Group<E>;
  /** Is it irreducible over the real numbers? Stated only where known. */
  readonly isIrreducible?: boolean;
  /** The derivative: how each element of the basis `group.lieAlgebra()` acts. Where not stated, `derivative(V)` finds it. */
  lieAlgebra?(): readonly Matrix[];
  /** The summands along the diagonal, where it is a direct sum. */
  readonly parts?: readonly Representation<E>[];
}

/** A group; as a representation it is its defining one: the matrices that the field thinks of as the group. */
export interface Group<E extends Plain = Plain> extends Representation<E> {
  /** The name of its rule: "cyclic" for C(5). */
  readonly kind: string;
  /** Number of elements, null if infinite. Rounded above 2⁵³. */
  readonly order: number | null;
  readonly identity: E;
  /** With the exponentials of the Lie algebra, these generate the group. */
  readonly generators: readonly E[];
  /**
   * Irreducible over the real numbers, pairwise not equivalent; of a finite group all (where its rule states none and it
   * has more than 50,000 elements: none), of an infinite group those of low degree.
   */
  readonly irreps: readonly Representation<E>[];
  /** How g moves the points 0 … n − 1 that the group permutes, where it does: i goes to permutation(g)[i]. */
  permutation?(g: E): readonly number[];
  /** The characters over the complex numbers, where the rule knows them better than by computing: see `characterTable`. */
  characters?(): CharacterTable<E>;
  /** The irreps over the complex numbers, in the order of `characters`, where the rule knows them: see `unitaryIrreps`. */
  unitaryIrreps?(): readonly UnitaryIrrep<E>[];
  /**
   * The field's name of an irrep over the complex numbers, by its character; otherwise `characterTable` makes names up.
   * Of a conjugate pair both have one name, and the second gets a star.
   */
  nameIrrep?(degree: number, character: (g: E) => Complex): string;
  multiply(a: E, b: E): E;
  inverse(a: E): E;
  /** Do all numbers of a and b agree to within the tolerance (1e-9 if not given)? */
  equal(a: E, b: E, tolerance?: number): boolean;
  /** A random element: uniform, Haar where compact; of E(n) the translation is standard normal. */
  random(key: Key): E;
  /**
   * All elements of a finite group, the identity first.
   * @throws InputError if the group is infinite or has more than 50,000 elements
   */
  elements(): readonly E[];
  /** A basis of the Lie algebra in the defining representation, empty for a finite group. */
  lieAlgebra(): readonly Matrix[];
  /** The element exp(x) of an element x of the Lie algebra in the defining representation. */
  exponential?(x: Matrix): E;
  /**
   * x with exp(x) = g, of the branch nearest to 0.
   * @throws InputError if g is no exponential
   */
  logarithm?(g: E): Matrix;
}

/**
 * What a representation states; it is orthogonal unless it says otherwise. The dimension is that of `matrix`; it is
 * stated where the matrix of the identity may be large.
 */
export type StatedRepresentation<E extends Plain> = Pick<Representation<E>, "name" | "matrix"> &
  Partial<Pick<Representation<E>, "dimension" | "isOrthogonal" | "lieAlgebra" | "type">>;

/**
 * What only the rule knows of one of its groups. Elements of a finite group are exact data, such as integers. The
 * dimension is that of `matrix`; it is stated where the matrix of the identity may be large.
 */
export type StatedGroup<E extends Plain> = Pick<Group<E>, "order" | "identity" | "multiply" | "inverse" | "matrix"> &
  Partial<
    Pick<
      Group<E>,
      | "dimension"
      | "isOrthogonal"
      | "generators"
      | "equal"
      | "random"
      | "lieAlgebra"
      | "exponential"
      | "logarithm"
      | "permutation"
      | "characters"
      | "unitaryIrreps"
      | "nameIrrep"
    >
  > & {
    /** If left out of a finite group, they are computed when first asked for. */
    readonly irreps?: readonly StatedRepresentation<E>[];
  };

/** What a rule states. `A` are the arguments that tell its groups apart: [5] for C(5). */
export interface StatedRule<E extends Plain, A extends readonly unknown[]> {
  /** "C" of "C(5)". */
  readonly symbol: string;
  /** Smallest and largest argument, where the arguments are integers. */
  readonly range?: readonly [least: number, most: number];
  /** Arguments to test the rule on; bare where `make` takes one. */
  readonly sample: readonly (A extends readonly [infer One] ? One : A)[];
  /** Laws that do not hold, with the reason. */
  readonly exempt?: { readonly complete?: string };
  /** Where names are not of the form "C(5)": the form to show, and how a name is written and read. */
  readonly form?: string;
  readonly write?: (...args: A) => string;
  readonly read?: (text: string, parse: (text: string) => Group) => A | undefined;
  /** The types of elements are inferred: annotate every parameter, (n: number), (key: Key). */
  readonly make: (...args: A) => StatedGroup<E>;
}

/** A family of groups, without its call: what one can do with any rule of the index. */
export interface AnyGroupRule<E extends Plain = Plain> {
  /** The name of the rule, its file and its export. */
  readonly kind: string;
  readonly symbol: string;
  /** How its names look: "C(n)". */
  readonly form: string;
  /** The bounds of n, in words; empty where the rule states none. */
  readonly bounds: string;
  readonly exempt: { readonly complete?: string };
  readonly sample: readonly Group<E>[];
  /** The group that the text names, undefined if none of this rule; `parse` reads the names inside. */
  read(text: string, parse: (text: string) => Group): Group<E> | undefined;
}

/** A family of groups: `cyclic(5)` is C(5). */
export interface GroupRule<E extends Plain, A extends readonly unknown[]> extends AnyGroupRule<E> {
  /** @throws InputError if an argument is out of the rule's range */
  (...args: A): Group<E>;
}

/**
 * A family of groups as a rule.
 * @param kind the name of the rule: its file's and its export's
 */
export function group<E extends Plain, A extends readonly unknown[]>(
  kind: string,
  stated: StatedRule<E, A>,
): GroupRule<E, A> {
  const { symbol, range, make } = stated;
  const bounds = range ? `an integer n from ${range[0]} to ${range[1]}` : "";
  const write = stated.write ?? ((...args: A) => symbol + (args.length > 0 ? `(${args.join(",")})` : ""));
  const read = stated.read ?? ((text: string) => integers(text, symbol, make.length) as A | undefined);

  const rule = (...args: A): Group<E> => {
    for (const n of range ? args : []) {
      const isInside = Number.isInteger(n) && (n as number) >= range![0] && (n as number) <= range![1];
      if (!isInside) throw new InputError(kind, { expected: bounds, got: String(n) });
    }
    return complete(kind, write(...args), make(...args));
  };
  const known: AnyGroupRule<E> = {
    kind,
    symbol,
    bounds,
    form: stated.form ?? symbol + (make.length > 0 ? `(${["n", "m", "k"].slice(0, make.length)})` : ""),
    exempt: stated.exempt ?? {},
    get sample() {
      return stated.sample.map((one) => rule(...((make.length === 1 ? [one] : one) as A)));
    },
    read(text, parse) {
      const args = read(text, parse);
      return args && rule(...args);
    },
  };
  return Object.defineProperties(rule, Object.getOwnPropertyDescriptors(known)) as GroupRule<E, A>;
}

/** The group with all that follows from what its rule states. */
function complete<E extends Plain>(kind: string, name: string, stated: StatedGroup<E>): Group<E> {
  let elements: readonly E[] | undefined;
  let irreps: readonly Representation<E>[] | undefined;
  const self: Group<E> = {
    generators: [],
    equal: isNear,
    random: (key) => self.elements()[Math.floor((bits(key, 1)[0]! / 2 ** 32) * self.elements().length)]!,
    lieAlgebra: () => [],
    ...stated,
    isOrthogonal: stated.isOrthogonal ?? true,
    kind,
    name,
    get irreps() {
      return (irreps ??= (stated.irreps ?? computed(self)).map((one) => represent(one, stated.identity, () => self)));
    },
    elements: () => (elements ??= closure(self)),
    get dimension() {
      return stated.dimension ?? stated.matrix(stated.identity).length;
    },
    get group() {
      return self;
    },
  };
  return self;
}

function represent<E extends Plain>(
  stated: StatedRepresentation<E>,
  identity: E,
  of: () => Group<E>,
): Representation<E> {
  return {
    isOrthogonal: true,
    isIrreducible: true,
    ...stated,
    get dimension() {
      return stated.dimension ?? stated.matrix(identity).length;
    },
    get group() {
      return of();
    },
  };
}

const computed = <E extends Plain>(g: Group<E>): readonly StatedRepresentation<E>[] =>
  g.order !== null && g.order <= elementLimit ? realIrreps(g) : [];

const elementLimit = 50_000;

/** All products of generators, nearest to the identity first. */
function closure<E extends Plain>({ name, order, identity, generators, multiply }: Group<E>): readonly E[] {
  if (order === null || order > elementLimit)
    throw new InputError(`${name}.elements`, {
      expected: `a group of at most ${elementLimit} elements`,
      got: `${name} of order ${order ?? "infinity"}`,
      hint: "random(key) draws single elements.",
    });
  const found = new Map([[JSON.stringify(identity), identity]]);
  for (const g of found.values()) // a Map also visits what is added on the way
    for (const generator of generators) {
      const next = multiply(generator, g);
      found.set(JSON.stringify(next), next);
      if (found.size > order)
        throw new InputError(`${name}.elements`, {
          expected: `generators of a group of order ${order}`,
          got: "more elements",
        });
    }
  return [...found.values()];
}

function isNear(a: Plain, b: Plain, tolerance = 1e-9): boolean {
  if (typeof a === "number" || typeof b === "number")
    return typeof a === typeof b && Math.abs((a as number) - (b as number)) <= tolerance;
  const [x, y] = [Object.entries(a), Object.entries(b)];
  return (
    x.length === y.length && x.every(([name, value]) => isNear(value, (b as Record<string, Plain>)[name]!, tolerance))
  );
}

/** The n integers in "C(5)" or "SO(1,3)". */
function integers(text: string, symbol: string, n: number): number[] | undefined {
  const trimmed = text.trim();
  if (n === 0) return trimmed === symbol ? [] : undefined;
  if (!trimmed.startsWith(`${symbol}(`) || !trimmed.endsWith(")")) return undefined;
  const parts = trimmed.slice(symbol.length + 1, -1).split(",");
  return parts.length === n && parts.every((part) => /^\s*-?\d+\s*$/.test(part)) ? parts.map(Number) : undefined;
}
