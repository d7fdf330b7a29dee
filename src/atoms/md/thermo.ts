// The thermodynamic log: what is measured of a moment, a line a moment, and what it comes to.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { cellVolume } from "../../data/structure.js";
import { gigapascals } from "../units.js";
import type { Moment } from "./dynamics.js";
import { type Bodies, kineticEnergy } from "./motion.js";
import { temperatureOf } from "./temperature.js";

export interface Thermo {
  readonly step: number;
  readonly time: number;
  readonly potential: number;
  readonly kinetic: number;
  readonly total: number;
  readonly temperature: number;
  /** With the atoms' own kinetic part, 2 K / 3 V; only where the cell repeats in all directions. */
  readonly pressure?: number;
}

const units: Readonly<Record<keyof Thermo, string>> = {
  step: "",
  time: " [fs]",
  potential: " [eV]",
  kinetic: " [eV]",
  total: " [eV]",
  temperature: " [K]",
  pressure: " [GPa]",
};
const columns = (periodic: boolean) =>
  (Object.keys(units) as (keyof Thermo)[]).filter((column) => periodic || column !== "pressure");

/** @param freedoms that hold kinetic energy */
export function thermoOf(moment: Moment, { masses, cell }: Bodies, timestep: number, freedoms: number): Thermo {
  const { energy: potential, stress } = moment.evaluated;
  const kinetic = kineticEnergy(masses, moment.velocities);
  const one = { step: moment.step, time: moment.step * timestep, potential, kinetic, total: potential + kinetic };
  const temperature = temperatureOf(kinetic, freedoms);
  if (!stress || !cell) return { ...one, temperature };
  const virial = -(stress[0]! + stress[1]! + stress[2]!) / 3;
  const pressure = gigapascals * (virial + (2 * kinetic) / 3 / Math.abs(cellVolume(cell)));
  return { ...one, temperature, pressure };
}

/** The first line of the log, with units. */
export const thermoHeader = (periodic: boolean): string =>
  `${columns(periodic)
    .map((column) => `${column}${units[column]}`)
    .join(",")}\n`;

/** A line of the log; numbers at full precision. */
export const thermoLine = (thermo: Thermo): string =>
  `${columns(thermo.pressure !== undefined)
    .map((column) => String(thermo[column]))
    .join(",")}\n`;

/** The lines of a log, in order. */
export async function* readThermo(path: string): AsyncGenerator<Thermo> {
  let names: readonly string[] | undefined;
  for await (const line of createInterface({ input: createReadStream(path, "utf8") })) {
    const cells = line.split(",");
    if (names) yield Object.fromEntries(names.map((name, i) => [name, Number(cells[i])])) as unknown as Thermo;
    else names = cells.map((cell) => cell.split(" ")[0]!);
  }
}

export interface ThermoSummary {
  /** Slope of the total energy, by least squares, times the length of the run: eV. */
  readonly drift: number;
  /** Mean over the second half of the steps, K. */
  readonly temperature: number;
}

/** @param steps of the whole run */
export async function summarised(log: AsyncIterable<Thermo>, steps: number): Promise<ThermoSummary> {
  let [count, late, temperatures, t, e, tt, te]: number[] = [0, 0, 0, 0, 0, 0, 0] as const;
  let first: number | undefined;
  for await (const { step, total, temperature } of log) {
    first ??= total; // sums of differences lose no digits
    count!++;
    t! += step;
    tt! += step * step;
    e! += total - first;
    te! += step * (total - first);
    if (2 * step < steps) continue;
    late!++;
    temperatures! += temperature;
  }
  const spread = count! * tt! - t! * t!;
  const slope = spread > 0 ? (count! * te! - t! * e!) / spread : 0;
  return { drift: slope * steps, temperature: temperatures! / late! };
}
