// A result in the page: figures, drawing, tables.
import { gigapascals } from "../../src/atoms/units.js";
import { elementSymbols } from "../../src/data/index.js";
import { viewer } from "./view.js";
import type { Result } from "./worker.js";

/** Rows beyond it would make the page slow. */
const mostRows = 1000;

/** The element of that id. @throws Error if the page has none of that kind */
export function element<T extends Element = HTMLElement>(id: string, kind?: new () => T): T {
  const found = document.getElementById(id);
  if (!found || (kind && !(found instanceof kind))) throw new Error(`page: expected ${kind?.name} #${id}.`);
  return found as unknown as T;
}

const view = element("view", SVGSVGElement);
const draw = viewer(view);

export function show(file: string, { structure, evaluated, frame, frames }: Result): void {
  const { numbers, positions } = structure;
  const { energy, energies, forces, stress } = evaluated;
  const size = (i: number) => Math.hypot(...forces.subarray(3 * i, 3 * i + 3));
  const strongest = energies.reduce((most, _, i) => Math.max(most, size(i)), 0);
  write("name", file);
  write("energy", energy.toFixed(6));
  write("share", (energy / numbers.length).toFixed(6));
  write("strongest", strongest.toFixed(6));
  for (const each of document.querySelectorAll<HTMLElement>(".periodic")) each.hidden = !stress;
  if (stress) {
    write("pressure", ((-(stress[0]! + stress[1]! + stress[2]!) / 3) * gigapascals).toFixed(4));
    fill("stress", [row(undefined, stress)]);
  }
  const label = (i: number) => `${elementSymbols[numbers[i]!]} ${i + 1}`;
  const values = (i: number) => [
    ...positions.subarray(3 * i, 3 * i + 3),
    energies[i]!,
    ...forces.subarray(3 * i, 3 * i + 3),
  ];
  const shown = Math.min(numbers.length, mostRows);
  fill(
    "atoms",
    Array.from({ length: shown }, (_, i) => row(label(i), values(i))),
  );
  write("rest", shown < numbers.length ? `The first ${shown} of ${numbers.length} atoms.` : "");
  element("frames").hidden = frames === 1;
  write("count", String(frames));
  Object.assign(element("frame", HTMLInputElement), { max: String(frames), value: String(frame) });
  view.setAttribute(
    "aria-label",
    `${numbers.length} atoms of ${file}, forces as arrows, the strongest ${strongest.toFixed(3)} eV/Å`,
  );
  element("result").hidden = false;
  draw(structure, forces);
}

const write = (id: string, text: string) => {
  element(id).textContent = text;
};

const fill = (table: string, rows: readonly HTMLElement[]) =>
  element(table, HTMLTableElement).tBodies[0]!.replaceChildren(...rows);

function row(label: string | undefined, values: ArrayLike<number>): HTMLElement {
  const cells = Array.from(values, (value) => cell("td", value.toFixed(6)));
  const made = document.createElement("tr");
  made.append(...(label === undefined ? [] : [Object.assign(cell("th", label), { scope: "row" })]), ...cells);
  return made;
}

function cell(tag: "th" | "td", text: string): HTMLTableCellElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}
