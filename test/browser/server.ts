// A server of one folder on 127.0.0.1, as strict as a careful host: scripts from here only, no eval.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
};
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'", // compiling WebAssembly is allowed, `eval` and `new Function` are not
  "connect-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src data:",
].join("; ");

export interface FolderServer {
  /** "http://127.0.0.1:PORT" */
  readonly origin: string;
  /** Bytes sent of each file asked for, by path. */
  readonly sent: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

export async function serve(folder: string): Promise<FolderServer> {
  const sent = new Map<string, number>();
  const server = createServer(async ({ url }, response) => {
    const { pathname } = new URL(url ?? "/", "http://127.0.0.1");
    const path = normalize(pathname === "/" ? "/index.html" : pathname); // of an absolute path, so never above the folder
    try {
      const body = await readFile(join(folder, path));
      sent.set(path, body.length);
      response.setHeader("Content-Type", types[extname(path)] ?? "application/octet-stream");
      response.setHeader("Content-Security-Policy", policy);
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
