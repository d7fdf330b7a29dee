// Dimensions are numbers, names (`B`, `nodes`), or polynomials of names with integer coefficients in one canonical
// spelling ("2*B*nodes + 3"), so that two dimensions are equal exactly when their values are.

/** A dimension known at trace time (number) or when the graph runs (name, or expression of names). */
export type Dim = number | string;
export type Shape = readonly Dim[];

/** Monomial ("B*nodes"; "" is 1) → integer coefficient. */
type Polynomial = Map<string, number>;

export const addDims = (...dims: Dim[]): Dim => {
  if (dims.every((dim) => typeof dim === "number")) return dims.reduce((a, b) => a + b, 0);
  const sum: Polynomial = new Map();
  for (const dim of dims) for (const [term, n] of parse(dim)) sum.set(term, (sum.get(term) ?? 0) + n);
  return print(sum);
};

export const mulDims = (...dims: Dim[]): Dim => {
  if (dims.every((dim) => typeof dim === "number")) return dims.reduce((a, b) => a * b, 1) + 0; // no −0
  return print(dims.map(parse).reduce(product, new Map([["", 1]])));
};

export const subDims = (a: Dim, b: Dim): Dim => addDims(a, mulDims(-1, b));

/** a / b where it divides without remainder for every value of the names; otherwise undefined. */
export function divDims(a: Dim, b: Dim): Dim | undefined {
  if (a === b) return 1;
  const [divisor, ...more] = parse(b);
  if (!divisor || more.length > 0) return undefined;
  const [term, n] = divisor;
  const quotient: Polynomial = new Map();
  for (const [monomial, coefficient] of parse(a)) {
    const rest = withoutFactors(factors(monomial), factors(term));
    if (!rest || coefficient % n !== 0) return undefined;
    quotient.set(rest.join("*"), coefficient / n);
  }
  return print(quotient);
}

/** ⌊a / n⌋; what n does not divide stays as an atom: ⌊(2·H + W + 3) / 2⌋ is "H + floor((W + 1)/2) + 1". */
export function floorDivDim(a: Dim, n: number): Dim {
  let [whole, rest]: Dim[] = [0, 0];
  for (const [atoms, coefficient] of terms(a)) {
    const term = mulDims(...atoms);
    const quotient = Math.floor(coefficient / n);
    whole = addDims(whole!, mulDims(term, quotient));
    rest = addDims(rest!, mulDims(term, coefficient - n * quotient));
  }
  return addDims(whole!, typeof rest === "number" ? 0 : `floor((${rest})/${n})`);
}

/** The sum of terms a dimension stands for: `[[["B", "nodes"], 2], [[], 3]]` for "2*B*nodes + 3". */
export const terms = (dim: Dim): [string[], number][] => [...parse(dim)].map(([term, n]) => [factors(term), n]);

/** The parts of an atom `floor((a)/n)`, or undefined for a plain name. */
export function floorParts(atom: string): { dividend: string; divisor: number } | undefined {
  const match = /^floor\(\((.*)\)\/(\d+)\)$/.exec(atom);
  return match ? { dividend: match[1]!, divisor: Number(match[2]) } : undefined;
}

/** Numbers for the names of dimensions. */
export type Sizes = Readonly<Record<string, number>>;

/** The value of a dimension, given the values of its names; undefined where a name has none. */
export function dimValue(dim: Dim, values: Sizes): number | undefined {
  if (typeof dim === "number") return dim;
  let sum = 0;
  for (const [atoms, n] of terms(dim)) {
    let value = n;
    for (const atom of atoms) {
      const parts = floorParts(atom);
      const inner = parts ? dimValue(parts.dividend, values) : values[atom];
      if (inner === undefined) return undefined;
      value *= parts ? Math.floor(inner / parts.divisor) : inner;
    }
    sum += value;
  }
  return sum;
}

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((dim, i) => dim === b[i]);
export const sizeOf = (shape: Shape): Dim => mulDims(...shape);
/** Elements of a shape in which a name counts as so many. */
export const roughSize = (shape: Shape, name: number): number =>
  shape.reduce<number>((n, dim) => n * (typeof dim === "number" ? dim : name), 1);
export const printShape = (shape: Shape): string => `[${shape.join(", ")}]`;

/** The common shape under NumPy's broadcasting, or undefined where two dimensions differ and neither is 1. */
export function broadcast(...shapes: Shape[]): Shape | undefined {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const out: Dim[] = new Array(rank).fill(1);
  for (const shape of shapes) {
    for (let i = 0; i < shape.length; i++) {
      const at = rank - shape.length + i;
      const dim = shape[i]!;
      if (dim === 1 || dim === out[at]) continue;
      if (out[at] !== 1) return undefined;
      out[at] = dim;
    }
  }
  return out;
}

function parse(dim: Dim): Polynomial {
  if (typeof dim === "number") return new Map(dim === 0 ? [] : [["", dim]]);
  const sum: Polynomial = new Map();
  for (const text of splitTop(dim, " + ")) {
    const all = splitTop(text, "*");
    const numeric = all.filter((factor) => /^-?\d+$/.test(factor)).reduce((n, factor) => n * Number(factor), 1);
    const term = all
      .filter((factor) => !/^-?\d+$/.test(factor))
      .sort()
      .join("*");
    sum.set(term, (sum.get(term) ?? 0) + numeric);
  }
  return sum;
}

function print(polynomial: Polynomial): Dim {
  const kept = [...polynomial]
    .filter(([, n]) => n !== 0)
    .sort(([a], [b]) => (a === "" ? 1 : b === "" ? -1 : a < b ? -1 : 1));
  if (kept.length === 0) return 0;
  if (kept.length === 1 && kept[0]![0] === "") return kept[0]![1];
  return kept.map(([term, n]) => (term === "" ? String(n) : n === 1 ? term : `${n}*${term}`)).join(" + ");
}

function product(a: Polynomial, b: Polynomial): Polynomial {
  const out: Polynomial = new Map();
  for (const [s, m] of a) {
    for (const [t, n] of b) {
      const term = [...factors(s), ...factors(t)].sort().join("*");
      out.set(term, (out.get(term) ?? 0) + m * n);
    }
  }
  return out;
}

const factors = (term: string): string[] => (term === "" ? [] : splitTop(term, "*"));

function withoutFactors(all: string[], remove: string[]): string[] | undefined {
  const rest = [...all];
  for (const factor of remove) {
    const at = rest.indexOf(factor);
    if (at < 0) return undefined;
    rest.splice(at, 1);
  }
  return rest;
}

/** Splits at separators outside brackets, so that an atom `floor((H + 1)/2)` stays whole. */
function splitTop(text: string, separator: string): string[] {
  if (!text.includes("(")) return text.split(separator);
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "(") depth++;
    else if (text[i] === ")") depth--;
    else if (depth === 0 && text.startsWith(separator, i)) {
      parts.push(text.slice(start, i));
      start = i + separator.length;
    }
  }
  return [...parts, text.slice(start)];
}
