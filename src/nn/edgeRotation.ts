// The rotations that bring edges onto the harmonics' axis y, as Wigner's matrices.
import { customVjp } from "../engine/customVjp.js";
import {
  add,
  concat,
  cross,
  div,
  equal,
  matmul,
  mul,
  neg,
  reshape,
  slice,
  sqrt,
  sub,
  sum,
  where,
} from "../engine/ops/index.gen.js";
import { constant, type Tensor } from "../engine/tensor.js";
import { wignerD } from "../group/wignerD.js";
import { wignerDerivative } from "../group/wignerDerivative.js";
import { swapLast } from "./swapLast.js";

/** One component of a field: m of the harmonics of degree l, and the part it belongs to. */
export interface Component {
  readonly part: number;
  readonly l: number;
  readonly m: number;
}

/** Edges [.., 3] with their angles φ from y and, about y, from z: 1, cos φ … cos nφ, sin φ … sin nφ, each [.., 2n + 1]. */
export type EdgeAngles = Readonly<Record<"arrow" | "polar" | "azimuth", Tensor>>;

/**
 * The angles by lengths and products, without inverse functions. Of an edge along ±y the azimuth is 0; of one of length 0
 * the polar numbers are 0, the first one too, and so are its matrices.
 * @param arrow [.., 3]
 * @param most n, the highest multiple
 */
export function edgeAngles(arrow: Tensor, most: number): EdgeAngles {
  const [direction, isZero] = upright(arrow);
  const [x, y, z] = [0, 1, 2].map((i) => slice(direction, -1, i, i + 1)) as [Tensor, Tensor, Tensor];
  const across = concat([z, x], -1);
  const [turn, isPole] = upright(across);
  const polarSine = sum(mul(across, turn), { axes: [-1], keepDims: true });
  const [cosine, sine] = [slice(turn, -1, 0, 1), slice(turn, -1, 1, 2)];
  const one = where(isZero, 0, 1);
  return {
    arrow,
    polar: multiples(one, y, polarSine, most),
    azimuth: multiples(one, where(isPole, 1, cosine), sine, most),
  };
}

/** x over its length, 0 where that is 0; and whether it is. */
function upright(x: Tensor): readonly [Tensor, Tensor] {
  const squared = sum(mul(x, x), { axes: [-1], keepDims: true });
  const isZero = equal(squared, 0);
  return [mul(x, where(isZero, 0, div(1, sqrt(where(isZero, 1, squared))))), isZero];
}

/** 1, cos φ … cos nφ, sin φ … sin nφ on the last axis. */
function multiples(one: Tensor, cosine: Tensor, sine: Tensor, most: number): Tensor {
  if (most === 0) return one;
  const [cosines, sines] = [[cosine], [sine]];
  for (let k = 1; k < most; k++) {
    const [c, s] = [cosines[k - 1]!, sines[k - 1]!];
    cosines.push(sub(mul(c, cosine), mul(s, sine)));
    sines.push(add(mul(s, cosine), mul(c, sine)));
  }
  return concat([one, ...cosines, ...sines], -1);
}

/**
 * Wigner's D of R⁻¹ for each edge, where R = R_y(azimuth) R_x(polar) takes y to the edge.
 *
 * Its derivative is that of the shortest rotation from a direction to the next one, finite everywhere, as that of the angles
 * is not along ±y. The two differ by a turn about the edge: the derivative is right for what does not depend on such turns.
 * @param angles with multiples up to the highest degree of the columns, or higher
 * @returns [.., rows, columns]
 */
export function edgeRotation(
  { arrow, polar, azimuth }: EdgeAngles,
  rows: readonly Component[],
  columns: readonly Component[],
): Tensor {
  const shape = [...arrow.shape.slice(0, -1), rows.length, columns.length];
  const [ofPolar, ofAzimuth] = tables(rows, columns, ((polar.shape.at(-1) as number) - 1) / 2);
  const matrix = reshape(
    mul(matmul(polar, literal(ofPolar, arrow)), matmul(azimuth, literal(ofAzimuth, arrow))),
    shape,
  );
  const generators = generatorTable(columns);
  return customVjp(matrix, [arrow, polar, azimuth], (g, [arrow], y) => {
    // D(exp(−ω)) = 1 − Σ ω L, and ω = r × dr / r²
    const products = matmul(swapLast(y), g);
    const turn = matmul(reshape(products, [...arrow!.shape.slice(0, -1), -1]), literal(generators, arrow!));
    const squared = sum(mul(arrow!, arrow!), { axes: [-1], keepDims: true });
    return [neg(div(cross(turn, arrow!), where(equal(squared, 0), 1, squared))), undefined, undefined];
  });
}

type Table = readonly (readonly number[])[];
const literal = (table: Table, { dtype }: Tensor): Tensor =>
  constant(table.flat(), [table.length, table[0]!.length], dtype);

/**
 * D(R)ᵀ[m, c] is an entry of D(R_x(polar)) times cos |c|a or ± sin |c|a: R_x keeps the harmonics with m < 0, odd in x, apart from
 * the others. As tables [multiples, rows · columns] of the two factors.
 */
function tables(rows: readonly Component[], columns: readonly Component[], most: number): readonly [Table, Table] {
  const series = polarSeries(most);
  const entries = rows.flatMap((row) => columns.map((column) => ({ ...row, column })));
  const ofPolar = ({ part, l, m, column }: (typeof entries)[number], k: number) => {
    if (column.part !== part) return 0;
    const c = m < 0 ? -Math.abs(column.m) : Math.abs(column.m);
    return series[l]![k]![(l + c) * (2 * l + 1) + l + m]!;
  };
  const ofAzimuth = ({ m, column: { m: c } }: (typeof entries)[number], k: number) => {
    if (m < 0 === c < 0) return k === Math.abs(c) ? 1 : 0;
    return c !== 0 && k === most + Math.abs(c) ? -Math.sign(c) : 0;
  };
  const table = (of: typeof ofPolar): Table =>
    Array.from({ length: 2 * most + 1 }, (_, k) => entries.map((entry) => of(entry, k)));
  return [table(ofPolar), table(ofAzimuth)];
}

/** D(R_x(φ)) of each degree as the sum over 1, cos φ …, sin φ … of [2l + 1, 2l + 1]: [degree][multiple]. */
function polarSeries(most: number): readonly (readonly Float64Array[])[] {
  const count = 2 * most + 1;
  const angles = Array.from({ length: count }, (_, j) => (2 * Math.PI * j) / count);
  return Array.from({ length: most + 1 }, (_, l) => {
    const samples = angles.map((angle) => wignerD(l, 0, angle, 0));
    return angles.map((_, k) => {
      const weight = (angle: number) =>
        k === 0 ? 1 / count : (2 / count) * (k <= most ? Math.cos(k * angle) : Math.sin((k - most) * angle));
      return samples[0]!.map((_, at) => samples.reduce((sum, each, j) => sum + weight(angles[j]!) * each[at]!, 0));
    });
  });
}

/** The generators of turns about x, y and z on the columns: [columns · columns, 3]. */
function generatorTable(columns: readonly Component[]): Table {
  const most = Math.max(...columns.map(({ l }) => l));
  const axes = [
    [
      [0, 0, 0],
      [0, 0, -1],
      [0, 1, 0],
    ],
    [
      [0, 0, 1],
      [0, 0, 0],
      [-1, 0, 0],
    ],
    [
      [0, -1, 0],
      [1, 0, 0],
      [0, 0, 0],
    ],
  ];
  const all = Array.from({ length: most + 1 }, (_, l) => axes.map((axis) => wignerDerivative(l, axis)));
  return columns.flatMap(({ part, l, m }) =>
    columns.map((to) => all[l]!.map((generator) => (to.part === part ? generator[l + m]![l + to.m]! : 0))),
  );
}
