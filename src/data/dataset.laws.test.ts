import { describe, expect, test } from "vitest";
import { key } from "../random.js";
import { type Columns, type Dataset, type SplitName, splitNames } from "./dataset.js";
import { datasets } from "./datasets/index.gen.js";

const all: Readonly<Record<string, Dataset>> = datasets;

describe.each(Object.entries(all))("%s", (file, rule) => {
  const splits = rule(rule.sample, key(1));
  const columns = (split: Columns) =>
    Object.entries(split).flatMap(([name, column]) => (column ? [{ name, column }] : []));

  test("is named as its file, and states its source, licence and units", () => {
    expect(rule.name).toBe(file);
    const ofFields = Object.values(rule.fields).flatMap(({ unit, about }) => [unit, about]);
    for (const text of [rule.about, rule.source, rule.licence, ...ofFields]) expect(text).toMatch(/\S/);
  });

  test.each(splitNames)("%s has the stated fields: sizes, types, finite values", (name) => {
    const sizes: Record<string, number> = {};
    const split = columns(splits[name]);
    const needed = Object.keys(rule.fields).filter((field) => !rule.fields[field]!.optional);
    expect(split.map((each) => each.name)).toEqual(expect.arrayContaining(needed));
    for (const { name, column } of split) {
      const field = rule.fields[name]!;
      expect(column.axes).toEqual(["samples", ...field.shape]);
      column.axes.forEach((axis, i) => {
        expect(column.shape[i]).toBe(typeof axis === "number" ? axis : (sizes[axis] ??= column.shape[i]!));
      });
      expect(column.data).toBeInstanceOf(field.type === "i32" ? Int32Array : Float64Array);
      expect(column.data.length).toBe(column.shape.reduce((a, b) => a * b));
      expect(column.data.every(Number.isFinite)).toBe(true);
    }
    expect(sizes.samples).toBeGreaterThan(0);
  });

  test("is a function of the key, and its splits differ", () => {
    expect(rule(rule.sample, key(1))).toEqual(splits);
    const texts = [...Object.values(rule(rule.sample, key(2))), ...Object.values(splits)].map(firstSample);
    expect(new Set(texts).size).toBe(texts.length);
  });

  test("a shorter split is a prefix of a longer one", () => {
    const half = (split: SplitName) => Math.ceil(columns(splits[split])[0]!.column.shape[0]! / 2);
    const counts = Object.fromEntries(splitNames.map((split) => [split, half(split)]));
    const shorter = rule({ ...rule.sample, ...counts }, key(1));
    for (const split of splitNames) {
      for (const { name, column } of columns(shorter[split])) {
        expect(column.shape[0]).toBe(half(split));
        expect(column.data).toEqual(splits[split][name]!.data.subarray(0, column.data.length));
      }
    }
  });

  test("rejects an option that it does not have, or of another type", () => {
    expect(() => rule({ unheard: 1 })).toThrow(
      `${file}: expected one of the options ${Object.keys(rule.options).join(", ")}`,
    );
    for (const option of Object.keys(rule.options)) {
      expect(() => rule({ [option]: [] as never })).toThrow(`${file}: expected ${option} to be a `);
    }
  });
});

function firstSample(split: Columns): string {
  return Object.values(split)
    .flatMap((column) => (column ? [String(column.data.subarray(0, column.data.length / column.shape[0]!))] : []))
    .join();
}
