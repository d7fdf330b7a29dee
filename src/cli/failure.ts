// What a thrown value means to the user.
import { ExpectationError, InputError, RuntimeError } from "../error.js";

export interface Failure {
  readonly exitCode: 2 | 130;
  /** The object under `error` in `--json`. */
  readonly parts: {
    readonly where: string;
    readonly expected: string;
    readonly got: string;
    readonly hint?: string;
    readonly message: string;
  };
}

/**
 * @param where the command, for errors that do not know their own place
 * @param signal the user's interrupt: an error that it caused is no bug
 */
export function failureOf(error: unknown, where: string, signal: AbortSignal): Failure {
  const stopped =
    signal.aborted && (error === signal.reason || (error instanceof Error && error.name === "AbortError"));
  const { where: place, expectation, message } = stopped ? interrupted(where) : expected(error, where);
  return { exitCode: stopped ? 130 : 2, parts: { where: place, ...expectation, message } };
}

function expected(error: unknown, where: string): ExpectationError {
  if (error instanceof ExpectationError) return error;
  if (isSystemError(error)) {
    const place = error.path === undefined ? "" : ` ${JSON.stringify(error.path)}`;
    return new InputError(where, { expected: `to ${error.syscall}${place}`, got: error.message.split(",")[0]! });
  }
  const got = String(error).split("\n")[0]!;
  return new RuntimeError(where, { expected: "to finish", got, hint: "this is a bug; --verbose shows where" });
}

const interrupted = (where: string) => new RuntimeError(where, { expected: "to finish", got: "an interrupt" });

/** Files that are missing, unreadable or full are the user's to mend. */
const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "syscall" in error && "code" in error;
