import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { interrupt } from "./interrupt.js";

test("the first SIGINT aborts, the second exits with 130", () => {
  const [process, exits] = [new EventEmitter(), [] as number[]];
  const signal = interrupt(process, (code) => exits.push(code));
  expect(signal.aborted).toBe(false);
  process.emit("SIGINT");
  expect({ aborted: signal.aborted, exits }).toEqual({ aborted: true, exits: [] });
  process.emit("SIGINT");
  expect(exits).toEqual([130]);
});
