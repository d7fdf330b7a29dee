import { ShapeError } from "../error.js";
import { printShape } from "./dim.js";
import { build, type Emitter, type Nd, type Node, type Tensor } from "./op.js";

interface Triangle {
  readonly k: number;
}

/** What tril and triu share: which entries stay, and ONNX's Trilu. */
export const triangle = (name: string, side: "lower" | "upper") => ({
  args: (x: Tensor, k = 0) => {
    if (x.shape.length < 2 || !Number.isInteger(k)) {
      throw new ShapeError(name, { expected: "x [.., n, m], k whole", got: `${printShape(x.shape)}, ${k}` });
    }
    return { inputs: [x], attributes: { k } };
  },
  accepts: ["number"] as const,
  onnx: (emitter: Emitter, [x]: readonly string[], { dtype, attributes: { k } }: Node<Triangle>) => {
    const kept = (of: string) =>
      emitter.node("Trilu", [of, emitter.constant(k, [], "i64")], { upper: Number(side === "upper") });
    if (dtype !== "i32") return kept(x!);
    // ONNX Runtime has no Trilu of i32.
    return emitter.node("Cast", [kept(emitter.node("Cast", [x!], { to: emitter.type("i64") }))], {
      to: emitter.type("i32"),
    });
  },
  reference: ([x]: readonly Nd[], { k }: Triangle, shape: readonly number[]) => {
    let flat = 0;
    return build(shape, (index) => {
      const offset = index.at(-1)! - index.at(-2)!;
      const value = x!.data[flat++]!;
      return (side === "lower" ? offset <= k : offset >= k) ? value : 0;
    });
  },
});
