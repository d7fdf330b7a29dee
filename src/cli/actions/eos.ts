import { z } from "zod";
import { action } from "../action.js";
import type { EquationOfStateResult } from "../equationOfState.js";
import { potentialOptions, runningOptions } from "../potentialOptions.js";

/** `equivar eos FILE` */
export const eos = action("eos", {
  about:
    "Energy against volume of a crystal: lattice, bulk modulus and its derivative by Birch and Murnaghan's equation.",
  examples: ["equivar eos silicon.cif", "equivar eos quartz.cif --relax --range 0.94..1.06 --points 13 --json"],
  arguments: z.object({
    file: z.string().meta({ description: "a crystal: extended XYZ, CIF, POSCAR", placeholder: "FILE" }),
  }),
  options: z.object({
    ...potentialOptions,
    ...runningOptions,
    precision: z.enum(["f32", "f64"]).optional().describe("numbers of the calculation; f64 by default"),
    frame: z.int().default(-1).meta({ description: "which of the file's frames, from 0", shown: "the last" }),
    range: z
      .string()
      .regex(/^(\d+\.?\d*|\.\d+)\.\.(\d+\.?\d*|\.\d+)$/, "LOW..HIGH, as 0.96..1.04")
      .default("0.96..1.04")
      .meta({ description: "volumes, of that of the file", placeholder: "LOW..HIGH" }),
    points: z.int().min(5).default(9).describe("how many volumes"),
    relax: z.boolean().default(false).describe("relax the atoms at each volume"),
    steps: z.int().min(0).default(500).describe("with --relax: most moves at each volume"),
    fmax: z.number().positive().default(0.01).describe("with --relax: done when no force is as large, eV/Å"),
  }),
  async run({ frame, ...input }, context) {
    const { structureIn } = await import("../structuresIn.js");
    const { measuredEquationOfState } = await import("../equationOfState.js");
    const open = async () => {
      const { openCalculator } = await import("../openCalculator.js");
      // Energies differ by some meV between volumes; a file has the precision that it has.
      const precision = input.precision ?? (input.model.endsWith(".onnx") ? undefined : "f64");
      return openCalculator({ ...input, precision });
    };
    return measuredEquationOfState(await structureIn(input.file, frame), input, open, context);
  },
  print({
    out,
    model,
    energy,
    volume,
    a0,
    centring,
    cell,
    bulkModulus,
    bulkModulusDerivative,
    residual,
    points,
  }: EquationOfStateResult) {
    const rough = points.filter(({ converged }) => !converged).length;
    return [
      `${model}, ${points.length} volumes from ${points[0]!.volume.toFixed(4)} to ${points.at(-1)!.volume.toFixed(4)} Å³`,
      `volume ${volume.toFixed(4)} Å³, energy ${energy.toFixed(6)} eV`,
      a0 === undefined ? `cell ${cell.map((x) => x.toFixed(4)).join(" ")}` : `a0 ${a0.toFixed(5)} Å, ${centring} cubic`,
      `bulk modulus ${bulkModulus.toFixed(3)} GPa, its derivative ${bulkModulusDerivative.toFixed(3)}`,
      `the fit leaves ${(1000 * residual).toPrecision(2)} meV`,
      ...(rough > 0 ? [`NOT RELAXED: the atoms at ${rough} of the volumes`] : []),
      out,
    ].join("\n");
  },
});
