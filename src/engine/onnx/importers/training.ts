import { add, div, exp, greater, mul, sqrt, sub, where } from "../../ops/index.gen.js";
import type { Tensor } from "../../tensor.js";
import { filledWith } from "../axes.js";
import { heldIn } from "../elementType.js";
import { type Held, held } from "../held.js";
import { importer, type OnnxNode } from "../importer.js";
import { castTo } from "../narrowing.js";

/** Dropout as it is at inference, and the steps of optimizers. */
export const training = importer("training", {
  Dropout: (node) => dropped(node),
  "ai.onnx.preview.training.Adagrad": (node) => each(node, 3, adagrad),
  "ai.onnx.preview.training.Adam": (node) => each(node, 4, adam),
  "ai.onnx.preview.training.Momentum": (node) => each(node, 3, momentum),
});

/** x and a mask of ones; random draws are not a function of the inputs. */
function dropped(node: OnnxNode): readonly Held[] {
  const x = node.held(0);
  const ratio = node.version >= 12 ? (node.inputs[1] ? node.number(1) : 0.5) : node.float("ratio", 0.5);
  const training =
    node.version >= 12
      ? node.inputs[2] !== undefined && node.number(2) !== 0
      : node.version < 7 && node.int("is_test", 0) === 0;
  if (training && ratio !== 0)
    return node.fail("dropout at inference", `training with ratio ${ratio}`, "set training_mode to false");
  const type = node.version >= 10 ? "bool" : x.type;
  return [x, held(filledWith(1, x.x.shape, heldIn(type)), type)];
}

/** One step of a parameter: [x, gradient, states …] at rate r and time t to [x, states …]. */
type Step = (node: OnnxNode, rate: Tensor, time: Tensor, values: readonly Tensor[]) => readonly Tensor[];

/** Parameters come first, then their gradients, then each of their states; so do the results. */
function each(node: OnnxNode, states: number, step: Step): readonly Tensor[] {
  const [rate, time] = [node.x(0), node.x(1)];
  const count = (node.inputs.length - 2) / states;
  if (!Number.isInteger(count)) return node.fail(`${states} inputs a parameter`, `${node.inputs.length - 2}`);
  const values = Array.from({ length: count }, (_, i) =>
    Array.from({ length: states }, (_, k) => node.x(2 + i + k * count)),
  );
  const made = values.map((each) => step(node, rate, castTo(time, rate.dtype), each));
  return made[0]!.flatMap((_, k) => made.map((each) => each[k]!));
}

const regular = (node: OnnxNode, x: Tensor, g: Tensor): Tensor => add(g, mul(x, node.float("norm_coefficient", 0)));

const adagrad: Step = (node, rate, time, [x, g, h]) => {
  const r = div(rate, add(mul(time, node.float("decay_factor", 0)), 1));
  const gradient = regular(node, x!, g!);
  const sum = add(h!, mul(gradient, gradient));
  return [sub(x!, div(mul(r, gradient), add(sqrt(sum), node.float("epsilon", 1e-6)))), sum];
};

const momentum: Step = (node, rate, time, [x, g, v]) => {
  const gradient = regular(node, x!, g!);
  const [alpha, beta] = [node.float("alpha"), node.float("beta")];
  // The first step takes the whole gradient.
  const moved = add(mul(v!, alpha), mul(gradient, where(greater(time, 0), beta, 1)));
  const along = node.text("mode") === "nesterov" ? add(gradient, mul(moved, alpha)) : moved;
  return [sub(x!, mul(rate, along)), moved];
};

const adam: Step = (node, rate, time, [x, g, v, h]) => {
  const [alpha, beta] = [node.float("alpha", 0.9), node.float("beta", 0.999)];
  const gradient = regular(node, x!, g!);
  const mean = add(mul(v!, alpha), mul(gradient, 1 - alpha));
  const square = add(mul(h!, beta), mul(mul(gradient, gradient), 1 - beta));
  const power = (base: number) => exp(mul(time, Math.log(base)));
  const bias = where(greater(time, 0), div(sqrt(sub(1, power(beta))), sub(1, power(alpha))), 1);
  const next = sub(x!, div(mul(mul(rate, bias), mean), add(sqrt(square), node.float("epsilon", 1e-6))));
  return [mul(next, 1 - node.float("norm_coefficient_post", 0)), mean, square];
};
