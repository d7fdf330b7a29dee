import { rfft } from "../../src/engine/ops/rfft.js";
import { micro } from "../micro.js";

export const microFft = micro("fft", {
  about: "Fourier transform of 4,096 rows of 64 real numbers, and its derivative",
  inputs: { x: [4096, 64] },
  forward: ({ x }) => [rfft(x!)],
});
