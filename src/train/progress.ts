// One line on stderr that says how far a run is. listr2 draws lists of tasks, by timers, and has neither bar nor rate: a
// run is one task that reports itself, so it draws when it is told a step, and nothing keeps the process alive.

export interface Progress {
  /** @param step steps done of `total` */
  readonly tick: (step: number, values?: ProgressValues) => void;
  /** Writes the last state, if it is not there yet, and ends the line. */
  readonly done: () => void;
}

/** What is shown beside the steps, by name, as `loss`: numbers to four digits, texts as they are. */
export type ProgressValues = Readonly<Record<string, number | string>>;

/** What is asked of a stream: `process.stderr` has it. */
export interface Terminal {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

interface State {
  readonly step: number;
  readonly values: ProgressValues;
  readonly at: number;
}

/**
 * Bar, percent, steps per second, time left and values. On a terminal the line is redrawn at most 10 times a second; a pipe
 * gets a line each 10 %.
 * @param total steps of the whole run
 * @param from steps done before, in a resumed run: the rate counts only the others
 * @param stream stderr; stdout belongs to results
 * @param now milliseconds from any origin
 */
export function progress(options: {
  readonly total: number;
  readonly label: string;
  readonly stream: Terminal;
  readonly now: () => number;
  readonly from?: number;
}): Progress {
  const { total, label, stream, now, from = 0 } = options;
  const start = now();
  const tenth = (step: number) => Math.floor((10 * step) / total);
  let state: State = { step: from, values: {}, at: start };
  let drawn: { step: number; at: number } | undefined;
  const draw = () => {
    const rate = (state.step - from) / ((state.at - start) / 1000);
    const width = stream.isTTY ? (stream.columns ?? 80) - 1 : Infinity;
    const line = describe(label, total, state, rate, width);
    stream.write(stream.isTTY ? `\r${line}\x1b[K` : `${line}\n`);
    drawn = { step: state.step, at: state.at };
  };
  return {
    tick(step, values = {}) {
      state = { step, values, at: now() };
      const due = stream.isTTY ? !drawn || state.at - drawn.at >= 100 : tenth(step) > tenth(drawn?.step ?? from);
      if (due) draw();
    },
    done() {
      if (drawn?.step !== state.step) draw();
      if (stream.isTTY) stream.write("\n");
    },
  };
}

/** The line, of at most `width` letters: the bar gives way first, then the end of the line. */
function describe(label: string, total: number, { step, values }: State, rate: number, width: number): string {
  const share = total > 0 ? Math.min(1, step / total) : 1;
  const parts = [`${String(Math.floor(100 * share)).padStart(3)} %`, `${step}/${total}`];
  if (Number.isFinite(rate) && rate > 0) {
    const shown = rate < 100 ? rate.toPrecision(3) : Math.round(rate);
    parts.push(`${shown} steps/s`, `${clock((total - step) / rate)} left`);
  }
  for (const [name, value] of Object.entries(values)) {
    parts.push(`${name} ${typeof value === "number" ? value.toPrecision(4) : value}`);
  }
  const rest = parts.join("  ");
  const room = Math.max(0, Math.min(20, width - label.length - rest.length - 2));
  const full = Math.round(room * share);
  return `${label} ${"█".repeat(full)}${"░".repeat(room - full)} ${rest}`.slice(0, width);
}

/** Seconds as m:ss or h:mm:ss. */
function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, String(whole % 60).padStart(2, "0")];
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${s}` : `${m}:${s}`;
}
