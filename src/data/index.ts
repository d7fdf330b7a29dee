export * from "./batch.js";
export * from "./coulomb.js";
export * from "./dataset.js";
export * from "./datasets/index.gen.js";
export * from "./neighbours.js";
