import { defineConfig } from "vite";
import { page } from "../page.js";

export default defineConfig(page(import.meta.dirname));
