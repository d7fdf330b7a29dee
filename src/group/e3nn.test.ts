// Every golden value of e3nn 0.6.0 that belongs to this room; see golden/e3nn.py.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { irreps } from "./irreps.js";
import { rows } from "./matrix.js";
import { reducedTensorProducts } from "./reducedTensorProducts.js";
import {
  anglesOfRotation,
  axisAngleOfRotation,
  quaternionOfRotation,
  rotationOfAngles,
  rotationOfAxisAngle,
  rotationOfQuaternion,
} from "./rotation.js";
import { fromSphere, peaksAt, sphereGrid, sumOfDiracs, toSphere } from "./sphereGrid.js";
import { type Normalization, sphericalHarmonics } from "./sphericalHarmonics.js";
import { wigner3j } from "./wigner3j.js";
import { wignerD, wignerDOfMatrix } from "./wignerD.js";

type Arrays = Readonly<Record<string, number[]>>;
const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../test/golden/e3nn/${name}.json`, import.meta.url), "utf8"));

/** What we compute beside what e3nn did. */
interface Pair {
  readonly name: string;
  readonly ours: () => ArrayLike<number>;
  readonly golden: ArrayLike<number>;
}

/** A test that each number agrees to 1e-12, relative to the largest of its array where that is above 1. */
function agrees(title: string, pairs: readonly Pair[]): void {
  const count = pairs.reduce((sum, { golden }) => sum + golden.length, 0);
  test(`e3nn 0.6.0, ${title}: ${count} numbers agree to 1e-12`, () => {
    for (const { name, ours, golden } of pairs) {
      const found = ours();
      expect(found.length, name).toBe(golden.length);
      const scale = Math.max(1, ...Array.from(golden, Math.abs));
      const worst = Math.max(...Array.from(golden, (x, i) => Math.abs(found[i]! - x))) / scale;
      expect(worst, name).toBeLessThan(1e-12);
    }
  });
}

const degrees = (most: number) => Array.from({ length: most + 1 }, (_, l) => l);
const normalizations = ["integral", "component", "norm"] as const satisfies readonly Normalization[];

const symbols = read("group").wigner3j as Record<string, { size: number; where: number[]; values: number[] }>;
agrees(
  "3j symbols l ≤ 4",
  Object.entries(symbols).map(([name, { size, where, values }]) => {
    const golden = new Float64Array(size);
    where.forEach((i, k) => {
      golden[i] = values[k]!;
    });
    const [l1, l2, l3] = name.split("_").map(Number) as [number, number, number];
    return { name, golden, ours: () => wigner3j(l1, l2, l3) };
  }),
);

const harmonics: Arrays = read("harmonics");
for (const normalization of normalizations)
  agrees(
    `harmonics l ≤ 8, ${normalization}`,
    degrees(8).map((l) => ({
      name: `l = ${l}`,
      golden: harmonics[`${normalization}_${l}`]!,
      ours: () => sphericalHarmonics(l, harmonics.unit_vectors!, { normalization }),
    })),
  );
agrees(
  "harmonic polynomials l ≤ 8",
  degrees(8).map((l) => ({
    name: `l = ${l}`,
    golden: harmonics[`polynomial_component_${l}`]!,
    ours: () => sphericalHarmonics(l, harmonics.long_vectors!, { normalization: "component", normalize: false }),
  })),
);

const rotations: Arrays = read("wignerD");
const angles = rotations.alpha!.map((alpha, i) => [alpha, rotations.beta![i]!, rotations.gamma![i]!] as const);
const nth = (name: string, i: number, size: number) => rotations[name]!.slice(i * size, (i + 1) * size);
const products = (x: readonly number[]) => x.flatMap((a) => x.map((b) => a * b)); // all, as any component may be 0
const matrices = angles.map((_, i) => rows(Float64Array.from(nth("matrices", i, 9)), 3));
agrees(
  "D matrices l ≤ 6 of angles",
  degrees(6).map((l) => ({
    name: `l = ${l}`,
    golden: rotations[`D_${l}`]!,
    ours: () => angles.flatMap((one) => [...wignerD(l, ...one)]),
  })),
);
agrees(
  "D matrices l ≤ 6 of matrices",
  degrees(6).map((l) => ({
    name: `l = ${l}`,
    golden: rotations[`D_${l}`]!,
    ours: () => matrices.flatMap((one) => [...wignerDOfMatrix(l, one)]),
  })),
);

const regular = [1, 3, 4, 5, 6, 7, 8, 9]; // e3nn's axis of no turn is 0, and at β = π it is not normalised
agrees("matrices, angles, quaternions, axes and angles of rotations", [
  {
    name: "matrices",
    golden: rotations.matrices!,
    ours: () => angles.flatMap((one) => rotationOfAngles(...one).flat()),
  },
  { name: "angles", golden: rotations.angles_back!, ours: () => matrices.flatMap(anglesOfRotation) },
  {
    name: "quaternions, up to sign",
    golden: angles.flatMap((_, i) => products(nth("quaternions", i, 4))),
    ours: () => matrices.flatMap((matrix) => products(quaternionOfRotation(matrix))),
  },
  {
    name: "matrices of quaternions",
    golden: rotations.matrices!,
    ours: () => angles.flatMap((_, i) => rotationOfQuaternion(nth("quaternions", i, 4)).flat()),
  },
  {
    name: "matrices of axes and angles",
    golden: regular.flatMap((i) => nth("matrices", i, 9)),
    ours: () => regular.flatMap((i) => rotationOfAxisAngle(nth("axis", i, 3), rotations.angle![i]!).flat()),
  },
  {
    name: "axes",
    golden: regular.flatMap((i) => nth("axis", i, 3)),
    ours: () => regular.flatMap((i) => axisAngleOfRotation(matrices[i]!).axis),
  },
  {
    name: "angles of turns",
    golden: rotations.angle!,
    ours: () => matrices.map((one) => axisAngleOfRotation(one).angle),
  },
]);

const sphere: Arrays = read("sphere");
const grid = sphereGrid(10, 9);
agrees("grid on the sphere", [
  { name: "betas", golden: sphere.betas!, ours: () => grid.betas },
  { name: "alphas", golden: sphere.alphas!, ours: () => grid.alphas },
  { name: "points", golden: sphere.grid!, ours: () => grid.points },
]);
for (const normalization of normalizations)
  agrees(`to and from the sphere, ${normalization}`, [
    {
      name: "to",
      golden: sphere[`${normalization}/grid_values`]!,
      ours: () => toSphere(sphere[`${normalization}/coefficients`]!, 3, grid, normalization),
    },
    {
      name: "from",
      golden: sphere[`${normalization}/back`]!,
      ours: () => fromSphere(sphere[`${normalization}/grid_values`]!, 3, grid, normalization),
    },
  ]);
const peaks = [0, 3, 6].map((i) => sphere.peaks!.slice(i, i + 3));
agrees("peaks on the sphere", [
  { name: "with_peaks_at", golden: sphere.with_peaks_at!, ours: () => peaksAt(peaks, sphere.peak_values!, 4) },
  { name: "sum_of_diracs", golden: sphere.sum_of_diracs!, ours: () => sumOfDiracs(peaks, sphere.peak_values!, 4) },
]);

interface Reduced {
  readonly formula: string;
  readonly indices: Readonly<Record<string, string>>;
  readonly filterOut?: readonly string[];
  readonly filterMid?: readonly string[];
  readonly irreps: string;
  readonly basis: { readonly shape: readonly number[]; readonly where: string; readonly values: string };
}
const reduced: readonly Reduced[] = read("reducedProducts");
const numbersOf = (text: string) => text.split(" ").map(Number);
/** The projectors QᵀQ on each irrep, which no choice of basis inside equal irreps changes. */
function projectors(type: string, basis: Float64Array): number[] {
  const [all, size] = [irreps(type), basis.length / irreps(type).dimension];
  let start = 0;
  return all.flatMap(({ multiplicity, l }) => {
    const q = Array.from({ length: multiplicity * (2 * l + 1) }, (_, i) =>
      basis.subarray((start + i) * size, (start + i + 1) * size),
    );
    start += q.length;
    return Array.from({ length: size * size }, (_, at) =>
      q.reduce((sum, row) => sum + row[at % size]! * row[Math.floor(at / size)]!, 0),
    );
  });
}
const reductions = reduced.map(({ formula, indices, filterOut, filterMid, irreps: type, basis }) => {
  const golden = new Float64Array(basis.shape.reduce((a, b) => a * b, 1));
  numbersOf(basis.where).forEach((at, i) => {
    golden[at] = numbersOf(basis.values)[i]!;
  });
  const name = `${formula} of ${Object.values(indices).join(", ")}`;
  return { name, golden, type, basis, ours: () => reducedTensorProducts(formula, indices, { filterOut, filterMid }) };
});
test(`e3nn 0.6.0, irreps of ${reductions.length} reduced tensor products are the same`, () => {
  for (const { name, type, basis, ours } of reductions) {
    expect(String(ours().irreps), name).toBe(String(irreps(type)));
    expect(ours().shape, name).toEqual(basis.shape);
  }
});
agrees(
  "projectors of reduced tensor products, an irrep each",
  reductions.slice(0, 5).map(({ name, golden, type, ours }) => ({
    name,
    golden: projectors(type, golden),
    ours: () => projectors(type, ours().changeOfBasis),
  })),
);
agrees(
  "bases of reduced tensor products, as e3nn chooses them",
  reductions.map(({ name, golden, ours }) => ({ name, golden, ours: () => ours().changeOfBasis })),
);
