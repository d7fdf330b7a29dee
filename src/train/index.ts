// The public surface of equivar/train.
export * from "./checkpoint.js";
export * from "./loop.js";
export * from "./progress.js";
export * from "./record.js";
export * from "./report.js";
export * from "./run.js";
export * from "./safetensors.js";
export { type Schedule, schedule } from "./schedule.js";
export * from "./schedules/index.gen.js";
export * from "./step.js";
export * from "./weights.js";
