import { RepError } from "../error.js";

/** Some copies of one irrep of O(3). */
export interface IrrepsPart {
  readonly multiplicity: number;
  /** As e3nn writes it: "1o". */
  readonly irrep: string;
  readonly l: number;
  /** The sign by which −1 acts. */
  readonly parity: 1 | -1;
}

/** A direct sum of irreps of O(3), in the order written. */
export interface Irreps extends ReadonlyArray<IrrepsPart> {
  /** Σ multiplicity · (2l + 1). */
  readonly dimension: number;
  /** Σ multiplicity. */
  readonly count: number;
  /** "32x0e + 16x1o". */
  toString(): string;
  /** Neighbours of the same irrep become one part, empty parts go; the order stays. */
  simplify(): Irreps;
  /** By l, odd before even, else as written; part i goes to position permutation[i]. */
  sort(): { readonly irreps: Irreps; readonly permutation: readonly number[] };
  /** The irreps of the tensor product: each part with each part, sorted and not simplified. */
  times(other: string | Irreps): Irreps;
}

/**
 * Irreps of O(3) in e3nn's grammar: "32x0e + 16x1o"; "1o" is "1x1o", spaces are optional, "" is the empty sum.
 * @throws RepError if the text is not of this form
 */
export function irreps(from: string | Iterable<Pick<IrrepsPart, "multiplicity" | "irrep">>): Irreps {
  if (typeof from === "string") return sum(from.trim() === "" ? [] : from.split("+").map((term) => part(term.trim())));
  if (!from?.[Symbol.iterator]) throw wrong(String(from));
  return sum(Array.from(from, ({ multiplicity, irrep }) => part(`${multiplicity}x${irrep}`)));
}

/** The irreps named in S: `IrrepsOf<"4x0e + 2x1o">` is `"0e" | "1o"`, and `string` where S is computed. */
export type IrrepsOf<S extends string> = string extends S
  ? string
  : S extends `${infer Head}+${infer Tail}`
    ? IrrepsOf<Head> | IrrepsOf<Tail>
    : S extends ` ${infer Rest}` | `${infer Rest} `
      ? IrrepsOf<Rest>
      : S extends "" | `0x${string}`
        ? never
        : S extends `${number}x${infer Irrep}`
          ? Irrep
          : S;

/** Out, if each of its irreps occurs in In; otherwise the error message, as a type. */
export type Reachable<In extends string, Out extends string> = string extends In | Out
  ? Out
  : [Exclude<IrrepsOf<Out>, IrrepsOf<In>>] extends [never]
    ? Out
    : `linear: expected irreps of ${In}, got ${Exclude<IrrepsOf<Out>, IrrepsOf<In>>}`;

/**
 * The check of `Reachable` where irreps are computed.
 * @param where who asks: "linear"
 * @returns the irreps of out
 * @throws RepError if an irrep of out does not occur in x
 */
export function reachable(where: string, x: string, out: string): Irreps {
  const known = new Set(
    irreps(x)
      .simplify()
      .map(({ irrep }) => irrep),
  );
  const missing = irreps(out)
    .simplify()
    .find(({ irrep }) => !known.has(irrep));
  if (missing) throw new RepError(where, { expected: `irreps of ${x}`, got: missing.irrep });
  return irreps(out);
}

function part(term: string): IrrepsPart {
  const [, multiplicity = "1", l, letter] = /^(?:(\d+)\s*x\s*)?(\d+)([eo])$/.exec(term) ?? [];
  if (l === undefined) throw wrong(`"${term}"`);
  return {
    multiplicity: Number(multiplicity),
    irrep: `${Number(l)}${letter}`,
    l: Number(l),
    parity: letter === "e" ? 1 : -1,
  };
}

const wrong = (got: string) => new RepError("irreps", { expected: 'irreps such as "32x0e + 16x1o"', got });

function sum(parts: readonly IrrepsPart[]): Irreps {
  const methods: Omit<Irreps, keyof ReadonlyArray<IrrepsPart>> & Pick<Irreps, "toString"> = {
    dimension: parts.reduce((total, { multiplicity, l }) => total + multiplicity * (2 * l + 1), 0),
    count: parts.reduce((total, { multiplicity }) => total + multiplicity, 0),
    toString: () => parts.map(({ multiplicity, irrep }) => `${multiplicity}x${irrep}`).join(" + "),
    simplify: () => sum(simplify(parts)),
    sort() {
      const order = parts.map((_, i) => i).sort((i, j) => compare(parts[i]!, parts[j]!)); // stable
      return { irreps: sum(order.map((i) => parts[i]!)), permutation: parts.map((_, i) => order.indexOf(i)) };
    },
    times: (other) => sum(parts.flatMap((a) => irreps(other).flatMap((b) => product(a, b)))).sort().irreps,
  };
  // Hidden, so that the value still looks, prints and compares as the list it is.
  return Object.freeze(Object.defineProperties([...parts], hidden(methods))) as unknown as Irreps;
}

const hidden = (methods: object) =>
  Object.fromEntries(Object.entries(methods).map(([name, value]) => [name, { value, enumerable: false }]));

const compare = (a: IrrepsPart, b: IrrepsPart) => a.l - b.l || a.parity - b.parity;

function simplify(parts: readonly IrrepsPart[]): readonly IrrepsPart[] {
  const out: IrrepsPart[] = [];
  for (const next of parts.filter(({ multiplicity }) => multiplicity > 0)) {
    const last = out.at(-1);
    if (last?.irrep !== next.irrep) out.push(next);
    else out[out.length - 1] = { ...last, multiplicity: last.multiplicity + next.multiplicity };
  }
  return out;
}

/** l = |l1 − l2| … l1 + l2, parities multiply. */
function product(a: IrrepsPart, b: IrrepsPart): readonly IrrepsPart[] {
  const least = Math.abs(a.l - b.l);
  return Array.from({ length: a.l + b.l - least + 1 }, (_, k) =>
    part(`${a.multiplicity * b.multiplicity}x${least + k}${a.parity === b.parity ? "e" : "o"}`),
  );
}
