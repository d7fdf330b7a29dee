import { expect, test } from "vitest";
import { progress } from "./progress.js";

const setup = (options: { isTTY?: boolean; total?: number; from?: number; columns?: number }) => {
  const written: string[] = [];
  const clock = { ms: 5_000 };
  const { total = 100, from = 0, ...terminal } = options;
  const stream = { ...terminal, write: (text: string) => written.push(text) };
  return { written, clock, bar: progress({ total, from, label: "egnn", stream, now: () => clock.ms }) };
};

test("a pipe gets a line each 10 %, with rate, time left and loss", () => {
  const { written, clock, bar } = setup({});
  for (let step = 1; step <= 100; step++) {
    clock.ms += 50;
    bar.tick(step, { loss: 1 / step });
  }
  bar.done();
  expect(written).toHaveLength(10);
  expect(written[1]).toBe("egnn ████░░░░░░░░░░░░░░░░  20 %  20/100  20.0 steps/s  0:04 left  loss 0.05000\n");
  expect(written[9]).toContain("100 %  100/100");
});

test("a terminal is redrawn at most 10 times a second, in one line no wider than it is", () => {
  const { written, clock, bar } = setup({ isTTY: true, columns: 70, total: 10_000 });
  for (let step = 1; step <= 1000; step++) {
    clock.ms += 1;
    bar.tick(step, { loss: 2 });
  }
  expect(written.length).toBeLessThanOrEqual(11);
  bar.done();
  const last = "\regnn █░░░░░░░░  10 %  1000/10000  1000 steps/s  0:09 left  loss 2.000\x1b[K"; // 69 letters
  expect(written.slice(-2)).toEqual([last, "\n"]);
});

test("any values by name, texts as they are", () => {
  const { written, bar } = setup({});
  bar.tick(10, { temperature: "301 K", energy: -345.12345 });
  expect(written[0]).toMatch(/ {2}temperature 301 K {2}energy -345\.1\n$/);
});

test("a narrow terminal cuts the line", () => {
  const { written, bar } = setup({ isTTY: true, columns: 12 });
  bar.tick(50);
  expect(written).toEqual(["\regnn   50 %\x1b[K"]);
});

test("a resumed run counts the rate of its own steps", () => {
  const { written, clock, bar } = setup({ total: 20_000, from: 10_000 });
  clock.ms += 10_000;
  bar.tick(12_000);
  expect(written[0]).toContain("200 steps/s  0:40 left");
});

test("an early end writes where it got to, and no time at all is no rate", () => {
  const { written, bar } = setup({ total: 1_000_000 });
  bar.tick(3, { loss: Number.NaN });
  expect(written).toEqual([]);
  bar.done();
  expect(written).toEqual(["egnn ░░░░░░░░░░░░░░░░░░░░   0 %  3/1000000  loss NaN\n"]);
});
