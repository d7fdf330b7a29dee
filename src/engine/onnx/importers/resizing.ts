import { type Dim, mulDims, printShape } from "../../dim.js";
import { logicalOr, matmul, repeat, reshape, take, where } from "../../ops/index.gen.js";
import { constant, type Tensor } from "../../tensor.js";
import { allAxes, axesOf, lengthOf, onAxis } from "../axes.js";
import { type Held, held } from "../held.js";
import { importer, type OnnxNode } from "../importer.js";
import { type AxisResizing, nearest, type Resizing, sourcePlaces, weightsOf } from "../interpolation.js";
import { castTo } from "../narrowing.js";

/** Other resolutions, one axis after the other. */
export const resizing = importer("resizing", {
  Resize: (node) => resized(node, optionsOf(node), targets(node)),
  Upsample: (node) => {
    const mode = node.text("mode", "nearest");
    const options = { ...optionsOf(node), mode, coordinates: "asymmetric", rounding: "floor" };
    const scales = node.version >= 9 ? node.numbers(1) : node.floats("scales");
    return resized(node, options, (axis) => byScale(node, axis, scales[axis]!));
  },
});

function optionsOf(node: OnnxNode): Resizing {
  const old = node.version < 11;
  return {
    mode: node.text("mode", "nearest"),
    coordinates: old ? "asymmetric" : node.text("coordinate_transformation_mode", "half_pixel"),
    rounding: old ? "floor" : node.text("nearest_mode", "round_prefer_floor"),
    cubic: node.float("cubic_coeff_a", -0.75),
    antialias: node.int("antialias", 0) === 1,
    excludeOutside: node.int("exclude_outside", 0) === 1,
  };
}

/** How an axis is to change; undefined where it stays. */
type Target = (axis: number) => AxisResizing | { readonly repeat: number } | undefined;

const byScale = (node: OnnxNode, axis: number, scale: number, region: AxisResizing["region"] = [0, 1]) => {
  if (scale === 1 && region[0] === 0 && region[1] === 1) return undefined;
  if (typeof node.x(0).shape[axis] === "string" && Number.isInteger(scale)) return { repeat: scale };
  const from = lengthOf(node, node.x(0), axis);
  return { from, to: Math.floor(scale * from), scale, region };
};

function targets(node: OnnxNode): Target {
  const x = node.x(0);
  if (node.version < 11) return (axis) => byScale(node, axis, node.numbers(1)[axis]!);
  const axes = node.has("axes") ? axesOf(node, node.ints("axes"), x.shape.length) : allAxes(x);
  const given = (i: number) => (node.inputs[i] && node.numbers(i).length > 0 ? node.numbers(i) : undefined);
  const cropped = node.text("coordinate_transformation_mode", "half_pixel") === "tf_crop_and_resize";
  const regions = cropped ? given(1) : undefined;
  const region = (at: number): AxisResizing["region"] =>
    regions ? [regions[at]!, regions[at + axes.length]!] : [0, 1];
  const scales = given(2);
  if (scales)
    return (axis) =>
      axes.includes(axis) ? byScale(node, axis, scales[axes.indexOf(axis)]!, region(axes.indexOf(axis))) : undefined;
  const sizes = given(3) ?? node.fail("scales or sizes", "neither");
  const ratios = axes.map((axis, at) => sizes[at]! / lengthOf(node, x, axis));
  const policy = node.text("keep_aspect_ratio_policy", "stretch");
  const common =
    policy === "not_larger" ? Math.min(...ratios) : policy === "not_smaller" ? Math.max(...ratios) : undefined;
  return (axis) => {
    const at = axes.indexOf(axis);
    if (at < 0) return undefined;
    const [from, scale] = [lengthOf(node, x, axis), common ?? ratios[at]!];
    const to = common === undefined ? sizes[at]! : Math.floor(scale * from + 0.5);
    return to === from && scale === 1 && !regions ? undefined : { from, to, scale, region: region(at) };
  };
}

function resized(node: OnnxNode, options: Resizing, target: Target): Held {
  const x = node.x(0);
  const outside: Tensor[] = [];
  const float = options.mode === "nearest" ? x : castTo(x, x.dtype === "f64" ? "f64" : "f32");
  const y = allAxes(x).reduce((y, axis) => {
    const change = target(axis);
    if (!change) return y;
    if ("repeat" in change)
      return options.mode === "nearest"
        ? repeat(y, change.repeat, axis)
        : node.fail("sizes in numbers", printShape(x.shape));
    const places = sourcePlaces(options, change);
    if (places.some(Number.isNaN)) return node.fail("a known coordinate_transformation_mode", options.coordinates);
    if (options.coordinates === "tf_crop_and_resize") {
      const beyond = places.map((place) => Number(place < 0 || place > change.from - 1));
      outside.push(onAxis(constant(beyond, [change.to], "bool"), axis, x.shape.length));
    }
    if (options.mode === "nearest")
      return take(y, constant(nearest(options, places, change.from), [change.to], "i64"), axis);
    const weights = constant(weightsOf(options, places, change), [change.to, change.from], y.dtype);
    return alongAxis(y, axis, weights);
  }, float);
  const whole = castTo(y, x.dtype);
  if (outside.length === 0) return held(whole, node.type(0));
  const value = node.float("extrapolation_value", 0);
  return held(
    where(
      outside.reduce((a, b) => logicalOr(a, b)),
      value,
      whole,
    ),
    node.type(0),
  );
}

/** A matrix [to, from] applied to one axis. */
function alongAxis(x: Tensor, axis: number, matrix: Tensor): Tensor {
  const outer: Dim = mulDims(...x.shape.slice(0, axis));
  const inner: Dim = mulDims(...x.shape.slice(axis + 1));
  const y = matmul(matrix, reshape(x, [outer, x.shape[axis]!, inner]));
  return reshape(y, [...x.shape.slice(0, axis), matrix.shape[0]!, ...x.shape.slice(axis + 1)]);
}
