import { schedule } from "../schedule.js";

/** The base rate throughout. */
export const flat = schedule("flat", { defaults: {}, factor: () => 1 });
