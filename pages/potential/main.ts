// The page: takes a file that is dropped, chosen or an example, and shows what the calculator says of it.
import { asker } from "./asker.js";
import { examples } from "./examples.js";
import { element, show } from "./show.js";
import type { Question } from "./worker.js";

const ask = asker();
const main = document.querySelector("main")!;
const [file, example] = [element("file", HTMLInputElement), element("example", HTMLSelectElement)];
const frame = element("frame", HTMLInputElement);
const [status, error] = [element("status"), element("error")];
let open: Question | undefined;

/** Asks, and shows the answer; where it is an error, the result before stays to be seen. */
async function consider(question: Question): Promise<void> {
  main.setAttribute("aria-busy", "true");
  error.textContent = "";
  status.textContent = "Calculating …";
  const answer = await ask(question);
  if (!answer) return; // a newer question is open
  main.setAttribute("aria-busy", "false");
  if ("error" in answer) return fail(answer.error);
  open = question;
  const atoms = answer.structure.numbers.length;
  status.textContent = `${atoms} ${atoms === 1 ? "atom" : "atoms"} in ${answer.ms.toFixed(0)} ms.`;
  show(question.file, answer);
}

function fail(reason: string): void {
  status.textContent = "";
  error.textContent = reason;
}

async function considerFile(chosen: File | undefined): Promise<void> {
  if (!chosen) return;
  example.value = ""; // so that the one that was chosen before can be chosen again
  const text = await chosen.text().catch((reason: unknown) => fail(`${chosen.name}: ${reason}`)); // a folder has none
  if (text !== undefined) await consider({ file: chosen.name, text });
}

file.addEventListener("change", () => {
  considerFile(file.files?.[0]);
  file.value = ""; // so that the same file, mended, can be chosen again
});
for (const name of Object.keys(examples)) example.add(new Option(name));
example.addEventListener("change", () => {
  const text = examples[example.value];
  if (text !== undefined) consider({ file: example.value, text });
});
frame.addEventListener("change", () => open && consider({ ...open, frame: frame.valueAsNumber }));

const over = (isOver: boolean) => (event: DragEvent) => {
  event.preventDefault(); // or the browser would leave the page for the file
  document.body.classList.toggle("over", isOver);
};
addEventListener("dragover", over(true));
addEventListener("dragleave", over(false));
addEventListener("drop", (event) => {
  over(false)(event);
  considerFile(event.dataTransfer?.files[0]);
});
element("controls", HTMLFormElement).addEventListener("submit", (event) => event.preventDefault());
