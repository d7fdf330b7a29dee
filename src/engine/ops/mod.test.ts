import { expect, test } from "vitest";
import { constant } from "../tensor.js";
import { mod } from "./mod.js";

test("mod takes no floats", () => {
  expect(() => mod(constant([1, 2], [2]), 2)).toThrow("mod: expected integers, got f32 [2]. Fmod(x, y)?");
});
