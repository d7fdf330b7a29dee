// The page: trains on the particles that it is handed, while one watches.
import { type Particles, type Training, trainEgnn } from "./training.js";

declare global {
  interface Window {
    trainOn: (particles: Particles) => Promise<Training>;
  }
}

const status = document.querySelector("#status")!;
const rows = document.querySelector("#losses")!;

// The particles come from outside: simulated here, they would be others. Math.log and Math.cos of two versions of V8
// differ in the last bit, and 4,100 steps of close encounters make percents of that.
window.trainOn = async (particles) => {
  status.textContent = "Training …";
  const training = await trainEgnn(particles, (step, loss) => {
    const row = document.createElement("tr");
    row.append(cell("th", String(step)), cell("td", loss.toPrecision(7)));
    rows.append(row);
  });
  status.textContent = `${training.losses.length} steps of ${training.msPerStep.toFixed(0)} ms.`;
  return training;
};

function cell(tag: "th" | "td", text: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
