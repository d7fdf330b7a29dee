import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Action, words } from "./action.js";
import { actions } from "./actions/index.gen.js";
import { parse } from "./commandLine.js";
import { parametersOf } from "./input.js";

const rules = { actions: actions as Readonly<Record<string, Action>>, version: "0.0.0", cores: 2, columns: 400 };
const entries = Object.entries(rules.actions).map(([key, action]) => ({ key, action }));

describe.each(entries)("$key", ({ key, action }) => {
  const command = `equivar ${words(action.name).join(" ")}`;
  const { positional, own, shared } = parametersOf(action, rules.cores);

  test("is named as its file", () => {
    expect(action.name).toBe(key);
    expect(existsSync(new URL(`./actions/${key}.ts`, import.meta.url))).toBe(true);
  });

  test("says in one sentence what it is about", () => {
    expect(action.about).toMatch(/^\p{Lu}.*[^.]\.$/u);
    expect(action.about).not.toMatch(/[.!?]\s+\p{Lu}/u);
  });

  test("has examples that its own command line accepts", () => {
    expect(action.examples.length).toBeGreaterThan(0);
    for (const example of action.examples) {
      expect(`${example} `).toMatch(new RegExp(`^${command} `));
      expect(parse(split(example).slice(1), rules)).toMatchObject({ action, command });
    }
  });

  test("describes each argument and option", () => {
    const silent = [...positional, ...own].filter(({ about }) => about === "");
    expect(silent.map(({ label }) => label)).toEqual([]);
  });

  test("has no key twice, and leaves --json and --verbose alone", () => {
    const keys = [...positional, ...own].map((one) => one.key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(shared.map((one) => one.key)).toEqual(expect.arrayContaining(["json", "verbose"]));
  });

  test("takes the rest of the words by the last argument only", () => {
    expect(positional.slice(0, -1).filter(({ list }) => list)).toEqual([]);
  });

  test("has a help that names it and each argument and option", () => {
    const help = parse([...words(action.name), "--help"], rules);
    if (!("text" in help)) throw new Error("no help");
    expect(help.asked).toBe(true);
    for (const part of [`Usage: ${command} `, action.about, ...action.examples]) expect(help.text).toContain(part);
    for (const { term, help: text } of [...positional, ...own, ...shared]) {
      expect(help.text).toContain(term);
      expect(help.text).toContain(text);
    }
  });

  test("is no group of other commands", () => {
    const others = entries.filter((other) => `equivar ${words(other.key).join(" ")} `.startsWith(`${command} `));
    expect(others.map((other) => other.key)).toEqual([key]);
  });
});

test("the program's help names every command", () => {
  const help = parse(["--help"], rules);
  for (const { key } of entries) expect(help).toHaveProperty("text", expect.stringContaining(`  ${words(key)[0]} `));
});

test("start is light: engine, zoo and their like are imported inside run", () => {
  const modules = reachable(fileURLToPath(new URL("main.ts", import.meta.url)));
  const heavy = [...modules].filter(
    (name) => !/^(node:|commander$|zod$)|\/src\/(cli\/|group\/|error\.ts|random\.ts)/.test(name),
  );
  expect(heavy).toEqual([]);
});

/** The words of a shell's line, quotes removed. */
const split = (line: string) => [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2] ?? m[3]!);

/** The modules that are loaded with a file: what it imports statically, other than types, and so on. */
function reachable(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const statement = /^(?:import|export)\s+(?!type\s)(?:[^;"]*?\sfrom\s+)?"([^"]+)"/gm;
  for (const [, name] of readFileSync(file, "utf8").matchAll(statement)) {
    if (!name!.startsWith(".")) seen.add(name!);
    else reachable(fileURLToPath(new URL(name!.replace(/\.js$/, ".ts"), `file://${file}`)), seen);
  }
  return seen;
}
