import { z } from "zod";
import { action } from "../action.js";
import { potentialOptions, runningOptions } from "../potentialOptions.js";
import type { RelaxationResult } from "../relaxation.js";

/** `equivar relax FILE` */
export const relax = action("relax", {
  about: "Moves the atoms of a structure, and if asked its cell, to where nothing pulls any more.",
  examples: [
    "equivar relax quartz.cif --cell -o relaxed.cif",
    "equivar relax slab.vasp --method fire --fix 1-16 --fmax 0.01",
    "equivar relax salt.cif --cell --pressure 5 --json",
  ],
  arguments: z.object({
    file: z
      .string()
      .meta({ description: "a structure: XYZ, extended XYZ, CIF, POSCAR, PDB, SDF", placeholder: "FILE" }),
  }),
  options: z.object({
    ...potentialOptions,
    ...runningOptions,
    precision: z.enum(["f32", "f64"]).optional().describe("numbers of the calculation; f32 by default"),
    frame: z.int().default(-1).meta({ description: "which of the file's frames, from 0", shown: "the last" }),
    method: z.string().default("lbfgs").describe("the way downhill: lbfgs or fire"),
    fmax: z.number().positive().default(0.02).describe("done when no force is as large, eV/Å"),
    steps: z.int().min(0).default(500).describe("most moves"),
    cell: z.boolean().default(false).describe("relax the cell as well"),
    isotropic: z.boolean().default(false).describe("with --cell: its size only"),
    fixedVolume: z.boolean().default(false).describe("with --cell: its shape only"),
    pressure: z.number().optional().meta({ description: "with --cell: from outside, GPa", placeholder: "GPA" }),
    fix: z
      .string()
      .regex(/^\d+(-\d+)?(,\d+(-\d+)?)*$/, "atoms counted from 1, as 1-4,7")
      .optional()
      .meta({ description: "atoms that stay, counted from 1, as 1-4,7", placeholder: "ATOMS" }),
    output: z.string().optional().meta({
      short: "o",
      description: "the relaxed structure, .xyz, .extxyz, .vasp or .cif; in the folder of --out by default",
      placeholder: "FILE",
    }),
  }),
  async run({ frame, ...input }, context) {
    const { structureIn } = await import("../structuresIn.js");
    const { relaxation } = await import("../relaxation.js");
    const open = async () => {
      const { openCalculator } = await import("../openCalculator.js");
      return openCalculator(input);
    };
    return relaxation(await structureIn(input.file, frame), input, open, context);
  },
  print,
});

function print(result: RelaxationResult): string {
  const { out, trajectory, converged, steps, energy, maxForce, maxStress, fmax, cell, volume } = result;
  return [
    converged
      ? `relaxed in ${steps} steps: no force reaches ${fmax} eV/Å`
      : `NOT RELAXED after ${steps} steps: forces are to be below ${fmax} eV/Å`,
    `energy ${energy.toFixed(6)} eV, largest force ${maxForce.toFixed(5)} eV/Å${maxStress === undefined ? "" : `, largest stress ${maxStress.toFixed(4)} GPa`}`,
    ...(volume !== undefined && cell
      ? [`volume ${volume.toFixed(4)} Å³, cell ${cell.map((x) => x.toFixed(4)).join(" ")}`]
      : []),
    `${out}; its steps in ${trajectory}`,
  ].join("\n");
}
