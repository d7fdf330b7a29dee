import { expect, test } from "vitest";
import { bool, compile, value } from "../index.js";
import { trace } from "../trace.js";
import { all } from "./all.js";
import { any } from "./any.js";

test("nothing holds anywhere, and everything holds, among no elements", async () => {
  const session = await compile(
    trace(({ x }) => ({ any: any(x), all: all(x), rows: any(x, { axes: [0] }) }), { x: bool("n", 2) }),
  );
  const none = await session.run({ x: value([], [0, 2], "bool") });
  expect([none.any, none.all, none.rows].map((each) => [...each!.data])).toEqual([[0], [1], [0, 0]]);
  await session.close();
});
