import { mulDims } from "../../dim.js";
import {
  div,
  equal,
  gatherElements,
  logSoftmax,
  mean,
  mul,
  neg,
  reshape,
  sum,
  take,
  where,
} from "../../ops/index.gen.js";
import type { Tensor } from "../../tensor.js";
import { filledWith } from "../axes.js";
import { importer, type OnnxNode } from "../importer.js";

/** Losses of classification. */
export const loss = importer("loss", {
  NegativeLogLikelihoodLoss: (node) => likelihood(node, node.x(0)),
  SoftmaxCrossEntropyLoss: (node) => {
    const log = logSoftmax(node.x(0), 1);
    return [likelihood(node, log), log];
  },
});

/** −weight · log p of each place's class [batch, ..space], reduced; places of the ignored class weigh nothing. */
function likelihood(node: OnnxNode, log: Tensor): Tensor {
  const classes = node.x(1);
  const [batch, channels, ...space] = log.shape;
  const ignored = node.has("ignore_index") ? equal(classes, node.int("ignore_index")) : undefined;
  const known = ignored ? where(ignored, 0, classes) : classes;
  const flat = reshape(log, [batch!, channels!, mulDims(...space)]);
  const picked = gatherElements(flat, reshape(known, [batch!, 1, mulDims(...space)]), 1);
  const each = neg(reshape(picked, classes.shape));
  const weight = node.inputs[2] ? take(node.x(2), known) : undefined;
  const reduction = node.text("reduction", "mean");
  if (!weight && !ignored) return reduction === "none" ? each : reduction === "sum" ? sum(each) : mean(each);
  const full = weight ?? filledWith(1, classes.shape, log.dtype);
  const counted = ignored ? where(ignored, 0, full) : full;
  const weighted = mul(each, counted);
  if (reduction === "none") return weighted;
  return reduction === "sum" ? sum(weighted) : div(sum(weighted), sum(counted));
}
