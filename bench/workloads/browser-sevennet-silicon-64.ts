import { browser } from "../browser.js";

export const browserSevennetSilicon64 = browser(
  "sevennet-silicon-64",
  "SevenNet-0 energy + forces + stress, 64 atoms of silicon",
);
