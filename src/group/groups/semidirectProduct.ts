import { InputError } from "../../error.js";
import { finiteStructure } from "../conjugacy.js";
import { type Group, group, type Plain } from "../group.js";
import { bracketed, splitName, withoutBrackets } from "../groupName.js";
import { blockDiagonal } from "../kronecker.js";
import { permutationMatrix } from "../permutations.js";
import { cyclic } from "./cyclic.js";

/** How one group acts on another by automorphisms: by(h, by(k, n)) = by(hk, n). */
export interface Acting {
  readonly name: string;
  readonly by: (h: Plain, n: Plain) => Plain;
}

/** The generator of C(m) multiplies the elements of C(n) by r, where rᵐ = 1 modulo n. */
export const multiplication = (r: number, n: number): Acting => ({
  name: String(r),
  by: (h, k) => (power(r, h as number, n) * (k as number)) % n,
});

/**
 * Semidirect product N ⋊ H: elements [n, h], product [n, h] [m, k] = [n h(m), hk]. Groups by name are products of cyclic
 * groups: "C(7) : C(3) by 2" where the generator of C(3) takes k to 2k; without "by", the least number of that order.
 * The defining representation permutes the elements of N, on which N acts by multiplication and H by its automorphisms,
 * beside the defining one of H.
 */
export const semidirectProduct = group("semidirectProduct", {
  symbol: ":",
  form: "C(n) : C(m) by r",
  sample: [
    [cyclic(7), cyclic(3), multiplication(2, 7)],
    [cyclic(8), cyclic(2), multiplication(3, 8)],
    [cyclic(5), cyclic(4), multiplication(2, 5)],
  ] as [Group, Group, Acting][],
  write: (normal: Group, acting: Group, { name }: Acting) =>
    `${bracketed(normal.name)} : ${bracketed(acting.name)} by ${name}`,
  read(text, parse) {
    const [left, right, ...others] = splitName(withoutBrackets(text.trim()), ":");
    if (left === undefined || right === undefined || others.length > 0) return undefined;
    const [, second = right, by] = /^(.*?)(?:\s+by\s+(\d+))?$/.exec(right) ?? [];
    const [normal, acting] = [parse(withoutBrackets(left)), parse(withoutBrackets(second))];
    if (normal.kind !== "cyclic" || acting.kind !== "cyclic")
      throw new InputError("semidirectProduct", {
        expected: "a name of the form C(n) : C(m) by r",
        got: JSON.stringify(text),
        hint: "other actions are given to semidirectProduct(N, H, {name, by}) in code.",
      });
    const r = by === undefined ? leastOfOrder(acting.order!, normal.order!) : Number(by);
    return [normal, acting, multiplication(r, normal.order!)] as [Group, Group, Acting];
  },
  make(normal: Group, acting: Group, action: Acting) {
    checkAction(normal, acting, action);
    const { by } = action;
    const base = finiteStructure(normal);
    return {
      order: normal.order! * acting.order!,
      dimension: base.elements.length + acting.dimension,
      identity: [normal.identity, acting.identity] as readonly Plain[],
      generators: [
        ...normal.generators.map((n) => [n, acting.identity]),
        ...acting.generators.map((h) => [normal.identity, h]),
      ] as (readonly Plain[])[],
      multiply: ([n, h]: readonly Plain[], [m, k]: readonly Plain[]): readonly Plain[] => [
        normal.multiply(n!, by(h!, m!)),
        acting.multiply(h!, k!),
      ],
      inverse([n, h]: readonly Plain[]): readonly Plain[] {
        const back = acting.inverse(h!);
        return [by(back, normal.inverse(n!)), back];
      },
      matrix: ([n, h]: readonly Plain[]) =>
        blockDiagonal([
          permutationMatrix(base.elements.map((m) => base.indexOf(normal.multiply(n!, by(h!, m))))),
          acting.matrix(h!),
        ]),
    };
  },
});

/** @throws InputError if the groups are infinite or large, or the action is none by automorphisms */
function checkAction(normal: Group, acting: Group, { name, by }: Acting): void {
  const limit = 5_000;
  const size =
    normal.order !== null && acting.order !== null ? Math.max(normal.order, acting.order) : Number.POSITIVE_INFINITY;
  if (size > limit)
    throw new InputError("semidirectProduct", {
      expected: `finite groups of at most ${limit} elements`,
      got: `${normal.name} and ${acting.name}`,
    });
  const equal = (a: Plain, b: Plain) => normal.equal(a, b);
  const hs = [acting.identity, ...acting.generators];
  const isHomomorphism = hs.every((h) =>
    normal
      .elements()
      .every((m) =>
        normal.generators.every((n) => equal(by(h, normal.multiply(n, m)), normal.multiply(by(h, n), by(h, m)))),
      ),
  );
  // by(gh, n) = by(g, by(h, n)) for generators g and all h, on generators n
  const isAction =
    normal.generators.every((n) => equal(by(acting.identity, n), n)) &&
    acting.generators.every((g) =>
      acting
        .elements()
        .every((h) => normal.generators.every((n) => equal(by(acting.multiply(g, h), n), by(g, by(h, n))))),
    );
  if (!isHomomorphism || !isAction)
    throw new InputError("semidirectProduct", {
      expected: `an action of ${acting.name} on ${normal.name} by automorphisms`,
      got: `${JSON.stringify(name)}, which is none`,
    });
}

/** The least r with rᵐ = 1 modulo n and no lower power. */
function leastOfOrder(m: number, n: number): number {
  for (let r = 1; r <= n; r++) {
    let [order, value] = [1, r % n];
    for (; value !== 1 % n && order <= m; order++) value = (value * r) % n;
    if (order === m && value === 1 % n) return r;
  }
  throw new InputError("semidirectProduct", {
    expected: `a number of order ${m} modulo ${n}`,
    got: "none",
    hint: `name the factor, as in C(${n}) : C(${m}) by 1.`,
  });
}

function power(r: number, exponent: number, n: number): number {
  let value = 1 % n;
  for (let i = 0; i < exponent; i++) value = (value * r) % n;
  return value;
}
