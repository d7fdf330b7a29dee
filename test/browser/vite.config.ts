import { isBuiltin } from "node:module";
import { defaultClientConditions, defineConfig, type Plugin } from "vite";

/** A Node module in the page is an error of the build: without this, Vite puts an empty module in its place. */
const noNodeModules: Plugin = {
  name: "no-node-modules",
  enforce: "pre",
  resolveId(id, importer) {
    if (isBuiltin(id)) this.error(`page: expected no Node modules, got ${id} in ${importer}.`);
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [noNodeModules],
  // As a user's bundler, but from the sources.
  resolve: { conditions: ["source", ...defaultClientConditions] },
  build: { target: "es2022", modulePreload: { polyfill: false } },
});
