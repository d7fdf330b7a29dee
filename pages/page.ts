// How the pages are bundled: as a user's bundler would, but from the sources.
import { isBuiltin } from "node:module";
import { defaultClientConditions, type Plugin, type UserConfig } from "vite";

/** A Node module in a page is an error of the build: without this, Vite puts an empty module in its place. */
const noNodeModules: Plugin = {
  name: "no-node-modules",
  enforce: "pre",
  resolveId(id, importer) {
    if (isBuiltin(id)) this.error(`page: expected no Node modules, got ${id} in ${importer}.`);
  },
};

/** @param root the page's folder */
export const page = (root: string): UserConfig => ({
  root,
  plugins: [noNodeModules],
  worker: { format: "es", plugins: () => [noNodeModules] },
  resolve: { conditions: ["source", ...defaultClientConditions] },
  build: { target: "es2022", modulePreload: { polyfill: false } },
});
