import { z } from "zod";
import { action } from "../action.js";
import { type MotionResult, molecularDynamics, standard } from "../molecularDynamics.js";
import { potentialOptions, runningOptions } from "../potentialOptions.js";

/** `equivar md FILE` */
export const md = action("md", {
  about: "Molecular dynamics at constant energy or temperature, which goes on where it was stopped.",
  examples: [
    "equivar md silicon.cif --repeat 2x2x2 --steps 2000",
    "equivar md water.xyz --ensemble langevin --temperature 350 --steps 10000 --run runs/water",
    "equivar md --resume runs/water --steps 20000",
  ],
  arguments: z.object({
    file: z.string().optional().meta({
      description: "a structure: XYZ, extended XYZ, CIF, POSCAR, PDB, SDF; of several frames the last",
      placeholder: "FILE",
    }),
  }),
  options: z.object({
    steps: z.int().min(1).optional().describe("steps of the whole run; more than before prolongs it"),
    dt: z
      .number()
      .positive()
      .optional()
      .meta({ description: "time step, fs", shown: `${standard.timestep}` }),
    temperature: z
      .number()
      .min(0)
      .optional()
      .meta({
        description: "of the first velocities, and of the bath where there is one, K",
        shown: `${standard.temperature}`,
      }),
    ensemble: z.enum(["nve", "langevin"]).optional().meta({
      description: "constant energy by velocity Verlet, or constant temperature by Langevin's equation",
      shown: standard.ensemble,
    }),
    friction: z
      .number()
      .positive()
      .optional()
      .meta({
        description: "of langevin, 1/fs",
        shown: `${standard.friction}`,
      }),
    velocities: z.enum(["drawn", "file"]).optional().meta({
      description: "the first ones: Maxwell and Boltzmann's without total momentum, or FILE's",
      shown: "drawn",
    }),
    still: z.boolean().default(false).describe("drawn velocities of a molecule have no angular momentum either"),
    repeat: z
      .string()
      .regex(/^\d+x\d+x\d+$/, "NxMxK, as in 2x2x2")
      .optional()
      .meta({ description: "copies of FILE's cell along each of its vectors", placeholder: "NxMxK" }),
    every: z
      .int()
      .min(1)
      .optional()
      .meta({ description: "steps between frames", shown: `${standard.every}` }),
    logEvery: z
      .int()
      .min(1)
      .optional()
      .meta({ description: "steps between log lines", shown: `${standard.logEvery}` }),
    checkpointEvery: z.int().min(1).default(100).describe("steps between checkpoints"),
    model: z
      .string()
      .optional()
      .meta({ ...potentialOptions.model.meta(), shown: standard.model }),
    weights: potentialOptions.weights,
    modality: potentialOptions.modality,
    ...runningOptions,
    precision: z.enum(["f32", "f64"]).optional().meta({ description: "numbers of the calculation", shown: "f32" }),
    seed: z
      .int()
      .optional()
      .meta({ description: "seed of all randomness", shown: `${standard.seed}` }),
    run: z
      .string()
      .optional()
      .meta({ description: "the run's own folder; a run that was stopped there goes on", placeholder: "DIR" }),
    resume: z.string().optional().meta({
      description: "as --run, but the folder must hold a run; nothing else need be said",
      placeholder: "DIR",
    }),
  }),
  run: async (input, context) => ({ result: describe(await molecularDynamics(input, context)) }),
  print: (result) => lines(result).join("\n"),
});

const units = {
  energy: "eV",
  temperature: "K",
  pressure: "GPa",
  maxForce: "eV/Å",
  drift: "meV/atom",
  time: "fs",
  speed: "ns/day",
} as const;

/** Energies, pressure and force are those of the last step; the temperature is a mean. */
function describe({ out, steps, thermo, maxForce, temperature, drift, nanosecondsPerDay, plan }: MotionResult) {
  const { potential, kinetic, total, time, pressure } = thermo;
  return {
    out,
    model: plan.model,
    ensemble: plan.ensemble,
    steps,
    time,
    energy: potential,
    kinetic,
    total,
    temperature,
    lastTemperature: thermo.temperature,
    pressure: pressure ?? null,
    maxForce,
    drift: drift ?? null,
    speed: nanosecondsPerDay ?? null,
    trajectory: `${out}/trajectory.extxyz`,
    thermo: `${out}/thermo.csv`,
    units,
  };
}

const lines = (result: ReturnType<typeof describe>): string[] => {
  const { out, model, ensemble, steps, time, temperature, lastTemperature, pressure, drift, speed } = result;
  return [
    `${steps} steps, ${time} fs, ${ensemble} by ${model}`,
    `potential energy ${result.energy.toFixed(6)} eV, total ${result.total.toFixed(6)} eV, largest force ${result.maxForce.toFixed(4)} eV/Å`,
    `temperature ${temperature.toFixed(1)} K over the second half, ${lastTemperature.toFixed(1)} K at the end`,
    ...(pressure === null ? [] : [`pressure ${pressure.toFixed(3)} GPa at the end`]),
    ...(drift === null ? [] : [`drift of the total energy ${drift.toFixed(4)} meV/atom`]),
    ...(speed === null ? [] : [`${speed.toPrecision(3)} ns/day`]),
    `in ${out}: trajectory.extxyz, final.extxyz, thermo.csv, and the checkpoint`,
  ];
};
