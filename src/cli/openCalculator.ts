// The potential that a command asks, opened as its options say.
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { Calculator, CalculatorOptions } from "../atoms/calculator.js";

export interface Opening extends Omit<CalculatorOptions, "cache" | "precision"> {
  readonly model: string;
  readonly precision?: "f32" | "f64" | undefined;
  /** Whether optimised models are kept for the next time. */
  readonly cache: boolean;
}

/** @param opening may hold a command's other options as well */
export async function openCalculator(opening: Opening): Promise<Calculator> {
  const { calculator } = await import("../atoms/calculator.js");
  const { model, weights, modality, precision, threads, device, skin, cache } = opening;
  return calculator(model, {
    ...{ weights, modality, threads, device },
    ...(precision && { precision }),
    ...(skin && { skin }),
    ...(cache && { cache: cacheFolder(process.env.XDG_CACHE_HOME) }),
  });
}

/** @param given the user's folder of caches, by the XDG Base Directory Specification: a relative one counts for nothing */
export const cacheFolder = (given: string | undefined): string =>
  join(given && isAbsolute(given) ? given : join(homedir(), ".cache"), "equivar");
