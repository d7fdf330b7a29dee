// The paths of a tensor product: which parts meet, how their copies are paired, and how each is scaled.
import { RepError } from "../error.js";
import { type Irreps, type IrrepsOf, type IrrepsPart, irreps } from "../group/irreps.js";

/**
 * How copies u of x and v of y are paired, as e3nn writes it; what does not occur in the result is summed. The weights of
 * a path have an axis for each letter: [u, v, w] for "uvw", [u, v] for "uvu", "uvv" and "uvuv", [u, w] for "uuw", [u] for
 * "uuu".
 */
export type Mode = "uvw" | "uvu" | "uvv" | "uuw" | "uuu" | "uvuv";

/** Part `x` with part `y` into part `out`, by their numbers; with a learned weight or with 1. */
export type Instruction = readonly [x: number, y: number, out: number, mode: Mode, weighted: boolean];

/** An instruction with what follows from the irreps. */
export interface Path {
  readonly x: number;
  readonly y: number;
  readonly out: number;
  readonly mode: Mode;
  readonly degrees: readonly [x: number, y: number, out: number];
  /** Absent where the path has no weight. */
  readonly weight: { readonly start: number; readonly shape: readonly number[] } | undefined;
  readonly coefficient: number;
}

export interface ProductNormalization {
  /** Variance 1 of each component ("component", the default) or of each norm. */
  readonly irreps?: "component" | "norm";
  /** Whether all products, or all paths, into a part have the same share of it; "element" by default. */
  readonly paths?: "element" | "path";
}

/** The irreps that x ⊗ y has: `Coupled<"1x1o", "2x1o">` is `"0e" | "1e" | "2e"`, and `string` where either is computed. */
export type Coupled<X extends string, Y extends string> = string extends X | Y
  ? string
  : Product<IrrepsOf<X>, IrrepsOf<Y>>;

/** Out, if each of its irreps occurs in x ⊗ y; otherwise the error message, as a type. */
export type Couples<X extends string, Y extends string, Out extends string> = string extends X | Y | Out
  ? Out
  : [Exclude<IrrepsOf<Out>, Coupled<X, Y>>] extends [never]
    ? Out
    : `tensorProduct: expected irreps of (${X}) × (${Y}), got ${Exclude<IrrepsOf<Out>, Coupled<X, Y>>}`;

type Product<A, B> = A extends `${infer L extends number}${"e" | "o"}`
  ? B extends `${infer K extends number}${"e" | "o"}`
    ? `${Between<Row<L>, Row<K>>}${Parity<A> extends Parity<B> ? "e" : "o"}`
    : never
  : never;
type Parity<A> = A extends `${string}e` ? "e" : "o";
/** A tuple of length n. */
type Row<N extends number, Made extends 0[] = []> = Made["length"] extends N ? Made : Row<N, [...Made, 0]>;
/** |a − b| … a + b of the lengths a and b. */
type Between<A extends 0[], B extends 0[]> = Exclude<Below<[...A, ...B, 0]>, Below<Gap<A, B>>>;
type Gap<A extends 0[], B extends 0[]> = A extends [...B, ...infer Rest]
  ? Rest
  : B extends [...A, ...infer Rest]
    ? Rest
    : [];
type Below<T extends unknown[]> = T extends [unknown, ...infer Rest] ? Rest["length"] | Below<Rest> : never;

/**
 * Checks instructions and works out weights and coefficients. The blocks of weights follow each other in the order of the
 * paths, each row-major.
 * @throws RepError if parts do not couple, or their multiplicities do not fit the mode
 * @source e3nn 0.6, `TensorProduct`: out = √α Σ w x ⊗ y
 */
export function productPaths(
  [x, y, out]: readonly [x: Irreps, y: Irreps, out: Irreps],
  instructions: readonly Instruction[],
  { irreps: byIrreps = "component", paths: byPaths = "element" }: ProductNormalization = {},
): readonly Path[] {
  let start = 0;
  const parts = instructions.map((instruction) => {
    const [i, j, k, mode, weighted] = instruction;
    const [a, b, c] = [x[i], y[j], out[k]];
    if (!a || !b || !c) {
      throw new RepError("tensorProduct", {
        expected: `parts of ${x}, ${y} and ${out}`,
        got: `instruction [${instruction.slice(0, 3)}]`,
      });
    }
    checkCoupled(a, b, c);
    if (!weighted && (mode === "uvw" || mode === "uuw")) {
      throw new RepError("tensorProduct", { expected: `a weight for mode ${mode}`, got: "none" });
    }
    return { a, b, c, shape: weightShape(mode, a, b, c), mode };
  });
  return instructions.map(([i, j, k, mode, weighted], at): Path => {
    const { a, b, c, shape } = parts[at]!;
    const into = parts.filter((_, other) => instructions[other]![2] === k);
    const terms = into.reduce((n, each) => n + summed(each.mode, each.a, each.b), 0);
    const share = byPaths === "element" ? terms : summed(mode, a, b) * into.length;
    const size = byIrreps === "component" ? 2 * c.l + 1 : (2 * a.l + 1) * (2 * b.l + 1);
    const weight = weighted ? { start, shape } : undefined;
    if (weighted) start += shape.reduce((n, each) => n * each, 1);
    return { x: i, y: j, out: k, mode, degrees: [a.l, b.l, c.l], weight, coefficient: Math.sqrt(size / share) };
  });
}

/** How many weights the paths have. */
export const weightCount = (paths: readonly Path[]): number =>
  paths.reduce((n, { weight }) => n + (weight?.shape.reduce((a, b) => a * b, 1) ?? 0), 0);

/** All paths of x ⊗ y into irreps of out, each with a weight. @throws RepError if an irrep of out has no path */
export function fullyConnectedPaths(x: Irreps, y: Irreps, out: Irreps): Instruction[] {
  const found = x.flatMap((a, i) =>
    y.flatMap((b, j) => out.flatMap((c, k): Instruction[] => (couples(a, b, c) ? [[i, j, k, "uvw", true]] : []))),
  );
  const missing = out.find((_, k) => found.every((path) => path[2] !== k));
  if (missing) throw new RepError("tensorProduct", { expected: `irreps of (${x}) × (${y})`, got: missing.irrep });
  return found;
}

/**
 * Every path of x ⊗ y, one copy of each of y's irreps, into one of the irreps to keep: each a part of its own, sorted.
 * @param keep irreps by name
 */
export function convolutionPaths(
  x: Irreps,
  y: Irreps,
  keep: readonly string[],
): { readonly out: Irreps; readonly instructions: Instruction[] } {
  const products = x.flatMap((a, i) =>
    y.flatMap((b, j) =>
      [...irreps([{ ...a, multiplicity: 1 }]).times(irreps([{ ...b, multiplicity: 1 }]))]
        .filter(({ irrep }) => keep.includes(irrep))
        .map(({ irrep }) => ({ i, j, part: { irrep, multiplicity: a.multiplicity } })),
    ),
  );
  const { irreps: out, permutation } = irreps(products.map(({ part }) => part)).sort();
  return { out, instructions: products.map(({ i, j }, at) => [i, j, permutation[at]!, "uvu", true]) };
}

/** All of x ⊗ y, sorted, without weights. */
export function fullPaths(x: Irreps, y: Irreps): { readonly out: Irreps; readonly instructions: Instruction[] } {
  const products = x.flatMap((a, i) =>
    y.flatMap((b, j) => [...irreps([a]).times(irreps([b]))].map((part) => ({ i, j, part }))),
  );
  const { irreps: out, permutation } = irreps(products.map(({ part }) => part)).sort();
  return { out, instructions: products.map(({ i, j }, at) => [i, j, permutation[at]!, "uvuv", false]) };
}

/** Copy u of x with copy u of y, without weights; the parts of x and y have the same multiplicities in order. */
export function elementwisePaths(x: Irreps, y: Irreps): { readonly out: Irreps; readonly instructions: Instruction[] } {
  const products = x.flatMap((a, i) =>
    [...irreps([{ ...a, multiplicity: 1 }]).times(irreps([{ ...y[i]!, multiplicity: 1 }]))].map(({ irrep }) => ({
      i,
      part: { irrep, multiplicity: a.multiplicity },
    })),
  );
  const out = irreps(products.map(({ part }) => part));
  return { out, instructions: products.map(({ i }, k) => [i, i, k, "uuu", false]) };
}

const couples = (a: IrrepsPart, b: IrrepsPart, c: IrrepsPart): boolean =>
  a.parity * b.parity === c.parity && Math.abs(a.l - b.l) <= c.l && c.l <= a.l + b.l;

function checkCoupled(a: IrrepsPart, b: IrrepsPart, c: IrrepsPart): void {
  if (couples(a, b, c)) return;
  throw new RepError("tensorProduct", { expected: `irreps of (${a.irrep}) × (${b.irrep})`, got: c.irrep });
}

/** How many products the mode sums into a copy of the result. */
function summed(mode: Mode, { multiplicity: u }: IrrepsPart, { multiplicity: v }: IrrepsPart): number {
  return { uvw: u * v, uvu: v, uvv: u, uuw: u, uuu: 1, uvuv: 1 }[mode];
}

function weightShape(
  mode: Mode,
  { multiplicity: u }: IrrepsPart,
  { multiplicity: v }: IrrepsPart,
  { multiplicity: w }: IrrepsPart,
): readonly number[] {
  const fits = {
    uvw: [[u, v, w], true],
    uvu: [[u, v], w === u],
    uvv: [[u, v], w === v],
    uuw: [[u, w], u === v],
    uuu: [[u], u === v && v === w],
    uvuv: [[u, v], w === u * v],
  } as const;
  const [shape, isFit] = fits[mode];
  if (isFit) return shape;
  throw new RepError("tensorProduct", { expected: `multiplicities of ${mode}`, got: `${u} × ${v} into ${w}` });
}
