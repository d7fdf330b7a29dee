// Questions to the worker. The newest counts: one that comes while another is open ends that one, with its worker.
import type { Answer, Question } from "./worker.js";

/** @returns resolves with undefined if another question came before the answer */
export function asker(): (question: Question) => Promise<Answer | undefined> {
  let worker = fresh();
  let giveUp: (() => void) | undefined;
  const replace = () => {
    worker.terminate();
    worker = fresh();
  };
  return (question) => {
    if (giveUp) {
      giveUp();
      replace();
    }
    return new Promise((resolve) => {
      const settle = (answer: Answer | undefined) => {
        giveUp = undefined;
        if (answer && "isBroken" in answer && answer.isBroken) replace();
        resolve(answer);
      };
      giveUp = () => settle(undefined);
      worker.onmessage = ({ data }: MessageEvent<Answer>) => settle(data);
      worker.onerror = ({ message }) => settle({ error: message || "the calculation stopped", isBroken: true });
      worker.postMessage(question);
    });
  };
}

const fresh = (): Worker => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
