// The public surface of equivar/zoo.
export { fit, taskOf, type Watcher } from "./fit.js";
export * from "./method.js";
export { methods } from "./methods/index.gen.js";
export { type MethodResult, type VerifyOptions, verify } from "./verify.js";
