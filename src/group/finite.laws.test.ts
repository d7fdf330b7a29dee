// Laws of every finite group of the index: classes, characters, irreps over the complex numbers, Fourier transform.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold, key, normal } from "../random.js";
import { characterTable, computedCharacterTable } from "./characterTable.js";
import type { ComplexMatrix } from "./complex.js";
import { adjoint, type Complex, complexIdentity, complexMultiply, complexTrace, times } from "./complex.js";
import { finiteStructure } from "./conjugacy.js";
import { fourierTransform, inverseFourierTransform } from "./fourier.js";
import type { AnyGroupRule, Group } from "./group.js";
import { groups } from "./groups/index.gen.js";
import { computedIrreps, unitaryIrreps } from "./irrepsOfFinite.js";
import { irrepType } from "./irrepType.js";

const rules: readonly AnyGroupRule[] = Object.values(groups);
const finite = rules.flatMap(({ sample }) => sample).filter(({ order }) => order !== null);

const random = (law: (...seeds: [number, number, number]) => void, numRuns = 5) =>
  fc.assert(fc.property(fc.nat(), fc.nat(), fc.nat(), law), { seed: 20260102, numRuns });

describe.each(finite.map((g) => [g.name, g] as const))("%s", (_, g) => {
  const order = g.order!;

  test("classes: a partition, kept by conjugation, of the stated size and order", () => {
    const { classes, classOf, indexOf, members } = finiteStructure(g);
    expect(members.flat().length).toBe(order);
    expect(members.map(({ length }) => length)).toEqual(classes.map(({ size }) => size));
    for (const { size, elementOrder } of classes) expect([order % size, order % elementOrder]).toEqual([0, 0]);
    random((s, t) => {
      const [a, x] = [g.random(key(s)), g.random(key(t))];
      const moved = g.multiply(g.multiply(x, a), g.inverse(x));
      const k = classOf[indexOf(a)]!;
      expect(classOf[indexOf(moved)]).toBe(k);
      let power = a;
      for (let n = 1; n < classes[k]!.elementOrder; n++, power = g.multiply(power, a))
        expect(g.equal(power, g.identity)).toBe(false);
      expect(g.equal(power, g.identity)).toBe(true);
    });
  });

  const { classes, irreps } = characterTable(g);

  test("the table's classes are those of the group", () => {
    const { classOf, indexOf, classes: all } = finiteStructure(g);
    const numbers = classes.map(({ representative }) => classOf[indexOf(representative)]!);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(all.map((_, k) => k));
    for (const [i, k] of numbers.entries()) {
      expect(classes[i]!.size).toBe(all[k]!.size);
      expect(classes[i]!.elementOrder).toBe(all[k]!.elementOrder);
    }
    expect(classes.map(({ elementOrder }) => elementOrder)).toEqual(
      classes.map(({ elementOrder }) => elementOrder).toSorted((a, b) => a - b),
    );
  });

  test("characters: orthonormal by rows and by columns, Σ d² = |G|, the trivial one first", () => {
    expect(irreps.length).toBe(classes.length);
    expect(irreps[0]!.character.every(({ re, im }) => re === 1 && im === 0)).toBe(true);
    expect(irreps.reduce((sum, { degree }) => sum + degree ** 2, 0)).toBe(order);
    for (const [i, { degree, character }] of irreps.entries()) {
      expect(character[0]).toEqual({ re: degree, im: 0 });
      for (const [j, other] of irreps.entries()) {
        const inner = total(classes.map(({ size }, k) => product(other.character[k]!, character[k]!, size / order)));
        expect(Math.hypot(inner.re - (i === j ? 1 : 0), inner.im)).toBeLessThan(1e-12);
      }
    }
    for (const [i, { size }] of classes.entries())
      for (const j of classes.keys()) {
        const inner = total(irreps.map(({ character }) => product(character[i]!, character[j]!, size / order)));
        expect(Math.hypot(inner.re - (i === j ? 1 : 0), inner.im)).toBeLessThan(1e-12);
      }
  });

  test("types: Frobenius and Schur's count of square roots of 1", () => {
    const sign = { real: 1, complex: 0, quaternionic: -1 };
    const roots = g.elements().filter((a) => g.equal(g.multiply(a, a), g.identity)).length;
    expect(irreps.reduce((sum, { degree, type }) => sum + sign[type] * degree, 0)).toBe(roots);
    const names = irreps.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  if (g.characters)
    test("the table that the rule knows is the one computed", () => {
      const computed = computedCharacterTable(g);
      const { classOf, indexOf } = finiteStructure(g);
      const column = classes.map(({ representative }) => classOf[indexOf(representative)]!);
      const rows = computed.irreps.map(({ type, character }) => ({ type, row: column.map((k) => character[k]!) }));
      for (const { type, character } of irreps) {
        const found = rows.findIndex((one) => one.row.every((x, k) => size(minus(x, character[k]!)) < 1e-12));
        expect(rows[found]?.type).toBe(type);
        rows.splice(found, 1);
      }
    });

  test("irreps over the complex numbers: unitary homomorphisms with the characters of the table", () => {
    for (const all of g.unitaryIrreps ? [unitaryIrreps(g), computedIrreps(g)] : [unitaryIrreps(g)])
      for (const [i, { name, degree, type, matrix }] of all.entries()) {
        const { character: _, ...stated } = irreps[i]!;
        expect({ name, degree, type }).toEqual(stated);
        for (const [k, { representative }] of classes.entries())
          expect(size(minus(complexTrace(matrix(representative)), irreps[i]!.character[k]!))).toBeLessThan(1e-12);
        random((s, t) => {
          const [a, b] = [g.random(key(s)), g.random(key(t))];
          expect(distance(matrix(g.multiply(a, b)), complexMultiply(matrix(a), matrix(b)))).toBeLessThan(1e-12);
          expect(distance(complexMultiply(matrix(a), adjoint(matrix(a))), complexIdentity(degree))).toBeLessThan(1e-12);
          if (type === "real")
            expect(
              matrix(a)
                .im.flat()
                .every((x) => x === 0),
            ).toBe(true);
        });
      }
  });

  test("real irreps: one for a real or quaternionic irrep or a conjugate pair, of the type stated and measured", () => {
    const degrees = irreps.map(({ degree, type }) => ({ type, dimension: type === "real" ? degree : 2 * degree }));
    const expected = degrees.filter(({ type }) => type !== "complex");
    const pairs = degrees.filter(({ type }) => type === "complex");
    const text = ({ dimension, type }: { dimension: number; type?: string }) => `${type} ${dimension}`;
    const halves = pairs
      .map(text)
      .sort()
      .filter((_, i) => i % 2 === 0);
    const typed = g.irreps.map((D) => ({ dimension: D.dimension, type: irrepType(g, { ...D, type: undefined }) }));
    expect(typed.map(text).sort()).toEqual([...expected.map(text), ...halves].sort());
    for (const [i, { type }] of g.irreps.entries()) if (type) expect(typed[i]!.type).toBe(type);
  });

  test("Fourier transform: inverse, Plancherel, convolution", () => {
    const [f, h] = [draw(g, "f"), draw(g, "h")];
    const [F, H] = [fourierTransform(g, f), fourierTransform(g, h)];
    for (const [i, { re, im }] of inverseFourierTransform(g, F).entries())
      expect(size(minus({ re, im }, f[i]!))).toBeLessThan(1e-12);
    const norm = unitaryIrreps(g).reduce((sum, { degree }, i) => sum + degree * square(F[i]!), 0) / order;
    expect(norm / f.reduce((sum, x) => sum + size(x) ** 2, 0)).toBeCloseTo(1, 12);
    if (order > 60) return; // a convolution takes |G|² products
    const { indexOf, elements } = finiteStructure(g);
    const convolved = elements.map((a) =>
      total(elements.map((t, i) => times(f[indexOf(g.multiply(a, g.inverse(t)))]!, h[i]!))),
    );
    for (const [i, product] of fourierTransform(g, convolved).entries())
      expect(distance(product, complexMultiply(F[i]!, H[i]!))).toBeLessThan(1e-10); // sums of |G|² random numbers
  });

  if (g.permutation)
    test("permutes points: a homomorphism", () =>
      random((s, t) => {
        const [a, b] = [g.random(key(s)), g.random(key(t))];
        const [left, right] = [g.permutation!(a), g.permutation!(b)];
        expect(g.permutation!(g.multiply(a, b))).toEqual(right.map((i) => left[i]));
        expect(g.permutation!(g.identity)).toEqual(left.map((_, i) => i));
      }));
});

const draw = (g: Group, name: string): Complex[] => {
  const numbers = normal(fold(key(7), name), 2 * g.order!);
  return g.elements().map((_, i) => ({ re: numbers[2 * i]!, im: numbers[2 * i + 1]! }));
};
const size = ({ re, im }: Complex) => Math.hypot(re, im);
const minus = (a: Complex, b: Complex): Complex => ({ re: a.re - b.re, im: a.im - b.im });
const total = (values: readonly Complex[]): Complex => ({
  re: values.reduce((sum, { re }) => sum + re, 0),
  im: values.reduce((sum, { im }) => sum + im, 0),
});
/** scale · conj(a) b */
const product = (a: Complex, b: Complex, scale: number): Complex => ({
  re: scale * (a.re * b.re + a.im * b.im),
  im: scale * (a.re * b.im - a.im * b.re),
});
const square = ({ re, im }: ComplexMatrix) => [...re, ...im].flat().reduce((sum, x) => sum + x * x, 0);
const distance = (a: ComplexMatrix, b: ComplexMatrix) =>
  Math.max(...[...a.re, ...a.im].flatMap((row, i) => row.map((x, j) => Math.abs(x - [...b.re, ...b.im][i]![j]!))));
