// One test for each line of docs/conventions.md that names no other file.
import { expect, test } from "vitest";
import { key } from "../random.js";
import { parseAction } from "./action.js";
import { clebschGordan } from "./clebschGordan.js";
import { clifford } from "./clifford.js";
import { cyclic, euclidean, orthogonal, symmetric } from "./groups/index.gen.js";
import { haarRotation } from "./haar.js";
import { irreps } from "./irreps.js";
import { apply, identity, type Matrix, multiply, rows, scale, transpose } from "./matrix.js";
import {
  anglesOfRotation,
  quaternionOfRotation,
  rotationOfAngles,
  rotationOfAxisAngle,
  rotationOfQuaternion,
} from "./rotation.js";
import { sphereGrid } from "./sphereGrid.js";
import { sphericalHarmonics, sphericalHarmonicsGradient } from "./sphericalHarmonics.js";
import { planeKernelBasis } from "./steerableKernel/plane.js";
import {
  planeAction,
  planeElements,
  planeGroup,
  planeRegular,
  planeRepresentation,
} from "./steerableKernel/planeRepresentation.js";
import { spaceKernelBasis, spaceKernels } from "./steerableKernel/space.js";
import { wigner3j } from "./wigner3j.js";
import { wignerD } from "./wignerD.js";

const [x, y, z] = identity(3) as [number[], number[], number[]];
const quarter = Math.PI / 2;
const close = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  expect(a.length).toBe(b.length);
  expect(Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)))).toBeLessThan(1e-12);
};
/** The direction of polar angle β and azimuth α. */
const towards = (alpha: number, beta: number) => [
  Math.sin(beta) * Math.sin(alpha),
  Math.cos(beta),
  Math.sin(beta) * Math.cos(alpha),
];
const degrees = Array.from({ length: 13 }, (_, l) => l);

test("space is right-handed", () => {
  close(apply(rotationOfAxisAngle(z, quarter), x), y);
  close(apply(rotationOfAxisAngle(x, quarter), y), z);
});

test("positive turns are counterclockwise", () => close(apply(rotationOfAxisAngle(y, quarter), z), x));

test("rotations are active: columns are where the axes go", () => {
  const turn = rotationOfAxisAngle(z, quarter);
  close(transpose(turn)[0]!, apply(turn, x));
  close(transpose(turn)[0]!, y);
});

test("products act from the right to the left", () => {
  const [a, b] = [rotationOfAxisAngle(z, quarter), rotationOfAxisAngle(x, quarter)];
  close(apply(orthogonal(3).multiply(a, b), y), apply(a, apply(b, y)));
  expect(symmetric(3).multiply([1, 0, 2], [0, 2, 1])[1]).toBe(2); // 1 to 2 by the right one, where the left one leaves it
  const e3 = euclidean(3);
  const shift = { rotation: identity(3), translation: x };
  const turn = { rotation: a, translation: [0, 0, 0] };
  close(e3.multiply(turn, shift).translation, y);
});

test("a motion rotates, then translates", () => {
  const motion = { rotation: rotationOfAxisAngle(z, quarter), translation: [0, 0, 5] };
  close(apply(euclidean(3).matrix(motion), [1, 0, 0, 1]), [0, 1, 5, 1]);
});

test("Euler angles are Y-X-Y", () => {
  const turns = [rotationOfAxisAngle(y, 0.3), rotationOfAxisAngle(x, 1.2), rotationOfAxisAngle(y, -0.8)];
  close(rotationOfAngles(0.3, 1.2, -0.8).flat(), turns.reduce((a, b) => multiply(a, b)).flat());
});

test("Euler angles are read in their ranges", () => {
  for (let seed = 0; seed < 20; seed++) {
    const [alpha, beta, gamma] = anglesOfRotation(haarRotation(key(seed), 3));
    expect(Math.abs(alpha) <= Math.PI && Math.abs(gamma) <= Math.PI && beta >= 0 && beta <= Math.PI).toBe(true);
  }
  close(anglesOfRotation(rotationOfAngles(0.4, 0, 0.5)), [0, 0, 0.9]);
});

test("quaternions are (w, x, y, z)", () => {
  const turn = rotationOfAxisAngle(z, 1);
  close(quaternionOfRotation(turn), [Math.cos(0.5), 0, 0, Math.sin(0.5)]);
  close(rotationOfQuaternion([-Math.cos(0.5), 0, 0, -Math.sin(0.5)]).flat(), turn.flat());
  expect(quaternionOfRotation(rotationOfAxisAngle(z, 4))[0]).toBeGreaterThan(0);
});

test("harmonics run from m = −l to l", () => {
  const [alpha, beta] = [0.7, 1.1];
  const found = sphericalHarmonics(2, towards(alpha, beta), { normalization: "norm" });
  const [one, two] = [Math.sqrt(3) * Math.sin(beta) * Math.cos(beta), (Math.sqrt(3) / 2) * Math.sin(beta) ** 2];
  close(found, [
    two * Math.sin(2 * alpha),
    one * Math.sin(alpha),
    (3 * Math.cos(beta) ** 2 - 1) / 2,
    one * Math.cos(alpha),
    two * Math.cos(2 * alpha),
  ]);
});

test("degree 1 is (x, y, z)", () =>
  close(sphericalHarmonics(1, [0.6, 0, 0.8], { normalization: "norm" }), [0.6, 0, 0.8]));

test("y is the polar axis", () => {
  for (const l of degrees)
    close(
      sphericalHarmonics(l, y, { normalization: "norm" }),
      Float64Array.from({ length: 2 * l + 1 }, (_, i) => (i === l ? 1 : 0)),
    );
});

test("azimuth is measured from z towards x", () => {
  for (const l of degrees.slice(1)) {
    const at = (alpha: number) => sphericalHarmonics(l, towards(alpha, 1));
    const [start, there] = [at(0), at(0.4)];
    for (let m = 1; m <= l; m++) {
      close([there[l + m]!, there[l - m]!], [start[l + m]! * Math.cos(0.4 * m), start[l + m]! * Math.sin(0.4 * m)]);
    }
  }
});

test("real harmonics have no Condon–Shortley phase", () => {
  for (const l of degrees) expect(sphericalHarmonics(l, towards(0, 1))[2 * l]).toBeGreaterThan(0);
});

test("normalisations are integral, component and norm", () => {
  for (const l of degrees) {
    const square = (normalization?: "integral" | "component" | "norm") =>
      sphericalHarmonics(l, [0.36, 0.48, 0.8], { normalization }).reduce((sum, value) => sum + value * value, 0);
    close(
      [square(), square("integral"), square("component"), square("norm")],
      [(2 * l + 1) / (4 * Math.PI), (2 * l + 1) / (4 * Math.PI), 2 * l + 1, 1],
    );
  }
});

test("harmonics normalise their vectors unless told not to", () => {
  for (const l of degrees.slice(0, 7)) {
    close(sphericalHarmonics(l, [0, 0.6, 0.8]), sphericalHarmonics(l, [0, 1.2, 1.6]));
    const polynomial = sphericalHarmonics(l, [0, 1.2, 1.6], { normalize: false });
    close(
      polynomial,
      sphericalHarmonics(l, [0, 0.6, 0.8]).map((value) => 2 ** l * value),
    );
  }
});

test("harmonics have parity (−1)^l", () => {
  for (const l of degrees)
    close(
      sphericalHarmonics(l, [-1, -2, -3]),
      sphericalHarmonics(l, [1, 2, 3]).map((value) => (-1) ** l * value),
    );
});

test("gradients are [n, 2l + 1, 3]", () =>
  close(
    sphericalHarmonicsGradient(1, [1, 2, 3, 4, 5, 6], { normalization: "norm", normalize: false }),
    [...identity(3), ...identity(3)].flat(),
  ));

test("D moves harmonics as R moves vectors", () => {
  const [angles, v] = [[0.3, 1.2, -0.8] as const, [0.2, -0.5, 0.9]];
  const R = rotationOfAngles(...angles);
  close(wignerD(1, ...angles), R.flat());
  for (const l of degrees) {
    const D = rows(wignerD(l, ...angles), 2 * l + 1);
    close(sphericalHarmonics(l, apply(R, v)), apply(D, [...sphericalHarmonics(l, v)]));
    close(multiply(D, transpose(D)).flat(), identity(2 * l + 1).flat());
  }
});

test("−1 acts by the parity", () => {
  for (const { name, dimension, matrix } of orthogonal(3).irreps)
    close(matrix(scale(-1, identity(3))).flat(), scale(name.endsWith("o") ? -1 : 1, identity(dimension)).flat());
});

test("3j symbols of vectors are δ/√3 and ε/√6", () => {
  close(
    wigner3j(1, 1, 0),
    identity(3)
      .flat()
      .map((value) => value / Math.sqrt(3)),
  );
  const epsilon = [0, 0, 0, 0, 0, 1, 0, -1, 0, 0, 0, -1, 0, 0, 0, 1, 0, 0, 0, 1, 0, -1, 0, 0, 0, 0, 0];
  close(
    wigner3j(1, 1, 1),
    epsilon.map((value) => value / Math.sqrt(6)),
  );
});

test("Clebsch–Gordan coefficients are Condon and Shortley's", () => {
  for (let l1 = 0; l1 <= 4; l1++)
    for (let l2 = 0; l2 <= 4; l2++)
      for (let l = Math.abs(l1 - l2); l <= l1 + l2; l++)
        expect(clebschGordan(l1, l1, l2, l - l1, l, l)).toBeGreaterThan(0);
  close([clebschGordan(1, 0, 1, 0, 0, 0), clebschGordan(1, 1, 1, -1, 0, 0)], [-1 / Math.sqrt(3), 1 / Math.sqrt(3)]);
});

test("the grid on the sphere runs from y and from z", () => {
  const { points, betas, alphas } = sphereGrid(4, 6);
  close([betas[1]!, alphas[2]!], [(1.5 * Math.PI) / 4, (4 * Math.PI) / 6]);
  close(points.subarray(3 * (6 + 2), 3 * (6 + 3)), towards(alphas[2]!, betas[1]!));
});

test("irreps are written as e3nn writes them", () => {
  expect(String(irreps("32x0e+1o"))).toBe("32x0e + 1x1o");
  expect([...irreps("2e")]).toEqual([{ multiplicity: 1, irrep: "2e", l: 2, parity: 1 }]);
});

test("irreps sort by degree, odd before even", () =>
  expect(String(irreps("1e + 0e + 1o + 0o").sort().irreps)).toBe("1x0o + 1x0e + 1x1o + 1x1e"));

test("matrices are by rows", () => {
  const R = rotationOfAngles(0.3, 1.2, -0.8);
  close([R[0]![1]!, wignerD(1, 0.3, 1.2, -0.8)[1]!], [Math.sin(0.3) * Math.sin(1.2), Math.sin(0.3) * Math.sin(1.2)]);
});

test("representations act from the left", () => {
  for (const group of [orthogonal(3), orthogonal(2)]) {
    const [a, b] = [group.random(key(1)), group.random(key(2))];
    for (const { matrix } of group.irreps.slice(0, 8))
      close(matrix(group.multiply(a, b)).flat(), multiply(matrix(a), matrix(b)).flat());
  }
});

const cycle = [1, 2, 0];

test("a permutation sends i to p[i]", () => {
  const s3 = symmetric(3);
  expect(s3.multiply([1, 0, 2], cycle)).toEqual([0, 2, 1]); // 0 to 1 to 0, 1 to 2 to 2, 2 to 0 to 1
  expect(s3.multiply(cycle, s3.inverse(cycle))).toEqual([0, 1, 2]);
});

test("the matrix of p moves entry i to entry p[i]", () =>
  expect(apply(symmetric(3).matrix(cycle), [10, 11, 12])).toEqual([12, 10, 11]));

test("permute[axis] reads at p[i]", () => {
  const numbers = { shape: [3], data: Float64Array.of(10, 11, 12) };
  expect([...parseAction("permute[0]").act(cycle, numbers).data]).toEqual([11, 12, 10]);
  const inverse = symmetric(3).matrix(symmetric(3).inverse(cycle));
  expect(apply(inverse, [10, 11, 12])).toEqual([11, 12, 10]);
});

test("relabel says where an element has gone", () => {
  // Element 0 is read at p⁻¹(0) = 2 afterwards.
  expect([...parseAction("relabel").act(cycle, { shape: [3], data: Float64Array.of(0, 1, 2) }).data]).toEqual([
    2, 0, 1,
  ]);
});

test("pixel rows run downwards", () => {
  // From scalars to vectors: the kernel is the direction itself, in the plane measured from the axis of the flip.
  const d4 = planeGroup("D(4)");
  const { values } = planeKernelBasis(planeRepresentation(d4, ["0,0"]), planeRepresentation(d4, ["1,1"]), 3);
  const at = (row: number, column: number) => [0, 1].map((i) => values[i * 9 + row * 3 + column]!);
  expect(at(0, 1)[0]).toBeGreaterThan(0.1); // the axis of the flip, up
  close(at(2, 1), scale(-1, [at(0, 1)])[0]!);
  const [up, , down] = [0, 1, 2].map((depth) => {
    const basis = spaceKernelBasis(spaceKernels("0e", "1o", 1), 3);
    return [0, 1, 2].map((i) => basis.values[i * 27 + depth * 9 + 4]!);
  });
  expect(up![2]! * down![2]!).toBeLessThan(0);
  const sign = Math.sign(wigner3j(1, 0, 1)[0]!);
  expect(sign * up![2]!).toBeGreaterThan(0.1); // depth 0 is z = 1
});

test("a turn by θ turns frequency k by kθ", () => {
  const [c, s] = [Math.cos(0.9), Math.sin(0.9)];
  const [turn, flip] = [
    { angle: 0.3, flip: false },
    { angle: 0, flip: true },
  ];
  const { matrix } = planeRepresentation(planeGroup("O(2)"), ["1,3"]);
  close(matrix(turn).flat(), [c, -s, s, c]);
  close(matrix(flip).flat(), [1, 0, 0, -1]);
  close(
    cyclic(8).irreps[3]!.matrix(1).flat(),
    planeRepresentation(planeGroup("C(8)"), ["3"])
      .matrix({ angle: Math.PI / 4, flip: false })
      .flat(),
  );
});

test("flips are about the vertical axis, before the turn", () => {
  close(apply(planeAction({ angle: 0, flip: true }), [1, 2]), [-1, 2]);
  close(apply(planeAction({ angle: quarter, flip: true }), [1, 2]), [-2, -1]);
});

test("the regular representation sends h to gh", () => {
  const d3 = planeGroup("D(3)");
  const elements = planeElements(d3);
  expect(elements.map(({ flip }) => flip)).toEqual([false, false, false, true, true, true]);
  const moved = (g: number): Matrix => transpose(planeRegular(d3).matrix(elements[g]!));
  close(moved(1)[4]!, [0, 0, 0, 0, 0, 1]); // a third of a turn takes turn¹ flip to turn² flip
  close(moved(3)[1]!, [0, 0, 0, 0, 0, 1]); // flip turn¹ = turn⁻¹ flip
});

test("blades are bit masks", () => {
  const { labels, of, multiply: product } = clifford(3);
  expect([labels[0b011], labels[0b101], labels[0b111]]).toEqual(["e12", "e13", "e123"]);
  expect(product(of({ e1: 1 }), of({ e3: 1 }))[0b101]).toBe(1);
  expect(product(of({ e3: 1 }), of({ e1: 1 }))[0b101]).toBe(-1);
});

test("vectors square to 1, then −1, then 0", () => {
  const algebra = clifford(1, 1, 1);
  const squares = ["e1", "e2", "e3"].map(
    (label) => algebra.multiply(algebra.of({ [label]: 1 }), algebra.of({ [label]: 1 }))[0],
  );
  expect(squares).toEqual([1, -1, 0]);
});

test("a vector reflects what it acts on", () => {
  const algebra = clifford(3);
  close(algebra.matrix(algebra.vector([0, 2, 0])).flat(), [1, 0, 0, 0, -1, 0, 0, 0, 1]);
  const e123 = algebra.of({ e123: 1 });
  close(algebra.act(algebra.vector(x), e123), algebra.scale(-1, e123)); // a reflection turns the volume inside out
});

test("exp(−θ/2 e12) turns e1 towards e2", () => {
  const algebra = clifford(3);
  const rotor = algebra.exp(algebra.of({ e12: -0.35 }));
  close(algebra.matrix(rotor).flat(), rotationOfAxisAngle(z, 0.7).flat());
});
