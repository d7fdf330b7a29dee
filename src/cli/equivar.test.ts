import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ShapeError } from "../error.js";
import { type Action, action } from "./action.js";
import { main } from "./equivar.js";

const audit = action("audit", {
  about: "Measures how far a model is from equivariant.",
  examples: ["equivar audit model.onnx --group 'S(5)' --in 0:permutation"],
  arguments: z.object({ model: z.string().describe("an ONNX file") }),
  options: z.object({
    group: z.string().meta({ description: "the group", placeholder: "G" }),
    in: z
      .array(z.string().regex(/^\d+:/, "N:ACTION, as in 0:vector"))
      .default([])
      .meta({ description: "how the group acts on input N", placeholder: "N:ACTION" }),
    precision: z.enum(["single", "double"]).default("single").describe("arithmetic"),
    maxSteps: z.int().min(1).max(99).default(10).meta({ description: "steps", short: "m" }),
    witness: z.boolean().default(true).describe("leave out the worst element"),
  }),
  run: async (input, { log }) => {
    log(`auditing ${input.model}`);
    return { result: { ...input, errors: Float64Array.of(0.5, Number.NaN) }, holds: input.group !== "S(6)" };
  },
  print: ({ model, seed }) => `${model} audited with seed ${seed}`,
});

const zooVerify = action("zooVerify", {
  about: "Trains methods and checks their claims.",
  examples: ["equivar zoo verify", "equivar zoo verify egnn mace"],
  arguments: z.object({ slugs: z.array(z.string()).default([]).meta({ description: "methods", placeholder: "SLUG" }) }),
  options: z.object({ seed: z.int().default(7).describe("seed of the training") }),
  run: async ({ slugs, seed }) => ({ result: { slugs, seed } }),
  print: ({ slugs }) => slugs.join("\n"),
});

const zooShow = action("zooShow", {
  about: "Shows methods.",
  examples: ["equivar zoo show egnn"],
  arguments: z.object({ slugs: z.array(z.string()).meta({ description: "methods", placeholder: "SLUG" }) }),
  run: async ({ slugs }) => ({ result: { slugs } }),
  print: ({ slugs }) => slugs.join("\n"),
});

/** A command that throws what it is told to. */
const fails = (error: () => unknown) =>
  action("fail", {
    about: "Fails.",
    examples: ["equivar fail"],
    run: async (): Promise<{ result: object }> => {
      throw error();
    },
    print: () => "",
  });

interface Extras {
  actions?: Record<string, Action>;
  signal?: AbortSignal;
  debug?: boolean;
}

async function equivar(argv: readonly string[], extras: Extras = {}) {
  const [out, err]: string[][] = [[], []];
  const code = await main({
    argv,
    actions: { audit, zooVerify, zooShow },
    version: "1.2.3",
    stdout: { write: (text) => out!.push(text) },
    stderr: { write: (text) => err!.push(text) },
    signal: new AbortController().signal,
    now: () => 0,
    cores: 3,
    columns: 100,
    debug: false,
    ...extras,
  });
  return { code, out: out!.join(""), err: err!.join("") };
}

const auditing = ["audit", "m.onnx", "--group", "S(5)"];

describe("help and version", () => {
  test("of the program", async () => {
    const { code, out, err } = await equivar(["--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("Usage: equivar COMMAND [options]\n");
    expect(out).toMatch(/audit MODEL +Measures how far/);
    expect(out).toMatch(/zoo COMMAND +verify, show/);
  });

  test("of a group", async () => {
    const { code, out } = await equivar(["zoo", "--help"]);
    expect(code).toBe(0);
    expect(out).toContain("Usage: equivar zoo COMMAND [options]\n");
    expect(out).toMatch(/verify \[SLUG…] +Trains methods/);
  });

  test("of an action", async () => {
    const { code, out } = await equivar(["audit", "-h"]);
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "Usage: equivar audit MODEL [options]

      Measures how far a model is from equivariant.

      Arguments:
        MODEL                  an ONNX file

      Options:
        --group G              the group
        --in N:ACTION          how the group acts on input N
        --precision PRECISION  arithmetic (single, double; default: single)
        -m, --max-steps N      steps (default: 10)
        --no-witness           leave out the worst element
        -h, --help             print this help

      Options of every command:
        --json                 print one JSON object on stdout and all else on stderr
        --seed N               seed of all randomness (default: 0)
        --threads N            threads of ONNX Runtime (default: one a core)
        --out DIR              folder for what is written (default: runs)
        --verbose              show the stack of an error

      Examples:
        equivar audit model.onnx --group 'S(5)' --in 0:permutation
      "
    `);
  });

  test("a group or the program alone prints its help on stderr and is a mistake", async () => {
    for (const argv of [[], ["zoo"]]) {
      const { code, out, err } = await equivar(argv);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toBe((await equivar([...argv, "--help"])).out);
    }
  });

  test("stdout stays empty for the help under --json", async () => {
    const { code, out, err } = await equivar(["audit", "--json", "--help"]);
    expect({ code, out }).toEqual({ code: 0, out: "" });
    expect(err).toContain("Usage: equivar audit");
  });

  test("version", async () => {
    expect(await equivar(["--version"])).toEqual({ code: 0, out: "1.2.3\n", err: "" });
  });

  test("works without any action", async () => {
    expect(await equivar(["--help"], { actions: {} })).toMatchObject({ code: 0, err: "" });
    expect(await equivar([], { actions: {} })).toMatchObject({ code: 2, out: "" });
  });
});

describe("input", () => {
  const input = async (...argv: string[]) => JSON.parse((await equivar([...argv, "--json"])).out);

  test("defaults", async () => {
    expect(await input(...auditing)).toEqual({
      model: "m.onnx",
      group: "S(5)",
      in: [],
      precision: "single",
      maxSteps: 10,
      witness: true,
      json: true,
      seed: 0,
      threads: 3,
      out: "runs",
      verbose: false,
      errors: [0.5, null],
    });
  });

  test("given values", async () => {
    const argv = [...auditing, "--in", "0:a", "--in=1:b", "--precision", "double", "-m", "3", "--no-witness"];
    expect(await input(...argv, "--seed", "-1", "--threads", "2", "--out", "d")).toMatchObject({
      in: ["0:a", "1:b"],
      precision: "double",
      maxSteps: 3,
      witness: false,
      seed: -1,
      threads: 2,
      out: "d",
    });
  });

  test("variadic arguments, and an action's own default of a shared option", async () => {
    expect(await input("zoo", "verify")).toEqual({ slugs: [], seed: 7 });
    expect(await input("zoo", "verify", "egnn", "--seed", "1", "mace")).toEqual({ slugs: ["egnn", "mace"], seed: 1 });
  });
});

describe("output and exit codes", () => {
  test("text on stdout, progress on stderr", async () => {
    expect(await equivar([...auditing, "--seed", "4"])).toEqual({
      code: 0,
      out: "m.onnx audited with seed 4\n",
      err: "auditing m.onnx\n",
    });
  });

  test("--json is one object on stdout, progress on stderr", async () => {
    const { code, out, err } = await equivar([...auditing, "--json"]);
    expect({ code, err }).toEqual({ code: 0, err: "auditing m.onnx\n" });
    expect(out.trimEnd().split("\n")).toHaveLength(1);
  });

  test("a claim that does not hold is 1, with its result printed", async () => {
    for (const json of [[], ["--json"]]) {
      const { code, out } = await equivar(["audit", "m.onnx", "--group", "S(6)", ...json]);
      expect(code).toBe(1);
      expect(out).toContain("m.onnx");
    }
  });
});

describe("usage errors", () => {
  test.each([
    [["adit"], 'equivar: expected a command (audit, zoo), got "adit". Did you mean "audit"?'],
    [["frobnicate"], 'equivar: expected a command (audit, zoo), got "frobnicate". See `equivar --help`'],
    [["zoo", "verfy"], 'equivar zoo: expected a command (verify, show), got "verfy". Did you mean "verify"?'],
    [["--seed", "1", "audit"], 'equivar: expected a command (audit, zoo), got "--seed". Options follow the command'],
    [["zoo", "--seed"], 'equivar zoo: expected a command (verify, show), got "--seed". Options follow the command'],
    [
      ["zoo", "show", "a", "--sead", "1"],
      'equivar zoo show: expected an option (--json, --seed, --threads, --out, --verbose), got "--sead". Did you mean "--seed"?',
    ],
    [["zoo", "show"], "equivar zoo show: expected SLUG (methods), got none. See `equivar zoo show --help`"],
    [["audit"], "equivar audit: expected MODEL (an ONNX file), got none. See `equivar audit --help`"],
    [["audit", "m"], "equivar audit: expected --group G (the group), got none. See `equivar audit --help`"],
    [["audit", "a", "b"], 'equivar audit: expected 1 argument (MODEL), got "a" "b". See `equivar audit --help`'],
    [[...auditing, "--threads", "x"], '--threads: expected an integer ≥ 1, got "x".'],
    [[...auditing, "--threads", "0"], "--threads: expected an integer ≥ 1, got 0."],
    [[...auditing, "--seed", "1.5"], "--seed: expected an integer, got 1.5."],
    [[...auditing, "--seed", ""], '--seed: expected an integer, got "".'],
    [[...auditing, "--max-steps", "100"], "--max-steps: expected an integer ≥ 1 and ≤ 99, got 100."],
    [[...auditing, "--in", "0:a", "--in", "b"], '--in: expected N:ACTION, as in 0:vector, got "b".'],
    [
      [...auditing, "--precision", "doble"],
      '--precision: expected one of single, double, got "doble". Did you mean "double"?',
    ],
  ])("%j", async (argv, message) => {
    expect(await equivar(argv)).toEqual({ code: 2, out: "", err: `${message}\n` });
    const { code, out, err } = await equivar([...argv, "--json"]);
    expect({ code, err }).toEqual({ code: 2, err: `${message}\n` });
    expect(JSON.parse(out).error).toMatchObject({ where: message.split(":")[0], message });
  });

  test("an option without its value", async () => {
    expect((await equivar([...auditing, "--threads"])).err).toBe("--threads: expected N, got none.\n");
    const { code, out, err } = await equivar([...auditing, "--out", "--json"]);
    expect({ code, err }).toEqual({ code: 2, err: '--out: expected DIR, got "--json".\n' });
    expect(JSON.parse(out).error).toMatchObject({ where: "--out", got: '"--json"' });
  });

  test("after -- all words are arguments", async () => {
    expect(await equivar(["zoo", "verify", "--", "--json"])).toEqual({ code: 0, out: "--json\n", err: "" });
  });

  test("a condition on several options", async () => {
    const both = action("both", {
      about: "Takes one of two.",
      examples: ["equivar both --a"],
      options: z
        .object({ a: z.boolean().default(false), b: z.boolean().default(false) })
        .refine(({ a, b }) => a !== b, "either --a or --b"),
      run: async () => ({ result: {} }),
      print: () => "",
    });
    const actions = { both };
    expect((await equivar(["both", "--a", "--b"], { actions })).err).toBe(
      "equivar both: expected either --a or --b, got --a, --b.\n",
    );
    expect((await equivar(["both"], { actions })).err).toBe("equivar both: expected either --a or --b, got none.\n");
    expect(await equivar(["both", "--b"], { actions })).toEqual({ code: 0, out: "", err: "" });
  });
});

describe("errors of an action", () => {
  const shapes = () => new ShapeError("matmul", { expected: "x [.., n]", got: "[2]", hint: "transpose(y)?" });
  const missing = () =>
    Object.assign(new Error("ENOENT: no such file or directory, open 'x'"), {
      code: "ENOENT",
      syscall: "open",
      path: "x",
    });
  test.each([
    ["ours", shapes, "matmul: expected x [.., n], got [2]. Transpose(y)?"],
    ["the system's", missing, 'equivar fail: expected to open "x", got ENOENT: no such file or directory.'],
    [
      "a bug",
      () => new TypeError("x is not a function\nat all"),
      "equivar fail: expected to finish, got TypeError: x is not a function. This is a bug; --verbose shows where",
    ],
    ["not an Error", () => "why", "equivar fail: expected to finish, got why. This is a bug; --verbose shows where"],
  ])("%s", async (_, error, message) => {
    const actions = { fail: fails(error) };
    expect(await equivar(["fail"], { actions })).toEqual({ code: 2, out: "", err: `${message}\n` });
    const { code, out, err } = await equivar(["fail", "--json"], { actions });
    expect({ code, err }).toEqual({ code: 2, err: `${message}\n` });
    expect(JSON.parse(out).error.message).toBe(message);
  });

  test("the JSON holds the parts", async () => {
    const { out } = await equivar(["fail", "--json"], { actions: { fail: fails(shapes) } });
    expect(JSON.parse(out)).toEqual({
      error: {
        where: "matmul",
        expected: "x [.., n]",
        got: "[2]",
        hint: "transpose(y)?",
        message: "matmul: expected x [.., n], got [2]. Transpose(y)?",
      },
    });
  });

  test("the stack is shown by --verbose or in debug, and else not", async () => {
    const actions = { fail: fails(() => new TypeError("boom")) };
    const stack = /equivar\.test\.ts:\d+/;
    expect((await equivar(["fail"], { actions })).err).not.toMatch(stack);
    expect((await equivar(["fail", "--verbose"], { actions })).err).toMatch(stack);
    expect((await equivar(["fail"], { actions, debug: true })).err).toMatch(stack);
  });
});

describe("an interrupt", () => {
  const waits = (onAbort: (signal: AbortSignal) => { result: object }) =>
    action("wait", {
      about: "Waits for the interrupt.",
      examples: ["equivar wait"],
      run: (_, { signal }) =>
        new Promise<{ result: object }>((done, fail) => {
          signal.addEventListener("abort", () => {
            try {
              done(onAbort(signal));
            } catch (error) {
              fail(error);
            }
          });
        }),
      print: () => "saved",
    });

  async function interrupted(wait: Action, ...argv: string[]) {
    const controller = new AbortController();
    const running = equivar(["wait", ...argv], { actions: { wait }, signal: controller.signal });
    controller.abort();
    return running;
  }

  test("lets the action save and return what there is", async () => {
    const wait = waits(() => ({ result: { steps: 3 } }));
    expect(await interrupted(wait)).toEqual({ code: 130, out: "saved\n", err: "" });
    expect(await interrupted(wait, "--json")).toEqual({ code: 130, out: '{"steps":3}\n', err: "" });
  });

  test("may be thrown on", async () => {
    const wait = waits((signal) => {
      throw signal.reason;
    });
    expect(await interrupted(wait)).toEqual({
      code: 130,
      out: "",
      err: "equivar wait: expected to finish, got an interrupt.\n",
    });
  });

  test("does not hide a bug", async () => {
    const wait = waits(() => {
      throw new TypeError("boom");
    });
    expect(await interrupted(wait)).toMatchObject({ code: 2 });
  });
});
