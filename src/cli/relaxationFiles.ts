// What `relax` writes: the structure it comes to, and on the way there each step.
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Relaxed, RelaxedFrame } from "../atoms/relax.js";
import { writeStructure } from "../data/readStructures.js";
import type { Structure } from "../data/structure.js";
import { writeAtomic } from "../train/atomicFile.js";
import { stem } from "./places.js";

export interface RelaxationFiles {
  /** Appends a step to the trajectory, whole, so that what an interrupt leaves can be read. */
  add(frame: RelaxedFrame): void;
  /** Writes the end. */
  finish(relaxed: Relaxed): { readonly out: string; readonly trajectory: string };
  close(): void;
}

/**
 * Nothing is written before the first step is there.
 * @param out folder for the trajectory, and for the structure unless it has a file of its own
 */
export function relaxationFiles(file: string, out: string, output: string | undefined): RelaxationFiles {
  const trajectory = join(out, `${stem(file)}-relax-steps.xyz`);
  let opened: number | undefined;
  return {
    add(frame) {
      if (opened === undefined) {
        mkdirSync(out, { recursive: true });
        opened = openSync(trajectory, "w");
      }
      writeSync(opened, writeStructure(described(frame, { step: frame.step }), trajectory));
    },
    finish(relaxed) {
      const path = output ?? join(out, `${stem(file)}-relaxed.xyz`);
      writeAtomic(path, writeStructure(described(relaxed, {}), path));
      return { out: path, trajectory };
    },
    close() {
      if (opened !== undefined) closeSync(opened);
      opened = undefined;
    },
  };
}

/** The structure with what was found, under the names that ASE reads; the file's own values of the same kinds are gone. */
function described({ structure, evaluated }: RelaxedFrame, info: Structure["info"]): Structure {
  const { energy, forces, stress } = evaluated;
  const kept = Object.entries(structure.info).filter(([key]) => !stale.has(key));
  const full = stress && [0, 5, 4, 5, 1, 3, 4, 3, 2].map((k) => stress[k]!);
  return {
    ...structure,
    info: { ...Object.fromEntries(kept), ...info, energy, ...(full && { stress: full }) },
    arrays: { ...structure.arrays, forces: { width: 3, data: forces } },
  };
}

/** What the file says of its own geometry, and not of the one here. */
const stale = new Set(["energy", "free_energy", "stress", "virial", "warnings"]);
