import { z } from "zod";
import type { Calculator, Evaluated } from "../../atoms/calculator.js";
import { action } from "../action.js";
import { potentialOptions, runningOptions, units } from "../potentialOptions.js";

export interface Frame {
  readonly file: string;
  /** Number of the frame in its file. */
  readonly frame: number;
  readonly energy: number;
  readonly energies: readonly number[];
  readonly forces: readonly (readonly number[])[];
  readonly stress: readonly number[] | null;
  /** Minus the mean of the normal stresses; null without a cell. */
  readonly pressure: number | null;
  readonly units: typeof units;
}

/** `equivar energy FILE…` */
export const energy = action("energy", {
  about: "Energy, forces and stress of structures, by a pretrained potential.",
  examples: ["equivar energy quartz.cif", "equivar energy trajectory.xyz --model potential.onnx --json"],
  arguments: z.object({
    files: z.array(z.string()).min(1).meta({
      description: "structures: XYZ, extended XYZ, CIF, POSCAR, PDB, SDF; several frames a file will do",
      placeholder: "FILE",
    }),
  }),
  options: z.object({
    ...potentialOptions,
    ...runningOptions,
    precision: z.enum(["f32", "f64"]).optional().describe("numbers of the calculation; f32 by default"),
  }),
  async run({ files, ...options }, context) {
    const { gigapascals } = await import("../../atoms/units.js");
    const { openCalculator } = await import("../openCalculator.js");
    const { structuresIn } = await import("../structuresIn.js");
    let calc: Calculator | undefined; // opened once there is something to ask it
    const frames: Frame[] = [];
    const reported = reporter(context);
    try {
      for (const file of files) {
        let frame = 0;
        for await (const structure of structuresIn(file)) {
          calc ??= await openCalculator(options);
          const found = await named(`${file}, frame ${frame}`, calc(structure));
          frames.push(frameOf(file, frame++, found, gigapascals));
          reported(frames.length);
          context.signal.throwIfAborted();
        }
      }
    } finally {
      await calc?.close();
    }
    return { result: { model: calc!.name, frames } }; // every file has a structure, or was an error
  },
  print: ({ model, frames }) =>
    [
      `${model}: energies in eV, forces in eV/Å, pressures in GPa`,
      row("file", "atoms", "energy", "an atom", "max force", "pressure"),
      ...frames.map(({ file, frame, energy: total, forces, pressure }) => {
        const atoms = forces.length;
        const strongest = Math.max(...forces.map((force) => Math.hypot(...force)));
        const name = frames.filter((each) => each.file === file).length > 1 ? `${file}:${frame}` : file;
        return row(
          name,
          `${atoms}`,
          total.toFixed(6),
          (total / atoms).toFixed(6),
          strongest.toFixed(6),
          pressure?.toFixed(3) ?? "–",
        );
      }),
    ].join("\n"),
});

const row = (file: string, ...figures: readonly string[]) =>
  `${file.padEnd(28)}${figures.map((each) => each.padStart(14)).join("")}`;

function frameOf(file: string, frame: number, evaluated: Evaluated, gigapascals: number): Frame {
  const { energy: total, energies, forces, stress } = evaluated;
  return {
    file,
    frame,
    energy: total,
    energies: [...energies],
    forces: Array.from(energies, (_, i) => [...forces.subarray(3 * i, 3 * i + 3)]),
    stress: stress ? [...stress] : null,
    pressure: stress ? (-(stress[0]! + stress[1]! + stress[2]!) / 3) * gigapascals : null,
    units,
  };
}

/** What goes wrong with a structure is said with its name. */
async function named<T>(where: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { InputError } = await import("../../error.js");
    throw error instanceof InputError ? new InputError(where, error.expectation) : error;
  }
}

/** Says from time to time how many frames are done. */
function reporter({ now, log }: { readonly now: () => number; readonly log: (line: string) => void }) {
  const start = now();
  let last = start;
  return (done: number) => {
    if (done < 2 || now() - last < 2000) return;
    last = now();
    log(`${done} frames, ${((1000 * done) / (last - start)).toFixed(1)} a second`);
  };
}
