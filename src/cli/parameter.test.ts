import { expect, test } from "vitest";
import { z } from "zod";
import { inWords } from "./inWords.js";
import { fromText, type Parameter, parameters } from "./parameter.js";

const option = (schema: z.ZodType): Parameter => parameters(z.object({ maxSteps: schema }), "option")[0]!;

test.each([
  [
    "an optional number",
    z.number().optional(),
    { term: "--max-steps N", kind: "number", required: false, list: false },
  ],
  ["a required text", z.string(), { term: "--max-steps MAX-STEPS", kind: "text", required: true }],
  ["a switch", z.boolean().default(false), { term: "--max-steps", kind: "switch", required: false }],
  ["a switch that is on", z.boolean().default(true), { term: "--no-max-steps", kind: "switch" }],
  ["a list", z.array(z.number()).default([1, 2]), { kind: "number", list: true, help: " (default: 1 2)" }],
  ["a choice", z.enum(["a", "b"]).optional(), { kind: "text", help: " (a, b)" }],
  ["a number or a word", z.union([z.literal("auto"), z.number()]), { kind: "number", required: true }],
  ["a number choice", z.literal([16, 32]), { kind: "number", help: " (16, 32)" }],
  ["a pipe", z.string().transform((text) => text.length), { kind: "text" }],
  [
    "meta inside a wrapper",
    z.string().meta({ placeholder: "X", description: "d" }).default("e"),
    { help: "d (default: e)" },
  ],
  ["the default in words", z.string().default("e").meta({ description: "d", shown: "f" }), { help: "d (default: f)" }],
] as const)("reads %s", (_, schema, parts) => {
  expect(option(schema)).toMatchObject(parts);
});

test.each([
  [z.number(), "1e-3", 0.001],
  [z.number(), "-2", -2],
  [z.number(), " ", " "],
  [z.number(), "1x", "1x"],
  [z.union([z.literal("auto"), z.number()]), "auto", "auto"],
  [z.string(), "12", "12"],
])("reads text %#", (schema, text, value) => {
  expect(fromText(option(schema), text)).toBe(value);
});

test.each([
  [z.int(), "an integer"],
  [z.int().min(1), "an integer ≥ 1"],
  [z.number().gt(0).lte(1).default(1), "a number > 0 and ≤ 1"],
  [z.enum(["a", "b"]), "one of a, b"],
  [z.union([z.literal("auto"), z.int()]), '"auto" or an integer'],
  [z.string(), "text"],
  [z.string().min(2), "text of ≥ 2 letters"],
  [z.array(z.string()).max(3), "a list of ≤ 3 values"],
  [z.boolean(), "a boolean"],
])("says what is expected %#", (schema, words) => {
  expect(inWords(schema)).toBe(words);
});

test("says what is expected of an item", () => {
  expect(inWords(z.array(z.int().min(1)).default([]), true)).toBe("an integer ≥ 1");
});
