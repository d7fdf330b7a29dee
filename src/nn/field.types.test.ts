import { describe, expect, test } from "vitest";
import { relu } from "../engine/index.js";
import { input } from "../engine/tensor.js";
import { add, type Field, scalars, vector } from "./field.js";
import { linear, pointwise } from "./layers/index.gen.js";
import { withParameters } from "./scope.js";

const scalar = scalars("O(3)", "1x0e", input("s", ["n", 1]));
const arrow = vector("O(3)", input("v", ["n", 3]));

/** The compiler's word and the run time's, on the same cases: each line must not compile, and must throw. */
describe("symmetry is checked by the compiler and when the model is traced", () => {
  test("a vector is not added to a scalar", () => {
    // @ts-expect-error "1x1o" and "1x0e" are different types
    expect(() => add(scalar, arrow)).toThrow("add: expected O(3) 1x0e, got O(3) 1x1o.");
    expect(add(arrow, arrow).type).toBe("1x1o");
  });

  test("a ReLU is not applied to a vector", () => {
    // @ts-expect-error a pointwise function of components turns with no rotation
    expect(() => withParameters((scope) => pointwise(scope, arrow, relu))).toThrow(
      "pointwise: expected irreps of 0e, got 1o.",
    );
    expect(withParameters((scope) => pointwise(scope, scalar, relu)).value.type).toBe("1x0e");
  });

  test("a linear layer makes no irrep that it was not given", () => {
    // @ts-expect-error 2e does not occur in 1x1o
    expect(() => withParameters((scope) => linear(scope, arrow, "2x2e"))).toThrow(
      "linear: expected irreps of 1x1o, got 2e.",
    );
    expect(withParameters((scope) => linear(scope, arrow, "4x1o")).value.type).toBe("4x1o");
  });

  test("fields of different groups do not mix", () => {
    const turned: Field<"SO(3)", "1x1o"> = vector("SO(3)", input("w", ["n", 3]));
    // @ts-expect-error O(3) and SO(3)
    expect(() => add(arrow, turned)).toThrow("add: expected O(3) 1x1o, got SO(3) 1x1o.");
  });

  test("computed irreps are checked when traced", () => {
    const text: string = "2x2e";
    expect(() => withParameters((scope) => linear(scope, arrow as Field<"O(3)", string>, text))).toThrow("got 2e");
  });
});
