// The command line as commander reads it, made from the actions: help at every level, and what the user typed as checked input.
import { Argument, Command, CommanderError, Option } from "commander";
import { InputError } from "../error.js";
import { type Action, type Shared, words } from "./action.js";
import { inputOf, parametersOf } from "./input.js";
import type { Parameter } from "./parameter.js";
import { pathOf, usageError } from "./usageError.js";

export type Actions = Readonly<Record<string, Action>>;

export interface Rules {
  readonly actions: Actions;
  readonly version: string;
  /** The default of `--threads`. */
  readonly cores: number;
  /** Width of help texts, in letters. */
  readonly columns: number;
}

/** An action to run, or a text (help, version) to show; not asked for where a group of commands stands alone. */
export type Parsed =
  | { readonly action: Action; readonly command: string; readonly input: Record<string, unknown> & Shared }
  | { readonly text: string; readonly asked: boolean };

/**
 * What the words after `equivar` ask for.
 * @throws InputError for an unknown command or option, a missing or superfluous argument, and a value that does not fit
 */
export function parse(argv: readonly string[], rules: Rules): Parsed {
  const texts: string[] = [];
  const chosen: Parsed[] = [];
  const program = programOf(
    rules,
    (text) => texts.push(text),
    (parsed) => chosen.push(parsed),
  );
  try {
    program.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { text: texts.join(""), asked: error.exitCode === 0 };
  }
  return chosen[0] ?? { text: program.helpInformation(), asked: false };
}

function programOf(rules: Rules, show: (text: string) => void, choose: (parsed: Parsed) => void): Command {
  const width = () => rules.columns;
  const program = new Command("equivar")
    .usage("COMMAND [options]")
    .description("Equivariant deep learning: state a symmetry, train, prove it, ship one ONNX file.")
    .version(rules.version, "-V, --version", "print the version")
    .enablePositionalOptions() // else `equivar audit --version` would be the program's option
    .helpCommand(false)
    .configureOutput({
      writeOut: show,
      writeErr: show,
      outputError: () => {},
      getOutHelpWidth: width,
      getErrHelpWidth: width,
    })
    .configureHelp({
      optionTerm: (option) => option.flags.replace(/[<>]/g, ""),
      subcommandTerm: (command) => `${command.name()} ${command.usage().replace("[options]", "")}`.trim(),
    });
  prepare(program);
  for (const action of Object.values(rules.actions)) {
    const path = words(action.name);
    const parent = path.slice(0, -1).reduce(groupIn, program);
    addAction(parent.command(path.at(-1)!), action, rules.cores, choose);
  }
  for (const group of program.commands.filter((command) => command.commands.length > 0)) {
    group.summary(group.commands.map((command) => command.name()).join(", "));
  }
  return program;
}

/** The group of commands of that name, made where it is missing. */
function groupIn(parent: Command, name: string): Command {
  return (
    parent.commands.find((command) => command.name() === name) ??
    prepare(parent.command(name).usage("COMMAND [options]").helpCommand(false))
  );
}

/** What every level has: its help option, and errors in our form. */
function prepare(command: Command): Command {
  return command.helpOption("-h, --help", "print this help").exitOverride((error) => {
    throw usageError(command, error) ?? error;
  });
}

function addAction(command: Command, action: Action, cores: number, choose: (parsed: Parsed) => void): void {
  const { positional, own, shared } = parametersOf(action, cores);
  prepare(command)
    .description(action.about)
    .usage([...positional.map(usageOf), "[options]"].join(" "))
    .addHelpText("after", `\nExamples:\n${action.examples.map((line) => `  ${line}`).join("\n")}`)
    .action(() => {
      const path = pathOf(command);
      choose({ action, command: path, input: inputOf(path, action, cores, command.args, command.opts()) });
    });
  // Whether an argument may be left out is for its schema to say, so that one place writes the error.
  for (const { placeholder, list, help } of positional) {
    command.addArgument(new Argument(`[${placeholder}${list ? "..." : ""}]`, help));
  }
  for (const one of own) command.addOption(optionFor(one));
  for (const one of shared) command.addOption(optionFor(one).helpGroup("Options of every command:"));
}

function optionFor({ label, placeholder, kind, list, short, help }: Parameter): Option {
  const flag = short ? `-${short}, ${label}` : label;
  if (kind === "switch") return new Option(flag, help);
  return new Option(`${flag} <${placeholder}>`, help).argParser<string | string[]>((text, earlier) => {
    // Commander takes the next word, whatever it is: `--out --json` would write to the folder "--json".
    if (text.startsWith("--")) throw new InputError(label, { expected: placeholder, got: `"${text}"` });
    return list ? [earlier ?? [], text].flat() : text;
  });
}

function usageOf({ placeholder, list, required }: Parameter): string {
  const name = list ? `${placeholder}…` : placeholder;
  return required ? name : `[${name}]`;
}
