// Code in the documents compiles. A block that begins with a path, `// src/…`, is read as that file.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { root } from "./checkout.js";

const blocks = ["README.md", "CONTRIBUTING.md", "docs/potentials.md"].flatMap((document) =>
  [...readFileSync(join(root, document), "utf8").matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code], i) => {
    const path = /^\/\/ (src\/[\w/]+\.ts)/.exec(code!)?.[1] ?? `${document}.${i}.ts`;
    return { title: `${document}: ${path}`, path: join(root, path), code: code! };
  }),
);

const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
const host = ts.createCompilerHost(options);
const { readFile, fileExists, getSourceFile } = host;
const find = (name: string) => blocks.find(({ path }) => path === name)?.code;
host.readFile = (name) => find(name) ?? readFile(name);
host.fileExists = (name) => find(name) !== undefined || fileExists(name);
host.getSourceFile = (name, version, ...rest) => {
  const code = find(name);
  return code === undefined ? getSourceFile(name, version, ...rest) : ts.createSourceFile(name, code, version);
};

test("documents hold code", () => expect(blocks.length).toBeGreaterThan(3));

const program = ts.createProgram(
  blocks.map(({ path }) => path),
  options,
  host,
);
test.each(blocks)("$title compiles", ({ path }) => {
  const file = program.getSourceFile(path)!;
  const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
});
