import { InputError } from "../../error.js";
import { fold, type Key } from "../../random.js";
import { type CharacterTable, characterTable, checkClassCount } from "../characterTable.js";
import { times } from "../complex.js";
import { lcm } from "../divisors.js";
import { type Group, group, type IrrepType, type Plain, type StatedRepresentation } from "../group.js";
import { bracketed, splitName, withoutBrackets } from "../groupName.js";
import { blockDiagonal, kronecker } from "../kronecker.js";
import { type Matrix, square } from "../matrix.js";
import { cyclic } from "./cyclic.js";
import { specialOrthogonal } from "./specialOrthogonal.js";
import { symmetric } from "./symmetric.js";

const factors = (...groups: Group[]): Group[] => groups;

/**
 * Direct product, written "C(4) x S(3)": elements are arrays [g, h, …], one of each factor, and the defining
 * representation is the direct sum of theirs. Irreps over C are the products of the factors' ones, named "1 x [2,1]".
 */
export const directProduct = group("directProduct", {
  symbol: "x",
  form: "G x H",
  sample: [
    factors(cyclic(4), symmetric(3)),
    factors(cyclic(2), cyclic(2), cyclic(2)),
    factors(cyclic(3), specialOrthogonal(3)),
  ],
  write: (...groups: Group[]) => groups.map(({ name }) => bracketed(name)).join(" x "),
  read(text, parse) {
    const parts = splitName(withoutBrackets(text.trim()).replaceAll("×", "x"), "x");
    return parts.length > 1 ? parts.map((part) => parse(withoutBrackets(part))) : undefined;
  },
  make(...groups: Group[]) {
    const finite = groups.every(({ order }) => order !== null);
    const at = (i: number, g: Plain): Plain[] => groups.map((one, k) => (k === i ? g : one.identity));
    return {
      order: groups.reduce<number | null>((n, { order }) => (n === null || order === null ? null : n * order), 1),
      dimension: groups.reduce((sum, { dimension }) => sum + dimension, 0),
      isOrthogonal: groups.every(({ isOrthogonal }) => isOrthogonal),
      identity: groups.map((one) => one.identity) as readonly Plain[],
      generators: groups.flatMap(({ generators }, i) => generators.map((g) => at(i, g))),
      multiply: (a: readonly Plain[], b: readonly Plain[]) => groups.map((one, i) => one.multiply(a[i]!, b[i]!)),
      inverse: (a: readonly Plain[]) => groups.map((one, i) => one.inverse(a[i]!)),
      equal: (a: readonly Plain[], b: readonly Plain[], tolerance?: number) =>
        groups.every((one, i) => one.equal(a[i]!, b[i]!, tolerance)),
      random: (key: Key) => groups.map((one, i) => one.random(fold(key, i))),
      matrix: (a: readonly Plain[]) => blockDiagonal(groups.map((one, i) => one.matrix(a[i]!))),
      lieAlgebra: () =>
        groups.flatMap((one, i) =>
          one.lieAlgebra().map((x) => blockDiagonal(groups.map((other, k) => (k === i ? x : zero(other.dimension))))),
        ),
      ...(groups.every(({ order, exponential, logarithm }) => order !== null || (exponential && logarithm)) && {
        exponential: (x: Matrix) =>
          groups.map((one, i) => (one.order === null ? one.exponential!(blockOf(groups, x, i)) : one.identity)),
        logarithm: (a: readonly Plain[]) =>
          blockDiagonal(
            groups.map((one, i) => {
              if (one.order === null) return one.logarithm!(a[i]!);
              if (one.equal(a[i]!, one.identity)) return zero(one.dimension);
              throw new InputError("directProduct", {
                expected: `an exponential, with the identity of ${one.name}`,
                got: JSON.stringify(a[i]),
              });
            }),
          ),
      }),
      ...(finite ? { characters: () => productTable(groups) } : { irreps: productIrreps(groups) }),
    };
  },
});

/** The part of a block diagonal matrix that acts on factor i. */
function blockOf(groups: readonly Group[], x: Matrix, i: number): Matrix {
  const start = groups.slice(0, i).reduce((sum, { dimension }) => sum + dimension, 0);
  const end = start + groups[i]!.dimension;
  return x.slice(start, end).map((row) => row.slice(start, end));
}

const zero = (n: number) => square(n, () => 0);

/** Classes and irreps are all combinations of the factors'. */
function productTable(groups: readonly Group[]): CharacterTable<readonly Plain[]> {
  const tables = groups.map((one) => characterTable(one));
  const name = groups.map((one) => one.name).join(" x ");
  checkClassCount(
    name,
    tables.reduce((n, { classes }) => n * classes.length, 1),
  );
  const classes = combinations(tables.map(({ classes }) => [...classes.entries()]))
    .map((each) => ({
      at: each.map(([k]) => k),
      representative: each.map(([, { representative }]) => representative),
      size: each.reduce((product, [, { size }]) => product * size, 1),
      elementOrder: each.reduce((order, [, { elementOrder }]) => lcm(order, elementOrder), 1),
    }))
    .sort((a, b) => a.elementOrder - b.elementOrder || a.size - b.size);
  const irreps = combinations(tables.map(({ irreps }) => irreps)).map((each) => ({
    name: each.map((one) => one.name).join(" x "),
    degree: each.reduce((product, { degree }) => product * degree, 1),
    type: each.map(({ type }) => type).reduce(productType),
    character: classes.map(({ at }) => each.map(({ character }, i) => character[at[i]!]!).reduce(times)),
  }));
  return {
    classes: classes.map(({ at: _, ...one }) => one),
    irreps: irreps.sort((a, b) => a.degree - b.degree),
  };
}

/** A complex factor makes the product complex, two quaternionic ones make it real. */
const productType = (a: IrrepType, b: IrrepType): IrrepType =>
  a === "complex" || b === "complex" ? "complex" : a === b ? "real" : "quaternionic";

/** Of infinite groups: products of the known real irreps of which all but one are of real type, and so irreducible. */
function productIrreps(groups: readonly Group[]): StatedRepresentation<readonly Plain[]>[] {
  const isReal = ({ type, dimension }: { type?: IrrepType; dimension: number }) =>
    type === "real" || dimension % 2 === 1;
  return combinations(groups.map(({ irreps }) => irreps))
    .filter((each) => each.filter((one) => !isReal(one)).length <= 1)
    .map((each) => ({
      ...stated(each.every(isReal) ? "real" : each.find((one) => !isReal(one))!.type),
      name: each.map(({ name }) => name).join(" x "),
      dimension: each.reduce((product, { dimension }) => product * dimension, 1),
      isOrthogonal: each.every(({ isOrthogonal }) => isOrthogonal),
      matrix: (a: readonly Plain[]) => each.map(({ matrix }, i) => matrix(a[i]!)).reduce(kronecker),
    }));
}

const stated = (type: IrrepType | undefined) => (type ? { type } : {});

const combinations = <T>(lists: readonly (readonly T[])[]): T[][] =>
  lists.reduce<T[][]>((found, list) => found.flatMap((some) => list.map((one) => [...some, one])), [[]]);
