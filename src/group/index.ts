// The public surface of equivar/group.
export * from "./action.js";
export * from "./clebschGordan.js";
export * from "./group.js";
export * from "./groups/index.gen.js";
export * from "./irreps.js";
export type { Matrix } from "./matrix.js";
export type { Motion } from "./motion.js";
export * from "./parseGroup.js";
export * from "./sphericalHarmonics.js";
export * from "./wigner3j.js";
export * from "./wignerD.js";
