// A command line in tests: words in, what was printed and the exit code out.
import type { Actions } from "./commandLine.js";
import { type ExitCode, main } from "./equivar.js";

export interface Printed {
  readonly code: ExitCode;
  /** What went to stdout and stderr. */
  readonly out: string;
  readonly err: string;
}

/** Runs `equivar` with some of its actions. @param argv the words after `equivar` */
export async function typed(actions: Actions, argv: readonly string[], now = () => 0): Promise<Printed> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await main({
    argv,
    actions,
    version: "0.0.0",
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    signal: new AbortController().signal,
    now,
    cores: 1,
    columns: 100,
    debug: false,
  });
  return { code, out: out.join(""), err: err.join("") };
}
