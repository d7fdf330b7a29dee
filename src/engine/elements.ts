// What gatherElements, scatterElements and scatterAdd share: an index that names one place of x for each of its entries.
import { ShapeError } from "../error.js";
import { printShape } from "./dim.js";
import { forEachIndex, type Nd, strides, type Tensor } from "./op.js";

/** @throws ShapeError unless the index has the shape of x but for the axis, and the updates that of the index */
export function checkElements(name: string, axis: number, x: Tensor, index: Tensor, updates?: Tensor): void {
  const alike = index.shape.length === x.shape.length && index.shape.every((d, i) => i === axis || d === x.shape[i]);
  if (!alike) {
    throw new ShapeError(name, {
      expected: `an index that differs from x ${printShape(x.shape)} only on axis ${axis}`,
      got: printShape(index.shape),
      hint: "expand the index",
    });
  }
  if (updates && printShape(updates.shape) !== printShape(index.shape)) {
    throw new ShapeError(name, {
      expected: `updates of the index's shape ${printShape(index.shape)}`,
      got: printShape(updates.shape),
    });
  }
}

/** For each entry of the index, in order, the flat place in x that it names. */
export function placesOf(x: Nd, index: Nd, axis: number): number[] {
  const by = strides(x.shape);
  const places: number[] = [];
  forEachIndex(index.shape, (at, flat) => {
    places.push(at.reduce((sum, i, a) => sum + by[a]! * (a === axis ? index.data[flat]! : i), 0));
  });
  return places;
}
