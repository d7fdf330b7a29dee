// The public surface of equivar/audit.
export * from "./audit.js";
export * from "./control.js";
export * from "./measure.js";
