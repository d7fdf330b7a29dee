import { browser } from "../browser.js";

export const browserEgnn = browser("egnn", "EGNN training step of 100 graphs × 5 nodes");
