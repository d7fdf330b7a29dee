import { einsum } from "../../src/engine/ops/index.gen.js";
import { micro } from "../micro.js";

export const microEinsum = micro("einsum", {
  about:
    "three equations: attention's scores, a bilinear form of rows, channels mixed behind an axis; and their derivatives",
  inputs: {
    q: [8, 64, 4, 32],
    k: [8, 64, 4, 32],
    x: [512, 32],
    y: [512, 32],
    form: [32, 32, 32],
    z: [2000, 9, 32],
    mix: [32, 32],
  },
  forward: ({ q, k, x, y, form, z, mix }) => [
    einsum("bqhd,bkhd->bhqk", q!, k!),
    einsum("bi,bj,oij->bo", x!, y!, form!),
    einsum("nmi,io->nmo", z!, mix!),
  ],
});
