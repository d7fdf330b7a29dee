// The page: trains while one watches, and leaves the promise of what comes out where the test finds it.
import { type Training, trainEgnn } from "./training.js";

declare global {
  interface Window {
    training: Promise<Training>;
  }
}

const status = document.querySelector("#status")!;
const rows = document.querySelector("#losses")!;

window.training = trainEgnn((step, loss) => {
  const row = document.createElement("tr");
  row.append(cell("th", String(step)), cell("td", loss.toPrecision(7)));
  rows.append(row);
});
const { losses, msPerStep } = await window.training;
status.textContent = `${losses.length} steps of ${msPerStep.toFixed(0)} ms.`;

function cell(tag: "th" | "td", text: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
