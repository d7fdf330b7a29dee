import { readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, inflateSync } from "node:zlib";
import fc, { assert, boolean, double, property, record, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { root } from "../../test/checkout.js";
import { key, uniform } from "../random.js";
import { edgeVectors, estimatedEdges, type PeriodicEdges, periodicNeighbours } from "./periodicNeighbours.js";
import { cellVolume, completedCell, type Structure } from "./structure.js";

interface Case {
  readonly pbc: Structure["pbc"];
  readonly cell: readonly number[];
  readonly positions: readonly number[];
  readonly cutoff: number;
  readonly edges: number;
  readonly crc32: number;
  readonly distances: readonly number[];
  readonly list?: { readonly edges: string; readonly distances: string };
}
const file = readFileSync(join(root, "test/golden/neighbours/cells.json"), "utf8");
const { cases } = JSON.parse(file) as { readonly cases: readonly Case[] };

const structure = (
  positions: ArrayLike<number>,
  cell: ArrayLike<number> | undefined,
  pbc: Structure["pbc"],
): Structure => ({
  numbers: new Int32Array(positions.length / 3).fill(6),
  positions: Float64Array.from(positions),
  ...(cell && { cell: Float64Array.from(cell) }),
  pbc,
  info: {},
});

/** Edges in the order of receiver, sender, shift: as rows, and their distances. */
function ordered({ senders, receivers, shifts, vectors }: PeriodicEdges) {
  const rows = Array.from(senders, (sender, e) => [receivers[e]!, sender, ...shifts.subarray(3 * e, 3 * e + 3)]);
  const order = rows
    .map((_, e) => e)
    .sort((a, b) => {
      const at = rows[a]!.findIndex((x, k) => x !== rows[b]![k]);
      return at < 0 ? 0 : rows[a]![at]! - rows[b]![at]!;
    });
  return {
    rows: Int32Array.from(order.flatMap((e) => rows[e]!)),
    distances: Float64Array.from(order, (e) => Math.hypot(...vectors.subarray(3 * e, 3 * e + 3))),
  };
}
const bytes = (array: Int32Array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

describe("equal to ase's and matscipy's", () => {
  test("at least 200 cells, of every pbc, of both hands, some smaller than the cutoff", () => {
    expect(cases.length).toBeGreaterThanOrEqual(200);
    expect(new Set(cases.map(({ pbc }) => String(pbc))).size).toBe(8);
    const volumes = cases.map(({ cell }) => cellVolume(Float64Array.from(cell)));
    expect(volumes.filter((volume) => volume < 0).length).toBeGreaterThan(30);
    const small = cases.filter(({ cell, cutoff }) => Math.hypot(...cell.slice(0, 3)) < cutoff);
    expect(small.length).toBeGreaterThan(50);
  });

  test.each(cases.map((each, i) => ({ ...each, i })))(
    "cell $i, pbc $pbc",
    ({ pbc, cell, positions, cutoff, ...golden }) => {
      const { rows, distances } = ordered(periodicNeighbours(structure(positions, cell, pbc), cutoff));
      expect(rows.length / 5).toBe(golden.edges);
      expect(crc32(bytes(rows))).toBe(golden.crc32);
      if (golden.list) {
        const packed = inflateSync(Buffer.from(golden.list.edges, "base64"));
        expect(Buffer.compare(bytes(rows), packed)).toBe(0);
        const raw = Uint8Array.from(Buffer.from(golden.list.distances, "base64"));
        const theirs = new Float64Array(raw.buffer);
        distances.forEach((distance, e) => void expect(Math.abs(distance - theirs[e]!)).toBeLessThan(1e-10));
      }
      const sums = golden.distances.map(() => 0);
      distances.forEach((distance, e) => {
        sums[rows[5 * e]!]! += distance;
      });
      sums.forEach((sum, i) => void expect(Math.abs(sum - golden.distances[i]!)).toBeLessThan(1e-10));
    },
  );
});

/** All images that can matter, tried one by one. */
function bruteForce({ positions, cell: given, pbc }: Structure, cutoff: number): string[] {
  const cell = completedCell(given ?? new Float64Array(9));
  const volume = Math.abs(cellVolume(cell));
  const rows = [0, 3, 6].map((row) => cell.subarray(row, row + 3));
  const area = (k: number) => {
    const [a, b] = [rows[(k + 1) % 3]!, rows[(k + 2) % 3]!];
    return Math.hypot(a[1]! * b[2]! - a[2]! * b[1]!, a[2]! * b[0]! - a[0]! * b[2]!, a[0]! * b[1]! - a[1]! * b[0]!);
  };
  const spread = Math.max(...positions) - Math.min(...positions);
  const reach = pbc.map((periodic, k) => (periodic ? Math.ceil(((cutoff + 2 * spread) * area(k)) / volume) : 0));
  const out: string[] = [];
  const shifts = (k: number) => Array.from({ length: 2 * reach[k]! + 1 }, (_, i) => i - reach[k]!);
  for (const a of shifts(0)) {
    for (const b of shifts(1)) {
      for (const c of shifts(2)) {
        for (let i = 0; i < positions.length / 3; i++) {
          for (let j = 0; j < positions.length / 3; j++) {
            if (i === j && a === 0 && b === 0 && c === 0) continue;
            const away = [0, 1, 2].map(
              (k) =>
                positions[3 * j + k]! - positions[3 * i + k]! + a * rows[0]![k]! + b * rows[1]![k]! + c * rows[2]![k]!,
            );
            if (Math.hypot(...away) < cutoff) out.push([i, j, a, b, c].join());
          }
        }
      }
    }
  }
  return out.sort();
}
const edgesOf = ({ rows }: { readonly rows: Int32Array }) =>
  Array.from({ length: rows.length / 5 }, (_, e) => rows.subarray(5 * e, 5 * e + 5).join()).sort();

test("any cell: what trying every image finds", () => {
  const number = (bound: number) => double({ min: -bound, max: bound, noNaN: true });
  const arbitrary = record({
    cell: fc
      .array(number(4), { minLength: 9, maxLength: 9 })
      .filter((cell) => Math.abs(cellVolume(Float64Array.from(cell))) > 2),
    positions: fc.array(tuple(number(5), number(5), number(5)), { minLength: 1, maxLength: 6 }),
    pbc: tuple(boolean(), boolean(), boolean()),
    cutoff: double({ min: 0.5, max: 4, noNaN: true }),
  });
  assert(
    property(arbitrary, ({ cell, positions, pbc, cutoff }) => {
      const each = structure(positions.flat(), cell, pbc);
      expect(edgesOf(ordered(periodicNeighbours(each, cutoff)))).toEqual(bruteForce(each, cutoff));
    }),
    { numRuns: 60 },
  );
});

test("free space, and directions without a vector", () => {
  const positions = [...uniform(key(1), 60, 0, 6)];
  const free: Structure["pbc"] = [false, false, false];
  for (const each of [
    structure(positions, undefined, free),
    structure(positions, [5, 1, 0, 0, 0, 0, 0, 6, 0], [true, false, true]),
    structure(positions, [0, 0, 0, 0, 0, 0, 0, 2, 3], [false, false, true]),
  ]) {
    const edges = ordered(periodicNeighbours(each, 2.5));
    expect(edges.rows.length).toBeGreaterThan(100);
    expect(edgesOf(edges)).toEqual(bruteForce(each, 2.5));
  }
});

test("atoms on a border, far outside, upon each other, alone", () => {
  const cell = [3, 0, 0, 0, 3, 0, 0, 0, 3];
  const all: Structure["pbc"] = [true, true, true];
  for (const positions of [
    [0, 0, 0, 3, 3, 3],
    [-1e-17, 0, 0, 0, 0, 0],
    [1e4, 0, 0, 0, -1e4, 2],
    [1, 1, 1, 1, 1, 1],
  ]) {
    const { rows } = ordered(periodicNeighbours(structure(positions, cell, all), 3.1));
    const neighbours = edgesOf({ rows }).map((row) => row.split(",")[0]);
    expect(neighbours.filter((i) => i === "0").length).toBe(neighbours.filter((i) => i === "1").length);
    expect(neighbours.length).toBeGreaterThanOrEqual(12);
  }
  expect(periodicNeighbours(structure([7, 8, 9], undefined, [false, false, false]), 5).senders).toHaveLength(0);
  const pair = [0, 0, 0, 1e9, 0, 0];
  expect(periodicNeighbours(structure(pair, undefined, [false, false, false]), 1).senders).toHaveLength(0);
});

test("the cutoff itself does not count", () => {
  const pair = structure([0, 0, 0, 2, 0, 0], undefined, [false, false, false]);
  expect(periodicNeighbours(pair, 2).senders).toHaveLength(0);
  expect(periodicNeighbours(pair, 2 + 1e-12).senders).toHaveLength(2);
});

test("vectors follow moved atoms and a strained cell; receivers do not decrease", () => {
  const each = structure(uniform(key(2), 30, -3, 9), [6, 0, 0, 1, 5, 0, 0, 2, -7], [true, true, true]);
  const edges = periodicNeighbours(each, 4);
  expect(edges.receivers).toEqual(edges.receivers.slice().sort());
  const [positions, cell] = [each.positions.map((x) => 1.01 * x), each.cell!.map((x) => 1.01 * x)];
  const strained = edgeVectors(positions, cell, edges);
  strained.forEach((x, i) => void expect(x).toBeCloseTo(1.01 * edges.vectors[i]!, 12));
});

test.each([
  [[0, 0, 0], undefined, [false, false, false], 0, "expected a cutoff above 0 Å, got 0."],
  [[0, 0, 0], undefined, [false, false, false], Number.NaN, "got NaN."],
  [[0, Number.NaN, 0], undefined, [false, false, false], 3, "expected finite coordinates of atom 1, got NaN."],
  [[0, 0, 0], [1, 0, 0, 2, 0, 0, 0, 0, 1], [true, true, true], 3, "expected a cell of a volume above 0"],
  [[0, 0, 0], undefined, [true, false, false], 3, "expected a cell, because pbc is true"],
] as const)("%# is refused", (positions, cell, pbc, cutoff, message) => {
  const given = structure(positions, cell, [...pbc] as unknown as Structure["pbc"]);
  expect(() => periodicNeighbours(given, cutoff)).toThrow(message);
});

test("the estimate: exact for few atoms, near for many", () => {
  const all: Structure["pbc"] = [true, true, true];
  const few = structure(uniform(key(3), 300, 0, 10), [10, 0, 0, 0, 10, 0, 0, 0, 10], all);
  expect(estimatedEdges(few, 4)).toBe(periodicNeighbours(few, 4).senders.length);
  const many = structure(uniform(key(4), 9000, 0, 40), [40, 0, 0, 0, 40, 0, 0, 0, 40], all);
  const ratio = estimatedEdges(many, 4) / periodicNeighbours(many, 4).senders.length;
  expect(Math.abs(ratio - 1)).toBeLessThan(0.1); // 500 receivers of 12 edges each: 1.3 % is one standard deviation
});
