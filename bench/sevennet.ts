import { sevennetStep, structures } from "./sevennetSteps.js";
import { type Workload, workload } from "./workload.js";

/**
 * The workload of a structure.
 * @param list whether the neighbour list is timed as well
 */
export const sevennet = (name: string, structure: keyof typeof structures, list: boolean): Workload => {
  const { about, goal } = structures[structure];
  return workload(name, {
    about: `SevenNet-0 energy + forces + stress, ${about}${list ? ", the neighbour list included" : ""}`,
    peers: { [`sevennet:${structure}${list ? ":list" : ""}`]: goal },
    make: (threads) => sevennetStep(structure, list, threads),
  });
};
