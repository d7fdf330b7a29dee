// What is to be seen of a structure: spheres, the cell's edges and arrows, in Å, seen along −z without perspective.
import type { Structure } from "../../src/data/index.js";
import { apply, type Matrix } from "../../src/group/matrix.js";
import { radiusOf } from "./elementStyle.js";

type Point = readonly [x: number, y: number, z: number];

export interface Sphere {
  readonly kind: "sphere";
  /** From 0 */
  readonly atom: number;
  readonly at: Point;
  readonly radius: number;
}
/** A force, or a piece of an edge of the cell. */
export interface Line {
  readonly kind: "arrow" | "edge";
  readonly from: Point;
  readonly to: Point;
}
export type Shape = Sphere | Line;

export interface Scene {
  /** About the middle, before any rotation. */
  readonly shapes: readonly Shape[];
  /** Å: no shape reaches farther from the middle, however it is turned. */
  readonly reach: number;
  /** Å that 1 eV/Å is long; undefined if no force is worth an arrow */
  readonly scale: number | undefined;
}

/** Å, the length of the longest arrow */
const longest = 2;
/** eV/Å: below it a force is round-off in f32, and magnified it would look like one. */
export const least = 1e-3;
/** Edges are cut so that each piece is in front of an atom or behind it. */
const pieces = 12;

/** @param forces eV/Å, [atoms, 3] */
export function sceneOf({ numbers, positions, cell }: Structure, forces: ArrayLike<number>): Scene {
  const atoms = Array.from(numbers, (_, i) => pointAt(positions, i));
  const edges = cell ? edgesOf(cell) : [];
  const middle = middleOf([...atoms, ...edges.flat()]);
  const largest = most(atoms.map((_, i) => Math.hypot(...pointAt(forces, i))));
  const scale = largest < least ? undefined : longest / largest;
  const spheres = atoms.map((at, atom): Sphere => {
    return { kind: "sphere", atom, at: minus(at, middle), radius: radiusOf(numbers[atom]!) };
  });
  const arrows = spheres.flatMap(({ at, radius, atom }): Line[] => {
    const force = pointAt(forces, atom);
    const size = Math.hypot(...force);
    if (scale === undefined || size < least) return [];
    const from = along(at, force, radius / size); // outside, where no arrow is hidden by its own atom and hides its label
    return [{ kind: "arrow", from, to: along(from, force, scale) }];
  });
  const lines = edges.flatMap(([from, to]) => cut(minus(from, middle), minus(to, middle)));
  const reach = most([
    ...spheres.map(({ at, radius }) => Math.hypot(...at) + radius),
    ...[...arrows, ...lines].map(({ from, to }) => Math.max(Math.hypot(...from), Math.hypot(...to))),
  ]);
  return { shapes: [...spheres, ...arrows, ...lines], reach, scale };
}

/** The shapes turned, what is farthest first. */
export function turned({ shapes }: Scene, rotation: Matrix): Shape[] {
  const move = (point: Point) => apply(rotation, point) as unknown as Point; // 3 × 3 by 3
  const all = shapes.map((shape): Shape => {
    return shape.kind === "sphere"
      ? { ...shape, at: move(shape.at) }
      : { ...shape, from: move(shape.from), to: move(shape.to) };
  });
  return all.sort((a, b) => depthOf(a) - depthOf(b));
}

const depthOf = (shape: Shape): number => (shape.kind === "sphere" ? shape.at[2] : (shape.from[2] + shape.to[2]) / 2);

/** The twelve edges of a cell [3, 3], Å; rows of zeros have no edges. */
function edgesOf(cell: Float64Array): readonly (readonly [Point, Point])[] {
  const rows = [0, 1, 2].map((row) => pointAt(cell, row)).filter((row) => row.some((x) => x !== 0));
  return rows.flatMap((row, i) => {
    const others = rows.filter((_, k) => k !== i);
    const starts = Array.from({ length: 2 ** others.length }, (_, corner) =>
      others.reduce<Point>((at, other, k) => along(at, other, (corner >> k) & 1), [0, 0, 0]),
    );
    return starts.map((from) => [from, along(from, row, 1)] as const);
  });
}

const cut = (from: Point, to: Point): Line[] =>
  Array.from({ length: pieces }, (_, i) => {
    const [start, end] = [i, i + 1].map((k) => along(from, minus(to, from), k / pieces)) as [Point, Point];
    return { kind: "edge", from: start, to: end };
  });

/** The middle of the box around points. */
function middleOf(points: readonly Point[]): Point {
  const end = (sign: 1 | -1, axis: 0 | 1 | 2) => sign * most(points.map((point) => sign * point[axis]));
  const half = (axis: 0 | 1 | 2) => (end(1, axis) + end(-1, axis)) / 2;
  return [half(0), half(1), half(2)];
}

const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);

const pointAt = (flat: ArrayLike<number>, i: number): Point => [flat[3 * i]!, flat[3 * i + 1]!, flat[3 * i + 2]!];
const along = (a: Point, b: Point, by: number): Point => [a[0] + by * b[0], a[1] + by * b[1], a[2] + by * b[2]];
const minus = (a: Point, b: Point): Point => along(a, b, -1);
