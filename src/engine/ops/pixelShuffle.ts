import { ShapeError } from "../../error.js";
import { divDims, mulDims, printShape } from "../dim.js";
import { at, build, normal, type Op, op, type Tensor } from "../op.js";
import { reshape } from "./reshape.js";
import { transpose } from "./transpose.js";

/**
 * Channels to space: each pixel's factorʳ channels (r axes of space) become a block of factor × factor … pixels
 * (torch.pixel_shuffle; ONNX's DepthToSpace in CRD mode).
 * @param x [batch, channels · factorʳ, ...1 to 3 axes]
 * @returns [batch, channels, ...n · factor]
 * @throws ShapeError if factorʳ does not divide the channels
 */
export const pixelShuffle: Op<[x: Tensor, factor: number]> = op("pixelShuffle", {
  args: (x, factor) => ({ inputs: [x], attributes: { factor } }),
  compose: ([x], { factor }) => {
    const [batch, channels, ...space] = x!.shape;
    const whole = Number.isInteger(factor) && factor > 0 && space.length > 0;
    const out = whole ? divDims(channels!, factor ** space.length) : undefined;
    if (out === undefined) {
      throw new ShapeError("pixelShuffle", {
        expected: `x [batch, channels, ..space] whose channels ${factor} to the power of space's axes divides`,
        got: printShape(x!.shape),
      });
    }
    const rank = space.length;
    const blocks = reshape(x!, [batch!, out, ...space.map(() => factor), ...space]);
    const besides = transpose(blocks, [0, 1, ...space.flatMap((_, axis) => [2 + rank + axis, 2 + axis])]);
    return reshape(besides, [batch!, out, ...space.map((n) => mulDims(n, factor))]);
  },
  reference: ([x], { factor }, shape) =>
    build(shape, ([batch, channel, ...place]) => {
      const from = place.reduce((flat, i) => flat * factor + (i % factor), channel!);
      return at(x!, [batch!, from, ...place.map((i) => Math.floor(i / factor))]);
    }),
  samples: [
    [normal([2, 6, 2]), 3],
    [normal([1, 8, 2, 3]), 2],
  ],
  exempt: { named: "the number of channels must be divisible; named batch and space are tested in conv.test.ts" },
});
