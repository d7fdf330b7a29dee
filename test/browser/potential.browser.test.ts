// The page of pages/potential in headless Chromium: files dropped on it give Node's energies and forces.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { radiusOf } from "../../pages/potential/elementStyle.js";
import { examples } from "../../pages/potential/examples.js";
import { type Calculator, calculator, structureOf } from "../../src/atoms/index.js";
import { allStructures, elementSymbols, type Structure, writeStructure } from "../../src/data/index.js";
import { root } from "../checkout.js";
import { isSkipped, type Visit, visit } from "./chromium.js";

const golden = JSON.parse(readFileSync(join(root, "test/golden/sevennet/sevennet-0.json"), "utf8"));
const structure = (name: string): Structure => {
  const { numbers, positions, cell, pbc } = golden[name];
  return structureOf({ numbers, positions, pbc, ...(cell && { cell }) });
};
const names = ["water", "ethanol", "nacl_8_rattled", "sio2_quartz", "si_64_rattled"];
const water = writeStructure(structure("water"), "water.xyz");

/** What a user reads off the page. */
interface Shown {
  readonly energy: number;
  /** [atoms, 3] */
  readonly forces: readonly number[];
  readonly labels: readonly string[];
  readonly stress: readonly number[];
  readonly ms: number;
}

describe.skipIf(isSkipped)("the page of a potential", () => {
  let open: Visit;
  let calc: Calculator;
  beforeAll(async () => {
    open = await visit(join(root, "pages/potential/vite.config.ts"));
    calc = await calculator("sevennet-0", { threads: 1 }); // as the page has
  }, 60_000);
  afterAll(async () => {
    await open?.close();
    await calc?.close();
  });

  /** Drops a file on the page's body, as a file manager does. */
  const drop = (name: string, text: string) =>
    open.page.evaluate(
      ([name, text]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], name));
        const event = (type: string) => new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
        document.body.dispatchEvent(event("dragover"));
        document.body.dispatchEvent(event("drop"));
      },
      [name, text] as const,
    );

  const shown = async (name: string): Promise<Shown> => {
    await open.page.waitForFunction(
      (name) =>
        document.querySelector("main[aria-busy=false]") && document.querySelector("#name")?.textContent === name,
      name,
    );
    return open.page.evaluate(() => {
      const numbersOf = (cells: Iterable<Element>) => Array.from(cells, (cell) => Number(cell.textContent));
      const rows = [...document.querySelectorAll("#atoms tbody tr")];
      return {
        energy: Number(document.querySelector("#energy")!.textContent),
        forces: rows.flatMap((row) => numbersOf([...row.querySelectorAll("td")].slice(-3))),
        labels: rows.map((row) => row.querySelector("th")!.textContent!),
        stress: numbersOf(document.querySelectorAll("#stress:not([hidden]) tbody td")),
        ms: Number.parseFloat(/in (\d+) ms/.exec(document.querySelector("#status")!.textContent!)![1]!),
      };
    });
  };
  const alert = () => open.page.textContent("[role=alert]");

  test("shows Node's energies, forces and stresses of files dropped on it", async () => {
    let most = 0;
    for (const name of names) {
      const atoms = structure(name);
      const file = `${name}.xyz`;
      const text = writeStructure(atoms, file);
      await drop(`warm-${file}`, text);
      await shown(`warm-${file}`);
      await drop(file, text);
      const page = await shown(file);
      const read = (await allStructures(text, file))[0]!;
      await calc(read);
      const start = performance.now();
      const node = await calc(read);
      const nodeMs = performance.now() - start;

      expect(page.labels).toEqual(Array.from(atoms.numbers, (number, i) => `${elementSymbols[number]} ${i + 1}`));
      expect(page.forces).toHaveLength(node.forces.length);
      expect(page.stress).toHaveLength(node.stress?.length ?? 0);
      const difference = Math.max(
        Math.abs(page.energy - node.energy),
        ...page.forces.map((x, i) => Math.abs(x - node.forces[i]!)),
        ...page.stress.map((x, i) => Math.abs(x - node.stress![i]!)),
      );
      // Six places are shown, and both add in f32, in different orders.
      expect(difference).toBeLessThanOrEqual(1e-4);
      expect(Math.max(...page.forces)).toBeGreaterThan(0.1);
      most = Math.max(most, difference);
      console.info(`${name}: ${page.ms.toFixed(0)} ms in Chromium, ${nodeMs.toFixed(0)} ms in Node, a thread each`);
    }
    console.info(`energies, forces and stresses differ by ${most.toExponential(1)} at most`);
  }, 120_000);

  /** The drawing of two atoms, in its own units: centre and radius of each, ends of the arrows, the legend's last. */
  const drawing = () =>
    open.page.evaluate(() => {
      const numbersIn = (text: string) => (text.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
      const circle = (atom: string) => {
        const all = [...document.querySelectorAll("#view circle")];
        const found = all.find((each) => each.textContent === atom)!;
        const [x, y, r] = ["cx", "cy", "r"].map((name) => Number(found.getAttribute(name))) as [number, number, number];
        return { x, y, r };
      };
      const arrows = Array.from(document.querySelectorAll("#view path"), (path) => {
        const [x1, y1, x2, y2] = numbersIn(path.getAttribute("d")!) as [number, number, number, number];
        return { x1, y1, dx: x2 - x1, dy: y2 - y1 };
      });
      const legend = document.querySelector("#view .legend")!.textContent!;
      return { first: circle("H 1"), second: circle("H 2"), arrows, legend, force: numbersIn(legend)[0]! };
    });

  test("draws atoms, arrows along the forces with their scale, and the cell", async () => {
    await drop("two.xyz", '2\nLattice="9 0 0 0 9 0 0 0 9"\nH 4 4 4\nH 5.2 4 4\n');
    const { forces } = await shown("two.xyz");
    expect(forces[0]).toBeGreaterThan(0.1); // too far apart: they pull each other
    const { first, second, arrows, legend, force } = await drawing();
    expect(arrows).toHaveLength(3);
    const [toSecond, back] = [second.x - first.x, second.y - first.y] as const;
    const near = ({ x1, y1 }: (typeof arrows)[number]) => Math.hypot(x1 - first.x, y1 - first.y);
    const { dx, dy } = arrows.slice(0, 2).sort((a, b) => near(a) - near(b))[0]!;
    expect((dx * toSecond + dy * back) / Math.hypot(dx, dy) / Math.hypot(toSecond, back)).toBeGreaterThan(0.999);
    // The drawing's scale by a sphere, that of the arrows by two ångströms for the strongest force.
    const unitsPerAngstrom = first.r / radiusOf(1);
    expect(legend).toMatch(/^\d.* eV\/Å$/);
    expect(arrows[2]!.dx / force).toBeCloseTo((2 * unitsPerAngstrom) / forces[0]!, -0.5);
    expect((await open.page.locator("#view line").count()) % 12).toBe(0); // edges, in pieces
  });

  test("turns the drawing by keys and by the pointer", async () => {
    const before = await drawing();
    await open.page.focus("#view");
    await open.page.keyboard.press("ArrowRight");
    await expect.poll(drawing).not.toEqual(before);
    await open.page.keyboard.press("Home");
    await expect.poll(drawing).toEqual(before);
    const { x, y, width, height } = (await open.page.locator("#view").boundingBox())!;
    await open.page.mouse.move(x + width / 2, y + height / 2);
    await open.page.mouse.down();
    await open.page.mouse.move(x + width / 2 + 40, y + height / 2 + 10, { steps: 4 });
    await open.page.mouse.up();
    await expect.poll(drawing).not.toEqual(before);
    const turned = await drawing();
    await open.page.mouse.move(x + width / 2 - 40, y + height / 2, { steps: 4 }); // no longer held
    await open.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    expect(await drawing()).toEqual(turned);
  });

  test.each([
    ["cut.xyz", water.split("\n").slice(0, 4).join("\n"), /^cut\.xyz:\d+: expected .*, got /],
    ["unknown.xyz", water.replace("O", "Xx"), /^unknown\.xyz:\d+: expected .*Xx/],
    ["untrained.xyz", water.replace("O", "Po"), /^untrained\.xyz: expected .*Po, atom 1/],
    ["near.xyz", "2\n\nH 0 0 0\nH 0 0 0.01\n", /^near\.xyz: expected atoms at least/],
    ["empty.cif", "", /^empty\.cif:1: expected/],
    ["photo.png", "\x89PNG", /^photo\.png: expected a name with one of/],
  ])("says what is wrong with %s, and lives on", async (name, text, sentence) => {
    await drop("before.xyz", water);
    const { energy } = await shown("before.xyz");
    await drop(name, text);
    await expect.poll(alert).toMatch(sentence);
    expect(await open.page.getAttribute("main", "aria-busy")).toBe("false");
    await drop("after.xyz", water);
    expect((await shown("after.xyz")).energy).toBe(energy);
    expect(await alert()).toBe("");
  });

  test("takes a chosen file, another of its frames, and each example", async () => {
    const longer = water.replace("0.763239", "0.9");
    await open.page.setInputFiles("#file", {
      name: "frames.xyz",
      mimeType: "chemical/x-xyz",
      buffer: Buffer.from(`${longer}${water}`),
    });
    const last = await shown("frames.xyz");
    await open.page.fill("#frame", "1");
    await open.page.keyboard.press("Enter");
    await expect.poll(async () => (await shown("frames.xyz")).energy).not.toBe(last.energy);
    for (const [name, text] of Object.entries(examples)) {
      await open.page.selectOption("#example", name);
      const { energy, forces } = await shown(name);
      const node = await calc((await allStructures(text, name))[0]!);
      expect(Math.abs(energy - node.energy)).toBeLessThanOrEqual(1e-4);
      expect(Math.max(...forces)).toBeGreaterThan(0.05); // an example without arrows shows nothing
    }
  });

  test("of two files the newer counts", async () => {
    await drop("big.xyz", writeStructure(structure("si_64_rattled"), "big.xyz"));
    await drop("newer.xyz", water);
    expect((await shown("newer.xyz")).labels).toHaveLength(3);
  });

  test("nothing was asked of other places, and nothing complained", () => {
    expect(open.requests.some((url) => url.endsWith(".safetensors"))).toBe(true);
    expect(open.outside()).toEqual([]);
    expect(open.complaints).toEqual([]);
  });
});
