// What `equivar eos` does: a crystal at several volumes, the fit, and its figure.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { birchMurnaghanEnergy } from "../atoms/birchMurnaghan.js";
import type { Calculator } from "../atoms/calculator.js";
import { checkedCell, type EquationOfState, equationOfState } from "../atoms/equationOfState.js";
import { lbfgs } from "../atoms/relaxers/lbfgs.js";
import type { CellParameters, Structure } from "../data/structure.js";
import { writeAtomic } from "../train/atomicFile.js";
import { fittedCurve } from "../train/plot.js";
import { progress } from "../train/progress.js";
import type { Context, Outcome } from "./action.js";
import { checkFolder, stem } from "./places.js";

export interface EquationOfStateInput {
  readonly file: string;
  /** "0.96..1.04", of the file's volume */
  readonly range: string;
  readonly points: number;
  readonly relax: boolean;
  readonly fmax: number;
  readonly steps: number;
  readonly out: string;
}

const units = {
  energy: "eV",
  volume: "Å³",
  a0: "Å",
  cell: "Å, degrees",
  bulkModulus: "GPa",
  bulkModulusDerivative: "1",
  residual: "eV",
} as const;

export interface EquationOfStateResult {
  /** The figure, SVG. */
  readonly out: string;
  readonly model: string;
  /** Evaluations of the model. */
  readonly steps: number;
  /** At the fit's minimum. */
  readonly energy: number;
  readonly volume: number;
  /** Edge of the conventional cell, where the lattice is cubic. */
  readonly a0?: number;
  readonly centring?: string;
  readonly cell: CellParameters;
  readonly bulkModulus: number;
  readonly bulkModulusDerivative: number;
  /** Root mean square of what the fit leaves. */
  readonly residual: number;
  readonly points: EquationOfState["points"];
  readonly units: typeof units;
}

/** @throws InputError on a structure or range that allows no fit; nothing is written then */
export async function measuredEquationOfState(
  structure: Structure,
  input: EquationOfStateInput,
  open: () => Promise<Calculator>,
  { now, signal }: Context,
): Promise<Outcome<EquationOfStateResult>> {
  const { file, points, relax, fmax, steps, out } = input;
  const range = input.range.split("..").map(Number) as [number, number]; // two, by the option's form
  checkedCell(structure, { range, points });
  checkFolder(out);
  const calculator = await open();
  const bar = progress({ total: points, label: `eos ${calculator.name}`, stream: process.stderr, now });
  try {
    const found = await equationOfState(calculator, structure, {
      range,
      points,
      signal,
      ...(relax && { relax: { relaxer: lbfgs(), fmax, steps } }),
      onPoint: (done) => bar.tick(done),
    });
    bar.done();
    const path = join(out, `${stem(file)}-eos.svg`);
    mkdirSync(out, { recursive: true });
    writeAtomic(path, await figure(`${stem(file)}, ${calculator.name}`, found));
    return { result: resultOf(path, calculator.name, found), holds: found.points.every((each) => each.converged) };
  } finally {
    await calculator.close();
  }
}

const resultOf = (out: string, model: string, { fit, points, cubic, cell, bulkModulusGPa }: EquationOfState) => ({
  out,
  model,
  steps: points.reduce((sum, { evaluations }) => sum + evaluations, 0),
  energy: fit.energy,
  volume: fit.volume,
  ...(cubic && { a0: cubic.a, centring: cubic.centring }),
  cell,
  bulkModulus: bulkModulusGPa,
  bulkModulusDerivative: fit.derivative,
  residual: fit.residual,
  points,
  units,
});

function figure(title: string, { points, fit, bulkModulusGPa }: EquationOfState): Promise<string> {
  const [low, high] = [points[0]!.volume, points.at(-1)!.volume];
  const volumes = Array.from({ length: 101 }, (_, i) => low + ((high - low) * i) / 100);
  return fittedCurve({
    title: `${title}: B = ${bulkModulusGPa.toFixed(2)} GPa`,
    x: "volume (Å³)",
    y: "energy (eV)",
    points: points.map(({ volume, energy }) => [volume, energy]),
    curve: volumes.map((volume) => [volume, birchMurnaghanEnergy(fit, volume)]),
    marked: [fit.volume, fit.energy],
  });
}
