// What turns about the axis y leave apart in a field: for each |m|, and on O(3) each parity of mirrors, the stack of its parts.
import { constant, type Tensor } from "../engine/index.js";
import { add, concat, expand, matmul, mul, neg, reshape, slice, sub } from "../engine/ops/index.gen.js";
import type { Irreps } from "../group/irreps.js";
import type { Component } from "./edgeRotation.js";
import type { GroupName } from "./field.js";
import type { Scope } from "./layer.js";

/** Parts that a map which commutes with turns about y may mix at ±m. */
export interface Stack {
  readonly m: number;
  readonly kind: Kind;
  readonly parts: readonly number[];
}

/** By the sign of m = 0 in a mirror that contains y; where there are no mirrors, all are alike. */
type Kind = "even" | "odd" | "any";

/** Values of a stack, [.., parts · copies]; those of −m where m > 0. */
interface Pair {
  readonly plus: Tensor;
  readonly minus: Tensor | undefined;
}

/** The stacks of a field, by m and then by kind. */
export function stacksOf(group: GroupName, type: Irreps, mMax: number): readonly Stack[] {
  const most = Math.min(mMax, ...[Math.max(...type.map(({ l }) => l))]);
  const kinds: readonly Kind[] = group.startsWith("S") ? ["any"] : ["even", "odd"];
  const isOf = (part: number, kind: Kind) => {
    const { l, parity } = type[part]!;
    return kind === "any" || (parity === (-1) ** l) === (kind === "even");
  };
  const numbers = type.map((_, part) => part);
  return Array.from({ length: most + 1 }, (_, m) => m)
    .flatMap((m) =>
      kinds.map((kind) => ({ m, kind, parts: numbers.filter((part) => type[part]!.l >= m && isOf(part, kind)) })),
    )
    .filter(({ parts }) => parts.length > 0);
}

/** The components of the stacks in order: those of m, then those of −m. */
export const rowsOf = (stacks: readonly Stack[], type: Irreps): readonly Component[] =>
  stacks.flatMap(({ m, parts }) =>
    (m === 0 ? [0] : [m, -m]).flatMap((each) => parts.map((part) => ({ part, l: type[part]!.l, m: each }))),
  );

/** All components of a field in order. */
export const columnsOf = (type: Irreps): readonly Component[] =>
  type.flatMap(({ l }, part) => Array.from({ length: 2 * l + 1 }, (_, i) => ({ part, l, m: i - l })));

/**
 * The values of each stack.
 * @param x [.., rows, copies]
 * @param weights [.., Σ parts · copies], those of ±m alike
 */
export function cut(stacks: readonly Stack[], x: Tensor, weights: Tensor | undefined): readonly Pair[] {
  const copies = x.shape.at(-1) as number;
  let [row, column] = [0, 0];
  return stacks.map(({ m, parts }) => {
    const size = parts.length * copies;
    const weight = weights && slice(weights, -1, column, column + size);
    column += size;
    const next = () => {
      const rows = reshape(slice(x, -2, row, row + parts.length), [...x.shape.slice(0, -2), size]);
      row += parts.length;
      return weight ? mul(rows, weight) : rows;
    };
    return { plus: next(), minus: m > 0 ? next() : undefined };
  });
}

/**
 * Learned maps that commute with turns about y, which multiply x(m) + i x(−m) by e^imφ: a complex matrix for each m > 0.
 * Between stacks of one kind its real part, of two kinds its imaginary part; where there are no mirrors both.
 * @param copies of each part, before and after
 * @returns of the values of `from` those of `to`, [.., rows, copies]
 */
export function mixer(
  scope: Scope,
  from: readonly Stack[],
  to: readonly Stack[],
  [before, after]: readonly [number, number],
): (values: readonly Pair[]) => Tensor {
  const maps = to.map((stack) =>
    from.flatMap((source, i) => {
      if (source.m !== stack.m || (stack.m === 0 && source.kind !== stack.kind)) return [];
      const shape = [source.parts.length * before, stack.parts.length * after] as const;
      const inputs = from.filter(({ m }) => m === stack.m).reduce((n, { parts }) => n + parts.length * before, 0);
      const scale = 1 / Math.sqrt(stack.m > 0 && stack.kind === "any" ? 2 * inputs : inputs);
      const weight = (part: string) => scope.normal(`${stack.m}.${source.kind}.${stack.kind}.${part}`, shape, scale);
      const real = source.kind === stack.kind ? weight("real") : undefined;
      const imaginary = stack.m > 0 && (!real || stack.kind === "any") ? weight("imaginary") : undefined;
      return [{ i, map: complexMap(real, imaginary) }];
    }),
  );
  return (values) => {
    const lead = values[0]!.plus.shape.slice(0, -1);
    const rows = to.flatMap(({ m, parts }, k) => {
      const terms = maps[k]!.map(({ i, map }) => map(values[i]!));
      const total = (which: (pair: Pair) => Tensor) =>
        terms.length > 0
          ? terms.map(which).reduce((sum, each) => add(sum, each))
          : expand(constant(0, [], values[0]!.plus.dtype), [...lead, parts.length * after]);
      const both = [total(({ plus }) => plus), ...(m > 0 ? [total(({ minus }) => minus!)] : [])];
      return both.map((x) => reshape(x, [...lead, parts.length, after]));
    });
    return concat(rows, -2);
  };
}

/** (x₊ + i x₋)(real + i imaginary); with both parts by three products instead of four. */
function complexMap(real: Tensor | undefined, imaginary: Tensor | undefined): (x: Pair) => Pair {
  if (!imaginary) return ({ plus, minus }) => ({ plus: matmul(plus, real!), minus: minus && matmul(minus, real!) });
  if (!real) return ({ plus, minus }) => ({ plus: neg(matmul(minus!, imaginary)), minus: matmul(plus, imaginary) });
  const [difference, total] = [sub(imaginary, real), add(real, imaginary)];
  return ({ plus, minus }) => {
    const both = matmul(add(plus, minus!), real);
    return { plus: sub(both, matmul(minus!, total)), minus: add(both, matmul(plus, difference)) };
  };
}
