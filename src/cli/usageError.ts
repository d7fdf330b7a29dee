// Commander's complaints in the form of our errors.
import type { Command, CommanderError } from "commander";
import { InputError } from "../error.js";
import { nearest } from "./nearest.js";

/** `equivar zoo verify` */
export const pathOf = (command: Command): string =>
  command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();

/** The complaint of that command; undefined where it is none (help, version). */
export function usageError(command: Command, { code, message }: CommanderError): InputError | undefined {
  const where = pathOf(command);
  const quoted = /'(.*)'/.exec(message)?.[1] ?? ""; // commander quotes what it complains of, and passes it in no other way
  switch (code) {
    case "commander.unknownCommand":
      return notAmong(where, "a command", commandNames(command), quoted);
    case "commander.unknownOption": {
      if (command.commands.length === 0) return notAmong(where, "an option", optionNames(command), quoted);
      const hint = "options follow the command";
      return new InputError(where, { expected: listed("a command", commandNames(command)), got: `"${quoted}"`, hint });
    }
    case "commander.optionMissingArgument": {
      const option = command.options.find(({ flags }) => flags === quoted);
      return new InputError(option?.long ?? quoted, { expected: /<(.*)>/.exec(quoted)?.[1] ?? "a value", got: "none" });
    }
    case "commander.excessArguments": {
      const names = command.registeredArguments.map((argument) => argument.name());
      const many = names.length === 1 ? "1 argument" : `${names.length} arguments`;
      const expected = names.length > 0 ? `${many} (${names.join(", ")})` : "no argument";
      const got = command.args.map((text) => `"${text}"`).join(" ");
      return new InputError(where, { expected, got, hint: `see \`${where} --help\`` });
    }
    default:
      return undefined;
  }
}

function notAmong(where: string, noun: string, names: readonly string[], got: string): InputError {
  const meant = nearest(got, names);
  const hint = meant ? `did you mean "${meant}"?` : `see \`${where} --help\``;
  return new InputError(where, { expected: listed(noun, names), got: `"${got}"`, hint });
}

const listed = (noun: string, names: readonly string[]) => `${noun} (${names.join(", ")})`;
const commandNames = (command: Command) => command.commands.map((one) => one.name());
const optionNames = (command: Command) => command.options.map(({ long, short }) => long ?? short ?? "");
