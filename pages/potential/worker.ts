// Beside the page's window, so that it never waits: reads a structure and asks the calculator.
import { type Calculator, calculator, type Evaluated } from "../../src/atoms/index.js";
import { allStructures, type Structure } from "../../src/data/index.js";
import { ExpectationError, InputError } from "../../src/error.js";

export interface Question {
  /** The file's name: its ending says the format. */
  readonly file: string;
  readonly text: string;
  /** From 1; the last by default */
  readonly frame?: number;
}

export interface Result {
  readonly structure: Structure;
  readonly evaluated: Evaluated;
  readonly frame: number;
  readonly frames: number;
  /** What the calculator took. */
  readonly ms: number;
}

/** A worker that failed for a reason of its own is not to be asked again. */
export type Answer = Result | { readonly error: string; readonly isBroken: boolean };

// At once: it is ready when the first file comes. On one thread, for others would begin with the file of ONNX Runtime, which
// imports this one as Vite bundles it.
const opening = calculator("sevennet-0", { threads: 1 });
opening.catch(() => {}); // the first question's answer says it

addEventListener("message", async ({ data }: MessageEvent<Question>) => {
  postMessage(await answer(data));
});

async function answer(question: Question): Promise<Answer> {
  let isReady = false;
  try {
    const calc = await opening;
    isReady = true;
    return await evaluate(calc, question);
  } catch (error) {
    const isTheirs = isReady && error instanceof ExpectationError;
    return { error: error instanceof Error ? error.message : String(error), isBroken: !isTheirs };
  }
}

/** @throws InputError, which names the file, if it holds no structure that the potential knows */
async function evaluate(calc: Calculator, { file, text, frame }: Question): Promise<Result> {
  const all = await allStructures(text, file);
  const number = frame ?? all.length;
  const structure = all[number - 1];
  if (!structure) throw new InputError(file, { expected: `a frame from 1 to ${all.length}`, got: String(number) });
  const start = performance.now();
  const evaluated = await calc(structure).catch((error: unknown) => {
    throw error instanceof InputError ? new InputError(file, error.expectation) : error;
  });
  return { structure, evaluated, frame: number, frames: all.length, ms: performance.now() - start };
}
