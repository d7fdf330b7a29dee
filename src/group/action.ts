// How a group moves the numbers of one tensor, written as `name[axes]`; products are written with `*` and commute.
import { InputError, RepError } from "../error.js";
import type { Plain } from "./group.js";
import { irreps } from "./irreps.js";
import { determinant, type Matrix, rows, scale } from "./matrix.js";
import type { Motion } from "./motion.js";
import { wignerDOfMatrix } from "./wignerD.js";

/** A row-major array. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** An action of a group's elements on arrays: act(gh, x) = act(g, act(h, x)), or the reverse order for permutations. */
export interface Action {
  /** "linear[1]" */
  readonly name: string;
  /** @throws RepError if elements of this kind do not act so, or the axis has another length */
  act(g: Plain, x: Numbers): Numbers;
}

/** x as it is. */
export const invariant: Action = { name: "invariant", act: (_, x) => x };

/** An axis multiplied by the element's matrix; of a motion, by its rotation. */
export const linear = (axis: number): Action => ({
  name: `linear[${axis}]`,
  act: (g, x) => alongAxis(`linear[${axis}]`, x, axis, matrixOf(g)),
});

/** R x + t on an axis; only motions and translations of space act so. */
export const euclid = (axis: number): Action => ({
  name: `euclid[${axis}]`,
  act(g, x) {
    const { rotation, translation } = motionOf(`euclid[${axis}]`, g);
    const turned = rotation ? alongAxis(`euclid[${axis}]`, x, axis, rotation) : x;
    const [, , inner] = around(`euclid[${axis}]`, x, axis, translation.length);
    return {
      shape: x.shape,
      data: turned.data.map((value, i) => value + translation[Math.floor(i / inner) % translation.length]!),
    };
  },
});

/** Irreps of O(3) on an axis in e3nn's flat basis, copy after copy. */
export const ofIrreps = (axis: number, type: string): Action => ({
  name: `irreps[${axis}](${type})`,
  act: (g, x) => alongAxis(`irreps[${axis}]`, x, axis, blockDiagonal(type, matrixOf(g))),
});

/** (g·x)[…i…] = x[…π(i)…] on every named axis. */
export const permute = (...axes: number[]): Action => ({
  name: `permute[${axes}]`,
  act: (g, x) => axes.reduce((moved, axis) => permuted(`permute[${axes}]`, moved, axis, permutationOf(g)), x),
});

/** The array holds indices: value v becomes π⁻¹(v), where element v has gone. */
export const relabel: Action = {
  name: "relabel",
  act(g, x) {
    const permutation = permutationOf(g);
    return { shape: x.shape, data: x.data.map((value) => permutation.indexOf(value)) };
  },
};

/** Both actions, one after the other. */
export const both = (...actions: readonly Action[]): Action => ({
  name: actions.map(({ name }) => name).join(" * "),
  act: (g, x) => actions.reduce((moved, action) => action.act(g, moved), x),
});

/**
 * Reads an action as it is written: "invariant", "linear[1]", "permute[0] * relabel", "irreps[1](2x0e + 1x1o)".
 * @throws InputError on a name or axes that are not known
 */
export function parseAction(text: string): Action {
  const factors = text.split("*").map((factor) => factor.trim());
  return factors.length === 1 ? one(factors[0]!) : both(...factors.map(one));
}

function one(text: string): Action {
  const [, name, axesText = "", type] = /^(\w+)(?:\[([-\d,\s]*)\])?(?:\((.*)\))?$/.exec(text) ?? [];
  const axes = axesText
    .split(",")
    .filter((axis) => axis.trim() !== "")
    .map(Number);
  if (name === "invariant") return invariant;
  if (name === "relabel") return relabel;
  if (name === "permute" && axes.length > 0) return permute(...axes);
  if (name === "linear" && axes.length === 1) return linear(axes[0]!);
  if (name === "euclid" && axes.length === 1) return euclid(axes[0]!);
  if (name === "irreps" && axes.length === 1 && type) return ofIrreps(axes[0]!, String(irreps(type)));
  throw new InputError("action", {
    expected:
      "invariant, linear[AXIS], euclid[AXIS], irreps[AXIS](IRREPS), permute[AXES], relabel, or a product with *",
    got: JSON.stringify(text),
  });
}

const isMatrix = (g: Plain): g is Matrix => Array.isArray(g) && Array.isArray(g[0]);
const isMotion = (g: Plain): g is Motion & Plain => typeof g === "object" && "rotation" in g;

function matrixOf(g: Plain): Matrix {
  if (isMatrix(g)) return g;
  if (isMotion(g)) return g.rotation;
  throw new RepError("linear", { expected: "a group of matrices or motions", got: JSON.stringify(g).slice(0, 60) });
}

function motionOf(where: string, g: Plain): Partial<Motion> & Pick<Motion, "translation"> {
  if (isMotion(g)) return g;
  // An element of T(n) is the vector itself; a permutation is a list of numbers too.
  if (isVector(g) && !isPermutation(g)) return { translation: g };
  throw new RepError(where, {
    expected: "a group of motions, E(n), SE(n) or T(n)",
    got: JSON.stringify(g).slice(0, 60),
  });
}

const isVector = (g: Plain): g is readonly number[] => Array.isArray(g) && g.every((x) => typeof x === "number");
const isPermutation = (g: readonly number[]): boolean => [...g].sort((a, b) => a - b).every((image, i) => image === i);

function permutationOf(g: Plain): readonly number[] {
  if (isVector(g)) return g;
  throw new RepError("permute", { expected: "a permutation group", got: JSON.stringify(g).slice(0, 60) });
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const place = (axis: number, x: Numbers): number => (axis < 0 ? axis + x.shape.length : axis);

/** The shape around an axis: [outer, length, inner]. */
function around(where: string, x: Numbers, axis: number, expected: number): [number, number, number] {
  const at = place(axis, x);
  if (x.shape[at] !== expected) {
    throw new RepError(where, {
      expected: `an axis of length ${expected}`,
      got: `axis ${axis} of shape [${x.shape.join(", ")}]`,
    });
  }
  return [sizeOf(x.shape.slice(0, at)), expected, sizeOf(x.shape.slice(at + 1))];
}

function alongAxis(where: string, x: Numbers, axis: number, matrix: Matrix): Numbers {
  const [outer, n, inner] = around(where, x, axis, matrix.length);
  const data = new Float64Array(x.data.length);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        for (let k = 0; k < inner; k++)
          data[(o * n + i) * inner + k]! += matrix[i]![j]! * x.data[(o * n + j) * inner + k]!;
  return { shape: x.shape, data };
}

function permuted(where: string, x: Numbers, axis: number, permutation: readonly number[]): Numbers {
  const [outer, n, inner] = around(where, x, axis, permutation.length);
  const data = new Float64Array(x.data.length);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < n; i++) {
      const from = (o * n + permutation[i]!) * inner;
      data.set(x.data.subarray(from, from + inner), (o * n + i) * inner);
    }
  return { shape: x.shape, data };
}

function blockDiagonal(type: string, g: Matrix): Matrix {
  const sign = Math.sign(determinant(g));
  const blocks = irreps(type).flatMap(({ l, parity, multiplicity }) => {
    const rotation = rows(wignerDOfMatrix(l, scale(sign, g)), 2 * l + 1);
    return Array.from({ length: multiplicity }, () => (parity < 0 ? scale(sign, rotation) : rotation));
  });
  const dimension = blocks.reduce((n, block) => n + block.length, 0);
  const out = Array.from({ length: dimension }, () => new Array<number>(dimension).fill(0));
  let start = 0;
  for (const block of blocks) {
    for (const [i, row] of block.entries()) for (const [j, value] of row.entries()) out[start + i]![start + j] = value;
    start += block.length;
  }
  return out;
}
