// The public surface of equivar/atoms/md: dynamics that write files, for Node; without files they are `dynamics` of equivar/atoms.
export * from "./run.js";
export * from "./thermo.js";
