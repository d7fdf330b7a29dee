import { addDims, type Dim, floorDivDim, subDims } from "../../dim.js";
import { concat, fft, ifft, irfft, mul, pad, reshape, rfft, slice, take } from "../../ops/index.gen.js";
import { constant, type Tensor } from "../../tensor.js";
import { axisOf, filledWith, lengthOf } from "../axes.js";
import { importer, type OnnxNode } from "../importer.js";

/** Fourier transforms of [..., 1] real or [..., 2] complex numbers. */
export const fourier = importer("fourier", {
  DFT: (node) => transformed(node),
  STFT: (node) => shortTime(node),
});

/** The axis is an input since version 20; with onesided, only the bins that are no conjugates of others. */
function transformed(node: OnnxNode): Tensor {
  const x = node.x(0);
  const given = node.version >= 20 ? (node.inputs[2] ? node.number(2) : -2) : node.int("axis", 1);
  const axis = axisOf(node, given, x.shape.length);
  const [inverse, onesided] = [node.int("inverse", 0) === 1, node.int("onesided", 0) === 1];
  const length = node.inputs[1] ? node.number(1) : undefined;
  if (inverse && onesided) {
    const whole = length ?? 2 * (lengthOf(node, x, axis) - 1);
    const y = irfft(complex(resized(x, axis, Math.floor(whole / 2) + 1)), { axes: [axis], length: whole });
    return reshape(y, [...y.shape, 1]);
  }
  const signal = length === undefined ? x : resized(x, axis, length);
  return inverse ? ifft(complex(signal), { axes: [axis] }) : forward(signal, axis, onesided);
}

function forward(x: Tensor, axis: number, onesided: boolean): Tensor {
  if (onesided && x.shape.at(-1) === 1) return rfft(reshape(x, x.shape.slice(0, -1)), { axes: [axis] });
  const y = fft(complex(x), { axes: [axis] });
  return onesided ? slice(y, axis, 0, addDims(floorDivDim(x.shape[axis]!, 2), 1)) : y;
}

/** Real numbers with an imaginary part of 0. */
const complex = (x: Tensor): Tensor =>
  x.shape.at(-1) === 2 ? x : concat([x, filledWith(0, x.shape, x.dtype)], x.shape.length - 1);

/** Cut, or filled up with zeros. */
function resized(x: Tensor, axis: number, length: number): Tensor {
  const own: Dim = x.shape[axis]!;
  const widths = x.shape.map((_, i): [Dim, Dim] => [0, i === axis ? subDims(length, own) : 0]);
  return own === length ? x : pad(x, widths);
}

/** Transforms of windows that move over the signal [batch, time, 1 or 2]. */
function shortTime(node: OnnxNode): Tensor {
  const [signal, step, window] = [node.x(0), node.number(1), node.maybe(2)];
  const size = node.inputs[3]
    ? node.number(3)
    : lengthOf(node, window ?? node.fail("a window or a frame_length", "neither"), 0);
  const count = Math.floor((lengthOf(node, signal, 1) - size) / step) + 1;
  const places = Array.from({ length: count * size }, (_, i) => Math.floor(i / size) * step + (i % size));
  const frames = take(signal, constant(places, [count, size], "i64"), 1); // [batch, frames, size, 1 or 2]
  const weighted = window ? mul(frames, reshape(window, [size, 1])) : frames;
  return forward(weighted, 2, node.int("onesided", 1) === 1);
}
