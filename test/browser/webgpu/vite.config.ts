import { defineConfig } from "vite";
import { page } from "../../../pages/page.js";

export default defineConfig(page(import.meta.dirname));
