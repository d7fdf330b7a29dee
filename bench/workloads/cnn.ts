import {
  add,
  batchMean,
  batchNorm,
  batchVariance,
  conv,
  globalAveragePool,
  mul,
  relu,
  reshape,
} from "../../src/engine/ops/index.gen.js";
import { value, zeros } from "../../src/engine/session.js";
import { f32, i32, type Tensor } from "../../src/engine/tensor.js";
import { ones, zeros as startAtZero, torchUniform } from "../../src/nn/initializer.js";
import { dense } from "../../src/nn/layers/index.gen.js";
import { crossEntropy } from "../../src/nn/losses/index.gen.js";
import { adam } from "../../src/nn/optimizers/index.gen.js";
import { bits, key, normal } from "../../src/random.js";
import { traceTask } from "../../src/train/step.js";
import { stepper } from "../stepper.js";
import { workload } from "../workload.js";

const [images, size, width, classes] = [64, 32, 64, 10];
const momentum = 0.1;
const unbiased = (images * size * size) / (images * size * size - 1);
const kept = ["0", "1", "2"].flatMap((block) => [`mean${block}`, `variance${block}`]);

/** A plain convolutional network, its running statistics included. */
export const cnn = workload("cnn", {
  about: "3 blocks conv 3×3 64 ch + batch norm + ReLU on 64×3×32×32, mean, linear, cross entropy, Adam",
  peers: { cnn: 1, "cnn-channels-last": 1 },
  make(threads) {
    const inputs = {
      image: f32(images, 3, size, size),
      label: i32(images),
      ...Object.fromEntries(kept.map((name) => [`running.${name}`, f32(width)])),
    };
    const feeds = {
      image: value(normal(key(0), images * 3 * size * size), [images, 3, size, size], "f32"),
      label: value(
        Float64Array.from(bits(key(1), images), (word) => word % classes),
        [images],
        "i32",
      ),
      ...Object.fromEntries(kept.map((name) => [`running.${name}`, zeros([width], "f32")])),
    };
    const trace = () =>
      traceTask({
        inputs,
        model(scope, all) {
          const running = all as Readonly<Record<string, Tensor>>;
          const moved = (name: string, now: Tensor) =>
            add(mul(running[`running.${name}`]!, 1 - momentum), mul(now, momentum));
          const statistics: Record<string, Tensor> = {};
          let x = running.image!;
          for (const block of [0, 1, 2]) {
            const at = scope.child(block);
            const channels = x.shape[1] as number;
            const y = conv(x, at.parameter("weight", [width, channels, 3, 3], torchUniform(9 * channels)), {
              padding: 1,
            });
            statistics[`mean${block}`] = moved(`mean${block}`, batchMean(y));
            statistics[`variance${block}`] = moved(`variance${block}`, mul(batchVariance(y), unbiased));
            x = relu(batchNorm(y, at.parameter("scale", [width], ones), at.parameter("bias", [width], startAtZero)));
          }
          return {
            logits: dense(scope.child("head"), reshape(globalAveragePool(x), [images, width]), classes),
            ...statistics,
          };
        },
        loss: (predicted, x) => crossEntropy(predicted.logits!, (x as Readonly<Record<string, Tensor>>).label!),
      });
    return stepper(trace, { optimizer: adam(), rate: 1e-3, also: kept }, feeds, threads);
  },
});
