import { expectTypeOf, test } from "vitest";
import { z } from "zod";
import { type Action, action } from "./action.js";

const sample = action("sample", {
  about: "Has one of each.",
  examples: ["equivar sample m"],
  arguments: z.object({ model: z.string() }),
  options: z.object({ steps: z.int().default(3), seed: z.string().default("a") }),
  run: async (input) => {
    expectTypeOf(input.model).toEqualTypeOf<string>();
    expectTypeOf(input.steps).toEqualTypeOf<number>();
    expectTypeOf(input.seed).toEqualTypeOf<string>(); // replaces the shared one
    expectTypeOf(input.threads).toEqualTypeOf<number>();
    // @ts-expect-error no such option
    input.stepz;
    return { result: { total: input.steps } };
  },
  print: ({ total }) => total.toFixed(),
});

test("an action without arguments or options has the shared input", () => {
  action("bare", {
    about: "Has nothing.",
    examples: ["equivar bare"],
    run: async (input) => {
      expectTypeOf(input.json).toEqualTypeOf<boolean>();
      // @ts-expect-error no such option
      input.model;
      return { result: {} };
    },
    print: () => "",
  });
});

test("any action is an Action", () => {
  expectTypeOf(sample).toExtend<Action>();
});
