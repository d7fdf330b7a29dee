import { browser } from "../browser.js";

export const browserSo2 = browser("so2", "eSCN convolution, l ≤ 6, |m| ≤ 2, 64 channels, 2,000 edges");
