// The public surface of equivar/atoms.
export * from "./calculator.js";
export { loadPotential, type Potential, type WeightOptions } from "./potential.js";
export { type PotentialFacts, potentialOnnx } from "./potentialFile.js";
