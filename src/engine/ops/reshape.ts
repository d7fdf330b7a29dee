import { ShapeError } from "../../error.js";
import { addDims, type Dim, divDims, mulDims, printShape, type Shape, sizeOf } from "../dim.js";
import { normal, type Op, op, type Tensor } from "../op.js";

/**
 * The same elements in another shape, row-major.
 * @param shape sizes or names; one −1 stands for what is left
 * @throws ShapeError if the sizes differ, or the −1 cannot be told
 */
export const reshape: Op<[x: Tensor, shape: Shape]> = op("reshape", {
  args: (x, shape) => ({ inputs: [x], attributes: { shape: resolved(x, shape) } }),
  accepts: ["any"],
  shape: (_, { shape }) => shape,
  vjp: ([x], g) => [reshape(g, x!.shape)],
  onnx: (emitter, [x], { attributes: { shape } }) => {
    // A size 0 means "as in x" to ONNX unless it is told otherwise.
    const zeros = shape.includes(0) || shape.filter((dim) => typeof dim === "string").length > 1;
    return emitter.node("Reshape", [x!, emitter.shape(shape)], zeros ? { allowzero: 1 } : {});
  },
  reference: ([x], _, shape) => ({ shape, data: x!.data }),
  samples: [
    [normal([2, 3]), [3, 2]],
    [normal([2, 3, 4]), [2, -1]],
    [normal([1, 3]), [3]],
  ],
  exempt: { named: "the shape is an argument" },
});

function resolved(x: Tensor, shape: Shape): Shape {
  const asked = shape.map((dim) => (typeof dim === "string" ? addDims(dim, 0) : dim)); // in canonical spelling
  const left = leftOver(
    x.shape,
    asked.filter((dim) => dim !== -1),
  );
  const out = asked.map((dim) => (dim === -1 ? left : dim));
  if (!out.every((dim) => dim !== undefined) || sizeOf(out) !== sizeOf(x.shape)) {
    throw new ShapeError("reshape", {
      expected: `${sizeOf(x.shape)} elements of ${printShape(x.shape)}`,
      got: printShape(shape),
    });
  }
  return out;
}

/** The size of x over that of the known dimensions; equal ones cancel first, so that a sum of names may be among them. */
function leftOver(shape: Shape, known: Shape): Dim | undefined {
  const rest = [...shape];
  const others = known.filter((dim) => {
    const at = rest.indexOf(dim);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return known.includes(0) ? undefined : divDims(mulDims(...rest), mulDims(...others));
}
