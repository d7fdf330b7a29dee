// What pools share: their options, and the sum over a window as a convolution with ones.
import { ShapeError } from "../error.js";
import { offsets, type PerAxis, type Window, type WindowOptions, windowOf } from "./convolution.js";
import { printShape } from "./dim.js";
import { build, type Nd, strides as stepsOf, type Tensor } from "./op.js";

export interface PoolOptions extends Omit<WindowOptions, "dilations"> {
  /** Size of the windows. */
  readonly kernel: PerAxis;
  /** Steps between windows; the kernel by default, so that windows do not overlap. */
  readonly strides?: PerAxis;
}

/** The windows of a pool over x [batch, channels, ...space]. @throws ShapeError */
export function poolWindow(name: string, x: Tensor, options: PoolOptions & WindowOptions): Window {
  const { kernel, strides = kernel } = options;
  const rank = x.shape.length - 2;
  const sizes = typeof kernel === "number" ? Array.from({ length: rank }, () => kernel) : kernel;
  if (rank < 1 || rank > 3 || sizes.length !== rank) {
    throw new ShapeError(name, {
      expected: `x [batch, channels, ..1 to 3 axes], a kernel of one size an axis`,
      got: `${printShape(x.shape)}, ${JSON.stringify(kernel)}`,
    });
  }
  const window = windowOf(name, sizes, { ...options, strides });
  if (window.padding.some((pair, axis) => pair.some((n) => n >= sizes[axis]!))) {
    throw new ShapeError(name, {
      expected: `padding below the kernel (${sizes.join(", ")}), so that no window is empty`,
      got: JSON.stringify(options.padding),
    });
  }
  return window;
}

/** The axes of space. @throws ShapeError if there is none */
export function spaceAxes(name: string, { shape }: Tensor): number[] {
  if (shape.length > 2) return shape.map((_, axis) => axis).slice(2);
  throw new ShapeError(name, { expected: "x [batch, channels, ..space]", got: printShape(shape) });
}

/** A reference: folds the places in x [batch, channels, ...space] that each window sees, padding left out. */
export function reduceWindows(
  x: Nd,
  { kernel, strides, padding, dilations }: Window,
  shape: readonly number[],
  fold: (places: readonly number[]) => number,
): Nd {
  const step = stepsOf(x.shape);
  const within = offsets(kernel);
  return build(shape, ([batch, channel, ...window]) => {
    const seen = within.map((offset) =>
      offset.map((k, axis) => window[axis]! * strides[axis]! + k * dilations[axis]! - padding[axis]![0]),
    );
    const inside = seen.filter((place) => place.every((i, axis) => i >= 0 && i < x.shape[axis + 2]!));
    return fold(
      inside.map((place) => [batch!, channel!, ...place].reduce((flat, i, axis) => flat + i * step[axis]!, 0)),
    );
  });
}
