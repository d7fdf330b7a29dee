// The command `equivar` as a function of its surroundings: words in, texts and an exit code out.
import type { Context } from "./action.js";
import { type Actions, type Parsed, parse } from "./commandLine.js";
import { type Failure, failureOf } from "./failure.js";

/** Where text goes: a stream, or an array in tests. */
export interface Sink {
  write(text: string): unknown;
}

export interface Surroundings {
  /** The words after `equivar`. */
  readonly argv: readonly string[];
  readonly actions: Actions;
  readonly version: string;
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Aborted by the user's interrupt. */
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** The default of `--threads`. */
  readonly cores: number;
  /** Width of help texts, in letters. */
  readonly columns: number;
  /** Show stacks, as `--verbose` does. */
  readonly debug: boolean;
}

/** 0 done and every claim holds, 1 a claim or check does not hold, 2 bad usage or input (or a bug), 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;

/** Runs one command line. Under `--json` stdout gets one JSON object (of an error too) or, for help, nothing. */
export async function main(surroundings: Surroundings): Promise<ExitCode> {
  const { argv, stdout, stderr } = surroundings;
  const json = has(argv, "--json");
  let where = "equivar";
  try {
    const parsed = parse(argv, surroundings);
    if ("text" in parsed) {
      (parsed.asked && !json ? stdout : stderr).write(parsed.text);
      return parsed.asked ? 0 : 2;
    }
    where = parsed.command;
    return await perform(parsed, surroundings);
  } catch (error) {
    const failure = failureOf(error, where, surroundings.signal);
    if (json) stdout.write(line(toJson({ error: failure.parts })));
    stderr.write(line(report(failure, error, surroundings.debug || has(argv, "--verbose"))));
    return failure.exitCode;
  }
}

async function perform(
  { action, input }: Extract<Parsed, { action: unknown }>,
  { stdout, stderr, signal, now }: Surroundings,
): Promise<ExitCode> {
  const context: Context = { signal, now, log: (text) => stderr.write(line(text)) };
  const { result, holds = true } = await action.run(input, context);
  stdout.write(line(input.json ? toJson(result) : action.print(result, context)));
  return signal.aborted ? 130 : holds ? 0 : 1;
}

/** The text of an error for a person. */
export const report = ({ parts }: Failure, error: unknown, verbose: boolean): string =>
  verbose && error instanceof Error ? `${parts.message}\n${error.stack}` : parts.message;

/** Whether a switch is given; what follows `--` is no option. */
const has = (argv: readonly string[], flag: string) =>
  argv.slice(0, argv.includes("--") ? argv.indexOf("--") : argv.length).includes(flag);

const line = (text: string) => (text === "" || text.endsWith("\n") ? text : `${text}\n`);

const toJson = (value: object): string =>
  JSON.stringify(value, (_, part) => {
    if (typeof part === "bigint") return Number(part);
    return ArrayBuffer.isView(part) && !(part instanceof DataView)
      ? Array.from(part as unknown as ArrayLike<number>)
      : part;
  });
