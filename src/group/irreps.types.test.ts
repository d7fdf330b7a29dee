import { expectTypeOf, test } from "vitest";
import { type IrrepsOf, irreps, type Reachable } from "./irreps.js";

const ask = <In extends string, Out extends string>(_: In, out: Out & Reachable<In, Out>) => irreps(out);
const linear = <In extends string, Out extends string>(_: In, out: Reachable<In, Out>) => out;

test("the irreps in a literal", () => {
  expectTypeOf<IrrepsOf<"4x0e + 2x1o">>().toEqualTypeOf<"0e" | "1o">();
  expectTypeOf<IrrepsOf<"0e+1o">>().toEqualTypeOf<"0e" | "1o">();
  expectTypeOf<IrrepsOf<" 0e +12x1o+2e ">>().toEqualTypeOf<"0e" | "1o" | "2e">();
  expectTypeOf<IrrepsOf<"0x1o + 3e">>().toEqualTypeOf<"3e">();
  expectTypeOf<IrrepsOf<"">>().toEqualTypeOf<never>();
  expectTypeOf<IrrepsOf<string>>().toEqualTypeOf<string>();
});

test("what does not occur is a sentence", () => {
  expectTypeOf<Reachable<"4x0e + 2x1o", "3x0e+1o">>().toEqualTypeOf<"3x0e+1o">();
  expectTypeOf<Reachable<"4x0e + 2x1o", "2x2e">>().toEqualTypeOf<"linear: expected irreps of 4x0e + 2x1o, got 2e">();
  expectTypeOf<Reachable<"0x1o", "1o">>().toEqualTypeOf<"linear: expected irreps of 0x1o, got 1o">();
});

test("calls that must and must not compile", () => {
  ask("4x0e + 2x1o", "3x0e + 5x1o");
  ask("4x0e+2x1o", "1o");
  ask("4x0e + 2x1o", String("2x2e"));
  linear<"4x0e + 2x1o", "1o">("4x0e + 2x1o", "1o");
  // @ts-expect-error 2e does not occur
  ask("4x0e + 2x1o", "2x2e");
  // @ts-expect-error 1e is not 1o
  ask("4x0e+2x1o", "1e");
  // @ts-expect-error no copies are left
  ask("0x1o", "1o");
  // @ts-expect-error 0o does not occur
  linear<"4x0e + 2x1o", "0o">("4x0e + 2x1o", "0o");
});
