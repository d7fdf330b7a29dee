import { defineConfig } from "vite";
import { page } from "../../pages/page.js";

// Profiles are written by Node alone.
export default defineConfig({ ...page(import.meta.dirname), define: { "process.env.PROFILE": "undefined" } });
