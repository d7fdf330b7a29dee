import { browser } from "../browser.js";

export const browserTpUvu2000 = browser(
  "tp-uvu-2000",
  "128x0e + 128x1o + 128x2e ⊗ harmonics l ≤ 2, mode uvu, 2,000 edges",
);
