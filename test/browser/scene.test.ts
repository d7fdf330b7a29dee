// What the page of a potential draws, before it is drawn.
import { describe, expect, test } from "vitest";
import { type Line, type Shape, sceneOf, turned } from "../../pages/potential/scene.js";
import { structureOf } from "../../src/atoms/index.js";
import { rotationOfQuaternion } from "../../src/group/rotation.js";
import { key, normal } from "../../src/random.js";

const atoms = (count: number, cell?: readonly number[]) =>
  structureOf({
    numbers: new Array(count).fill(6),
    positions: [...normal(key(count), 3 * count)].map((x) => 3 * x),
    ...(cell && { cell }),
    pbc: false,
  });
const ofKind = (shapes: readonly Shape[], kind: Line["kind"]) =>
  shapes.filter((shape): shape is Line => shape.kind === kind);
const lengthOf = ({ from, to }: Line) => Math.hypot(...from.map((x, i) => x - to[i]!));

describe("arrows", () => {
  test("are as long as the forces, the strongest two ångströms", () => {
    const forces = [0.3, 0, 0, 0, 0.6, 0, 0, 0, 0];
    const { shapes, scale } = sceneOf(atoms(3), forces);
    expect(scale).toBeCloseTo(2 / 0.6, 12);
    const arrows = ofKind(shapes, "arrow");
    expect(arrows.map(lengthOf)).toEqual([expect.closeTo(1, 12), expect.closeTo(2, 12)]);
    for (const [i, { from, to }] of arrows.entries()) {
      expect(to.map((x, k) => x - from[k]!)).toEqual(
        [0, 1, 2].map((k) => expect.closeTo(forces[3 * i + k]! * scale!, 12)),
      );
    }
  });

  test("are not drawn of round-off", () => {
    const { shapes, scale } = sceneOf(atoms(2), [1e-5, 0, 0, -1e-5, 0, 0]);
    expect(scale).toBeUndefined();
    expect(ofKind(shapes, "arrow")).toEqual([]);
  });
});

describe("the cell", () => {
  test.each([
    ["three vectors", [4, 0, 0, 1, 5, 0, 0, 2, 6], [4, Math.hypot(1, 5), Math.hypot(2, 6)]],
    ["two", [4, 0, 0, 0, 5, 0, 0, 0, 0], [4, 5]],
    ["one", [0, 0, 0, 0, 5, 0, 0, 0, 0], [5]],
  ])("of %s has its edges, each as often as there are parallels", (_, cell, vectors) => {
    const lengths = ofKind(sceneOf(atoms(2, cell), new Array(6).fill(0)).shapes, "edge").map(lengthOf);
    const parallels = 2 ** (vectors.length - 1);
    const total = vectors.reduce((sum, length) => sum + parallels * length, 0);
    expect(lengths.reduce((a, b) => a + b)).toBeCloseTo(total, 10);
  });
});

test("however it is turned, a scene lies within its reach, what is farthest first", () => {
  const scene = sceneOf(atoms(5, [4, 0, 0, 1, 5, 0, 0, 2, 6]), [...normal(key(1), 15)]);
  for (let i = 0; i < 20; i++) {
    const shapes = turned(scene, rotationOfQuaternion([...normal(key(i), 4)]));
    const far = shapes.map((shape) =>
      shape.kind === "sphere"
        ? Math.hypot(shape.at[0], shape.at[1]) + shape.radius
        : Math.max(Math.hypot(shape.from[0], shape.from[1]), Math.hypot(shape.to[0], shape.to[1])),
    );
    expect(Math.max(...far)).toBeLessThanOrEqual(scene.reach + 1e-9);
    const depths = shapes.map((shape) => (shape.kind === "sphere" ? shape.at[2] : (shape.from[2] + shape.to[2]) / 2));
    expect(depths).toEqual(depths.toSorted((a, b) => a - b));
  }
});
