// The public surface of equivar/zoo.
export { fitModel, taskOf, type Watcher } from "./fit.js";
export * from "./method.js";
export { methods } from "./methods/index.gen.js";
export { type MethodResult, type VerifyOptions, verify } from "./verify.js";
