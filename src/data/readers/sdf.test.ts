import { expect, test } from "vitest";
import { allStructures } from "../readStructures.js";

const v2000 = (title: string, end = "") => `${title}
  made by hand

  2  1  0  0  0  0  0  0  0  0999 V2000
    0.0000    0.1000   -0.2000 N   0  3  0  0
   10.9600    0.0000    0.0000 D   0  0
  1  2  1  0
M  CHG  1   1   1
M  END
${end}`;
const v3000 = `
  made by hand

  0  0  0     0  0            999 V3000
M  V30 BEGIN CTAB
M  V30 COUNTS 2 1 0 0 0
M  V30 BEGIN ATOM
M  V30 1 Cl 1.5 0 -
M  V30 -2e-1 0 CHG=-1
M  V30 7 Na 0 0 0 0 CHG=2
M  V30 END ATOM
M  V30 BEGIN BOND
M  V30 1 1 1 7
M  V30 END BOND
M  V30 END CTAB
M  END
$$$$
`;

test("V2000: columns, charges, data items, many molecules", async () => {
  const data = "> <energy>\n-12.5\n\n>  3 <remark> (x)\ntwo\nlines\n\n> <none>\n\n$$$$\n";
  const frames = await allStructures(`${v2000("ammonium", data)}${v2000("", "$$$$\n\n")}`, "a.sdf");
  expect(frames).toHaveLength(2);
  expect([...frames[0]!.numbers]).toEqual([7, 1]);
  expect([...frames[0]!.positions]).toEqual([0, 0.1, -0.2, 10.96, 0, 0]);
  expect(frames[0]!.info).toEqual({ title: "ammonium", charge: 1, energy: -12.5, remark: "two\nlines", none: "" });
  expect(frames[1]!.info).toEqual({ charge: 1 });
});

test("V3000: lines that go on, charges, indices with gaps", async () => {
  const [frame] = await allStructures(v3000, "a.mol");
  expect([...frame!.numbers]).toEqual([17, 11]);
  expect([...frame!.positions]).toEqual([1.5, 0, -0.2, 0, 0, 0]);
  expect(frame!.info).toEqual({ charge: 1 });
});

test("a MOL file without an end of line", async () => {
  const [frame] = await allStructures(v2000("x").trimEnd(), "a.mol");
  expect(frame!.numbers).toHaveLength(2);
});
