import { printShape } from "../engine/dim.js";
import type { Tensor } from "../engine/index.js";
import { add as addTensors, concat, reshape, slice } from "../engine/ops/index.gen.js";
import { RepError } from "../error.js";
import { type Irreps, type IrrepsOf, irreps as parse } from "../group/irreps.js";
import { swapLast } from "./swapLast.js";

/**
 * Groups a field may belong to, by name; fields of different groups do not mix. Irreps are those of O(3); in another
 * dimension n there are l = 0 (dimension 1) and l = 1 (dimension n).
 */
export type GroupName = `O(${number})` | `SO(${number})`;

/** Dimension of space of a group. */
export const dimensionOf = (group: GroupName): number => Number(/\d+/.exec(group)![0]);

/**
 * A tensor that transforms: one part an irrep, [...batch, 2l + 1, multiplicity], channels last.
 * `S` is the text of its irreps where it is known to the compiler.
 */
export interface Field<G extends GroupName, S extends string> {
  readonly group: G;
  readonly type: S;
  readonly irreps: Irreps;
  /** One an entry of `irreps`. */
  readonly parts: readonly Tensor[];
  /** Copies of an irrep in all entries. */
  multiplicity(irrep: string): number;
  /** All copies of an irrep, [...batch, 2l + 1, multiplicity]. @throws RepError if there is none */
  part(irrep: string): Tensor;
}

/** S, if all its irreps are invariant; otherwise the error message, as a type. */
export type Scalars<S extends string, Where extends string = "pointwise"> = string extends S
  ? S
  : [Exclude<IrrepsOf<S>, "0e">] extends [never]
    ? S
    : `${Where}: expected irreps of 0e, got ${Exclude<IrrepsOf<S>, "0e">}`;

/**
 * Parts as a field.
 * @throws RepError if a part's last two axes are not [2l + 1, multiplicity]
 */
export function field<G extends GroupName, const S extends string>(
  group: G,
  type: S,
  parts: readonly Tensor[],
): Field<G, S> {
  const irreps = parse(type);
  const space = dimensionOf(group);
  irreps.forEach(({ irrep, l, multiplicity }, i) => {
    const shape = parts[i]?.shape ?? [];
    const dimension = l === 1 ? space : 2 * l + 1;
    if (l > 1 && space !== 3) throw new RepError("field", { expected: `l = 0 or 1 in ${group}`, got: irrep });
    if (shape.at(-1) !== multiplicity || shape.at(-2) !== dimension || parts.length !== irreps.length) {
      throw new RepError("field", {
        expected: `part ${i} as [.., ${dimension}, ${multiplicity}] for ${multiplicity}x${irrep}`,
        got: parts[i] ? printShape(shape) : "nothing",
      });
    }
  });
  return {
    group,
    type,
    irreps,
    parts,
    multiplicity: (irrep) => irreps.reduce((n, each) => n + (each.irrep === irrep ? each.multiplicity : 0), 0),
    part(irrep) {
      const found = parts.filter((_, i) => irreps[i]!.irrep === irrep);
      if (found.length > 0) return concat(found, -1);
      throw new RepError("field.part", { expected: `an irrep of ${irreps}`, got: irrep });
    },
  };
}

/** Channels [...batch, n] as invariants. */
export const scalars = <G extends GroupName, const S extends string>(group: G, type: S, x: Tensor): Field<G, S> =>
  field(group, type, [reshape(x, [...x.shape.slice(0, -1), 1, x.shape.at(-1)!])]);

/** Positions in space: rotations turn them and translations shift them, so that only differences are fields. */
export interface Points<G extends GroupName> {
  readonly group: G;
  /** [...batch, n] */
  readonly position: Tensor;
}

/** @throws RepError if the last axis is not the dimension of the group's space */
export function points<G extends GroupName>(group: G, position: Tensor): Points<G> {
  if (position.shape.at(-1) === dimensionOf(group)) return { group, position };
  throw new RepError("points", {
    expected: `[.., ${dimensionOf(group)}] for ${group}`,
    got: printShape(position.shape),
  });
}

/** Points moved by one vector each. @throws RepError if their groups differ */
export function translate<G extends GroupName>(
  { group, position }: Points<G>,
  by: Field<NoInfer<G>, "1x1o">,
): Points<G> {
  if (group !== (by.group as string)) throw new RepError("translate", { expected: group, got: by.group });
  return points(group, addTensors(position, components(by)));
}

/** The vectors of a field that has one an element, [...batch, n]. */
export const components = <G extends GroupName>(x: Field<G, "1x1o">): Tensor =>
  reshape(x.part("1o"), x.part("1o").shape.slice(0, -1));

/** One vector an element, [...batch, n] in the order x, y, z. */
export const vector = <G extends GroupName>(group: G, x: Tensor): Field<G, "1x1o"> =>
  field(group, "1x1o", [reshape(x, [...x.shape, 1])]);

/** The channels of a field of invariants, [...batch, n]. */
export function channels<G extends GroupName, S extends string>(x: Field<G, Scalars<S, "channels">>): Tensor {
  const odd = x.irreps.find(({ irrep }) => irrep !== "0e");
  if (odd) throw new RepError("channels", { expected: "irreps of 0e", got: odd.irrep });
  const all = concat(x.parts, -1);
  return reshape(all, [...all.shape.slice(0, -2), all.shape.at(-1)!]);
}

/**
 * Sum of two fields of one type.
 * @throws RepError if their irreps differ; a type error where both are literals
 */
export function add<G extends GroupName, S extends string>(
  x: Field<G, S>,
  y: Field<NoInfer<G>, NoInfer<S>>,
): Field<G, S> {
  if (x.group !== y.group || String(x.irreps) !== String(y.irreps)) {
    throw new RepError("add", { expected: `${x.group} ${x.irreps}`, got: `${y.group} ${y.irreps}` });
  }
  return field(
    x.group,
    x.type,
    x.parts.map((part, i) => addTensors(part, y.parts[i]!)),
  );
}

/** e3nn's flat vector [...batch, dimension], copy after copy, components within: for foreign weights and golden values. */
export function toFlat<G extends GroupName, S extends string>(x: Field<G, S>): Tensor {
  return concat(
    x.parts.map((part) => reshape(swapLast(part), [...part.shape.slice(0, -2), -1])),
    -1,
  );
}

/** A field from e3nn's flat vector. */
export function fromFlat<G extends GroupName, const S extends string>(group: G, type: S, x: Tensor): Field<G, S> {
  let start = 0;
  const parts = parse(type).map(({ l, multiplicity }) => {
    const end = start + multiplicity * (2 * l + 1);
    const copies = reshape(slice(x, -1, start, end), [...x.shape.slice(0, -1), multiplicity, 2 * l + 1]);
    start = end;
    return swapLast(copies);
  });
  return field(group, type, parts);
}
