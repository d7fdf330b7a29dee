// The public surface of equivar/nn.
export * from "./edges.js";
export * from "./field.js";
export * from "./initializer.js";
export { type Layer, type LayerSample, layer } from "./layer.js";
export * from "./layers/index.gen.js";
export { type Loss, loss } from "./loss.js";
export * from "./losses/index.gen.js";
export { type Optimizer, optimizer } from "./optimizer.js";
export * from "./optimizers/index.gen.js";
export * from "./scope.js";
