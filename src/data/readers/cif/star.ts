// The syntax of CIF: data blocks of tags and loops. @source Hall, Allen & Brown 1991; IUCr CIF 1.1
import { type Lines, quoted } from "../../reader.js";

export interface Value {
  readonly text: string;
  /** False for `.` and `?`, which stand for no value. */
  readonly known: boolean;
  readonly line: number;
}

/** Tags in lower case, dots as underscores (`_cell.length_a` of mmCIF is `_cell_length_a`), each with its values in order. */
export interface Block {
  readonly name: string;
  readonly line: number;
  readonly tags: ReadonlyMap<string, readonly Value[]>;
}

interface Token extends Value {
  readonly kind: "word" | "quoted" | "end";
}

/** The blocks `data_…`, each as soon as it is whole. */
export async function* blocksOf(lines: Lines): AsyncGenerator<Block> {
  const tokens = tokensOf(lines);
  let token = await next(tokens);
  while (token.kind !== "end") {
    if (!isReserved(token, "data_"))
      throw lines.error('"data_" and the name of a block', quoted(token.text), undefined, token.line);
    const tags = new Map<string, Value[]>();
    const { text, line } = token;
    token = await next(tokens);
    while (token.kind !== "end" && !isReserved(token, "data_")) {
      token = isReserved(token, "loop_")
        ? await loop(lines, tokens, token, tags)
        : await item(lines, tokens, token, tags);
    }
    yield { name: text.slice(5), line, tags };
  }
}

const next = async (tokens: AsyncGenerator<Token, Token>): Promise<Token> => (await tokens.next()).value;

const isReserved = ({ kind, text }: Token, word: "data_" | "loop_" | "save_") =>
  kind === "word" && (word === "loop_" ? text.toLowerCase() === word : text.slice(0, 5).toLowerCase() === word);
const isTag = ({ kind, text }: Token) => kind === "word" && text.startsWith("_");
const isValue = (token: Token) =>
  token.kind === "quoted" ||
  (token.kind === "word" &&
    !isTag(token) &&
    !(["data_", "loop_", "save_"] as const).some((word) => isReserved(token, word)));
const tagOf = ({ text }: Token) => text.toLowerCase().replaceAll(".", "_");

async function item(lines: Lines, tokens: AsyncGenerator<Token, Token>, tag: Token, tags: Map<string, Value[]>) {
  if (!isTag(tag)) {
    const hint = "is a text of several words not quoted?";
    throw lines.error("a tag, which begins with _, or loop_", quoted(tag.text), hint, tag.line);
  }
  const value = await next(tokens);
  if (!isValue(value)) throw lines.error(`a value of ${tag.text}`, shown(value), undefined, value.line);
  tags.set(tagOf(tag), [value]);
  return next(tokens);
}

async function loop(lines: Lines, tokens: AsyncGenerator<Token, Token>, start: Token, tags: Map<string, Value[]>) {
  const columns: Value[][] = [];
  const names: string[] = [];
  let token = await next(tokens);
  for (; isTag(token); token = await next(tokens)) {
    names.push(tagOf(token));
    columns.push([]);
  }
  if (names.length === 0) throw lines.error("tags after loop_", shown(token), undefined, token.line);
  let count = 0;
  for (; isValue(token); token = await next(tokens)) columns[count++ % names.length]!.push(token);
  if (count === 0 || count % names.length !== 0) {
    const got = `${count} values before ${token.kind === "end" ? "the end of the file" : quoted(token.text)}`;
    const expected = `rows of ${names.length} values in the loop of line ${start.line}`;
    throw lines.error(expected, got, undefined, token.line);
  }
  names.forEach((name, i) => {
    tags.set(name, columns[i]!);
  });
  return token;
}

const shown = (token: Token) => (token.kind === "end" ? undefined : quoted(token.text));

// A quote ends a text only where a blank follows: 'a dog's life' is one.
const word = /(#.*)|'(.*?)'(?=\s|$)|"(.*?)"(?=\s|$)|(\S+)/g;

async function* tokensOf(lines: Lines): AsyncGenerator<Token, Token> {
  for (let line = await lines.next(); line !== undefined; line = await lines.next()) {
    if (line.startsWith(";")) {
      const start = lines.line();
      const text = [line.slice(1)];
      for (line = await lines.next(); !line?.startsWith(";"); line = await lines.next()) {
        if (line === undefined)
          throw lines.error('";" at the end of the text', undefined, `it begins at line ${start}`);
        text.push(line);
      }
      yield { kind: "quoted", text: text.join("\n"), known: true, line: start };
      line = line.slice(1);
    }
    const at = lines.line();
    for (const [, comment, single, double, bare] of line.matchAll(word)) {
      if (comment !== undefined) break;
      if (bare !== undefined && /^['"]/.test(bare)) throw lines.error("a closing quote", quoted(line));
      if (bare !== undefined) yield { kind: "word", text: bare, known: bare !== "." && bare !== "?", line: at };
      else yield { kind: "quoted", text: single ?? double ?? "", known: true, line: at };
    }
  }
  return { kind: "end", text: "", known: false, line: lines.line() };
}
