import { bits, philox } from "../../random.js";
import { addDims, type Dim, divDims, floorDivDim, type Shape, sizeOf } from "../dim.js";
import type { Emitter } from "../onnx/emit.js";
import { count, given, nd, type Op, op, type Tensor } from "../op.js";
import { checkKey, keyOf } from "../randomKey.js";

/**
 * Uniform 32-bit words, bit for bit those of `bits` of random.ts: Philox 4×32-10 of the counters (i, 0, 0, 0), four
 * words each, in row-major order.
 * @param key i64 [2], two words below 2³²
 * @param shape sizes or names
 * @param shift leaves out that many of the lowest bits (word >>> shift); 0 by default
 * @returns i64 of the shape, 0 ≤ word < 2^(32 − shift)
 * @throws ShapeError if the key is not i64 [2]
 */
export const randomBits: Op<[key: Tensor, shape: Shape, shift?: number]> = op("randomBits", {
  args: (key, shape, shift = 0) => {
    checkKey("randomBits", key);
    return { inputs: [key], attributes: { shape, shift } };
  },
  accepts: ["integer"],
  shape: (_, { shape }) => shape,
  dtype: "i64",
  vjp: "none",
  onnx: (emitter, [key], { attributes: { shape, shift } }) => {
    const words = philoxWords(emitter, key!, sizeOf(shape));
    return emitter.node("Reshape", [shift === 0 ? words : shiftRight(emitter, words, shift), emitter.shape(shape)], {
      allowzero: 1,
    });
  },
  reference: ([key], { shift }, shape) =>
    nd(
      shape,
      bits(keyOf(key!), count(shape)).map((word) => word >>> shift),
    ),
  samples: [
    [given([2], [0, 0], "i64"), [7]],
    [given([2], [0xffffffff, 0x80000000], "i64"), [3, 5, 4]],
    [given([2], [123456789, 987654321], "i64"), [2, 4], 9],
    [given([2], [1, 2], "i64"), []],
  ],
  exempt: { named: "the key has two words, and the shape is an argument" },
});

/**
 * The first n words, flat. The product of two words wraps around at 2⁶⁴ in signed arithmetic too, with all bits right;
 * only the shift needs unsigned numbers.
 */
function philoxWords(emitter: Emitter, key: string, n: Dim): string {
  const { node, nodes, constant, ints, dims } = emitter;
  const [rounds, low] = [philox.rounds, constant(2 ** 32 - 1, [], "i64")];
  const schedule = Array.from({ length: 2 * rounds }, (_, i) => Math.floor(i / 2) * philox.weyl[i % 2]!);
  const keys = node("BitwiseAnd", [node("Add", [key, constant(schedule, [rounds, 2], "i64")]), low]);
  const roundKeys = nodes("Split", [node("Reshape", [keys, ints([-1])]), ints(schedule.map(() => 1))], 2 * rounds, {
    axis: 0,
  });
  const [m0, m1] = philox.multipliers.map((multiplier) => constant(multiplier, [], "i64"));
  const xor = (...words: string[]) => words.reduce((a, b) => node("BitwiseXor", [a, b]));
  const scalar = (size: string) => node("Reshape", [size, ints([])]);
  const blocks = floorDivDim(addDims(n, 3), 4);
  const counter = node("Range", [constant(0, [], "i64"), scalar(dims([blocks])), constant(1, [], "i64")]);
  const zero = constant(0, [1], "i64");
  let [c0, c1, c2, c3] = [counter, zero, zero, zero];
  for (let round = 0; round < rounds; round++) {
    const [p0, p1] = [node("Mul", [m0!, c0]), node("Mul", [m1!, c2])];
    const [k0, k1] = [roundKeys[2 * round]!, roundKeys[2 * round + 1]!];
    c0 = xor(shiftRight(emitter, p1, 32), c1, k0);
    c2 = xor(shiftRight(emitter, p0, 32), c3, k1);
    c1 = node("BitwiseAnd", [p1, low]);
    c3 = node("BitwiseAnd", [p0, low]);
  }
  const columns = [c0, c1, c2, c3].map((word) => node("Unsqueeze", [word, ints([1])]));
  const flat = node("Reshape", [node("Concat", columns, { axis: 1 }), ints([-1])]);
  return divDims(n, 4) === undefined ? node("Slice", [flat, ints([0]), dims([n])]) : flat;
}

/** word >>> amount of 64-bit words. */
const shiftRight = ({ node, constant, type }: Emitter, words: string, amount: number): string => {
  const unsigned = node("Cast", [words], { to: type("u64") });
  const shifted = node("BitShift", [unsigned, constant(amount, [], "u64")], { direction: "RIGHT" });
  return node("Cast", [shifted], { to: type("i64") });
};
